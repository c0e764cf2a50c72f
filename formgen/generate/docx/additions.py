"""The parts of a rendered document -> the same with stamp, language and placeholders, which no template holds."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import escape

from lxml import etree

from formgen.document import own_words
from formgen.document.stamp import FIELD_NAME, identifier
from formgen.generate.docx.controls import PLACEHOLDERS, language, placeholder_run
from formgen.generate.docx.logo import LOGO_RELATION, logo_part
from formgen.generate.docx.markup import WORD, attribute, holdable, paragraph, w
from formgen.generate.package import CONTENT_TYPES
from formgen.model.catalog import LocalizedForm
from formgen.model.document import Stamp
from formgen.model.settings import Logo

PROPERTY = FIELD_NAME.lstrip("_")
"""The custom document property that carries the stamp."""

STAMP_NAMESPACE = "urn:formgen:stamp"

_DOCUMENT = "word/document.xml"
_CORE, _CUSTOM, _GLOSSARY = "docProps/core.xml", "docProps/custom.xml", "word/glossary/document.xml"
_GLOSSARY_STYLES = "word/glossary/styles.xml"
_FONTS = "word/fontTable.xml"
FONT, _LAST_FONT = "Sylfaen", "Arial"
"""The font of our template, which every Windows has, and what stands behind it."""
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORDPROCESSING = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_AROUND = re.compile(r"word/(?:document|header[0-9]*|footer[0-9]*)\.xml")
_LONGEST_PROPERTY = 250
"""Characters of a property that Office programs keep whole; a multiple of a digest's length."""
_CUSTOM_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The format of properties that people name (ECMA-376 part 1, section 22.3)."""


def complete(parts: Mapping[str, bytes], localized: LocalizedForm, stamp: Stamp) -> dict[str, bytes]:
    """Add to a rendered document what makes it one of ours; parts of the same names are replaced."""
    done = dict(parts)
    title = localized.text(localized.form.title)
    done[_CORE] = _core(title, language(localized.locale), identifier(stamp))
    _declare(done, _CORE, "application/vnd.openxmlformats-package.core-properties+xml")
    _relate(done, "", f"{_PACKAGE}/relationships/metadata/core-properties", _CORE)
    _add_custom_properties(done, {PROPERTY: identifier(stamp), own_words.PROPERTY: own_words.write(_lines(done))})
    _add_stamp_part(done, identifier(stamp))
    for name in ("word/styles.xml", "word/settings.xml"):
        if name in done:
            done[name] = _in_language(done[name], language(localized.locale))
    _name_fonts(done, localized.settings.office_fonts)
    _add_glossary(done, localized)
    _add_logo(done, localized.settings.logo)
    return done


def _core(title: str, tongue: str, mark: str) -> bytes:
    return _xml(
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"{_element('dc:title', title)}{_element('dc:identifier', mark)}{_element('dc:language', tongue)}"
        "</cp:coreProperties>"
    )


def _add_custom_properties(parts: dict[str, bytes], said: Mapping[str, str]) -> None:
    namespace = f"{_OFFICE}/custom-properties"
    root = etree.fromstring(parts[_CUSTOM]) if _CUSTOM in parts else etree.Element(f"{{{namespace}}}Properties")
    for old in [each for each in root if each.get("name", "").startswith(tuple(said))]:
        root.remove(old)
    number = max((int(each.get("pid", "1")) for each in root), default=1)
    for name, text in said.items():
        for place in range(0, len(text), _LONGEST_PROPERTY):
            number += 1
            known_as = f"{name}{place // _LONGEST_PROPERTY + 1}" if place else name
            entry = etree.SubElement(
                root, f"{{{namespace}}}property", fmtid=_CUSTOM_FORMAT, pid=str(number), name=known_as
            )
            value = etree.SubElement(
                entry, f"{{{_OFFICE}/docPropsVTypes}}lpwstr", nsmap={"vt": f"{_OFFICE}/docPropsVTypes"}
            )
            value.text = text[place : place + _LONGEST_PROPERTY]
    parts[_CUSTOM] = _serialized(root)
    _declare(parts, _CUSTOM, "application/vnd.openxmlformats-officedocument.custom-properties+xml")
    _relate(parts, "", f"{_OFFICE}/relationships/custom-properties", _CUSTOM)


def _lines(parts: Mapping[str, bytes]) -> Iterator[str]:
    """The lines a template prints around the questions."""
    for name, content in parts.items():
        if _AROUND.fullmatch(name):
            root = etree.fromstring(content)
            asked = {table for table in root.iter(w("tbl")) if next(table.iter(w("tag")), None) is not None}
            for line in root.iter(w("p")):
                if asked.isdisjoint(line.iterancestors(w("tbl"))):
                    words = (each.text or "" if each.tag == w("t") else "\n" for each in line.iter(w("t"), w("br")))
                    yield from "".join(words).split("\n")


def _add_stamp_part(parts: dict[str, bytes], mark: str) -> None:
    number = 1
    while f"customXml/item{number}.xml" in parts:
        number += 1
    item, properties = f"customXml/item{number}.xml", f"customXml/itemProps{number}.xml"
    parts[item] = _xml(f'<stamp xmlns="{STAMP_NAMESPACE}">{mark}</stamp>')
    parts[properties] = _xml(
        f'<ds:datastoreItem ds:itemID="{_guid(STAMP_NAMESPACE)}" xmlns:ds="{_OFFICE}/customXml">'
        f'<ds:schemaRefs><ds:schemaRef ds:uri="{STAMP_NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    )
    _declare(parts, properties, "application/vnd.openxmlformats-officedocument.customXmlProperties+xml")
    _relate(parts, _DOCUMENT, f"{_OFFICE}/relationships/customXml", item)
    _relate(parts, item, f"{_OFFICE}/relationships/customXmlProps", properties)


def _add_glossary(parts: dict[str, bytes], localized: LocalizedForm) -> None:
    entries = "".join(
        f'<w:docPart><w:docPartPr><w:name w:val="{name}"/><w:category><w:name w:val="General"/>'
        '<w:gallery w:val="placeholder"/></w:category><w:types><w:type w:val="bbPlcHdr"/></w:types>'
        f'<w:behaviors><w:behavior w:val="content"/></w:behaviors><w:guid w:val="{_guid(name)}"/></w:docPartPr>'
        f"<w:docPartBody>{paragraph('FormAnswer', placeholder_run(localized, message))}</w:docPartBody>"
        "</w:docPart>"
        for message, name in PLACEHOLDERS.items()
    )
    parts[_GLOSSARY] = _xml(
        f"<w:glossaryDocument xmlns:w={attribute(WORD)}><w:docParts>{entries}</w:docParts></w:glossaryDocument>"
    )
    _declare(parts, _GLOSSARY, f"{_WORDPROCESSING}.document.glossary+xml")
    _relate(parts, _DOCUMENT, f"{_OFFICE}/relationships/glossaryDocument", _GLOSSARY)
    if "word/styles.xml" in parts:
        parts[_GLOSSARY_STYLES] = parts["word/styles.xml"]
        _declare(parts, _GLOSSARY_STYLES, f"{_WORDPROCESSING}.styles+xml")
        _relate(parts, _GLOSSARY, f"{_OFFICE}/relationships/styles", _GLOSSARY_STYLES)


def _name_fonts(parts: dict[str, bytes], fonts: Sequence[str]) -> None:
    """Name a centre's fonts before ours, which stand behind them; a template's own font is left as it is."""
    if not fonts or "word/styles.xml" not in parts:
        return
    root = etree.fromstring(parts["word/styles.xml"])
    for named in root.iterfind(f"{w('docDefaults')}//{w('rFonts')}"):
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            if named.get(w(script)) == FONT:
                named.set(w(script), fonts[0])
    parts["word/styles.xml"] = _serialized(root)
    if _FONTS in parts:
        table = etree.fromstring(parts[_FONTS])
        entry = etree.Element(w("font"), {w("name"): fonts[0]})
        # A list of names, divided by commas (ECMA-376 part 1, section 17.8.3.1).
        etree.SubElement(entry, w("altName"), {w("val"): ",".join((*fonts[1:], FONT, _LAST_FONT))})
        table.insert(0, entry)
        parts[_FONTS] = _serialized(table)


def _add_logo(parts: dict[str, bytes], logo: Logo | None) -> None:
    """Add the logo once, and its relationship to each part that shows it."""
    showing = [name for name, content in parts.items() if LOGO_RELATION.encode() in content]
    if logo is None or not showing:
        return
    picture, kind = logo_part(logo)
    parts[picture] = logo.content
    _declare(parts, picture, kind)
    for name in showing:
        _relate(parts, name, f"{_OFFICE}/relationships/image", picture, LOGO_RELATION)


def _in_language(content: bytes, tongue: str) -> bytes:
    """Set the language a document is written in, in its default style and its settings."""
    root = etree.fromstring(content)
    for element in (*root.iterfind(f".//{w('docDefaults')}//{w('lang')}"), *root.iterfind(w("themeFontLang"))):
        element.set(w("val"), tongue)
        if element.get(w("eastAsia")) is not None:
            element.set(w("eastAsia"), tongue)
    return _serialized(root)


def _declare(parts: dict[str, bytes], name: str, kind: str) -> None:
    root = etree.fromstring(parts[CONTENT_TYPES])
    for old in [each for each in root if each.get("PartName") == f"/{name}"]:
        root.remove(old)
    etree.SubElement(root, f"{{{_PACKAGE}/content-types}}Override", PartName=f"/{name}", ContentType=kind)
    parts[CONTENT_TYPES] = _serialized(root)


def _relate(parts: dict[str, bytes], source: str, kind: str, target: str, known_as: str | None = None) -> None:
    folder, _, stem = source.rpartition("/")
    name = f"{folder}/_rels/{stem}.rels" if folder else f"_rels/{stem}.rels"
    namespace = f"{_PACKAGE}/relationships"
    # LibreOffice 7.4 opens no document whose relationships have a prefix.
    root = etree.fromstring(parts.get(name, f'<Relationships xmlns="{namespace}"/>'.encode()))
    if any(each.get("Type") == kind and each.get("Target", "").endswith(target) for each in root):
        return
    taken = {each.get("Id") for each in root}
    number = 1
    while f"rId{number}" in taken:
        number += 1
    relation = known_as or f"rId{number}"
    etree.SubElement(root, f"{{{namespace}}}Relationship", Id=relation, Type=kind, Target=f"/{target}")
    parts[name] = _serialized(root)


def _guid(name: str) -> str:
    return "{" + str(uuid.uuid5(uuid.NAMESPACE_URL, name)).upper() + "}"


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(holdable(text))}</{name}>"


def _xml(content: str) -> bytes:
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + content.encode("utf-8")


def _serialized(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

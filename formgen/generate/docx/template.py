"""A Word template with docxtpl tags and what a form says -> the parts of a document.

What a template may say, each tag alone in its paragraph or between other words:

    {{ title }} {{ variant }} {{ ministry }} {{ service }}   the head; `variant` is empty where there is none
    {{ approval }} {{r logo }}                               the approving order, or that it is a draft; a picture
    {%p for line in centre %} {{ line }} {%p endfor %}       the centre's name and address
    {{ return_to }} {{ required }} {{ source }}              sentences of the printed form
    {{ version }} {{ identifier }} {{r page }}               for headers and footers; `page` counts the pages
    {%p for section in sections %} … {%p endfor %}           section.dimension, .number, .title, .intro, .skip
    {{p section.questions }}                                 all questions of the section, a table
    {{p question.client_phone }}                             one question by its id, a table, to arrange by hand

Every question must be placed exactly once. Looks come from the styles `Form …` and
`Placeholder Text` of the template, which may be changed in Word without programming.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from importlib.resources import files
from typing import Any
from zipfile import BadZipFile

from docx.opc.exceptions import OpcError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from formgen.document.opening import OfficePackage, UnreadableError, parse_xml
from formgen.errors import ExitCode, FormgenError
from formgen.generate.docx.markup import COMPATIBILITY, WORD, WORD_2010, WORD_2012, w
from formgen.generate.docx.mending import mended
from formgen.generate.package import CONTENT_TYPES, read_parts, write_parts
from formgen.message import Message

_STEM = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PARTS = {
    "document.xml": ("document.main", "officeDocument"),
    "styles.xml": ("styles", "styles"),
    "settings.xml": ("settings", "settings"),
    "fontTable.xml": ("fontTable", "fontTable"),
    "header1.xml": ("header", "header"),
    "header2.xml": ("header", "header"),
    "footer1.xml": ("footer", "footer"),
    "footer2.xml": ("footer", "footer"),
}
_SAME = {"footer2.xml": "footer1.xml"}
"""Parts that begin alike: the foot of the first page and that of the others."""
_FAULTS = (
    BadZipFile,
    OpcError,
    TemplateError,
    etree.XMLSyntaxError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What a file raises that is no Word template, or one with a mistake in its tags."""
UNREADABLE = Message("error.docx-template.unreadable", "it is not a Word document (.docx) that can be opened")
_CORE, _PACKAGE_RELATIONS = "docProps/core.xml", "_rels/.rels"
_WRITTEN = re.compile(r"word/[A-Za-z]+[0-9]*\.xml")
_TAGGED = re.compile(r"word/(?:document|header[0-9]*|footer[0-9]*)\.xml")
_PREFIXES = {"mc": COMPATIBILITY, "w14": WORD_2010, "w15": WORD_2012}


class TemplateFaultError(FormgenError):
    """A Word template cannot be made into a form."""

    exit_code = ExitCode.AT_FAULT
    remedy = Message("error.docx-template.remedy", "Mend the place named in the template, or leave out --template.")

    def __init__(self, reason: object) -> None:
        super().__init__(
            Message("error.docx-template", "The Word template cannot be used: {reason}", {"reason": reason})
        )


def default_template() -> bytes:
    """The template formgen ships: plain parts without theme, macros or data, to be restyled in Word."""
    folder = files("formgen") / "templates" / "word"
    parts = {f"word/{name}": (folder / _SAME.get(name, name)).read_bytes() for name in _PARTS}
    overrides = "".join(
        f'<Override PartName="/word/{name}" ContentType="{_STEM}{kind}+xml"/>' for name, (kind, _) in _PARTS.items()
    )
    parts[CONTENT_TYPES] = _xml(
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
    relations = [
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/{kind}" Target="{name}"/>'
        for number, (name, (_, kind)) in enumerate(_PARTS.items())
        if number
    ]
    parts["word/_rels/document.xml.rels"] = _xml(_relationships("".join(relations)))
    parts["_rels/.rels"] = _xml(
        _relationships(f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/>')
    )
    return write_parts(parts)


def render(template: bytes, context: Mapping[str, object]) -> dict[str, bytes]:
    """Render a template in a sandbox; raises TemplateFaultError for anything but a sound Word template."""
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    rendered = io.BytesIO()
    try:
        parts = _opened(template)
        _check_tags(parts)
        document = _StrictTemplate(io.BytesIO(write_parts(parts)))
        document.render(dict(context), jinja_env=environment, autoescape=True)
        document.save(rendered)
    except UnreadableError as error:
        raise TemplateFaultError(UNREADABLE) from error
    except _FAULTS as error:
        raise TemplateFaultError(error) from error
    parts = read_parts(rendered.getvalue())
    parts["word/document.xml"] = _with_namespaces(parts["word/document.xml"])
    return parts


def _opened(template: bytes) -> dict[str, bytes]:
    """The parts of a template, without its properties: what is made of it has its own."""
    package = OfficePackage(template)
    parts = {name: package.part(name) for name in sorted(package.names) if name != _CORE}
    for name in [name for name in parts if _WRITTEN.fullmatch(name)]:
        parts[name] = mended(parts[name])
    if _PACKAGE_RELATIONS in parts:
        root = parse_xml(parts[_PACKAGE_RELATIONS])
        for relation in [each for each in root if each.get("Target", "").endswith(_CORE)]:
            root.remove(relation)
        parts[_PACKAGE_RELATIONS] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return parts


def _check_tags(parts: Mapping[str, bytes]) -> None:
    """Find a tag that is not closed in its paragraph: docxtpl would swallow what follows it and say nothing."""
    for name, content in parts.items():
        if _TAGGED.fullmatch(name):
            for line in parse_xml(content).iter(w("p")):
                words = "".join(text.text or "" for text in line.iter(w("t")))
                if words.count("{{") != words.count("}}") or words.count("{%") != words.count("%}"):
                    raise TemplateFaultError(words)


class _StrictTemplate(DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
    """docxtpl repairs what it renders and says nothing: an undeclared prefix gave a broken file."""

    def render_xml_part(self, src_xml: str, *arguments: Any) -> str:
        rendered: str = super().render_xml_part(_declared(src_xml), *arguments)
        etree.fromstring(rendered.encode("utf-8"))
        return rendered

    def fix_tables(self, xml: str) -> etree._Element:
        # Our tables have the grid they need; docxtpl would guess another from the number of cells.
        return etree.fromstring(xml)


def _declared(source: str) -> str:
    """Declare on the outermost element the prefixes our controls need."""
    start = source.index("<w:")
    end = source.index(">", start)
    missing = "".join(
        f' xmlns:{prefix}="{uri}"' for prefix, uri in _PREFIXES.items() if f"xmlns:{prefix}=" not in source[start:end]
    )
    return source[:end] + missing + source[end:]


def _with_namespaces(content: bytes) -> bytes:
    """Rebuild the root with our prefixes declared once, and named as ignorable to older programs."""
    old = etree.fromstring(content)
    prefixes: dict[str, str] = {"w": WORD, **{name: uri for name, uri in old.nsmap.items() if name}, **_PREFIXES}
    new = etree.Element(old.tag, nsmap=prefixes)
    for attribute, value in old.attrib.items():
        new.set(attribute, value)
    new.extend(list(old))
    ignorable = f"{{{COMPATIBILITY}}}Ignorable"
    known = new.get(ignorable, "").split()
    new.set(ignorable, " ".join([*known, *(prefix for prefix in ("w14", "w15") if prefix not in known)]))
    etree.cleanup_namespaces(new, keep_ns_prefixes=[name for name in prefixes if name])
    return etree.tostring(new, xml_declaration=True, encoding="UTF-8", standalone=True)


def _xml(content: str) -> bytes:
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + content.encode("utf-8")


def _relationships(content: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{content}</Relationships>'

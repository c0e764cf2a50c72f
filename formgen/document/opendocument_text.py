"""A text of OpenDocument -> the Word package that says the same (OpenDocument 1.3 part 3; ECMA-376 part 1, section 17).

Its text, tables, bookmarks, content controls, changes, notes and heads and feet of pages are presented as
WordprocessingML, its properties as those of an Office file; looks are left out, but for what hides words or strikes
them out. So a text and a Word document are read by the very same rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from lxml import etree

from formgen.document.opendocument_blocks import Styles, Writer, q
from formgen.document.opening import OfficePackage
from formgen.document.unreadable import UnreadableError
from formgen.model.document import FileKind
from formgen.model.finding import finding

_CONTENT, _STYLES, _META, _MANIFEST = "content.xml", "styles.xml", "meta.xml", "META-INF/manifest.xml"
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DUBLIN = "http://purl.org/dc/elements/1.1/"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_IDENTIFIER = "OOXMLCorePropertyIdentifier"
"""The property in which LibreOffice keeps the identifier of an Office file."""
_ENDS = ("header", "footer")


class TextPackage(OfficePackage):
    """The parts of a text of OpenDocument, as those of a Word document."""

    def __init__(self, package: OfficePackage) -> None:
        self.limits = package.limits
        self._package = package
        if _CONTENT not in package.names:
            raise UnreadableError(finding("damaged"))
        if _MANIFEST in package.names and b"encryption-data" in package.part(_MANIFEST):
            raise UnreadableError(finding("encrypted"))
        self._parts = self._presented()
        self.names = frozenset(self._parts)

    @cached_property
    def format(self) -> FileKind:
        """A text of OpenDocument, whatever it is presented as."""
        return FileKind.ODT

    def part(self, name: str) -> bytes:
        """The bytes of a part; KeyError where the package has no such part."""
        return etree.tostring(self._parts[name])

    def xml(self, name: str) -> etree._Element:
        """A part as XML; KeyError where the package has no such part."""
        return self._parts[name]

    def relationships(self, _part: str) -> Mapping[str, str]:
        """None: what a part is related to is not kept."""
        return {}

    def _presented(self) -> dict[str, etree._Element]:
        content = self._package.xml(_CONTENT)
        styles = self._package.xml(_STYLES) if _STYLES in self._package.names else None
        writer = Writer(Styles([root for root in (styles, content) if root is not None]), self.limits)
        body = content.find(f"{q('office:body')}/{q('office:text')}")
        if body is None:
            raise UnreadableError(finding("damaged"))
        parts = {"word/document.xml": writer.part("document", [("body", body)])}
        for kind in _ENDS:
            for number, end in enumerate(_page_ends(styles, kind), start=1):
                parts[f"word/{kind}{number}.xml"] = writer.part({"header": "hdr", "footer": "ftr"}[kind], [("", end)])
        if len(writer.comments):
            parts["word/comments.xml"] = writer.comments
        if len(writer.notes):
            parts["word/footnotes.xml"] = writer.notes
        if _META in self._package.names:
            parts.update(_properties(self._package.xml(_META)))
        return parts


def _page_ends(styles: etree._Element | None, kind: str) -> list[etree._Element]:
    """The heads, or feet, of all kinds of pages."""
    pages = () if styles is None else styles.iter(q("style:master-page"))
    return [end for page in pages for end in page if etree.QName(end).localname.startswith(kind)]


def _properties(meta: etree._Element) -> dict[str, etree._Element]:
    own = {
        each.get(q("meta:name"), ""): "".join(map(str, each.itertext())) for each in meta.iter(q("meta:user-defined"))
    }
    core = etree.Element(f"{{{_CORE}}}coreProperties")
    identifiers = [own[_IDENTIFIER]] if _IDENTIFIER in own else []
    for said in [*identifiers, *(each.text or "" for each in meta.iter(f"{{{_DUBLIN}}}identifier"))]:
        etree.SubElement(core, f"{{{_DUBLIN}}}identifier").text = said
    custom = etree.Element(f"{{{_CUSTOM}}}Properties")
    for name, said in own.items():
        etree.SubElement(custom, f"{{{_CUSTOM}}}property", name=name).text = said
    extended = etree.Element(f"{{{_EXTENDED}}}Properties")
    for each in meta.iter(q("meta:generator")):
        program, _, version = (each.text or "").partition("/")
        etree.SubElement(extended, f"{{{_EXTENDED}}}Application").text = program
        etree.SubElement(extended, f"{{{_EXTENDED}}}AppVersion").text = version.split("$")[0]
    return {"docProps/core.xml": core, "docProps/custom.xml": custom, "docProps/app.xml": extended}

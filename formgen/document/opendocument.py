"""A package of OpenDocument -> one that presents its content and properties in the terms of an Office file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from lxml import etree

from formgen.document.opening import OfficePackage
from formgen.document.unreadable import UnreadableError
from formgen.model.document import FileKind
from formgen.model.finding import finding

_CONTENT, _STYLES, _PROPERTIES, _MANIFEST = "content.xml", "styles.xml", "meta.xml", "META-INF/manifest.xml"

_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DUBLIN = "http://purl.org/dc/elements/1.1/"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_IDENTIFIER = "OOXMLCorePropertyIdentifier"
"""The property in which LibreOffice keeps the identifier of an Office file."""


class PresentedPackage(OfficePackage):
    """A package of OpenDocument whose parts are those of an Office file; UnreadableError where it is damaged."""

    def __init__(self, package: OfficePackage, kind: FileKind) -> None:
        self.limits = package.limits
        self._kind = kind
        self._related: dict[str, dict[str, str]] = {}
        if _CONTENT not in package.names:
            raise UnreadableError(finding("damaged"))
        if _MANIFEST in package.names and b"encryption-data" in package.part(_MANIFEST):
            raise UnreadableError(finding("encrypted"))
        styles = package.xml(_STYLES) if _STYLES in package.names else None
        self._parts = self._presented(package.xml(_CONTENT), styles)
        if _PROPERTIES in package.names:
            self._parts.update(_office_properties(package.xml(_PROPERTIES)))
        self.names = frozenset(self._parts)

    @cached_property
    def format(self) -> FileKind:
        """What the file is, whatever it is presented as."""
        return self._kind

    def part(self, name: str) -> bytes:
        """The bytes of a part; KeyError where the package has no such part."""
        return etree.tostring(self._parts[name])

    def xml(self, name: str) -> etree._Element:
        """A part as XML; KeyError where the package has no such part."""
        return self._parts[name]

    def relationships(self, part: str) -> Mapping[str, str]:
        """The parts that belong to a part, as far as that is kept."""
        return self._related.get(part, {})

    def _presented(self, content: etree._Element, styles: etree._Element | None) -> dict[str, etree._Element]:
        raise NotImplementedError


def _office_properties(meta: etree._Element) -> dict[str, etree._Element]:
    """The parts that hold the properties, by their names."""
    own = {
        each.get(f"{_META}name", ""): "".join(map(str, each.itertext())) for each in meta.iter(f"{_META}user-defined")
    }
    core = etree.Element(f"{{{_CORE}}}coreProperties")
    identifiers = [own[_IDENTIFIER]] if _IDENTIFIER in own else []
    for said in [*identifiers, *(each.text or "" for each in meta.iter(f"{{{_DUBLIN}}}identifier"))]:
        etree.SubElement(core, f"{{{_DUBLIN}}}identifier").text = said
    custom = etree.Element(f"{{{_CUSTOM}}}Properties")
    for name, said in own.items():
        etree.SubElement(custom, f"{{{_CUSTOM}}}property", name=name).text = said
    extended = etree.Element(f"{{{_EXTENDED}}}Properties")
    for each in meta.iter(f"{_META}generator"):
        program, _, version = (each.text or "").partition("/")
        etree.SubElement(extended, f"{{{_EXTENDED}}}Application").text = program
        etree.SubElement(extended, f"{{{_EXTENDED}}}AppVersion").text = version.split("$")[0]
    return {"docProps/core.xml": core, "docProps/custom.xml": custom, "docProps/app.xml": extended}

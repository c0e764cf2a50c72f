"""The properties of an OpenDocument file -> those of an Office file: identifier, own properties, program."""

from __future__ import annotations

from lxml import etree

_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DUBLIN = "http://purl.org/dc/elements/1.1/"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_IDENTIFIER = "OOXMLCorePropertyIdentifier"
"""The property in which LibreOffice keeps the identifier of an Office file."""


def office_properties(meta: etree._Element) -> dict[str, etree._Element]:
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

"""A part of a template as LibreOffice saves it -> the same in the words of ECMA-376's transitional form."""

from __future__ import annotations

from lxml import etree

from formgen.document.opening import parse_xml
from formgen.generate.docx.markup import w

_SIDES = {"start": "left", "end": "right"}


def mended(content: bytes) -> bytes:
    """Say `left` and `right` of tables (part 4, section 14.11.2), and no character set of fonts in words.

    LibreOffice 7.4 mixes the strict form into the transitional one; Word reads it, Microsoft's validator does not.
    """
    root = parse_xml(content)
    changed = False
    for side in root.iterfind(f".//{w('tblPr')}/{w('jc')}"):
        if side.get(w("val")) in _SIDES:
            side.set(w("val"), _SIDES[side.get(w("val"), "")])
            changed = True
    for characters in root.iter(w("charset")):
        if w("characterSet") in characters.attrib:
            del characters.attrib[w("characterSet")]
            changed = True
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True) if changed else content

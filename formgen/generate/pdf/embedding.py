"""A font -> the objects that embed all of it, so that any viewer can type any of its characters."""

from __future__ import annotations

from pypdf import PdfWriter
from pypdf.generic import IndirectObject

from formgen.generate.pdf.face import Face
from formgen.generate.pdf.objects import add, array, dictionary, name, stream

_ASCENT, _DESCENT = 850, -250
"""Letters without accents stay inside; viewers that set lines by these set them close enough for an 8 mm row."""
_SYMBOLIC = 4
_CHUNK = 100
_CMAP = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
{entries}
endcmap CMapName currentdict /CMap defineresource pop end end"""


def embed(writer: PdfWriter, face: Face) -> IndirectObject:
    """Embed a TrueType font whole, as Type0 with Identity-H and a ToUnicode map."""
    system = dictionary({"Registry": b"Adobe", "Ordering": b"Identity", "Supplement": 0})
    descendant = dictionary(
        {
            "Type": name("Font"),
            "Subtype": name("CIDFontType2"),
            "BaseFont": name(face.name),
            "CIDSystemInfo": system,
            "DW": 600,
            "W": array([0, array(round(width) for width in face.advances)]),
            "CIDToGIDMap": name("Identity"),
            "FontDescriptor": _descriptor(writer, face),
        }
    )
    font = dictionary(
        {
            "Type": name("Font"),
            "Subtype": name("Type0"),
            "BaseFont": name(face.name),
            "Encoding": name("Identity-H"),
            "DescendantFonts": array([add(writer, descendant)]),
            "ToUnicode": add(writer, stream(_to_unicode(face), {}, compress=True)),
        }
    )
    return add(writer, font)


def _descriptor(writer: PdfWriter, face: Face) -> IndirectObject:
    content = stream(face.content, {"Length1": len(face.content)}, compress=True)
    return add(
        writer,
        dictionary(
            {
                "Type": name("FontDescriptor"),
                "FontName": name(face.name),
                "Flags": _SYMBOLIC,
                "FontBBox": array(round(edge) for edge in face.box),
                "ItalicAngle": 0,
                "Ascent": _ASCENT,
                "Descent": _DESCENT,
                "CapHeight": round(face.cap_height),
                "StemV": 80,
                "FontFile2": add(writer, content),
            }
        ),
    )


def _to_unicode(face: Face) -> bytes:
    pairs = sorted((glyph, character) for character, glyph in face.glyphs.items())
    parts = []
    for start in range(0, len(pairs), _CHUNK):
        chunk = pairs[start : start + _CHUNK]
        rows = "\n".join(f"<{glyph:04X}> <{ord(character):04X}>" for glyph, character in chunk)
        parts.append(f"{len(chunk)} beginbfchar\n{rows}\nendbfchar")
    return _CMAP.replace("{entries}", "\n".join(parts)).encode("ascii")

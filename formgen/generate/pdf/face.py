"""A TrueType file -> what a PDF needs to know of it: glyphs, widths and heights."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

FIELD_FACE = "FormgenSans-Regular"
REPLACEMENT = "\ufffd"
_NO_MORE = 0xFFFF


@dataclass(frozen=True)
class Face:
    """A font file; widths and heights are in thousandths of the font size."""

    name: str
    content: bytes

    @cached_property
    def _tables(self) -> dict[bytes, bytes]:
        (count,) = struct.unpack_from(">H", self.content, 4)
        records = (struct.unpack_from(">4s4xLL", self.content, 12 + 16 * index) for index in range(count))
        return {tag: self.content[start : start + length] for tag, start, length in records}

    @cached_property
    def _units(self) -> int:
        return int(struct.unpack_from(">H", self._tables[b"head"], 18)[0])

    def _scaled(self, value: int) -> float:
        return value * 1000 / self._units

    @cached_property
    def advances(self) -> tuple[float, ...]:
        """The width of each glyph, by glyph number."""
        (glyphs,) = struct.unpack_from(">H", self._tables[b"maxp"], 4)
        (long,) = struct.unpack_from(">H", self._tables[b"hhea"], 34)
        widths = [struct.unpack_from(">H", self._tables[b"hmtx"], 4 * index)[0] for index in range(long)]
        widths += widths[-1:] * (glyphs - long)
        return tuple(self._scaled(width) for width in widths)

    @cached_property
    def glyphs(self) -> dict[str, int]:
        """The glyph of each character (the font's format 4 character map)."""
        table = self._tables[b"cmap"]
        (start,) = struct.unpack_from(">4xL", table, 4)
        (pairs,) = struct.unpack_from(">H", table, start + 6)
        count = pairs // 2
        ends, firsts, deltas, offsets = (
            struct.unpack_from(f">{count}H", table, start + 14 + place * pairs + (2 if place else 0))
            for place in range(4)
        )
        found: dict[str, int] = {}
        for index in range(count):
            for code in range(firsts[index], ends[index] + 1):
                glyph = code
                if offsets[index]:
                    at = start + 16 + 3 * pairs + 2 * index + offsets[index] + 2 * (code - firsts[index])
                    (glyph,) = struct.unpack_from(">H", table, at)
                if code != _NO_MORE and (glyph or not offsets[index]):
                    found[chr(code)] = (glyph + deltas[index]) % 0x10000
        return found

    @cached_property
    def widths(self) -> dict[str, float]:
        """The width of each character."""
        return {character: self.advances[glyph] for character, glyph in self.glyphs.items()}

    @cached_property
    def codes(self) -> dict[str, str]:
        """Each character as it stands in a content stream: four hexadecimal digits of its glyph."""
        return {character: f"{glyph:04X}" for character, glyph in self.glyphs.items()}

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        """The box around all glyphs: left, bottom, right, top."""
        left, bottom, right, top = struct.unpack_from(">4h", self._tables[b"head"], 36)
        return self._scaled(left), self._scaled(bottom), self._scaled(right), self._scaled(top)

    @cached_property
    def cap_height(self) -> float:
        """The height of capitals."""
        return self._scaled(struct.unpack_from(">h", self._tables[b"OS/2"], 88)[0])

    def width(self, text: str, size: float) -> float:
        """The width of a line in points."""
        widths, missing = self.widths, self.widths[REPLACEMENT]
        return sum([widths.get(character, missing) for character in text]) * size / 1000


@cache
def field_face() -> Face:
    """The font that answers are shown in."""
    return Face(FIELD_FACE, files("formgen").joinpath("fonts", f"{FIELD_FACE}.ttf").read_bytes())

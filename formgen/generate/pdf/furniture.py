"""A page's number and stamp -> what a scanner and a clerk need on it: fiducials, QR code, the identifier in print."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from formgen.document import marks
from formgen.document.stamp import COPY_LENGTH, identifier
from formgen.generate.pdf.appearance import FONT_ALIAS, number
from formgen.generate.pdf.face import Face
from formgen.generate.pdf.objects import add, dictionary, drawing, name, stream
from formgen.generate.pdf.symbol import Rows, symbol
from formgen.model.document import Stamp

STAMP_NAME = "FormgenStamp"
"""The resource name of a page's QR code and printed identifier, which a copy replaces."""
_IDENTIFIER_SIZE = 6.2
_IDENTIFIER_RIGHT = 192 * marks.MM
_IDENTIFIER_BASE = 11.8 * marks.MM
_GREY = "0.337 0.384 0.439 rg"
_BLACK = re.compile("1+")


def head_height(version: int) -> float:
    """The millimetres a page's head needs for a QR symbol of a version and its quiet zone."""
    modules = 17 + 4 * version + marks.QR_QUIET
    return round((marks.QR_FROM_TOP + modules * marks.QR_MODULE) / marks.MM + 0.16, 2)


def identifier_width(stamp: Stamp, face: Face) -> float:
    """The millimetres that the printed identifier of any copy takes at the right of a page's foot."""
    return round(face.width(identifier(replace(stamp, copy="W" * COPY_LENGTH)), _IDENTIFIER_SIZE) / marks.MM, 2)


def stamp_drawing(rows: Rows, stamp: Stamp, face: Face) -> bytes:
    """A page's QR code and its identifier in small print, in the page's coordinates."""
    side = len(rows) * marks.QR_MODULE
    place = marks.QR_RIGHT - side, marks.PAGE_HEIGHT - marks.QR_FROM_TOP - side
    words = identifier(stamp)
    left = _IDENTIFIER_RIGHT - face.width(words, _IDENTIFIER_SIZE)
    shown = "".join(face.codes[character] for character in words)
    text = (
        f"BT /{FONT_ALIAS} {_IDENTIFIER_SIZE} Tf {_GREY} {number(left)} {number(_IDENTIFIER_BASE)} Td <{shown}> Tj ET"
    )
    squares = _modules(rows, place, marks.QR_MODULE) if rows else ""
    return f"0 g {squares}\n{text}".encode("ascii")


@dataclass(frozen=True, slots=True)
class Sheets:
    """What is special of a document's pages: `covers` come before those of the form and carry the identifier alone.

    `beneath` is what else is drawn under a page's content, by its place in the document, from 0.
    """

    covers: int = 0
    beneath: Mapping[int, str] = field(default_factory=dict)


def furnish(writer: PdfWriter, stamp: Stamp, face: Face, font: IndirectObject, sheets: Sheets) -> None:
    """Draw the marks under each page's content, as artifacts: nobody reads them aloud."""
    size = marks.PAGE_WIDTH, marks.PAGE_HEIGHT
    fonts = dictionary({"Font": dictionary({FONT_ALIAS: font})})
    total = len(writer.pages) - sheets.covers
    for place, page in enumerate(writer.pages, start=1 - sheets.covers):
        rows = symbol(stamp, place, total) if place > 0 else ()
        drawn = drawing(writer, stamp_drawing(rows, stamp, face), size, fonts)
        resources = page["/Resources"].get_object()
        assert isinstance(resources, DictionaryObject)
        objects = resources.setdefault(name("XObject"), DictionaryObject())
        objects[name(STAMP_NAME)] = drawn
        fiducials = " ".join(_fiducial(corner, place) for corner in range(marks.CORNERS) if place > 0)
        more = sheets.beneath.get(place - 1 + sheets.covers, "")
        under = f"/Artifact BMC\nq {more}0 g {fiducials} /{STAMP_NAME} Do Q\nEMC\n".encode("ascii")
        contents = page.raw_get("/Contents")
        beneath = add(writer, stream(under, {}, compress=False))
        page[name("Contents")] = ArrayObject([beneath, *_streams(contents)])


def _streams(contents: object) -> Iterable[IndirectObject]:
    assert isinstance(contents, IndirectObject)
    found = contents.get_object()
    return [contents] if isinstance(found, StreamObject) else list(found)  # type: ignore[call-overload]


def _fiducial(corner: int, page: int) -> str:
    modules = marks.fiducial(marks.fiducial_id(corner, page))
    rows = tuple(int("".join(str(int(module)) for module in row), 2) for row in modules)
    return _modules(rows, marks.fiducial_place(corner), marks.FIDUCIAL_SIDE / len(rows))


def _modules(rows: Rows, place: tuple[float, float], side: float) -> str:
    """Fill the black modules as one path, so that no hairlines show between neighbours."""
    left, bottom = (number(edge) for edge in place)
    runs = (
        f"{start} {height} {length} 1 re"
        for height, row in enumerate(reversed(rows))
        for start, length in _runs(row, len(rows))
    )
    return f"q {side:.5f} 0 0 {side:.5f} {left} {bottom} cm {' '.join(runs)} f Q"


@lru_cache(maxsize=4096)
def _runs(row: int, width: int) -> tuple[tuple[int, int], ...]:
    """The black runs of a row: where each starts, from the left, and its length."""
    return tuple((run.start(), len(run[0])) for run in _BLACK.finditer(f"{row:0{width}b}"))

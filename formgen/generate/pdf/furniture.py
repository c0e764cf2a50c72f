"""A page's number and stamp -> what a scanner and a clerk need on it: fiducials, QR code, the identifier in print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import segno
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from formgen.document import marks
from formgen.document.stamp import COPY_LENGTH, identifier, qr_payload
from formgen.generate.pdf.appearance import FONT_ALIAS, number
from formgen.generate.pdf.face import Face
from formgen.generate.pdf.objects import add, dictionary, drawing, name, stream
from formgen.model.document import Stamp

STAMP_NAME = "FormgenStamp"
"""The resource name of a page's QR code and printed identifier, which a copy replaces."""
_IDENTIFIER_SIZE = 6.2
_IDENTIFIER_RIGHT = 193 * marks.MM
_IDENTIFIER_BASE = 11.8 * marks.MM
_GREY = "0.337 0.384 0.439 rg"
_CORRECTION = "m"


def qr_version(stamp: Stamp, pages: int) -> int:
    """The smallest symbol that holds the payload of every page and of every copy."""
    longest = qr_payload(replace(stamp, copy="A" * COPY_LENGTH), pages, pages)
    return int(segno.make(longest, error=_CORRECTION, mode="alphanumeric", micro=False, boost_error=False).version)


def head_height(version: int) -> float:
    """The millimetres a page's head needs for a QR symbol of a version and its quiet zone."""
    modules = 17 + 4 * version + marks.QR_QUIET
    return round((marks.QR_FROM_TOP + modules * marks.QR_MODULE) / marks.MM + 0.16, 2)


def stamp_drawing(stamp: Stamp, page: int, pages: int, face: Face) -> bytes:
    """The QR code of a page and its identifier in small print, in the page's coordinates."""
    version = qr_version(stamp, pages)
    symbol = segno.make(
        qr_payload(stamp, page, pages),
        error=_CORRECTION,
        mode="alphanumeric",
        version=version,
        micro=False,
        boost_error=False,
    )
    side = len(symbol.matrix) * marks.QR_MODULE
    place = marks.QR_RIGHT - side, marks.PAGE_HEIGHT - marks.QR_FROM_TOP - side
    code = _modules([[bool(module) for module in row] for row in symbol.matrix], place, marks.QR_MODULE)
    words = identifier(stamp)
    left = _IDENTIFIER_RIGHT - face.width(words, _IDENTIFIER_SIZE)
    shown = "".join(face.codes[character] for character in words)
    text = (
        f"BT /{FONT_ALIAS} {_IDENTIFIER_SIZE} Tf {_GREY} {number(left)} {number(_IDENTIFIER_BASE)} Td <{shown}> Tj ET"
    )
    return f"0 g {code}\n{text}".encode("ascii")


def furnish(writer: PdfWriter, stamp: Stamp, face: Face, font: IndirectObject) -> None:
    """Draw the marks under each page's content, as artifacts: nobody reads them aloud."""
    size = marks.PAGE_WIDTH, marks.PAGE_HEIGHT
    fonts = dictionary({"Font": dictionary({FONT_ALIAS: font})})
    total = len(writer.pages)
    for place, page in enumerate(writer.pages, start=1):
        drawn = drawing(writer, stamp_drawing(stamp, place, total, face), size, fonts)
        resources = page["/Resources"].get_object()
        assert isinstance(resources, DictionaryObject)
        objects = resources.setdefault(name("XObject"), DictionaryObject())
        objects[name(STAMP_NAME)] = drawn
        fiducials = " ".join(_fiducial(corner, place) for corner in range(marks.CORNERS))
        under = f"/Artifact BMC\nq 0 g {fiducials} /{STAMP_NAME} Do Q\nEMC\n".encode("ascii")
        contents = page.raw_get("/Contents")
        beneath = add(writer, stream(under, {}, compress=False))
        page[name("Contents")] = ArrayObject([beneath, *_streams(contents)])


def _streams(contents: object) -> Iterable[IndirectObject]:
    assert isinstance(contents, IndirectObject)
    found = contents.get_object()
    return [contents] if isinstance(found, StreamObject) else list(found)  # type: ignore[call-overload]


def _fiducial(corner: int, page: int) -> str:
    modules = marks.fiducial(marks.fiducial_id(corner, page))
    return _modules(modules, marks.fiducial_place(corner), marks.FIDUCIAL_SIDE / len(modules))


def _modules(rows: Sequence[Sequence[bool]], place: tuple[float, float], side: float) -> str:
    """Fill the black modules as one path, so that no hairlines show between neighbours."""
    left, bottom = place
    boxes = []
    for height, row in enumerate(reversed(rows)):
        start = 0
        while start < len(row):
            end = start
            while end < len(row) and row[end]:
                end += 1
            if end > start:
                at = (left + start * side, bottom + height * side, (end - start) * side, side)
                boxes.append(" ".join(number(each) for each in at) + " re")
            start = max(end, start + 1)
    return " ".join(boxes) + " f"

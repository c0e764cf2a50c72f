"""What lies over the cells of a workbook -> remarks, and the signature that was put in as a picture."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from formgen.extract.xlsx.book import Book, Place, letters_of, number_of
from formgen.extract.xlsx.places import Places, Spot
from formgen.message import Message
from formgen.model.document import Answer
from formgen.model.finding import Finding, finding
from formgen.model.form import FormDefinition
from formgen.model.record import SignatureKind
from formgen.model.slot import SlotKind, slots

_COMMENT = Message("place.comment", "comment at {cell}")
_DRAWING = Message("place.drawing", "picture or text box at {cell}")
_ANCHORS = ("{*}twoCellAnchor", "{*}oneCellAnchor", "{*}absoluteAnchor")
_FAR = 1 << 14
"""Beyond the last column a sheet can have."""
_THREADED = "[Threaded comment]"
"""How Excel begins the old-style copy of a comment that is kept elsewhere in the file."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Something drawn over a sheet: the cell of its upper left corner, what it says, whether it is a picture."""

    sheet: str
    row: int
    column: int
    text: str
    is_picture: bool
    name: str

    @property
    def cell(self) -> str:
        """The cell of its upper left corner."""
        return f"{letters_of(self.column)}{self.row}"


def notes(book: Book, form: FormDefinition, places: Places) -> tuple[list[Answer], list[Finding]]:
    """The signatures that are pictures, and what was written or drawn over the cells."""
    signatures: list[Answer] = []
    findings: list[Finding] = []
    first = min((spot.place.row for spot in places.spots.values() if spot.place is not None), default=0)
    for sheet in book.parts:
        for part in book.beside(sheet):
            root = book.part(part) if part.endswith(".xml") else None
            if root is None:
                continue
            findings += (_remark(_COMMENT, cell, text) for cell, text in _comments(root, part))
            for shape in _shapes(root, sheet) if "drawing" in part.lower() else ():
                signed = _signature(shape, form, places)
                if signed is not None:
                    signatures.append(signed)
                elif shape.text or not (shape.is_picture and shape.row < first):
                    # What a centre sets above the questions is its own logo.
                    findings.append(_remark(_DRAWING, shape.cell, shape.text or shape.name))
    return signatures, findings


def _remark(place: Message, cell: str, text: str) -> Finding:
    return finding("remark", None, text, place=Message(place.context, place.text, {"cell": cell}))


def _comments(root: etree._Element, part: str) -> Iterator[tuple[str, str]]:
    """The cell and the text of each comment; of one that is kept twice, the text that people see."""
    threaded = "threaded" in part.lower()
    for each in root.iter("{*}threadedComment" if threaded else "{*}comment"):
        texts = (text.text or "" for text in each.iter("{*}text" if threaded else "{*}t"))
        text = "".join(texts).strip()
        if text and not text.startswith(_THREADED):
            yield each.get("ref", ""), text


def _shapes(root: etree._Element, sheet: str) -> Iterator[Shape]:
    for anchor in root.iter(*_ANCHORS):
        corner = anchor.find("{*}from")
        row, column = (0, 0) if corner is None else (_count(corner, "row"), _count(corner, "col"))
        paragraphs = ("".join(str(text.text or "") for text in each.iter("{*}t")) for each in anchor.iter("{*}p"))
        text = "\n".join(said for said in paragraphs if said.strip())
        is_picture = next(anchor.iter("{*}pic"), None) is not None
        name = next((each.get("name") or "" for each in anchor.iter("{*}cNvPr")), "") or "?"
        yield Shape(sheet, row + 1, column + 1, text, is_picture, name)


def _count(corner: etree._Element, name: str) -> int:
    said = corner.findtext(f"{{*}}{name}", "0").strip()
    return int(said) if said.isdecimal() and len(said) < len("10000000") else 0


def _signature(shape: Shape, form: FormDefinition, places: Places) -> Answer | None:
    """A picture that begins in the cell of a signature is one that was drawn."""
    if not shape.is_picture or shape.text:
        return None
    for slot in slots(form):
        spot = places.spots.get(slot.key)
        if slot.kind is not SlotKind.SIGNATURE or spot is None or spot.place is None or spot.unsure:
            continue
        if _covers(spot.place, shape, _end(places.spots, spot.place)):
            return Answer(slot.key, shape.name, spot.read_by, SignatureKind.DRAWN.value)
    return None


def _end(spots: Mapping[str, Spot], place: Place) -> int:
    """The column at which the next cell of the row begins."""
    others = (spot.place for spot in spots.values())
    right = [number_of(each.column) for each in others if each is not None and each.row == place.row]
    return min((column for column in right if column > number_of(place.column)), default=_FAR)


def _covers(place: Place, shape: Shape, end: int) -> bool:
    return place.sheet == shape.sheet and place.row == shape.row and number_of(place.column) <= shape.column < end

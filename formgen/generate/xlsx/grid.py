"""The parts of a laid-out sheet: rows of boxes on a grid of twenty-four columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from formgen.generate.xlsx.measure import height
from formgen.model.slot import Slot

COLUMNS = 24
PIXELS = 31
"""Width of a column of the grid at 96 to the inch: twenty-four make 197 mm, so A4 prints at full size."""
UNIT = 22.2
"""The same in points, as the narrowest program draws it: LibreOffice does not round the width of a digit."""
PADDING = 5.0
"""What a cell keeps free on both sides together, in points."""
PEN_ROW = 23.25
"""Points; 8.2 mm, so that 8 mm remain where a program scales the page down a little."""
TICK_ROW = 13.5
PIXEL = 0.75
HIGHEST = 408.75
"""Points; Excel draws no row higher than 409."""
LITTLE = 0.25
"""The part of the last page that looks empty."""


class Look(StrEnum):
    """What a box is for, which decides how it looks."""

    RUNNING = "running"
    LOGO = "logo"
    APPROVAL = "approval"
    CENTRE = "centre"
    ADDRESS = "address"
    VARIANT = "variant"
    TITLE = "title"
    REMARK = "remark"
    ASKED = "asked"
    WRONG = "wrong"
    DIMENSION = "dimension"
    SECTION = "section"
    INTRO = "intro"
    LABEL = "label"
    CAPTION = "caption"
    HEADING = "heading"
    OPTIONS = "options"
    WORDS = "words"
    NOTE = "note"
    FOOT = "foot"
    INPUT = "input"
    BLOCK = "block"
    CHOICE = "choice"
    TICK = "tick"
    SIGNATURE = "signature"
    PRINTED = "printed"
    TOTAL = "total"


SIZES = {
    Look.RUNNING: 7.0,
    Look.LOGO: 7.5,
    Look.APPROVAL: 7.0,
    Look.CENTRE: 9.0,
    Look.ADDRESS: 7.5,
    Look.VARIANT: 9.0,
    Look.TITLE: 14.0,
    Look.REMARK: 7.5,
    Look.ASKED: 9.0,
    Look.WRONG: 8.0,
    Look.DIMENSION: 10.0,
    Look.SECTION: 9.0,
    Look.INTRO: 7.5,
    Look.LABEL: 7.5,
    Look.CAPTION: 7.0,
    Look.HEADING: 7.5,
    Look.OPTIONS: 7.0,
    Look.WORDS: 7.0,
    Look.NOTE: 7.25,
    Look.FOOT: 7.0,
    Look.INPUT: 8.0,
    Look.BLOCK: 8.0,
    Look.CHOICE: 8.0,
    Look.TICK: 12.0,
    Look.SIGNATURE: 8.5,
    Look.PRINTED: 8.5,
    Look.TOTAL: 11.0,
}
"""Sizes of the fonts in points."""

BOLD = frozenset({Look.CENTRE, Look.ASKED, Look.TITLE, Look.DIMENSION, Look.SECTION, Look.HEADING, Look.TOTAL})


@dataclass(frozen=True, slots=True)
class Box:
    """A cell, or merged cells, from column `left` of the grid; `aside` is said more quietly after the text.

    `slot` is what is answered here, or printed where the form itself gives the answer; `live` marks the total that
    the sheet itself computes.
    """

    left: int
    span: int
    look: Look
    text: str = ""
    aside: str = ""
    slot: Slot | None = None
    live: bool = False

    @property
    def words(self) -> str:
        """All that is printed in the box."""
        return f"{self.text}  {self.aside}" if self.text and self.aside else self.text or self.aside

    @property
    def needs(self) -> float:
        """The height its words take, in points."""
        if not self.words:
            return 0
        return height(self.words, SIZES[self.look], room(self.span), bold=self.look in BOLD)


@dataclass(frozen=True, slots=True)
class Row:
    """Boxes side by side, `height` points high.

    `keep` holds the row on one page with the next; `prefer` does so while that costs no page.
    """

    height: float
    boxes: tuple[Box, ...]
    keep: bool = False
    prefer: bool = False

    @property
    def begins(self) -> bool:
        """Whether a section begins here."""
        return self.boxes[0].look is Look.SECTION


def room(span: int) -> float:
    """The points a text may take in so many columns."""
    return span * UNIT - PADDING


def row(*boxes: Box, least: float = 0.0, air: float = 4.0, keep: bool = False) -> Row:
    """A row as high as its words need, with some air, and at least as high as asked, as far as Excel allows."""
    needed = min(HIGHEST, max(least, max(box.needs for box in boxes) + air))
    return Row(-(-needed // PIXEL) * PIXEL, boxes, keep)


def page_starts(rows: tuple[Row, ...], page: float, repeated: float, at_most: int | None) -> tuple[int, ...]:
    """The rows, counted from 0, that a new page must start with so that no question is torn apart.

    `page` is the height of a page in points, `repeated` that of the rows printed again on each. A table, a list of
    options or a grid is torn between its rows only where the form would have more than `at_most` pages otherwise.
    """
    starts = _starts(rows, page, repeated, whole=True)
    if at_most is not None and len(starts) >= at_most:
        torn = _starts(rows, page, repeated, whole=False)
        starts = torn if len(torn) < len(starts) else starts
    return _balanced(rows, starts, page - repeated)


def _balanced(rows: tuple[Row, ...], starts: tuple[int, ...], page: float) -> tuple[int, ...]:
    """Where little is left for the last page, such as the signatures, its section goes there as a whole."""
    if not starts or sum(each.height for each in rows[starts[-1] :]) > page * LITTLE:
        return starts
    first = starts[-1]
    while not rows[first].begins:
        first -= 1
        if first in {0, *starts}:
            return starts
    while rows[first - 1].keep:
        first -= 1
    fits = sum(each.height for each in rows[first:]) <= page and first > max((0, *starts[:-1]))
    return (*starts[:-1], first) if fits else starts


def _starts(rows: tuple[Row, ...], page: float, repeated: float, *, whole: bool) -> tuple[int, ...]:
    starts, filled = [], 0.0
    for first, last in _groups(rows, page - repeated, whole=whole):
        together = sum(each.height for each in rows[first:last])
        if filled and filled + together > page:
            starts.append(first)
            filled = repeated
        filled += together
    return tuple(starts)


def _groups(rows: tuple[Row, ...], most: float, *, whole: bool) -> Iterator[tuple[int, int]]:
    """The rows, from the first to before the last, that go on one page; `whole` keeps tables together that fit one."""
    first = 0
    for last, each in enumerate(rows, start=1):
        if last < len(rows) and (each.keep or (whole and each.prefer)):
            continue
        if whole and sum(each.height for each in rows[first:last]) > most:
            yield from ((first + start, first + end) for start, end in _groups(rows[first:last], most, whole=False))
        else:
            yield first, last
        first = last

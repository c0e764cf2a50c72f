"""A form in one language -> the rows above and below its questions: the office, the centre, the title, the source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from formgen.generate import wording
from formgen.generate.xlsx.grid import COLUMNS, PIXEL, SIZES, Box, Look, Row, room, row
from formgen.generate.xlsx.measure import width
from formgen.message import Message
from formgen.model.catalog import LocalizedForm

LOGO_COLUMNS = 3
"""Columns at the left edge that the logo may fill; as many stay free at the right, so that the lines are centred."""
LOGO_HEIGHT = 39.0
"""Points; 13.8 mm."""


def head(localized: LocalizedForm) -> Iterator[Row]:
    """The running head that every page repeats, the centre and the title."""
    office = " · ".join(localized.text(each) for each in (wording.MINISTRY, wording.SERVICE))
    yield row(Box(1, COLUMNS, Look.RUNNING, office), air=2)
    yield from _centre(localized)
    yield row(Box(1, COLUMNS, Look.TITLE, localized.text(localized.form.title)), air=2, keep=True)
    variant = wording.variant_line(localized)
    if variant:
        yield row(Box(1, COLUMNS, Look.VARIANT, variant), air=2, keep=True)
    remark = f"{localized.text(wording.REQUIRED)}  {wording.return_line(localized)}"
    yield row(Box(1, COLUMNS, Look.REMARK, remark), air=2, keep=True)


def asked(localized: LocalizedForm) -> Iterator[Row]:
    """What a copy that is sent back asks to be put right."""
    if localized.correction is not None:
        yield row(Box(1, COLUMNS, Look.ASKED, localized.correction.heading), keep=True)
        for line in localized.correction.lines:
            yield row(Box(1, COLUMNS, Look.WRONG, line), air=2)


def foot(localized: LocalizedForm) -> Iterator[Row]:
    """Where the wording comes from."""
    source = Message(wording.SOURCE.context, wording.SOURCE.text, {"source": localized.form.source})
    yield row(Box(1, COLUMNS, Look.FOOT, localized.text(source)), air=1)


def _centre(localized: LocalizedForm) -> Iterator[Row]:
    """What approves the form, then the centre's name and address, beside its logo."""
    middle = COLUMNS - 2 * LOGO_COLUMNS
    approval = Box(COLUMNS - LOGO_COLUMNS + 1, LOGO_COLUMNS, Look.APPROVAL, wording.approval_line(localized))
    looks = (Look.CENTRE, Look.ADDRESS)
    lines: list[tuple[Box, ...]] = [
        (Box(LOGO_COLUMNS + 1, middle, look, line),)
        for look, line in zip(looks, wording.centre_lines(localized), strict=False)
    ]
    if lines and _fits_a_line(approval):
        lines[0] = (*lines[0], approval)
    else:
        lines.insert(0, (replace(approval, left=LOGO_COLUMNS + 1, span=COLUMNS - LOGO_COLUMNS),))
    rows = [row(*boxes, air=2, keep=True) for boxes in lines]
    if localized.settings.logo is not None:
        lacking = max(0.0, LOGO_HEIGHT - sum(each.height for each in rows))
        more = -(-lacking / len(rows) // PIXEL) * PIXEL
        rows = [replace(each, height=each.height + more) for each in rows]
        rows[0] = replace(rows[0], boxes=(Box(1, LOGO_COLUMNS, Look.LOGO), *rows[0].boxes))
    yield from rows


def _fits_a_line(box: Box) -> bool:
    return width(box.text, SIZES[box.look]) <= room(box.span)

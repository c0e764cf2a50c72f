"""A form in one language -> the rows above and below its questions: the office, the centre, the title, the source."""

from __future__ import annotations

from collections.abc import Iterator

from formgen.generate import wording
from formgen.generate.xlsx.grid import COLUMNS, PIXEL, Box, Look, Row, row
from formgen.message import Message
from formgen.model.catalog import LocalizedForm

LOGO_COLUMNS = 3
"""Columns at the left edge that the logo may fill; as many stay free at the right, so that the lines are centred."""
LOGO_HEIGHT = 39.0
"""Points; 13.8 mm."""


def head(localized: LocalizedForm) -> Iterator[Row]:
    """The running head that every page repeats, the centre and the title."""
    office = " · ".join(localized.text(each) for each in (wording.MINISTRY, wording.SERVICE))
    yield row(Box(1, COLUMNS, Look.RUNNING, office), air=3)
    yield from _centre(localized)
    yield row(Box(1, COLUMNS, Look.TITLE, localized.text(localized.form.title)), air=4, keep=True)
    variant = wording.variant_line(localized)
    if variant:
        yield row(Box(1, COLUMNS, Look.VARIANT, variant), air=3, keep=True)
    remark = f"{localized.text(wording.REQUIRED)}  {wording.return_line(localized)}"
    yield row(Box(1, COLUMNS, Look.REMARK, remark), keep=True)


def foot(localized: LocalizedForm) -> Iterator[Row]:
    """Where the wording comes from."""
    source = Message(wording.SOURCE.context, wording.SOURCE.text, {"source": localized.form.source})
    yield row(Box(1, COLUMNS, Look.FOOT, localized.text(source)))


def _centre(localized: LocalizedForm) -> Iterator[Row]:
    """What approves the form, then the centre's name and address, beside its logo."""
    left = LOGO_COLUMNS + 1
    boxes = [Box(left, COLUMNS - LOGO_COLUMNS, Look.APPROVAL, wording.approval_line(localized))]
    looks = (Look.CENTRE, Look.ADDRESS)
    for look, line in zip(looks, wording.centre_lines(localized), strict=False):
        boxes.append(Box(left, COLUMNS - 2 * LOGO_COLUMNS, look, line))
    rows = [row(box, air=2, keep=True) for box in boxes]
    if localized.settings.logo is not None:
        lacking = max(0.0, LOGO_HEIGHT - sum(each.height for each in rows))
        more = -(-lacking / len(rows) // PIXEL) * PIXEL
        logo = Box(1, LOGO_COLUMNS, Look.LOGO)
        rows = [
            Row(each.height + more, (*((logo,) if each is rows[0] else ()), *each.boxes), keep=True) for each in rows
        ]
    yield from rows

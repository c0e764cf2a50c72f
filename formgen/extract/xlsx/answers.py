"""A cell -> the answer that a person sees there, beside the value as the file stores it."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from dataclasses import replace
from decimal import Decimal

from formgen.document.workbook import EMPTY_BOX, FIRST_DAY, iso_day, option_words
from formgen.extract.xlsx.book import Book, Cell, Place
from formgen.extract.xlsx.places import Places, Spot
from formgen.model.catalog import LocalizedForm
from formgen.model.document import Answer, ReadBy
from formgen.model.form import FieldType
from formgen.model.record import SignatureKind
from formgen.model.slot import Slot, SlotKind

_BOOLEANS = {"TRUE()": "TRUE", "FALSE()": "FALSE"}
"""LibreOffice writes a ticked value as a formula that no person wrote."""
_DIGITS = 15
"""Significant digits that a spreadsheet keeps and shows of a number."""
_EXACT = 10**_DIGITS
"""From here on a spreadsheet loses the last digits of what is typed."""
_STORED = re.compile(r"[+-]?[0-9]{1,25}(?:\.[0-9]{0,25})?(?:[eE][+-]?[0-9]{1,3})?")


def answer_at(book: Book, localized: LocalizedForm, slot: Slot, places: Places) -> Answer | None:
    """The answer at a slot's spot, None where nothing is written there.

    Where the signs give different cells, or a cell belongs to two keys, what is written is told and nothing is chosen.
    """
    spot = places.spots.get(slot.key, Spot(None))
    if spot.place is None:
        return None
    if not spot.unsure and not spot.others:
        return seen_at(book, localized, slot, spot.place, spot.read_by)
    found = ((place, seen_at(book, localized, slot, place, spot.read_by)) for place in (spot.place, *spot.others))
    written = [each.written for place, each in found if each is not None and not places.is_printed(place, each.written)]
    if not written:
        return None
    return Answer(slot.key, " / ".join(dict.fromkeys(written)), spot.read_by, doubt="signs-disagree")


def seen_at(book: Book, localized: LocalizedForm, slot: Slot, place: Place, read_by: ReadBy) -> Answer | None:
    """The answer in one cell; what nobody sees there, and what somebody struck out, is told and not taken."""
    cell = book.cell(place)
    answer = read_cell(book, localized, slot, cell, read_by)
    if answer is None or answer.doubt is not None:
        return answer
    if cell.struck or book.looks.is_struck(cell.style):
        return replace(answer, doubt="struck-out")
    is_unseen = book.looks.is_unseen(cell.style) or book.formats.is_hidden(cell.style)
    if is_unseen or book.sheet(place.sheet).is_hidden(place):
        return replace(answer, doubt="hidden-answer")
    return answer


def is_number_for_text(book: Book, slot: Slot, place: Place) -> bool:
    """Whether a cell holds a number where a text is asked, so that zeros in front of it may be lost."""
    cell = book.cell(place)
    return cell.kind == "n" and slot.field.type in {FieldType.TEXT, FieldType.MULTILINE}


def read_cell(book: Book, localized: LocalizedForm, slot: Slot, cell: Cell, read_by: ReadBy) -> Answer | None:
    """Read one cell as the answer to a slot."""
    if cell.formula is not None and cell.formula.strip().upper() not in _BOOLEANS:
        return Answer(slot.key, f"={cell.formula}", read_by, doubt="formula")
    match cell.kind:
        case "e":
            return Answer(slot.key, cell.text, read_by, doubt="formula")
        case "b":
            said = "TRUE" if cell.text.strip() in {"1", "true"} else "FALSE"
            return None if slot.kind is SlotKind.TICK and said == "FALSE" else Answer(slot.key, said, read_by)
        case "d":
            return _dated(book, localized, slot, cell, read_by)
        case "n":
            return _number(book, localized, slot, cell, read_by)
        case _:
            return _text(localized, slot, cell.text, read_by)


def _text(localized: LocalizedForm, slot: Slot, text: str, read_by: ReadBy) -> Answer | None:
    if not text.strip() or (slot.kind is SlotKind.TICK and text.strip() == EMPTY_BOX):
        return None
    exact = None
    if slot.kind is SlotKind.ONE_OF:
        said = unicodedata.normalize("NFC", text.strip())
        codes = [each.code for each in slot.field.choices if option_words(localized, slot.field, each) == said]
        exact = codes[0] if len(codes) == 1 else None
    elif slot.kind is SlotKind.SIGNATURE:
        exact = SignatureKind.TYPED.value
    return Answer(slot.key, text, read_by, exact)


def _dated(book: Book, localized: LocalizedForm, slot: Slot, cell: Cell, read_by: ReadBy) -> Answer | None:
    """A date in the ISO 8601 form of strict workbooks (ECMA-376 part 1 §18.18.11)."""
    day = iso_day(cell.text)
    return _text(localized, slot, cell.text, read_by) if day is None else _day(book, slot, cell, day, read_by)


def _day(book: Book, slot: Slot, cell: Cell, day: dt.date, read_by: ReadBy) -> Answer:
    """A day as forms write it; one that nobody sees whole, or that a program made of something else, is in doubt."""
    written = f"{day.day:02}.{day.month:02}.{day.year:04}"
    is_partial = book.formats.is_partial(cell.style)
    if is_partial:
        written = book.formats.shown(cell.style, day) or written
    if slot.field.type is FieldType.DATE:
        if is_partial or day < FIRST_DAY:
            return Answer(slot.key, written, read_by, doubt="date-ambiguous")
        return Answer(slot.key, written, read_by, day.isoformat())
    asks_text = slot.field.type in {FieldType.TEXT, FieldType.MULTILINE}
    return Answer(slot.key, written, read_by, doubt="typed-as-number" if asks_text else None)


def _number(book: Book, localized: LocalizedForm, slot: Slot, cell: Cell, read_by: ReadBy) -> Answer | None:
    """A number as it is shown: a date where its format is one, in full digits and without the noise of floats."""
    if not cell.text.strip():
        return None
    value = _decimal(cell.text)
    if value is None:
        return _text(localized, slot, cell.text, read_by)
    if book.formats.is_date(cell.style):
        day = book.formats.day(float(value))
        # A year or a day that somebody typed in the cell of a date lies in the first years of a spreadsheet's count.
        if day is not None and (day >= FIRST_DAY or slot.field.type is not FieldType.DATE):
            return _day(book, slot, cell, day, read_by)
    point = "." if localized.locale == "en" else ","
    if book.formats.is_percent(cell.style):
        return Answer(slot.key, f"{_plain(value * 100).replace('.', point)}%", read_by)
    shown = _plain(value)
    written = shown.replace(".", point)
    if abs(value) >= _EXACT or book.formats.is_scaled(cell.style):
        return Answer(slot.key, written, read_by, doubt="typed-as-number")
    exact = shown if slot.field.type is FieldType.NUMBER else None
    return Answer(slot.key, written, read_by, exact)


def _decimal(text: str) -> Decimal | None:
    """A stored number to the digits a spreadsheet shows: `71.499999999999986` is 71.5."""
    if not _STORED.fullmatch(text) or not math.isfinite(float(text)):
        return None
    return Decimal(f"{float(text):.{_DIGITS}g}")


def _plain(value: Decimal) -> str:
    plain = f"{value:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain

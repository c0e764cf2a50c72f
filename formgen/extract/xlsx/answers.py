"""A cell -> the answer that a person sees there, beside the value as the file stores it."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from formgen.document.workbook import EMPTY_BOX, option_words
from formgen.extract.xlsx.book import Book, Cell
from formgen.extract.xlsx.places import Spot
from formgen.model.catalog import LocalizedForm
from formgen.model.document import Answer
from formgen.model.form import FieldType
from formgen.model.record import SignatureKind
from formgen.model.slot import Slot, SlotKind

_BOOLEANS = {"TRUE()": "TRUE", "FALSE()": "FALSE"}
"""LibreOffice writes a ticked value as a formula that no person wrote."""
_DIGITS = 15
"""Significant digits that a spreadsheet keeps and shows of a number."""
_STORED = re.compile(r"[+-]?[0-9]{1,25}(?:\.[0-9]{0,25})?(?:[eE][+-]?[0-9]{1,2})?")


def answer_at(book: Book, localized: LocalizedForm, slot: Slot, spot: Spot) -> Answer | None:
    """The answer at a slot's spot, None where nothing is written there.

    Where name and key column give different cells, or a cell belongs to two keys, what is written is told and nothing
    is chosen.
    """
    if spot.place is None:
        return None
    answer = read_cell(book, localized, slot, book.cell(spot.place), spot)
    if spot.shared or spot.others:
        others = [read_cell(book, localized, slot, book.cell(place), spot) for place in spot.others]
        written = [each.written for each in (answer, *others) if each is not None]
        if not written:
            return None
        return Answer(slot.key, " / ".join(dict.fromkeys(written)), spot.read_by, doubt="signs-disagree")
    return answer


def read_cell(book: Book, localized: LocalizedForm, slot: Slot, cell: Cell, spot: Spot) -> Answer | None:
    """Read one cell as the answer to a slot."""
    if cell.formula is not None and cell.formula.strip().upper() not in _BOOLEANS:
        return Answer(slot.key, f"={cell.formula}", spot.read_by, doubt="formula")
    match cell.kind:
        case "e":
            return Answer(slot.key, cell.text, spot.read_by, doubt="formula")
        case "b":
            said = "TRUE" if cell.text.strip() in {"1", "true"} else "FALSE"
            return None if slot.kind is SlotKind.TICK and said == "FALSE" else Answer(slot.key, said, spot.read_by)
        case "d":
            return _dated(localized, slot, cell.text, spot)
        case "n":
            return _number(book, localized, slot, cell, spot)
        case _:
            return _text(localized, slot, cell.text, spot)


def _text(localized: LocalizedForm, slot: Slot, text: str, spot: Spot) -> Answer | None:
    if not text.strip() or (slot.kind is SlotKind.TICK and text.strip() == EMPTY_BOX):
        return None
    exact = None
    if slot.kind is SlotKind.ONE_OF:
        said = unicodedata.normalize("NFC", text.strip())
        codes = [each.code for each in slot.field.choices if option_words(localized, slot.field, each) == said]
        exact = codes[0] if len(codes) == 1 else None
    elif slot.kind is SlotKind.SIGNATURE:
        exact = SignatureKind.TYPED.value
    return Answer(slot.key, text, spot.read_by, exact)


def _dated(localized: LocalizedForm, slot: Slot, text: str, spot: Spot) -> Answer | None:
    """A date in the ISO 8601 form of strict workbooks (ECMA-376 part 1 §18.18.11)."""
    day = text.partition("T")[0]
    year, month, number = (*day.split("-"), "", "")[:3]
    if slot.field.type is FieldType.DATE and len(day) == len("2026-11-21") and number.isdecimal():
        return Answer(slot.key, f"{number}.{month}.{year}", spot.read_by, day)
    return _text(localized, slot, text, spot)


def _number(book: Book, localized: LocalizedForm, slot: Slot, cell: Cell, spot: Spot) -> Answer | None:
    """A number as it is shown: a date where its format is one, in full digits and without the noise of floats."""
    if not cell.text.strip():
        return None
    value = _decimal(cell.text)
    if value is None:
        return _text(localized, slot, cell.text, spot)
    if book.formats.is_date(cell.style):
        day = book.formats.day(float(value))
        if day is not None:
            exact = day.isoformat() if slot.field.type is FieldType.DATE else None
            return Answer(slot.key, f"{day.day:02}.{day.month:02}.{day.year:04}", spot.read_by, exact)
    point = "." if localized.locale == "en" else ","
    if book.formats.is_percent(cell.style):
        return Answer(slot.key, f"{_plain(value * 100).replace('.', point)}%", spot.read_by)
    shown = _plain(value)
    exact = shown if slot.field.type is FieldType.NUMBER else None
    return Answer(slot.key, shown.replace(".", point), spot.read_by, exact)


def _decimal(text: str) -> Decimal | None:
    """A stored number to the digits a spreadsheet shows: `71.499999999999986` is 71.5."""
    if not _STORED.fullmatch(text):
        return None
    return Decimal(f"{float(text):.{_DIGITS}g}")


def _plain(value: Decimal) -> str:
    plain = f"{value:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain

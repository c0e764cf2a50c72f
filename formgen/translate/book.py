"""Rows of texts, with pictures of their places -> the translator's workbook (XLSX)."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.drawing.image import Image
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from formgen.message import Message
from formgen.translate.states import State
from formgen.translate.workbook import Column, Row

SCHEME = "formgen-words"
"""How the first cell of a sheet begins; the catalog and the language follow, each after a colon."""
HEADINGS = {
    Column.WHERE: Message("workbook.where", "Where it is seen"),
    Column.PREVIOUS: Message("workbook.previous", "English until now"),
    Column.ENGLISH: Message("workbook.english", "English"),
    Column.SAID: Message("workbook.said", "Translation (write here)"),
    Column.ROOM: Message("workbook.room", "Room on the page"),
    Column.NOTE: Message("workbook.note", "Notes"),
    Column.STATE: Message("workbook.state", "State"),
    Column.PICTURE: Message("workbook.picture", "The place on the page"),
}
STATES = {
    State.NEW: Message("translation-state.new", "new"),
    State.FUZZY: Message("translation-state.fuzzy", "changed: look again"),
    State.TO_REVIEW: Message("translation-state.to-review", "to review"),
    State.TRANSLATED: Message("translation-state.translated", "translated"),
    State.REVIEWED: Message("translation-state.reviewed", "reviewed"),
    State.APPROVED: Message("translation-state.approved", "approved"),
}
_CHOSEN = (State.TRANSLATED, State.TO_REVIEW, State.REVIEWED, State.APPROVED)
_COLUMNS = tuple(Column)
_HIDDEN = {Column.KEY, Column.ENGLISH_WAS, Column.SAID_WAS, Column.STATE_WAS}
_OPEN = {Column.SAID, Column.STATE}
_WIDTHS = {
    Column.WHERE: 30,
    Column.PREVIOUS: 24,
    Column.ENGLISH: 44,
    Column.SAID: 48,
    Column.ROOM: 14,
    Column.NOTE: 30,
    Column.STATE: 15,
    Column.PICTURE: 64,
}
_FILLS = {State.NEW: "FFF2CC", State.FUZZY: "FCE4D6", State.TO_REVIEW: "EDEDED"}
_PICTURE = (452, 96)
"""Width and height of a picture in the sheet, in pixels of 1/96 inch."""
_LINE, _WRAP = 15.0, 42
_LINES = 26

Say = Callable[[Message], str]


@dataclass(frozen=True, slots=True)
class Part:
    """One sheet: the catalog's name, its rows, the pictures (PNG) of places by context."""

    domain: str
    rows: Sequence[Row]
    pictures: Mapping[str, bytes]


def write_book(locale: str, parts: Sequence[Part], say: Say) -> bytes:
    """Write the workbook: one sheet a catalog, the translation and the state open, the rest locked."""
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    for part in parts:
        _write_sheet(book.create_sheet(part.domain[:31]), locale, part, say)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _write_sheet(sheet: Worksheet, locale: str, part: Part, say: Say) -> None:
    for number, column in enumerate(_COLUMNS, start=1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = _WIDTHS.get(column, 10)
        sheet.column_dimensions[letter].hidden = column in _HIDDEN
        _put(sheet.cell(1, number), str(column))
        heading = sheet.cell(2, number)
        _put(heading, say(HEADINGS[column]) if column in HEADINGS else str(column))
        heading.font, heading.fill = Font(bold=True), PatternFill("solid", fgColor="D9E2F0")
        heading.alignment = Alignment(wrap_text=True, vertical="top")
    _put(sheet.cell(1, 1), f"{SCHEME}:{part.domain}:{locale}")
    sheet.row_dimensions[1].hidden = True
    models: dict[tuple[Column, State], Any] = {}
    for place, row in enumerate(part.rows, start=3):
        _write_row(sheet, place, row, say, models)
        picture = part.pictures.get(row.entry.context or "")
        if picture is not None:
            image = Image(io.BytesIO(picture))
            image.width, image.height = _PICTURE
            sheet.add_image(image, f"{get_column_letter(len(_COLUMNS))}{place}")
            sheet.row_dimensions[place].height = max(sheet.row_dimensions[place].height or 0, _PICTURE[1] * 0.75 + 3)
    last = len(part.rows) + 2
    sheet.freeze_panes = "I3"
    sheet.auto_filter.ref = f"E2:{get_column_letter(len(_COLUMNS))}{last}"
    words = ",".join(say(STATES[state]) for state in _CHOSEN)
    choice = DataValidation("list", formula1=f'"{words}"', allow_blank=True)
    letter = get_column_letter(_COLUMNS.index(Column.STATE) + 1)
    choice.add(f"{letter}3:{letter}{max(last, 3)}")
    sheet.add_data_validation(choice)
    _protect(sheet)


def _write_row(sheet: Worksheet, place: int, row: Row, say: Say, models: dict[tuple[Column, State], Any]) -> None:
    lines = 1
    for number, column in enumerate(_COLUMNS, start=1):
        cell: Any = sheet.cell(place, number)
        text = row.cells.get(column, "")
        model = models.setdefault((column, row.state), cell)
        if model is cell:
            _style(cell, column, _FILLS.get(row.state))
        else:
            cell._style = copy(model._style)  # noqa: SLF001  (openpyxl looks every part of a style up for every cell)
        _put(cell, say(STATES[row.state]) if column is Column.STATE else text)
        if column not in _HIDDEN:
            width = _WIDTHS.get(column, _WRAP)
            lines = max(lines, sum(1 + len(line) // width for line in text.split("\n")))
    sheet.row_dimensions[place].height = min(lines, _LINES) * _LINE


def _style(cell: Cell | MergedCell, column: Column, colour: str | None) -> None:
    thin = Side(style="thin", color="BFBFBF")
    cell.number_format = "@"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.border = Border(thin, thin, thin, thin)
    cell.protection = Protection(locked=column not in _OPEN)
    if colour is not None and column not in _HIDDEN:
        cell.fill = PatternFill("solid", fgColor=colour)


def _put(cell: Cell | MergedCell, text: str) -> None:
    """A text, never a formula, a number or a date, whatever it looks like."""
    cell.value = text or None
    if text:
        cell.data_type = "s"
    if text[:1] in {"=", "+", "-", "@", "'"} and text:
        cell.quotePrefix = True


def _protect(sheet: Worksheet) -> None:
    """Lock what is not open; no password, for it guards against slips alone."""
    protection = sheet.protection
    protection.sheet = True
    protection.autoFilter = protection.sort = protection.formatColumns = protection.formatRows = False

"""Fill an XLSX through openpyxl, and tell the words of its lists."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import openpyxl
from openpyxl.cell import Cell
from openpyxl.workbook import Workbook

from formgen.model.slot import SlotKind
from tests.clients.entry import CannotFillError, Entry
from tests.clients.libreoffice import LibreOffice, chosen

PREFIX = "fg_"


def fill(blank: Path, out: Path, entries: Sequence[Entry]) -> None:
    """Put the entries into a copy of a blank."""
    book = openpyxl.load_workbook(blank)
    words = chosen_words(blank, entries)
    for entry in entries:
        _enter(named_cell(book, PREFIX + entry.key), entry, words.get(entry.key, entry.text))
    book.save(out)


def fill_in_libreoffice(office: LibreOffice, blank: Path, out: Path, entries: Sequence[Entry]) -> None:
    """Put the entries into a copy of a blank, typed in LibreOffice."""
    office.fill_xlsx(blank, out, entries, chosen_words(blank, entries))


def _enter(cell: Cell, entry: Entry, text: str) -> None:
    day = re.fullmatch(r"(\d\d)\.(\d\d)\.(\d{4})", text)
    if day and "yy" in cell.number_format.lower():
        cell.value = dt.date(int(day[3]), int(day[2]), int(day[1]))
    elif text.isdigit() and cell.number_format in {"0", "General"} and entry.kind is SlotKind.TEXT:
        cell.value = int(text)
    else:
        cell.value = text
        # openpyxl takes every text that begins with = for a formula; in a text cell Excel does not.
        cell.data_type = "s"


def named_cell(book: Workbook, name: str) -> Cell:
    """The cell a defined name points to, the first one of a merged area; CannotFillError where there is none."""
    if name not in book.defined_names:
        raise CannotFillError(f"no cell is named {name}")
    ((sheet, area),) = book.defined_names[name].destinations
    return book[sheet][area.replace("$", "").partition(":")[0]]


def chosen_words(path: Path, entries: Sequence[Entry]) -> Mapping[str, str]:
    """What a person takes from the list of each cell that has one, by key."""
    offered = _offered(path, path.stat().st_mtime_ns)
    found = {}
    for entry in entries:
        words = offered.get(PREFIX + entry.key)
        if words is not None:
            found[entry.key] = chosen(entry, words)
        elif entry.kind in {SlotKind.ONE_OF, SlotKind.TICK}:
            raise CannotFillError(f"{entry.key} has no list to choose from")
    return found


@lru_cache(maxsize=8)
def _offered(path: Path, _changed: int) -> Mapping[str, list[str]]:
    return list_words(openpyxl.load_workbook(path))


def list_words(book: Workbook) -> Mapping[str, list[str]]:
    """The words the list of each named cell offers, by defined name."""
    rules = {}
    for sheet in book.worksheets:
        for rule in sheet.data_validations.dataValidation:
            if rule.type == "list":
                for area in rule.sqref.ranges:
                    for row, column in area.cells:
                        rules[sheet.title, row, column] = _words(book, rule.formula1)
    found = {}
    for name in book.defined_names:
        if name.startswith(PREFIX):
            cell = named_cell(book, name)
            words = rules.get((cell.parent.title, cell.row, cell.column))
            if words is not None:
                found[name] = words
    return found


def _words(book: Workbook, formula: str) -> list[str]:
    if formula.startswith('"'):
        return formula.strip('"').split(",")
    formula = formula.lstrip("=")
    target = book.defined_names[formula].attr_text if formula in book.defined_names else formula
    sheet, _, area = target.rpartition("!")
    cells = book[sheet.strip("'").replace("''", "'")][area.replace("$", "")]
    rows = cells if isinstance(cells, tuple) else ((cells,),)
    return [str(cell.value) for row in rows for cell in row if cell.value is not None]

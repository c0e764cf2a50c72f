"""Fill a workbook through openpyxl."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterable
from typing import Any

import openpyxl

from formgen.pipeline.demo.entry import CannotFillError, Entry

_DAY = re.compile(r"(\d\d)\.(\d\d)\.(\d{4})")


def fill(blank: bytes, entries: Iterable[Entry]) -> bytes:
    """Type the entries into the named cells of a blank, as Excel stores what people type there."""
    book = openpyxl.load_workbook(io.BytesIO(blank))
    for entry in entries:
        _type(_named_cell(book, f"fg_{entry.key}"), entry)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _type(cell: Any, entry: Entry) -> None:
    day = _DAY.fullmatch(entry.text)
    if entry.code is not None and entry.text.isdigit():
        cell.value = int(entry.text)
    elif day and "yy" in cell.number_format.lower():
        cell.value = dt.date(int(day[3]), int(day[2]), int(day[1]))
    elif entry.text.isdigit() and cell.number_format in {"0", "General"}:
        cell.value = int(entry.text)
    else:
        cell.value = entry.text
        # openpyxl takes every text that begins with = for a formula; in a text cell Excel does not.
        cell.data_type = "s"


def _named_cell(book: Any, name: str) -> Any:
    if name not in book.defined_names:
        raise CannotFillError(f"no cell is named {name}")
    ((sheet, area),) = book.defined_names[name].destinations
    return book[sheet][area.replace("$", "").partition(":")[0]]

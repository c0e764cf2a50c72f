"""Cells -> the lines of CSV files: exact ones for programs, and ones that Excel shows as they are and never runs."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from formgen.report.export.columns import Cell

_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")
"""How a text begins that a spreadsheet program may take for a formula or hide."""
_NUMBER_LIKE = re.compile(r"[\d\s.,/:+%()eE-]*\d[\d\s.,/:+%()eE-]*")
"""A text that a spreadsheet program would make a number, a date or a time of: leading zeros, long numbers."""
GUARD = "'"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a CSV file is written; `guarded` texts get an apostrophe before what Excel would run or change."""

    separator: str = ","
    decimal: str = "."
    guarded: bool = False
    mark: str = ""


EXACT = Dialect()
"""RFC 4180 in UTF-8: every text exactly as it was written."""


def for_excel(locale: str) -> Dialect:
    """What Excel opens by a double click on a computer of a language: a byte order mark, its separator and comma."""
    comma = locale != "en"
    return Dialect(";" if comma else ",", "," if comma else ".", guarded=True, mark="\ufeff")


def line(cells: Sequence[Cell], dialect: Dialect) -> str:
    """One line of a CSV file with its end; an empty cell stands for no answer."""
    out = io.StringIO()
    csv.writer(out, delimiter=dialect.separator).writerow([_said(cell, dialect) for cell in cells])
    return out.getvalue()


def guarded(text: str) -> str:
    """A text that Excel leaves as it is: an apostrophe before one that it would run, or turn into a number or date."""
    return GUARD + text if text.startswith(_ACTIVE) or _NUMBER_LIKE.fullmatch(text) else text


def _said(cell: Cell, dialect: Dialect) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case Decimal():
            return f"{cell:f}".replace(".", dialect.decimal)
        case dt.date():
            return cell.isoformat()
        case int():
            return str(cell)
        case _:
            return guarded(cell) if dialect.guarded else cell

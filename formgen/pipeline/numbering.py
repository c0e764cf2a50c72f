"""Numbers for prefilled documents whose record has none: the centre's prefix, the year, a sequence kept safely."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from formgen.errors import ExitCode, FormgenError
from formgen.message import Message

FILE = "formgen-numbers.db"
_SCHEMA = """
create table if not exists given (
  form text not null, prefix text not null, year integer not null, sequence integer not null, copy text not null,
  primary key (form, prefix, year, sequence), unique (form, prefix, year, copy)
)
"""
_WAIT = 30
"""Seconds to wait while another process takes its number."""


class NumbersError(FormgenError):
    """The file of the numbers given cannot be read or written."""

    exit_code = ExitCode.MACHINE_LACKS
    remedy = Message("error.numbers.remedy", "Check the file, its permissions and the free space. Do not delete it.")


@dataclass(frozen=True, slots=True)
class Numbering:
    """The numbers of one form in one year; two processes never get the same one."""

    folder: Path
    form: str
    prefix: str
    year: int

    def number_for(self, copy: str) -> str:
        """The number of a copy: the one it was given before, or the next, `PREFIX-2026-0001`. NumbersError."""
        try:
            with closing(sqlite3.connect(self.folder / FILE, timeout=_WAIT, isolation_level=None)) as book:
                book.execute("pragma synchronous = full")
                book.execute(_SCHEMA)
                book.execute("begin immediate")
                sequence = self._sequence(book, copy)
                book.execute("commit")
        except sqlite3.Error as error:
            raise NumbersError(
                Message("error.numbers", "{file} cannot be used: {reason}.", {"file": FILE, "reason": error})
            ) from error
        return f"{self.prefix}-{self.year}-{sequence:04}"

    def _sequence(self, book: sqlite3.Connection, copy: str) -> int:
        place = (self.form, self.prefix, self.year)
        before = book.execute(
            "select sequence from given where form = ? and prefix = ? and year = ? and copy = ?", (*place, copy)
        ).fetchone()
        if before is not None:
            return int(before[0])
        (last,) = book.execute(
            "select coalesce(max(sequence), 0) from given where form = ? and prefix = ? and year = ?", place
        ).fetchone()
        book.execute("insert into given values (?, ?, ?, ?, ?)", (*place, last + 1, copy))
        return int(last) + 1

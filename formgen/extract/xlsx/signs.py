"""A workbook -> what its hidden key column says: the cell of each key, and the marks of the texts the form prints."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from formgen.document.stamp import parse_identifier
from formgen.document.workbook import KEY_COLUMN, LISTS_SHEET, is_key_cell, parse_key_cell, parse_printed
from formgen.extract.xlsx.book import Book, Place

_LETTERS, _DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"
_WHOLE_ROW = 20
"""Ids in one row that no other sheet has: the key column of such a sheet was taken out."""


@dataclass(frozen=True)
class KeyColumn:
    """The key column of one sheet; `own` are its cells and those of the row of ids, which hold nothing else."""

    sheet: str
    keys: tuple[tuple[str, Place], ...] = ()
    printed: Mapping[Place, str] = field(default_factory=dict)
    own: frozenset[str] = frozenset()

    @property
    def marks(self) -> frozenset[str]:
        """The marks of all texts that are printed on the sheet."""
        return frozenset(self.printed.values())


def key_columns(book: Book) -> Iterator[KeyColumn]:
    """The key column of every sheet that has one, wherever rows and columns were moved to."""
    for name in book.parts:
        if not is_list(book, name):
            found = _key_column(book, name)
            if found is not None:
                yield found


def is_list(book: Book, name: str) -> bool:
    """Whether a sheet holds the lists of one of our forms: its first cell is a stamp."""
    return name == LISTS_SHEET or parse_identifier(book.cell(Place(name, 1, "A")).text) is not None


def _key_column(book: Book, name: str) -> KeyColumn | None:
    filled = book.sheet(name).filled
    beside = [reference for reference in filled if reference.rstrip(_DIGITS) == KEY_COLUMN]
    above = [reference for reference in filled if reference.lstrip(_LETTERS) == "1"]
    near = _read(book, name, [*beside, *above])
    if near is not None and near.keys:
        return near
    return _read(book, name, list(filled)) or near


def _read(book: Book, name: str, references: list[str]) -> KeyColumn | None:
    """The keys among some cells: the column with most of them, by the row with most ids of columns."""
    keys: dict[str, dict[int, str]] = defaultdict(dict)
    ids: dict[int, dict[str, str]] = defaultdict(dict)
    for reference in references:
        text = book.text(name, reference)
        column = reference.rstrip(_DIGITS)
        if text.isascii() and text.isdigit():
            ids[int(reference[len(column) :])].setdefault(text, column)
        elif is_key_cell(text):
            keys[column][int(reference[len(column) :])] = text
    if not ids:
        return None
    ids_row, columns = max(ids.items(), key=lambda each: len(each[1]))
    column, rows = max(keys.items(), key=lambda each: len(each[1])) if keys else ("", {})
    has_keys = any(True for text in rows.values() for _ in parse_key_cell(text))
    if not has_keys and len(columns) < _WHOLE_ROW:
        return None
    own = {f"{column}{row}" for row in rows} | {f"{letters}{ids_row}" for letters in columns.values()}
    return KeyColumn(
        name,
        tuple((key, Place(name, row, columns[at])) for row, at, key in _pairs(rows, parse_key_cell) if at in columns),
        {Place(name, row, columns[at]): mark for row, at, mark in _pairs(rows, parse_printed) if at in columns},
        frozenset(own),
    )


def _pairs(
    rows: Mapping[int, str], parse: Callable[[str], Iterable[tuple[str, str]]]
) -> Iterator[tuple[int, str, str]]:
    for row, text in rows.items():
        for column, said in parse(text):
            yield row, column, said

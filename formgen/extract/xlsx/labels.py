"""A sheet and the labels of its form -> the cells in which the answer to each question may stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from formgen.extract.xlsx.book import Book, Place, letters_of, number_of
from formgen.extract.xlsx.ours import Ours
from formgen.model.form import Field, FieldType, FormDefinition, Table

_FAR = 1 << 14
"""Beyond the last column a sheet can have."""
_HEADING_WITHIN = 3
"""Rows below a table's label in which its headings stand."""


@dataclass(frozen=True, slots=True)
class Region:
    """The cells of one row, from column `first` to before `last`, that belong to a key."""

    row: int
    first: int
    last: int

    def has(self, place: Place) -> bool:
        """Whether a cell lies in the region."""
        return place.row == self.row and self.first <= number_of(place.column) < self.last


@dataclass(frozen=True, slots=True)
class Word:
    """A cell that holds something: its text, whether the form prints it, and the item it is the label of."""

    column: int
    text: str
    is_printed: bool
    item_id: str | None


class Labels:
    """The labels of a form on one sheet; a label that stands there twice says nothing. `own` are its key cells."""

    def __init__(self, book: Book, sheet: str, form: FormDefinition, ours: Ours, *, own: frozenset[str]) -> None:
        self._book, self._sheet, self._form, self._ours = book, sheet, form, ours
        self._own = own

    @cached_property
    def _rows(self) -> Mapping[int, tuple[Word, ...]]:
        """The words of every row, from the left."""
        rows: dict[int, list[Word]] = {}
        for reference in self._book.sheet(self._sheet).filled:
            text = self._book.at(self._sheet, reference).text
            if reference in self._own or not text.strip():
                continue
            letters = reference.rstrip("0123456789")
            label = self._ours.label_of(text)
            is_printed = label is not None or (self._ours.has(text) and not self._ours.is_option(text))
            word = Word(number_of(letters), text, is_printed, label[0] if label else None)
            rows.setdefault(int(reference[len(letters) :]), []).append(word)
        return {row: tuple(sorted(rows[row], key=lambda word: word.column)) for row in sorted(rows)}

    @cached_property
    def _seen(self) -> Counter[str]:
        """How often each label is there."""
        return Counter(word.item_id for words in self._rows.values() for word in words if word.item_id)

    @cached_property
    def doubtful(self) -> frozenset[str]:
        """The items behind which a label is missing: what stands there may be the next one's, or words put for it."""
        items = [item.id for item in self._form.items.values() if isinstance(item, Field | Table)]
        return frozenset(before for before, after in pairwise(items) if self._seen[after] != 1)

    @cached_property
    def regions(self) -> Mapping[str, tuple[Region, ...]]:
        """Where the answer to each key may stand; keys whose label is gone, or is there twice, are not among them."""
        seen = self._seen
        found: dict[str, tuple[Region, ...]] = {}
        for row, words in self._rows.items():
            for word in words:
                if word.item_id is None or seen[word.item_id] > 1:
                    continue
                item = self._form.items[word.item_id]
                if isinstance(item, Table):
                    found.update(self._table(item, row))
                elif isinstance(item, Field) and item.type is FieldType.MULTI_CHOICE:
                    found.update(self._ticks(item, row))
                elif isinstance(item, Field):
                    found[item.id] = tuple(self._field(row, word))
        return found

    def filled(self, key: str) -> list[Place]:
        """The cells of a key's regions in which something stands that the form does not print."""
        return [
            Place(self._sheet, region.row, letters_of(word.column))
            for region in self.regions.get(key, ())
            for word in self._rows.get(region.row, ())
            if region.first <= word.column < region.last and not word.is_printed
        ]

    def _field(self, row: int, label: Word) -> Iterator[Region]:
        """To the right of a label up to the next printed text, or below it up to the next label's column."""
        words = self._rows[row]
        after = [word.column for word in words if word.column > label.column and word.is_printed]
        yield Region(row, label.column + 1, min(after, default=_FAR))
        labels = [word.column for word in words if word.column > label.column and word.item_id]
        below = Region(row + 1, label.column, min(labels, default=_FAR))
        if not any(word.is_printed for word in self._within(below)):
            yield below

    def _within(self, region: Region) -> Iterator[Word]:
        return (word for word in self._rows.get(region.row, ()) if region.first <= word.column < region.last)

    def _ticks(self, field: Field, row: int) -> Iterator[tuple[str, tuple[Region, ...]]]:
        """To the left of an option's words, in the rows below the question up to the next one."""
        for number in self._below(row):
            words = self._rows[number]
            if any(word.item_id or self._ours.is_section(word.text) for word in words):
                return
            before = 0
            for word in words:
                option = self._ours.tick_of(field, word.text)
                if option is not None:
                    yield f"{field.id}.{option[0]}", (Region(number, before + 1, word.column),)
                if option is not None or word.is_printed:
                    before = word.column

    def _below(self, row: int) -> list[int]:
        return [number for number in self._rows if number > row]

    def _table(self, table: Table, row: int) -> Iterator[tuple[str, tuple[Region, ...]]]:
        """Under the headings of a table, row by row, up to the next printed text."""
        for number in range(row + 1, row + 1 + _HEADING_WITHIN):
            heads = [(self._ours.column_of(table, word.text), word.column) for word in self._rows.get(number, ())]
            columns = {name: column for name, column in heads if name is not None}
            if len(columns) == len(table.columns):
                yield from self._cells(table, columns, number)
                return

    def _cells(self, table: Table, columns: Mapping[str, int], head: int) -> Iterator[tuple[str, tuple[Region, ...]]]:
        ends = sorted(columns.values())[1:]
        end = next((number for number in self._below(head) if any(w.is_printed for w in self._rows[number])), head + 1)
        for number in range(1, max(end - head, table.rows + 1)):
            for name, first in columns.items():
                last = next((column for column in ends if column > first), _FAR)
                yield f"{table.id}.{number}.{name}", (Region(head + number, first, last),)

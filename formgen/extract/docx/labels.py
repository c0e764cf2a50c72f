"""The words of a document -> which of its cells are labels, where no bookmark says so any more."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from functools import cached_property

from formgen.document.printed import Printed, squeezed
from formgen.document.stamp import bookmark_name
from formgen.extract.docx.body import LABEL_PREFIX, Cell, Grid
from formgen.extract.docx.places import Layout
from formgen.extract.docx.seen import seen_text
from formgen.model.document import ReadBy
from formgen.model.form import Field, FormDefinition, Table

_ALIKE = 0.84
"""From this likeness on words are the same with a slip in them."""
_SHORTEST = 5
"""Characters words must have for a slip in them to be told from other words."""
_MOST = 400
"""Cells that are looked at for a slip: a form has as many, a document that means harm may have more."""
_NUMBER = re.compile(r"^\d+(?:\.\d+)*\.?\s+")
_BETWEEN = "[\\s\u00ad\u200b-\u200f\u2060\ufeff]*"


class Labels:
    """The labels of a form as words in a document."""

    def __init__(self, layout: Layout, form: FormDefinition, printed: Printed) -> None:
        self._layout = layout
        self._form = form
        self._printed = printed

    @cached_property
    def _bookmarks(self) -> Mapping[str, str]:
        """The names that can have a label, by their bookmarks."""
        names = [*self._printed.words, *(f"{table.id}.{row}" for table in self._tables() for row in _numbers(table))]
        return {bookmark_name(LABEL_PREFIX, name): name for name in names}

    def _tables(self) -> Iterator[Table]:
        return iter(self._form.tables.values())

    def name_of(self, cell: Cell) -> str | None:
        """The name whose label a cell holds by its bookmark, or was learnt to hold."""
        marked = next((self._bookmarks[name] for name in cell.labels if name in self._bookmarks), None)
        return marked or self._layout.titles.get(cell)

    def learn(self) -> None:
        """Find every cell that holds the words of a label and no bookmark, first exactly, then with slips in them."""
        pending: list[tuple[Cell, str | None]] = []
        found = {name for cell in self._layout.body.cells if (name := self.name_of(cell))}
        item: str | None = None
        section: str | None = None
        for block in self._layout.body.order:
            if not isinstance(block, Grid):
                section = self._printed.sections.get(squeezed(seen_text(block)), section)
                continue
            for cell in (cell for row in block.rows for cell in row.cells):
                name = self.name_of(cell)
                if name is None and not cell.keys and cell not in self._layout.taken:
                    line = _first(cell)
                    name = self._exactly(cell, line, item) if line else None
                    if name is not None:
                        self._layout.learn(name, cell, ReadBy.LABEL)
                        found.add(name)
                    elif line and not self._printed.is_printed(line):
                        pending.append((cell, section))
                head = (name or "").partition(".")[0]
                item = head if head in self._form.items else item
        for cell, where in pending[:_MOST]:
            self._nearly(cell, where, found)

    def _exactly(self, cell: Cell, line: str, item: str | None) -> str | None:
        names = self._printed.names(line)
        items = [name for name in names if name in self._form.items]
        if len(items) == 1:
            return items[0]
        inside = [name for name in names if item is not None and name.startswith(f"{item}.")]
        if len(inside) == 1:
            return inside[0]
        table = self._form.tables.get(item or "")
        if table is not None and cell.index == 0 and line.strip() in map(str, _numbers(table)):
            return f"{table.id}.{line.strip()}"
        return None

    def _nearly(self, cell: Cell, section: str | None, found: set[str]) -> None:
        """A label that lost its number, has an answer behind it, or a slip in it; within its section."""
        line = _first(cell)
        names = [
            name for name, item in self._form.items.items() if name not in found and isinstance(item, Field | Table)
        ]
        near = [name for name in names if section is None or self._form.section_of[name].id == section]
        fitting = [name for name in near if any(_fits(line, words) for words in self._printed.words.get(name, ()))]
        if len(fitting) == 1:
            self._layout.learn(fitting[0], cell, ReadBy.LABEL)
            found.add(fitting[0])

    def numbers_of(self, name: str) -> tuple[str, ...]:
        """The wordings of a label, with and without its number, the longest first."""
        said = self._printed.words.get(name, ())
        return tuple(sorted({*said, *(_NUMBER.sub("", words) for words in said)}, key=lambda each: (-len(each), each)))


def _fits(line: str, words: str) -> bool:
    without = _NUMBER.sub("", words)
    return around(line, words) is not None or _starts(line, without) or is_like(line, words) or is_like(line, without)


def _starts(line: str, words: str) -> bool:
    parts = around(line, words) if len(squeezed(words)) >= _SHORTEST else None
    return parts is not None and not parts[0].strip()


def is_like(line: str, words: str) -> bool:
    """Whether a line says the same words with a slip in them."""
    one, other = squeezed(line), squeezed(words)
    if min(len(one), len(other)) < _SHORTEST or abs(len(one) - len(other)) > max(2, len(other) // 8):
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def around(line: str, words: str) -> tuple[str, str] | None:
    """What stands before and after some words in a line; None where they do not stand there.

    White space and signs that nobody sees make no difference.
    """
    bare = squeezed(words)
    if not bare or bare not in squeezed(line):
        return None
    composed = unicodedata.normalize("NFC", line)
    match = re.search(_BETWEEN.join(map(re.escape, bare)), composed)
    return (composed[: match.start()], composed[match.end() :]) if match else None


def _first(cell: Cell) -> str:
    return next((line for line in cell.lines if line.strip()), "")


def _numbers(table: Table) -> range:
    return range(1, table.rows + 1)

"""The cells of a form -> where each answer stands: by its control's key, else by its label's bookmark or words.

LibreOffice 7.4 drops every `w:tag` when it saves, and keeps every bookmark; other programs drop both. A sign only
says where; what is written there is the whole cell.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from lxml import etree

from formgen.document.stamp import bookmark_name
from formgen.extract.docx.body import LABEL_PREFIX, Body, Cell, Grid, Row
from formgen.model.document import ReadBy
from formgen.model.form import FormDefinition, Table
from formgen.model.slot import Slot, SlotKind, slot_of, slots_by_key

_KEY = re.compile(r"[a-z][a-z0-9_]*(?:\.[A-Za-z0-9_-]+){0,2}", re.ASCII)
_ROW = re.compile(r"[1-9][0-9]{0,3}", re.ASCII)


class Spot(NamedTuple):
    """A control with a key, and the cell it stands in where it stands in one."""

    key: str
    control: etree._Element
    cell: Cell | None


class Place(NamedTuple):
    """Where one answer stands: the whole cell, or the control alone where a cell is shared or absent.

    `contested` is whether the label beside it is another question's.
    """

    key: str
    region: etree._Element
    read_by: ReadBy
    cell: Cell | None = None
    contested: bool = False

    @property
    def plain(self) -> bool:
        """Whether nothing in the region but words can be seen."""
        return self.cell is not None and self.cell.plain


class Layout:
    """The controls and labels of a document part, and which cells belong to which answer.

    A control whose key the form does not ask names no place, and the body forgets its key. One that looks like a key
    of ours is kept in `strange` by its cell (None outside every table); any other is text like what stands around it.
    """

    def __init__(self, body: Body, form: FormDefinition) -> None:
        self.body = body
        self.spots: dict[str, list[Spot]] = {}
        self.strange: dict[Cell | None, list[Spot]] = {}
        self._in_tables: dict[str, list[str]] = defaultdict(list)
        self._marked: dict[str, list[Cell]] = defaultdict(list)
        self._worded: dict[str, list[tuple[Cell, ReadBy]]] = defaultdict(list)
        self.titles: dict[Cell, str] = {}
        self.taken: dict[Cell, str] = {}
        self.whole: set[Cell] = set()
        """The cells that are read whole."""
        self._form, self._known = form, slots_by_key(form)
        for cell in body.cells:
            for name in cell.labels:
                self._marked[name].append(cell)
            if cell.keys:
                cell.keys = tuple(self._asked(cell.keys, cell))
            for key, control in cell.keys:
                self._add(key, control, cell)
        body.loose = list(self._asked(dict.fromkeys(body.loose), None))
        for key, control in body.loose:
            self._add(key, control, None)

    def _asked(
        self, keyed: Iterable[tuple[str, etree._Element]], cell: Cell | None
    ) -> Iterator[tuple[str, etree._Element]]:
        """Those of some controls whose keys the form asks; the strange ones are put aside."""
        for key, control in keyed:
            if key in self._known or slot_of(self._form, key) is not None:
                yield key, control
            elif _KEY.fullmatch(key):
                self.strange.setdefault(cell, []).append(Spot(key, control, cell))

    def controls(self, cell: Cell | None) -> list[etree._Element]:
        """The controls in a cell, or outside every table, whose words are answers, of this form or another."""
        keyed = self.body.loose if cell is None else cell.keys
        return [*(control for _, control in keyed), *(spot.control for spot in self.strange.get(cell, ()))]

    def _add(self, key: str, control: etree._Element, cell: Cell | None) -> None:
        spots = self.spots.get(key)
        if spots is None:
            spots = self.spots[key] = []
            if "." in key:
                self._in_tables[key.partition(".")[0]].append(key)
        spots.append(Spot(key, control, cell))

    def learn(self, name: str, cell: Cell, read_by: ReadBy) -> None:
        """Take a cell for the label of a name, by what is printed in it."""
        self._worded[name].append((cell, read_by))
        self.titles[cell] = name

    def is_label(self, cell: Cell) -> bool:
        """Whether a cell holds a label."""
        return bool(cell.labels) or cell in self.titles

    def labels(self, name: str) -> list[tuple[Cell, ReadBy]]:
        """The cells that hold the label of a name, and by what they are known for it."""
        marked = self._marked.get(bookmark_name(LABEL_PREFIX, name), ())
        return [*((cell, ReadBy.BOOKMARK) for cell in marked), *self._worded.get(name, ())]

    def places(self, expected: Iterable[Slot]) -> Iterator[Place]:
        """Where the answers of slots outside a table stand; more than one place where something was copied."""
        for slot in expected:
            step = -1 if slot.kind is SlotKind.TICK else 1
            spots = self.spots.get(slot.key, ())
            for spot in spots:
                yield self._place(spot, slot.key, step)
            if not spots or self._worded:
                yield from self._beside_labels(slot.key, step)

    def _beside_labels(self, key: str, step: int) -> Iterator[Place]:
        for label, read_by in self.labels(key):
            cell = label.beside(step)
            if cell is not None and not self._is_taken(cell):
                yield self._whole(key, cell, read_by)

    def _is_taken(self, cell: Cell) -> bool:
        """Whether a cell holds a label or a control, or is another answer's."""
        return self.is_label(cell) or bool(cell.keys) or cell in self.taken

    def _is_shared(self, cell: Cell) -> bool:
        """Whether a control of ours has its cell with another, or with a label."""
        return len(cell.keys) > 1 or cell in self.strange or self.is_label(cell)

    def _place(self, spot: Spot, name: str, step: int) -> Place:
        """The whole cell of a control, unless it shares it with another or with a label."""
        key, control, cell = spot
        if cell is None:
            return Place(key, control, ReadBy.KEY)
        label = cell.beside(-step)
        contested = label is not None and bool(label.labels) and bookmark_name(LABEL_PREFIX, name) not in label.labels
        if self._is_shared(cell):
            self.taken.setdefault(cell, key)
            return Place(key, control, ReadBy.KEY, contested=contested and not cell.labels)
        return self._whole(key, cell, ReadBy.KEY, contested=contested)

    def _whole(self, key: str, cell: Cell, read_by: ReadBy, *, contested: bool = False) -> Place:
        self.taken[cell] = key
        self.whole.add(cell)
        return Place(key, cell.element, read_by, cell, contested)

    def take(self, key: str, cell: Cell) -> Place:
        """Take a cell that nothing names for the place of an answer, by where it stands."""
        return self._whole(key, cell, ReadBy.POSITION)

    def start_again(self) -> None:
        """Forget which cells were taken, after labels were learnt."""
        self.taken.clear()
        self.whole.clear()

    # --- tables

    def table_places(self, table: Table) -> Iterator[Place]:
        """Where the cells of a table stand, the rows that people added included."""
        named = self._controls_of(table)
        names = [column.id for column in table.columns]
        heads = [[cell for cell, _ in self.labels(f"{table.id}.{name}")] for name in names]
        columns: dict[Grid, tuple[int, Mapping[str, int]]] = {}
        for number, row, sign in self._rows(table, named):
            if row.grid not in columns:
                columns[row.grid] = _columns(table, heads, row.grid)
            of, indices = columns[row.grid]
            for column in names:
                key = f"{table.id}.{number}.{column}"
                spots = named.get((row, column), ())
                for spot in spots:
                    yield self._in_table(spot, key)
                # Where cells were joined or divided, none but its control says which is which.
                if not spots and len(row.cells) == of and not self._is_taken(row.cells[indices[column]]):
                    yield self._whole(key, row.cells[indices[column]], sign)
        for (row_of_it, _), spots in named.items():
            if row_of_it is None:
                for spot in spots:
                    yield self._in_table(spot, spot.key)

    def _in_table(self, spot: Spot, key: str) -> Place:
        """A control of a table; contested where the row it stands in is labelled for something else."""
        cell = spot.cell
        if cell is None:
            return Place(key, spot.control, ReadBy.KEY)
        if self._is_shared(cell):
            self.taken.setdefault(cell, key)
            return Place(key, spot.control, ReadBy.KEY)
        head = cell.row.cells[0]
        contested = bool(head.labels) and bookmark_name(LABEL_PREFIX, spot.key.rpartition(".")[0]) not in head.labels
        return self._whole(key, cell, ReadBy.KEY, contested=contested)

    def _controls_of(self, table: Table) -> Mapping[tuple[Row | None, str], Sequence[Spot]]:
        """The controls of a table by row and column."""
        columns = {column.id for column in table.columns}
        found: dict[tuple[Row | None, str], list[Spot]] = defaultdict(list)
        for key in self._in_tables.get(table.id, ()):
            match key.split("."):
                case [_, row, column] if column in columns and _ROW.fullmatch(row):
                    for spot in self.spots[key]:
                        found[spot.cell.row if spot.cell else None, column].append(spot)
        return found

    def _rows(
        self, table: Table, controls: Mapping[tuple[Row | None, str], Sequence[Spot]]
    ) -> list[tuple[int, Row, ReadBy]]:
        """The rows of a table with their numbers; a row that says none is numbered by where it stands."""
        named = self._numbered(table, controls)
        taken = {number for number, _ in named.values()}
        extra = max(table.rows, *taken) if taken else table.rows
        numbered: list[tuple[int, Row, ReadBy]] = []
        for grid in dict.fromkeys(row.grid for row in named):
            before = 0
            seen: set[int] = set()
            for row in self._span(grid, named):
                number, sign = named.get(row, (None, ReadBy.POSITION))
                if number is None and before < table.rows and before + 1 not in taken:
                    number = before + 1
                if number is None or number in seen:
                    # A row inserted, or copied within its table: it is one more.
                    extra += 1
                    numbered.append((extra, row, sign))
                    continue
                taken.add(number)
                seen.add(number)
                before = number
                numbered.append((number, row, sign))
        return numbered

    def _span(self, grid: Grid, named: Mapping[Row, object]) -> list[Row]:
        """The rows from the first that is named to the last, and those added to them."""
        places = [place for place, row in enumerate(grid.rows) if row in named]
        end = places[-1] + 1
        while end < len(grid.rows) and not self._is_ours(grid.rows[end]):
            end += 1
        return [row for row in grid.rows[places[0] : end] if row in named or not self._is_ours(row)]

    def _is_ours(self, row: Row) -> bool:
        """Whether a table row holds a label or a control of ours."""
        return any(map(self._is_taken, row.cells))

    def _numbered(
        self, table: Table, controls: Mapping[tuple[Row | None, str], Sequence[Spot]]
    ) -> dict[Row, tuple[int, ReadBy]]:
        """The rows that say their number, by their label or by a control's key."""
        named: dict[Row, tuple[int, ReadBy]] = {}
        for number in range(1, table.rows + 1):
            for label, read_by in self.labels(f"{table.id}.{number}"):
                named.setdefault(label.row, (number, read_by))
        for (row, _), spots in controls.items():
            if row is not None:
                named.setdefault(row, (_row_of(spots[0].key), ReadBy.POSITION))
        return named


def _row_of(key: str) -> int:
    return int(key.split(".")[1])


def _columns(table: Table, heads: Sequence[Sequence[Cell]], grid: Grid) -> tuple[int, Mapping[str, int]]:
    """How many cells the rows of a table have, and which belongs to each column: the one below its label."""
    near = [next((cell for cell in cells if cell.row.grid is grid), cells[0] if cells else None) for cells in heads]
    known = next((head.row for head in near if head is not None), None)
    return len(table.columns) + 1 if known is None else len(known.cells), {
        column.id: place if head is None else head.index
        for place, (column, head) in enumerate(zip(table.columns, near, strict=True), start=1)
    }

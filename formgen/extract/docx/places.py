"""The document part of a form -> where each answer stands: by its control's key, else by its label's bookmark.

LibreOffice 7.4 drops every `w:tag` when it saves, and keeps every bookmark. A sign only
says where; what is written there is the whole cell.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from lxml import etree

from formgen.document.stamp import bookmark_name
from formgen.extract.docx.seen import INTRICATE, seen_text, w
from formgen.model.document import ReadBy
from formgen.model.form import Table
from formgen.model.slot import Slot, SlotKind

LABEL_PREFIX = "fgl_"

_CONTROL, _BOOKMARK, _CELL, _ROW, _TABLE = w("sdt"), w("bookmarkStart"), w("tc"), w("tr"), w("tbl")
_NAME, _VALUE = w("name"), w("val")
_PROPERTIES, _TAG, _PARAGRAPH, _TEXT = w("sdtPr"), w("tag"), w("p"), w("t")
_AROUND_CELLS = frozenset(map(w, ("sdt", "sdtContent", "ins", "customXml")))
_CELL_KEY = re.compile(r"(?P<table>\w+)\.(?P<row>[1-9][0-9]{0,3})\.(?P<column>\w+)", re.ASCII)


class Place(NamedTuple):
    """Where one answer stands: the whole cell, or the control alone where a cell is shared or absent.

    `plain` is whether nothing in the region but words can be seen.
    """

    key: str
    region: etree._Element
    read_by: ReadBy
    plain: bool = False

    @property
    def text(self) -> str:
        """What a person sees there."""
        if not self.plain:
            return seen_text(self.region)
        lines = self.region.iter(_PARAGRAPH)
        return "\n".join(["".join([text.text or "" for text in line.iter(_TEXT)]) for line in lines])

    @property
    def characters(self) -> str:
        """Every character in the region, seen or not: at a fifth of the price of `text`."""
        return str(etree.tostring(self.region, method="text", encoding="unicode", with_tail=False))


class Layout:
    """The controls and bookmarks of a document part, looked up once; cells are found from them."""

    def __init__(self, root: etree._Element) -> None:
        self._controls: dict[str, etree._Element] = {}
        self._copies: dict[str, list[etree._Element]] = defaultdict(list)
        self._root = root
        self._shared: set[etree._Element] = set()
        self._intricate: set[etree._Element] = set()
        self._in_tables: dict[str, list[str]] = defaultdict(list)
        self._sweep(root)

    def _sweep(self, root: etree._Element) -> None:
        """Go through the document once, keeping in mind the cell that began last and the key found in it."""
        last: etree._Element | None = None
        key_there = ""
        for element in root.iter(_CELL, _TAG, _TABLE, *INTRICATE):
            tag = element.tag
            if tag == _CELL:
                last, key_there = element, ""
            elif tag == _TAG:
                key = element.get(_VALUE, "")
                control = _above(element, _CONTROL)
                if key and control is not None:
                    self._add_control(key, control)
                    cell = _cell_of(control, last)
                    among = {key, key_there or key} if cell is last else _keys_in(cell)
                    is_copy = cell is last and key == key_there
                    if cell is not None and (len(among) > 1 or is_copy):
                        self._shared.add(cell)
                    key_there = key
            else:
                self._intricate.update(element.iterancestors(_CELL))

    @cached_property
    def _labels(self) -> Mapping[str, list[etree._Element]]:
        """The bookmarks of labels by name; looked for only where a key does not say it all."""
        found: dict[str, list[etree._Element]] = defaultdict(list)
        for element in self._root.iter(_BOOKMARK):
            found[element.get(_NAME, "")].append(element)
        return found

    def _add_control(self, key: str, control: etree._Element) -> None:
        if self._controls.setdefault(key, control) is not control:
            self._copies[key].append(control)
        elif "." in key:
            self._in_tables[key.partition(".")[0]].append(key)

    @property
    def keys(self) -> Iterable[str]:
        """The keys of all controls, in their order."""
        return self._controls

    def controls(self, key: str) -> Sequence[etree._Element]:
        """The controls of a key: one, and its copies."""
        return (self._controls[key], *self._copies.get(key, ()))

    def places(self, expected: Iterable[Slot]) -> Iterator[Place]:
        """Where the answers of slots outside a table stand; more than one place where a control was copied."""
        for slot in expected:
            if slot.key in self._controls:
                for control in self.controls(slot.key):
                    yield self._place(slot.key, control)
                continue
            label = self.label(slot.key)
            cell = None if label is None else _beside(label, -1 if slot.kind is SlotKind.TICK else 1)
            if cell is not None and not _is_label(cell):
                yield Place(slot.key, cell, ReadBy.BOOKMARK, cell not in self._intricate)

    def label(self, key: str) -> etree._Element | None:
        """The cell that holds the label of a key."""
        bookmarks = self._labels.get(bookmark_name(LABEL_PREFIX, key), ())
        return next((cell for each in bookmarks if (cell := _above(each, _CELL)) is not None), None)

    def table_places(self, table: Table) -> Iterator[Place]:
        """Where the cells of a table stand, the rows that people added included."""
        named = self._controls_of(table)
        columns = self._columns(table)
        for number, row in self._rows(table, named):
            cells = cells_of(row)
            for column, index in columns.items():
                key = f"{table.id}.{number}.{column}"
                if (row, column) in named:
                    yield self._place(key, named[row, column][1])
                elif index < len(cells) and not _is_taken(cells[index]):
                    read_by = ReadBy.BOOKMARK if self.label(f"{table.id}.{number}") in cells else ReadBy.POSITION
                    yield Place(key, cells[index], read_by, cells[index] not in self._intricate)
        for (row_of_it, _), (key, control) in named.items():
            if row_of_it is None:
                yield self._place(key, control)

    def _place(self, key: str, control: etree._Element) -> Place:
        """The whole cell of a control, unless it shares it with another."""
        cell = _above(control, _CELL)
        if cell is None or cell in self._shared:
            return Place(key, control, ReadBy.KEY)
        return Place(key, cell, ReadBy.KEY, cell not in self._intricate)

    def _controls_of(self, table: Table) -> Mapping[tuple[etree._Element | None, str], tuple[str, etree._Element]]:
        """The controls of a table, with their keys, by row and column."""
        columns = {column.id for column in table.columns}
        found: dict[tuple[etree._Element | None, str], tuple[str, etree._Element]] = {}
        for key in self._in_tables.get(table.id, ()):
            match = _CELL_KEY.fullmatch(key)
            if match and match["column"] in columns:
                for control in self.controls(key):
                    found[_above(control, _ROW), match["column"]] = (key, control)
        return found

    def _columns(self, table: Table) -> Mapping[str, int]:
        """Which cell of a row belongs to each column: the one below its label, else its place in the form."""
        columns = {}
        for place, column in enumerate(table.columns, start=1):
            label = self.label(f"{table.id}.{column.id}")
            row = None if label is None else _above(label, _ROW)
            columns[column.id] = place if row is None or label is None else cells_of(row).index(label)
        return columns

    def _rows(
        self, table: Table, controls: Mapping[tuple[etree._Element | None, str], tuple[str, etree._Element]]
    ) -> list[tuple[int, etree._Element]]:
        """The rows of a table with their numbers; a row that says none is numbered by where it stands."""
        named = self._numbered(table, controls)
        taken = set(named.values())
        extra = max(table.rows, *taken) if taken else table.rows
        numbered: list[tuple[int, etree._Element]] = []
        for grid in dict.fromkeys(_above(row, _TABLE) for row in named):
            before = 0
            seen: set[int] = set()
            for row in self._span(grid, named):
                number = named.get(row)
                if number is None and before < table.rows and before + 1 not in taken:
                    number = before + 1
                if number is None or number in seen:
                    # A row inserted, or copied within its table: it is one more.
                    extra += 1
                    numbered.append((extra, row))
                    continue
                taken.add(number)
                seen.add(number)
                before = number
                numbered.append((number, row))
        return numbered

    def _span(self, grid: etree._Element | None, named: Mapping[etree._Element, int]) -> list[etree._Element]:
        """The rows from the first that is named to the last, and those added to them."""
        if grid is None:
            return []
        rows = [row for row in grid.iter(_ROW) if _above(row, _TABLE) is grid]
        places = [place for place, row in enumerate(rows) if row in named]
        end = places[-1] + 1
        while end < len(rows) and not _is_ours(rows[end]):
            end += 1
        return [row for row in rows[places[0] : end] if row in named or not _is_ours(row)]

    def _numbered(
        self, table: Table, controls: Mapping[tuple[etree._Element | None, str], tuple[str, etree._Element]]
    ) -> dict[etree._Element, int]:
        """The rows that say their number, by their label's bookmark or by a control's key."""
        named: dict[etree._Element, int] = {}
        for number in range(1, table.rows + 1):
            label = self.label(f"{table.id}.{number}")
            row = None if label is None else _above(label, _ROW)
            if row is not None:
                named[row] = number
        for (row, _), (key, _) in controls.items():
            if row is not None:
                named.setdefault(row, int(key.split(".")[1]))
        return named


def _is_ours(row: etree._Element) -> bool:
    """Whether a table row holds a label or a control of ours."""
    return any(map(_is_taken, cells_of(row)))


def _is_taken(cell: etree._Element) -> bool:
    return _is_label(cell) or bool(_keys_in(cell))


def _keys_in(cell: etree._Element | None) -> set[str]:
    return set() if cell is None else {tag.get(_VALUE, "") for tag in cell.iter(_TAG)} - {""}


def _is_label(cell: etree._Element) -> bool:
    return any(mark.get(_NAME, "").startswith(LABEL_PREFIX) for mark in cell.iter(_BOOKMARK))


def cells_of(row: etree._Element) -> list[etree._Element]:
    """The cells of a table row in their order, those inside a control included."""
    return list(_cells(row))


def _cells(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        if child.tag == _CELL:
            yield child
        elif child.tag in _AROUND_CELLS:
            yield from _cells(child)


def key_of(control: etree._Element) -> str:
    """The key a control carries; empty where it has none."""
    tag = properties_of(control).get(_TAG)
    return "" if tag is None else tag.get(_VALUE, "")


def properties_of(control: etree._Element) -> dict[str, etree._Element]:
    """The properties of a control by their names."""
    return {each.tag: each for part in control if part.tag == _PROPERTIES for each in part}


def _cell_of(element: etree._Element, last: etree._Element | None) -> etree._Element | None:
    """The cell of an element: mostly the one that began last, with nothing or a paragraph between them."""
    parent = element.getparent()
    if parent is not None and last is not None and (parent is last or parent.getparent() is last):
        return last
    return _above(element, _CELL)


def _above(element: etree._Element, tag: str) -> etree._Element | None:
    return next(element.iterancestors(tag), None)


def _beside(cell: etree._Element, step: int) -> etree._Element | None:
    row = _above(cell, _ROW)
    if row is None:
        return None
    cells = cells_of(row)
    place = cells.index(cell) + step
    return cells[place] if 0 <= place < len(cells) else None

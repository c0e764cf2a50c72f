"""The document part of a form -> its tables, rows and cells, each cell with its text, keys and labels."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from formgen.extract.docx.seen import (
    CHANGES,
    COLOR,
    FALLBACK,
    INTRICATE,
    SHOWING,
    SIZE,
    TEXT_BOX,
    is_faint,
    seen_text,
    w,
)

LABEL_PREFIX = "fgl_"
"""How the bookmarks of labels begin."""

_BODY, _PARAGRAPH, _TEXT, _TABLE, _ROW, _CELL = map(w, ("body", "p", "t", "tbl", "tr", "tc"))
CONTROL, PROPERTIES, TAG = w("sdt"), w("sdtPr"), w("tag")
_BOOKMARK, _NAME, _VALUE = w("bookmarkStart"), w("name"), w("val")
FOREIGN = frozenset({w("altChunk"), w("subDoc")})
"""What holds a document of its own, which is not read."""
_PASSED = frozenset(
    {*map(w, ("sectPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "tblPrEx", "trPr", "tcPr", "pPr")), FALLBACK, TEXT_BOX}
)
_SIGNS = frozenset({TAG, _BOOKMARK, SHOWING})
_LOOKS = frozenset({COLOR, SIZE})
_CHANGES = frozenset(CHANGES)
_BREAKING = frozenset({_TABLE, FALLBACK})
_AROUND_CELLS = frozenset({_TABLE, _ROW, w("sdtContent")})
JOINED = w("vMerge")
"""A cell that is one with those below it, which formgen writes nowhere."""
_ODD = (COLOR, SIZE, JOINED, *INTRICATE)
_IN_CELLS = (_TEXT, _PARAGRAPH, TAG, _BOOKMARK, SHOWING, _TABLE)
_IN_TABLES = (*_IN_CELLS, _CELL, _ROW)
_DEEPEST = 24
"""Tables within tables, and wrappers around them, that are still looked into."""


class Cell:
    """A table cell: `words` its text by paragraph where only words are in it, `labels` the bookmarks of labels.

    `shows` is whether a control in it says that it shows its placeholder.
    """

    __slots__ = ("element", "index", "keys", "labels", "plain", "row", "shows", "words")

    def __init__(self, element: etree._Element, row: Row, index: int) -> None:
        self.element = element
        self.row = row
        self.index = index
        self.words: list[str] = []
        self.keys: tuple[tuple[str, etree._Element], ...] = ()
        self.labels: tuple[str, ...] = ()
        self.plain = True
        self.shows = False

    @property
    def text(self) -> str:
        """What a person sees there."""
        return "\n".join(self.words) if self.plain else seen_text(self.element)

    @property
    def lines(self) -> list[str]:
        """What a person sees there, line by line."""
        return self.words if self.plain else seen_text(self.element).split("\n")

    def beside(self, step: int) -> Cell | None:
        """The cell so many cells to the right, or left, in the same row."""
        place = self.index + step
        return self.row.cells[place] if 0 <= place < len(self.row.cells) else None


class Row:
    """A table row."""

    __slots__ = ("cells", "element", "grid")

    def __init__(self, element: etree._Element, grid: Grid) -> None:
        self.element = element
        self.grid = grid
        self.cells: list[Cell] = []


class Grid:
    """A table."""

    __slots__ = ("element", "rows")

    def __init__(self, element: etree._Element) -> None:
        self.element = element
        self.rows: list[Row] = []


class Body:
    """A document part: its paragraphs outside tables and its tables, in their order, and what was found in them."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.order: list[etree._Element | Grid] = []
        self.loose: list[tuple[str, etree._Element]] = []
        """The keys of controls outside every table, and the controls."""
        self.foreign: list[etree._Element] = []
        self.changed = False
        """Whether changes are recorded in a table."""
        self.odd = list(root.iter(*_ODD))
        """What is not read word by word, and colours and sizes, wherever they stand; hardly a document has any."""
        body = root.find(_BODY)
        self._blocks(root if body is None else body, (), 0)
        self.cells = [cell for grid in self.grids for row in grid.rows for cell in row.cells]
        """The cells of all tables in their order."""

    @property
    def grids(self) -> Iterator[Grid]:
        """The tables."""
        return (each for each in self.order if isinstance(each, Grid))

    def let_go(self) -> None:
        """Part tables, rows and cells, which hold one another: a document is large, and gone at once then."""
        for grid in self.grids:
            for row in grid.rows:
                row.cells.clear()
            grid.rows.clear()

    def _blocks(self, parent: etree._Element, controls: tuple[etree._Element, ...], depth: int) -> None:
        for child in parent:
            tag = child.tag
            if tag == _PARAGRAPH:
                self.order.append(child)
                inside = [next(each.iterancestors(CONTROL), None) for each in child.iter(TAG)]
                if controls or inside:
                    self.loose += _keyed([*controls, *(each for each in inside if each is not None)])
            elif tag == _TABLE:
                self._grid(child, depth)
            elif tag in FOREIGN:
                self.foreign.append(child)
            elif tag not in _PASSED and depth < _DEEPEST:
                self._blocks(child, (child,) if tag == CONTROL else controls, depth + 1)

    def _grid(self, element: etree._Element, depth: int) -> None:
        grid = Grid(element)
        self.order.append(grid)
        if self._swiftly(grid):
            return
        grid.rows.clear()
        for row_element, _ in _within(element, _ROW, (), 0):
            row = Row(row_element, grid)
            grid.rows.append(row)
            for index, (cell_element, controls) in enumerate(_within(row_element, _CELL, (), 0)):
                cell = Cell(cell_element, row, index)
                row.cells.append(cell)
                if controls:
                    cell.keys = tuple(_keyed(controls))
                self._fill(cell, depth)

    def _swiftly(self, grid: Grid) -> bool:
        """Read a table in one go; False where something stands between rows and cells, or tables in one another."""
        row = Row(grid.element, grid)
        cell: Cell | None = None
        words = [""]
        for each in grid.element.iter(*_IN_TABLES, *(_ODD if self.odd else ())):
            tag = each.tag
            if tag == _TEXT:
                words[-1] += each.text or ""
            elif tag == _PARAGRAPH:
                words.append("")
            elif tag == _CELL:
                cell = Cell(each, row, len(row.cells))
                row.cells.append(cell)
                words = cell.words
            elif tag == _ROW:
                row, cell = Row(each, grid), None
                grid.rows.append(row)
            elif tag in _SIGNS:
                if cell is None or not _note_sign(cell, each, tag):
                    return False
            elif tag in _BREAKING:
                if each is not grid.element:
                    return False
            else:
                self._note_oddity(cell, each)
        return True

    def _note_oddity(self, cell: Cell | None, element: etree._Element) -> None:
        self.changed = self.changed or element.tag in _CHANGES
        if cell is not None and (element.tag not in _LOOKS or is_faint(element)):
            cell.plain = False

    def _fill(self, cell: Cell, depth: int) -> None:
        words = cell.words
        for each in cell.element.iter(*_IN_CELLS, *(_ODD if self.odd else ())):
            tag = each.tag
            if tag == _TEXT:
                if words:
                    words[-1] += each.text or ""
                else:
                    words.append(each.text or "")
            elif tag == _PARAGRAPH:
                words.append("")
            elif tag in _SIGNS:
                _note_sign(cell, each, tag)
            elif tag == _TABLE:
                cell.plain = False
                if depth < _DEEPEST and _has_ours(each):
                    self._part_with(cell, depth)
                    return
            else:
                self._note_oddity(cell, each)

    def _part_with(self, cell: Cell, depth: int) -> None:
        """Read a cell that holds a table with places of ours as that table: the cell itself is only around it."""
        cell.keys = ()
        cell.labels = ()
        cell.words.clear()
        cell.plain = True
        self._around(cell.element, depth + 1)

    def _around(self, parent: etree._Element, depth: int) -> None:
        for child in parent:
            if child.tag == _TABLE:
                self._grid(child, depth)
            elif child.tag == _PARAGRAPH:
                self.order.append(child)
            elif child.tag not in _PASSED and depth < _DEEPEST:
                self._around(child, depth + 1)


def _note_sign(cell: Cell, sign: etree._Element, tag: str) -> bool:
    """Keep the key of a control, or the name of a label's bookmark, with its cell; False for a control around cells."""
    if tag == TAG:
        properties = sign.getparent()
        control = None if properties is None else properties.getparent()
        if control is not None and control.tag == CONTROL and (key := sign.get(_VALUE)):
            cell.keys += ((key, control),)
            around = control.getparent()
            return around is not None and around.tag not in _AROUND_CELLS
    elif tag == SHOWING:
        cell.shows = True
    elif (name := sign.get(_NAME, "")).startswith(LABEL_PREFIX):
        cell.labels += (name,)
    return True


def _has_ours(table: etree._Element) -> bool:
    """Whether a table inside a cell holds a place or a label of ours."""
    if any(each.get(_VALUE) for each in table.iter(TAG)):
        return True
    return any(each.get(_NAME, "").startswith(LABEL_PREFIX) for each in table.iter(_BOOKMARK))


def _within(
    parent: etree._Element, wanted: str, controls: tuple[etree._Element, ...], depth: int
) -> Iterator[tuple[etree._Element, tuple[etree._Element, ...]]]:
    """The rows of a table, or the cells of a row, those inside controls included, with those controls."""
    for child in parent:
        tag = child.tag
        if tag == wanted:
            yield child, controls
        elif tag not in _PASSED and depth < _DEEPEST:
            yield from _within(child, wanted, (*controls, child) if tag == CONTROL else controls, depth + 1)


def _keyed(controls: list[etree._Element] | tuple[etree._Element, ...]) -> list[tuple[str, etree._Element]]:
    return [(key, control) for control in controls if (key := key_of(control))]


def key_of(control: etree._Element) -> str:
    """The key a control carries; empty where it has none."""
    tag = properties_of(control).get(TAG)
    return "" if tag is None else tag.get(_VALUE, "")


def properties_of(control: etree._Element) -> dict[str, etree._Element]:
    """The properties of a control by their names."""
    return {each.tag: each for part in control if part.tag == PROPERTIES for each in part}

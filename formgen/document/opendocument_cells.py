"""A table of an OpenDocument sheet -> the rows and cells of a worksheet, its comments and its drawings."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from formgen.document.opendocument_looks import HIDDEN, PERCENT, CellStyles, S
from formgen.document.unreadable import UnreadableError
from formgen.document.workbook import FIRST_DAY, iso_day
from formgen.model.limits import Limits, passed

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_D = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_ROWS = frozenset({f"{_TABLE}{name}" for name in ("table-row-group", "table-header-rows", "table-rows")})
_COLUMNS = frozenset({f"{_TABLE}{name}" for name in ("table-column-group", "table-header-columns", "table-columns")})
_ROW, _COLUMN = f"{_TABLE}table-row", f"{_TABLE}table-column"
_CELLS = frozenset({f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"})
_PASSED = frozenset({f"{_OFFICE}annotation", f"{_TEXT}ruby-text"})
_SIZE = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_SPACE = re.compile("[ \t\r\n]+")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_FORMULA = re.compile(r"^[a-z]*:?=")
_DAY = 24 * 60 * 60
_MOST_SPACES = 10_000
_LAST_ROW, _LAST_COLUMN = 1 << 20, 1 << 14
_IN_LIST = "cell-content-is-in-list"


@dataclass
class SheetWriter:
    """Writes one table; `comments` and `drawing` are filled by the way."""

    table: etree._Element
    looks: CellStyles
    limits: Limits
    comments: etree._Element = field(default_factory=lambda: etree.Element(f"{{{S}}}comments"))
    drawing: etree._Element = field(default_factory=lambda: etree.Element(f"{{{_D}}}wsDr"))

    def __post_init__(self) -> None:
        self._count = 0
        self._merged: list[str] = []
        self._rules: set[str] = set()
        self._defaults: list[tuple[int, str | None]] = []

    def sheet(self, pages: Mapping[str, str]) -> etree._Element:
        """The worksheet; `pages` is what is printed at the head and foot of its pages."""
        root = etree.Element(f"{{{S}}}worksheet")
        columns, data = (etree.SubElement(root, f"{{{S}}}{name}") for name in ("cols", "sheetData"))
        self._write_columns(columns)
        row = 1
        for element in _within(self.table, _ROW, _ROWS):
            row = self._write_rows(data, element, row)
        self._write_shapes()
        if self.table.get(f"{_TABLE}protected") == "true":
            etree.SubElement(root, f"{{{S}}}sheetProtection", sheet="1")
        merged = etree.SubElement(root, f"{{{S}}}mergeCells")
        for area in self._merged:
            etree.SubElement(merged, f"{{{S}}}mergeCell", ref=area)
        rules = etree.SubElement(root, f"{{{S}}}dataValidations")
        for _ in sorted(self._rules & self._lists()):
            etree.SubElement(rules, f"{{{S}}}dataValidation", type="list")
        around = etree.SubElement(root, f"{{{S}}}headerFooter")
        for name, text in pages.items():
            etree.SubElement(around, f"{{{S}}}{name}").text = text
        return root

    def _lists(self) -> set[str]:
        """The rules that let a person choose from a list."""
        whole = self.table.getroottree().getroot()
        rules = whole.iter(f"{_TABLE}content-validation")
        return {each.get(f"{_TABLE}name", "") for each in rules if _IN_LIST in each.get(f"{_TABLE}condition", "")}

    def _write_columns(self, columns: etree._Element) -> None:
        first = 1
        for each in _within(self.table, _COLUMN, _COLUMNS):
            last = min(first + _repeated(each, "columns") - 1, _LAST_COLUMN)
            if self._is_hidden(each, "table-column", "column-width"):
                etree.SubElement(columns, f"{{{S}}}col", min=str(first), max=str(last), hidden="1")
            self._defaults.append((last, each.get(f"{_TABLE}default-cell-style-name")))
            first = last + 1

    def _is_hidden(self, element: etree._Element, family: str, size: str) -> bool:
        """Whether a row or column is hidden, filtered out, or too small for anything to be seen."""
        name = element.get(f"{_TABLE}style-name")
        room = _SIZE.match(self.looks.attribute(family, name, f"{_STYLE}{size}") or "")
        return element.get(f"{_TABLE}visibility", "visible") != "visible" or (room is not None and not float(room[0]))

    def _write_rows(self, data: etree._Element, element: etree._Element, row: int) -> int:
        """Write a row as often as it repeats, unless it is empty; returns the number of the next."""
        times = _repeated(element, "rows")
        hidden = self._is_hidden(element, "table-row", "row-height")
        cells = list(self._cells(element))
        for number in range(row, min(row + times, _LAST_ROW + 1)) if cells or (hidden and times == 1) else ():
            made = etree.SubElement(data, f"{{{S}}}row", r=str(number))
            if hidden:
                made.set("hidden", "1")
            for column, cell in cells:
                self._count += 1
                if self._count > self.limits.cells:
                    raise UnreadableError(passed(self.limits, "cells", f"> {self.limits.cells}"))
                self._write_cell(made, element, cell, number, column)
        return row + times

    def _cells(self, row: etree._Element) -> Iterator[tuple[int, etree._Element]]:
        """The cells of a row that hold or cover anything, with their columns."""
        column = 1
        for cell in row:
            if cell.tag not in _CELLS:
                continue
            times = _repeated(cell, "columns")
            if len(cell) or cell.get(f"{_OFFICE}value-type") or _spans(cell) != (1, 1):
                yield from ((number, cell) for number in range(column, min(column + times, _LAST_COLUMN + 1)))
            rule = cell.get(f"{_TABLE}content-validation-name")
            if rule:
                self._rules.add(rule)
            column += times

    def _write_cell(
        self, made: etree._Element, row: etree._Element, cell: etree._Element, number: int, column: int
    ) -> None:
        reference = f"{_letters(column)}{number}"
        rows, columns = _spans(cell)
        if (rows, columns) != (1, 1):
            self._merged.append(f"{reference}:{_letters(column + columns - 1)}{number + rows - 1}")
        for note in cell.iterchildren(f"{_OFFICE}annotation"):
            said = etree.SubElement(self.comments, f"{{{S}}}comment", ref=reference)
            etree.SubElement(etree.SubElement(said, f"{{{S}}}text"), f"{{{S}}}t").text = _plain(note)
        for shape in cell:
            if str(shape.tag).startswith(_DRAW):
                self._draw(shape, number, column)
        name = cell.get(f"{_TABLE}style-name") or row.get(f"{_TABLE}default-cell-style-name") or self._default(column)
        self._fill(etree.SubElement(made, f"{{{S}}}c", r=reference), cell, name)

    def _default(self, column: int) -> str | None:
        return next((name for last, name in self._defaults if column <= last), None)

    def _fill(self, made: etree._Element, cell: etree._Element, style: str | None) -> None:
        """The value of a cell, as its type says."""
        kind = cell.get(f"{_OFFICE}value-type")
        formula = cell.get(f"{_TABLE}formula")
        if formula is not None:
            etree.SubElement(made, f"{{{S}}}f").text = _FORMULA.sub("", formula, count=1)
        runs = list(self._runs(cell))
        number_format = 0
        match kind:
            case "float" | "currency" | "percentage":
                number_format = PERCENT if kind == "percentage" else 0 if runs else HIDDEN
                etree.SubElement(made, f"{{{S}}}v").text = cell.get(f"{_OFFICE}value", "")
            case "boolean":
                made.set("t", "b")
                etree.SubElement(made, f"{{{S}}}v").text = "1" if cell.get(f"{_OFFICE}boolean-value") == "true" else "0"
            case "date":
                number_format = self.looks.date_format(style)
                self._fill_date(made, cell.get(f"{_OFFICE}date-value", ""))
            case _ if cell.get(f"{_CALC}value-type") == "error":
                made.set("t", "e")
                etree.SubElement(made, f"{{{S}}}v").text = "".join(text for text, _ in runs)
            case _ if runs or cell.get(f"{_OFFICE}string-value"):
                made.set("t", "inlineStr")
                number_format = 0 if runs else HIDDEN
                _string(etree.SubElement(made, f"{{{S}}}is"), runs or [(cell.get(f"{_OFFICE}string-value", ""), False)])
            case _:
                pass
        made.set("s", str(self.looks.number(style, number_format)))

    def _fill_date(self, made: etree._Element, said: str) -> None:
        """A date; one so early that somebody typed its number is that number again."""
        day = iso_day(said)
        value = etree.SubElement(made, f"{{{S}}}v")
        value.text = said
        if day is None or day >= FIRST_DAY:
            made.set("t", "d")
        else:
            value.text = f"{(_seconds(said) - _seconds(self._first_day)) / _DAY:.15g}"

    @cached_property
    def _first_day(self) -> str:
        """The day whose number is 0."""
        null = next(self.table.getroottree().getroot().iter(f"{_TABLE}null-date"), None)
        said = "" if null is None else null.get(f"{_TABLE}date-value", "")
        return said if iso_day(said) else "1899-12-30"

    def _runs(self, cell: etree._Element) -> Iterator[tuple[str, bool]]:
        """The text of a cell, line by line, each run with whether it is struck out."""
        for number, paragraph in enumerate(cell.iterchildren(f"{_TEXT}p")):
            if number:
                yield "\n", False
            yield from self._words(paragraph, struck=False)

    def _words(self, element: etree._Element, *, struck: bool) -> Iterator[tuple[str, bool]]:
        if element.text:
            yield _SPACE.sub(" ", element.text), struck
        for child in element:
            match str(child.tag).removeprefix(_TEXT):
                case "s":
                    yield " " * min(int(child.get(f"{_TEXT}c", "1") or 1), _MOST_SPACES), struck
                case "tab":
                    yield "\t", struck
                case "line-break":
                    yield "\n", struck
                case _ if child.tag not in _PASSED:
                    name = child.get(f"{_TEXT}style-name")
                    yield from self._words(child, struck=struck or self.looks.is_struck(name))
                case _:
                    pass
            if child.tail:
                yield _SPACE.sub(" ", child.tail), struck

    def _write_shapes(self) -> None:
        """What is drawn on the sheet without belonging to a cell, at the cell where it ends."""
        for shapes in self.table.iterchildren(f"{_TABLE}shapes"):
            for shape in shapes:
                end = shape.get(f"{_TABLE}end-cell-address", "").rpartition(".")[2].replace("$", "")
                letters = end.rstrip("0123456789")
                self._draw(shape, int(end[len(letters) :] or _LAST_ROW), _number(letters) or 1)

    def _draw(self, shape: etree._Element, row: int, column: int) -> None:
        anchor = etree.SubElement(self.drawing, f"{{{_D}}}oneCellAnchor")
        corner = etree.SubElement(anchor, f"{{{_D}}}from")
        etree.SubElement(corner, f"{{{_D}}}col").text = str(column - 1)
        etree.SubElement(corner, f"{{{_D}}}row").text = str(row - 1)
        is_picture = next(shape.iter(f"{_DRAW}image"), None) is not None
        made = etree.SubElement(anchor, f"{{{_D}}}{'pic' if is_picture else 'sp'}")
        etree.SubElement(made, f"{{{_D}}}cNvPr", name=shape.get(f"{_DRAW}name", ""))
        for paragraph in shape.iter(f"{_TEXT}p"):
            etree.SubElement(etree.SubElement(made, f"{{{_A}}}p"), f"{{{_A}}}t").text = _joined(paragraph)


def _within(element: etree._Element, wanted: str, groups: frozenset[str]) -> Iterator[etree._Element]:
    """The rows or columns of a table, in and out of groups."""
    for child in element:
        if child.tag == wanted:
            yield child
        elif child.tag in groups:
            yield from _within(child, wanted, groups)


def _repeated(element: etree._Element, what: str) -> int:
    said = element.get(f"{_TABLE}number-{what}-repeated", "1")
    return max(1, min(int(said), _LAST_ROW)) if said.isascii() and said.isdigit() and len(said) < len("10000000") else 1


def _spans(cell: etree._Element) -> tuple[int, int]:
    """How many rows and columns a cell covers."""
    said = (cell.get(f"{_TABLE}number-{what}-spanned", "1") for what in ("rows", "columns"))
    rows, columns = (
        int(each) if each.isascii() and each.isdigit() and len(each) < len("10000000") else 1 for each in said
    )
    return max(1, min(rows, _LAST_ROW)), max(1, min(columns, _LAST_COLUMN))


def _seconds(said: str) -> int:
    """The seconds to a moment of ISO 8601."""
    day = iso_day(said)
    assert day is not None
    try:
        time = dt.time.fromisoformat(said.partition("T")[2] or "00:00")
    except ValueError:
        time = dt.time()
    return ((day.toordinal() * 24 + time.hour) * 60 + time.minute) * 60 + time.second


def _string(made: etree._Element, runs: list[tuple[str, bool]]) -> None:
    """A string of runs; text that looks like an escape of SpreadsheetML is written as what it is."""
    if not any(struck for _, struck in runs):
        runs = [("".join(text for text, _ in runs), False)]
    for text, struck in runs:
        run = etree.SubElement(made, f"{{{S}}}r") if len(runs) > 1 else made
        if struck:
            etree.SubElement(etree.SubElement(run, f"{{{S}}}rPr"), f"{{{S}}}strike")
        etree.SubElement(run, f"{{{S}}}t").text = _ESCAPE.sub("_x005F_", text)


def _plain(element: etree._Element) -> str:
    return "\n".join(_joined(paragraph) for paragraph in element.iter(f"{_TEXT}p"))


def _joined(paragraph: etree._Element) -> str:
    return _SPACE.sub(" ", "".join(map(str, paragraph.itertext())))


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number

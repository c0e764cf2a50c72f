"""A workbook package -> its sheets, defined names and cells, read part by part as they are asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from formgen.document.opening import OfficePackage, UnreadableError
from formgen.extract.xlsx.formats import Formats
from formgen.extract.xlsx.looks import Looks
from formgen.model.finding import finding

_AREA = re.compile(r"(?:'((?:[^']|'')+)'|([^'!,:()]+))!\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?[A-Z]{1,3}\$?[0-9]{1,7})?")
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_MERGED = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_TALLEST = 1000
"""Rows of a merged area that are looked at; no answer has more."""
_TRUE = frozenset({"1", "true", "on"})
_PAGE_CODE = re.compile(
    r'&(?:"[^"]*"|K(?:[0-9A-Fa-f]{6}|[0-9]{2}[+-][0-9]{3})|[0-9]{1,3}|([PN])(?:[+-][0-9]+)?|([A-Za-z&]))'
)
"""What stands for a look, a number or a part of the page in its head or foot (ECMA-376 part 1 §18.3.1.46)."""
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """One cell of the workbook."""

    sheet: str
    row: int
    column: str

    @property
    def reference(self) -> str:
        """The cell within its sheet, such as `C5`."""
        return f"{self.column}{self.row}"


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell holds: `kind` is its type in the file, `text` its value there, `style` the number of its style."""

    kind: str
    text: str
    style: int = 0
    formula: str | None = None
    struck: bool = False
    """Whether a part of the text is struck out by its own run; the cell's style may say it of the whole."""


_EMPTY = Cell("n", "")
_STRINGS = frozenset({"s", "str", "inlineStr"})


class Sheet:
    """The cells of one sheet by their references, and what of it is hidden or merged."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self.read: dict[str, Cell] = {}
        """The cells that were read before."""
        space = etree.QName(root).namespace
        cells = [each for each in root.iter(f"{{{space}}}c" if space else "c") if len(each) or each.get("t") == "s"]
        self.filled = {element.get("r", ""): element for element in cells}
        """The cells that hold anything."""
        if "" in self.filled:
            self.filled = {reference: element for reference, element in _counted(root) if len(element)}

    @cached_property
    def hidden_rows(self) -> frozenset[int]:
        """The rows that nobody sees, hidden, filtered out or without height."""
        rows = self._root.iter("{*}row")
        return frozenset(
            int(row.get("r", "0"))
            for row in rows
            if (row.get("hidden") in _TRUE or _is_nothing(row.get("ht"))) and row.get("r", "").isdecimal()
        )

    @cached_property
    def hidden_columns(self) -> tuple[tuple[int, int], ...]:
        """The columns that nobody sees, by the first and last number of each group."""
        columns = self._root.iter("{*}col")
        return tuple(
            (int(each.get("min", "0")), int(each.get("max", "0")))
            for each in columns
            if (each.get("hidden") in _TRUE or _is_nothing(each.get("width")))
            and each.get("min", "").isdecimal()
            and each.get("max", "").isdecimal()
        )

    def is_hidden(self, place: Place) -> bool:
        """Whether a cell stands in a row or column that nobody sees."""
        column = number_of(place.column)
        return place.row in self.hidden_rows or any(first <= column <= last for first, last in self.hidden_columns)

    @cached_property
    def merged(self) -> tuple[tuple[int, int, int, int], ...]:
        """The merged areas, by first row, first column, last row, last column."""
        areas = (_MERGED.fullmatch(each.get("ref", "")) for each in self._root.iter("{*}mergeCell"))
        return tuple((int(m[2]), number_of(m[1]), int(m[4]), number_of(m[3])) for m in areas if m is not None)

    @cached_property
    def _merged_by_row(self) -> Mapping[int, list[tuple[int, int, int]]]:
        """The merged areas that reach over a row: their first row, first and last column."""
        found: dict[int, list[tuple[int, int, int]]] = {}
        for top, left, bottom, right in self.merged:
            for row in range(top, min(bottom, top + _TALLEST) + 1):
                found.setdefault(row, []).append((top, left, right))
        return found

    def cover_of(self, place: Place) -> Place | None:
        """The cell under whose merged area another one lies; None for a cell that is seen itself."""
        column = number_of(place.column)
        for top, left, right in self._merged_by_row.get(place.row, ()):
            if left <= column <= right and (top, left) != (place.row, column):
                return Place(place.sheet, top, letters_of(left))
        return None

    def footers(self) -> Iterator[str]:
        """What is printed at the foot of its pages."""
        yield from (each.text or "" for each in self._root.iter("{*}oddFooter"))

    def page_lines(self) -> Iterator[str]:
        """The lines at the head and foot of its pages, with 1 for every number of a page."""
        for each in self._root.iterfind("{*}headerFooter/{*}*"):
            for line in _PAGE_CODE.sub(_in_words, _unescaped(each.text or "")).splitlines():
                if line.strip():
                    yield line.strip()

    def is_protected(self) -> bool:
        """Whether only open cells can be typed in."""
        return any(each.get("sheet") in _TRUE for each in self._root.iter("{*}sheetProtection"))

    def lists(self) -> int:
        """How many rules let a person choose from a list."""
        return sum(each.get("type") == "list" for each in self._root.iter("{*}dataValidation"))


class Book:
    """A workbook; every method may raise UnreadableError where a part is damaged."""

    def __init__(self, package: OfficePackage) -> None:
        self._package = package
        main = [target for target in package.relationships("").values() if target.endswith("workbook.xml")]
        part = main[0] if main else "xl/workbook.xml"
        self._root = package.xml(part)
        self._targets = package.relationships(part)
        self._folder = part.rpartition("/")[0]
        self._sheets: dict[str, Sheet] = {}

    @cached_property
    def parts(self) -> Mapping[str, str]:
        """The part of each sheet by the sheet's name, in the order of the tabs."""
        parts = {}
        for sheet in self._root.iter("{*}sheet"):
            relation = next((str(value) for name, value in sheet.attrib.items() if str(name).endswith("}id")), "")
            target = self._targets.get(relation)
            if target is not None:
                parts[sheet.get("name", "")] = self._there(target)
        return parts

    def _there(self, part: str) -> str:
        """A part that another one speaks of; a file that has lost it is damaged."""
        if part not in self._package.names:
            raise UnreadableError(finding("damaged"))
        return part

    @cached_property
    def hidden(self) -> frozenset[str]:
        """The sheets whose tabs nobody sees."""
        sheets = self._root.iter("{*}sheet")
        return frozenset(each.get("name", "") for each in sheets if each.get("state", "visible") != "visible")

    def beside(self, name: str) -> tuple[str, ...]:
        """The parts that belong to a sheet: its comments and drawings."""
        return tuple(sorted(set(self._package.relationships(self.parts[name]).values()) & self._package.names))

    def part(self, name: str) -> etree._Element:
        """Another part of the package."""
        return self._package.xml(name)

    def drawn(self, part: str) -> tuple[str, ...]:
        """The parts that a drawing shows, such as its pictures."""
        return tuple(sorted(self._package.relationships(part).values()))

    @cached_property
    def formats(self) -> Formats:
        """The number formats of the cell styles, and the date system."""
        since_1904 = any(each.get("date1904") in {"1", "true"} for each in self._root.iter("{*}workbookPr"))
        return Formats(self._styles, since_1904=since_1904)

    @cached_property
    def looks(self) -> Looks:
        """What the cell styles do to a text: strike it out, or hide it."""
        return Looks(self._styles)

    @cached_property
    def _styles(self) -> etree._Element | None:
        part = self._named("styles.xml")
        return self._package.xml(part) if part else None

    def _named(self, ending: str) -> str | None:
        """The part beside the workbook that has a name, in whichever case a program writes it."""
        told = (target for target in self._targets.values() if target.lower().endswith(f"/{ending}"))
        part = next(told, None)
        wanted = f"{self._folder}/{ending}".lower()
        found = (name for name in self._package.names if name.lower() == wanted)
        return self._there(part) if part is not None else next(found, None)

    def names(self) -> Iterator[tuple[str, Place | None]]:
        """The defined names with the cell each points to, None where that cell is gone.

        Names of a single sheet, as the copy of a sheet has them, come after those of the whole workbook.
        """
        names = sorted(self._root.iter("{*}definedName"), key=lambda name: name.get("localSheetId") is not None)
        for name in names:
            match = _AREA.fullmatch((name.text or "").strip())
            place = None
            if match is not None:
                sheet = match[1].replace("''", "'") if match[1] else match[2].lstrip("$")
                place = Place(sheet, int(match[4]), match[3]) if sheet in self.parts else None
            yield name.get("name", ""), place

    def sheet(self, name: str) -> Sheet:
        """A sheet by its name, parsed when it is first asked for."""
        if name not in self._sheets:
            self._sheets[name] = Sheet(self._package.xml(self.parts[name]))
        return self._sheets[name]

    def cell(self, place: Place) -> Cell:
        """What stands in a cell; an absent cell is an empty one."""
        return self.at(place.sheet, place.reference)

    def at(self, name: str, reference: str) -> Cell:
        """What stands at a reference of a sheet."""
        sheet = self.sheet(name)
        cell = sheet.read.get(reference)
        if cell is None:
            element = sheet.filled.get(reference)
            cell = sheet.read[reference] = _EMPTY if element is None else self._read(element)
        return cell

    def text(self, name: str, reference: str) -> str:
        """The text of a cell that holds text, else nothing."""
        cell = self.at(name, reference)
        return cell.text if cell.kind in _STRINGS else ""

    def _read(self, element: etree._Element) -> Cell:
        kind = element.get("t", "n")
        value, formula, struck = "", None, False
        for child in element:
            tag = etree.QName(child).localname
            if tag == "v":
                value = child.text or ""
            elif tag == "f":
                formula = child.text or ""
            elif tag == "is":
                value, struck = _rich(child), _is_struck(child)
        if kind == "s":
            value, struck = self._shared(value)
        elif kind == "str":
            value = _unescaped(value)
        style = element.get("s", "0")
        return Cell(kind, value, int(style) if style.isdecimal() else 0, formula, struck)

    def _shared(self, index: str) -> tuple[str, bool]:
        """A shared string; a cell whose string is not there has lost its answer, so the file is damaged."""
        number = int(index) if index.isascii() and index.isdigit() else len(self._strings)
        if number >= len(self._strings):
            raise UnreadableError(finding("damaged"))
        return self._strings[number]

    @cached_property
    def _strings(self) -> list[tuple[str, bool]]:
        part = self._named("sharedstrings.xml")
        if part is None:
            return []
        return [(_rich(entry), _is_struck(entry)) for entry in self._package.xml(part).iter("{*}si")]


def _in_words(code: re.Match[str]) -> str:
    if code[1]:
        return "1"
    return {"&": "&", "L": "\n", "C": "\n", "R": "\n"}.get((code[2] or "").upper(), "")


def _is_nothing(size: str | None) -> bool:
    """Whether a row's height or a column's width leaves nothing to be seen."""
    return size is not None and size.rstrip("0") in {"", ".", "0."}


def _is_struck(entry: etree._Element) -> bool:
    """Whether a run of a string is struck out."""
    if len(entry) == 1 and len(entry[0]) == 0:
        return False
    return any(each.get("val") not in {"0", "false"} for each in entry.iter("{*}strike"))


def _rich(entry: etree._Element) -> str:
    """A string with all its runs, without the reading aids of Japanese (ECMA-376 part 1 §18.4.8 and §18.4.6)."""
    if len(entry) == 1 and len(entry[0]) == 0:
        return _unescaped(entry[0].text or "")
    texts = []
    for child in entry:
        tag = etree.QName(child).localname
        if tag == "t":
            texts.append(child.text or "")
        elif tag == "r":
            texts += [each.text or "" for each in child.iter("{*}t")]
    return _unescaped("".join(texts))


def _unescaped(text: str) -> str:
    """Resolve `_x000D_` and the like (ECMA-376 part 1 §22.9.2.19)."""
    if "_x" not in text:
        return text
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _counted(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """The cells of a sheet whose writer left out their references: each follows the one before."""
    last = 0
    for row in root.iter("{*}row"):
        last = int(row.get("r", "")) if row.get("r", "").isdecimal() else last + 1
        column = 0
        for element in row.iter("{*}c"):
            match = _REFERENCE.fullmatch(element.get("r", ""))
            column = number_of(match[1]) if match else column + 1
            yield f"{letters_of(column)}{last}", element


def number_of(letters: str) -> int:
    """The number of a column, from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def letters_of(number: int) -> str:
    """The letters of a column by its number, from 1."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters

"""A sheet of OpenDocument -> the workbook that says the same (OpenDocument 1.3 part 3, section 9; ECMA-376 part 1, 18).

Its cells, names, merged areas, hidden rows and columns, comments, drawings and feet of pages are presented as
SpreadsheetML, its properties as those of an Office file; looks are left out, but for what hides a text or strikes it
out. So a sheet and a workbook are read by the very same rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from formgen.document.opendocument import PresentedPackage
from formgen.document.opendocument_cells import SheetWriter
from formgen.document.opendocument_looks import CellStyles, S
from formgen.document.opening import OfficePackage
from formgen.document.unreadable import UnreadableError
from formgen.model.document import FileKind
from formgen.model.finding import finding

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_FIELDS = frozenset({f"{_TEXT}{name}" for name in ("sheet-name", "file-name", "title", "date", "time")})
_PARTS = {
    "header": "oddHeader",
    "footer": "oddFooter",
    "header-left": "evenHeader",
    "footer-left": "evenFooter",
    "header-first": "firstHeader",
    "footer-first": "firstFooter",
}
"""The heads and feet of pages, by their names here and in a workbook."""
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BOOK = "xl/workbook.xml"
_ADDRESS = re.compile(r"\$?(?:'((?:[^']|'')+)'|([^.'$]+))\.\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::.*)?")
_HIDDEN = "false"


class SheetPackage(PresentedPackage):
    """The parts of a sheet of OpenDocument, as those of a workbook."""

    def __init__(self, package: OfficePackage) -> None:
        super().__init__(package, FileKind.ODS)

    def _presented(self, content: etree._Element, styles: etree._Element | None) -> dict[str, etree._Element]:
        self._related = {"": {"rId1": _BOOK}, _BOOK: {}}
        looks = CellStyles([root for root in (styles, content) if root is not None])
        body = next(content.iter("{*}spreadsheet"), None)
        if body is None:
            raise UnreadableError(finding("damaged"))
        pages = dict(_pages(styles))
        book = etree.Element(f"{{{S}}}workbook")
        sheets, names = (etree.SubElement(book, f"{{{S}}}{name}") for name in ("sheets", "definedNames"))
        parts = {_BOOK: book}
        for number, table in enumerate(body.iterchildren(f"{_TABLE}table"), start=1):
            parts.update(self._sheet(sheets, names, table, number, looks, pages))
        _name_cells(names, body, None)
        parts["xl/styles.xml"] = looks.part()
        return parts

    def _sheet(
        self,
        sheets: etree._Element,
        names: etree._Element,
        table: etree._Element,
        number: int,
        looks: CellStyles,
        pages: Mapping[str, Mapping[str, str]],
    ) -> Iterator[tuple[str, etree._Element]]:
        """A table, with what lies over it."""
        part = f"xl/worksheets/sheet{number}.xml"
        self._related[_BOOK][f"rId{number}"] = part
        entry = etree.SubElement(sheets, f"{{{S}}}sheet", name=table.get(f"{_TABLE}name", ""), sheetId=str(number))
        entry.set(_RELATION, f"rId{number}")
        style = table.get(f"{_TABLE}style-name")
        if looks.attribute("table", style, f"{_TABLE}display") == _HIDDEN:
            entry.set("state", "hidden")
        _name_cells(names, table, number - 1)
        writer = SheetWriter(table, looks, self.limits)
        yield part, writer.sheet(pages.get(looks.attribute("table", style, f"{_STYLE}master-page-name") or "", {}))
        over = {"xl/comments": writer.comments, "xl/drawings/drawing": writer.drawing}
        self._related[part] = {}
        for stem, root in over.items():
            if len(root):
                name = f"{stem}{number}.xml"
                self._related[part][f"rId{len(self._related[part]) + 1}"] = name
                yield name, root


def _pages(styles: etree._Element | None) -> Iterator[tuple[str, Mapping[str, str]]]:
    """What is printed at the head and foot of the pages, by the name of their kind."""
    for page in () if styles is None else styles.iter(f"{_STYLE}master-page"):
        shown = (each for each in page if each.get(f"{_STYLE}display") != _HIDDEN)
        said = {_PARTS.get(str(each.tag).removeprefix(_STYLE), ""): _lines(each) for each in shown}
        yield page.get(f"{_STYLE}name", ""), {name: text for name, text in said.items() if name}


def _lines(part: etree._Element) -> str:
    """The lines of a head or foot, in which a workbook writes `&` twice."""
    lines = (" ".join("".join(_said(line)).split()) for line in part.iter(f"{_TEXT}p"))
    return "\n".join(lines).replace("&", "&&")


def _said(element: etree._Element) -> Iterator[str]:
    """The words of a line, without what a program sets there, such as the name of the sheet."""
    if element.tag not in _FIELDS:
        yield element.text or ""
        for child in element:
            yield from _said(child)
            yield child.tail or ""


def _name_cells(names: etree._Element, scope: etree._Element, sheet: int | None) -> None:
    """The names of a document, or of one sheet by its number from 0; one whose cell is gone points nowhere."""
    for expressions in scope.iterchildren(f"{_TABLE}named-expressions"):
        for each in expressions.iterchildren(f"{_TABLE}named-range"):
            made = etree.SubElement(names, f"{{{S}}}definedName", name=each.get(f"{_TABLE}name", ""))
            if sheet is not None:
                made.set("localSheetId", str(sheet))
            match = _ADDRESS.fullmatch(each.get(f"{_TABLE}cell-range-address", ""))
            title = "" if match is None else match[1] or match[2].replace("'", "''")
            made.text = "#REF!" if match is None else f"'{title}'!${match[3]}${match[4]}"

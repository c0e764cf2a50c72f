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
        feet = dict(_feet(styles))
        book = etree.Element(f"{{{S}}}workbook")
        sheets, names = (etree.SubElement(book, f"{{{S}}}{name}") for name in ("sheets", "definedNames"))
        parts = {_BOOK: book}
        for number, table in enumerate(body.iterchildren(f"{_TABLE}table"), start=1):
            parts.update(self._sheet(sheets, names, table, number, looks, feet))
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
        feet: Mapping[str, str],
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
        yield part, writer.sheet(feet.get(looks.attribute("table", style, f"{_STYLE}master-page-name") or "", ""))
        over = {"xl/comments": writer.comments, "xl/drawings/drawing": writer.drawing}
        self._related[part] = {}
        for stem, root in over.items():
            if len(root):
                name = f"{stem}{number}.xml"
                self._related[part][f"rId{len(self._related[part]) + 1}"] = name
                yield name, root


def _feet(styles: etree._Element | None) -> Iterator[tuple[str, str]]:
    """What is printed at the foot of the pages, by the name of their kind."""
    for page in () if styles is None else styles.iter(f"{_STYLE}master-page"):
        for foot in page.iterchildren(f"{_STYLE}footer"):
            if foot.get(f"{_STYLE}display") != _HIDDEN:
                yield page.get(f"{_STYLE}name", ""), " ".join("".join(map(str, foot.itertext())).split())


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

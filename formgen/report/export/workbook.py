"""Rows of cells -> an XLSX workbook with typed cells, written row by row however many there are.

A text is never a formula or a number: it is an inline string in a cell of the text format, with the quote prefix that
keeps a program from taking it for a formula when somebody edits it (ECMA-376 part 1 §18.3.1.53, §18.8.45).
"""

from __future__ import annotations

import datetime as dt
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import IO

from formgen.document.workbook import escaped
from formgen.report.export.columns import Cell, Kind

MOST_ROWS = 1_048_576
MOST_SIGNS = 32_767
"""UTF-16 units a cell holds."""
_NAME_LENGTH = 31
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))
_FIRST_DAY = dt.date(1900, 3, 1)
_EPOCH = dt.date(1899, 12, 30).toordinal()
"""Day 0 of the 1900 date system from March 1900 on (ECMA-376 part 1 §18.17.4.1)."""
_PLAIN, _HEAD, _TEXT, _DATE = 0, 1, 2, 3
_NARROW, _WIDE = 14, 28
_EPOCH_OF_ZIP = (1980, 1, 1, 0, 0, 0)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_STYLES = (
    f'{_DECLARED}<styleSheet xmlns="{_MAIN}"><fonts count="2">'
    '<font><sz val="10"/><name val="Arial"/><family val="2"/></font>'
    '<font><b/><sz val="10"/><name val="Arial"/><family val="2"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFE8EEF5"/><bgColor indexed="64"/></patternFill></fill>'
    "</fills>"
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" quotePrefix="1" applyFont="1" applyFill="1" '
    'applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/>'
    '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


class Page:
    """One sheet of a workbook while it is written; its rows lie in a file of the system's until the end."""

    def __init__(self, name: str, headings: Sequence[str], kinds: Sequence[Kind]) -> None:
        self.name = name
        self.rows = 0
        self.cut = 0
        self._width = len(headings)
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  (lives as long as the page)
        wide = {Kind.TEXT, Kind.CODE}
        columns = "".join(
            f'<col min="{place}" max="{place}" width="{_WIDE if kind in wide else _NARROW}" customWidth="1"/>'
            for place, kind in enumerate(kinds, start=1)
        )
        self._write(
            f'{_DECLARED}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
            '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
            f"<cols>{columns}</cols><sheetData>"
        )
        self._row(headings, _HEAD)

    @property
    def is_full(self) -> bool:
        """Whether no further row has a place."""
        return self.rows >= MOST_ROWS

    def add(self, cells: Sequence[Cell]) -> None:
        """Add a row; ValueError where the sheet is full. A text longer than a cell is cut and counted in `cut`."""
        if self.is_full:
            raise ValueError(self.name)
        self._row(cells, _TEXT)

    def write_to(self, archive: zipfile.ZipFile, part: str) -> None:
        """End the sheet and put it into the package."""
        self._write(f'</sheetData><autoFilter ref="A1:{_column(self._width)}{max(self.rows, 1)}"/></worksheet>')
        self._file.seek(0)
        with archive.open(_entry(part), "w", force_zip64=True) as target:
            while chunk := self._file.read(1 << 20):
                target.write(chunk)
        self.close()

    def close(self) -> None:
        """Let go of the file that holds the rows."""
        self._file.close()

    def _row(self, cells: Sequence[Cell], style: int) -> None:
        self.rows += 1
        said = [self._cell(f"{_column(place)}{self.rows}", cell, style) for place, cell in enumerate(cells, start=1)]
        if said and not said[-1]:
            # Every row reaches the last column, or programs take its last cells for missing.
            said[-1] = f'<c r="{_column(self._width)}{self.rows}"/>'
        self._write(f'<row r="{self.rows}">{"".join(said)}</row>')

    def _cell(self, place: str, cell: Cell, style: int) -> str:
        match cell:
            case None | "":
                return ""
            case bool():
                return f'<c r="{place}" t="b"><v>{int(cell)}</v></c>'
            case dt.date() if cell >= _FIRST_DAY:
                return f'<c r="{place}" s="{_DATE}"><v>{cell.toordinal() - _EPOCH}</v></c>'
            case Decimal():
                return f'<c r="{place}"><v>{cell:f}</v></c>'
            case int():
                return f'<c r="{place}"><v>{cell}</v></c>'
        text = escaped(self._fitting(str(cell)))
        return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'

    def _fitting(self, text: str) -> str:
        units = text.encode("utf-16-le", "replace")
        if len(units) <= 2 * MOST_SIGNS:
            return text
        self.cut += 1
        return units[: 2 * (MOST_SIGNS - 1)].decode("utf-16-le", "ignore") + "…"

    def _write(self, text: str) -> None:
        self._file.write(text.encode("utf-8", "replace"))


def write_workbook(target: IO[bytes], pages: Sequence[Page]) -> list[str]:
    """Put pages together as one workbook, and give the names of its sheets; the same pages give the same bytes."""
    names = _names(page.name for page in pages)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        parts = [f"xl/worksheets/sheet{number}.xml" for number in range(1, len(pages) + 1)]
        for name, content in _furniture(parts, names):
            archive.writestr(_entry(name), content)
        for page, part in zip(pages, parts, strict=True):
            page.write_to(archive, part)
    return names


def _furniture(parts: Sequence[str], names: Sequence[str]) -> Iterable[tuple[str, str]]:
    """The parts around the sheets."""
    sheet_type = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    overrides = [("/xl/workbook.xml", f"{sheet_type}.sheet.main+xml"), ("/xl/styles.xml", f"{sheet_type}.styles+xml")]
    overrides += [(f"/{part}", f"{sheet_type}.worksheet+xml") for part in parts]
    typed = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in overrides)
    defaults = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    yield "[Content_Types].xml", f'{_DECLARED}<Types xmlns="{_PACKAGE}/content-types">{defaults}{typed}</Types>'
    yield "_rels/.rels", _related([("officeDocument", "xl/workbook.xml")])
    sheets = "".join(
        f'<sheet name="{escaped(name).replace(chr(34), "&quot;")}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, start=1)
    )
    yield (
        "xl/workbook.xml",
        f'{_DECLARED}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{sheets}</sheets></workbook>',
    )
    related = [("worksheet", part.removeprefix("xl/")) for part in parts]
    yield "xl/_rels/workbook.xml.rels", _related([*related, ("styles", "styles.xml")])
    yield "xl/styles.xml", _STYLES


def _related(targets: Sequence[tuple[str, str]]) -> str:
    said = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_DECLARED}<Relationships xmlns="{_PACKAGE}/relationships">{said}</Relationships>'


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH_OF_ZIP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _names(wanted: Iterable[str]) -> list[str]:
    """Names of sheets as Excel takes them: at most 31 signs, none twice whatever their case."""
    found: list[str] = []
    for name in wanted:
        short, count = name.translate(_NOT_IN_NAMES)[:_NAME_LENGTH], 1
        while short.lower() in {each.lower() for each in found}:
            count += 1
            short = f"{name.translate(_NOT_IN_NAMES)[: _NAME_LENGTH - 1 - len(str(count))]}~{count}"
        found.append(short)
    return found


def _column(number: int) -> str:
    """The letters of a column, from 1: A, …, Z, AA."""
    letters = ""
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters

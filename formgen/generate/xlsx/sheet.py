"""Laid-out rows -> an openpyxl workbook with its sheet, names, lists, rules, protection and print set-up."""

from __future__ import annotations

import re

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Font
from openpyxl.styles.colors import Color
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from formgen.document.stamp import identifier
from formgen.document.workbook import (
    EMPTY_BOX,
    KEY_PREFIX,
    LISTS_SHEET,
    PROPERTY,
    STAMP_NAME,
    key_cell,
)
from formgen.generate import wording
from formgen.generate.xlsx import looks
from formgen.generate.xlsx.grid import COLUMNS, PIXELS, SIZES, UNIT, Box, Look, Row, page_starts
from formgen.generate.xlsx.head import LOGO_HEIGHT
from formgen.generate.xlsx.lists import Lists
from formgen.generate.xlsx.picture import LOGO_EDGE, picture
from formgen.generate.xlsx.rules import rule
from formgen.generate.xlsx.total import total_formula
from formgen.message import Message
from formgen.model.catalog import LocalizedForm
from formgen.model.slot import SlotKind

FIRST_ROW = 2
"""The row of the running head; the hidden row above it holds the ids of the columns."""
_NORMAL = 9.0
_DIGIT = 7
"""Pixels of the widest digit of the default font, Arial 9: the unit of column widths (ECMA-376 part 1 §18.3.1.13)."""
_A4 = 9
_MM = 1 / 25.4
_TOP, _BOTTOM, _SIDE, _FOOTER = 6.5, 9, 6.5, 4.5
PAGE = (297 - _TOP - _BOTTOM) * _MM * 72
"""Height of the printed area in points."""
_FOOTER_LENGTH = 240


def write_sheet(localized: LocalizedForm, rows: tuple[Row, ...]) -> Workbook:
    """Put the rows into a workbook, ready to be saved."""
    book = Workbook()
    _default_font(book)
    sheet = book.worksheets[0]
    sheet.title = _tab(localized.text(wording.SHEET))
    lists = Lists(localized, book.create_sheet(LISTS_SHEET))
    places = _places(sheet, rows)
    _key_cells(sheet, rows)
    for number, row in enumerate(rows, start=FIRST_ROW):
        sheet.row_dimensions[number].height = row.height
        for box in row.boxes:
            _write(localized, sheet, number, box)
            if box.live:
                sheet.cell(number, box.left + 1).value = total_formula(localized, places, lists)
    _rules(localized, sheet, rows, lists)
    for key, place in places.items():
        _name(book, KEY_PREFIX + key, place)
    stamp = identifier(localized.stamp)
    lists.sheet["A1"] = stamp
    _name(book, STAMP_NAME, f"'{LISTS_SHEET}'!$A$1")
    for name, area in lists.names.items():
        _name(book, name, area)
    _print_set_up(localized, sheet, rows, stamp)
    _protect(book, sheet)
    _properties(localized, book, stamp)
    return book


def _name(book: Workbook, name: str, target: str) -> None:
    book.defined_names[name] = DefinedName(name, attr_text=target)


def _default_font(book: Workbook) -> None:
    """The font of the style Normal, which decides how wide every column is."""
    normal = Font(name=looks.FONT, size=_NORMAL, family=2)
    book._fonts = IndexedList([normal])  # type: ignore[attr-defined]  # noqa: SLF001  (openpyxl has no public way)


def _places(sheet: Worksheet, rows: tuple[Row, ...]) -> dict[str, str]:
    """The cell of each key, as a reference for names and formulas."""
    title = quote_sheetname(sheet.title)
    return {
        box.slot.key: f"{title}!${get_column_letter(box.left + 1)}${number}"
        for number, row in enumerate(rows, start=FIRST_ROW)
        for box in row.boxes
        if box.slot is not None
    }


def _key_cells(sheet: Worksheet, rows: tuple[Row, ...]) -> None:
    for column in range(1, COLUMNS + 1):
        sheet.cell(1, column + 1, str(column)).number_format = looks.TEXT_FORMAT
        sheet.column_dimensions[get_column_letter(column + 1)].width = PIXELS / _DIGIT
    sheet.column_dimensions["A"].hidden = True
    sheet.row_dimensions[1].hidden = True
    for number, row in enumerate(rows, start=FIRST_ROW):
        keys = [(box.left, box.slot.key) for box in row.boxes if box.slot is not None]
        printed = [(box.left, box.words) for box in row.boxes if box.slot is None and (box.words or box.live)]
        if keys or printed:
            sheet.cell(number, 1, key_cell(keys, printed)).number_format = looks.TEXT_FORMAT


def _write(localized: LocalizedForm, sheet: Worksheet, number: int, box: Box) -> None:
    font = looks.face(localized)
    for offset in range(box.span):
        cell = sheet.cell(number, box.left + 1 + offset)
        wanted = looks.style(box, font, first=offset == 0, last=offset == box.span - 1)
        if localized.correction is not None and box.slot is not None and box.look is not Look.PRINTED:
            wanted = looks.corrected(wanted, box.slot, localized.correction)
        cell.font, cell.fill, cell.border = wanted.font, wanted.fill, wanted.border
        cell.alignment, cell.protection = wanted.alignment, wanted.protection
        cell.number_format = wanted.number_format
    if box.span > 1:
        # Unlike merge_cells, this leaves every cell its style, so that all of them are open to typing.
        sheet.merged_cells.add(CellRange(None, box.left + 1, number, box.left + box.span, number))
    first = sheet.cell(number, box.left + 1)
    if box.slot is not None and box.slot.kind is SlotKind.TICK:
        first.value = EMPTY_BOX
    elif box.look is Look.LOGO:
        _add_logo(localized, sheet, number, box)
    elif box.slot is not None and box.slot.key in localized.form.printed:
        first.value = localized.form.printed[box.slot.key]
    elif box.text and box.aside:
        first.value = _with_aside(box, font)
    elif box.words:
        first.value = box.words
        first.data_type = "s"


def _add_logo(localized: LocalizedForm, sheet: Worksheet, number: int, box: Box) -> None:
    assert localized.settings.logo is not None
    said = next(iter(wording.centre_lines(localized)), localized.text(wording.SERVICE))
    room = (box.span * UNIT - 2 * LOGO_EDGE, LOGO_HEIGHT - 2 * LOGO_EDGE)
    sheet.add_image(picture(localized.settings.logo, said, (number, box.left + 1), room))


def _with_aside(box: Box, font: str) -> CellRichText:
    loud = looks.style(box, font, first=True, last=True).font
    quiet = InlineFont(rFont=font, sz=SIZES[box.look] - 0.5, color=Color(looks.aside_color()))
    said = InlineFont(rFont=font, sz=SIZES[box.look], b=loud.b, color=loud.color)
    return CellRichText(TextBlock(said, f"{box.text}  "), TextBlock(quiet, box.aside))


def _rules(localized: LocalizedForm, sheet: Worksheet, rows: tuple[Row, ...], lists: Lists) -> None:
    """One rule a question or column, over all the cells that share it."""
    made: dict[str, DataValidation | None] = {}
    for number, row in enumerate(rows, start=FIRST_ROW):
        for box in row.boxes:
            if box.slot is None or box.look is Look.PRINTED:
                continue
            slot = box.slot
            one = slot.key if slot.table is None else f"{slot.table.id}.{slot.field.id}"
            if one not in made:
                name = lists.name_of(slot.field, one) if slot.kind is SlotKind.ONE_OF else None
                made[one] = rule(localized, slot, name)
            validation = made[one]
            if validation is not None:
                validation.add(sheet.cell(number, box.left + 1))
    for validation in made.values():
        if validation is not None:
            sheet.add_data_validation(validation)


def _print_set_up(localized: LocalizedForm, sheet: Worksheet, rows: tuple[Row, ...], stamp: str) -> None:
    last = FIRST_ROW + len(rows) - 1
    sheet.print_area = f"B{FIRST_ROW}:{get_column_letter(COLUMNS + 1)}{last}"
    sheet.print_title_rows = f"{FIRST_ROW}:{FIRST_ROW}"
    for start in page_starts(rows, PAGE, rows[0].height, localized.form.pages_at_most):
        sheet.row_breaks.append(Break(id=FIRST_ROW + start - 1))
    setup = sheet.page_setup
    setup.paperSize, setup.orientation = _A4, "portrait"
    setup.fitToWidth, setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = _SIDE * _MM
    margins.top, margins.bottom = _TOP * _MM, _BOTTOM * _MM
    margins.header = margins.footer = _FOOTER * _MM
    version = localized.text(wording.version_line(localized.form))
    title = localized.text(localized.form.title)
    spare = _FOOTER_LENGTH - len(stamp) - len(version)
    pages = Message(wording.PAGE.context, wording.PAGE.text, {"page": "&P", "pages": "&N"})
    footer = sheet.oddFooter
    assert footer is not None
    footer.left.text = _literal(f"{title[: spare - 60]} · {version} · {stamp}")
    footer.right.text = localized.text(pages)
    for part in (footer.left, footer.right):
        part.font, part.size, part.color = f"{looks.face(localized)},Regular", 7, looks.aside_color()[2:]
    if localized.draft:
        header = sheet.oddHeader
        assert header is not None
        across = header.center
        across.text, across.size, across.color = _literal(localized.text(wording.ACROSS)), _ACROSS, "C89090"
    view = sheet.sheet_view
    view.showGridLines, view.showRowColHeaders, view.zoomScale = False, False, 130
    sheet.freeze_panes = f"A{FIRST_ROW + 1}"


_ACROSS = 22
"""Points; the word heads every page, since a sheet has no watermark that is printed."""


def _tab(words: str) -> str:
    """Words as a sheet's name may have them: at most 31 characters, and some signs not at all."""
    return re.sub(r"[\[\]:*?/\\]", "", words)[:31].strip("' ") or "1"


def _literal(text: str) -> str:
    """Text for a page footer, where `&` begins a code (ECMA-376 part 1 §18.3.1.46)."""
    return text.replace("&", "&&")


def _protect(book: Workbook, sheet: Worksheet) -> None:
    """Keep labels and keys where they are, without a password; columns and rows may be made larger."""
    for each in book.worksheets:
        each.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
    book.security = WorkbookProtection(lockStructure=True)


def _properties(localized: LocalizedForm, book: Workbook, stamp: str) -> None:
    properties = book.properties
    properties.title = localized.text(localized.form.title)
    properties.creator = localized.text(wording.SERVICE)
    properties.language = localized.locale.replace("_", "-")
    properties.identifier = stamp
    book.custom_doc_props.append(  # type: ignore[attr-defined]  # newer than the stubs
        StringProperty(name=PROPERTY, value=stamp)
    )

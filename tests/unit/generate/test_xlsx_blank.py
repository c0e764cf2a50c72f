"""The blank workbook: names, keys, lists, rules, protection, print set-up and stamp."""

from __future__ import annotations

import io
import itertools
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from openpyxl.worksheet.worksheet import Worksheet

from formgen.define import load_definition
from formgen.document.opening import OfficePackage
from formgen.document.workbook import parse_key_cell, parse_printed, text_mark
from formgen.generate.xlsx import compile_blank
from formgen.generate.xlsx.grid import COLUMNS, HIGHEST, PEN_ROW, SIZES, Box, Look, page_starts, room, row
from formgen.generate.xlsx.layout import lay_out
from formgen.generate.xlsx.measure import height, height_for, lines, width
from formgen.generate.xlsx.sheet import PAGE
from formgen.identify.xlsx import find_stamp
from formgen.model.catalog import LocalizedForm
from formgen.model.document import FoundBy, Stamp
from formgen.model.slot import SlotKind, slots
from formgen.translate import localize, read_catalog
from tests.judges.office_lint import lint
from tests.judges.open_xml import open_xml_errors
from tests.workbooks import SCORED, VISIT, localized, place, typed

ROOT = Path(__file__).parents[3]
LEAST_PEN_ROW = 8 / 25.4 * 72
"""Points; a row to write in by hand is at least 8 mm high."""


def real(form_id: str, locale: str) -> LocalizedForm:
    form = load_definition(ROOT / "forms" / f"{form_id}.yaml")
    catalog = read_catalog(ROOT / "locales", locale, ["formgen", form_id])
    return localize(form, catalog, terms={"processor": "Unified Social Service"})


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(compile_blank(localized())), rich_text=True)


@pytest.fixture(scope="module")
def sheet(book: openpyxl.Workbook) -> Worksheet:
    return book["Form"]


def test_every_slot_has_a_named_cell_of_its_own_that_is_open_to_typing(
    book: openpyxl.Workbook, sheet: Worksheet
) -> None:
    cells = [place(book, slot.key) for slot in slots(VISIT)]
    assert len(set(cells)) == len(cells)
    for (title, reference), slot in zip(cells, slots(VISIT), strict=True):
        assert title == "Form"
        cell = sheet[reference.replace("$", "")]
        assert cell.protection.locked is False, slot.key
        assert cell.value == ("☐" if slot.kind is SlotKind.TICK else None)
    merged = {str(area) for area in sheet.merged_cells.ranges}
    for area in merged:
        locks = {cell.protection.locked for cells in sheet[area] for cell in cells}
        assert len(locks) == 1, area


def test_the_sheet_is_protected_without_a_password_and_its_columns_may_grow(sheet: Worksheet) -> None:
    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert sheet.protection.formatColumns is False
    assert sheet["C4"].protection.locked


def test_the_hidden_column_and_row_name_the_same_cells(book: openpyxl.Workbook, sheet: Worksheet) -> None:
    assert sheet.column_dimensions["A"].hidden
    assert sheet.row_dimensions[1].hidden
    ids = {cell.value: cell.column_letter for cell in sheet[1] if cell.value}
    by_column = {
        key: f"${ids[column]}${number}"
        for number in range(2, sheet.max_row + 1)
        for column, key in parse_key_cell(str(sheet.cell(number, 1).value or ""))
    }
    assert by_column == {slot.key: place(book, slot.key)[1] for slot in slots(VISIT)}


def test_the_hidden_column_marks_every_printed_text(sheet: Worksheet) -> None:
    """And nothing that stands where an answer goes."""
    ids = {cell.value: cell.column_letter for cell in sheet[1] if cell.value}
    marks = {
        f"{ids[column]}{number}": mark
        for number in range(2, sheet.max_row + 1)
        for column, mark in parse_printed(str(sheet.cell(number, 1).value or ""))
    }
    shown = {
        cell.coordinate: text_mark(str(cell.value))
        for cells in sheet["B2" : f"Y{sheet.max_row}"]
        for cell in cells
        if cell.value is not None and str(cell.value) != "☐"
    }
    assert marks == shown
    assert len(set(marks.values())) > 20


def test_lists_are_very_hidden_and_hold_codes_and_words(book: openpyxl.Workbook) -> None:
    lists = book["_fg_lists"]
    assert lists.sheet_state == "veryHidden"
    _, area = next(iter(book.defined_names["fgl_mood"].destinations))
    assert [cell.value for cells in lists[area.replace("$", "")] for cell in cells] == ["Calm", "Angry", "=odd"]
    (odd,) = [cell for cells in lists.iter_rows() for cell in cells if cell.value == "=odd" and cell.column > 1][-1:]
    assert odd.data_type == "s"


@pytest.mark.parametrize("locale", ["hy", "en"])
@pytest.mark.parametrize("form_id", ["closure", "referral"])
def test_rules_guide_in_the_language_of_the_form_within_the_limits_of_excel(form_id: str, locale: str) -> None:
    form = real(form_id, locale)
    sheet = openpyxl.load_workbook(io.BytesIO(compile_blank(form))).worksheets[0]
    rules = {
        str(area).split(":")[0]: each for each in sheet.data_validations.dataValidation for area in each.cells.ranges
    }
    assert len(rules) >= len(form.form.fields) // 2
    for each in rules.values():
        assert len(each.promptTitle or "") <= 32
        assert len(each.errorTitle or "") <= 32
        assert len(each.prompt or "") <= 255
        assert len(each.error or "") <= 225
        assert len(each.formula1 or "") <= 255
        if each.type == "list" and not each.formula1.startswith('"'):
            assert each.formula1.startswith("fgl_")
        if each.type == "date":
            assert each.errorStyle == "warning"


def test_formats_keep_numbers_that_are_names_and_make_dates_dates(book: openpyxl.Workbook, sheet: Worksheet) -> None:
    def format_of(key: str) -> str:
        return sheet[place(book, key)[1].replace("$", "")].number_format

    assert format_of("number") == format_of("phone") == format_of("why") == format_of("steps.2.step") == "@"
    assert format_of("day") == format_of("steps.3.until") == r"DD\.MM\.YYYY"
    assert format_of("people") == "0"
    assert format_of("share") == "0.0#"


def test_print_set_up(sheet: Worksheet) -> None:
    setup = sheet.page_setup
    assert (setup.paperSize, setup.orientation, setup.fitToWidth, setup.fitToHeight) == (9, "portrait", 1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_area.startswith("'Form'!$B$2:$Y$")
    assert sheet.print_title_rows == "$2:$2"
    assert "&P" in sheet.oddFooter.right.text
    assert "&N" in sheet.oddFooter.right.text
    assert "formgen:visit:1.0:en:-:-" in sheet.oddFooter.left.text
    assert "Visit && report" in sheet.oddFooter.left.text


def test_rows_leave_room_for_a_pen_and_for_their_words(book: openpyxl.Workbook, sheet: Worksheet) -> None:
    assert PEN_ROW >= LEAST_PEN_ROW
    for slot in slots(VISIT):
        number = int(place(book, slot.key)[1].rpartition("$")[2])
        if slot.kind is not SlotKind.TICK:
            assert sheet.row_dimensions[number].height >= LEAST_PEN_ROW
    assert lines("Նախարարություն Նախարարություն", 8, 80) == 2
    assert lines("մեկ\nերկու", 8, 500) == 2
    assert lines("ա" * 100, 10, 100) == 10


def test_the_head_of_every_page_takes_one_line_where_dejavu_stands_in_for_arial() -> None:
    for locale in ("hy", "en"):
        (box,) = lay_out(real("closure", locale))[0].boxes
        assert lines(box.words, SIZES[box.look], room(COLUMNS)) == 1
    (box,) = lay_out(real("closure", "hy"))[0].boxes
    assert width(box.words, 7.5) >= 533, "as DejaVu Sans draws it"


@pytest.mark.parametrize(
    "text",
    [
        "կողմնորոշում, վերապատրաստում և աշխատ",
        "որոշում, վերապատրաստում և աշխատանքի",
        "պատրաստում և աշխատանքի տեղավորում՝ «",
    ],
)
def test_long_words_break_lines_early(text: str) -> None:
    """So LibreOffice broke them where DejaVu Sans drew the letters: three lines, of which two were shown."""
    assert height(text, 8.5, room(6)) >= 3 * 8.5
    assert height_for(len(text), 8.5, room(6)) >= 3 * 8.5


def test_no_row_is_higher_than_excel_draws_it() -> None:
    assert row(Box(1, 2, Look.NOTE, "word " * 500)).height == HIGHEST <= 409


def test_every_word_and_every_choice_fits_its_row() -> None:
    for locale in ("hy", "en"):
        for form_id in ("closure", "referral"):
            for each in lay_out(real(form_id, locale)):
                for box in each.boxes:
                    assert box.needs <= each.height, (form_id, locale, box.words)


@pytest.mark.parametrize("locale", ["hy", "en"])
@pytest.mark.parametrize("form_id", ["closure", "referral"])
def test_no_more_pages_than_the_definition_says_and_no_question_torn(form_id: str, locale: str) -> None:
    form = real(form_id, locale)
    rows = lay_out(form)
    starts = page_starts(rows, PAGE, rows[0].height, form.form.pages_at_most)
    assert len(starts) + 1 <= (form.form.pages_at_most or 0)
    assert not any(rows[start - 1].keep for start in starts)
    edges = (0, *starts, len(rows))
    for first, last in itertools.pairwise(edges):
        assert sum(each.height for each in rows[first:last]) <= PAGE


def test_a_table_is_torn_only_where_the_form_would_grow_too_long() -> None:
    from formgen.generate.xlsx.grid import Box, Look, Row

    def plain(height: float, *, prefer: bool = False) -> Row:
        return Row(height, row(Box(1, 24, Look.NOTE, "x")).boxes, prefer=prefer)

    rows = (plain(60), plain(20, prefer=True), plain(20, prefer=True), plain(20), plain(70))
    assert page_starts(rows, 100, 0, 3) == (1, 4)
    assert page_starts(rows, 100, 0, 2) == (3,)


def test_the_stamp_stands_in_four_places(book: openpyxl.Workbook) -> None:
    content = compile_blank(localized())
    mark = "formgen:visit:1.0:en:-:-"
    assert book.properties.identifier == mark
    assert book.properties.title == "Visit & report"
    assert book.properties.language == "en"
    assert [each.value for each in book.custom_doc_props.props] == [mark]
    assert book["_fg_lists"]["A1"].value == mark
    assert find_stamp(OfficePackage(content)) == (Stamp("visit", "1.0", "en"), FoundBy.METADATA)


def test_made_in_two_processes_the_bytes_are_the_same() -> None:
    script = (
        "import hashlib, sys; from tests.workbooks import *\n"
        "sys.stdout.write(hashlib.sha256(compile_blank(localized(VISIT, 'hy'))).hexdigest())"
    )
    seen = set()
    for seed in ("0", "1"):
        run = subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            check=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
        )
        seen.add(run.stdout)
    assert len(seen) == 1


def test_nothing_of_the_day_it_was_made_is_in_the_file() -> None:
    with zipfile.ZipFile(io.BytesIO(compile_blank(localized()))) as package:
        assert {each.date_time for each in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = etree.fromstring(package.read("docProps/core.xml"))
        assert not [each for each in core if "dcterms" in str(each.prefix)]
        assert package.infolist()[0].filename == "[Content_Types].xml"


def test_the_live_total_is_one_locked_formula() -> None:
    content = compile_blank(localized(SCORED))
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Form"]
    formulas = [cell for cells in sheet.iter_rows() for cell in cells if cell.data_type == "f"]
    assert len(formulas) == 1
    assert formulas[0].protection.locked
    assert "2.5*(" in formulas[0].value
    assert "fgv_one" in formulas[0].value


def test_blanks_are_valid_by_microsofts_sdk_and_by_the_lint(tmp_path: Path) -> None:
    made = {
        **{f"{form}.{locale}": real(form, locale) for form in ("closure", "referral") for locale in ("hy", "en")},
        "visit": localized(),
        "marks": localized(SCORED, "hy"),
    }
    paths = []
    for name, form in made.items():
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(compile_blank(form))
        paths.append(path)
        assert lint(path) == []
    assert open_xml_errors(paths) == {path: [] for path in paths}


def test_a_cell_takes_what_a_person_types() -> None:
    again = openpyxl.load_workbook(io.BytesIO(typed(compile_blank(localized()), {"visitor": "Անի"})))
    title, cell = place(again, "visitor")
    assert again[title][cell].value == "Անի"

"""Workbooks as the usual programs leave them, untouched: the same record, and no finding without a reason."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.cell.cell import MergedCell

from formgen.model.form import FieldType
from formgen.model.slot import slots
from tests.clients.libreoffice import LibreOffice
from tests.clients.sheets import save_again
from tests.documents.workbook_copies import BASES, BOOK, SHEET, Copy, S, codes, filled
from tests.loop import read

TRIPS = {"xlsx": ("xlsx",), "ods": ("ods",), "ods-ods-xlsx": ("ods", "ods", "xlsx")}
WAYS = [
    (form, locale, trip)
    for number, (form, locale) in enumerate(BASES)
    for trip in TRIPS
    if trip == "ods" or (trip == "xlsx") == (number % 4 in {0, 3})
]
"""Its own format for all; the other ways in turn, for an office is slow."""
LIBRARIES = {"sheetjs": ("xlsx", False), "sheetjs-dates": ("xlsx", True), "exceljs": ("exceljs", False)}


def judged(path: Path, form: str, locale: str, read_by: set[str] | None = None) -> None:
    """An untouched copy is accepted as it is, whichever program saved it."""
    held = Copy(form, locale)
    line = read(path, held.case.received)
    assert line["record"] == held.expected, line["findings"]
    assert sorted(map(str, codes(line))) == sorted(map(str, (tuple(each) for each in held.case.findings)))
    assert line["status"] == ("review" if held.case.findings else "accepted")
    assert {answer["read_by"] for answer in line["answers"].values()} == (read_by or {"key"})
    assert (line["stamp"]["form"], line["stamp"]["locale"]) == (form.partition("-")[0], locale)


@pytest.mark.parametrize(("form", "locale", "trip"), WAYS)
def test_libreoffice(form: str, locale: str, trip: str, office: Callable[[], LibreOffice], tmp_path: Path) -> None:
    path = tmp_path / "sent.xlsx"
    path.write_bytes(filled(form, locale))
    for number, ending in enumerate(TRIPS[trip]):
        saved = tmp_path / f"saved{number}.{ending}"
        office().save(path, saved)
        path = saved
    judged(path, form, locale)


@pytest.fixture(scope="module", params=LIBRARIES)
def saved_again(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of all copies as a library of JavaScript saved them."""
    folder = tmp_path_factory.mktemp(request.param)
    library, dates = LIBRARIES[request.param]
    files = {}
    for form, locale in BASES:
        source = folder / f"{form}.{locale}.sent.xlsx"
        source.write_bytes(filled(form, locale))
        files[source] = folder / f"{form}.{locale}.xlsx"
    save_again(library, files, dates=dates)
    return folder


@pytest.mark.parametrize(("form", "locale"), BASES)
def test_libraries_of_the_web(form: str, locale: str, saved_again: Path) -> None:
    judged(saved_again / f"{form}.{locale}.xlsx", form, locale)


@pytest.mark.parametrize(("form", "locale"), BASES)
def test_openpyxl(form: str, locale: str, tmp_path: Path) -> None:
    path = tmp_path / "saved.xlsx"
    openpyxl.load_workbook(io.BytesIO(filled(form, locale))).save(path)
    judged(path, form, locale)


@pytest.mark.parametrize(("form", "locale"), BASES)
def test_a_spreadsheet_in_a_browser(form: str, locale: str, tmp_path: Path) -> None:
    """Names, cells and what is hidden are kept; properties, protection, rules, feet of pages and styles are not."""
    held = Copy(form, locale)
    for name in list(held.parts):
        if name.startswith("docProps/"):
            del held.parts[name]
    dropped = {
        f"{S}{name}"
        for name in ("sheetProtection", "dataValidations", "headerFooter", "rowBreaks", "workbookProtection")
    }
    for part in (BOOK, SHEET):
        for each in [each for each in held.roots[part].iter() if each.tag in dropped]:
            each.getparent().remove(each)  # type: ignore[union-attr]
    for sheet in held.roots[BOOK].iter(f"{S}sheet"):
        if sheet.get("state") == "veryHidden":
            sheet.set("state", "hidden")
    for name in held.names.values():
        name.text = (name.text or "").replace("'", "") if held.title.isascii() else name.text
    path = tmp_path / "saved.xlsx"
    path.write_bytes(held.content())
    judged(path, form, locale)


@pytest.mark.parametrize(("form", "locale"), BASES)
def test_a_workbook_written_anew(form: str, locale: str, tmp_path: Path) -> None:
    """XlsxWriter makes a new file of the cells, names and merged areas of the old one."""
    old = openpyxl.load_workbook(io.BytesIO(filled(form, locale)))
    path = tmp_path / "saved.xlsx"
    book = xlsxwriter.Workbook(path)
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for sheet in old.worksheets:
        made = book.add_worksheet(sheet.title)
        for cells in sheet.iter_rows():
            for cell in cells:
                if isinstance(cell, MergedCell):
                    continue
                if isinstance(cell.value, dt.date):
                    made.write_datetime(cell.row - 1, cell.column - 1, cell.value, day)
                elif cell.data_type == "f":
                    made.write_formula(cell.row - 1, cell.column - 1, str(cell.value), None, "")
                elif cell.value is not None:
                    write = made.write_number if cell.data_type == "n" else made.write_string
                    write(cell.row - 1, cell.column - 1, cell.value if cell.data_type == "n" else str(cell.value))
        if sheet.sheet_state == "visible":
            made.set_column(0, 0, None, None, {"hidden": True})
            made.set_row(0, None, None, {"hidden": True})
        else:
            made.hide()
    for name, target in old.defined_names.items():
        book.define_name(name, f"={target.attr_text}")
    book.close()
    judged(path, form, locale)


@pytest.mark.parametrize(("form", "locale"), BASES)
def test_names_of_the_sheet_itself(form: str, locale: str, tmp_path: Path) -> None:
    """Some programs keep every name with its sheet; and relative references mean the same."""
    held = Copy(form, locale)
    for number, name in enumerate(held.names.values()):
        name.text = (name.text or "").replace("$", "") if number % 2 else name.text
        name.set("localSheetId", "0")
    path = tmp_path / "saved.xlsx"
    path.write_bytes(held.content())
    judged(path, form, locale)


@pytest.mark.parametrize(("form", "locale"), BASES)
def test_names_alone_and_the_key_column_alone_are_enough(form: str, locale: str, tmp_path: Path) -> None:
    for read_by in ("key", "bookmark"):
        held = Copy(form, locale)
        held.drop_keys() if read_by == "key" else held.drop_names()
        path = tmp_path / f"{read_by}.xlsx"
        path.write_bytes(held.content())
        judged(path, form, locale, {read_by})


@pytest.mark.parametrize("system", ["iso", "1904"])
@pytest.mark.parametrize(("form", "locale"), BASES)
def test_dates_as_text_and_since_1904(form: str, locale: str, system: str, tmp_path: Path) -> None:
    """As strict workbooks and those of old Macintoshes store them."""
    held = Copy(form, locale)
    for slot in slots(held.words.form):
        cell = held.cell(held.at(slot.key))
        serial = cell.findtext(f"{S}v") or ""
        if slot.field.type is not FieldType.DATE or not serial or cell.get("t", "n") != "n":
            continue
        day = dt.date(1899, 12, 30) + dt.timedelta(int(float(serial)))
        if system == "iso":
            held.store(held.at(slot.key), f"{day.isoformat()}T00:00:00", "d")
        else:
            held.store(held.at(slot.key), str((day - dt.date(1904, 1, 1)).days))
    if system == "1904":
        next(held.roots[BOOK].iter(f"{S}workbookPr")).set("date1904", "1")
    path = tmp_path / f"{system}.xlsx"
    path.write_bytes(held.content())
    judged(path, form, locale)

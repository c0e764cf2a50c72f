"""The translator's workbook goes through the programs people use and comes back with what was changed, nothing else."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from formgen.pipeline.project import Project
from formgen.pipeline.translating.workbooks import NotAWorkbookError, export, import_book
from formgen.translate.catalog import read_file
from formgen.translate.po import Entry, read_po, write_po
from formgen.translate.states import State, mark_of, state_of
from formgen.translate.workbook import Outcome, Person
from tests.clients.conversion import converted
from tests.loop import ROOT
from tests.programs import node_module, program

PERSON = Person("A. Sample", "2026-11-22")
SAID, STATE, KEY, ENGLISH = 8, 11, 1, 7
CHANGES = {
    ("closure", "closure.title"): "=ՁԵՎ(1)",
    ("closure", "closure.choices.goal_result.partly"): "12.05.2026",
    ("closure", "closure.choices.goal_result.reached"): "Իրականացվել է լիովին\nերկու տողով",
    ("referral", "referral.title"): "+374 Ուղղորդման ձև «նոր»",
    ("formgen", "print.page"): "Էջ {page}՝ {pages}-ից",
}


def save_with_openpyxl(path: Path, folder: Path) -> Path:
    out = folder / "openpyxl.xlsx"
    openpyxl.load_workbook(path).save(out)
    return out


def save_with_sheetjs(path: Path, folder: Path) -> Path:
    out = folder / "sheetjs.xlsx"
    files = [{"source": str(path), "out": str(out)}]
    job = {"library": "xlsx", "modules": str(node_module("xlsx").parent), "dates": False, "files": files}
    script = ROOT / "tests" / "clients" / "sheets_save.mjs"
    subprocess.run([program("node"), str(script)], input=json.dumps(job).encode(), check=True, timeout=120)
    return out


SAVERS: dict[str, Callable[[Path, Path], Path]] = {
    "openpyxl": save_with_openpyxl,
    "libreoffice": lambda path, folder: converted(path, "xlsx", folder),
    "ods": lambda path, folder: converted(path, "ods", folder),
    "sheetjs": save_with_sheetjs,
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("project")
    for name in ("forms", "locales"):
        shutil.copytree(ROOT / name, folder / name)
    return Project(folder)


@pytest.fixture(scope="module")
def book(project: Project) -> Path:
    path = project.folder / "words.xlsx"
    export(project, "hy", path, (), str)
    return path


def catalogs(project: Project) -> dict[str, bytes]:
    folder = project.folder / "locales" / "hy" / "LC_MESSAGES"
    return {path.stem: path.read_bytes() for path in sorted(folder.glob("*.po"))}


def row_of(book: Workbook, domain: str, context: str) -> int:
    return next(row for row in range(3, book[domain].max_row + 1) if book[domain].cell(row, KEY).value == context)


def edited(path: Path, out: Path) -> Path:
    """A translator's day: texts changed, rows sorted and deleted, a column and a sheet added."""
    book = openpyxl.load_workbook(path)
    for (domain, context), said in CHANGES.items():
        cell = book[domain].cell(row_of(book, domain, context), SAID)
        cell.value = said
        cell.data_type = "s"
    book["closure"].delete_rows(row_of(book, "closure", "closure.source"))
    del book["certification"]
    book.create_sheet("Notes")["A1"] = "mine"
    sheet = book["referral"]
    sheet.cell(2, 20).value = "my own column"
    values = [[cell.value for cell in row] for row in sheet.iter_rows(3)]
    for row, cells in enumerate(sorted(values, key=lambda cells: str(cells[SAID - 1])), start=3):
        for column, value in enumerate(cells, start=1):
            sheet.cell(row, column).value = value
            if value is not None:
                sheet.cell(row, column).data_type = "s"
    book.save(out)
    return out


def test_the_workbook_is_what_a_translator_needs(project: Project, book: Path) -> None:
    opened = openpyxl.load_workbook(book)
    assert opened.sheetnames == ["formgen", *(form.id for form in project.definitions())]
    sheet = opened["closure"]
    assert sheet.protection.sheet
    assert sheet.row_dimensions[1].hidden
    row = row_of(opened, "closure", "closure.identification.case_number.label")
    texts = [sheet.cell(row, column).value for column in range(5, 12)]
    assert texts[2:4] == ["Case number", "Դեպքի համարը"]
    assert "label of question 1.1" in texts[0]
    assert "mm" in texts[4]
    unlocked = {column for column in range(1, 13) if not sheet.cell(row, column).protection.locked}
    assert unlocked == {SAID, STATE}
    assert len(sheet._images) == sum(1 for _ in read_file(project.catalog_path("hy", "closure")).live)
    doubted = row_of(opened, "closure", "closure.choices.closure_reason.not_eligible")
    assert sheet.cell(doubted, STATE).value == "to review"
    assert "Doubt: wording ours" in sheet.cell(doubted, 10).value


@pytest.mark.parametrize("saver", SAVERS)
def test_nothing_changed_is_nothing_changed(project: Project, book: Path, saver: str, tmp_path: Path) -> None:
    before = catalogs(project)
    saved = SAVERS[saver](book, tmp_path)
    results = list(import_book(project, "hy", saved, PERSON))
    assert [each.domain for each in results] == list(openpyxl.load_workbook(book).sheetnames)
    assert [told for each in results for told in each.told] == []
    assert catalogs(project) == before


@pytest.mark.parametrize("saver", SAVERS)
def test_exactly_the_changes_are_taken(project: Project, book: Path, saver: str, tmp_path: Path) -> None:
    before = catalogs(project)
    saved = SAVERS[saver](edited(book, tmp_path / "edited.xlsx"), tmp_path)
    told = [each for result in import_book(project, "hy", saved, PERSON) for each in result.told]
    after = catalogs(project)
    for domain, content in before.items():
        (project.folder / "locales" / "hy" / "LC_MESSAGES" / f"{domain}.po").write_bytes(content)
    assert {(each.outcome, each.context, each.given) for each in told} == {
        (Outcome.TAKEN, context, said) for (_, context), said in CHANGES.items()
    }
    for domain, content in before.items():
        changed = {}
        known = {entry.key: entry for entry in read_entries(content)}
        for entry in read_entries(after[domain]):
            if entry.said != known.pop(entry.key, Entry("")).said:
                changed[domain, entry.context] = entry.said
        assert not known
        assert changed == {key: said for key, said in CHANGES.items() if key[0] == domain}


def read_entries(content: bytes):
    return read_po(content, "x.po").entries


def test_both_sides_changed_is_shown_and_not_lost(project: Project, book: Path, tmp_path: Path) -> None:
    path = project.catalog_path("hy", "closure")
    before = path.read_bytes()
    opened = openpyxl.load_workbook(book)
    sheet = opened["closure"]
    sheet.cell(row_of(opened, "closure", "closure.title"), SAID).value = "Գրքի վերնագիր"
    sheet.cell(row_of(opened, "closure", "closure.source"), SAID).value = 12.5
    sheet.cell(row_of(opened, "closure", "closure.choices.goal_result.partly"), SAID).value = None
    reviewed = row_of(opened, "closure", "closure.choices.closure_reason.not_eligible")
    sheet.cell(reviewed, STATE).value = "Approved"
    sheet.cell(row_of(opened, "closure", "closure.identification.title"), STATE).value = "perfect"
    english = row_of(opened, "closure", "closure.identification.case_number.label")
    sheet.cell(english, SAID).value = "Գործի համարը"
    sheet.cell(english, 2).value = "x0"
    saved = tmp_path / "both.xlsx"
    opened.save(saved)
    path.write_bytes(before.replace("Դեպքի փակման ձև".encode(), "Ֆայլի վերնագիր".encode()))
    (result,) = [each for each in import_book(project, "hy", saved, PERSON) if each.told]
    after = read_file(path)
    path.write_bytes(before)
    assert {(each.outcome, each.context) for each in result.told} == {
        (Outcome.CONFLICT, "closure.title"),
        (Outcome.NOT_TEXT, "closure.source"),
        (Outcome.EMPTIED, "closure.choices.goal_result.partly"),
        (Outcome.STATE_TAKEN, "closure.choices.closure_reason.not_eligible"),
        (Outcome.BAD_STATE, "closure.identification.title"),
        (Outcome.ENGLISH_CHANGED, "closure.identification.case_number.label"),
    }
    said = {entry.context: entry for entry in after.live}
    assert said["closure.title"].said == "Ֆայլի վերնագիր"
    approved = said["closure.choices.closure_reason.not_eligible"]
    assert state_of(approved) is State.APPROVED
    mark = mark_of(approved)
    assert mark is not None
    assert (mark.by, mark.on) == (PERSON.name, PERSON.day)


def test_a_catalog_is_written_as_it_is_read(project: Project) -> None:
    for locale in ("hy", "en"):
        for domain in catalogs(project):
            path = project.catalog_path(locale, domain)
            assert write_po(read_file(path)) == path.read_bytes(), path


def test_another_workbook_is_refused(project: Project, tmp_path: Path) -> None:
    other = tmp_path / "other.xlsx"
    Workbook().save(other)
    with pytest.raises(NotAWorkbookError):
        list(import_book(project, "hy", other, PERSON))
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK nothing")
    with pytest.raises(NotAWorkbookError):
        list(import_book(project, "hy", broken, PERSON))

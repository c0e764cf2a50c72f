"""A language from nothing to documents and back; a changed word reaches new documents; drafts are known for drafts."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from formgen.cli.app import run
from formgen.document.stamp import identifier, parse_identifier, parse_qr, qr_payload
from formgen.model.document import Format, Stamp
from formgen.pipeline.project import Project
from formgen.translate.catalog import read_file
from formgen.translate.states import State, state_of
from tests.catalogs.russian import FORM, WORDS
from tests.clients.spreadsheet import named_cell
from tests.loop import ROOT

SAID, STATE, KEY = 8, 11, 1


def call(folder: Path, *arguments: object) -> int:
    return run(["--project", str(folder), *map(str, arguments)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "visit.yaml").write_text(FORM, encoding="utf-8")
    return tmp_path


def translate(path: Path, words: dict[str, str], state: str | None = None) -> None:
    """Write translations into the workbook, as a person does in Excel."""
    book = openpyxl.load_workbook(path)
    left = dict(words)
    for sheet in book:
        for row in range(3, sheet.max_row + 1):
            said = left.pop(str(sheet.cell(row, KEY).value), None)
            if said is not None:
                sheet.cell(row, SAID).value = said
                sheet.cell(row, STATE).value = state or sheet.cell(row, STATE).value
    assert left == {}
    book.save(path)


def read_back(folder: Path, path: Path, capsys: pytest.CaptureFixture[str]) -> dict:
    capsys.readouterr()
    call(folder, "extract", path, "--json")
    (line,) = capsys.readouterr().out.splitlines()
    return json.loads(line)


def test_a_third_language_goes_through_the_whole_loop(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(folder, "translate", "add", "ru") == 0
    assert call(folder, "translate", "add", "ru") == 2
    out, book = folder / "out", folder / "words.xlsx"
    assert call(folder, "generate", "visit", "--locale", "ru", "--out", out) == 3
    assert "visit.title" in capsys.readouterr().err
    assert not out.exists()

    assert call(folder, "translate", "export", "--locale", "ru", book) == 0
    translate(book, WORDS, "reviewed")
    assert call(folder, "translate", "import", "--locale", "ru", "--by", "A. Sample", book) == 0
    visit = read_file(folder / "locales" / "ru" / "LC_MESSAGES" / "visit.po")
    assert visit.headers["Plural-Forms"].startswith("nplurals=3;")
    assert {state_of(entry) for entry in visit.live} == {State.REVIEWED}

    capsys.readouterr()
    assert call(folder, "translate", "check", "visit", "--locale", "ru", "--json") == 0
    assert capsys.readouterr().out == ""
    assert call(folder, "translate", "status", "visit", "--locale", "ru", "--json") == 0
    status = json.loads(capsys.readouterr().out)
    assert (status["texts"], status["done"], status["reviewed"], status["words_left"]) == (10, 10, 10, 0)
    assert call(folder, "translate", "update") == 0

    assert call(folder, "generate", "visit", "--locale", "ru", "--out", out) == 0
    record = {"number": "В-1", "day": "2026-11-21", "mood": "worried", "alone": True, "notes": "Ждёт звонка."}
    (folder / "data.json").write_text(json.dumps([record]), encoding="utf-8")
    copies = folder / "copies"
    assert call(folder, "fill", "visit", "--data", folder / "data.json", "--locale", "ru", "--out", copies) == 0
    for path in sorted(copies.iterdir()):
        found = read_back(folder, path, capsys)
        assert (found["status"], found["stamp"]["locale"], found["findings"]) == ("accepted", "ru", [])
        assert found["record"] == record
    sheet = openpyxl.load_workbook(out / "visit-1.0.ru.xlsx")
    named_cell(sheet, "fg_mood").value = "Спокоен"
    named_cell(sheet, "fg_alone").value = "Нет"
    sheet.save(folder / "typed.xlsx")
    typed = read_back(folder, folder / "typed.xlsx", capsys)
    assert (typed["record"]["mood"], typed["record"]["alone"]) == ("calm", False)


def test_a_draft_says_so_everywhere(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(folder, "translate", "add", "ru") == 0
    out = folder / "out"
    assert call(folder, "generate", "visit", "--locale", "ru", "--draft", "--out", out) == 0
    names = sorted(path.name for path in out.iterdir())
    assert names == [f"visit-1.0-draft.ru.{format_}" for format_ in sorted(Format)]
    for path in out.iterdir():
        found = read_back(folder, path, capsys)
        assert found["status"] == "review"
        assert [each["code"] for each in found["findings"]] == ["draft", "blank"]
        assert found["stamp"]["locale"] == "ru"
    assert call(folder, "generate", "visit", "--locale", "hy", "--draft", "--out", out) == 0
    assert "visit-1.0-draft.hy.pdf" in {path.name for path in out.iterdir()}
    # What a later draft of more words replaces is an untouched draft.
    po = folder / "locales" / "ru" / "LC_MESSAGES" / "visit.po"
    po.write_text(po.read_text("utf-8").replace('msgid "Notes"\nmsgstr ""', 'msgid "Notes"\nmsgstr "Слова"'), "utf-8")
    assert call(folder, "generate", "visit", "--locale", "ru", "--draft", "--out", out) == 0


@pytest.mark.parametrize("locale", ["hy", "ru", "pt_BR", "qps"])
@pytest.mark.parametrize("draft", [True, False])
def test_stamps_of_drafts_are_read(locale: str, *, draft: bool) -> None:
    stamp = Stamp("service_evaluation", "1.0", locale, "client", "A" * 12, draft=draft)
    assert parse_identifier(identifier(stamp)) == stamp
    assert parse_qr(qr_payload(stamp, 2, 3)) == (stamp, 2)


def test_a_changed_word_reaches_new_documents_and_old_copies_are_still_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("forms", "locales"):
        shutil.copytree(ROOT / name, tmp_path / name)
    old, new = tmp_path / "old", tmp_path / "new"
    wanted = ("generate", "closure", "--locale", "hy", "--out")
    assert call(tmp_path, *wanted, old) == 0
    po = tmp_path / "locales" / "hy" / "LC_MESSAGES" / "closure.po"
    text = po.read_text(encoding="utf-8")
    assert "Դեպքի բացման ամսաթիվը" in text
    po.write_text(text.replace("Դեպքի բացման ամսաթիվը", "Դեպքը բացելու օրը"), encoding="utf-8")
    assert call(tmp_path, *wanted, new) == 0
    shown = Project(tmp_path).localized(Project(tmp_path).definition("closure"), "hy")
    assert shown.catalog.words["closure.identification.case_opened.label", "Date the case was opened"] in words_of(new)
    assert "Դեպքը բացելու օրը" not in words_of(old)
    for path in [*old.iterdir(), *new.iterdir()]:
        found = read_back(tmp_path, path, capsys)
        assert [each["code"] for each in found["findings"]] == ["blank"], path


def words_of(folder: Path) -> str:
    """What all three documents of a folder say; a word counts where each of them says it."""
    import zipfile

    import pypdfium2

    said = []
    for path in sorted(folder.iterdir()):
        if path.suffix == ".pdf":
            pages = pypdfium2.PdfDocument(path.read_bytes())
            said.append(" ".join(page.get_textpage().get_text_range() for page in pages))
        else:
            with zipfile.ZipFile(path) as archive:
                said.append(" ".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist()))
    wanted = "Դեպքը բացելու օրը"
    return wanted if all(wanted in " ".join(text.split()) for text in said) else ""

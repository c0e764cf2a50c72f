"""A copy that is sent back: what is open in it, what other programs do with it, how it joins its record."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pikepdf
import pytest
from click.testing import CliRunner
from lxml import etree

from formgen.cli.app import build
from formgen.cli.language import speaker
from formgen.cli.session import Session
from formgen.model.document import Format, Stamp
from formgen.model.slot import SlotKind
from formgen.pipeline.fixing import Asked, NothingToFixError, asked_of, prepare, register
from formgen.pipeline.project import UnknownFormError
from formgen.pipeline.registry.taking import Outcome
from formgen.store.events import history
from formgen.store.kept import Action, KeptRecord, State
from formgen.store.opening import Store
from formgen.store.records import find, fix_of, revisions_of
from tests.clients.entry import CannotFillError, Entry
from tests.clients.libreoffice import LibreOffice
from tests.forms import PROJECT
from tests.judges.open_xml import open_xml_errors
from tests.judges.verapdf import Verapdf
from tests.loop import PROJECT as SHARED
from tests.roundtrip.engines import driver
from tests.stored import CLERK, new_store, put, taken_in

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CASE = json.loads((PROJECT / "tests" / "cases" / "closure-armenian.json").read_text(encoding="utf-8"))["record"]
WRONG = {**CASE, "case_opened": "2026-10-05", "case_closed": "2025-11-21"}
ENGINES = [(Format.PDF, "pdfjs"), (Format.DOCX, "word"), (Format.DOCX, "libreoffice"), (Format.XLSX, "libreoffice")]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = new_store(tmp_path)
    assert put(made, Stamp("closure", "1.0", "hy"), WRONG, project=SHARED).state is State.REVIEW
    return made


def sent_back(store: Store, folder: Path, format_: Format, **how: object) -> tuple[Path, Asked]:
    with store.read() as connection:
        asked = asked_of(SHARED, connection, "2026-1", **how)  # type: ignore[arg-type]
    made, copy = prepare(SHARED, asked, format_)
    with store.write() as connection:
        register(connection, asked, copy, CLERK)
    (folder / made.name).write_bytes(made.content)
    return folder / made.name, asked


def the_record(store: Store) -> KeptRecord:
    with store.read() as connection:
        return next(iter(find(connection)))


def entry(key: str, text: str) -> Entry:
    return Entry(key, SlotKind.TEXT, text)


def test_what_is_asked_and_what_it_is_held_against(store: Store, tmp_path: Path) -> None:
    _, asked = sent_back(store, tmp_path, Format.DOCX)
    assert {"case_opened", "case_closed"} <= set(asked.items)
    assert not {"client_name", "case_number", "closure_reason"} & set(asked.items)


@pytest.mark.parametrize(("format_", "engine"), ENGINES)
def test_it_joins_its_record_when_it_returns(
    store: Store, tmp_path: Path, office: Callable[[], LibreOffice], format_: Format, engine: str
) -> None:
    path, _ = sent_back(store, tmp_path, format_)
    back = tmp_path / f"back.{format_}"
    entries = [entry("case_opened", "21.11.2025"), entry("case_closed", "05.10.2026")]
    driver(format_, engine, office)(path, back, entries)
    taken = taken_in(store, back)
    assert (taken.outcome, str(taken.record)) == (Outcome.FIXED, "2026-1")
    kept = the_record(store)
    assert kept.revision.values == {**kept.revision.values, "case_opened": "2025-11-21", "case_closed": "2026-10-05"}
    assert (kept.status, kept.revision.number) == (State.ACCEPTED, 2), kept.revision.findings
    with store.read() as connection:
        first = revisions_of(connection, kept.id)[0].values
    changed = {name for name, value in kept.revision.values.items() if value != first[name]}
    assert changed == {"case_opened", "case_closed"}
    assert [each.code for each in kept.revision.findings if each.code != "unsigned"] == []


@pytest.mark.parametrize("format_", list(Format))
def test_a_copy_nobody_touched_says_nothing_new(store: Store, tmp_path: Path, format_: Format) -> None:
    path, _ = sent_back(store, tmp_path, format_)
    taken = taken_in(store, path)
    assert taken.outcome is Outcome.SAME
    assert taken.report is not None
    known = {each.code for each in the_record(store).revision.findings} | {"unsigned"}
    assert {each.code for each in taken.report.findings} <= known


@pytest.mark.parametrize(("format_", "engine"), [(Format.DOCX, "word"), (Format.XLSX, "openpyxl")])
def test_another_answer_that_was_changed_goes_to_a_person(
    store: Store, tmp_path: Path, office: Callable[[], LibreOffice], format_: Format, engine: str
) -> None:
    path, _ = sent_back(store, tmp_path, format_)
    back = tmp_path / f"back.{format_}"
    driver(format_, engine, office)(path, back, [entry("client_name", "Ուրիշ Նմուշ")])
    assert taken_in(store, back).outcome is Outcome.CONFLICT
    assert the_record(store).revision.number == 1


def test_words_written_into_the_remarks_are_told(store: Store, tmp_path: Path) -> None:
    path, asked = sent_back(store, tmp_path, Format.DOCX)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    root = etree.fromstring(parts["word/document.xml"])
    next(root.iter(f"{W}t")).text += " Ես չգիտեմ"
    parts["word/document.xml"] = etree.tostring(root)
    back = tmp_path / "back.docx"
    with zipfile.ZipFile(back, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    report = taken_in(store, back).report
    assert report is not None
    assert [each.written for each in report.findings if each.code == "remark" and "չգիտեմ" in (each.written or "")]
    assert asked.items


def test_everything_else_is_locked(store: Store, tmp_path: Path) -> None:
    pdf, asked = sent_back(store, tmp_path, Format.PDF)
    docx, _ = sent_back(store, tmp_path, Format.DOCX)
    xlsx, _ = sent_back(store, tmp_path, Format.XLSX)
    with zipfile.ZipFile(docx) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    locks = {
        each.find(f"{W}tag").get(f"{W}val"): each.find(f"{W}lock").get(f"{W}val")  # type: ignore[union-attr]
        for each in root.iter(f"{W}sdtPr")
    }
    book = openpyxl.load_workbook(xlsx)
    with pikepdf.open(pdf) as document:
        fields = {str(each.T): int(each.get("/Ff", 0)) & 1 for each in document.Root.AcroForm.Fields}
    for key in ("client_name", "case_opened", "case_closed"):
        is_open = key in asked.items
        ((sheet, area),) = book.defined_names[f"fg_{key}"].destinations
        assert book[sheet][area.replace("$", "")].protection.locked is not is_open
        assert locks[key] == ("sdtLocked" if is_open else "sdtContentLocked")
        assert fields[key] == (0 if is_open else 1)
    assert fields["client_signature"] == 0


def test_pdfium_lets_nobody_type_into_a_locked_field(store: Store, tmp_path: Path) -> None:
    path, _ = sent_back(store, tmp_path, Format.PDF)
    back = tmp_path / "back.pdf"
    with pytest.raises((CannotFillError, AssertionError)):
        driver(Format.PDF, "pdfium", pytest.fail)(path, back, [entry("client_name", "Ուրիշ")])
        assert taken_in(store, back).outcome is not Outcome.SAME


def test_the_documents_stay_valid(store: Store, tmp_path: Path, verapdf: Verapdf) -> None:
    office = [sent_back(store, tmp_path, format_)[0] for format_ in (Format.DOCX, Format.XLSX)]
    assert open_xml_errors(office) == {path: [] for path in office}
    path, _ = sent_back(store, tmp_path, Format.PDF)
    assert verapdf.failures(path) == []


def test_a_person_may_ask_further_questions(store: Store, tmp_path: Path) -> None:
    path, asked = sent_back(store, tmp_path, Format.DOCX, further=("client_phone",))
    assert "client_phone" in asked.items
    with zipfile.ZipFile(path) as package:
        assert "խնդրում ենք այս պատասխանը" in package.read("word/document.xml").decode("utf-8")
    with store.read() as connection, pytest.raises(UnknownFormError):
        asked_of(SHARED, connection, "2026-1", ("nobody_asked",))


def test_nothing_is_sent_where_nothing_is_in_question(tmp_path: Path) -> None:
    made = new_store(tmp_path)
    put(made, Stamp("closure", "1.0", "hy"), CASE, project=SHARED)
    with made.read() as connection, pytest.raises(NothingToFixError):
        asked_of(SHARED, connection, "2026-1")


@pytest.mark.parametrize("locale", ["hy", "en"])
def test_the_command_writes_the_copy_and_notes_it(store: Store, tmp_path: Path, locale: str) -> None:
    say = speaker(locale)
    cli = build(say, Session(str(PROJECT), locale, say))
    arguments = ["fix", "2026-1", "--format", "xlsx", "--locale", "en", "--db", str(store.path), "--json"]
    result = CliRunner().invoke(cli, [*arguments, "--out", str(tmp_path)], standalone_mode=False)
    assert result.return_value == 0, result.stderr
    told = json.loads(result.stdout)
    assert Path(told["path"]).name == "closure-1.0-2026-1-fix.en.xlsx"
    with store.read() as connection:
        fix = fix_of(connection, told["copy"])
        events = history(connection, the_record(store).id)
    assert fix is not None
    assert list(fix.items) == told["items"]
    assert events[-1].action is Action.SENT_BACK
    unknown = CliRunner().invoke(cli, ["fix", "2026-9", "--db", str(store.path)], standalone_mode=False)
    assert unknown.return_value == 2

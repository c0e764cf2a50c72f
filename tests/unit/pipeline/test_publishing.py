"""A published version never changes; its copies are read with it and give today's record."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from formgen.cli.app import run
from formgen.document.opening import OfficePackage
from formgen.model.document import FileKind, Format
from formgen.model.report import Report
from formgen.pipeline.checking import check
from formgen.pipeline.compiled import maker
from formgen.pipeline.demo.entry import entries
from formgen.pipeline.demo.journey import typist
from formgen.pipeline.project import Project
from formgen.pipeline.publishing import AlreadyPublishedError, publish
from formgen.pipeline.reading import read_document

ROOT = Path(__file__).parents[3]

ANSWERS: dict[str, str | bool] = {
    "case_number": "ԵՐ-2026-1",
    "client_name": "Նմուշյան Նմուշ",
    "closure_reason": "migration",
    "additional_reasons.migration": True,
    "additional_reasons.death": True,
    "closure_details": "Տեղափոխվել է",
    "evaluation_by": "Գնահատողյան",
    "goals.1.goal": "Աշխատանք",
    "goals.1.result": "partly",
}
ANSWERS_TODAY: dict[str, str | bool] = {
    "client_full_name": "Նմուշյան Նմուշ",
    "closure_reason": "death",
    "goals.1.aim": "Աշխատանք",
}

CHANGES = """
changes:
  - since: "1.0"
    renamed: {client_name: client_full_name, goals.goal: goals.aim}
    removed: [evaluation_by]
    merged:
      closure_reason: {migration: other}
      additional_reasons: {migration: other}
      goals.result: {partly: not_reached}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project of its own with the closure form alone, where nothing is published yet."""
    monkeypatch.setattr("formgen.pipeline.project.shipped", lambda: tmp_path)
    (tmp_path / "forms").mkdir()
    shutil.copy(ROOT / "forms" / "closure.yaml", tmp_path / "forms")
    shutil.copytree(ROOT / "locales", tmp_path / "locales")
    return Project(tmp_path)


def next_version(project: Project) -> Project:
    """Version 1.1: a field renamed, one removed, an option merged into another, in a table as well."""
    path = project.folder / "forms" / "closure.yaml"
    text = path.read_text("utf-8").replace('version: "1.0"', 'version: "1.1"')
    text = text.replace("- id: client_name\n", "- id: client_full_name\n").replace("{id: goal, ", "{id: aim, ")
    text = text.replace("    migration: Migration\n", "").replace("    partly: Partly\n", "")
    text = text.replace("is: [death, migration]", "is: [death]")
    start = text.index("      - id: evaluation_by")
    text = text[:start] + text[text.index("      - id: evaluation_attached") :]
    path.write_text(text + CHANGES, encoding="utf-8")
    for locale in ("hy", "en"):
        words = project.folder / "locales" / locale / "LC_MESSAGES" / "closure.po"
        said = words.read_text("utf-8").replace(".client_name.label", ".client_full_name.label")
        words.write_text(said.replace(".goals.goal.label", ".goals.aim.label"), encoding="utf-8")
    return Project(project.folder)


def filled(project: Project, locale: str, format_: Format, answers: dict[str, str | bool] = ANSWERS) -> Path:
    """A blank of the project's closure form, filled by another library."""
    localized = project.localized(project.definition("closure"), locale)
    path = project.folder / f"copy.{locale}.{format_}"
    path.write_bytes(typist(format_)(maker(format_).compile_blank(localized), entries(answers, localized)))
    return path


def record_of(report: Report) -> dict:
    assert report.record is not None
    return dict(report.record.values)


def test_a_published_version_is_whole_and_never_changes(project: Project) -> None:
    folder, is_new = publish(project, "closure")
    assert is_new
    assert sorted(path.name for path in folder.iterdir()) == [
        "closure.yaml", "en.po", "hy.po", "layout.en.json", "layout.hy.json",
    ]  # fmt: skip
    places = json.loads((folder / "layout.hy.json").read_text("utf-8"))
    assert {"case_number", "closure_reason", "services_summary.10.result"} <= {place["key"] for place in places}
    before = {path: path.read_bytes() for path in folder.iterdir()}
    assert publish(Project(project.folder), "closure") == (folder, False)
    path = project.folder / "forms" / "closure.yaml"
    path.write_text(path.read_text("utf-8").replace("max_len: 30", "max_len: 29", 1), encoding="utf-8")
    with pytest.raises(AlreadyPublishedError):
        publish(Project(project.folder), "closure")
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_a_change_without_a_new_version_is_a_fault_of_check(project: Project) -> None:
    publish(project, "closure")
    path = project.folder / "forms" / "closure.yaml"
    path.write_text(path.read_text("utf-8").replace("max_len: 30", "max_len: 29", 1), encoding="utf-8")
    assert [fault.what.context for fault in check(Project(project.folder))] == ["fault.changed-after-publishing"]


def test_what_went_without_a_word_is_a_fault_of_check(project: Project) -> None:
    publish(project, "closure")
    today = next_version(project)
    assert list(check(today)) == []
    path = project.folder / "forms" / "closure.yaml"
    path.write_text(path.read_text("utf-8").replace(CHANGES, ""), encoding="utf-8")
    told = [fault.what.context for fault in check(Project(project.folder))]
    assert sorted(set(told)) == ["fault.undeclared-field", "fault.undeclared-option"]


@pytest.mark.parametrize("locale", ["hy", "en"])
@pytest.mark.parametrize("format_", list(Format))
def test_an_old_copy_gives_today_s_record(project: Project, locale: str, format_: Format) -> None:
    publish(project, "closure")
    old = filled(project, locale, format_)
    today = next_version(project)
    report = read_document(today, old)
    assert report.stamp is not None
    assert report.stamp.version == "1.0"
    record = record_of(report)
    assert list(record) == [key for key in today.definition("closure").items if key in record]
    assert record["client_full_name"] == "Նմուշյան Նմուշ"
    assert record["closure_reason"] == "other"
    assert record["additional_reasons"] == ("death", "other")
    assert record["goals"] == ({"aim": "Աշխատանք", "result": "not_reached"},)
    assert "client_name" not in record
    assert "evaluation_by" not in record
    told = {each.code: each for each in report.findings}
    assert told["earlier-version"].values == {"version": "1.0", "today": "1.1"}
    assert (told["no-longer-asked"].field, told["no-longer-asked"].written) == ("evaluation_by", "Գնահատողյան")
    assert report.answers["client_name"].written == "Նմուշյան Նմուշ"


def test_a_new_blank_is_read_by_the_new_version(project: Project) -> None:
    publish(project, "closure")
    today = next_version(project)
    report = read_document(today, filled(today, "hy", Format.DOCX, ANSWERS_TODAY))
    assert report.stamp is not None
    assert report.stamp.version == "1.1"
    assert record_of(report)["client_full_name"] == "Նմուշյան Նմուշ"
    assert not {"earlier-version", "no-longer-asked"} & {each.code for each in report.findings}


def test_a_blank_of_an_old_version_sent_back_is_one_finding(project: Project, tmp_path: Path) -> None:
    publish(project, "closure")
    localized = project.localized(project.definition("closure"), "hy")
    path = tmp_path / "blank.docx"
    path.write_bytes(maker(Format.DOCX).compile_blank(localized))
    report = read_document(next_version(project), path)
    assert [each.code for each in report.findings] == ["blank"]


def test_a_copy_of_an_unpublished_version_is_not_guessed_at(project: Project) -> None:
    old = filled(project, "hy", Format.XLSX)
    report = read_document(next_version(project), old)
    assert [each.code for each in report.findings] == ["unknown-form"]
    assert OfficePackage(old.read_bytes()).format is FileKind.XLSX


def test_an_old_copy_says_its_options_in_the_words_it_was_published_with(project: Project) -> None:
    publish(project, "closure")
    old = filled(project, "hy", Format.XLSX)
    words = project.folder / "locales" / "hy" / "LC_MESSAGES" / "closure.po"
    words.write_text(words.read_text("utf-8").replace('msgstr "Միգրացիա"', 'msgstr "Արտագաղթ"'), encoding="utf-8")
    assert record_of(read_document(Project(project.folder), old))["closure_reason"] == "migration"


def test_the_command_publishes(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--project", str(project.folder), "publish", "closure"]) == 0
    assert run(["--project", str(project.folder), "--ui-locale", "hy", "publish", "closure"]) == 0
    assert "closure-1.0" in capsys.readouterr().err


@pytest.mark.parametrize("name", sorted(Project(ROOT).definition_paths))
def test_our_own_forms_are_published_as_they_stand(name: str) -> None:
    project = Project(ROOT)
    folder = project.published_folder / f"{name}-1.0"
    assert folder.is_dir()
    before = {path: path.read_bytes() for path in folder.iterdir()}
    assert publish(project, name) == (folder, False)
    assert {path: path.read_bytes() for path in folder.iterdir()} == before

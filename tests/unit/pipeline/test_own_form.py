from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from ruamel.yaml import YAML

from formgen.cli.app import run
from formgen.define import load_definition
from formgen.define.schema import ItemSource, QuestionSource, ScoringSource, SectionSource
from formgen.document.stamp import file_name
from formgen.errors import ExitCode
from formgen.generate.filling import filling
from formgen.generate.xlsx import Blank as XlsxBlank
from formgen.model.catalog import Catalog
from formgen.model.document import Format
from formgen.model.form import FieldType
from formgen.model.slot import slots
from formgen.pipeline.demo.entry import entries
from formgen.pipeline.demo.journey import typist
from formgen.pipeline.making import stamp_of
from formgen.pipeline.project import Project
from formgen.pipeline.reading import read_document
from formgen.translate.catalog import FOLDER, write_words
from formgen.translate.template import form_messages
from formgen.validate import check_filling
from tests.forms import PROJECT
from tests.judges.office_lint import lint
from tests.judges.open_xml import open_xml_errors

FORM = r"""
form: visit
version: "2.0"
title: "Home visit"
source: "A sample of a centre's own form"
number_field: visit_number
variant_field: group
variants: groups
pages_at_most: 4
comment: "For the tests"
scoring: {rule: sum, benchmark: 5.5, total_field: total, benchmark_field: least, conclusion_field: outcome,
  passed_code: enough, failed_code: little, deferred_code: later}
changes:
  - {since: "1.0", renamed: {number: visit_number}, removed: [weather], merged: {rooms: {pantry: kitchen}}}
choices:
  groups: {home: Home, shelter: Shelter}
  rooms: {kitchen: Kitchen, yard: {label: Yard, special: true, origin: ours}, none_seen: None of these}
  moods: {calm: Calm, worried: {label: Worried, doubt: "or anxious", comment: "of the person"}}
  marks: {"1": {label: Poor, value: 1}, "2": {label: Fair, value: 2}, "3": {label: Good, value: 3}}
  regions: {r1: North, r2: South, r3: East, r4: West, r5: Upper, r6: Lower, r7: Inner, r8: Outer, r9: Near, r10: Far}
  outcomes: {enough: Enough, little: Too little, later: Later}
sections:
  - id: visit
    title: The visit
    intro: Filled in on the day of the visit.
    items:
      - {id: group, type: choice, label: For whom, choices: groups}
      - {id: visit_number, type: text, label: Number, required: true, max_len: 12, pattern: '^V-\d{4}$', span: 4}
      - {id: born, type: date, label: Born on, birth_date: true, earliest: 1900-01-01, privacy: personal, span: 4}
      - {id: began, type: date, label: Began, not_future: true, span: 4, help: "The day of the first call."}
      - {id: ended, type: date, label: Ended, not_before: began, span: 6}
      - {id: planned, type: date, label: Next visit, after: began, span: 6}
      - {id: people, type: number, label: People at home, min: 1, max: 30, decimals: 0, span: 4}
      - {id: children, type: number, label: Children, min: 0, decimals: 0, not_above: people, span: 4}
      - {id: rent, type: number, label: Rent, decimals: 2, span: 4}
      - {id: phone, type: phone, label: Telephone, privacy: personal, span: 4}
      - {id: mail, type: text, label: E-mail, email: true, max_len: 30, span: 8}
      - {id: region, type: choice, label: Region, choices: regions, widget: combo}
      - {id: alone, type: yes_no, label: Does the person live alone?, required: true}
      - {id: mood, type: choice, label: Mood, choices: moods,
         visible_if: {all: [{field: alone, is: "yes"}, {not: {field: region, is: r1}}]}}
      - {id: why, type: multiline, label: Why, max_len: 200, lines: 2, visible_if: {field: mood, is: [worried, calm]}}
      - {id: rooms, type: multi_choice, label: Rooms seen, choices: rooms, exclusive: [none_seen], allows_special: true}
      - {id: beds, type: number, label: Beds, decimals: 0, visible_if: {field: group, is: shelter}}
  - id: steps
    title: Steps
    visible_if: {field: alone, is: "yes"}
    doubt: "or actions"
    comment: "What was agreed"
    origin: ours
    items:
      - id: steps
        type: table
        label: Next steps
        help: Whoever takes a step signs below.
        rows: 3
        columns:
          - {id: step, type: text, label: Step, required: true, max_len: 8, span: 2}
          - {id: told, type: multiline, label: Told, max_len: 8, span: 2}
          - {id: by, type: date, label: By, span: 2}
          - {id: cost, type: number, label: Cost, decimals: 1, span: 2}
      - id: callers
        type: table
        label: Who was called
        rows: 2
        columns:
          - {id: phone, type: phone, label: Telephone, span: 2}
          - {id: mood, type: choice, label: Mood, choices: moods, span: 3}
          - {id: came, type: yes_no, label: Came, span: 2}
          - {id: mark, type: rating, label: Mark, choices: marks, na_allowed: true, span: 5}
  - id: marks
    title: Marks
    dimension: Conditions
    items:
      - {id: notice, type: note, paragraphs: ["More than {benchmark} of {max_score}.", "Kept by {processor}."]}
      - {id: home, type: rating, label: Home, choices: marks, weight: 1, dimension: place, origin: ours,
         indicators: [{statistic: share, comparison: ">=", value: 0.8, codes: ["3"]}]}
      - {id: home_too, type: rating, label: Home seen by the neighbour, choices: marks, combine_with: home}
      - {id: food, type: rating, label: Food, choices: marks, weight: 2, doubt: "or meals", comment: "Today"}
      - {id: care, type: rating, label: Care, choices: marks, na_allowed: true}
      - {id: total, type: number, label: Total, decimals: 1, computed: true, span: 6}
      - {id: least, type: number, label: More than, required: true, decimals: 1, default: "5.5", span: 6}
      - {id: outcome, type: choice, label: Outcome, choices: outcomes}
      - {id: consent, type: yes_no, label: The person agrees, required: true, must_equal: "yes"}
      - {id: signed, type: signature, label: Signature, required: true, span: 8}
      - {id: signed_on, type: date, label: Signed on, span: 4}
"""
RECORDS: Mapping[str, Mapping[str, object]] = {
    "home": {
        "group": "home",
        "visit_number": "V-0001",
        "born": "1961-05-04",
        "began": "2026-11-20",
        "ended": "2026-11-20",
        "planned": "2026-12-01",
        "people": 4,
        "children": 2,
        "rent": 120.5,
        "phone": "+37491234567",
        "mail": "sample@example.am",
        "region": "r10",
        "alone": True,
        "mood": "worried",
        "why": "Առաջին տող\nsecond – «№ 2»",
        "rooms": ["kitchen", "yard"],
        "steps": [
            {"step": "Քայլ 1", "told": "այո", "by": "2026-12-02", "cost": 12.5},
            {"step": "=1+1", "told": None, "by": None, "cost": None},
        ],
        "callers": [{"phone": "+37410123456", "mood": "calm", "came": False, "mark": "na"}],
        "home": 3,
        "home_too": 2,
        "food": 3,
        "care": "na",
        "total": 8.5,
        "outcome": "enough",
        "consent": True,
        "signed_on": "2026-11-21",
    },
    "shelter": {"group": "shelter", "visit_number": "V-0002", "alone": False, "beds": 7, "rooms": ["none_seen"]},
}
RECEIVED = "2026-11-22"
ARMENIAN = str.maketrans("abcdefghijklmnopqrstuvwxyz", "աբցդեֆգհիջկլմնոպքրստուվխյզ"[:26])
PLACEHOLDER = re.compile(r"(\{[a-z_]+\})")


def armenian(text: str) -> str:
    """English words in Armenian letters: no translation, but as an Armenian catalog looks."""
    return "".join(
        part if PLACEHOLDER.fullmatch(part) else part.lower().translate(ARMENIAN) for part in PLACEHOLDER.split(text)
    )


def write_form(folder: Path, source: str = FORM) -> None:
    """A project folder with one form and its words in two languages."""
    (folder / "forms").mkdir(parents=True)
    path = folder / "forms" / "visit.yaml"
    path.write_text(source, encoding="utf-8")
    own = [each for each in form_messages(load_definition(path)) if each.context.startswith("visit.")]
    for locale in ("hy", "en"):
        words = {(each.context, each.text): armenian(each.text) if locale == "hy" else each.text for each in own}
        catalog = folder / "locales" / locale / FOLDER / "visit.po"
        catalog.parent.mkdir(parents=True)
        write_words(catalog, own, Catalog(locale, words))


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A centre's folder, with the blanks of its form made by the command."""
    folder = tmp_path_factory.mktemp("centre")
    write_form(folder)
    assert run(["--project", str(folder), "generate", "visit", "--out", str(folder / "blanks")]) == ExitCode.OK
    return folder


def typed(centre: Path, out: Path, variant: str) -> Iterator[Path]:
    """The blanks of a variant, in every language and format, with its record typed in by other libraries."""
    project = Project(centre)
    form = project.definition("visit")
    for locale in ("hy", "en"):
        localized = project.localized(form, locale, variant)
        record, findings = check_filling(RECORDS[variant], project.shown(form, locale, variant))
        assert findings == ()
        told = list(entries(filling(localized.form, record), localized))
        for format_ in Format:
            name = file_name(stamp_of(localized), format_)
            out.joinpath(name).write_bytes(typist(format_)((centre / "blanks" / name).read_bytes(), told))
            yield out / name


def extracted(centre: Path, paths: Sequence[Path], capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    capsys.readouterr()
    run(["--project", str(centre), "extract", *map(str, paths), "--json", "--received", RECEIVED])
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def whole(centre: Path, variant: str) -> dict[str, object]:
    """A record with every field of its variant, as `extract --json` shows it."""
    definition = Project(centre).localized(Project(centre).definition("visit"), "en", variant).form
    none: dict[str, object] = {"group": variant}
    for slot in slots(definition):
        many = slot.table is not None or slot.field.type is FieldType.MULTI_CHOICE
        none.setdefault(slot.item_id, [] if many else None)
    return {**none, "least": 5.5, **RECORDS[variant]}


def test_the_form_uses_every_word_a_definition_may_use() -> None:
    source = YAML(typ="safe", pure=True).load(FORM)
    items = [item for section in source["sections"] for item in section["items"]]
    columns = [column for item in items for column in item.get("columns", ())]
    used = {word for each in [*items, *columns] for word in each}
    assert used == {*ItemSource.model_fields, *QuestionSource.model_fields}
    assert {word for each in source["sections"] for word in each} == set(SectionSource.model_fields)
    assert set(source["scoring"]) == set(ScoringSource.model_fields)
    assert {item["type"] for item in items} == {*FieldType, "table", "note"}
    assert {column["type"] for column in columns} == {*FieldType} - {"multi_choice", "signature"}


def test_the_blanks_are_made_in_every_format(centre: Path) -> None:
    names = {path.name for path in (centre / "blanks").iterdir()}
    variants, locales = ("home", "shelter"), ("hy", "en")
    assert names == {f"visit-{v}-2.0.{locale}.{each}" for v in variants for locale in locales for each in Format}


@pytest.mark.parametrize("variant", RECORDS)
def test_what_other_programs_type_is_one_record(
    variant: str, centre: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = list(typed(centre, tmp_path, variant))
    lines = extracted(centre, paths, capsys)
    assert len(lines) == len(paths) == 6
    expected = whole(centre, variant)
    for line, path in zip(lines, paths, strict=True):
        record = {key: value for key, value in line["record"].items() if key != "signed"}
        assert record == {key: value for key, value in expected.items() if key != "signed"}, path.name
        assert line["stamp"]["variant"] == variant
    told = [[(each["code"], each["field"]) for each in line["findings"]] for line in lines]
    assert told == [told[0]] * len(told)


def test_a_whole_record_is_accepted_and_scored(
    centre: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for line in extracted(centre, list(typed(centre, tmp_path, "home")), capsys):
        assert line["status"] == "accepted"
        assert (line["computed"]["total_score"], line["computed"]["passed"]) == (8.5, True)


@pytest.mark.parametrize("variant", RECORDS)
def test_what_formgen_fills_in_is_the_same_record(
    variant: str, centre: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data.json"
    data.write_text(json.dumps(RECORDS[variant], ensure_ascii=False), encoding="utf-8")
    out = tmp_path / "out"
    assert run(["--project", str(centre), "fill", "visit", "--data", str(data), "--out", str(out)]) == ExitCode.OK
    lines = extracted(centre, sorted(out.iterdir()), capsys)
    assert len(lines) == 6
    assert all({**line["record"], "signed": None} == {**whole(centre, variant), "signed": None} for line in lines)


@pytest.mark.parametrize("variant", RECORDS)
def test_blanks_come_back_blank(variant: str, centre: Path, capsys: pytest.CaptureFixture[str]) -> None:
    blanks = sorted((centre / "blanks").glob(f"visit-{variant}-*"))
    for line in extracted(centre, blanks, capsys):
        assert [each["code"] for each in line["findings"]] == ["blank"], line["source"]
        assert line["answers"] == {}


def test_missing_words_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_form(tmp_path)
    catalog = tmp_path / "locales" / "hy" / FOLDER / "visit.po"
    text = catalog.read_text(encoding="utf-8")
    catalog.write_text(text.replace(f'msgstr "{armenian("Rooms seen")}"', 'msgstr ""'), encoding="utf-8")
    out = tmp_path / "out"
    command = ["--ui-locale", "en", "--project", str(tmp_path), "generate", "visit", "--out", str(out)]
    assert run([*command, "--locale", "hy"]) == ExitCode.AT_FAULT
    told = capsys.readouterr().err
    assert "visit.visit.rooms.label: Rooms seen" in " ".join(told.split())
    assert not out.exists()
    assert run(command) == ExitCode.OK
    assert "hy is left out. Texts that it lacks, by form: visit (1)." in capsys.readouterr().err
    assert {path.name.split(".")[-2] for path in out.iterdir()} == {"en"}
    (tmp_path / "locales" / "en" / FOLDER / "visit.po").unlink()
    assert run(command) == ExitCode.AT_FAULT


def test_a_form_without_any_words_is_told_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_form(tmp_path)
    for catalog in tmp_path.rglob("visit.po"):
        catalog.unlink()
    code = run(["--ui-locale", "en", "--project", str(tmp_path), "generate", "visit", "--out", str(tmp_path / "out")])
    assert code == ExitCode.AT_FAULT
    assert "visit.title: Home visit" in " ".join(capsys.readouterr().err.split())


def test_faults_of_a_definition_are_told_with_their_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_form(tmp_path)
    path = tmp_path / "forms" / "visit.yaml"
    wrong = FORM.replace("choices: regions", "choices: countries").replace("type: phone", "type: fax", 1)
    path.write_text(wrong, encoding="utf-8")
    code = run(["--ui-locale", "en", "--project", str(tmp_path), "generate", "visit", "--out", str(tmp_path / "out")])
    assert code == ExitCode.AT_FAULT
    told = capsys.readouterr().err
    line = next(number for number, text in enumerate(wrong.splitlines(), start=1) if "type: fax" in text)
    assert "visit.yaml" in told
    assert f":{line}" in told


# --- workbooks of a centre's own form


def test_workbooks_are_valid_blank_and_filled(centre: Path, tmp_path: Path) -> None:
    form = Project(centre).localized(Project(centre).definition("visit"), "hy", "home")
    blank = centre / "blanks" / file_name(stamp_of(form), Format.XLSX)
    filled = tmp_path / "filled.xlsx"
    values = {"visit_number": "V-0002", "alone": "no", "rooms.yard": True, "care": "na", "steps.2.step": "=1+1"}
    filled.write_bytes(XlsxBlank(blank.read_bytes(), form).fill(values, "ABCDEFGHIJ23"))
    assert [lint(path) for path in (blank, filled)] == [[], []]
    assert read_document(Project(centre), filled).answers.keys() == values.keys()
    assert open_xml_errors([blank, filled]) == {blank: [], filled: []}


@pytest.mark.parametrize(("value", "code"), [("=1+1", "formula"), (4.5, None), ("much", "number-unreadable")])
def test_what_is_typed_for_a_number(centre: Path, tmp_path: Path, value: object, code: str | None) -> None:
    form = Project(centre).localized(Project(centre).definition("visit"), "hy", "home")
    book = openpyxl.load_workbook(centre / "blanks" / file_name(stamp_of(form), Format.XLSX))
    ((sheet, cell),) = book.defined_names["fg_rent"].destinations
    book[sheet][cell.replace("$", "")].value = value
    path = tmp_path / "visit.xlsx"
    book.save(path)
    report = read_document(Project(centre), path)
    assert {each.code for each in report.findings if each.field == "rent"} == ({code} if code else set())


# --- the README's own example


def blocks(heading: str) -> dict[str, str]:
    """The code blocks of a section of the README, by the language they are marked with."""
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    section = readme.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return dict(re.findall(r"```(\w+)\n(.*?)```", section, re.DOTALL))


def test_the_readme_shows_a_form_that_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = blocks("Your own form")
    files = {
        "forms/visit.yaml": shown["yaml"],
        f"locales/hy/{FOLDER}/visit.po": shown["po"],
        "visits.jsonl": shown["json"],
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    commands = [line.split()[1:] for line in shown["sh"].splitlines()]
    for command in commands:
        capsys.readouterr()
        assert run(command) == ExitCode.OK, command
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    given = json.loads(shown["json"])
    assert len(lines) == len(Format)
    for line in lines:
        assert {key: value for key, value in line["record"].items() if value not in (None, [])} == given


def test_the_readme_s_settings_work_as_they_stand(tmp_path: Path) -> None:
    (tmp_path / "formgen.toml").write_text(blocks("A centre's settings")["toml"], encoding="utf-8")
    assert Project(tmp_path).settings.number_prefix == "ՇԻ"

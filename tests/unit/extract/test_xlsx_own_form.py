"""A centre's own form, with every type and rule: from its files to a workbook, from what is typed to a record."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from formgen.define import load_definition
from formgen.document.workbook import option_words
from formgen.generate.xlsx import Blank, compile_blank
from formgen.model.catalog import LocalizedForm
from formgen.model.finding import Status
from formgen.model.form import Choice, FieldType
from formgen.model.report import Report
from formgen.model.slot import slot_of, slots
from formgen.pipeline.project import Project
from formgen.pipeline.reading import read_document
from formgen.translate.template import form_messages
from tests.judges.office_lint import lint
from tests.judges.open_xml import open_xml_errors
from tests.workbooks import COPY, place, typed

FORM = r"""
form: visit
version: "1.0"
title: Home visit
source: A sample of a centre's own form
number_field: visit_number
pages_at_most: 2
scoring: {rule: sum, benchmark: 5, total_field: total, benchmark_field: least, conclusion_field: outcome,
  passed_code: enough, failed_code: little, deferred_code: later}
choices:
  rooms: {kitchen: Kitchen, garden: Garden, none: None of these}
  moods: {calm: Calm, worried: Worried}
  marks:
    "1": {label: Poor, value: 1}
    "2": {label: Fair, value: 2}
    "3": {label: Good, value: 3}
  regions: {r1: North, r2: South, r3: East, r4: West, r5: Upper, r6: Lower, r7: Inner, r8: Outer, r9: Near, r10: Far}
  outcomes: {enough: Enough, little: Too little, later: Later}
sections:
  - id: visit
    title: The visit
    intro: Filled in on the day of the visit.
    items:
      - {id: visit_number, type: text, label: Number of the visit, required: true, max_len: 12, pattern: '^V-\d{4}$',
         span: 4}
      - {id: born, type: date, label: Born on, birth_date: true, not_future: true, earliest: 1900-01-01,
         privacy: personal, span: 4}
      - {id: began, type: date, label: Began, not_future: true, span: 4}
      - {id: ended, type: date, label: Ended, not_before: began, span: 4}
      - {id: planned, type: date, label: Next visit, after: began, span: 4}
      - {id: people, type: number, label: People at home, min: 1, max: 30, decimals: 0, span: 4}
      - {id: children, type: number, label: Children, min: 0, decimals: 0, not_above: people, span: 4}
      - {id: rent, type: number, label: Rent, decimals: 2, span: 4}
      - {id: phone, type: phone, label: Telephone, privacy: personal, span: 4}
      - {id: mail, type: text, label: E-mail, email: true, max_len: 60, span: 6}
      - {id: region, type: choice, label: Region, choices: regions, widget: combo, span: 6}
      - {id: alone, type: yes_no, label: Does the person live alone?, required: true}
      - {id: mood, type: choice, label: Mood, choices: moods, visible_if: {field: alone, is: "yes"}}
      - {id: why, type: multiline, label: Why worried, max_len: 300, lines: 2, visible_if: {field: mood, is: worried}}
      - {id: seen, type: multi_choice, label: Rooms seen, choices: rooms, exclusive: [none]}
      - id: steps
        type: table
        label: Next steps
        rows: 3
        columns:
          - {id: step, type: text, label: Step, required: true, max_len: 40, span: 5}
          - {id: by, type: date, label: By, span: 3}
          - {id: done, type: yes_no, label: Done, span: 4}
  - id: marks
    title: Marks
    dimension: Conditions
    items:
      - {id: notice, type: note, paragraphs: ["More than {benchmark} of {max_score}. Kept by {processor}."]}
      - {id: home, type: rating, label: Home, choices: marks, weight: 1}
      - {id: home_too, type: rating, label: Home according to the neighbour, choices: marks, combine_with: home}
      - {id: food, type: rating, label: Food, choices: marks, weight: 2}
      - {id: mood_mark, type: rating, label: Mood in one word, choices: marks, na_allowed: true}
      - {id: total, type: number, label: Total, decimals: 1, computed: true, span: 6}
      - {id: least, type: number, label: More than, required: true, decimals: 1, default: "5", span: 6}
      - {id: outcome, type: choice, label: Outcome, choices: outcomes}
      - {id: consent, type: yes_no, label: The person agrees, required: true, must_equal: "yes"}
      - {id: signed, type: signature, label: Signature, required: true, span: 8}
      - {id: signed_on, type: date, label: Signed on, span: 4}
"""

ANSWERS: Mapping[str, object] = {
    "visit_number": "V-0001",
    "born": dt.date(1961, 5, 4),
    "began": "21.11.2026",
    "ended": dt.date(2026, 11, 21),
    "planned": "1 դեկտեմբերի 2026 թ.",
    "people": 4,
    "children": "2",
    "rent": 120.5,
    "phone": "091 234567",
    "mail": "sample@example.am",
    "region": "r10",
    "alone": "yes",
    "mood": "worried",
    "why": "First line\nsecond – «№ 2»",
    "seen.kitchen": "x",
    "seen.garden": "☒",
    "steps.1.step": "Թարգմանիչ",
    "steps.1.by": dt.date(2026, 12, 1),
    "steps.1.done": "no",
    "steps.3.step": "=1+1",
    "home": "3",
    "home_too": "2",
    "food": "3",
    "mood_mark": "na",
    "total": 8.5,
    "outcome": "enough",
    "consent": "yes",
}
RECORD: Mapping[str, object] = {
    "visit_number": "V-0001",
    "born": dt.date(1961, 5, 4),
    "began": dt.date(2026, 11, 21),
    "ended": dt.date(2026, 11, 21),
    "planned": dt.date(2026, 12, 1),
    "people": 4,
    "children": 2,
    "rent": 120.5,
    "phone": "+37491234567",
    "mail": "sample@example.am",
    "region": "r10",
    "alone": True,
    "mood": "worried",
    "why": "First line\nsecond – «№ 2»",
    "seen": ("kitchen", "garden"),
    "steps": (
        {"step": "Թարգմանիչ", "by": dt.date(2026, 12, 1), "done": False},
        {"step": "=1+1", "by": None, "done": None},
    ),
    "home": 3,
    "home_too": 2,
    "food": 3,
    "mood_mark": "na",
    "total": 8.5,
    "least": 5,
    "outcome": "enough",
    "consent": True,
    "signed": None,
    "signed_on": None,
}
RECEIVED = dt.date(2026, 11, 22)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A folder with the form and its Armenian words, here the English ones in brackets."""
    folder = tmp_path_factory.mktemp("centre")
    (folder / "forms").mkdir()
    path = folder / "forms" / "visit.yaml"
    path.write_text(FORM, encoding="utf-8")
    for locale in ("hy", "en"):
        words = Catalog(locale=locale, domain="visit")
        for message in form_messages(load_definition(path)):
            if message.context.startswith("visit."):
                said = f"«{message.text}»" if locale == "hy" else message.text
                words.add(message.text, said, context=message.context)
        target = folder / "locales" / locale / "LC_MESSAGES" / "visit.po"
        target.parent.mkdir(parents=True)
        with target.open("wb") as stream:
            write_po(stream, words)
    return Project(folder)


def sheet(project: Project, locale: str) -> LocalizedForm:
    return project.localized(project.definition("visit"), locale, None)


def shown(form: LocalizedForm, key: str, value: object) -> object:
    """What a person chooses from the list where the answer is one of several options."""
    slot = slot_of(form.form, key)
    assert slot is not None
    by_code: dict[str, Choice] = {choice.code: choice for choice in slot.field.choices}
    return option_words(form, slot.field, by_code[str(value)]) if value in by_code else value


def received(project: Project, folder: Path, locale: str, answers: Mapping[str, object]) -> Report:
    form = sheet(project, locale)
    path = folder / "visit.xlsx"
    entries = {key: shown(form, key, value) for key, value in answers.items()}
    content = typed(compile_blank(form), entries)
    # What begins with a sign of equality is text here, as when typed into a cell that holds text.
    book = openpyxl.load_workbook(io.BytesIO(content))
    title, cell = place(book, "steps.3.step")
    book[title][cell.replace("$", "")].data_type = "s"
    book.save(path)
    return read_document(project, path, RECEIVED)


def test_the_form_has_every_type_and_is_without_fault(project: Project) -> None:
    form = project.definition("visit")
    types = {slot.field.type for slot in slots(form)}
    assert types == set(FieldType)


@pytest.mark.parametrize("locale", ["hy", "en"])
def test_what_is_typed_becomes_the_record(project: Project, tmp_path: Path, locale: str) -> None:
    report = received(project, tmp_path, locale, ANSWERS)
    assert [(each.code, each.field) for each in report.findings if each.code != "unsigned"] == []
    assert report.status is Status.ACCEPTED
    assert report.record is not None
    assert dict(report.record.values) == RECORD
    assert (report.computed["total_score"], report.computed["passed"]) == (8.5, True)


RULES: Mapping[str, tuple[str, object, str]] = {
    "pattern": ("visit_number", "X-1", "format-mismatch"),
    "required": ("visit_number", None, "required"),
    "length": ("visit_number", "V-0001" * 3, "too-long"),
    "future": ("born", dt.date(2026, 11, 23), "date-in-future"),
    "order": ("ended", dt.date(2026, 11, 20), "date-order"),
    "after": ("planned", dt.date(2026, 11, 21), "date-not-after"),
    "two-digit birth year": ("born", "04.05.61", "date-ambiguous"),
    "range": ("people", 31, "out-of-range"),
    "decimals": ("people", 4.5, "too-many-decimals"),
    "not above": ("children", 5, "above-other"),
    "number": ("rent", "much", "number-unreadable"),
    "phone": ("phone", "12", "phone-unreadable"),
    "e-mail": ("mail", "sample(at)example.am", "format-mismatch"),
    "exclusive": ("seen.none", "☒", "exclusive-option"),
    "total": ("total", 9, "score-mismatch"),
    "conclusion": ("outcome", "little", "conclusion-mismatch"),
    "consent": ("consent", "no", "must-be"),
    "hidden": ("mood", "calm", "not-applicable-answered"),
    "table": ("steps.1.step", None, "required"),
    "formula": ("rent", "=1+1", "formula"),
}


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_is_kept(project: Project, tmp_path: Path, rule: str) -> None:
    key, value, code = RULES[rule]
    report = received(project, tmp_path, "hy", {**ANSWERS, key: value})
    assert {each.code for each in report.findings} - {"unsigned"} == {code}
    assert report.status is Status.REVIEW


def test_blank_and_filled_are_valid(project: Project, tmp_path: Path) -> None:
    form = sheet(project, "hy")
    content = compile_blank(form)
    values = {"visit_number": "V-0002", "alone": "no", "seen.garden": True, "mood_mark": "na", "steps.2.done": "yes"}
    paths = [tmp_path / "blank.xlsx", tmp_path / "filled.xlsx"]
    paths[0].write_bytes(content)
    paths[1].write_bytes(Blank(content, form).fill(values, COPY))
    assert [lint(path) for path in paths] == [[], []]
    assert [each.code for each in read_document(project, paths[0], RECEIVED).findings] == ["blank"]
    assert read_document(project, paths[1], RECEIVED).answers.keys() == values.keys()
    assert open_xml_errors(paths) == {path: [] for path in paths}

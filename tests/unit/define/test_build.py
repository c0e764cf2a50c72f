"""A definition that uses every word there is -> the form it defines, to the last attribute."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from formgen.define import load_definition, load_definitions
from formgen.define.faults import FaultyDefinitionError
from formgen.define.load import definition_paths
from formgen.message import Message
from formgen.model.condition import All, AnyOf, Not
from formgen.model.form import (
    Change,
    Choice,
    Field,
    FieldType,
    FormDefinition,
    Indicator,
    Limits,
    Note,
    Origin,
    Privacy,
    ScoreRule,
    Scoring,
    Section,
    Table,
)

WHOLE = """\
form: visit
version: "1.2"
title: Visit form
source: an example
number_field: number
variant_field: group
variants: groups
pages_at_most: 3
scoring:
  {rule: sum, benchmark: 2.5, total_field: total, benchmark_field: limit, conclusion_field: result,
   passed_code: good, failed_code: bad, deferred_code: later}
choices:
  groups: {client: Client, funder: Funder}
  outcome:
    good: Good
    bad: {label: Bad, special: true, value: 3, doubt: which word, comment: look it up}
    later: {label: Later, comment: only this}
  grade: {"1": Poor, "2": {label: Fine, value: 2, doubt: only a doubt}}
sections:
  - id: main
    title: The visit
    intro: Before the questions
    dimension: Service
    origin: source
    visible_if: {field: group, is: client}
    doubt: the title
    comment: about it
    items:
      - {id: group, type: choice, label: Group, choices: groups}
      - {id: number, type: text, label: Number, help: as printed, max_len: 9, pattern: "[0-9]+", required: true,
         privacy: personal, origin: source_text, span: 4, doubt: d, comment: c}
      - {id: mail, type: text, label: Mail, email: true}
      - {id: born, type: date, label: Born, birth_date: true, not_future: true, earliest: 1900-01-01}
      - {id: day, type: date, label: Day, not_before: born, after: born}
      - {id: count, type: number, label: Count, min: 0.5, max: 10, decimals: 1, not_above: limit}
      - {id: sure, type: yes_no, label: Sure, must_equal: "yes", allows_special: true}
      - {id: story, type: multiline, label: Story, max_len: 100, lines: 3, visible_if: {not: {field: sure, is: "no"}}}
      - {id: result, type: choice, label: Result, choices: outcome}
      - {id: many, type: multi_choice, label: Many, choices: outcome, exclusive: [good, bad], privacy: special}
      - {id: text, type: note, paragraphs: [One., Two.], visible_if: {field: sure, is: "yes"}, doubt: legal}
      - id: steps
        type: table
        label: Steps
        help: one a line
        rows: 4
        required: true
        privacy: staff
        origin: expanded
        visible_if: {all: [{field: sure, is: "yes"}, {field: result, is: [good, bad]}]}
        comment: a table
        columns:
          - {id: what, type: text, label: What, max_len: 20}
          - {id: when, type: date, label: When, comment: a column}
  - id: marks
    title: Marks
    items:
      - {id: first, type: rating, label: First, choices: grade, weight: 2, na_allowed: true, dimension: time,
         indicators: [{statistic: share, comparison: ">=", value: 0.9, codes: ["2"]},
                      {statistic: mean, comparison: "<", value: 3}]}
      - {id: second, type: rating, label: Second, choices: grade, combine_with: first}
      - {id: third, type: rating, label: Third, choices: grade, combine_with: first, weight: 0.5}
      - {id: total, type: number, label: Total, computed: true}
      - {id: limit, type: number, label: Limit, default: "2.5"}
      - {id: signed, type: signature, label: Signature}
changes:
  - {since: "1.1", renamed: {old: number}, removed: [gone, also], merged: {result: {fine: good}}}
  - {since: "1.0"}
"""


def choice(name: str, code: str, label: str, *, special: bool = False, value: int | None = None) -> Choice:
    return Choice(code, Message(f"visit.choices.{name}.{code}", label), special, value)


GROUPS = (choice("groups", "client", "Client"), choice("groups", "funder", "Funder"))
OUTCOME = (
    choice("outcome", "good", "Good"),
    choice("outcome", "bad", "Bad", special=True, value=3),
    choice("outcome", "later", "Later"),
)
GRADE = (choice("grade", "1", "Poor"), choice("grade", "2", "Fine", value=2))
NA = Choice("na", Message("print.not-applicable", "Not applicable"))
YES_NO = (Choice("yes", Message("print.yes", "Yes")), Choice("no", Message("print.no", "No")))


def asked(name: str, kind: FieldType, limits: Limits | None = None, section: str = "main", **more: object) -> Field:
    label = Message(f"visit.{section}.{name}.label", name.rpartition(".")[2].capitalize())
    return Field(name.rpartition(".")[2], kind, label, limits=limits or Limits(), **more)  # type: ignore[arg-type]


FORM = FormDefinition(
    "visit",
    "1.2",
    Message("visit.title", "Visit form"),
    Message("visit.source", "an example"),
    (
        Section(
            "main",
            Message("visit.main.title", "The visit"),
            (
                asked("group", FieldType.CHOICE, choices=GROUPS),
                asked(
                    "number",
                    FieldType.TEXT,
                    Limits(max_len=9, pattern="[0-9]+"),
                    required=True,
                    help=Message("visit.main.number.help", "as printed"),
                    privacy=Privacy.PERSONAL,
                    origin=Origin.SOURCE_TEXT,
                    span=4,
                ),
                asked("mail", FieldType.TEXT, Limits(email=True)),
                asked("born", FieldType.DATE, Limits(birth_date=True, not_future=True, earliest=dt.date(1900, 1, 1))),
                asked("day", FieldType.DATE, Limits(not_before="born", after="born")),
                asked(
                    "count",
                    FieldType.NUMBER,
                    Limits(minimum=Decimal("0.5"), maximum=Decimal(10), decimals=1, not_above="limit"),
                ),
                asked("sure", FieldType.YES_NO, Limits(must_equal="yes", allows_special=True), choices=YES_NO),
                asked(
                    "story",
                    FieldType.MULTILINE,
                    Limits(max_len=100),
                    lines=3,
                    visible_if=Not(AnyOf("sure", ("no",))),
                ),
                asked("result", FieldType.CHOICE, choices=OUTCOME),
                asked(
                    "many",
                    FieldType.MULTI_CHOICE,
                    Limits(exclusive=("good", "bad")),
                    choices=OUTCOME,
                    privacy=Privacy.SPECIAL,
                ),
                Note(
                    "text",
                    (Message("visit.main.text.1", "One."), Message("visit.main.text.2", "Two.")),
                    AnyOf("sure", ("yes",)),
                ),
                Table(
                    "steps",
                    Message("visit.main.steps.label", "Steps"),
                    (
                        asked("steps.what", FieldType.TEXT, Limits(max_len=20)),
                        asked("steps.when", FieldType.DATE),
                    ),
                    4,
                    help=Message("visit.main.steps.help", "one a line"),
                    required=True,
                    visible_if=All((AnyOf("sure", ("yes",)), AnyOf("result", ("good", "bad")))),
                    privacy=Privacy.STAFF,
                    origin=Origin.EXPANDED,
                ),
            ),
            intro=Message("visit.main.intro", "Before the questions"),
            dimension=Message("visit.dimension", "Service"),
            visible_if=AnyOf("group", ("client",)),
            origin=Origin.SOURCE,
        ),
        Section(
            "marks",
            Message("visit.marks.title", "Marks"),
            (
                asked(
                    "first",
                    FieldType.RATING,
                    section="marks",
                    choices=(*GRADE, NA),
                    na_allowed=True,
                    weight=Decimal(2),
                    dimension="time",
                    indicators=(
                        Indicator("share", ">=", Decimal("0.9"), ("2",)),
                        Indicator("mean", "<", Decimal(3)),
                    ),
                ),
                asked(
                    "second",
                    FieldType.RATING,
                    section="marks",
                    choices=GRADE,
                    weight=Decimal(1),
                    combine_with="first",
                ),
                asked(
                    "third",
                    FieldType.RATING,
                    section="marks",
                    choices=GRADE,
                    weight=Decimal("0.5"),
                    combine_with="first",
                ),
                asked("total", FieldType.NUMBER, section="marks", computed=True),
                asked("limit", FieldType.NUMBER, section="marks", default="2.5"),
                Field("signed", FieldType.SIGNATURE, Message("visit.marks.signed.label", "Signature")),
            ),
        ),
    ),
    number_field="number",
    variant_field="group",
    variants=GROUPS,
    scoring=Scoring(ScoreRule.SUM, Decimal("2.5"), "total", "limit", "result", "good", "bad", "later"),
    pages_at_most=3,
    changes=(
        Change("1.1", {"old": "number"}, ("gone", "also"), {"result": {"fine": "good"}}),
        Change("1.0", {}, (), {}),
    ),
    comments={
        "visit.choices.outcome.bad": "Doubt: which word\nlook it up",
        "visit.choices.outcome.later": "only this",
        "visit.choices.grade.2": "Doubt: only a doubt",
        "visit.main.title": "Doubt: the title\nabout it",
        "visit.main.number.label": "Doubt: d\nc",
        "visit.main.text.1": "Doubt: legal",
        "visit.main.text.2": "Doubt: legal",
        "visit.main.steps.label": "a table",
        "visit.main.steps.when.label": "a column",
    },
)


def loaded(folder: Path, text: str) -> FormDefinition:
    path = folder / "visit.yaml"
    path.write_text(text, encoding="utf-8")
    return load_definition(path)


def test_every_word_of_a_definition_has_its_effect(tmp_path: Path) -> None:
    form = loaded(tmp_path, WHOLE)
    for name, item in FORM.items.items():
        assert form.items[name] == item
    for built, wanted in zip(form.sections, FORM.sections, strict=True):
        assert built == wanted
    assert form == FORM


def test_a_list_of_ten_may_be_a_combo(tmp_path: Path) -> None:
    options = ", ".join(f"o{number}: Option {number}" for number in range(10))
    text = WHOLE.replace("choices:\n", f"choices:\n  long: {{{options}}}\n", 1)
    text = text.replace(
        "      - {id: result,",
        "      - {id: pick, type: choice, label: Pick, choices: long, widget: combo}\n      - {id: result,",
    )
    form = loaded(tmp_path, text)
    assert form.fields["pick"].combo
    assert not form.fields["result"].combo
    shorter = text.replace(", o9: Option 9", "")
    with pytest.raises(FaultyDefinitionError) as caught:
        loaded(tmp_path, shorter)
    assert [fault.what.context for fault in caught.value.faults] == ["fault.short-combo"]
    assert caught.value.faults[0].what.values["number"] == 10


def test_definitions_are_found_by_the_names_of_their_files(tmp_path: Path) -> None:
    for name in ("b.yaml", "a.yaml", "c.yml", "d.txt"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert dict(definition_paths(tmp_path)) == {"a": tmp_path / "a.yaml", "b": tmp_path / "b.yaml"}
    assert list(definition_paths(tmp_path)) == ["a", "b"]


def test_several_definitions_keep_their_order(tmp_path: Path) -> None:
    (tmp_path / "visit.yaml").write_text(WHOLE, encoding="utf-8")
    (tmp_path / "other.yaml").write_text(WHOLE.replace("form: visit", "form: other"), encoding="utf-8-sig")
    forms = load_definitions([tmp_path / "visit.yaml", tmp_path / "other.yaml"])
    assert [form.id for form in forms] == ["visit", "other"]
    assert load_definitions([]) == ()

"""Every fault of a definition is told at once, with its line and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from formgen.define import load_definition, load_definitions
from formgen.define.faults import FaultyDefinitionError
from formgen.errors import ExitCode
from tests.sayable import unsayable

SOUND = """\
form: visit
version: "1.0"
title: Visit form
source: an example
choices:
  mood: {good: Good, bad: Bad}
  grade: {"1": Poor, "2": Fine}
sections:
  - id: main
    title: The visit
    items:
      - {id: visitor, type: text, label: Visitor, max_len: 40, required: true}
      - {id: day, type: date, label: Day, not_future: true}
      - {id: mood, type: choice, label: Mood, choices: mood}
      - {id: why, type: multiline, label: Why, max_len: 200, lines: 2, visible_if: {field: mood, is: bad}}
      - {id: grade, type: rating, label: Grade, choices: grade}
"""

CASES = [
    ("form: visit", "form: visitor", 1, "fault.form-name"),
    ('version: "1.0"', "version: 1.0", 2, "fault.wrong-value"),
    ("title: Visit form\n", "", 1, "fault.missing-word"),
    ("source: an example", "source: an example\ncolour: red", 5, "fault.unknown-word"),
    ("type: date,", "type: day,", 13, "fault.wrong-value"),
    ("id: day,", "id: visitor,", 13, "fault.double-id"),
    ("id: day,", "id: Day,", 13, "fault.wrong-value"),
    ("choices: mood}", "choices: moods}", 14, "fault.leads-nowhere"),
    ("label: Mood, choices: mood}", "label: Mood}", 14, "fault.no-choices"),
    ("label: Day,", "label: Day, choices: mood,", 13, "fault.needless-choices"),
    ("{field: mood, is: bad}", "{field: moods, is: bad}", 15, "fault.leads-nowhere"),
    ("{field: mood, is: bad}", "{field: mood, is: ugly}", 15, "fault.leads-nowhere"),
    ("{field: mood, is: bad}", "{field: mood}", 15, "fault.condition"),
    ("{field: mood, is: bad}", "{not: {field: mood, is: ugly}}", 15, "fault.leads-nowhere"),
    ("{field: mood, is: bad}", "{all: [{field: mood, is: bad}, {field: nobody, is: x}]}", 15, "fault.leads-nowhere"),
    ("max_len: 40, ", "", 12, "fault.no-length"),
    ("max_len: 200, ", "", 15, "fault.no-length"),
    ("not_future: true", "lines: 2", 13, "fault.lines"),
    ("not_future: true", "not_before: visitor", 13, "fault.wrong-reference"),
    ("not_future: true", "min: 5, max: 3", 13, "fault.limits"),
    ("max_len: 40,", "max_len: 40, pattern: '[',", 12, "fault.pattern"),
    ("label: Mood,", "label: Mood, widget: combo,", 14, "fault.short-combo"),
    ("label: Mood,", "label: Mood, exclusive: [none],", 14, "fault.leads-nowhere"),
    ('"1": Poor', "low: Poor", 16, "fault.rating-code"),
    ("label: Visitor, ", "", 12, "fault.no-label"),
    ("      - {id: grade", "      - {id: log, type: table, label: Log}\n      - {id: grade", 16, "fault.empty-table"),
    ("label: Day,", "label: Day, rows: 3,", 13, "fault.not-a-table"),
    ("{id: day, type: date, label: Day, not_future: true}", "{id: day, type: note}", 13, "fault.empty-note"),
    ("source: an example", "source: an example\nnumber_field: nobody", 5, "fault.leads-nowhere"),
    ("source: an example", "source: an example\nvariants: mood", 1, "fault.half-variant"),
    ("source: an example", "source: an example\nvariants: mood\nvariant_field: day", 6, "fault.leads-nowhere"),
    ("source: an example", "source: an example\nscoring: {rule: sum, total_field: nobody}", 5, "fault.leads-nowhere"),
    ("sections:", "sections: [", 9, "fault.unreadable"),
]


def write(folder: Path, text: str, name: str = "visit.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_sound_definition_has_no_fault(tmp_path: Path) -> None:
    form = load_definition(write(tmp_path, SOUND))
    assert list(form.fields) == ["visitor", "day", "mood", "why", "grade"]
    assert form.numbers["why"] == "1.4"
    assert form.fields["mood"].label.context == "visit.main.mood.label"


@pytest.mark.parametrize(
    ("sound", "faulty", "line", "context"), CASES, ids=[f"{c[3]}-{n}" for n, c in enumerate(CASES)]
)
def test_each_fault_is_found_at_its_line(tmp_path: Path, sound: str, faulty: str, line: int, context: str) -> None:
    assert sound in SOUND
    path = write(tmp_path, SOUND.replace(sound, faulty, 1))
    with pytest.raises(FaultyDefinitionError) as caught:
        load_definition(path)
    assert [(fault.line, fault.what.context) for fault in caught.value.faults] == [(line, context)]
    assert caught.value.faults[0].file == path
    assert caught.value.exit_code is ExitCode.AT_FAULT
    assert [wanting for fault in caught.value.faults for wanting in unsayable(fault.what)] == []
    assert unsayable(caught.value.message) == []
    assert str(caught.value.message).endswith(": 1.")


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    one = write(tmp_path, SOUND.replace("choices: mood}", "choices: moods}").replace("max_len: 40, ", ""))
    other = write(tmp_path, "form: [", "other.yaml")
    with pytest.raises(FaultyDefinitionError) as caught:
        load_definitions([one, other])
    places = [(fault.file.name, fault.line) for fault in caught.value.faults]
    assert places == [("other.yaml", 1), ("visit.yaml", 12), ("visit.yaml", 14)]


def test_yes_and_no_are_words_not_booleans(tmp_path: Path) -> None:
    text = SOUND.replace("{field: mood, is: bad}", "{field: sure, is: yes}").replace(
        "      - {id: why", "      - {id: sure, type: yes_no, label: Sure}\n      - {id: why"
    )
    form = load_definition(write(tmp_path, text))
    assert form.fields["sure"].codes == ("yes", "no")
    assert form.fields["why"].visible_if is not None


def test_a_file_that_is_not_text_is_one_fault(tmp_path: Path) -> None:
    path = tmp_path / "visit.yaml"
    path.write_bytes(b"\xff\xfe\x00form")
    with pytest.raises(FaultyDefinitionError) as caught:
        load_definition(path)
    assert [fault.what.context for fault in caught.value.faults] == ["fault.unreadable"]


WIDE = """\
form: visit
version: "1.0"
title: Visit form
source: an example
number_field: visitor
variant_field: who
variants: groups
scoring: {rule: sum, total_field: total, conclusion_field: mood, passed_code: good, failed_code: bad}
choices:
  groups: {client: Client, funder: Funder}
  mood: {good: Good, bad: Bad}
  grade: {"1": Poor, "2": Fine}
sections:
  - id: main
    title: The visit
    visible_if: {field: who, is: client}
    items:
      - {id: visitor, type: text, label: Visitor, pattern: "[a-z]+"}
      - {id: who, type: choice, label: Who, choices: groups}
      - {id: mood, type: choice, label: Mood, choices: mood}
      - {id: mail, type: text, label: Mail, email: true}
      - {id: total, type: number, label: Total, min: 3, max: 3}
      - {id: least, type: number, label: Least, not_above: total}
      - {id: sure, type: yes_no, label: Sure, must_equal: "yes"}
      - {id: many, type: multi_choice, label: Many, choices: mood}
  - id: marks
    title: Marks
    items:
      - {id: mark, type: rating, label: Mark, choices: grade, na_allowed: true, visible_if: {field: sure, is: "no"}}
      - {id: other, type: rating, label: Other, choices: grade, combine_with: mark, visible_if: {field: mark, is: na}}
      - id: log
        type: table
        label: Log
        rows: 2
        columns:
          - {id: what, type: text, label: What, max_len: 9}
          - {id: how, type: rating, label: How, choices: grade}
"""

WIDE_CASES = [
    ("form: visit", "form: visitor", 1, "fault.form-name", {"form": "visitor", "stem": "visit"}),
    ("number_field: visitor", "number_field: x", 5, "fault.leads-nowhere", {"word": "number_field", "name": "x"}),
    ("total_field: total", "total_field: x", 8, "fault.leads-nowhere", {"word": "total_field", "name": "x"}),
    ("total_field: total", "benchmark_field: x", 8, "fault.leads-nowhere", {"word": "benchmark_field", "name": "x"}),
    ("passed_code: good", "passed_code: x", 8, "fault.leads-nowhere", {"word": "passed_code", "name": "x"}),
    ("failed_code: bad", "deferred_code: x", 8, "fault.leads-nowhere", {"word": "deferred_code", "name": "x"}),
    ("variants: groups", "variants: x", 7, "fault.leads-nowhere", {"word": "variants", "name": "x"}),
    ("{field: who, is: client}", "{field: who, is: x}", 16, "fault.leads-nowhere", {"word": "is", "name": "x"}),
    ("{field: who, is: client}", "{not: {field: x, is: y}}", 16, "fault.leads-nowhere", {"word": "field", "name": "x"}),
    (
        "{field: who, is: client}",
        "{field: who, is: client, not: {field: mood, is: bad}}",
        16,
        "fault.condition",
        {},
    ),
    ("{field: who, is: client}", "{is: client}", 16, "fault.condition", {}),
    ("id: mail,", "id: visitor,", 21, "fault.double-id", {"id": "visitor"}),
    ("id: marks", "id: main", 14, "fault.double-id", {"id": "main"}),
    ("max: 3}", "max: 2}", 22, "fault.limits", {"id": "total", "type": "number"}),
    (
        "not_above: total",
        "not_above: mail",
        23,
        "fault.wrong-reference",
        {"word": "not_above", "name": "mail", "id": "least", "kind": "number"},
    ),
    (
        "not_above: total",
        "not_before: total",
        23,
        "fault.wrong-reference",
        {"word": "not_before", "name": "total", "id": "least", "kind": "date"},
    ),
    ('must_equal: "yes"', "must_equal: maybe", 24, "fault.leads-nowhere", {"word": "must_equal", "name": "maybe"}),
    (
        "label: Many, choices: mood",
        "label: Many, choices: mood, exclusive: [good, x]",
        25,
        "fault.leads-nowhere",
        {"word": "exclusive", "name": "x"},
    ),
    (
        "combine_with: mark",
        "combine_with: sure",
        30,
        "fault.wrong-reference",
        {"word": "combine_with", "name": "sure", "id": "other", "kind": "rating"},
    ),
    (
        "{field: mark, is: na}",
        "{field: mark, is: nothing}",
        30,
        "fault.leads-nowhere",
        {"word": "is", "name": "nothing"},
    ),
    ("        rows: 2\n", "", 31, "fault.empty-table", {"id": "log"}),
    ("id: how,", "id: what,", 36, "fault.double-id", {"id": "what"}),
    (
        "type: text, label: What, max_len: 9",
        "type: signature, label: What",
        36,
        "fault.not-in-table",
        {"id": "what", "type": "signature"},
    ),
    ("label: What, max_len: 9", "label: What", 36, "fault.no-length", {"id": "what", "type": "text"}),
    (
        "label: How, choices: grade",
        "label: How, choices: x",
        37,
        "fault.leads-nowhere",
        {"word": "choices", "name": "x"},
    ),
    ("label: How, choices: grade", "label: How", 37, "fault.no-choices", {"id": "how", "type": "rating"}),
    ("label: Total,", "label: Total, choices: mood,", 22, "fault.needless-choices", {"id": "total", "type": "number"}),
    ("label: Mail, email: true", "label: Mail", 21, "fault.no-length", {"id": "mail", "type": "text"}),
    ('grade: {"1": Poor', "grade: {x: Poor", 29, "fault.rating-code", {"id": "mark", "type": "rating"}),
    (
        "mood: {good: Good, bad: Bad}",
        "mood: {good: Good, bad: Bad, so-so: So}",
        25,
        "fault.tick-code",
        {"id": "many", "type": "multi_choice", "code": "so-so"},
    ),
]


def faults_of(folder: Path, text: str) -> list[tuple[int, str, dict[str, object]]]:
    with pytest.raises(FaultyDefinitionError) as caught:
        load_definition(write(folder, text))
    assert [wanting for fault in caught.value.faults for wanting in unsayable(fault.what)] == []
    return [(fault.line, fault.what.context, dict(fault.what.values)) for fault in caught.value.faults]


def test_a_wide_definition_is_sound(tmp_path: Path) -> None:
    form = load_definition(write(tmp_path, WIDE))
    assert form.fields["mark"].codes == ("1", "2", "na")


@pytest.mark.parametrize(
    ("sound", "faulty", "line", "context", "values"), WIDE_CASES, ids=[f"{c[3]}-{n}" for n, c in enumerate(WIDE_CASES)]
)
def test_a_fault_names_what_is_wrong(
    tmp_path: Path, sound: str, faulty: str, line: int, context: str, values: dict[str, object]
) -> None:
    assert sound in WIDE
    assert (line, context, values) in faults_of(tmp_path, WIDE.replace(sound, faulty, 1))


@pytest.mark.parametrize(
    ("sound", "faulty", "values"),
    [
        ("title: Visit form", "title: 7", {"where": "title", "reason": "Input should be a valid string", "given": "7"}),
        (
            "type: number, label: Least",
            "type: nummer, label: Least",
            {
                "where": "sections.0.items.5.type",
                "reason": "Input should be 'text', 'multiline', 'date', 'number', 'phone', 'yes_no', 'choice', "
                "'multi_choice', 'rating', 'signature', 'table' or 'note'",
                "given": "'nummer'",
            },
        ),
        (
            'must_equal: "yes"',
            f"pattern: [{'a' * 90}]",
            {
                "where": "sections.0.items.6.pattern",
                "reason": "Input should be a valid string",
                "given": "['" + "a" * 58,
            },
        ),
    ],
)
def test_a_wrong_value_is_shown_with_the_reason(
    tmp_path: Path, sound: str, faulty: str, values: dict[str, object]
) -> None:
    ((_, context, found),) = faults_of(tmp_path, WIDE.replace(sound, faulty, 1))
    assert (context, found) == ("fault.wrong-value", values)


def test_an_id_named_three_times_is_told_once_and_columns_each_time(tmp_path: Path) -> None:
    text = WIDE.replace("id: mail,", "id: visitor,").replace("id: least,", "id: visitor,")
    assert [(line, context) for line, context, _ in faults_of(tmp_path, text)] == [(21, "fault.double-id")]
    columns = faults_of(tmp_path, WIDE.replace("id: how,", "id: what,"))
    assert [(line, context) for line, context, _ in columns] == [(36, "fault.double-id"), (37, "fault.double-id")]


def test_a_scored_form_needs_its_conclusion_for_codes(tmp_path: Path) -> None:
    found = faults_of(tmp_path, WIDE.replace("conclusion_field: mood, ", ""))
    assert [values["word"] for _, _, values in found] == ["passed_code", "failed_code"]


def test_half_a_variant_is_told(tmp_path: Path) -> None:
    for missing in ("variants: groups\n", "variant_field: who\n"):
        assert "fault.half-variant" in [context for _, context, _ in faults_of(tmp_path, WIDE.replace(missing, ""))]


def test_the_variant_field_must_offer_the_variants(tmp_path: Path) -> None:
    for faulty in ("label: Who, choices: mood", "label: Who, choices: groups, widget: radio"):
        text = WIDE.replace("label: Who, choices: groups", faulty)
        if "mood" in faulty:
            assert ("variant_field", "who") in [
                (values.get("word"), values.get("name")) for _, _, values in faults_of(tmp_path, text)
            ]
        else:
            assert load_definition(write(tmp_path, text)).variant_field == "who"


def test_a_damaged_file_tells_the_reader_s_reason(tmp_path: Path) -> None:
    (tmp_path / "visit.yaml").write_text("a: [1\nb: 2\n", encoding="utf-8")
    with pytest.raises(FaultyDefinitionError) as caught:
        load_definition(tmp_path / "visit.yaml")
    (fault,) = caught.value.faults
    assert fault.line == 2
    assert "expected" in str(fault.what.values["reason"])
    with pytest.raises(FaultyDefinitionError) as caught:
        load_definition(tmp_path / "nowhere.yaml")
    (fault,) = caught.value.faults
    assert (fault.line, fault.what.context) == (0, "fault.unreadable")
    assert "No such file" in str(fault.what.values["reason"])
    assert unsayable(fault.what) == []

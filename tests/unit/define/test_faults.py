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
    assert str(caught.value.message).startswith("1 faults")


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

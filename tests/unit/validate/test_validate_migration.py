"""Records of an earlier version in today's keys: renamed, merged, left out and told, never lost in silence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from formgen.model.document import Answer
from formgen.model.finding import Finding, Severity
from formgen.model.form import Change, FieldType, FormDefinition
from formgen.model.record import Record, Value
from formgen.validate.migration import bring_to_today
from tests.forms import choices, codes, field, form, section, table
from tests.sayable import unsayable

EARLIER = form(
    field("name"),
    field("place", FieldType.CHOICE, choices=choices("north", "south", "east")),
    field("some", FieldType.MULTI_CHOICE, choices=choices("red", "green", "blue")),
    field("old"),
    table("rows", field("what"), field("who"), field("kind", FieldType.CHOICE, choices=choices("a", "b"))),
)


def today(*items: object, version: str = "1.1", changes: tuple[Change, ...] = ()) -> FormDefinition:
    return replace(form(section("only", *items)), version=version, changes=changes)  # type: ignore[arg-type]


def brought(
    now: FormDefinition, values: Mapping[str, Value], earlier: FormDefinition = EARLIER, **written: str
) -> tuple[dict[str, Value], list[Finding]]:
    """The record in today's keys and the findings after the first, which tells the versions."""
    everything: dict[str, Value] = {"name": None, "place": None, "some": (), "old": None, "rows": (), **values}
    answers = {key: Answer(key, text) for key, text in written.items()}
    record, findings = bring_to_today(Record(everything), answers, earlier, now)
    first, *rest = findings
    assert (first.code, first.field, first.written, first.severity) == ("earlier-version", None, None, Severity.INFO)
    assert first.values == {"version": earlier.version, "today": now.version}
    assert [wanting for each in findings for wanting in unsayable(each.text)] == []
    return dict(record.values), rest


SAME = EARLIER.sections[0].items


def test_what_did_not_change_stays() -> None:
    values: dict[str, Value] = {
        "name": "Ani",
        "place": "north",
        "some": ("red", "blue"),
        "old": "x",
        "rows": ({"what": "a", "who": None, "kind": "b"},),
    }
    assert brought(today(*SAME), values) == (values, [])


def test_today_s_questions_that_nobody_was_asked_are_unanswered() -> None:
    values, told = brought(today(field("new"), table("more", field("x"))), {})
    assert (values, told) == ({"new": None, "more": ()}, [])


def test_a_question_is_renamed() -> None:
    change = Change("1.0", renamed={"name": "full_name"})
    assert brought(today(field("full_name"), changes=(change,)), {"name": "Ani"}) == ({"full_name": "Ani"}, [])


def test_changes_are_made_one_after_the_other() -> None:
    first, second = Change("1.0", renamed={"name": "full"}), Change("1.1", renamed={"full": "whole"})
    now = today(field("whole"), version="1.2", changes=(first, second))
    assert brought(now, {"name": "Ani"})[0] == {"whole": "Ani"}


def test_a_change_before_the_document_s_version_does_not_concern_it() -> None:
    change = Change("1.9", renamed={"name": "other"})
    earlier = replace(EARLIER, version="1.10")
    values, _ = brought(today(field("name"), field("other"), version="2.0", changes=(change,)), {"name": "A"}, earlier)
    assert values == {"name": "A", "other": None}


def test_a_change_since_the_document_s_own_version_concerns_it() -> None:
    change = Change("1.10", renamed={"name": "other"})
    earlier = replace(EARLIER, version="1.10")
    assert brought(today(field("other"), version="2.0", changes=(change,)), {"name": "A"}, earlier)[0] == {"other": "A"}


def test_what_is_no_longer_asked_is_told_with_what_was_written() -> None:
    values, told = brought(today(field("name")), {"name": "A", "old": "x y"}, old="x y ")
    assert values == {"name": "A"}
    assert [(each.code, each.field, each.written) for each in told] == [("no-longer-asked", "old", "x y ")]


def test_of_a_list_or_table_no_longer_asked_everything_written_is_told() -> None:
    given: dict[str, Value] = {"some": ("red", "blue"), "rows": ({"what": "a", "who": None, "kind": None},)}
    written = {"some.red": "☒", "some.blue": "☑", "rows.1.what": "a", "somewhere": "else"}
    _, told = brought(today(field("name")), given, **written)
    assert [(each.field, each.written) for each in told] == [("some", "☒; ☑"), ("rows", "a")]


def test_what_was_not_answered_is_not_missed() -> None:
    assert brought(today(field("name")), {})[1] == []


def test_options_are_merged() -> None:
    change = Change("1.0", merged={"place": {"south": "north"}, "some": {"blue": "green"}})
    now = today(
        field("place", FieldType.CHOICE, choices=choices("north", "east")),
        field("some", FieldType.MULTI_CHOICE, choices=choices("green", "red")),
        changes=(change,),
    )
    assert brought(now, {"place": "south", "some": ("red", "green", "blue")}) == (
        {"place": "north", "some": ("green", "red")},
        [],
    )
    assert brought(now, {"place": "east"})[0]["place"] == "east"


def test_an_option_that_is_gone_is_told_and_no_longer_chosen() -> None:
    now = today(
        field("place", FieldType.CHOICE, choices=choices("north")),
        field("some", FieldType.MULTI_CHOICE, choices=choices("red")),
    )
    values, told = brought(now, {"place": "south", "some": ("red", "blue")}, place="South")
    assert values == {"place": None, "some": ("red",)}
    assert [(each.code, each.field, each.written) for each in told] == [
        ("option-gone", "place", "South"),
        ("option-gone", "some", "blue"),
    ]


def test_an_option_gone_from_a_renamed_question_is_told_by_its_words_of_then() -> None:
    change = Change("1.0", renamed={"place": "where", "some": "many"})
    now = today(
        field("where", FieldType.CHOICE, choices=choices("north")),
        field("many", FieldType.MULTI_CHOICE, choices=choices("red")),
        changes=(change,),
    )
    _, told = brought(now, {"place": "south", "some": ("blue",)}, place="South")
    assert [(each.field, each.written) for each in told] == [("where", "South"), ("many", "blue")]


def test_a_merged_option_is_not_told_as_gone() -> None:
    change = Change("1.0", renamed={"some": "many"}, merged={"some": {"blue": "red"}})
    now = today(field("many", FieldType.MULTI_CHOICE, choices=choices("red")), changes=(change,))
    assert brought(now, {"some": ("blue",)})[1] == []


def test_rows_are_brought_column_by_column() -> None:
    change = Change("1.0", renamed={"rows": "steps", "rows.who": "steps.person"}, merged={"rows.kind": {"a": "b"}})
    now = today(
        table(
            "steps",
            field("what"),
            field("person"),
            field("kind", FieldType.CHOICE, choices=choices("b")),
            field("when"),
        ),
        changes=(change,),
    )
    given: dict[str, Value] = {
        "rows": ({"what": "x", "who": "Ani", "kind": "a"}, {"what": None, "who": None, "kind": "b"})
    }
    assert brought(now, given) == (
        {
            "steps": (
                {"what": "x", "person": "Ani", "kind": "b", "when": None},
                {"what": None, "person": None, "kind": "b", "when": None},
            )
        },
        [],
    )


@pytest.mark.parametrize("value", [True, 5])
def test_values_that_are_no_words_are_left_as_they_are(value: Value) -> None:
    change = Change("1.0", merged={"name": {"x": "y"}})
    assert brought(today(field("name", FieldType.NUMBER), changes=(change,)), {"name": value})[0] == {"name": value}


def test_findings_keep_the_order_of_today_s_questions_then_of_what_is_gone() -> None:
    now = today(field("place", FieldType.CHOICE, choices=choices("north")))
    _, told = brought(now, {"name": "A", "place": "south", "old": "x"})
    assert codes(tuple(told)) == [("option-gone", "place"), ("no-longer-asked", "name"), ("no-longer-asked", "old")]

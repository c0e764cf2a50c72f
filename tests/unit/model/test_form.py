"""What follows from a definition alone: numbers, scores, slots, and what one variant asks."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from formgen.message import Message
from formgen.model.condition import All, AnyOf, Condition, Not
from formgen.model.form import (
    Choice,
    FieldType,
    FormDefinition,
    ScoreRule,
    Scoring,
    for_variant,
)
from formgen.model.slot import SlotKind, slot_of, slots, slots_by_item, slots_of_field, slots_of_table
from tests.forms import MARKS, choices, field, form, note, section, table

CLIENT, FUNDER = AnyOf("group", ("client",)), AnyOf("group", ("funder",))
HERE, THERE = AnyOf("a", ("x",)), AnyOf("b", ("y",))


def asked_by(condition: Condition | None, variant: str | None) -> tuple[bool, Condition | None]:
    """Whether a variant asks a question that stands under a condition, and what remains of the condition."""
    options = tuple(Choice(code, Message("g", code)) for code in ("client", "funder"))
    definition = replace(
        form(section("one", field("group"), field("q", visible_if=condition))), variant_field="group", variants=options
    )
    kept = for_variant(definition, variant)
    item = kept.fields.get("q")
    return item is not None, item.visible_if if item else None


@pytest.mark.parametrize(
    ("condition", "variant", "wanted"),
    [
        (None, "client", (True, None)),
        (CLIENT, "client", (True, None)),
        (CLIENT, "funder", (False, None)),
        (Not(CLIENT), "client", (False, None)),
        (Not(CLIENT), "funder", (True, None)),
        (HERE, "client", (True, HERE)),
        (Not(HERE), "client", (True, Not(HERE))),
        (AnyOf("group", ("client", "funder")), "funder", (True, None)),
        (All((CLIENT, HERE)), "client", (True, HERE)),
        (All((CLIENT, HERE)), "funder", (False, None)),
        (All((HERE, CLIENT, THERE)), "client", (True, All((HERE, THERE)))),
        (All((Not(FUNDER), Not(HERE))), "client", (True, Not(HERE))),
        (All((CLIENT, Not(FUNDER))), "client", (True, None)),
        (All((HERE, THERE)), "client", (True, All((HERE, THERE)))),
        (All((All((CLIENT, HERE)), THERE)), "client", (True, All((HERE, THERE)))),
        (CLIENT, None, (True, CLIENT)),
    ],
)
def test_what_a_variant_asks(condition: Condition | None, variant: str | None, wanted: object) -> None:
    assert asked_by(condition, variant) == wanted


def test_the_variant_field_itself_is_not_asked() -> None:
    definition = replace(form(field("group"), field("q")), variant_field="group")
    assert list(for_variant(definition, "client").items) == ["q"]
    assert list(for_variant(definition, None).items) == ["group", "q"]
    plain = form(field("group"))
    assert for_variant(plain, "client") is plain


def test_a_section_of_another_variant_or_without_questions_falls_away() -> None:
    definition = replace(
        form(
            section("group-only", field("group")),
            section("funders", field("a"), visible_if=FUNDER),
            section("both", field("b"), visible_if=All((CLIENT, HERE))),
            section("last", field("c", visible_if=FUNDER), field("d")),
        ),
        variant_field="group",
    )
    kept = for_variant(definition, "client")
    assert [each.id for each in kept.sections] == ["both", "last"]
    assert kept.sections[0].visible_if == HERE
    assert list(kept.items) == ["b", "d"]
    assert kept.numbers == {"section:both": "1", "b": "1.1", "section:last": "2", "d": "2.1"}


def test_numbers_count_sections_and_questions_and_pass_over_notes() -> None:
    numbers = form(section("one", field("a"), note("n"), table("t", field("x"))), section("two", field("b"))).numbers
    assert numbers == {"section:one": "1", "a": "1.1", "t": "1.2", "section:two": "2", "b": "2.1"}


def test_conditions_are_the_section_s_then_the_question_s_own() -> None:
    definition = form(
        section("one", field("a"), field("b", visible_if=THERE), visible_if=HERE), section("two", field("c"))
    )
    assert definition.conditions == {"a": (HERE,), "b": (HERE, THERE), "c": ()}


def test_the_highest_score_counts_two_assessors_once() -> None:
    definition = form(
        field("a", FieldType.RATING, weight=Decimal(1)),
        field("b", FieldType.RATING, weight=Decimal("2.5")),
        field("b2", FieldType.RATING, weight=Decimal("2.5"), combine_with="b"),
        field("free", FieldType.RATING),
        field("none", FieldType.CHOICE, weight=Decimal(7), choices=choices("x")),
        field("empty", FieldType.CHOICE, weight=Decimal(7)),
    )
    assert max(choice.value or 0 for choice in MARKS) == 5
    assert definition.max_score == Decimal("17.5")
    assert form(field("a")).max_score == 0


def test_what_the_form_itself_prints() -> None:
    def printed(scoring: Scoring | None) -> object:
        return form(field("benchmark", FieldType.NUMBER), scoring=scoring).printed

    assert printed(None) == {}
    assert printed(Scoring(ScoreRule.SUM)) == {}
    assert printed(Scoring(ScoreRule.SUM, benchmark=Decimal(70))) == {}
    assert printed(Scoring(ScoreRule.SUM, benchmark_field="benchmark")) == {}
    assert printed(Scoring(ScoreRule.SUM, Decimal(70), benchmark_field="benchmark")) == {"benchmark": Decimal(70)}


def test_spans_and_kinds() -> None:
    assert (table("t", field("x")).span, note("n").span, field("a").span) == (12, 12, 12)
    kinds = {kind: field("a", kind).is_one_of for kind in FieldType}
    assert [kind.value for kind, one in kinds.items() if one] == ["yes_no", "choice", "rating"]


def everything() -> FormDefinition:
    return form(
        section(
            "one",
            field("line"),
            field("block", FieldType.MULTILINE),
            note("n"),
            field("some", FieldType.MULTI_CHOICE, choices=choices("red", "green")),
            field("signed", FieldType.SIGNATURE),
        ),
        section("two", table("t", field("x"), field("y", FieldType.YES_NO), rows=2)),
    )


def test_slots_are_every_place_for_an_answer_in_reading_order() -> None:
    found = [(slot.key, slot.kind, slot.item_id) for slot in slots(everything())]
    assert found == [
        ("line", SlotKind.TEXT, "line"),
        ("block", SlotKind.BLOCK, "block"),
        ("some.red", SlotKind.TICK, "some"),
        ("some.green", SlotKind.TICK, "some"),
        ("signed", SlotKind.SIGNATURE, "signed"),
        ("t.1.x", SlotKind.TEXT, "t"),
        ("t.1.y", SlotKind.ONE_OF, "t"),
        ("t.2.x", SlotKind.TEXT, "t"),
        ("t.2.y", SlotKind.ONE_OF, "t"),
    ]
    assert slots_by_item(everything())["n"] == ()
    assert [slot.choice.code for slot in slots_by_item(everything())["some"] if slot.choice] == ["red", "green"]


@pytest.mark.parametrize(
    ("key", "row"),
    [("t.1.x", 1), ("t.3.x", 3), ("t.999999.y", 999_999)],
)
def test_a_cell_has_a_slot_whether_its_row_is_printed_or_not(key: str, row: int) -> None:
    slot = slot_of(everything(), key)
    assert slot is not None
    assert (slot.key, slot.row, slot.table and slot.table.id, slot.choice) == (key, row, "t", None)
    assert slot.kind is (SlotKind.TEXT if key.endswith("x") else SlotKind.ONE_OF)
    assert slot.field.id == key[-1]


@pytest.mark.parametrize(
    "key", ["t.0.x", "t.03.x", "t.1000000.x", "t.1.z", "u.1.x", "t.1", "t.1.x.y", "", "some.blue", "n", "t.-1.x"]
)
def test_what_the_form_has_no_place_for_has_no_slot(key: str) -> None:
    assert slot_of(everything(), key) is None


def test_rows_beyond_those_printed_are_made_when_asked_for() -> None:
    rows = everything().tables["t"]
    assert len(slots_of_table(rows)) == 4
    assert [slot.key for slot in slots_of_table(rows, 3)][-1] == "t.3.y"


def test_a_slot_knows_its_option_or_its_table() -> None:
    some = field("some", FieldType.MULTI_CHOICE, choices=choices("red", "green"))
    assert [slot.choice for slot in slots_of_field(some)] == list(some.choices)
    rows = table("t", field("x"), rows=2)
    assert {(slot.table and slot.table.id, slot.row, slot.item_id) for slot in slots_of_table(rows)} == {
        ("t", 1, "t"),
        ("t", 2, "t"),
    }

"""Conditions hold, do not hold, or stay open while nobody knows."""

from __future__ import annotations

import pytest

from formgen.message import Message
from formgen.model.condition import All, AnyOf, Not, fields_of, holds
from formgen.model.form import Choice, Field, FieldType, FormDefinition, Section, for_variant

YES = AnyOf("a", ("x",))
CASES = [
    (YES, {"a": {"x"}}, True),
    (YES, {"a": {"y"}}, False),
    (YES, {"a": set()}, False),
    (YES, {}, None),
    (Not(YES), {"a": {"x"}}, False),
    (Not(YES), {}, None),
    (All((YES, AnyOf("b", ("y",)))), {"a": {"x"}, "b": {"y"}}, True),
    (All((YES, AnyOf("b", ("y",)))), {"a": {"x"}}, None),
    (All((YES, AnyOf("b", ("y",)))), {"b": {"z"}}, False),
    (AnyOf("a", ("x", "y")), {"a": {"y", "z"}}, True),
]


@pytest.mark.parametrize(("condition", "answers", "held"), CASES)
def test_holds(condition: object, answers: dict, held: object) -> None:
    def codes_of(name: str) -> frozenset | None:
        return frozenset(answers[name]) if name in answers else None

    assert holds(condition, codes_of) is held


def test_fields_of_names_every_field() -> None:
    assert list(fields_of(All((Not(YES), AnyOf("b", ("y",)))))) == ["a", "b"]


def form_with_variants() -> FormDefinition:
    def text(name: str, condition: object = None) -> Field:
        return Field(name, FieldType.TEXT, Message(name, name), visible_if=condition)

    client = AnyOf("group", ("client",))
    return FormDefinition(
        "f",
        "1.0",
        Message("t", "T"),
        Message("s", "S"),
        (
            Section(
                "all",
                Message("a", "A"),
                (text("group"), text("one"), text("two", Not(client)), text("three", All((client, YES)))),
            ),
            Section("clients", Message("c", "C"), (text("four"),), visible_if=client),
        ),
        variant_field="group",
        variants=(Choice("client", Message("v", "V")), Choice("funder", Message("w", "W"))),
    )


def test_a_variant_keeps_only_what_it_asks() -> None:
    client = for_variant(form_with_variants(), "client")
    funder = for_variant(form_with_variants(), "funder")
    assert list(client.items) == ["one", "three", "four"]
    assert list(funder.items) == ["one", "two"]


def test_a_settled_condition_falls_away_and_the_rest_stays() -> None:
    client = for_variant(form_with_variants(), "client")
    assert client.sections[1].visible_if is None
    assert client.fields["three"].visible_if == YES

"""Every finding on an answer carries what was written there, and can be said in both languages."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from formgen.message import Message
from formgen.model.condition import AnyOf
from formgen.model.form import Choice, Field, FieldType, Limits
from tests.forms import choices, field, form, judge
from tests.sayable import unsayable

TEXT, NUMBER, DATE = FieldType.TEXT, FieldType.NUMBER, FieldType.DATE


@pytest.mark.parametrize(
    ("asked", "written", "code"),
    [
        (field("a", TEXT, Limits(max_len=2)), "abc", "too-long"),
        (field("a", TEXT, Limits(pattern="[0-9]+")), "abc", "format-mismatch"),
        (field("a", TEXT, Limits(email=True)), "abc", "format-mismatch"),
        (field("a"), "a\x00b", "characters-removed"),
        (field("a"), "տեuակ", "mixed-letters"),
        (field("a"), "Ð³Û³ëï³Ý", "old-font"),
        (field("a"), "Ծրագիրն ավարտված է:", "stop-look-alike"),
        (field("a"), "Երեւան", "yev-spelled-out"),
        (field("a", NUMBER, Limits(minimum=Decimal(5))), "4", "out-of-range"),
        (field("a", NUMBER, Limits(maximum=Decimal(5))), "6", "out-of-range"),
        (field("a", NUMBER, Limits(decimals=1)), "1,25", "too-many-decimals"),
        (field("a", NUMBER), "1,234", "number-ambiguous"),
        (field("a", NUMBER), "many", "number-unreadable"),
        (field("a", DATE), "05/06/2026", "date-ambiguous"),
        (field("a", DATE, Limits(not_future=True)), "21.11.2126", "date-in-future"),
        (field("a", DATE, Limits(earliest=dt.date(2000, 1, 1))), "21.11.1999", "date-too-early"),
        (field("a", FieldType.PHONE), "12", "phone-unreadable"),
        (field("a", FieldType.PHONE), "060 123456", "phone-unlikely"),
        (field("a", FieldType.CHOICE, choices=choices("red")), "blue", "choice-unknown"),
    ],
)
def test_a_finding_says_what_was_written(asked: Field, written: str, code: str) -> None:
    (found,) = judge(form(asked), {"a": written}).findings
    assert (found.code, found.field, found.written) == (code, "a", written)
    assert unsayable(found.text) == []


def test_a_one_dot_leader_in_an_address_is_shown_with_its_letters() -> None:
    (found,) = judge(form(field("a")), {"a": "nmush@example․org"}).findings
    assert dict(found.values) == {"words": "e․o", "proposal": "e.o"}


def test_conditions_know_the_variant() -> None:
    groups = tuple(Choice(code, Message("g", code)) for code in ("client", "funder"))
    asked = form(
        field("group", FieldType.CHOICE, choices=groups),
        field("a", required=True, visible_if=AnyOf("group", ("client",))),
        field("b"),
        variant_field="group",
        variants=groups,
    )
    assert [each.field for each in judge(asked, {"b": "x"}, variant="client").findings] == ["a"]
    assert judge(asked, {"b": "x"}, variant="funder").findings == ()

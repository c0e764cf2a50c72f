"""Data to fill in is checked for types, codes, ranges and lengths, and for nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formgen.generate.filling import filling
from formgen.message import Message
from formgen.model.condition import AnyOf
from formgen.model.finding import Finding
from formgen.model.form import Choice, FieldType, FormDefinition, Limits, ScoreRule, Scoring
from formgen.model.record import Record, Signature, SignatureKind
from formgen.validate import check_filling
from tests.forms import MARKS, NA, choices, codes, field, form, lexicon, localized, note, section, table
from tests.sayable import unsayable

FORM = form(
    field("text", limits=Limits(max_len=10), required=True),
    field("long_text", FieldType.MULTILINE),
    field("date", FieldType.DATE, Limits(not_future=True, earliest=dt.date(1900, 1, 1))),
    field("later", FieldType.DATE, Limits(not_before="date")),
    field("number", FieldType.NUMBER, Limits(maximum=Decimal(30), decimals=1)),
    field("phone", FieldType.PHONE),
    field("sure", FieldType.YES_NO, Limits(must_equal="yes", allows_special=True), required=True),
    field("place", FieldType.CHOICE, choices=choices("yerevan", "other")),
    field("mark", FieldType.RATING, choices=(*MARKS, NA)),
    field("many", FieldType.MULTI_CHOICE, Limits(exclusive=("none",)), choices=choices("one", "two", "none")),
    field("signed", FieldType.SIGNATURE, required=True),
    table("rows", field("what"), field("when", FieldType.DATE), rows=2, required=True),
    note("printed"),
)
EMPTY = {name: () if name in {"many", "rows"} else None for name in FORM.items if name != "printed"}


def check(data: Mapping[str, object], definition: FormDefinition = FORM) -> tuple[Record, tuple[Finding, ...]]:
    return check_filling(data, localized(definition, "hy"), lexicon(definition))


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("text", " Անի ", "Անի"),
        ("text", "", None),
        ("text", None, None),
        ("long_text", "a\r\nb", "a\nb"),
        ("date", "2026-11-21", dt.date(2026, 11, 21)),
        ("date", "21 նոյեմբերի 2026 թ.", dt.date(2026, 11, 21)),
        ("date", dt.date(2026, 11, 21), dt.date(2026, 11, 21)),
        ("date", dt.datetime.combine(dt.date(2026, 11, 21), dt.time()), dt.date(2026, 11, 21)),
        ("date", "2126-11-21", dt.date(2126, 11, 21)),
        ("number", 5, Decimal(5)),
        ("number", 12.5, Decimal("12.5")),
        ("number", Decimal("12.50"), Decimal("12.5")),
        ("number", "12,5", Decimal("12.5")),
        ("number", 0.1, Decimal("0.1")),
        ("phone", "091 234567", "+37491234567"),
        ("phone", "+37491234567", "+37491234567"),
        ("sure", True, True),
        ("sure", False, False),
        ("sure", "այո", True),
        ("sure", "no", False),
        ("place", "other", "other"),
        ("place", "Երևան", "yerevan"),
        ("mark", 5, 5),
        ("mark", "5", 5),
        ("mark", "na", "na"),
        ("many", ["two", "one", "two"], ("one", "two")),
        ("many", ("Two",), ("two",)),
        ("many", [], ()),
        ("many", None, ()),
        ("many.one", True, ("one",)),
        ("many.one", "x", ("one",)),
        ("many.one", False, ()),
        ("many.one", "", ()),
        ("many.one", None, ()),
        ("signed", None, None),
        ("signed", "", None),
        ("rows", None, ()),
        ("rows", [{}], ()),
    ],
)
def test_good_data(name: str, given: object, value: object) -> None:
    record, findings = check({name: given})
    assert findings == ()
    assert record.values == {**EMPTY, name.partition(".")[0]: value}
    assert type(record.values[name.partition(".")[0]]) is type(value)


@pytest.mark.parametrize(
    ("name", "given", "code", "place"),
    [
        ("text", 5, "wrong-type", "text"),
        ("text", True, "wrong-type", "text"),
        ("text", ["a"], "wrong-type", "text"),
        ("text", {"a": "b"}, "wrong-type", "text"),
        ("text", "a" * 11, "too-long", "text"),
        ("text", "a\x00", "characters-removed", "text"),
        ("long_text", 1.5, "wrong-type", "long_text"),
        ("date", 20261121, "wrong-type", "date"),
        ("date", dt.datetime.combine(dt.date(2026, 11, 21), dt.time(10)), "wrong-type", "date"),
        ("date", "05/06/26", "date-ambiguous", "date"),
        ("date", "1899-12-31", "date-too-early", "date"),
        ("number", True, "wrong-type", "number"),
        ("number", float("nan"), "wrong-type", "number"),
        ("number", float("inf"), "wrong-type", "number"),
        ("number", [5], "wrong-type", "number"),
        ("number", "1,234", "number-ambiguous", "number"),
        ("number", "five", "number-unreadable", "number"),
        ("number", 31, "out-of-range", "number"),
        ("number", 1.25, "too-many-decimals", "number"),
        ("phone", 91234567, "wrong-type", "phone"),
        ("phone", "12", "phone-unreadable", "phone"),
        ("phone", "060 123456", "phone-unlikely", "phone"),
        ("sure", 1, "wrong-type", "sure"),
        ("sure", "perhaps", "choice-unknown", "sure"),
        ("place", True, "wrong-type", "place"),
        ("place", "moon", "choice-unknown", "place"),
        ("mark", 6, "choice-unknown", "mark"),
        ("mark", True, "wrong-type", "mark"),
        ("mark", 4.5, "wrong-type", "mark"),
        ("many", "one", "wrong-type", "many"),
        ("many", [1], "wrong-type", "many"),
        ("many", {"one": True}, "wrong-type", "many"),
        ("many", ["three"], "choice-unknown", "many"),
        ("many.one", 1, "wrong-type", "many.one"),
        ("many.one", "?", "tick-unclear", "many.one"),
        ("signed", "Ani", "wrong-type", "signed"),
        ("signed", {"kind": "stamped"}, "wrong-type", "signed"),
        ("signed", {"kind": "typed", "name": 5}, "wrong-type", "signed"),
        ("signed", {"kind": "typed", "valid": "yes"}, "wrong-type", "signed"),
        ("rows", "x", "wrong-type", "rows"),
        ("rows", ["x"], "wrong-type", "rows.1"),
        ("rows", [{"what": 5}], "wrong-type", "rows.1.what"),
        ("rows", [{}, {"when": "soon"}], "date-ambiguous", "rows.2.when"),
        ("rows", [{"gone": "x"}], "unknown-field", "rows.1.gone"),
        ("rows.1.when", 5, "wrong-type", "rows.1.when"),
        ("gone", 1, "unknown-field", "gone"),
        ("many.three", True, "unknown-field", "many.three"),
        ("printed", "x", "unknown-field", "printed"),
        ("rows.0.what", "x", "unknown-field", "rows.0.what"),
    ],
)
def test_bad_data(name: str, given: object, code: str, place: str) -> None:
    _, findings = check({name: given})
    assert codes(findings) == [(code, place)]


def test_a_value_of_the_wrong_type_is_not_taken() -> None:
    record, findings = check({"text": 5, "mark": 6, "many": ["one", "three"]})
    assert (record.values["text"], record.values["mark"], record.values["many"]) == (None, None, ("one",))
    assert [each.written for each in findings] == ["three", "5", "6"]


def test_wrong_types_are_told_in_words() -> None:
    expected = {
        "text": "a text (in JSON, in quotation marks)",
        "date": "a date such as 2026-11-21 (in JSON, in quotation marks)",
        "number": "a number",
        "sure": "true or false",
        "place": "the code of an option",
        "mark": "one of the marks of the scale",
        "many": "a list of the codes of options",
        "many.one": "true or false",
        "signed": "empty: only a person signs",
        "rows": "a list of rows, each with its columns by name",
    }
    for name, words in expected.items():
        (found,) = check({name: {"odd": True}})[1]
        assert str(found.values["expected"]) == words
    assert check({"number": True})[1][0].written == "true"
    assert check({"many": False})[1][0].written == "false"
    assert check({"text": ["a" * 200]})[1][0].written == "['" + "a" * 78 + "…"


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("txt", "text"),
        ("nubmer", "number"),
        ("many.on", "many.one"),
        ("rows.2.wat", "rows.2.what"),
        ("row", "rows"),
        ("rows.what", "rows.1.what"),
        ("zzzzzz", None),
    ],
)
def test_the_nearest_name_is_offered(name: str, near: str | None) -> None:
    (found,) = check({name: "x"})[1]
    assert (found.code, found.written) == ("unknown-field", "x")
    assert str(found.values["suggestion"]) == (f"Did you mean “{near}”?" if near else "")


def test_neither_required_nor_consistent_nor_consented() -> None:
    data = {
        "sure": False,
        "date": "2126-01-02",
        "later": "2026-01-01",
        "many": ["none", "one"],
    }
    record, findings = check(data)
    assert findings == ()
    assert record.values["many"] == ("one", "none")


def test_nested_flat_and_mixed_data_are_the_same() -> None:
    nested = {"many": ["one", "two"], "rows": [{"what": "a", "when": "2026-01-02"}, {"what": "b"}]}
    flat = {"many.one": True, "many.two": "☒", "rows.1.what": "a", "rows.1.when": "2.1.2026", "rows.2.what": "b"}
    mixed = {"many": ["one"], "many.two": True, "rows": [{"what": "a"}, {"what": "b"}], "rows.1.when": "2.1.2026"}
    records = [check(data) for data in (nested, flat, mixed)]
    assert records[0] == records[1] == records[2]
    assert records[0][0].values["rows"] == (
        {"what": "a", "when": dt.date(2026, 1, 2)},
        {"what": "b", "when": None},
    )


def test_one_place_with_two_values_is_given_none() -> None:
    record, findings = check({"rows": [{"what": "a"}], "rows.1.what": "b", "many": ["one"], "many.one": True})
    assert codes(findings) == [("signs-disagree", "rows.1.what")]
    assert findings[0].written == "a; b"
    assert record.values["rows"] == ()
    assert record.values["many"] == ("one",)


def test_too_many_rows_are_kept_and_told() -> None:
    record, findings = check({"rows": [{"what": "a"}] * 3})
    assert codes(findings) == [("too-many-rows", "rows")]
    assert len(record.values["rows"]) == 3  # type: ignore[arg-type]


def test_a_record_of_extract_can_be_filled_in_again() -> None:
    record, findings = check({"signed": {"kind": "digital", "name": "Ani", "valid": True}})
    assert findings == ()
    assert record.values["signed"] == Signature(SignatureKind.DIGITAL, "Ani", valid=True)
    assert check({"signed": {"kind": "drawn"}})[0].values["signed"] == Signature(SignatureKind.DRAWN)
    assert filling(FORM, record) == {}


def test_without_a_lexicon_the_words_of_the_locale_are_known() -> None:
    record, findings = check_filling({"place": "Երևան", "sure": "да"}, localized(FORM, "hy"))
    assert (record.values["place"], record.values["sure"], findings) == ("yerevan", True, ())
    assert codes(check_filling({"place": "Երևան"}, localized(FORM, "en"))[1]) == [("choice-unknown", "place")]


def test_the_variant_may_be_given_and_is_of_the_record() -> None:
    definition = form(
        field("who", FieldType.CHOICE, choices=choices("client", "funder")),
        field("x"),
        section("more", field("y"), visible_if=AnyOf("who", ("funder",))),
        variant_field="who",
        variants=choices("client", "funder"),
    )
    chosen = localized(definition, "en", "client")
    record, findings = check_filling({"who": "client", "x": "a"}, chosen)
    assert (record.values, findings) == ({"who": "client", "x": "a"}, ())
    assert filling(chosen.form, record) == {"x": "a"}
    assert codes(check_filling({"y": "b"}, chosen)[1]) == [("unknown-field", "y")]


def test_a_benchmark_other_than_the_published_one_is_refused() -> None:
    definition = form(
        field("benchmark", FieldType.NUMBER), scoring=Scoring(ScoreRule.SUM, Decimal(70), benchmark_field="benchmark")
    )
    assert check({"benchmark": 70}, definition)[1] == ()
    assert check({}, definition)[1] == ()
    (found,) = check({"benchmark": 60}, definition)[1]
    assert (found.code, found.written, found.values) == ("benchmark-mismatch", "60", {"benchmark": Decimal(70)})
    assert check({"x": "a"}, form(field("x"), scoring=Scoring(ScoreRule.MEAN)))[1] == ()


def test_findings_come_in_the_order_of_the_form() -> None:
    found = check({"rows": [{"when": "soon"}], "number": 99, "text": 5, "gone": 1})[1]
    assert [each.field for each in found] == ["gone", "text", "number", "rows.1.when"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["what", "kind", "x"]), inner),
    max_leaves=5,
)
NAMES = [*EMPTY, "many.one", "many.x", "rows.1.what", "rows.2.when", "other", "", "."]


@given(st.dictionaries(st.sampled_from(NAMES), JSON))
def test_any_json_makes_a_whole_record_or_findings(data: dict[str, object]) -> None:
    record, findings = check(data)
    assert set(record.values) == set(EMPTY)
    assert all(str(each.text) for each in findings)
    filling(FORM, record)


def told(data: Mapping[str, object], definition: FormDefinition = FORM) -> list[tuple[str, str | None, str | None]]:
    """The findings on some data with what was written; each can be said."""
    _, found = check(data, definition)
    assert [wanting for each in found for wanting in unsayable(each.text)] == []
    return [(each.code, each.field, each.written) for each in found]


@pytest.mark.parametrize(
    ("data", "finding"),
    [
        ({"rows": 5}, ("wrong-type", "rows", "5")),
        ({"rows": [{"what": "x"}, 7]}, ("wrong-type", "rows.2", "7")),
        ({"rows": [{"who": "x"}]}, ("unknown-field", "rows.1.who", "x")),
        ({"nobody": "x"}, ("unknown-field", "nobody", "x")),
        ({"tekst": "x"}, ("unknown-field", "tekst", "x")),
        ({"many": 5}, ("wrong-type", "many", "5")),
        ({"many": ["three"]}, ("choice-unknown", "many", "three")),
        ({"signed": 5}, ("wrong-type", "signed", "5")),
        ({"signed": {"kind": "stamped"}}, ("wrong-type", "signed", "{'kind': 'stamped'}")),
        ({"mark": 9}, ("choice-unknown", "mark", "9")),
        ({"phone": "060 123456"}, ("phone-unlikely", "phone", "060 123456")),
        ({"phone": "010 543210 ext. 7"}, ("phone-extension", "phone", "010 543210 ext. 7")),
        ({"text": ["a" * 76]}, ("wrong-type", "text", str(["a" * 76]))),
        ({"text": ["a" * 77]}, ("wrong-type", "text", str(["a" * 77])[:80] + "…")),
    ],
)
def test_what_is_wrong_is_told_with_its_place_and_words(
    data: Mapping[str, object], finding: tuple[str, str, str]
) -> None:
    assert told(data) == [finding]


def test_what_follows_something_wrong_is_read_all_the_same() -> None:
    record, _ = check({"rows": [5, {"what": "x"}], "text": None, "long_text": "y"})
    assert record.values["rows"] == ({"what": "x", "when": None},)
    assert record.values["long_text"] == "y"


def test_a_cell_that_cannot_be_typed_keeps_its_row() -> None:
    marks = form(table("rows", field("mark", FieldType.RATING), field("signed", FieldType.SIGNATURE), rows=3))
    record, found = check({"rows": [{"mark": 9}, {"mark": [5]}, {"signed": 5}]}, marks)
    assert codes(found) == [
        ("choice-unknown", "rows.1.mark"),
        ("wrong-type", "rows.2.mark"),
        ("wrong-type", "rows.3.signed"),
    ]
    assert record.values["rows"] == ({"mark": None, "signed": None},) * 3


def test_a_code_is_a_code_whatever_the_words_of_the_options_are() -> None:
    """In data the code wins; `red` is the word of another option here."""
    crossed = (Choice("red", Message("c", "Green")), Choice("green", Message("c", "Red")))
    definition = form(
        field("one", FieldType.CHOICE, choices=crossed), field("some", FieldType.MULTI_CHOICE, choices=crossed)
    )
    record, found = check({"one": "red", "some": ["red"]}, definition)
    assert (dict(record.values), found) == ({"one": "red", "some": ("red",)}, ())


@pytest.mark.parametrize("kind", SignatureKind)
def test_a_signature_as_extract_writes_it_is_taken(kind: SignatureKind) -> None:
    record, found = check({"signed": {"kind": str(kind), "name": "Ani", "valid": None}})
    assert (record.values["signed"], found) == (Signature(kind, "Ani"), ())


def test_a_key_is_suggested_for_a_mistyped_one() -> None:
    _, (found,) = check({"tekst": "x"})
    assert str(found.values["suggestion"]) == "Did you mean “text”?"
    _, (found,) = check({"zzzzz": "x"})
    assert found.values["suggestion"] == ""

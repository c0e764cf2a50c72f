"""One place of a document says one typed value, or says why it does not."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formgen.message import Message
from formgen.model.document import Answer
from formgen.model.form import Choice, FieldType, FormDefinition, Limits
from formgen.model.record import Signature, SignatureKind
from formgen.model.slot import slot_of
from formgen.validate.lexicon import make_lexicon
from formgen.validate.reading import Reading, code_of, read_answer
from tests.forms import MARKS, NA, choices, field, form, lexicon, localized, table

FORM = form(
    field("text"),
    field("long", FieldType.MULTILINE),
    field("date", FieldType.DATE),
    field("birth", FieldType.DATE, Limits(birth_date=True)),
    field("number", FieldType.NUMBER),
    field("phone", FieldType.PHONE),
    field("sure", FieldType.YES_NO),
    field("place", FieldType.CHOICE, choices=choices("yerevan", "other", "AM-ER")),
    field("mark", FieldType.RATING, choices=(*MARKS, NA)),
    field("many", FieldType.MULTI_CHOICE, choices=choices("one", "two")),
    field("signed", FieldType.SIGNATURE),
    table("rows", field("what"), field("done", FieldType.CHOICE, choices=choices("fully", "partly"))),
)
WORDS = lexicon(FORM)


def read(
    key: str, written: str, exact: str | None = None, doubt: str | None = None, of: FormDefinition = FORM
) -> Reading:
    slot = slot_of(of, key)
    assert slot is not None
    return read_answer(
        of.id, slot, Answer(key, written, exact=exact, doubt=doubt), WORDS if of is FORM else lexicon(of)
    )


def said(reading: Reading) -> list[str]:
    return [each.code for each in reading.findings]


@pytest.mark.parametrize(
    ("key", "written", "value"),
    [
        ("text", " Անի\r\n", "Անի"),
        ("long", "a\rb", "a\nb"),
        ("date", "21.11.2026", dt.date(2026, 11, 21)),
        ("date", "21.11.26", dt.date(2026, 11, 21)),
        ("birth", "21.11.1985", dt.date(1985, 11, 21)),
        ("number", "12,5", Decimal("12.5")),
        ("phone", "091 234567", "+37491234567"),
        ("sure", "Այո", True),
        ("sure", "այո՛", True),
        ("sure", "YES", True),
        ("sure", "да", True),
        ("sure", "ha", True),
        ("sure", "Ոչ։", False),
        ("sure", "no", False),
        ("sure", "нет", False),
        ("sure", "չէ", False),
        ("place", "Երեւան", "yerevan"),
        ("place", "YEREVAN", "yerevan"),
        ("place", "Այլ", "other"),
        ("place", "am-er", "AM-ER"),
        ("mark", "5", 5),
        ("mark", "Գերազանց", 5),
        ("mark", "5 — Excellent", 5),
        ("mark", "Գերազանց (5)", 5),
        ("mark", "na", "na"),
        ("mark", "N/A", "na"),
        ("mark", "Կիրառելի չէ", "na"),
        ("many.one", "☒", True),
        ("many.one", "x", True),
        ("many.one", "Х", True),
        ("many.one", "✓", True),
        ("many.one", "+", True),
        ("many.one", "այո", True),
        ("many.one", "1", True),
        ("many.one", "☐", None),
        ("many.one", "no", None),
        ("rows.1.what", "x", "x"),
        ("rows.99.done", "Partly", "partly"),
        ("signed", "Անի", Signature(SignatureKind.TYPED, "Անի")),
    ],
)
def test_certain_answers(key: str, written: str, value: object) -> None:
    reading = read(key, written)
    assert reading == Reading(value)
    assert type(reading.value) is type(value)
    assert reading.says_something is (value is not None)


@pytest.mark.parametrize(
    ("key", "written", "code"),
    [
        ("date", "05/06/26", "date-ambiguous"),
        ("date", "soon", "date-ambiguous"),
        ("birth", "21.11.85", "date-ambiguous"),
        ("number", "1,234", "number-ambiguous"),
        ("number", "many", "number-unreadable"),
        ("phone", "091234567, 093123456", "phone-unreadable"),
        ("sure", "perhaps", "choice-unknown"),
        ("sure", "Yes?", "choice-unknown"),
        ("sure", "x", "choice-unknown"),
        ("place", "Gyumri", "choice-unknown"),
        ("mark", "6", "choice-unknown"),
        ("mark", "-5", "choice-unknown"),
        ("mark", "4-5", "choice-unknown"),
        ("many.one", "?", "tick-unclear"),
        ("many.one", "-", "tick-unclear"),
        ("rows.1.done", "half", "choice-unknown"),
    ],
)
def test_uncertain_answers_are_null_and_told(key: str, written: str, code: str) -> None:
    reading = read(key, written)
    assert (reading.value, reading.unread, said(reading)) == (None, True, [code])
    assert (reading.findings[0].field, reading.findings[0].written) == (key, written)
    assert reading.says_something


@pytest.mark.parametrize("key", ["text", "date", "number", "phone", "sure", "mark", "many.one", "signed"])
@pytest.mark.parametrize("written", ["", "  ", "\n", "\u200b"])
def test_an_empty_place_says_nothing(key: str, written: str) -> None:
    assert read(key, written) == Reading()


def test_characters_left_out_are_told() -> None:
    reading = read("text", "a\x00b")
    assert (reading.value, said(reading), reading.unread) == ("ab", ["characters-removed"], False)
    assert said(read("text", "\x00")) == ["characters-removed"]


def test_telephone_numbers_in_doubt_keep_their_value() -> None:
    reading = read("phone", "060 123456")
    assert (reading.value, said(reading)) == ("+37460123456", ["phone-unlikely"])
    reading = read("phone", "010 543210 ext. 7")
    assert (reading.value, said(reading)) == ("+37410543210", ["phone-extension"])
    assert reading.findings[0].values["extension"] == "7"


@pytest.mark.parametrize(
    ("key", "written", "exact", "value"),
    [
        ("date", "21.11.2026", "2026-11-21", dt.date(2026, 11, 21)),
        ("date", "05/06/26", "2026-06-05", dt.date(2026, 6, 5)),
        ("birth", "21.11.85", "1985-11-21", dt.date(1985, 11, 21)),
        ("number", "1,234", "1.234", Decimal("1.234")),
        ("number", "1 234,50", "1234.5", Decimal("1234.5")),
        ("sure", "Այո", "yes", True),
        ("place", "Այլ", "other", "other"),
        ("mark", "5", "5", 5),
        ("many.one", "☒", "yes", True),
        ("many.one", "☐", "no", None),
        ("many.one", "", "no", None),
        ("text", "21.11.2026", "2026-11-21", "21.11.2026"),
    ],
)
def test_the_file_may_settle_what_is_seen(key: str, written: str, exact: str, value: object) -> None:
    assert read(key, written, exact) == Reading(value)


@pytest.mark.parametrize(
    ("key", "written", "exact"),
    [
        ("date", "21.11.2026", "2026-11-20"),
        ("date", "05/06/26", "2026-07-05"),
        ("date", "soon", "2026-11-20"),
        ("date", "21.11.2026", "garbage"),
        ("number", "13", "12.5"),
        ("number", "", "12.5"),
        ("sure", "Այո", "no"),
        ("sure", "perhaps", "yes"),
        ("place", "Այլ", "yerevan"),
        ("place", "Այլ", "nowhere"),
        ("many.one", "☒", "no"),
        ("many.one", "", "yes"),
        ("signed", "Անի", "sealed"),
    ],
)
def test_signs_that_disagree_choose_nothing(key: str, written: str, exact: str) -> None:
    reading = read(key, written, exact)
    assert (reading.value, reading.unread, said(reading)) == (None, True, ["signs-disagree"])


@pytest.mark.parametrize(("key", "code"), [("date", "date-ambiguous"), ("place", "choice-unknown")])
def test_two_unknown_signs_are_unknown(key: str, code: str) -> None:
    assert said(read(key, "soon", "later")) == [code]


def test_a_doubt_keeps_the_value_out() -> None:
    reading = read("text", "Անի", doubt="formula")
    assert (reading.value, reading.unread, said(reading)) == (None, True, ["formula"])
    assert reading.findings[0].written == "Անի"
    assert said(read("sure", "Yes, No", exact="yes", doubt="two-answers")) == ["two-answers"]


@pytest.mark.parametrize(
    ("written", "exact", "signature"),
    [
        ("Անի", "typed", Signature(SignatureKind.TYPED, "Անի")),
        ("Անի", "digital", Signature(SignatureKind.DIGITAL, "Անի")),
        ("", "digital", Signature(SignatureKind.DIGITAL, None)),
        ("ink", "drawn", Signature(SignatureKind.DRAWN, None)),
    ],
)
def test_signatures(written: str, exact: str, signature: Signature) -> None:
    assert read("signed", written, exact).value == signature


def test_a_word_of_two_options_is_unknown_until_the_file_settles_it() -> None:
    word = Message("same", "Same")
    ambiguous = form(field("place", FieldType.CHOICE, choices=(Choice("a", word), Choice("b", word))))
    assert said(read("place", "same", of=ambiguous)) == ["choice-unknown"]
    assert read("place", "same", "b", of=ambiguous).value == "b"
    assert read("place", "a", of=ambiguous).value == "a"


def test_a_lexicon_knows_only_the_forms_it_was_made_of() -> None:
    assert make_lexicon([]).codes("small", "sure", "yes") == frozenset()
    english = make_lexicon([localized(FORM, "en")])
    assert english.codes("small", "place", "Երևան") == frozenset()
    assert english.codes("small", "place", "Yerevan") == {"yerevan"}
    assert english.codes("small", "rows.done", "Partly") == {"partly"}
    assert english.codes("small", "done", "Partly") == frozenset()
    assert english.codes("small", "sure", "այո") == {"yes"}


def test_yes_and_no_are_spelt_in_their_own_fields_only() -> None:
    other = form(field("place", FieldType.CHOICE, choices=choices("yes", "no", "unsure")))
    assert read("place", "yes", of=other).value == "yes"
    assert said(read("place", "да", of=other)) == ["choice-unknown"]


def test_codes_of_values() -> None:
    assert [code_of(each) for each in (True, False, 5, "na", None, Decimal(5))] == ["yes", "no", "5", "na", None, None]


KEYS = ["text", "date", "birth", "number", "phone", "sure", "place", "mark", "many.one", "signed", "rows.2.done"]


@given(st.sampled_from(KEYS), st.text(), st.none() | st.text())
def test_whatever_is_written_is_a_value_or_a_finding(key: str, written: str, exact: str | None) -> None:
    reading = read(key, written, exact)
    assert not (reading.unread and reading.value is not None)
    assert not reading.unread or reading.findings

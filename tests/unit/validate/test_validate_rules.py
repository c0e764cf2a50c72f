"""Every rule of a form is kept, and is silent where nothing is certain."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from formgen.model.condition import All, AnyOf, Not
from formgen.model.document import Answer, Response
from formgen.model.finding import Severity, Status, finding, status_of
from formgen.model.form import FieldType, Limits, Privacy
from formgen.model.record import Signature, SignatureKind
from formgen.validate import is_blank
from tests.forms import MARKS, NA, choices, codes, field, form, judge, note, response, section, table

TEXT, DATE, NUMBER = FieldType.TEXT, FieldType.DATE, FieldType.NUMBER
IS_YES = AnyOf("sure", ("yes",))


def only(limits: Limits, written: str, kind: FieldType = TEXT) -> list[str]:
    """The codes said of one field with one answer."""
    return [each.code for each in judge(form(field("x", kind, limits)), {"x": written}).findings]


@pytest.mark.parametrize(
    ("limits", "kind", "written", "said"),
    [
        (Limits(max_len=3), TEXT, "abc", []),
        (Limits(max_len=3), TEXT, "  abc  ", []),
        (Limits(max_len=3), TEXT, "abcd", ["too-long"]),
        (Limits(max_len=1), TEXT, "e\u0301", []),
        (Limits(max_len=3, pattern=r"\d+"), TEXT, "abcd", ["too-long"]),
        (Limits(pattern=r"\d{3}"), TEXT, "123", []),
        (Limits(pattern=r"\d{3}"), TEXT, "1234", ["format-mismatch"]),
        (Limits(pattern=r"\d{3}"), TEXT, "x123", ["format-mismatch"]),
        (Limits(pattern=r"^[^\W_][\w/.-]{2,29}$"), TEXT, "ԵՐ-2026-00777", []),
        (Limits(pattern="a*"), TEXT, "a" * 1000, []),
        (Limits(pattern="a*"), TEXT, "a" * 1001, ["format-mismatch"]),
        (Limits(), TEXT, "a" * 1001, []),
        (Limits(email=True), TEXT, "ani@mail.am", []),
        (Limits(email=True), TEXT, "ani.p-x@sub.mail-1.am", []),
        (Limits(email=True), TEXT, "անի@փոստ.հայ", []),
        (Limits(email=True), TEXT, "ani@mail", ["format-mismatch"]),
        (Limits(email=True), TEXT, "ani mail.am", ["format-mismatch"]),
        (Limits(email=True), TEXT, "ani@mail.am, b@mail.am", ["format-mismatch"]),
        (Limits(email=True), TEXT, "a..b@mail.am", ["format-mismatch"]),
        (Limits(email=True), TEXT, "ani@mail..am", ["format-mismatch"]),
        (Limits(email=True), TEXT, "ani@-mail.am", ["format-mismatch"]),
        (Limits(minimum=Decimal(1)), NUMBER, "1", []),
        (Limits(minimum=Decimal(1)), NUMBER, "0", ["out-of-range"]),
        (Limits(maximum=Decimal(30)), NUMBER, "30", []),
        (Limits(maximum=Decimal(30)), NUMBER, "31", ["out-of-range"]),
        (Limits(decimals=0), NUMBER, "5", []),
        (Limits(decimals=0), NUMBER, "5,0", []),
        (Limits(decimals=0), NUMBER, "5,5", ["too-many-decimals"]),
        (Limits(decimals=1), NUMBER, "5,5", []),
        (Limits(decimals=1), NUMBER, "5,55", ["too-many-decimals"]),
        (Limits(maximum=Decimal(5), decimals=0), NUMBER, "5,5", ["out-of-range", "too-many-decimals"]),
        (Limits(earliest=dt.date(1900, 1, 1)), DATE, "1.1.1900", []),
        (Limits(earliest=dt.date(1900, 1, 1)), DATE, "31.12.1899", ["date-too-early"]),
        (Limits(not_future=True), DATE, "21.11.2026", []),
        (Limits(not_future=True), DATE, "22.11.2026", ["date-in-future"]),
        (Limits(), DATE, "22.11.2026", []),
    ],
)
def test_limits_of_one_value(limits: Limits, kind: FieldType, written: str, said: list[str]) -> None:
    assert only(limits, written, kind) == said


def test_a_value_that_breaks_a_rule_stays() -> None:
    judgment = judge(form(field("x", NUMBER, Limits(maximum=Decimal(5)))), {"x": "7"})
    assert judgment.record.values == {"x": Decimal(7)}
    (found,) = judgment.findings
    assert (found.severity, found.written, found.values) == (
        Severity.ERROR,
        "7",
        {"minimum": "−∞", "maximum": Decimal(5)},
    )


def test_the_words_of_limits() -> None:
    (found,) = judge(form(field("x", DATE, Limits(earliest=dt.date(1900, 1, 2)))), {"x": "3.4.1801"}).findings
    assert found.values == {"earliest": "02.01.1900"}
    (found,) = judge(form(field("x", NUMBER, Limits(minimum=Decimal(5)))), {"x": "1"}).findings
    assert found.values == {"minimum": Decimal(5), "maximum": "∞"}
    (found,) = judge(form(field("x", limits=Limits(max_len=2))), {"x": "abc"}).findings
    assert found.values == {"length": 3, "limit": 2}


@pytest.mark.parametrize(
    ("word", "first", "second", "said"),
    [
        ("not_before", "2.1.2026", "1.1.2026", "date-order"),
        ("not_before", "1.1.2026", "1.1.2026", None),
        ("after", "1.1.2026", "1.1.2026", "date-not-after"),
        ("after", "1.1.2026", "2.1.2026", None),
        ("not_before", "someday", "1.1.2026", "unread"),
        ("not_before", "", "1.1.2026", None),
    ],
)
def test_order_of_dates(word: str, first: str, second: str, said: str | None) -> None:
    definition = form(field("first", DATE), field("second", DATE, Limits(**{word: "first"})))
    judgment = judge(definition, {"first": first, "second": second})
    expected = {None: [], "unread": [("date-ambiguous", "first")]}.get(said, [(said, "second")])
    assert codes(judgment.findings) == expected
    if said and said != "unread":
        assert judgment.findings[0].values["limit"] == f"0{first}".replace(".1.", ".01.")
        assert str(judgment.findings[0].values["other"]) == "first"


def test_one_number_is_not_above_another() -> None:
    definition = form(field("all", NUMBER), field("some", NUMBER, Limits(not_above="all")))
    assert codes(judge(definition, {"all": "2", "some": "3"}).findings) == [("above-other", "some")]
    assert judge(definition, {"all": "3", "some": "3"}).findings == ()
    assert judge(definition, {"some": "3"}).findings == ()


def test_exclusive_option() -> None:
    definition = form(
        field("x", FieldType.MULTI_CHOICE, Limits(exclusive=("none",)), choices=choices("one", "two", "none"))
    )
    judgment = judge(definition, {"x.none": "☒", "x.one": "☒"})
    assert judgment.record.values == {"x": ("one", "none")}
    assert codes(judgment.findings) == [("exclusive-option", "x")]
    assert judgment.findings[0].written == "None; One"
    assert str(judgment.findings[0].values["option"]) == "None"
    assert judge(definition, {"x.none": "☒"}).findings == ()
    assert judge(definition, {"x.two": "☒", "x.one": "☒", "x.none": "☐"}).findings == ()


def test_an_answer_that_must_be() -> None:
    definition = form(field("x"), field("consent", FieldType.YES_NO, Limits(must_equal="yes"), required=True))
    assert judge(definition, {"x": "a", "consent": "Yes"}).findings == ()
    refused = judge(definition, {"consent": "No"})
    assert codes(refused.findings) == [("must-be", "consent")]
    assert refused.findings[0].severity is Severity.REVIEW
    assert codes(judge(definition, {"x": "a"}).findings) == [("required", "consent")]
    assert codes(judge(definition, {"consent": "well"}).findings) == [("choice-unknown", "consent")]


SPECIAL = form(
    field("consent", FieldType.YES_NO, Limits(allows_special=True)),
    field("status", FieldType.MULTI_CHOICE, choices=choices("large", "ill", special=("ill",))),
    field("kind", FieldType.CHOICE, choices=choices("plain", "ill", special=("ill",))),
    field("health", privacy=Privacy.SPECIAL),
    field("groups", FieldType.MULTI_CHOICE, choices=choices("a", "b"), privacy=Privacy.SPECIAL),
    table("visits", field("where"), field("why", privacy=Privacy.SPECIAL)),
    table("illnesses", field("name"), privacy=Privacy.SPECIAL),
    note("text"),
)


@pytest.mark.parametrize(
    ("written", "fields"),
    [
        ({"status.large": "☒", "kind": "Plain", "visits.1.where": "x"}, []),
        ({"status.large": "☒", "status.ill": "☒"}, ["status.ill"]),
        ({"status.ill": "☐"}, []),
        ({"kind": "Ill"}, ["kind"]),
        ({"health": "asthma"}, ["health"]),
        ({"health": " "}, []),
        ({"groups.a": "☒", "groups.b": "☒"}, ["groups"]),
        ({"visits.1.where": "x", "visits.2.why": "y"}, ["visits.2.why"]),
        ({"illnesses.1.name": "x"}, ["illnesses"]),
    ],
)
def test_special_data_need_consent(written: dict[str, str], fields: list[str]) -> None:
    refused = judge(SPECIAL, {"consent": "No", **written})
    assert codes(refused.findings) == [("special-data-without-consent", name) for name in fields]
    assert judge(SPECIAL, {"consent": "Yes", **written}).findings == ()
    assert [each.code for each in judge(SPECIAL, written).findings if each.code != "blank"] == []


def test_special_data_are_quoted_by_their_words() -> None:
    (found,) = judge(SPECIAL, {"consent": "No", "status.ill": "x"}).findings
    assert (found.written, found.severity) == ("Ill", Severity.ERROR)


REQUIRED = form(
    field("sure", FieldType.YES_NO),
    field("why", required=True, visible_if=IS_YES),
    field("ticks", FieldType.MULTI_CHOICE, choices=choices("a", "b"), required=True, visible_if=IS_YES),
    table("rows", field("cell"), required=True, visible_if=IS_YES),
    field("always", required=True),
    field("signed", FieldType.SIGNATURE, required=True),
    field("sum", NUMBER, required=True, computed=True),
    note("text"),
)


def test_required_counts_while_visible() -> None:
    found = judge(REQUIRED, {"sure": "Yes"})
    assert codes(found.findings) == [
        ("required", "why"),
        ("required", "ticks"),
        ("required", "rows"),
        ("required", "always"),
        ("unsigned", "signed"),
    ]
    assert codes(judge(REQUIRED, {"sure": "No"}).findings) == [("required", "always"), ("unsigned", "signed")]
    assert codes(judge(REQUIRED, {"always": "x"}).findings) == [("unsigned", "signed")]
    whole = {"sure": "Yes", "why": "x", "ticks.a": "☒", "rows.2.cell": "y", "always": "z"}
    assert status_of(judge(REQUIRED, whole).findings) is Status.ACCEPTED


def test_what_is_there_and_unread_was_not_left_empty() -> None:
    written = {"sure": "Yes", "why": Answer("why", "=1", doubt="formula"), "ticks.a": "?", "always": "x"}
    lost = finding("place-missing", "rows.1.cell")
    assert codes(judge(REQUIRED, written, lost).findings) == [
        ("place-missing", "rows.1.cell"),
        ("formula", "why"),
        ("tick-unclear", "ticks.a"),
        ("unsigned", "signed"),
    ]
    assert ("required", "rows") in codes(judge(REQUIRED, written, finding("characters-removed", "rows")).findings)
    assert ("required", "rows") not in codes(judge(REQUIRED, written, finding("place-missing", "rows")).findings)


def test_an_unread_controlling_field_makes_nothing_required() -> None:
    assert codes(judge(REQUIRED, {"sure": "perhaps", "always": "x"}).findings) == [
        ("choice-unknown", "sure"),
        ("unsigned", "signed"),
    ]


def test_an_answer_that_does_not_apply_stays_and_is_told() -> None:
    judgment = judge(REQUIRED, {"sure": "No", "why": "because", "ticks.b": "x", "rows.1.cell": "c", "always": "x"})
    assert judgment.record.values["why"] == "because"
    assert codes(judgment.findings) == [
        ("not-applicable-answered", "why"),
        ("not-applicable-answered", "ticks"),
        ("not-applicable-answered", "rows"),
        ("unsigned", "signed"),
    ]
    assert [each.written for each in judgment.findings] == ["because", "B", "c", None]


CHAIN = form(
    field("reason", FieldType.CHOICE, choices=choices("death", "refusal", "other")),
    field("kind", FieldType.CHOICE, choices=choices("absence", "word"), visible_if=AnyOf("reason", ("refusal",))),
    section(
        "after",
        field("agrees", required=True, visible_if=Not(AnyOf("kind", ("absence",)))),
        field("plain", required=True),
        visible_if=Not(AnyOf("reason", ("death",))),
    ),
)


@pytest.mark.parametrize(
    ("written", "required"),
    [
        ({"reason": "Other"}, ["agrees", "plain"]),
        ({"reason": "Refusal"}, ["plain"]),
        ({"reason": "Refusal", "kind": "Absence"}, ["plain"]),
        ({"reason": "Refusal", "kind": "Word"}, ["agrees", "plain"]),
        ({"reason": "Refusal", "kind": "???"}, ["plain"]),
        ({"reason": "Death"}, []),
        ({"kind": "Word"}, []),
        # The kind does not apply and was answered: nobody knows which of the two answers is meant.
        ({"reason": "Other", "kind": "Word"}, ["plain"]),
    ],
)
def test_a_controlling_field_that_does_not_apply(written: dict[str, str], required: list[str]) -> None:
    found = codes(judge(CHAIN, written).findings)
    assert [name for code, name in found if code == "required"] == required


def test_conditions_on_ticks_marks_and_several_fields() -> None:
    both = All((AnyOf("ticks", ("a",)), AnyOf("mark", ("1", "na"))))
    definition = form(
        field("ticks", FieldType.MULTI_CHOICE, choices=choices("a", "b")),
        field("mark", FieldType.RATING, choices=(*MARKS, NA)),
        field("x", required=True, visible_if=both),
    )
    assert codes(judge(definition, {"ticks.a": "x", "mark": "1"}).findings) == [("required", "x")]
    assert codes(judge(definition, {"ticks.a": "x", "mark": "na"}).findings) == [("required", "x")]
    assert judge(definition, {"ticks.a": "x", "mark": "2"}).findings == ()
    assert judge(definition, {"ticks.a": "x"}).findings == ()
    assert judge(definition, {"ticks.b": "x", "mark": "1"}).findings == ()
    assert codes(judge(definition, {"ticks.b": "x", "x": "y"}).findings) == [("not-applicable-answered", "x")]
    assert codes(judge(definition, {"ticks.b": "x", "ticks.a": "?", "mark": "1", "x": "y"}).findings) == [
        ("tick-unclear", "ticks.a")
    ]


def test_conditions_in_a_circle_decide_nothing() -> None:
    a = field("a", FieldType.YES_NO, required=True, visible_if=AnyOf("b", ("yes",)))
    b = field("b", FieldType.YES_NO, required=True, visible_if=Not(AnyOf("a", ("yes",))))
    assert judge(form(a, b, field("c")), {"c": "x"}).findings == ()


def test_a_condition_on_nothing_the_form_has_decides_nothing() -> None:
    assert (
        judge(form(field("c"), field("x", required=True, visible_if=AnyOf("gone", ("a",)))), {"c": "x"}).findings == ()
    )


ROWS = form(
    table(
        "rows",
        field("what", limits=Limits(max_len=3)),
        field("from", DATE, Limits(not_future=True)),
        field("to", DATE, Limits(not_before="from")),
        field("by", DATE, Limits(not_before="opened")),
        field("how", FieldType.CHOICE, choices=choices("well", "badly"), required=True),
        rows=2,
    ),
    field("opened", DATE),
)


def test_rows_have_every_column_and_empty_ones_are_dropped() -> None:
    judgment = judge(ROWS, {"rows.3.what": "b", "rows.1.how": "Well", "rows.2.what": " ", "rows.3.how": "badly"})
    empty = {"what": None, "from": None, "to": None, "by": None, "how": None}
    assert judgment.record.values["rows"] == ({**empty, "how": "well"}, {**empty, "what": "b", "how": "badly"})
    assert judgment.findings == ()
    assert judge(ROWS, {"opened": "1.1.2026"}).record.values["rows"] == ()


def test_rows_beyond_those_provided_are_kept() -> None:
    judgment = judge(ROWS, {f"rows.{number}.how": "Well" for number in (1, 2, 11)})
    assert len(judgment.record.values["rows"]) == 3
    assert codes(judgment.findings) == [("too-many-rows", "rows")]
    assert judgment.findings[0].values == {"rows": 3, "limit": 2}


def test_rules_of_cells_name_the_cell() -> None:
    written = {
        "rows.2.what": "long",
        "rows.2.from": "22.11.2026",
        "rows.2.to": "21.11.2026",
        "rows.2.by": "1.1.2020",
        "rows.5.to": "1.1.2000",
        "rows.5.how": "Well",
        "opened": "1.1.2021",
    }
    found = judge(ROWS, written).findings
    assert codes(found) == [
        ("too-long", "rows.2.what"),
        ("date-in-future", "rows.2.from"),
        ("date-order", "rows.2.to"),
        ("date-order", "rows.2.by"),
        ("required", "rows.2.how"),
    ]
    assert [str(each.values["other"]) for each in found if "other" in each.values] == ["from", "opened"]
    assert found[2].written == "21.11.2026"


def test_a_row_with_an_unread_cell_is_not_empty() -> None:
    judgment = judge(ROWS, {"rows.1.how": "hm", "rows.1.to": "soon"})
    assert len(judgment.record.values["rows"]) == 1
    assert codes(judgment.findings) == [("choice-unknown", "rows.1.how"), ("date-ambiguous", "rows.1.to")]


@pytest.mark.parametrize(
    ("answer", "unsigned"),
    [
        (Answer("s", "Անի"), True),
        (Answer("s", "Անի", exact="typed"), True),
        (Answer("s", "Անի", exact="digital"), False),
        (Answer("s", "", exact="drawn"), False),
        (Answer("s", "x", doubt="signs-disagree"), False),
    ],
)
def test_a_typed_name_is_no_signature(answer: Answer, unsigned: bool) -> None:  # noqa: FBT001
    judgment = judge(form(field("s", FieldType.SIGNATURE, required=True)), {"s": answer})
    found = [each for each in judgment.findings if each.code == "unsigned"]
    assert bool(found) is unsigned
    if unsigned:
        assert judgment.record.values["s"] == Signature(SignatureKind.TYPED, "Անի")
        assert (found[0].severity, found[0].written) == (Severity.INFO, "Անի")


def test_only_a_signature_that_certainly_applies_is_missed() -> None:
    definition = form(field("sure", FieldType.YES_NO), field("s", FieldType.SIGNATURE, visible_if=IS_YES), field("x"))
    assert codes(judge(definition, {"sure": "Yes"}).findings) == [("unsigned", "s")]
    assert judge(definition, {"sure": "No"}).findings == ()
    assert judge(definition, {"x": "a"}).findings == ()
    assert codes(judge(definition, {"sure": "No", "s": "Ani"}).findings) == [("not-applicable-answered", "s")]


# --- whole documents


def test_a_record_has_every_field() -> None:
    judgment = judge(REQUIRED, {"always": "x"})
    assert judgment.record.values == {
        "sure": None,
        "why": None,
        "ticks": (),
        "rows": (),
        "always": "x",
        "signed": None,
        "sum": None,
    }
    assert judgment.computed == {}


def test_ticks_come_in_the_order_of_the_definition() -> None:
    assert judge(REQUIRED, {"ticks.b": "x", "ticks.a": "x"}).record.values["ticks"] == ("a", "b")


@pytest.mark.parametrize("written", [{}, {"why": " "}, {"ticks.a": "☐"}, {"why": "\u200b", "sure": ""}])
def test_a_blank_sent_back_has_one_finding(written: dict[str, str]) -> None:
    judgment = judge(REQUIRED, written)
    assert codes(judgment.findings) == [("blank", None)]
    assert status_of(judgment.findings) is Status.REVIEW
    assert set(judgment.record.values.values()) == {None, ()}
    assert judgment.computed == {}
    assert is_blank(response(written))


@pytest.mark.parametrize(
    "answer",
    [
        Answer("why", "x"),
        Answer("sure", "", exact="yes"),
        Answer("why", "", doubt="signs-disagree"),
        Answer("why", "\x00"),
        Answer("foreign", "x"),
    ],
)
def test_whatever_is_there_is_not_blank(answer: Answer) -> None:
    assert not is_blank(response({answer.key: answer}))
    assert "blank" not in [each.code for each in judge(REQUIRED, {answer.key: answer}).findings]


@pytest.mark.parametrize(
    "found",
    [
        Response({}, lost=frozenset({"why"})),
        Response({}, (finding("page-unreadable", pages="1"),), frozenset({"why"})),
        Response({}, (finding("place-missing", "why"),)),
        Response({}, (finding("answer-is-picture", "why"),)),
    ],
)
def test_where_nobody_could_look_nobody_says_that_it_is_blank(found: Response) -> None:
    assert not is_blank(found)


def test_what_the_reader_found_is_passed_on() -> None:
    repaired = finding("repaired")
    assert codes(judge(REQUIRED, {}, repaired).findings) == [("blank", None), ("repaired", None)]
    outside = finding("outside-answer", "hobby", "chess")
    assert not is_blank(response({}, outside))
    found = codes(judge(REQUIRED, {"hobby": "chess", "always": "x"}, repaired, outside).findings)
    assert found == [("repaired", None), ("outside-answer", "hobby"), ("unsigned", "signed")]
    assert codes(judge(REQUIRED, {}, repaired, repaired, outside).findings)[:2] == [("repaired", None)] * 2


@pytest.mark.parametrize(
    "key",
    [
        "gone",
        "ticks",
        "ticks.gone",
        "why.a",
        "rows",
        "rows.1",
        "rows.0.cell",
        "rows.01.cell",
        "rows.x.cell",
        "rows.1.gone",
        "rows.1.cell.x",
        "gone.1.cell",
        "text",
        "",
    ],
)
def test_an_answer_the_form_does_not_ask_is_told(key: str) -> None:
    found = judge(REQUIRED, {key: "x", "always": "y"}).findings
    assert codes(found) == [("outside-answer", key), ("unsigned", "signed")]
    assert found[0].written == "x"


def test_the_variant_is_of_the_record_and_not_asked() -> None:
    definition = form(
        field("who", FieldType.CHOICE, choices=choices("client", "funder"), required=True),
        field("x", required=True, visible_if=AnyOf("who", ("client",))),
        field("y", visible_if=AnyOf("who", ("funder",))),
        field("z", required=True, visible_if=Not(All((AnyOf("who", ("funder",)), AnyOf("x", ("a",)))))),
        variant_field="who",
        variants=choices("client", "funder"),
    )
    judgment = judge(definition, {"z": "1"}, variant="client")
    assert judgment.record.values == {"who": "client", "x": None, "z": "1"}
    assert codes(judgment.findings) == [("required", "x")]
    assert judge(definition, {}, variant="client").record.values == {"who": None, "x": None, "z": None}
    assert judge(definition, {"y": "1"}).record.values["who"] is None
    assert codes(judge(definition, {"y": "1"}).findings) == [("required", "who")]


def test_a_condition_on_the_variant_and_an_answer() -> None:
    definition = form(
        field("who", FieldType.CHOICE, choices=choices("client", "funder")),
        field("a", FieldType.YES_NO),
        field("z", required=True, visible_if=Not(All((AnyOf("who", ("funder",)), AnyOf("a", ("yes",)))))),
        variant_field="who",
    )
    assert codes(judge(definition, {"a": "No"}, variant="funder").findings) == [("required", "z")]
    assert judge(definition, {"a": "Yes"}, variant="funder").findings == ()
    assert codes(judge(definition, {"a": "Yes"}, variant="client").findings) == [("required", "z")]


def test_a_blank_record_has_every_question_and_nothing_else() -> None:
    asked = form(field("a"), field("many", FieldType.MULTI_CHOICE, choices=choices("x")), table("t", field("b")))
    assert judge(asked, {}).record.values == {"a": None, "many": (), "t": ()}

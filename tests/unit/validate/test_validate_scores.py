"""Scores are computed by the published rule, never from what a person wrote of them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formgen.message import Message
from formgen.model.condition import AnyOf
from formgen.model.form import Choice, FieldType, Limits, ScoreRule, Scoring
from formgen.validate import is_blank
from tests.forms import MARKS, NA, choices, codes, field, form, judge, note, response, section

RATING = FieldType.RATING
ONE = Decimal(1)

SUM = form(
    section("one", field("a", RATING, weight=ONE, required=True), field("b", RATING, weight=Decimal("0.5"))),
    section(
        "two",
        field("c", RATING, weight=ONE),
        field("c_too", RATING, weight=ONE, combine_with="c"),
        field("free", RATING),
        note("text"),
    ),
    section(
        "result",
        field("papers", FieldType.MULTI_CHOICE, choices=choices("cv", "degree"), required=True),
        field("total", FieldType.NUMBER, Limits(minimum=Decimal(2), maximum=Decimal(13)), computed=True),
        field("benchmark", FieldType.NUMBER, Limits(minimum=Decimal(2)), required=True, default="8"),
        field("conclusion", FieldType.CHOICE, choices=choices("certified", "refused", "deferred", "void")),
    ),
    scoring=Scoring(
        ScoreRule.SUM,
        benchmark=Decimal(8),
        total_field="total",
        benchmark_field="benchmark",
        conclusion_field="conclusion",
        passed_code="certified",
        failed_code="refused",
        deferred_code="deferred",
    ),
)
PAPERS = {"papers.cv": "x", "papers.degree": "x"}
# 4 + 3 × ½ + (2 + 3) ÷ 2 = 8
EVEN = {"a": "4", "b": "3", "c": "2", "c_too": "3", **PAPERS}
HIGH = {**EVEN, "c_too": "4"}


def test_a_sum_of_weighted_marks_and_of_means() -> None:
    judgment = judge(SUM, EVEN)
    assert judgment.computed == {
        "total_score": Decimal(8),
        "subtotals": {"one": Decimal("5.5"), "two": Decimal("2.5")},
        "complete": True,
        "passed": False,
    }
    assert judgment.findings == ()


def test_only_more_than_the_benchmark_passes() -> None:
    computed = judge(SUM, HIGH).computed
    assert (computed["total_score"], computed["passed"]) == (Decimal("8.5"), True)


@pytest.mark.parametrize("missing", ["a", "b", "c", "c_too"])
def test_a_missing_mark_is_never_zero(missing: str) -> None:
    computed = judge(SUM, {key: mark for key, mark in EVEN.items() if key != missing}).computed
    assert (computed["total_score"], computed["complete"], computed["passed"]) == (None, False, None)
    section_of = "one" if missing in {"a", "b"} else "two"
    subtotals = computed["subtotals"]
    assert isinstance(subtotals, Mapping)
    assert [name for name, value in subtotals.items() if value is None] == [section_of]


def test_a_mark_that_was_not_read_is_missing() -> None:
    assert judge(SUM, {**EVEN, "a": "4-5"}).computed["complete"] is False


def test_a_mark_that_another_is_averaged_with_weighs_one() -> None:
    definition = form(field("a", RATING), field("b", RATING, combine_with="a"), scoring=Scoring(ScoreRule.SUM))
    assert judge(definition, {"a": "2", "b": "5"}).computed["total_score"] == Decimal("3.5")


def test_no_benchmark_nobody_passes() -> None:
    bare = form(field("a", RATING, weight=ONE), scoring=Scoring(ScoreRule.SUM))
    assert judge(bare, {"a": "5"}).computed == {
        "total_score": Decimal(5),
        "subtotals": {"only": Decimal(5)},
        "complete": True,
        "passed": None,
    }
    assert judge(bare, {"a": "5"}).findings == ()


def test_a_form_without_marks_has_no_total() -> None:
    computed = judge(form(field("x"), scoring=Scoring(ScoreRule.SUM, benchmark=ONE)), {"x": "a"}).computed
    assert computed == {"total_score": None, "subtotals": {}, "complete": False, "passed": None}


def test_marks_that_do_not_apply_are_left_out() -> None:
    definition = form(
        field("sure", FieldType.YES_NO),
        field("a", RATING, weight=ONE),
        field("b", RATING, weight=ONE, visible_if=AnyOf("sure", ("yes",))),
        scoring=Scoring(ScoreRule.SUM),
    )
    assert judge(definition, {"sure": "No", "a": "3"}).computed["total_score"] == Decimal(3)
    assert judge(definition, {"sure": "No", "a": "3", "b": "5"}).computed["total_score"] == Decimal(3)
    assert judge(definition, {"a": "3"}).computed["total_score"] is None
    assert judge(definition, {"sure": "Yes", "a": "3", "b": "5"}).computed["total_score"] == Decimal(8)


def test_graded_options_count_their_value_and_others_nothing() -> None:
    graded = (Choice("good", Message("c", "Good"), value=7), Choice("odd", Message("c", "Odd")))
    definition = form(field("a", FieldType.CHOICE, choices=graded, weight=Decimal(2)), scoring=Scoring(ScoreRule.SUM))
    assert judge(definition, {"a": "Good"}).computed["total_score"] == Decimal(14)
    assert judge(definition, {"a": "Odd"}).computed["total_score"] is None
    plain = tuple(Choice(str(n), Message("n", f"n{n}")) for n in (1, 2))
    definition = form(field("a", RATING, choices=(*plain, NA), weight=ONE), scoring=Scoring(ScoreRule.SUM))
    assert judge(definition, {"a": "2"}).computed["total_score"] == Decimal(2)
    assert judge(definition, {"a": "na"}).computed["total_score"] is None


@given(st.lists(st.integers(1, 5), min_size=4, max_size=4))
def test_the_sum_is_exact(marks: list[int]) -> None:
    a, b, c, c_too = marks
    written = dict(zip(("a", "b", "c", "c_too"), map(str, marks), strict=True))
    assert judge(SUM, written).computed["total_score"] == Decimal(2 * a + b + c + c_too) / 2


@pytest.mark.parametrize(
    ("total", "said"), [("8", []), ("8,0", []), ("9", ["score-mismatch"]), ("eight", ["number-unreadable"])]
)
def test_a_total_written_by_a_person(total: str, said: list[str]) -> None:
    judgment = judge(SUM, {**EVEN, "total": total})
    assert [each.code for each in judgment.findings] == said
    assert judgment.computed["total_score"] == Decimal(8)
    if said == ["score-mismatch"]:
        assert judgment.record.values["total"] == Decimal(9)
        assert judgment.findings[0].values == {"computed": Decimal(8)}
        assert (judgment.findings[0].field, judgment.findings[0].written) == ("total", "9")


def test_a_total_of_missing_marks_is_not_compared() -> None:
    written = {**EVEN, "total": "9"}
    del written["b"]
    assert judge(SUM, written).findings == ()


def test_the_benchmark_is_the_published_one() -> None:
    assert judge(SUM, EVEN).record.values["benchmark"] == Decimal(8)
    assert judge(SUM, {**EVEN, "benchmark": "8"}).findings == ()
    judgment = judge(SUM, {**HIGH, "benchmark": "1"})
    assert codes(judgment.findings) == [("benchmark-mismatch", "benchmark")]
    assert judgment.findings[0].values == {"benchmark": Decimal(8)}
    assert judgment.findings[0].written == "1"
    assert judgment.record.values["benchmark"] == Decimal(8)
    assert judgment.computed["passed"] is True
    assert judge(SUM, {**HIGH, "benchmark": "9"}).computed["passed"] is True


def test_a_printed_benchmark_is_no_answer() -> None:
    judgment = judge(SUM, {"benchmark": "8"})
    assert codes(judgment.findings) == [("blank", None)]
    assert judgment.record.values["benchmark"] is None
    assert is_blank(response({"benchmark": "8"}), SUM)
    assert not is_blank(response({"benchmark": "8"}))
    assert not is_blank(response({"a": "8"}), SUM)
    assert not is_blank(response({"benchmark": "8"}), form(field("benchmark"), scoring=Scoring(ScoreRule.SUM)))


INCOMPLETE = {key: mark for key, mark in EVEN.items() if key != "b"}


@pytest.mark.parametrize(
    ("written", "conclusion", "said"),
    [
        (HIGH, "Certified", None),
        (HIGH, "Refused", "conclusion-mismatch"),
        (HIGH, "Deferred", "conclusion-mismatch"),
        (HIGH, "Void", None),
        (EVEN, "Certified", "conclusion-mismatch"),
        (EVEN, "Refused", None),
        (INCOMPLETE, "Certified", "conclusion-premature"),
        (INCOMPLETE, "Refused", "conclusion-premature"),
        (INCOMPLETE, "Deferred", None),
        ({**HIGH, "papers.cv": ""}, "Deferred", None),
        ({**HIGH, "papers.cv": "", "papers.degree": ""}, "Deferred", None),
    ],
)
def test_the_conclusion_follows_from_the_marks(written: dict[str, str], conclusion: str, said: str | None) -> None:
    found = [each for each in judge(SUM, {**written, "conclusion": conclusion}).findings if each.code != "required"]
    assert codes(tuple(found)) == ([] if said is None else [(said, "conclusion")])
    if said:
        assert found[0].written == conclusion
    if said == "conclusion-mismatch":
        assert found[0].values == {"computed": Decimal(8) if written is EVEN else Decimal("8.5")}


def test_a_deferral_may_wait_for_a_required_answer_that_applies() -> None:
    scoring = Scoring(ScoreRule.SUM, ONE, conclusion_field="end", passed_code="yes", deferred_code="no")
    ending = field("end", FieldType.YES_NO)
    mark = field("a", RATING, weight=ONE)
    asked = form(mark, field("x", required=True), ending, scoring=scoring)
    assert "conclusion-mismatch" not in [each.code for each in judge(asked, {"a": "3", "end": "No"}).findings]
    assert codes(judge(asked, {"a": "3", "end": "No", "x": "y"}).findings) == [("conclusion-mismatch", "end")]
    hidden = form(mark, field("x", required=True, visible_if=AnyOf("end", ("yes",))), ending, scoring=scoring)
    assert codes(judge(hidden, {"a": "3", "end": "No"}).findings) == [("conclusion-mismatch", "end")]


MEAN = form(
    section("head", field("name")),
    section("p1", field("a", RATING, choices=(*MARKS, NA)), field("b", RATING), dimension="Professional behaviour"),
    section("p2", field("c", RATING), field("d", RATING, dimension="own"), dimension="Professional behaviour"),
    section("q1", field("e", RATING), note("n"), dimension="Care & help"),
    section("r1", field("f", RATING)),
    scoring=Scoring(ScoreRule.MEAN),
)


def test_means_by_standard_and_dimension() -> None:
    judgment = judge(MEAN, {"a": "na", "b": "5", "c": "4", "d": "4", "f": "1"})
    assert judgment.computed == {
        "standards": {"p1": Decimal("5.00"), "p2": Decimal("4.00"), "q1": None, "r1": Decimal("1.00")},
        "dimensions": {"professional_behaviour": Decimal("4.50"), "own": Decimal("4.00"), "care_help": None},
        "overall": Decimal("3.50"),
    }
    assert judgment.record.values["a"] == "na"
    assert judgment.findings == ()


def test_means_have_two_places_halves_up() -> None:
    assert judge(MEAN, {"a": "1", "b": "1", "c": "2"}).computed["overall"] == Decimal("1.33")
    marks = {"a": "1", "b": "1", "c": "1", "d": "1", "e": "1", "f": "2"}
    assert judge(MEAN, marks).computed["overall"] == Decimal("1.17")
    eight = form(*(field(f"m{n}", RATING) for n in range(8)), scoring=Scoring(ScoreRule.MEAN))
    assert judge(eight, {**{f"m{n}": "1" for n in range(7)}, "m7": "2"}).computed["overall"] == Decimal("1.13")
    assert str(judge(eight, {"m0": "5"}).computed["overall"]) == "5.00"


def test_a_mean_of_nothing_is_none() -> None:
    assert judge(MEAN, {"name": "Ani"}).computed["overall"] is None


def test_a_hidden_mark_has_no_part_in_a_mean() -> None:
    definition = form(
        field("sure", FieldType.YES_NO),
        field("a", RATING, visible_if=AnyOf("sure", ("yes",))),
        field("b", RATING),
        scoring=Scoring(ScoreRule.MEAN),
    )
    assert judge(definition, {"sure": "No", "a": "1", "b": "5"}).computed["overall"] == Decimal(5)
    assert judge(definition, {"a": "1", "b": "5"}).computed["overall"] == Decimal(3)


def test_a_hidden_mark_has_no_part_in_a_sum_and_those_after_it_do() -> None:
    asked = form(
        field("more", FieldType.YES_NO),
        field("a", RATING, weight=ONE, visible_if=AnyOf("more", ("yes",))),
        field("b", RATING, weight=ONE),
        scoring=Scoring(ScoreRule.SUM),
    )
    assert judge(asked, {"more": "ոչ", "b": "4"}).computed["total_score"] == 4
    assert judge(asked, {"more": "այո", "b": "4"}).computed["total_score"] is None

"""What became of a document, in words and for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from formgen.model.document import Answer, Count, Diagnosis, FoundBy, ReadBy, Sign, Stamp, Submission
from formgen.model.finding import Finding, Status, finding
from formgen.model.form import FieldType
from formgen.model.report import Report
from formgen.report.doctor import Sureness, explained, plain_document, sureness
from formgen.report.lines import json_line
from tests.forms import choices, field, form, localized

FORM = form(
    field("name"),
    field("day", FieldType.DATE),
    field("some", FieldType.MULTI_CHOICE, choices=choices("red", "green")),
    *(field(f"more{number}") for number in range(10)),
)
SHOWN = localized(FORM)
DIAGNOSIS = Diagnosis("Writer 7", {Sign.STAMP: Count(1, 1), Sign.KEYS: Count(0, 13), Sign.LISTS: Count(2, 3)})


def report(
    roads: Mapping[str, ReadBy], *findings: Finding, diagnosis: Diagnosis | None = DIAGNOSIS, doubt: str | None = None
) -> Report:
    answers = {key: Answer(key, "x", road, doubt=doubt) for key, road in roads.items()}
    stamp = Stamp("small", "1.0", "en")
    return Report(
        Submission("a.docx"),
        Status.REVIEW,
        findings,
        stamp,
        FoundBy.METADATA,
        FORM,
        answers=answers,
        diagnosis=diagnosis,
    )


@pytest.mark.parametrize(
    ("road", "sure"),
    [
        (ReadBy.KEY, "certain"),
        (ReadBy.BOOKMARK, "certain"),
        (ReadBy.TYPED, "certain"),
        (ReadBy.LABEL, "likely"),
        (ReadBy.POSITION, "likely"),
        (ReadBy.MARK, "likely"),
        (ReadBy.OCR, "likely"),
    ],
)
def test_the_road_says_how_sure_an_answer_is(road: ReadBy, sure: str) -> None:
    assert sureness(report({"name": road})) == {"name": sure}


@pytest.mark.parametrize(
    ("told", "key", "sure"),
    [
        (finding("date-ambiguous", "day", "1/2/26"), "day", "uncertain"),
        (finding("mixed-letters", "name", "x"), "name", "uncertain"),
        (finding("exclusive-option", "some"), "some.red", "certain"),  # a rule: the reading is sure
        (finding("two-answers", "some"), "some.red", "uncertain"),
        (finding("must-be", "name"), "name", "certain"),
        (finding("not-applicable-answered", "name"), "name", "certain"),
        (finding("too-long", "name"), "name", "certain"),
        (finding("unsigned", "name"), "name", "certain"),
        (finding("date-ambiguous", "day"), "name", "certain"),
        (finding("identified-by-labels"), "name", "likely"),
        (finding("repaired"), "name", "likely"),
    ],
)
def test_findings_on_the_reading_make_an_answer_less_sure(told: Finding, key: str, sure: str) -> None:
    assert sureness(report({key: ReadBy.KEY}, told)) == {key: sure}


def test_a_lesser_road_is_told_once_and_a_doubt_outweighs_it() -> None:
    assert sureness(report({"name": ReadBy.LABEL}, finding("found-by-label", "name"))) == {"name": Sureness.LIKELY}
    assert sureness(report({"name": ReadBy.LABEL}, doubt="signs-disagree")) == {"name": Sureness.UNCERTAIN}


def test_for_programs() -> None:
    assert plain_document(report({"name": ReadBy.KEY, "day": ReadBy.LABEL})) == {
        "saved_by": "Writer 7",
        "signs": {
            "stamp": {"found": 1, "of": 1},
            "keys": {"found": 0, "of": 13},
            "lists": {"found": 2, "of": 3},
        },
        "lost": ["keys", "lists"],
        "answers": {
            "name": {"read_by": "key", "sureness": "certain"},
            "day": {"read_by": "label", "sureness": "likely"},
        },
    }


def test_a_line_has_it_only_where_it_was_asked_for() -> None:
    assert "document" not in json.loads(json_line(report({}, diagnosis=None), SHOWN))
    assert json.loads(json_line(report({}), SHOWN))["document"]["lost"] == ["keys", "lists"]


def test_for_a_clerk() -> None:
    roads = {"name": ReadBy.KEY, "day": ReadBy.LABEL, "some.red": ReadBy.KEY}
    assert dict(explained(report(roads, finding("tick-unclear", "some.red", "x")), SHOWN)) == {
        "Saved last by": ("Writer 7",),
        "Form told by": ("the stamp in its properties",),
        "Lost on the way": ("keys of the fields (none of 13 left)", "lists to choose from (2 of 3 left)"),
        "Answers read": ("in their fields: 2", "beside their labels: 1"),
        "How sure": ("certain: 1", "likely: 1", "uncertain: 1"),
        "Compare": ("1.3 some – Red", "1.2 day"),
    }


def test_an_untouched_blank_has_little_to_tell() -> None:
    untouched = report({}, diagnosis=Diagnosis(None, {Sign.KEYS: Count(13, 13)}))
    assert dict(explained(untouched, SHOWN)) == {
        "Saved last by": ("it does not say",),
        "Form told by": ("the stamp in its properties",),
        "Lost on the way": ("nothing",),
    }


def test_many_answers_to_compare_are_counted() -> None:
    told = dict(explained(report({f"more{number}": ReadBy.POSITION for number in range(10)}), SHOWN))
    assert len(told["Compare"]) == 9
    assert told["Compare"][-1] == "and 2 more"
    eight = dict(explained(report({f"more{number}": ReadBy.POSITION for number in range(8)}), SHOWN))
    assert eight["Compare"][-1] == "1.11 more7"


@pytest.mark.parametrize(("saved_by", "told"), [("Writer 7", {"Saved last by": ("Writer 7",)}), (None, {})])
def test_of_what_was_rejected_only_the_program_is_known(saved_by: str | None, told: dict[str, object]) -> None:
    rejected = Report(Submission("a"), Status.REJECTED, (finding("foreign"),), diagnosis=Diagnosis(saved_by, {}))
    assert dict(explained(rejected, SHOWN)) == told
    assert plain_document(rejected) == {"saved_by": saved_by, "signs": {}, "lost": [], "answers": {}}


def test_nothing_is_told_where_nobody_asked() -> None:
    assert dict(explained(report({}, diagnosis=None), SHOWN)) == {}


def test_every_sign_road_and_sureness_has_its_words() -> None:
    everything = Diagnosis("x", {sign: Count(0, 1) for sign in Sign})
    for found_by in FoundBy:
        told = report(dict(zip(["name", "day", *(f"more{n}" for n in range(10))], ReadBy, strict=False)))
        whole = Report(
            told.submission, told.status, (), told.stamp, found_by, FORM, answers=told.answers, diagnosis=everything
        )
        words = dict(explained(whole, SHOWN))
        assert len(words["Lost on the way"]) == len(Sign)
        assert len(words["Answers read"]) == len(ReadBy)

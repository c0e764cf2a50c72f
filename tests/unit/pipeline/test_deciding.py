"""What a person does with a record: corrected by the form's own rules, accepted, put aside; nothing earlier is lost."""

from __future__ import annotations

import pytest

from formgen.model.document import Stamp
from formgen.model.finding import finding
from formgen.pipeline.registry.deciding import (
    NeedsReasonError,
    NoRecordError,
    UnreadableCorrectionError,
    accept,
    correct,
    find_record,
)
from formgen.store import records
from formgen.store.events import history
from formgen.store.kept import Action, State
from tests.loop import PROJECT
from tests.registry import Registry, case

CLOSURE = Stamp("closure", "1.0", "hy")


@pytest.fixture
def registry(tmp_path: str) -> Registry:
    """A store with a closure that nothing is wrong with."""
    registry = Registry.at(f"{tmp_path}/records.db")
    registry.receive(CLOSURE, case("closure-armenian"))
    return registry


def corrected(registry: Registry, *, number: str = "2026-1", **given: str) -> State:
    """Correct answers by key, with __ for the point of a key."""
    with registry.store.write() as connection:
        kept = find_record(connection, number)
        changes = {key.replace("__", "."): value for key, value in given.items()}
        return correct(connection, PROJECT, kept, changes, registry.who(), "because").state


@pytest.mark.parametrize(
    ("given", "item", "value"),
    [
        ({"client_name": " Նոր Անուն "}, "client_name", "Նոր Անուն"),
        ({"case_closed": "6 հոկտեմբերի 2026 թ."}, "case_closed", "2026-10-06"),
        ({"closure_reason": "Մահ"}, "closure_reason", "death"),
        ({"client_agrees": "ոչ"}, "client_agrees", False),
        ({"supervisor_assessment_score": "3"}, "supervisor_assessment_score", 3),
        ({"client_phone": "094 111 222"}, "client_phone", "+37494111222"),
        ({"client_phone": ""}, "client_phone", None),
        ({"additional_reasons__migration": "yes"}, "additional_reasons", ["concerns_resolved", "migration"]),
        ({"additional_reasons__concerns_resolved": ""}, "additional_reasons", []),
        ({"additional_reasons": '["transferred", "death"]'}, "additional_reasons", ["transferred", "death"]),
        ({"additional_reasons": ""}, "additional_reasons", []),
    ],
)
def test_a_correction_is_read_as_in_a_document(
    registry: Registry, given: dict[str, str], item: str, value: object
) -> None:
    """By key, in words or codes; the revision before stays as it was."""
    corrected(registry, **given)
    with registry.store.read() as connection:
        before, now = records.revisions_of(connection, 1)
    assert now.values[item] == value
    assert {key for key in now.values if now.values[key] != before.values[key]} == {item}
    assert (now.by, now.why) == ("clerk", "because")


def test_cells_of_a_table(registry: Registry) -> None:
    """One by one, several at once, a new row; a row that is emptied is gone."""
    goals = case("closure-armenian")["goals"]
    corrected(registry, goals__1__result="not_reached", goals__2__result="Իրականացվել է", goals__3__goal="Նոր")
    now = registry.record("2026-1").revision.values["goals"]
    assert now == [
        {"goal": goals[0]["goal"], "result": "not_reached"},
        {"goal": goals[1]["goal"], "result": "reached"},
        {"goal": "Նոր", "result": None},
    ]
    corrected(registry, goals__1__goal="", goals__1__result="")
    assert [row["goal"] for row in registry.record("2026-1").revision.values["goals"]] == [goals[1]["goal"], "Նոր"]
    corrected(registry, goals="")
    assert registry.record("2026-1").revision.values["goals"] == []


@pytest.mark.parametrize(
    "given",
    [
        {"case_closed": "05/06/26"},
        {"case_closed": "yesterday"},
        {"closure_reason": "nothing"},
        {"no_such_question": "1"},
        {"no_such_question": ""},
        {"goals__1__no_such_column": "1"},
        {"client_phone": "abc"},
        {"client_name": "Նոր", "case_closed": "31.02.2026"},
    ],
)
def test_what_cannot_be_read_changes_nothing(registry: Registry, given: dict[str, str]) -> None:
    """Not even what could be read beside it."""
    with pytest.raises(UnreadableCorrectionError) as told:
        corrected(registry, **given)
    assert told.value.findings
    assert registry.record("2026-1").revision.number == 1


def test_a_value_that_breaks_a_rule_is_taken_with_its_finding(registry: Registry) -> None:
    """A person may have written just that."""
    assert corrected(registry, case_closed="2020-01-01") is State.REVIEW
    kept = registry.record("2026-1")
    assert kept.revision.values["case_closed"] == "2020-01-01"
    assert "date-order" in {each.code for each in kept.revision.findings}
    assert corrected(registry, case_closed="2026-10-05") is State.ACCEPTED


def test_what_could_not_be_read_is_settled_by_a_correction(registry: Registry) -> None:
    """Of the corrected question; other doubts stay."""
    values = case("closure-armenian") | {"case_number": "C-2", "case_closed": None, "evaluation_date": None}
    doubts = [finding("date-ambiguous", key, "05/06/26") for key in ("case_closed", "evaluation_date")]
    taken = registry.receive(CLOSURE, values, *doubts)
    assert taken.state is State.REVIEW
    assert corrected(registry, number="2026-2", case_closed="2026-06-05") is State.REVIEW
    findings = registry.record("2026-2").revision.findings
    assert [(each.code, each.field) for each in findings if each.code == "date-ambiguous"] == [
        ("date-ambiguous", "evaluation_date")
    ]
    assert corrected(registry, number="2026-2", evaluation_date="2026-12-01") is State.ACCEPTED


def test_what_was_accepted_asks_no_more(registry: Registry) -> None:
    """Until the question itself changes; a broken rule needs a reason."""
    corrected(registry, case_closed="2020-01-01")
    with registry.store.write() as connection:
        with pytest.raises(NeedsReasonError):
            accept(connection, find_record(connection, "2026-1"), registry.who(), None)
        accept(connection, find_record(connection, "2026-1"), registry.who(), "so it is")
    assert registry.record("2026-1").status is State.ACCEPTED
    assert corrected(registry, client_name="Այլ") is State.ACCEPTED
    assert corrected(registry, case_closed="2019-01-01") is State.REVIEW


def test_a_doubt_is_accepted_without_a_reason(registry: Registry) -> None:
    """A person has compared it with the document: that is what the finding asks for."""
    doubt = finding("all-found-by-label", count=20)
    registry.receive(CLOSURE, case("closure-armenian") | {"case_number": "C-2"}, doubt)
    with registry.store.write() as connection:
        accept(connection, find_record(connection, "2026-2"), registry.who(), None)
    assert registry.record("2026-2").status is State.ACCEPTED


def test_everything_stands_in_the_history(registry: Registry) -> None:
    """Who, what, why, in order."""
    corrected(registry, client_name="Ա")
    with registry.store.write() as connection:
        accept(connection, find_record(connection, "2026-1"), registry.who("chief"), "seen")
    with registry.store.read() as connection:
        events = history(connection, 1, [1])
    assert [(each.action, each.by, each.why) for each in events] == [
        (Action.TAKEN_IN, "clerk", None),
        (Action.CORRECTED, "clerk", "because"),
        (Action.ACCEPTED, "chief", "seen"),
    ]
    assert events[1].details == {"items": ["client_name"]}


@pytest.mark.parametrize("number", ["2026-9", "17", "x", "2026-0", ""])
def test_numbers_that_lead_nowhere(registry: Registry, number: str) -> None:
    """They are told, with where to look."""
    with registry.store.read() as connection, pytest.raises(NoRecordError):
        find_record(connection, number)

"""Records that name one another: found together, by any way of writing a number; what is missing is told."""

from __future__ import annotations

from typing import Any

import pytest

from formgen.model.document import Stamp
from formgen.pipeline.registry.asking import query
from formgen.pipeline.registry.cases import case as life_of
from formgen.pipeline.registry.cases import gaps
from formgen.pipeline.registry.deciding import find_record, reject
from formgen.store import records
from tests.loop import PROJECT
from tests.registry import Registry, case

REFERRAL, CLOSURE = Stamp("referral", "1.0", "hy"), Stamp("closure", "1.0", "hy")
CERTIFICATION = Stamp("certification", "1.0", "hy")


def evaluation(by: str) -> Stamp:
    """A service evaluation by a group."""
    return Stamp("service_evaluation", "1.0", "hy", by)


@pytest.fixture
def registry(address: str) -> Registry:
    """A store of either database."""
    return Registry.at(address)


def told(registry: Registry) -> list[tuple[str, str, str]]:
    """What `records check` says."""
    with registry.store.read() as connection:
        return [(str(each.kept.incoming), each.code, each.named) for each in gaps(connection, PROJECT)]


def found(registry: Registry, **asked: Any) -> list[str]:
    """The numbers of the records a query finds."""
    which = (asked.pop("forms", ()), asked.pop("states", ()))
    wanted = query(PROJECT, which, (asked.pop("since", None), None), asked.pop("centre", None), asked.pop("text", None))
    with registry.store.read() as connection:
        return [str(each.incoming) for each in records.find(connection, wanted)]


def test_the_life_of_a_case(registry: Registry) -> None:
    """Everything that names it, in the order of the days, however its number is written."""
    number = case("referral-armenian")["case_number"]
    registry.receive(CLOSURE, case("closure-armenian"))
    registry.receive(evaluation("client"), {"case_number": number.lower(), "evaluation_date": "2026-11-01"})
    registry.receive(REFERRAL, case("referral-armenian"))
    cited = f"Դեպք {number.replace('-', '–')}, նաև {number}։"
    registry.receive(
        CERTIFICATION, {"cm_name": "Ա", "form_date": "2026-11-20", "closed_cases_analysis": f"Դիտված է {number}-ը"}
    )
    registry.receive(
        CERTIFICATION, {"cm_name": "Բ", "form_date": "2026-11-21", "closed_cases_analysis": f"({number}), և այլն"}
    )
    registry.receive(CLOSURE, {"case_number": "C-1", "client_name": cited})
    with registry.store.read() as connection:
        steps = life_of(connection, f" {number.replace('-', ' ')} ")
    assert [(str(each.kept.incoming), each.by) for each in steps] == [
        ("2026-3", "case"),
        ("2026-1", "case"),
        ("2026-2", "case"),
        ("2026-5", "cited"),
    ]


def test_a_closed_case_needs_its_evaluations(registry: Registry) -> None:
    """By the client, the caregiver the referral names, the provider; one after the other is no longer missed."""
    number = case("closure-armenian")["case_number"]
    registry.receive(CLOSURE, case("closure-armenian") | {"referral_number": None})
    assert told(registry) == [("2026-1", "no-evaluation-client", "")]
    caregiver = {"has_caregiver": True, "caregiver_name": "Ա", "caregiver_relation": "parent"}
    registry.receive(REFERRAL, case("referral-armenian") | caregiver)
    assert [code for _, code, _ in told(registry)] == [
        "no-evaluation-client",
        "no-evaluation-caregiver",
        "no-evaluation-provider",
    ]
    registry.receive(evaluation("client"), {"case_number": number, "cl_outcomes": ["job"]})
    registry.receive(evaluation("caregiver"), {"case_number": number})
    registry.receive(evaluation("provider"), {"case_number": number})
    assert told(registry) == [("2026-1", "no-evaluation-employer", "")]
    # An employer is not asked for the number of the case.
    referral = case("referral-armenian")["referral_number"]
    employer = registry.receive(evaluation("employer"), {"referral_number": referral, "em_again": "yes"})
    assert told(registry) == []
    with registry.store.write() as connection:
        reject(connection, PROJECT, find_record(connection, str(employer.record)), registry.who(), "of another case")
    assert told(registry) == [("2026-1", "no-evaluation-employer", "")]


@pytest.mark.parametrize("reason", ["death", "migration", "refusal_absence"])
def test_who_is_gone_is_not_asked(registry: Registry, reason: str) -> None:
    """The reason is recorded; of a refusal, only where the client was absent."""
    values = {"case_number": "C-1", "closure_reason": reason, "refusal_kind": "absence"}
    registry.receive(CLOSURE, values)
    assert told(registry) == []
    registry.receive(CLOSURE, {**values, "case_number": "C-2", "closure_reason": "other", "refusal_kind": "refusal"})
    assert told(registry) == [("2026-2", "no-evaluation-client", "")]


def test_references_to_nothing(registry: Registry) -> None:
    """Numbers no record has; a funder is asked of no case."""
    registry.receive(evaluation("client"), {"case_number": "C-9", "referral_number": "R-9"})
    registry.receive(evaluation("funder"), {"case_number": "C-9"})
    assert told(registry) == [("2026-1", "no-referral", "R-9"), ("2026-1", "no-closure", "C-9")]


def test_scores_and_contradictions(registry: Registry) -> None:
    """A total that does not add up, and records that say different things of one case."""
    registry.receive(CERTIFICATION, case("certification-armenian") | {"total_score": 1})
    values = {"case_number": "C-1", "closure_reason": "death"}
    registry.receive(CLOSURE, values)
    registry.receive(CLOSURE, {**values, "closure_reason": "migration"})
    assert told(registry) == [
        ("2026-1", "scores", ""),
        ("2026-2", "conflict", "2026-3"),
        ("2026-3", "conflict", "2026-2"),
    ]


def test_words_are_found_however_they_are_written(registry: Registry) -> None:
    """Armenian capitals, և in both spellings, part of a word, numbers and days; every word must be there."""
    registry.receive(
        CLOSURE, {"case_number": "ԵՐ-2026-00777", "client_name": "ԱՆՈՒՇ Սեւակյան", "closure_details": "50%"}
    )
    registry.receive(CLOSURE, {"case_number": "C-2", "client_name": "Անահիտ", "case_closed": "2026-10-05"})
    assert found(registry, text="անուշ") == ["2026-1"]
    assert found(registry, text="Սևակյան ԱՆՈՒՇ") == ["2026-1"]
    assert found(registry, text="ան") == ["2026-1", "2026-2"]
    assert found(registry, text="Անահիտ Սևակյան") == []
    assert found(registry, text="եր–2026–00777") == ["2026-1"]
    assert found(registry, text="05.10.2026") == ["2026-2"]
    assert found(registry, text="2026-10-05") == ["2026-2"]
    assert found(registry, text="50%") == ["2026-1"]
    assert found(registry, text="c_2 ") == ["2026-2"]


def test_a_centre_s_records(registry: Registry) -> None:
    """Those that name it, and those of the cases it referred."""
    registry.receive(REFERRAL, case("referral-armenian"))
    registry.receive(CLOSURE, case("closure-armenian"))
    registry.receive(CLOSURE, {"case_number": "C-2"})
    centre = case("referral-armenian")["cm_centre"]
    assert found(registry, centre=centre.upper()) == ["2026-1", "2026-2"]
    assert found(registry, centre="Այլ") == []
    assert found(registry, centre=centre, forms=["closure"]) == ["2026-2"]


def test_many_records_are_read_page_by_page(registry: Registry) -> None:
    """None is left out and none comes twice."""
    for number in range(7):
        registry.receive(CLOSURE, {"case_number": f"C-{number}"})
    page = records._PAGE
    try:
        records._PAGE = 3
        assert found(registry) == [f"2026-{number}" for number in range(1, 8)]
    finally:
        records._PAGE = page

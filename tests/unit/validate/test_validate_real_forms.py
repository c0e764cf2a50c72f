"""The published forms, judged in both languages."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from formgen.model.document import Answer, Response
from formgen.model.finding import Status, status_of
from formgen.validate import Judgment, check_filling, validate
from tests.forms import RECEIVED, codes, real, real_lexicon

CLOSURE = {
    "case_number": "ԵՐ-2026-00777",
    "client_name": "Օրինակ Անուն",
    "cm_name": "Sample Person",
    "case_opened": "2.1.2026",
    "case_closed": "21 նոյեմբերի 2026 թ.",
    "closure_reason": "Case transferred",
    "additional_reasons.migration": "☒",
    "closure_details": "Տեղափոխվել է։\r\nMoved.",
    "transfer_details": "…",
    "transfer_to": "Գյումրի",
    "goals.2.goal": "Աշխատանք",
    "goals.2.result": "Մասամբ",
    "client_involved": "Այո",
    "client_agrees": "yes",
    "client_left_contact": "ոչ",
    "completed_name": "Ա",
    "completed_date": "21.11.2026",
    "authorised_name": "Բ",
    "authorised_date": "21.11.2026",
    "supervisor_assessment_score": "5",
    "evaluation_attached": "Yes",
}


def judge(name: str, written: dict[str, str], locale: str = "hy") -> Judgment:
    answers = {key: Answer(key, words) for key, words in written.items()}
    return validate(Response(answers), real(name, locale), real_lexicon(name), RECEIVED)


@pytest.mark.parametrize("locale", ["hy", "en"])
def test_a_closed_case_is_accepted(locale: str) -> None:
    judgment = judge("closure", CLOSURE, locale)
    assert status_of(judgment.findings) is Status.ACCEPTED
    assert codes(judgment.findings) == [
        ("unsigned", "completed_signature"),
        ("unsigned", "authorised_signature"),
        ("unsigned", "client_signature"),
    ]
    values = judgment.record.values
    assert values["closure_reason"] == "transferred"
    assert values["case_closed"] == dt.date(2026, 11, 21)
    assert values["closure_details"] == "Տեղափոխվել է։\nMoved."
    assert values["goals"] == ({"goal": "Աշխատանք", "result": "partly"},)
    assert values["services_summary"] == ()
    assert values["client_left_contact"] is False
    assert values["supervisor_assessment_score"] == 5
    assert values["client_birth_date"] is None
    assert list(values) == list(real("closure").form.items)


def test_refusal_and_absence() -> None:
    refused = {**CLOSURE, "closure_reason": "refusal_absence", "refusal_kind": "absence", "refusal_reasons": "x"}
    del refused["transfer_details"], refused["transfer_to"], refused["client_agrees"]
    assert status_of(judge("closure", refused).findings) is Status.ACCEPTED
    asked = {**refused, "refusal_kind": "refusal"}
    assert ("required", "client_agrees") in codes(judge("closure", asked).findings)
    other = {**refused, "closure_reason": "migration", "refusal_kind": "", "refusal_reasons": ""}
    assert ("required", "client_agrees") in codes(judge("closure", other).findings)
    assert ("unsigned", "client_signature") not in codes(judge("closure", other).findings)


def test_death_hides_the_communication_part() -> None:
    found = codes(judge("closure", {**CLOSURE, "closure_reason": "Մահ"}).findings)
    hidden = ["transfer_details", "transfer_to", "client_involved", "client_agrees", "client_left_contact"]
    assert [name for code, name in found if code == "not-applicable-answered"] == hidden
    assert not [name for code, name in found if code == "required"]


def test_an_unanswered_reason_makes_nothing_required() -> None:
    written = {key: words for key, words in CLOSURE.items() if key in {"case_number", "client_name"}}
    found = codes(judge("closure", written).findings)
    required = {name for code, name in found if code == "required"}
    assert {"closure_reason", "closure_details", "evaluation_attached"} <= required
    assert not required & {"transfer_to", "refusal_kind", "client_involved", "client_agrees", "client_contact"}


def test_the_order_of_dates_in_a_closure() -> None:
    found = codes(judge("closure", {**CLOSURE, "case_closed": "1.1.2026", "completed_date": "22.11.2026"}).findings)
    assert found[0] == ("date-order", "case_closed")
    assert ("date-in-future", "completed_date") in found
    assert ("date-order", "authorised_date") in found


def test_consent_in_a_referral() -> None:
    found = codes(
        judge(
            "referral",
            {
                "vulnerability_status.disability": "☒",
                "vulnerability_status.none": "☒",
                "displacement_status": "Տեղահանված չէ",
                "consent_given": "Ոչ",
                "consent_special": "Ոչ",
                "household_size": "2",
                "children_under_18": "3",
                "client_public_services_number": "123",
            },
        ).findings
    )
    assert ("must-be", "consent_given") in found
    assert ("special-data-without-consent", "vulnerability_status") in found
    assert ("special-data-without-consent", "displacement_status") in found or (
        "choice-unknown",
        "displacement_status",
    ) in found
    assert ("exclusive-option", "vulnerability_status") in found
    assert ("above-other", "children_under_18") in found
    assert ("format-mismatch", "client_public_services_number") in found


@pytest.mark.parametrize("name", ["closure", "referral"])
def test_the_words_of_every_option_mean_that_option(name: str) -> None:
    for locale in ("hy", "en"):
        localized = real(name, locale)
        for question in localized.form.fields.values():
            for choice in question.choices:
                written = localized.text(choice.label)
                assert real_lexicon(name).codes(name, question.id, written) == {choice.code}


def test_data_for_a_referral() -> None:
    record, findings = check_filling(
        {"client_region": "AM-ER", "household_size": 3, "measures_table": [{"deadline": "2026-12-01"}]},
        real("referral"),
    )
    assert findings == ()
    assert record.values["client_region"] == "AM-ER"
    assert record.values["household_size"] == Decimal(3)
    assert record.values["measures_table"] == (
        {"measure": None, "responsible": None, "deadline": dt.date(2026, 12, 1), "expected_result": None},
    )

"""Reports are said in words a clerk understands, and in JSON a program can rely on."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest

from formgen.model.document import Answer, Format, FoundBy, Stamp, Submission
from formgen.model.finding import KINDS, Status, finding
from formgen.model.record import Record, Signature, SignatureKind
from formgen.model.report import Report
from formgen.report.lines import json_line
from formgen.report.words import answered, describe, question
from tests.loop import PROJECT

FORM = PROJECT.definition("closure")
HY, EN = PROJECT.shown(FORM, "hy"), PROJECT.shown(FORM, "en")

VALUES = {
    "case_number": "A-1",
    "case_closed": dt.date(2026, 10, 5),
    "closure_reason": "death",
    "additional_reasons": ("migration", "other"),
    "client_involved": False,
    "supervisor_assessment_score": 4,
    "goals": ({"goal": "Աշխատանք", "result": None}, {"goal": None, "result": "partly"}),
    "services_summary": (),
    "client_name": None,
    "completed_signature": Signature(SignatureKind.TYPED, "Նմուշյան"),
}
REPORT = Report(
    submission=Submission.of("in/a.pdf", b"%PDF", Format.PDF),
    status=Status.REVIEW,
    findings=(finding("required", "client_name"), finding("two-answers", "closure_reason", "Մահ; Այլ")),
    stamp=Stamp("closure", "1.0", "hy"),
    found_by=FoundBy.METADATA,
    form=FORM,
    record=Record(VALUES),
    computed={"total": Decimal("71.5"), "whole": Decimal("70.0")},
    answers={"case_number": Answer("case_number", "A-1")},
)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("case_number", "1.1 Դեպքի համարը"),
        ("additional_reasons.death", "2.2 Լրացուցիչ պատճառներ (եթե կան) – Մահ"),
        ("goals.2.result", "2.11 Համաձայնեցված նպատակները և արդյունքները, տող 2, Արդյունքը"),
        ("goals", "2.11 Համաձայնեցված նպատակները և արդյունքները"),
        ("unheard_of", "unheard_of"),
        ("", ""),
    ],
)
def test_a_question_is_named_by_number_and_words(key: str, words: str) -> None:
    assert question(key, HY) == words


def test_answers_are_said_in_the_reader_s_words() -> None:
    assert dict(answered(REPORT, HY)) == {
        "1.1 Դեպքի համարը": "A-1",
        "1.8 Դեպքի փակման ամսաթիվը": "05.10.2026",
        "2.1 Փակման հիմնական պատճառը": "Մահ",
        "2.2 Լրացուցիչ պատճառներ (եթե կան)": "Միգրացիա, Այլ",
        "3.1 Շահառուն մասնակցե՞լ է դեպքը փակելու որոշման կայացմանը։": "Ոչ",
        "4.7 Անմիջական ղեկավարի գնահատականը դեպքի վարման վերաբերյալ": "4 – Լավ",
        "2.11 Համաձայնեցված նպատակները և արդյունքները, տող 1": "Նպատակը: Աշխատանք",
        "2.11 Համաձայնեցված նպատակները և արդյունքները, տող 2": "Արդյունքը: Մասամբ",
        "4.2 Ձևը լրացնողի ստորագրությունը": "Նմուշյան (մուտքագրված անուն, ստորագրություն չէ)",
    }


def test_json_holds_the_values_of_the_contract() -> None:
    line = json_line(REPORT, EN)
    assert "\n" not in line
    read = json.loads(line)
    assert read["record"]["case_closed"] == "2026-10-05"
    assert read["record"]["goals"] == [{"goal": "Աշխատանք", "result": None}, {"goal": None, "result": "partly"}]
    assert read["record"]["completed_signature"] == {"kind": "typed", "name": "Նմուշյան", "valid": None}
    assert read["record"]["supervisor_assessment_score"] == 4
    assert read["computed"] == {"total": 71.5, "whole": 70}
    assert read["findings"][0]["severity"] == "error"
    assert read["findings"][1]["written"] == "Մահ; Այլ"


@pytest.mark.parametrize("code", KINDS)
@pytest.mark.parametrize("shown", [HY, EN], ids=["hy", "en"])
def test_every_finding_can_be_said(code: str, shown: object) -> None:
    said = describe(finding(code, "case_number", "«{written}»"), shown)  # type: ignore[arg-type]
    assert "finding." not in said
    assert said.endswith((".", "։", "}"))

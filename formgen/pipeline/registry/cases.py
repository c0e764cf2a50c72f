"""Records that name one another -> what is missing or contradicts between them, and the life of a case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from formgen.message import Message
from formgen.pipeline.project import Project
from formgen.pipeline.registry.conflicts import is_living, rivals_of
from formgen.pipeline.registry.facts import CASE, REFERRAL, match_key
from formgen.store import records
from formgen.store.kept import Incoming, KeptRecord, State
from formgen.store.records import Query
from formgen.validate.words import folded

CLOSURE, REFERRAL_FORM, EVALUATION, CERTIFICATION = "closure", "referral", "service_evaluation", "certification"

DAY_OF: Mapping[str, str] = {
    REFERRAL_FORM: "referral_date",
    CLOSURE: "case_closed",
    EVALUATION: "evaluation_date",
    CERTIFICATION: "form_date",
    "performance_monitoring": "evaluation_date",
}
"""The answer that says which day a document of a form is of."""

_SCORES = frozenset({"score-mismatch", "conclusion-mismatch", "conclusion-premature", "benchmark-mismatch"})

KINDS: Mapping[str, Message] = {
    "no-referral": Message("check.no-referral", "names the referral {named}, which is not among the records."),
    "no-closure": Message("check.no-closure", "names the case {named}, of which no closure is among the records."),
    "no-evaluation-client": Message("check.no-evaluation-client", "has no service evaluation by the client."),
    "no-evaluation-caregiver": Message(
        "check.no-evaluation-caregiver", "has no service evaluation by the caregiver, whom the referral names."
    ),
    "no-evaluation-provider": Message(
        "check.no-evaluation-provider", "has no service evaluation by the provider the client was referred to."
    ),
    "no-evaluation-employer": Message(
        "check.no-evaluation-employer", "has no service evaluation by the employer, though the client found a job."
    ),
    "scores": Message("check.scores", "has scores or a conclusion that do not follow from the marks."),
    "conflict": Message("check.conflict", "says otherwise than {named}."),
}
"""What `records check` tells, by permanent code; each is said after the number of the record it is about."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something missing or contradictory; `named` is the number it is about."""

    code: str
    kept: KeptRecord
    named: str = ""

    @property
    def text(self) -> Message:
        """What is to be said of the record."""
        words = KINDS[self.code]
        return Message(words.context, words.text, {"named": self.named})


def gaps(connection: Connection, project: Project) -> Iterator[Gap]:
    """Go through all records that were not put aside, in the order of the journal."""
    for kept in records.find(connection, Query(states=(State.ACCEPTED, State.REVIEW, State.CONFLICT))):
        values = kept.revision.values
        if kept.stamp.form in {CLOSURE, EVALUATION}:
            yield from _dangling(connection, kept)
        if kept.stamp.form == CLOSURE:
            yield from _evaluations_missing(connection, kept)
        if any(each.code in _SCORES and (each.code, each.field) not in kept.settled for each in kept.revision.findings):
            yield Gap("scores", kept)
        if kept.status is State.CONFLICT:
            others = ", ".join(str(each.incoming) for each in rivals_of(connection, project, kept))
            yield Gap("conflict", kept, others or str(values.get(CASE) or ""))


def _dangling(connection: Connection, kept: KeptRecord) -> Iterator[Gap]:
    """The numbers a record names that nothing is known by."""
    referral = kept.revision.values.get(REFERRAL)
    if referral and not records.is_named(connection, REFERRAL_FORM, "referral", match_key(str(referral))):
        yield Gap("no-referral", kept, str(referral))
    case = kept.revision.values.get(CASE)
    # A funder is asked once a period, not of a case.
    is_of_case = kept.stamp.form == EVALUATION and kept.stamp.variant != "funder"
    if is_of_case and case and not records.is_named(connection, CLOSURE, "case", match_key(str(case))):
        yield Gap("no-closure", kept, str(case))


def _evaluations_missing(connection: Connection, kept: KeptRecord) -> Iterator[Gap]:
    """Who was not asked about a closed case, by the rule printed with the service evaluation form."""
    values = kept.revision.values
    key = match_key(str(values.get(CASE) or ""))
    if not key:
        return
    of_case = [step.kept for step in case(connection, key) if step.by != "cited" and is_living(step.kept)]
    by = {each.stamp.variant for each in of_case if each.stamp.form == EVALUATION}
    referrals = [each for each in of_case if each.stamp.form == REFERRAL_FORM]
    is_gone = values.get("closure_reason") in {"death", "migration"} or values.get("refusal_kind") == "absence"
    if "client" not in by and not is_gone:
        yield Gap("no-evaluation-client", kept)
    if "caregiver" not in by and any(each.revision.values.get("has_caregiver") is True for each in referrals):
        yield Gap("no-evaluation-caregiver", kept)
    if "provider" not in by and (referrals or values.get(REFERRAL)):
        yield Gap("no-evaluation-provider", kept)
    if "employer" not in by and any("job" in _codes(each, "cl_outcomes") for each in of_case):
        yield Gap("no-evaluation-employer", kept)


def _codes(kept: KeptRecord, item: str) -> Sequence[object]:
    value = kept.revision.values.get(item)
    return value if isinstance(value, list) else ()


@dataclass(frozen=True, slots=True)
class Step:
    """One record in the life of a case: its day, and how it belongs there (`case`, `referral`, `cited`)."""

    day: dt.date
    by: str
    kept: KeptRecord


def case(connection: Connection, number: str) -> Sequence[Step]:
    """The records of a case in the order of their days: those that name it, its referrals, and those that cite it."""
    key = folded(number)
    found: dict[int, tuple[str, KeptRecord]] = {}
    for kept in records.naming(connection, "case", key):
        found[kept.id] = ("case", kept)
    referrals = {
        match_key(str(kept.revision.values[REFERRAL]))
        for _, kept in found.values()
        if kept.revision.values.get(REFERRAL)
    }
    for referral in sorted(referrals):
        for kept in records.naming(connection, "referral", referral):
            other = match_key(str(kept.revision.values.get(CASE) or ""))
            if other in {"", key}:
                found.setdefault(kept.id, ("referral", kept))
    for kept in records.naming(connection, "cited", key):
        found.setdefault(kept.id, ("cited", kept))
    steps = [Step(day_of(kept), by, kept) for by, kept in found.values()]
    return sorted(steps, key=lambda step: (step.day, step.kept.id))


def day_of(kept: KeptRecord) -> dt.date:
    """The day a record is of by its own words, else the day it was received."""
    value = kept.revision.values.get(DAY_OF.get(kept.stamp.form, ""))
    return dt.date.fromisoformat(value) if isinstance(value, str) else kept.received


def others_of_case(connection: Connection, kept: KeptRecord) -> Sequence[Incoming]:
    """The other records of the case a record names."""
    number = kept.revision.values.get(CASE)
    return [step.kept.incoming for step in case(connection, str(number)) if step.kept.id != kept.id] if number else []

"""A document that was read -> its place in the journal, and in a record: a new one, or one it belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection

from formgen.model.document import Stamp
from formgen.model.finding import Severity, Status
from formgen.model.form import FormDefinition
from formgen.model.report import Report
from formgen.pipeline.project import Project
from formgen.pipeline.registry import rejudging
from formgen.pipeline.registry.acting import Actor
from formgen.pipeline.registry.comparing import Comparison, Relation, Said, compare, item_of
from formgen.pipeline.registry.conflicts import bring_up, is_living, rivals, rivals_of
from formgen.pipeline.registry.facts import facts_of
from formgen.store import records
from formgen.store.codec import plain_values
from formgen.store.documents import NewDocument, add_document, next_place, read_again
from formgen.store.events import note
from formgen.store.kept import Action, Change, Event, Incoming, KeptRecord, Origin, Reading, Revision, State


class Outcome(StrEnum):
    """What became of a document that was given."""

    NEW = "new"
    """It began a record."""
    SAME = "same"
    """It says what a record already says, and was put to it."""
    COMPLETED = "completed"
    """It completed a record: the next revision."""
    FIXED = "fixed"
    """It answered what it was sent back for: the next revision."""
    CONFLICT = "conflict"
    """It began a record, and another record of the same thing says otherwise."""
    UNREADABLE = "unreadable"
    """It is in the journal; no record could be made of it."""
    KNOWN = "known"
    """The same bytes are in the journal."""
    FORGOTTEN = "forgotten"
    """The same bytes were in the journal and were forgotten; they are not taken in again."""
    REFUSED = "refused"
    """Its bytes could not be had, so it is not in the journal."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A document after it was given: its incoming number, and the number and state of the record it belongs to.

    `state` is `rejected` where there is no record; `report` is what was read of it, where it was read now.
    """

    path: str
    outcome: Outcome
    incoming: Incoming | None
    record: Incoming | None
    state: State
    report: Report | None = None


def new_document(report: Report, origin: Origin, *, has_content: bool = True) -> NewDocument:
    """A report as a document of the journal."""
    submission, record = report.submission, report.record
    return NewDocument(
        origin=origin,
        content=submission.content if has_content else None,
        sha256=submission.sha256 if has_content else None,
        kind=submission.format,
        stamp=report.stamp,
        found_by=report.found_by,
        status=State(report.status),
        reading=Reading(
            record=None if record is None else plain_values(record.values),
            computed=plain_values(report.computed),  # type: ignore[arg-type]  # figures are plain values
            answers=report.answers,
            findings=report.findings,
        ),
        path=submission.path or None,
    )


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A document that has a record to be kept; `values` are that record's, plain."""

    report: Report
    stamp: Stamp
    what: Said
    values: Mapping[str, object]
    form: FormDefinition
    origin: Origin
    document_id: int
    who: Actor


@dataclass(frozen=True, slots=True)
class _Match:
    """The record a document belongs to, what it is to that, and whether it was sent back to be put right."""

    kept: KeptRecord
    comparison: Comparison
    is_fix: bool = False


@dataclass(frozen=True, slots=True)
class _Home:
    """Where a document belongs: to the record it matches, else to its own, which it begins beside `others`."""

    arrival: _Arrival
    match: _Match | None
    others: Sequence[KeptRecord]

    @property
    def record_id(self) -> int:
        return self.match.kept.id if self.match else self.arrival.document_id


def take(connection: Connection, project: Project, report: Report, document: NewDocument, who: Actor) -> Taken:
    """Enter a document that is not in the journal yet, and join it with the record it belongs to.

    Must run in a transaction that writes; nothing of it is kept unless that transaction is.
    """
    place = next_place(connection, document.origin.received)
    home = _home(connection, project, report, (place[0], document), who)
    add_document(connection, place, document, home.record_id if home else None, who.by, who.at)
    note(connection, Event(who.at, who.by, Action.TAKEN_IN, place[0]))
    return _join(connection, project, report, home, place[1])


def take_again(
    connection: Connection,
    project: Project,
    report: Report,
    document: NewDocument,
    place: tuple[int, Incoming],
    who: Actor,
) -> Taken:
    """Give a document that was rejected its new reading, and join it if it can be read now."""
    home = _home(connection, project, report, (place[0], document), who)
    read_again(connection, place[0], document, home.record_id if home else None)
    note(connection, Event(who.at, who.by, Action.READ_AGAIN, place[0]))
    return _join(connection, project, report, home, place[1])


def _home(
    connection: Connection, project: Project, report: Report, entry: tuple[int, NewDocument], who: Actor
) -> _Home | None:
    """Where a document belongs, by its id in the journal; None where no record can be made of it."""
    if report.record is None or report.stamp is None or report.status is Status.REJECTED:
        return None
    document_id, document = entry
    form = rejudging.form_of(project, report.stamp).form
    what = Said(report.record, report.findings)
    values = document.reading.record or {}
    arrival = _Arrival(report, report.stamp, what, values, form, document.origin, document_id, who)
    match = _fixed(connection, project, arrival)
    others: Sequence[KeptRecord] = ()
    if match is None:
        others = rivals(connection, project, arrival.stamp, what.record)
        match = _belongs_to(connection, project, arrival, others)
    return _Home(arrival, match, others)


def _join(connection: Connection, project: Project, report: Report, home: _Home | None, incoming: Incoming) -> Taken:
    """Keep the record of a document that stands in the journal, or what it adds to one."""
    path = report.submission.path
    if home is None:
        return Taken(path, Outcome.UNREADABLE, incoming, None, State.REJECTED, report)
    arrival, match, who = home.arrival, home.match, home.arrival.who
    if match is None:
        state = _begin(connection, project, arrival, home.others)
        outcome = Outcome.CONFLICT if state is State.CONFLICT else Outcome.NEW
        return Taken(path, outcome, incoming, incoming, state, report)
    kept = match.kept
    if match.comparison.relation is Relation.SAME:
        note(connection, Event(who.at, who.by, Action.JOINED, arrival.document_id, kept.id, kept.revision.number))
        return Taken(path, Outcome.SAME, incoming, kept.incoming, kept.status, report)
    state = _complete(connection, project, arrival, match)
    return Taken(path, Outcome.FIXED if match.is_fix else Outcome.COMPLETED, incoming, kept.incoming, state, report)


def _belongs_to(
    connection: Connection, project: Project, arrival: _Arrival, others: Sequence[KeptRecord]
) -> _Match | None:
    """The one of others that a document says the same as, or completes; None where it begins its own record."""
    form, new = arrival.form, arrival.what
    completes = []
    for kept in others:
        comparison = compare(form, rejudging.said(project, kept), new)
        if comparison.relation is Relation.SAME or _said_before(connection, project, kept, new):
            return _Match(kept, _with_news(form, kept, new))
        if comparison.relation is Relation.COMPLETES and is_living(kept):
            completes.append(_Match(kept, comparison))
    return completes[0] if len(completes) == 1 else None


def _fixed(connection: Connection, project: Project, arrival: _Arrival) -> _Match | None:
    """The record a document was sent back for; only what it was asked, and nobody has changed since, may differ."""
    fix = records.fix_of(connection, arrival.stamp.copy)
    if fix is None:
        return None
    kept = records.record_by_id(connection, fix.record_id)
    sent = records.revisions_of(connection, kept.id)[fix.revision - 1].values
    asked = [item for item in fix.items if sent.get(item) == kept.revision.values.get(item)]
    comparison = compare(arrival.form, rejudging.said(project, kept), arrival.what, asked)
    if comparison.relation is Relation.SAME:
        return _Match(kept, _with_news(arrival.form, kept, arrival.what))
    is_answer = comparison.relation is Relation.COMPLETES and is_living(kept)
    return _Match(kept, comparison, is_fix=True) if is_answer else None


def _with_news(form: FormDefinition, kept: KeptRecord, new: Said) -> Comparison:
    """The same answers; but words that somebody wrote beside them, and that nobody has seen yet, are for a person."""
    told = {(each.code, each.written) for each in kept.revision.findings}
    beside = [each for each in new.findings if each.written and item_of(each) not in form.items]
    if all((each.code, each.written) in told or each.severity is Severity.INFO for each in beside):
        return Comparison(Relation.SAME)
    return Comparison(Relation.COMPLETES)


def _said_before(connection: Connection, project: Project, kept: KeptRecord, new: Said) -> bool:
    """Whether an earlier revision said exactly this: an old copy that comes once more undoes no correction."""
    if kept.revision.number == 1:
        return False
    form = rejudging.form_of(project, kept.stamp).form
    for earlier in records.revisions_of(connection, kept.id):
        was = Said(rejudging.typed(project, kept.stamp, earlier), earlier.findings)
        if all(compare(form, *pair).relation is Relation.SAME for pair in ((was, new), (new, was))):
            return True
    return False


def _begin(connection: Connection, project: Project, arrival: _Arrival, others: Sequence[KeptRecord]) -> State:
    """Begin a record; where another says otherwise of the same thing, both wait for a person."""
    report, who, record_id = arrival.report, arrival.who, arrival.document_id
    state = State(report.status)
    revision = Revision(
        number=1,
        change=Change.RECEIVED,
        edition=arrival.form.version,
        values=arrival.values,
        computed=report.computed,
        findings=report.findings,
        document_id=record_id,
        by=who.by,
        at=who.at,
    )
    facts = facts_of(arrival.form, arrival.what.record)
    records.add_record(connection, record_id, arrival.stamp, arrival.origin.received, revision, facts, state)
    return bring_up(connection, project, record_id, (), who) if others else state


def _complete(connection: Connection, project: Project, arrival: _Arrival, match: _Match) -> State:
    """Add the revision that has the answers of both."""
    kept, items, who = match.kept, match.comparison.items, arrival.who
    stamp, received = kept.stamp, max(kept.received, arrival.origin.received)
    before = rejudging.said(project, kept)
    record = match.comparison.merged or before.record
    known = rejudging.doubts_of(project, stamp, before, received)
    brought = rejudging.doubts_of(project, stamp, arrival.what, received)
    doubts = known.without(items) | brought.about(arrival.form, items)
    judgment = rejudging.judge(project, stamp, record, doubts, received)
    settled = rejudging.still_settled(kept, items)
    revision = Revision(
        number=kept.revision.number + 1,
        change=Change.FIXED if match.is_fix else Change.COMPLETED,
        edition=arrival.form.version,
        values=plain_values(record.values),
        computed=judgment.computed,
        findings=judgment.findings,
        document_id=arrival.document_id,
        by=who.by,
        at=who.at,
    )
    others = rivals_of(connection, project, kept)
    state = rejudging.state_of(judgment.findings, settled)
    if kept.status in {State.CONFLICT, State.REJECTED}:
        state = kept.status
    records.add_revision(connection, kept.id, revision, facts_of(arrival.form, record), state, settled)
    details = {"items": list(items)}
    event = Event(who.at, who.by, Action.REVISED, arrival.document_id, kept.id, revision.number, details=details)
    note(connection, event)
    return bring_up(connection, project, kept.id, others, who)

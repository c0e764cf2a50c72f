"""A document that was read -> its place in the journal, and in a record: a new one, or one it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection

from formgen.model.document import Stamp
from formgen.model.finding import Status
from formgen.model.report import Report
from formgen.pipeline.project import Project
from formgen.pipeline.registry import rejudging
from formgen.pipeline.registry.acting import Actor
from formgen.pipeline.registry.comparing import Comparison, Relation, Said, compare
from formgen.pipeline.registry.conflicts import bring_up, is_living, rivals, rivals_of
from formgen.pipeline.registry.facts import facts_of
from formgen.store import records
from formgen.store.codec import plain_values
from formgen.store.documents import NewDocument, add_document, link_document, read_again
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


def take(connection: Connection, project: Project, report: Report, document: NewDocument, who: Actor) -> Taken:
    """Enter a document that is not in the journal yet, and join it with the record it belongs to.

    Must run in a transaction that writes; nothing of it is kept unless that transaction is.
    """
    document_id, incoming = add_document(connection, document, who.by, who.at)
    note(connection, Event(who.at, who.by, Action.TAKEN_IN, document_id))
    return _place(connection, project, report, document.origin, (document_id, incoming), who)


def take_again(
    connection: Connection,
    project: Project,
    report: Report,
    document: NewDocument,
    place: tuple[int, Incoming],
    who: Actor,
) -> Taken:
    """Give a document that was rejected its new reading, and join it if it can be read now."""
    read_again(connection, place[0], document)
    note(connection, Event(who.at, who.by, Action.READ_AGAIN, place[0]))
    return _place(connection, project, report, document.origin, place, who)


def _place(
    connection: Connection,
    project: Project,
    report: Report,
    origin: Origin,
    place: tuple[int, Incoming],
    who: Actor,
) -> Taken:
    document_id, incoming = place
    path = report.submission.path
    if report.record is None or report.stamp is None or report.status is Status.REJECTED:
        return Taken(path, Outcome.UNREADABLE, incoming, None, State.REJECTED, report)
    found = _belongs_to(connection, project, report, report.stamp)
    if found is None:
        outcome = _begin(connection, project, report, origin, document_id, who)
        return Taken(path, outcome, incoming, incoming, records.record_by_id(connection, document_id).status, report)
    kept, comparison, is_fix = found
    link_document(connection, document_id, kept.id)
    if comparison.relation is Relation.SAME:
        note(connection, Event(who.at, who.by, Action.JOINED, document_id, kept.id, kept.revision.number))
        return Taken(path, Outcome.SAME, incoming, kept.incoming, kept.status, report)
    state = _complete(connection, project, report, kept, comparison, origin, document_id, who, is_fix=is_fix)
    return Taken(path, Outcome.FIXED if is_fix else Outcome.COMPLETED, incoming, kept.incoming, state, report)


def _belongs_to(
    connection: Connection, project: Project, report: Report, stamp: Stamp
) -> tuple[KeptRecord, Comparison, bool] | None:
    """The one record that a document says the same as, or completes; None where it begins its own."""
    assert report.record is not None
    form = rejudging.form_of(project, stamp).form
    new = Said(report.record, report.findings)
    fix = records.fix_of(connection, stamp.copy)
    if fix is not None:
        kept = records.record_by_id(connection, fix.record_id)
        comparison = compare(form, rejudging.said(project, kept), new, fix.items)
        if kept.status is not State.FORGOTTEN and comparison.relation is not Relation.DIFFERS:
            return kept, comparison, True
    completes = []
    for kept in rivals(connection, project, stamp, report.record):
        comparison = compare(form, rejudging.said(project, kept), new)
        if comparison.relation is Relation.SAME or _said_before(connection, project, kept, new):
            return kept, Comparison(Relation.SAME), False
        if comparison.relation is Relation.COMPLETES and is_living(kept):
            completes.append((kept, comparison, False))
    return completes[0] if len(completes) == 1 else None


def _said_before(connection: Connection, project: Project, kept: KeptRecord, new: Said) -> bool:
    """Whether an earlier revision said exactly this: an old copy that comes once more undoes no correction."""
    if kept.revision.number == 1:
        return False
    form = rejudging.form_of(project, kept.stamp).form
    for earlier in records.revisions_of(connection, kept.id):
        was = Said(rejudging.typed(project, kept.stamp, earlier), earlier.findings)
        if compare(form, was, new).relation is Relation.SAME and compare(form, new, was).relation is Relation.SAME:
            return True
    return False


def _begin(
    connection: Connection, project: Project, report: Report, origin: Origin, document_id: int, who: Actor
) -> Outcome:
    """Begin a record; where another says otherwise of the same thing, both wait for a person."""
    assert report.record is not None
    assert report.stamp is not None
    form = rejudging.form_of(project, report.stamp).form
    state = State(report.status)
    records.add_record(connection, document_id, report.stamp, origin.received, state)
    link_document(connection, document_id, document_id)
    revision = Revision(
        number=1,
        change=Change.RECEIVED,
        edition=form.version,
        values=plain_values(report.record.values),
        computed=report.computed,
        findings=report.findings,
        document_id=document_id,
        by=who.by,
        at=who.at,
    )
    records.add_revision(connection, document_id, revision, facts_of(form, report.record), state)
    state = bring_up(connection, project, document_id, (), who)
    return Outcome.CONFLICT if state is State.CONFLICT else Outcome.NEW


def _complete(
    connection: Connection,
    project: Project,
    report: Report,
    kept: KeptRecord,
    comparison: Comparison,
    origin: Origin,
    document_id: int,
    who: Actor,
    *,
    is_fix: bool,
) -> State:
    """Add the revision that has the answers of both."""
    assert comparison.merged is not None
    assert report.record is not None
    stamp, items, received = kept.stamp, comparison.items, max(kept.received, origin.received)
    before = rejudging.doubts_of(project, stamp, rejudging.said(project, kept), received)
    brought = rejudging.doubts_of(project, stamp, Said(report.record, report.findings), received)
    doubts = before.without(items) | brought.about(items)
    judgment = rejudging.judge(project, stamp, comparison.merged, doubts, received)
    form = rejudging.form_of(project, stamp).form
    settled = rejudging.still_settled(kept, items)
    state = rejudging.state_of(judgment.findings, settled)
    revision = Revision(
        number=kept.revision.number + 1,
        change=Change.FIXED if is_fix else Change.COMPLETED,
        edition=form.version,
        values=plain_values(comparison.merged.values),
        computed=judgment.computed,
        findings=judgment.findings,
        document_id=document_id,
        by=who.by,
        at=who.at,
    )
    others = rivals_of(connection, project, kept)
    state = State.CONFLICT if kept.status is State.CONFLICT else state
    records.add_revision(connection, kept.id, revision, facts_of(form, comparison.merged), state, settled)
    details = {"items": list(items)}
    event = Event(who.at, who.by, Action.REVISED, document_id, kept.id, revision.number, details=details)
    note(connection, event)
    return bring_up(connection, project, kept.id, others, who)

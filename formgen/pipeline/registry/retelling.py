"""Documents of the journal -> what became of them when they were taken in, if that was after a certain event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from formgen.model.document import FileKind, FoundBy, Submission
from formgen.model.finding import Status
from formgen.model.report import Report
from formgen.pipeline.registry.taking import Outcome, Taken
from formgen.store import records
from formgen.store.documents import document
from formgen.store.events import entered_since, entering
from formgen.store.kept import Action, Change, Document, Incoming, State


def retold(connection: Connection, documents: Iterable[Incoming], before: int) -> Mapping[Incoming, Taken]:
    """What became of those documents that were taken in, or read again, after the event of a number."""
    return {
        incoming: _retold(connection, kept, before)
        for incoming in entered_since(connection, documents, before)
        if (kept := document(connection, incoming)) is not None
    }


def _retold(connection: Connection, kept: Document, before: int) -> Taken:
    report = Report(
        Submission("", None if kept.kind is None else FileKind(kept.kind), kept.sha256, kept.size),
        Status.REJECTED if kept.record_id is None else Status(kept.status),
        kept.reading.findings,
        kept.stamp,
        None if kept.found_by is None else FoundBy(kept.found_by),
    )
    if kept.record_id is None:
        return Taken("", Outcome.UNREADABLE, kept.incoming, None, State.REJECTED, report)
    events = {each.action: each for each in entering(connection, kept.id, kept.record_id, before)}
    record = records.record_by_id(connection, kept.record_id)
    if Action.REVISED in events:
        number = events[Action.REVISED].revision or 1
        change = records.revisions_of(connection, record.id)[number - 1].change
        outcome, state = Outcome.FIXED if change is Change.FIXED else Outcome.COMPLETED, record.status
    elif Action.JOINED in events:
        outcome, state = Outcome.SAME, record.status
    elif Action.CONFLICTED in events:
        outcome, state = Outcome.CONFLICT, State.CONFLICT
    else:
        # What others made of it later is told of them.
        outcome, state = Outcome.NEW, kept.status
    return Taken("", outcome, kept.incoming, record.incoming, state, report)

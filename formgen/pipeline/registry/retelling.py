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
from formgen.store.events import entered_since, events_since
from formgen.store.kept import Action, Change, Document, Event, Incoming, State


def retold(connection: Connection, documents: Iterable[Incoming], before: int) -> Mapping[Incoming, Taken]:
    """What became of those documents that were taken in, or read again, after the event of a number."""
    return {
        incoming: _retold(connection, kept, {each.action: each for each in events_since(connection, kept.id, before)})
        for incoming in entered_since(connection, documents, before)
        if (kept := document(connection, incoming)) is not None
    }


def _retold(connection: Connection, kept: Document, events: Mapping[Action, Event]) -> Taken:
    report = Report(
        Submission("", None if kept.kind is None else FileKind(kept.kind), kept.sha256, kept.size),
        Status.REJECTED if kept.record_id is None else Status(kept.status),
        kept.reading.findings,
        kept.stamp,
        None if kept.found_by is None else FoundBy(kept.found_by),
    )
    if kept.record_id is None:
        return Taken("", Outcome.UNREADABLE, kept.incoming, None, State.REJECTED, report)
    record = records.record_by_id(connection, kept.record_id)
    if Action.REVISED in events:
        number = events[Action.REVISED].revision or 1
        change = records.revisions_of(connection, record.id)[number - 1].change
        outcome = Outcome.FIXED if change is Change.FIXED else Outcome.COMPLETED
    elif Action.JOINED in events:
        outcome = Outcome.SAME
    else:
        outcome = Outcome.CONFLICT if record.status is State.CONFLICT else Outcome.NEW
    return Taken("", outcome, kept.incoming, record.incoming, record.status, report)

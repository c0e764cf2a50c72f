"""Who did what and when: a log that only grows."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, func, insert, or_, select

from formgen.store.codec import parsed, storable, text_of
from formgen.store.kept import Action, Event
from formgen.store.schema import EVENT

_NEXT = select(func.coalesce(func.max(EVENT.c.id), 0) + 1).scalar_subquery()
_INSERT = insert(EVENT).values(id=_NEXT)


def note(connection: Connection, event: Event) -> None:
    """Add an event to the log."""
    row = {
        "at": event.at,
        "by": event.by,
        "action": event.action,
        "document_id": event.document_id,
        "record_id": event.record_id,
        "revision": event.revision,
        "why": None if event.why is None else storable(event.why),
        "details": text_of(event.details) if event.details else None,
    }
    connection.execute(_INSERT, row)


def history(connection: Connection, record_id: int, documents: Sequence[int] = ()) -> Sequence[Event]:
    """What was done with a record and its documents, in order."""
    about = or_(EVENT.c.record_id == record_id, EVENT.c.document_id.in_(documents))
    found = connection.execute(select(EVENT).where(about).order_by(EVENT.c.id))
    return [
        Event(
            at=row.at,
            by=row.by,
            action=Action(row.action),
            document_id=row.document_id,
            record_id=row.record_id,
            revision=row.revision,
            why=row.why,
            details=parsed(row.details) or {},
        )
        for row in found
    ]

"""Who did what and when: a log that only grows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, Row, func, insert, or_, select, tuple_

from formgen.store.codec import parsed, storable, text_of
from formgen.store.kept import Action, Event, Incoming
from formgen.store.later import insert_later
from formgen.store.schema import DOCUMENT, EVENT

_ENTRIES = (Action.TAKEN_IN, Action.READ_AGAIN)
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
    insert_later(connection, _INSERT, row)


def history(connection: Connection, record_id: int, documents: Sequence[int] = ()) -> Sequence[Event]:
    """What was done with a record and its documents, in order."""
    about = or_(EVENT.c.record_id == record_id, EVENT.c.document_id.in_(documents))
    found = connection.execute(select(EVENT).where(about).order_by(EVENT.c.id))
    return [_event(row) for row in found]


def last_event(connection: Connection) -> int:
    """The number of the last event there is; 0 where there is none."""
    return int(connection.execute(select(func.coalesce(func.max(EVENT.c.id), 0))).scalar_one())


def entered_since(connection: Connection, documents: Iterable[Incoming], number: int) -> Sequence[Incoming]:
    """Those of some documents that were taken in, or read again, after the event of a number."""
    places = sorted((each.year, each.number) for each in documents)
    wanted = select(DOCUMENT.c.year, DOCUMENT.c.number).join(EVENT, EVENT.c.document_id == DOCUMENT.c.id)
    wanted = wanted.where(tuple_(DOCUMENT.c.year, DOCUMENT.c.number).in_(places), EVENT.c.id > number)
    wanted = wanted.where(EVENT.c.action.in_(_ENTRIES)).distinct()
    return [Incoming(row.year, row.number) for row in connection.execute(wanted)] if places else []


def entering(connection: Connection, document_id: int, record_id: int, number: int) -> Sequence[Event]:
    """What taking in a document, or reading it again, after the event of a number came to for it and its record.

    Whoever writes is alone, so all of it stands before the next document is entered.
    """
    is_entry = EVENT.c.action.in_(_ENTRIES)
    own = select(func.max(EVENT.c.id)).where(EVENT.c.document_id == document_id, is_entry, EVENT.c.id > number)
    first = connection.execute(own).scalar_one()
    following = select(func.min(EVENT.c.id)).where(EVENT.c.id > first, is_entry).scalar_subquery()
    about = or_(EVENT.c.document_id == document_id, EVENT.c.record_id == record_id)
    end = func.coalesce(following, EVENT.c.id + 1)
    found = connection.execute(select(EVENT).where(about, EVENT.c.id >= first, EVENT.c.id < end).order_by(EVENT.c.id))
    return [_event(row) for row in found]


def _event(row: Row[tuple[object, ...]]) -> Event:
    return Event(
        at=row.at,
        by=row.by,
        action=Action(row.action),
        document_id=row.document_id,
        record_id=row.record_id,
        revision=row.revision,
        why=row.why,
        details=parsed(row.details) or {},
    )

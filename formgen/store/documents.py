"""The journal: documents with their incoming numbers, bytes and places they were seen at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from formgen.model.document import Stamp
from formgen.store.codec import digest, reading_of, reading_text, storable
from formgen.store.kept import Channel, Document, Incoming, Origin, Reading, State
from formgen.store.later import APART, insert_later
from formgen.store.schema import CONTAINER, CONTENT, DOCUMENT, RECORD, SOURCE

T = TypeVar("T")
_MANY = 500
"""How many values one statement asks for; SQLite takes 32,766 at most."""

# What every document asks of the store is put into words once, not for each.
_LAST = select(
    select(func.max(DOCUMENT.c.number)).where(DOCUMENT.c.year == bindparam("of_year")).scalar_subquery(),
    select(func.max(DOCUMENT.c.id)).scalar_subquery(),
).execution_options(**APART)
_ENTER = insert(DOCUMENT).execution_options(**APART)
_KEEP, _SEE = insert(CONTENT), insert(SOURCE)


@dataclass(frozen=True, slots=True)
class Known:
    """What the journal says of bytes that are in it; `state` is that of their record, where they have one."""

    id: int
    incoming: Incoming
    state: State
    record: Incoming | None
    paths: frozenset[str]


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document to be taken in; `content` is None of a paper copy without a scan."""

    origin: Origin
    content: bytes | None
    sha256: str | None
    kind: str | None
    stamp: Stamp | None
    found_by: str | None
    status: State
    reading: Reading
    path: str | None = None


def now() -> str:
    """The moment it is in UTC, to the second, as the store writes moments."""
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def known(connection: Connection, digests: Iterable[str]) -> Mapping[str, Known]:
    """Which of some bytes, by their SHA-256, are in the journal."""
    found: dict[str, Known] = {}
    first = DOCUMENT.alias()
    wanted = select(
        DOCUMENT.c.sha256,
        DOCUMENT.c.id,
        DOCUMENT.c.year,
        DOCUMENT.c.number,
        DOCUMENT.c.status,
        RECORD.c.status.label("state"),
        first.c.year.label("record_year"),
        first.c.number.label("record_number"),
    ).select_from(
        DOCUMENT.outerjoin(RECORD, RECORD.c.id == DOCUMENT.c.record_id).outerjoin(first, first.c.id == RECORD.c.id)
    )
    for some in _parts(sorted(set(digests))):
        rows = connection.execute(wanted.where(DOCUMENT.c.sha256.in_(some))).all()
        paths = _paths(connection, [row.id for row in rows])
        for row in rows:
            found[row.sha256] = Known(
                row.id,
                Incoming(row.year, row.number),
                State(row.state or row.status),
                Incoming(row.record_year, row.record_number) if row.state else None,
                frozenset(paths.get(row.id, ())),
            )
    return found


def known_containers(connection: Connection, digests: Iterable[str]) -> Mapping[str, Mapping[str, Known]]:
    """Which of some bytes are those of an archive or mail taken in as a whole: its documents, by their place in it."""
    places: dict[str, dict[str, str]] = {}
    for some in _parts(sorted(set(digests))):
        wanted = select(CONTAINER.c.sha256, CONTAINER.c.place, DOCUMENT.c.sha256.label("inside")).join(
            DOCUMENT, DOCUMENT.c.id == CONTAINER.c.document_id
        )
        for row in connection.execute(wanted.where(CONTAINER.c.sha256.in_(some)).order_by(CONTAINER.c.place)):
            places.setdefault(row.sha256, {})[row.place] = row.inside
    inside = known(connection, [digest for held in places.values() for digest in held.values()])
    return {digest: {place: inside[each] for place, each in held.items()} for digest, held in places.items()}


def add_container(connection: Connection, sha256: str, held: Mapping[str, Incoming]) -> None:
    """Note an archive or mail whose documents, by their place in it, are all in the journal."""
    connection.execute(delete(CONTAINER).where(CONTAINER.c.sha256 == sha256))
    for place, incoming in held.items():
        wanted = select(DOCUMENT.c.id).where(DOCUMENT.c.year == incoming.year, DOCUMENT.c.number == incoming.number)
        row = {"sha256": sha256, "place": storable(place), "document_id": connection.execute(wanted).scalar_one()}
        connection.execute(insert(CONTAINER), row)


def next_place(connection: Connection, received: dt.date) -> tuple[int, Incoming]:
    """The id and the number a document received on a day gets in the journal if it is entered next.

    The writer is alone, so no number is given twice, and a transaction that fails leaves no gap.
    """
    number, document_id = connection.execute(_LAST, {"of_year": received.year}).one()
    return (document_id or 0) + 1, Incoming(received.year, (number or 0) + 1)


def add_document(
    connection: Connection, place: tuple[int, Incoming], new: NewDocument, record_id: int | None, by: str, at: str
) -> None:
    """Enter a document into the journal in its place, with the record it belongs to."""
    document_id, incoming = place
    row = {
        "id": document_id,
        "year": incoming.year,
        "number": incoming.number,
        "sha256": new.sha256,
        "size": len(new.content or b""),
        "received": new.origin.received.isoformat(),
        "channel": new.origin.channel,
        "sender": None if new.origin.sender is None else storable(new.origin.sender),
        **_read_row(new, record_id),
        "at": at,
        "by": by,
    }
    connection.execute(_ENTER, row)
    if new.content is not None:
        insert_later(connection, _KEEP, {"document_id": document_id, "bytes": new.content})
    if new.path is not None:
        insert_later(connection, _SEE, {"document_id": document_id, "path": storable(new.path), "at": at})


def read_again(connection: Connection, document_id: int, new: NewDocument, record_id: int | None) -> None:
    """Put a new reading, and the record it belongs to, in the place of one that was rejected."""
    connection.execute(update(DOCUMENT).where(DOCUMENT.c.id == document_id).values(_read_row(new, record_id)))


def _read_row(new: NewDocument, record_id: int | None) -> dict[str, object]:
    """What a document's row says of its reading."""
    stamp, reading = new.stamp, reading_text(new.reading)
    return {
        "kind": new.kind,
        "form": stamp and stamp.form,
        "version": stamp and stamp.version,
        "locale": stamp and stamp.locale,
        "variant": stamp and stamp.variant,
        "copy": stamp and stamp.copy,
        "found_by": new.found_by,
        "status": new.status,
        "reading": reading,
        "digest": digest(reading),
        "record_id": record_id,
    }


def add_source(connection: Connection, document_id: int, path: str, at: str) -> bool:
    """Note where a document was seen; False where that was known."""
    path = storable(path)
    seen = select(SOURCE.c.path).where(SOURCE.c.document_id == document_id, SOURCE.c.path == path)
    if connection.execute(seen).first() is not None:
        return False
    insert_later(connection, _SEE, {"document_id": document_id, "path": path, "at": at})
    return True


def document(connection: Connection, incoming: Incoming) -> Document | None:
    """The document of an incoming number."""
    wanted = select(DOCUMENT).where(DOCUMENT.c.year == incoming.year, DOCUMENT.c.number == incoming.number)
    found = connection.execute(wanted).first()
    return None if found is None else _document(found, _paths(connection, [found.id]))


def documents_of(connection: Connection, record_id: int) -> Sequence[Document]:
    """The documents of a record, in the order of the journal."""
    found = connection.execute(select(DOCUMENT).where(DOCUMENT.c.record_id == record_id).order_by(DOCUMENT.c.id)).all()
    paths = _paths(connection, [row.id for row in found])
    return [_document(row, paths) for row in found]


def rejected_documents(connection: Connection) -> Iterator[Document]:
    """The documents no record could be made of, in the order of the journal."""
    wanted = select(DOCUMENT).where(DOCUMENT.c.record_id.is_(None), DOCUMENT.c.status == State.REJECTED)
    found = connection.execute(wanted.order_by(DOCUMENT.c.id)).all()
    for rows in _parts(found):
        paths = _paths(connection, [row.id for row in rows])
        yield from (_document(row, paths) for row in rows)


def content(connection: Connection, document_id: int) -> bytes | None:
    """The bytes of a document; None of a paper copy without a scan, and of one that was forgotten."""
    found = connection.execute(select(CONTENT.c.bytes).where(CONTENT.c.document_id == document_id)).scalar()
    return None if found is None else bytes(found)


def _paths(connection: Connection, ids: Sequence[int]) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = {}
    wanted = select(SOURCE.c.document_id, SOURCE.c.path).where(SOURCE.c.document_id.in_(ids))
    for row in connection.execute(wanted.order_by(SOURCE.c.at, SOURCE.c.path)):
        found.setdefault(row.document_id, []).append(row.path)
    return found


def _document(row: Row[tuple[object, ...]], paths: Mapping[int, list[str]]) -> Document:
    is_stamped = row.form is not None
    return Document(
        id=row.id,
        incoming=Incoming(row.year, row.number),
        origin=Origin(
            dt.date.fromisoformat(row.received), None if row.channel is None else Channel(row.channel), row.sender
        ),
        sha256=row.sha256,
        size=row.size,
        kind=row.kind,
        stamp=Stamp(row.form, row.version, row.locale, row.variant, row.copy) if is_stamped else None,
        found_by=row.found_by,
        status=State(row.status),
        record_id=row.record_id,
        at=row.at,
        by=row.by,
        reading=reading_of(row.reading),
        paths=tuple(paths.get(row.id, ())),
    )


def _parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), _MANY):
        yield values[start : start + _MANY]


def count(connection: Connection) -> int:
    """How many documents the journal has."""
    return int(connection.execute(select(func.count()).select_from(DOCUMENT)).scalar_one())

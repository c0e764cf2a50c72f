"""A store -> everything in it that was lost, changed behind its back, or does not fit together."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from formgen.message import Message
from formgen.store.codec import digest
from formgen.store.kept import Facts, Incoming, KeptRecord, State
from formgen.store.records import find, head_of, references_of, revision_digest
from formgen.store.schema import CONTENT, DOCUMENT, RECORD, REVISION, SEARCH

KINDS = {
    "bytes-changed": Message("verify.bytes-changed", "{number}: the bytes of the document are not those taken in."),
    "bytes-missing": Message("verify.bytes-missing", "{number}: the bytes of the document are missing."),
    "bytes-left": Message("verify.bytes-left", "{number}: the document was forgotten, but its bytes are still there."),
    "reading-changed": Message("verify.reading-changed", "{number}: what was read of the document has been changed."),
    "revision-changed": Message("verify.revision-changed", "{number}: revision {revision} has been changed."),
    "revision-missing": Message("verify.revision-missing", "{number}: a revision is missing."),
    "record-missing": Message("verify.record-missing", "{number}: the document has no record."),
    "number-missing": Message("verify.number-missing", "The journal of {year} has {count} numbers up to {last}."),
    "facts-differ": Message(
        "verify.facts-differ", "{number}: what the record is found by does not follow from its answers."
    ),
    "database": Message("verify.database", "The database itself is damaged: {reason}."),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a store, by permanent code."""

    code: str
    text: Message


def _fault(code: str, **values: object) -> Fault:
    words = KINDS[code]
    return Fault(code, Message(words.context, words.text, values))


def verify(connection: Connection, facts_of: Callable[[KeptRecord], Facts | None]) -> Iterator[Fault]:
    """Look at everything, the bytes of every document included; `facts_of` derives what a record is found by."""
    yield from _database(connection)
    yield from _journal(connection)
    yield from _documents(connection)
    yield from _revisions(connection)
    yield from _facts(connection, facts_of)


def _database(connection: Connection) -> Iterator[Fault]:
    if connection.dialect.name != "sqlite":
        return
    for (said,) in connection.exec_driver_sql("pragma integrity_check"):
        if said != "ok":
            yield _fault("database", reason=said)
    for row in connection.exec_driver_sql("pragma foreign_key_check"):
        yield _fault("database", reason=f"{row[0]} {row[1]}")


def _journal(connection: Connection) -> Iterator[Fault]:
    years = select(DOCUMENT.c.year, func.count(), func.max(DOCUMENT.c.number)).group_by(DOCUMENT.c.year)
    for year, count, last in connection.execute(years):
        if count != last:
            yield _fault("number-missing", year=year, count=count, last=last)


def _documents(connection: Connection) -> Iterator[Fault]:
    """Hash every document again; one is held in memory at a time."""
    table = DOCUMENT.c
    wanted = select(
        table.id, table.year, table.number, table.sha256, table.size, table.status, table.reading, table.digest
    ).add_columns(table.record_id)
    for row in _by_id(connection, wanted):
        number = Incoming(row.year, row.number)
        content = connection.execute(select(CONTENT.c.bytes).where(CONTENT.c.document_id == row.id)).scalar()
        if row.status == State.FORGOTTEN:
            if content is not None or row.reading is not None:
                yield _fault("bytes-left", number=number)
            continue
        if content is None and row.sha256 is not None:
            yield _fault("bytes-missing", number=number)
        elif content is not None and hashlib.sha256(content).hexdigest() != row.sha256:
            yield _fault("bytes-changed", number=number)
        if digest(row.reading) != row.digest:
            yield _fault("reading-changed", number=number)
        if row.record_id is None and row.status != State.REJECTED:
            yield _fault("record-missing", number=number)


def _by_id(connection: Connection, wanted: Any) -> Iterator[Any]:
    last = 0
    while rows := connection.execute(wanted.where(DOCUMENT.c.id > last).order_by(DOCUMENT.c.id).limit(200)).all():
        yield from rows
        last = rows[-1].id


def _revisions(connection: Connection) -> Iterator[Fault]:
    wanted = select(RECORD.c.id, RECORD.c.revision, DOCUMENT.c.year, DOCUMENT.c.number).join(DOCUMENT)
    for row in _by_id(connection, wanted):
        number = Incoming(row.year, row.number)
        mine = select(REVISION).where(REVISION.c.record_id == row.id).order_by(REVISION.c.number)
        revisions = connection.execute(mine).all()
        if [each.number for each in revisions] != list(range(1, row.revision + 1)):
            yield _fault("revision-missing", number=number)
        for each in revisions:
            texts = {"record": each.record, "computed": each.computed, "findings": each.findings}
            if revision_digest(row.id, each.number, texts) != each.digest:
                yield _fault("revision-changed", number=number, revision=each.number)


def _facts(connection: Connection, facts_of: Callable[[KeptRecord], Facts | None]) -> Iterator[Fault]:
    for kept in find(connection):
        facts = facts_of(kept)
        if facts is None:
            continue
        row = connection.execute(select(RECORD).where(RECORD.c.id == kept.id)).one()
        words = connection.execute(select(SEARCH.c.text).where(SEARCH.c.record_id == kept.id)).scalar()
        head = head_of(facts)
        is_same = all(getattr(row, name) == text for name, text in head.items()) and words == facts.words
        if not is_same or references_of(connection, kept.id) != facts.references:
            yield _fault("facts-differ", number=kept.incoming)

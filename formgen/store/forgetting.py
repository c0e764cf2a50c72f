"""A person's data -> gone: bytes, answers, words, reasons; what is left is that something was here."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, update

from formgen.store.documents import documents_of
from formgen.store.events import note
from formgen.store.kept import Action, Document, Event, State
from formgen.store.opening import Store
from formgen.store.schema import CONTAINER, CONTENT, DOCUMENT, EVENT, FIX, RECORD, REFERENCE, REVISION, SEARCH, SOURCE


def forget_record(connection: Connection, record_id: int, event: Event) -> Sequence[Document]:
    """Remove a record with its documents; returned are the documents as they were.

    Their incoming numbers, days and digests stay, so that numbers have no gap and the same bytes are not taken in
    again. Events stay, without the words people wrote in them. `event` says who forgets, when and why.
    """
    documents = documents_of(connection, record_id)
    for each in documents:
        _forget_document(connection, each.id)
    about = EVENT.c.record_id == record_id
    connection.execute(update(EVENT).where(about).values(why=None, details=None, revision=None))
    # The record's row goes; the document it began with has the same id and stays.
    connection.execute(update(EVENT).where(about, EVENT.c.document_id.is_(None)).values(document_id=record_id))
    connection.execute(update(EVENT).where(about).values(record_id=None))
    for table in (SEARCH, REFERENCE, FIX, REVISION):
        connection.execute(delete(table).where(table.c.record_id == record_id))
    connection.execute(delete(RECORD).where(RECORD.c.id == record_id))
    note(connection, event)
    return documents


def forget_document(connection: Connection, document: Document, event: Event) -> None:
    """Remove a document that has no record."""
    _forget_document(connection, document.id)
    note(connection, event)


def _forget_document(connection: Connection, document_id: int) -> None:
    for table in (CONTENT, SOURCE):
        connection.execute(delete(table).where(table.c.document_id == document_id))
    # The name inside an archive can be a person's.
    inside = CONTAINER.c.document_id == document_id
    connection.execute(update(CONTAINER).where(inside).values(place=f"#{document_id}"))
    empty = dict.fromkeys(("sender", "locale", "variant", "copy", "found_by", "reading", "digest", "record_id"))
    row = {**empty, "status": State.FORGOTTEN, "size": 0}
    connection.execute(update(DOCUMENT).where(DOCUMENT.c.id == document_id).values(row))
    connection.execute(
        update(EVENT)
        .where(EVENT.c.document_id == document_id, EVENT.c.action != Action.FORGOTTEN)
        .values(why=None, details=None)
    )


def wipe(store: Store) -> None:
    """Have the database itself let go of what was forgotten: out of the log beside the file, or out of dead rows."""
    if store.is_file:
        with store.engine.connect() as connection:
            connection.exec_driver_sql("pragma wal_checkpoint(truncate)")
        return
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in (CONTENT, SOURCE, DOCUMENT, EVENT, SEARCH, REFERENCE, FIX, REVISION, RECORD, CONTAINER):
            connection.exec_driver_sql(f"vacuum {table.name}")

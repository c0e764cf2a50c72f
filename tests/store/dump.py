"""What a store holds, in a form in which two stores can be compared, and whether it is sound."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from formgen.pipeline.registry.verifying import faults
from formgen.store import documents, records
from formgen.store.codec import text_of
from formgen.store.opening import Store
from formgen.store.schema import DOCUMENT, EVENT
from tests.loop import PROJECT


def dump(store: Store, *, numbers: bool = True) -> list[Any]:
    """Every document and record; without `numbers`, whatever order they came in."""
    found: list[Any] = []
    with store.read() as connection:
        rows = connection.execute(select(DOCUMENT)).all()
        digests = {row.id: row.sha256 for row in rows}
        for row in rows:
            paths = [each.paths for each in documents.documents_of(connection, row.record_id) if each.id == row.id]
            place = (row.year, row.number, digests.get(row.record_id)) if numbers else row.year
            found.append(["document", row.sha256, row.status, place, paths])
        for kept in records.find(connection):
            revisions = [text_of(each.values) for each in records.revisions_of(connection, kept.id)]
            found.append(["record", kept.identity, kept.status, revisions if numbers else sorted(revisions)])
    return sorted(found, key=repr)


def unsound(store: Store) -> list[str]:
    """Everything that is wrong with a store by itself."""
    with store.read() as connection:
        found = [str(each.text) for each in faults(connection, PROJECT)]
        digests = connection.execute(select(DOCUMENT.c.sha256)).scalars().all()
        if len(digests) != len(set(digests)):
            found.append("bytes twice")
        entered = select(func.count()).select_from(EVENT).where(EVENT.c.action == "taken-in")
        if connection.execute(entered).scalar() != len(digests):
            found.append("documents without the event of their taking in")
    if store.is_file:
        found += [path.name for path in store.path.parent.iterdir() if path.suffix in {".part", ".tmp"}]
    return found

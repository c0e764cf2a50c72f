"""Rows of the store -> counts: records by form, month, centre and status; documents by the version that came in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, FromClause, ScalarSelect, and_, func, select

from formgen.store.kept import State
from formgen.store.records import EVERYTHING, Query, conditions
from formgen.store.schema import DOCUMENT, RECORD, REFERENCE

_MONTH = 7
"""Signs of a month at the beginning of a day, `2026-11`."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many records of a form, received in a month, of a centre, have a status; `centre` None where none is known.

    A record that names no centre has that of its case.
    """

    form: str
    month: str
    centre: str | None
    status: State
    count: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """How many documents of a version of a form came in, from which centre or sender, and the last day one did."""

    form: str
    version: str
    origin: str | None
    count: int
    last: dt.date


def counts(connection: Connection, query: Query = EVERYTHING) -> Iterator[Count]:
    """Count the records of a query."""
    month = func.substr(RECORD.c.received, 1, _MONTH).label("month")
    key = func.coalesce(RECORD.c.centre_key, _of_case(lambda record: record.c.centre_key)).label("key")
    centre = func.coalesce(RECORD.c.centre, _of_case(lambda record: record.c.centre)).label("centre")
    inner = select(RECORD.c.form, month, key, centre, RECORD.c.status).where(*conditions(query)).subquery()
    columns = inner.c.form, inner.c.month, inner.c.key, inner.c.status
    figures = func.min(inner.c.centre).label("centre"), func.count().label("count")
    found = connection.execute(select(*columns, *figures).group_by(*columns))
    for row in sorted(found, key=lambda each: (each.form, each.month, each.centre or "", each.status)):
        yield Count(row.form, row.month, row.centre, State(row.status), int(row[-1]))


def _of_case(column: Callable[[FromClause], ColumnElement[str]]) -> ScalarSelect[str]:
    """What a record of the same case has in a column."""
    own, other, named = REFERENCE.alias(), REFERENCE.alias(), RECORD.alias()
    same_case = and_(other.c.kind == "case", other.c.number_key == own.c.number_key)
    joined = own.join(other, same_case).join(named, named.c.id == other.c.record_id)
    found = column(named)
    wanted = select(func.min(found)).select_from(joined)
    return wanted.where(own.c.record_id == RECORD.c.id, own.c.kind == "case", found.is_not(None)).scalar_subquery()


def arrivals(connection: Connection, query: Query = EVERYTHING) -> Iterator[Arrival]:
    """Count the documents of the records of a query by the version they are of and where they came from."""
    origin = func.coalesce(RECORD.c.centre, DOCUMENT.c.sender).label("origin")
    joined = DOCUMENT.join(RECORD, RECORD.c.id == DOCUMENT.c.record_id)
    inner = (
        select(DOCUMENT.c.form, DOCUMENT.c.version, origin, DOCUMENT.c.received)
        .select_from(joined)
        .where(*conditions(query), DOCUMENT.c.form.is_not(None))
        .subquery()
    )
    columns = inner.c.form, inner.c.version, inner.c.origin
    figures = func.count().label("count"), func.max(inner.c.received).label("last")
    found = connection.execute(select(*columns, *figures).group_by(*columns))
    for row in sorted(found, key=lambda each: (each.form, each.version, each.origin or "")):
        yield Arrival(row.form, row.version, row.origin, int(row[-2]), dt.date.fromisoformat(row[-1]))


def unread(connection: Connection) -> int:
    """How many documents of the journal no record could be made of."""
    wanted = select(func.count()).where(DOCUMENT.c.record_id.is_(None), DOCUMENT.c.status == State.REJECTED)
    return int(connection.execute(wanted.select_from(DOCUMENT)).scalar_one())

"""The numbered steps that make a store, and bring an older one to today's tables.

A step is permanent once released: a new one is added at the end, and `schema` follows it.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, inspect, select, update
from sqlalchemy.dialects import sqlite

from formgen.store.schema import MARKS

Step = Sequence[str]
"""Statements in SQL that both databases know; `{blob}` is the type of bytes."""

_FIRST: Step = (
    "create table formgen_store (name text primary key, value text not null)",
    "insert into formgen_store values ('version', '0')",
    """create table document (
      id integer primary key, year integer not null, number integer not null, sha256 text unique,
      size integer not null, kind text, received text not null, channel text, sender text,
      form text, version text, locale text, variant text, copy text, found_by text,
      status text not null, reading text, digest text, record_id integer, at text not null, "by" text not null,
      unique (year, number))""",
    "create index document_record on document (record_id)",
    "create table content (document_id integer primary key references document (id), bytes {blob} not null)",
    """create table source (
      document_id integer not null references document (id), path text not null, at text not null,
      primary key (document_id, path))""",
    """create table container (
      sha256 text not null, place text not null, document_id integer not null references document (id),
      primary key (sha256, place))""",
    "create index container_document on container (document_id)",
    """create table record (
      id integer primary key references document (id), form text not null, version text not null, variant text,
      locale text not null, copy text, identity text, status text not null, revision integer not null,
      settled text not null, title text, centre text, centre_key text,
      received text not null, changed text not null)""",
    "create index record_identity on record (form, identity)",
    "create index record_copy on record (copy)",
    "create index record_status on record (status, received)",
    "create index record_received on record (received)",
    "create index record_centre on record (centre_key)",
    """create table revision (
      record_id integer not null references record (id), number integer not null, kind text not null,
      edition text not null, document_id integer references document (id),
      record text, computed text, findings text, digest text,
      "by" text not null, at text not null, why text,
      primary key (record_id, number))""",
    "create table search (record_id integer primary key references record (id), text text not null)",
    """create table reference (
      record_id integer not null references record (id), kind text not null, number_key text not null,
      primary key (record_id, kind, number_key))""",
    "create index reference_number on reference (kind, number_key)",
    """create table event (
      id integer primary key, at text not null, "by" text not null, action text not null,
      document_id integer references document (id), record_id integer references record (id),
      revision integer, why text, details text)""",
    "create index event_document on event (document_id)",
    "create index event_record on event (record_id)",
    """create table fix (
      copy text primary key, record_id integer not null references record (id), revision integer not null,
      items text not null, at text not null, "by" text not null)""",
    "create index fix_record on fix (record_id)",
)

STEPS: Sequence[Step] = (_FIRST,)


def version_of(connection: Connection) -> int | None:
    """The number of the last step a database has taken: 0 of an empty one, None of one that is not a store."""
    tables = inspect(connection).get_table_names()
    if MARKS.name not in tables:
        return None if tables else 0
    found = connection.execute(select(MARKS.c.value).where(MARKS.c.name == "version")).scalar()
    return int(found) if found is not None and found.isdigit() else None


def migrate(connection: Connection, version: int) -> None:
    """Take the steps after `version`, within the transaction of the connection."""
    blob = "blob" if connection.dialect.name == sqlite.dialect.name else "bytea"
    for step in STEPS[version:]:
        for statement in step:
            connection.exec_driver_sql(statement.replace("{blob}", blob))
    connection.execute(update(MARKS).where(MARKS.c.name == "version").values(value=str(len(STEPS))))

"""A store -> a consistent copy of it in one SQLite file, made while others write."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import insert, select

from formgen.errors import ExitCode, FormgenError
from formgen.message import Message
from formgen.store.address import parse_address
from formgen.store.errors import NoStoreError, NotAStoreError, StoreTooNewError
from formgen.store.opening import Store, open_store
from formgen.store.schema import METADATA

_ROWS = 100
"""Rows of a PostgreSQL store that are copied at a time; each may have a whole document."""


class NotBackedUpError(FormgenError):
    """A copy could not be made; what was at its place before is still there."""

    exit_code = ExitCode.MACHINE_LACKS
    remedy = Message("error.not-backed-up.remedy", "Check the folder, its permissions and the free space.")


class InTheWayError(FormgenError):
    """There is a file at the place of the copy that is no copy of a store."""

    remedy = Message("error.in-the-way.remedy", "Name another file.")


def back_up(store: Store, path: Path) -> None:
    """Copy a store into a file, which is a store itself: open it with --db, or put it in the store's place.

    An earlier copy is replaced once the new one is whole and has been checked; no other file ever is.
    NotBackedUpError, InTheWayError, StoreUnusableError.
    """
    if path.exists() and (not _is_store(path) or (store.is_file and path.samefile(store.path))):
        raise InTheWayError(
            Message("error.in-the-way", "{path} is there already and is not a copy of a store.", {"path": path})
        )
    part = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        if store.is_file:
            _copy_file(store, part)
        else:
            _copy_rows(store, part)
        _finish(part)
        part.replace(path)
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise NotBackedUpError(
            Message("error.not-backed-up", "{path} cannot be written: {reason}.", {"path": path, "reason": reason})
        ) from error
    finally:
        for end in ("", "-wal", "-shm", "-journal"):
            with suppress(OSError):
                part.with_name(part.name + end).unlink(missing_ok=True)


def _is_store(path: Path) -> bool:
    try:
        open_store(parse_address(str(path)))
    except (NotAStoreError, NoStoreError):
        return False
    except StoreTooNewError:
        return True
    return True


def _copy_file(store: Store, part: Path) -> None:
    """SQLite's own online backup: one state of the store, whatever is written meanwhile."""
    with closing(sqlite3.connect(store.path)) as source, closing(sqlite3.connect(part)) as copy:
        source.execute("begin")
        source.backup(copy)


def _copy_rows(store: Store, part: Path) -> None:
    """Every row of a PostgreSQL store as one transaction sees it."""
    copy = open_store(parse_address(part.as_posix()), create=True)
    with store.read() as source, copy.write() as target:
        for table in METADATA.sorted_tables:
            target.execute(table.delete())
            key = list(table.primary_key.columns)
            rows = source.execution_options(yield_per=_ROWS).execute(select(table).order_by(*key))
            for some in rows.partitions(_ROWS):
                target.execute(insert(table), [dict(row._mapping) for row in some])  # noqa: SLF001  (SQLAlchemy's own name)
    copy.engine.dispose()


def _finish(part: Path) -> None:
    """Check a copy, and leave it as one file that is on the disk."""
    with closing(sqlite3.connect(part)) as copy:
        said = copy.execute("pragma integrity_check").fetchone()
        if said != ("ok",):
            raise sqlite3.DatabaseError(said[0])
        copy.execute("pragma journal_mode = delete")
    with part.open("rb+") as stream:
        os.fsync(stream.fileno())

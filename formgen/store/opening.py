"""An address -> an open store: its file made for its owner alone, its tables brought to today."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from formgen.message import Message
from formgen.store.address import SQLITE, shown
from formgen.store.errors import NoStoreError, NotAStoreError, StoreTooNewError, StoreUnusableError, told
from formgen.store.later import Later, write_first
from formgen.store.migrations import STEPS, migrate, version_of

WAIT = 60
"""Seconds to wait while another process writes."""

_PAGE = 8192
_LOCK = 0x666F726D67656E
"""The advisory lock that writers of a PostgreSQL store take one after the other ("formgen")."""

_WRITES = {"formgen_writes": True}


@dataclass(frozen=True)
class Store:
    """An open store. Everything happens in transactions: `read` sees one state, `write` is alone in writing."""

    engine: Engine
    name: str

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees the store as it was at its beginning."""
        with _in_our_terms(self.name), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that is kept whole or not at all; other writers wait, readers do not.

        Raises StoreBusyError, StoreUnusableError.
        """
        with _in_our_terms(self.name), self.engine.connect() as plain:
            later = Later()
            connection = plain.execution_options(**_WRITES, **later.option)
            with connection.begin():
                yield connection
                later.write(connection)

    @property
    def is_file(self) -> bool:
        """Whether the store is a SQLite file."""
        return self.engine.dialect.name == SQLITE

    @property
    def path(self) -> Path:
        """The file of a SQLite store."""
        return Path(str(self.engine.url.database))


def open_store(url: URL, *, create: bool = False) -> Store:
    """Open a store, and bring its tables to today; `create` makes one where there is none.

    Raises NoStoreError, StoreTooNewError, NotAStoreError, StoreUnusableError, StoreBusyError.
    """
    if url.get_backend_name() == SQLITE:
        _prepare_file(Path(str(url.database)), create=create)
    store = Store(_engine(url), shown(url))
    with store.read() as connection:
        version = _checked(version_of(connection), store.name)
    if version == 0 and not create:
        raise _no_store(store.name)
    if version < len(STEPS):
        with store.write() as connection:
            # Another process may have been quicker.
            migrate(connection, _checked(version_of(connection), store.name))
    return store


def _checked(version: int | None, name: str) -> int:
    if version is None:
        raise NotAStoreError(
            Message("error.not-a-store", "{store} is the database of another program.", {"store": name})
        )
    if version > len(STEPS):
        values = {"store": name, "version": version, "known": len(STEPS)}
        raise StoreTooNewError(
            Message(
                "error.store-too-new",
                "{store} was written by a newer formgen (store version {version}; this one knows {known}).",
                values,
            )
        )
    return version


def _no_store(name: str) -> NoStoreError:
    return NoStoreError(Message("error.no-store", "There is no record store at {store}.", {"store": name}))


def _prepare_file(path: Path, *, create: bool) -> None:
    """Make the file for its owner alone before anything is in it; SQLite gives its side files the same mode."""
    if not path.exists() and not create:
        raise _no_store(str(path))
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        if sys.platform != "win32" and path.stat().st_mode & 0o077 and path.stat().st_uid == os.geteuid():
            path.chmod(0o600)
    except OSError as error:
        values = {"store": str(path), "reason": error.strerror or error}
        raise StoreUnusableError(
            Message("error.store-unusable", "The store {store} cannot be used: {reason}.", values)
        ) from error


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == SQLITE:
        engine = create_engine(url, connect_args={"timeout": WAIT}, poolclass=NullPool)
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        event.listen(engine, "before_cursor_execute", write_first)
        return engine
    try:
        engine = create_engine(url, pool_size=1, max_overflow=4)
    except ModuleNotFoundError as error:
        raise StoreUnusableError(
            Message("error.no-driver", "PostgreSQL needs a driver that is not installed: {reason}.", {"reason": error}),
            Message("error.no-driver.remedy", 'Install it: python -m pip install "formgen[postgresql]"'),
        ) from error
    event.listen(engine, "connect", _set_up_postgresql)
    event.listen(engine, "begin", _begin_postgresql)
    event.listen(engine, "before_cursor_execute", write_first)
    return engine


def _set_up_sqlite(connection: Any, _record: object) -> None:
    # The driver shall not begin transactions by itself: it would begin them as readers.
    connection.isolation_level = None
    with closing(connection.cursor()) as cursor:
        cursor.execute(f"pragma page_size = {_PAGE}")
        cursor.execute("pragma journal_mode = wal")
        # Every commit reaches the disk: a number given in the journal is never given again.
        cursor.execute("pragma synchronous = full")
        cursor.execute("pragma foreign_keys = on")
        # What is forgotten is overwritten, not only unlinked.
        cursor.execute("pragma secure_delete = on")
        cursor.execute("pragma temp_store = memory")


def _set_up_postgresql(connection: Any, _record: object) -> None:
    # Documents become as small by LZ4 as by what the server does by itself, in a quarter of the time; not all have it.
    with closing(connection.cursor()) as cursor:
        cursor.execute(
            "select set_config(name, 'lz4', false) from pg_settings "
            "where name = 'default_toast_compression' and 'lz4' = any (enumvals)"
        )
    connection.commit()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("formgen_writes", False)
    connection.exec_driver_sql("begin immediate" if writes else "begin")


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get("formgen_writes", False):
        connection.exec_driver_sql(f"set local lock_timeout = '{WAIT}s'")
        connection.exec_driver_sql(f"select pg_advisory_xact_lock({_LOCK})")
    else:
        connection.exec_driver_sql("set transaction isolation level repeatable read read only")


@contextmanager
def _in_our_terms(name: str) -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        ours = told(error, name)
        if ours is None:
            raise
        raise ours from error

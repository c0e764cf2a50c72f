"""What keeps a store from being used, and the errors of databases in those terms."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from formgen.errors import ExitCode, FormgenError
from formgen.message import Message


class NoStoreError(FormgenError):
    """There is no store at the address."""

    exit_code = ExitCode.USAGE
    remedy = Message("error.no-store.remedy", "Make one with “formgen ingest”, or name another with --db.")


class StoreTooNewError(FormgenError):
    """The store was written by a newer formgen."""

    exit_code = ExitCode.AT_FAULT
    remedy = Message("error.store-too-new.remedy", "Install the newest formgen, or name another store with --db.")


class NotAStoreError(FormgenError):
    """The database is damaged, or another program's."""

    exit_code = ExitCode.AT_FAULT
    remedy = Message(
        "error.not-a-store.remedy",
        "Name another store with --db. If this was one, put the last backup in its place and keep the file.",
    )


class StoreUnusableError(FormgenError):
    """The machine does not let the store be opened, read or written; nothing was half written."""

    exit_code = ExitCode.MACHINE_LACKS
    remedy = Message(
        "error.store-unusable.remedy",
        "Check the free space, the permissions and the connection, then run the command again: it goes on.",
    )


class StoreBusyError(FormgenError):
    """Another process has been writing for too long."""

    exit_code = ExitCode.MACHINE_LACKS
    remedy = Message("error.store-busy.remedy", "Wait until the other command has finished, then run this one again.")


_TOO_BUSY = {"database is locked", "database table is locked"}
_NOT_OURS = {"file is not a database", "database disk image is malformed", "unsupported file format"}
_LOCK_NOT_AVAILABLE = "55P03"


def told(error: SQLAlchemyError, address: str) -> FormgenError | None:
    """The error of ours that an error of the database stands for; None where the fault is in our own statements."""
    if not isinstance(error, DBAPIError) or error.orig is None:
        return None
    reason = str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else type(error.orig).__name__
    values = {"store": address, "reason": reason}
    if isinstance(error.orig, sqlite3.Error):
        return _told_by_sqlite(error.orig, reason, values)
    state = str(getattr(error.orig, "sqlstate", None) or "")
    if state == _LOCK_NOT_AVAILABLE:
        return _busy(values)
    # Class 08: connection; 28: authorization; 42501: privilege; 53: resources, the disk among them; 57, 58: system.
    if not state or state.startswith(("08", "28", "3D", "53", "57", "58")) or state in {"42501", "25006"}:
        return _unusable(values) if type(error.orig).__name__ != "ProgrammingError" or state else None
    return None


def _told_by_sqlite(error: sqlite3.Error, reason: str, values: dict[str, str]) -> FormgenError | None:
    if reason in _TOO_BUSY:
        return _busy(values)
    if reason in _NOT_OURS:
        return NotAStoreError(Message("error.damaged-store", "{store} is damaged or not a store: {reason}.", values))
    if isinstance(error, sqlite3.OperationalError) and _is_of_the_machine(error, reason):
        return _unusable(values)
    return None


def _is_of_the_machine(error: sqlite3.OperationalError, reason: str) -> bool:
    name = str(getattr(error, "sqlite_errorname", "") or "")
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM")):
        return True
    return "full" in reason or "I/O" in reason or "readonly" in reason or "unable to open" in reason


def _unusable(values: dict[str, str]) -> FormgenError:
    return StoreUnusableError(Message("error.store-unusable", "The store {store} cannot be used: {reason}.", values))


def _busy(values: dict[str, str]) -> FormgenError:
    return StoreBusyError(Message("error.store-busy", "The store {store} is being written by another command.", values))

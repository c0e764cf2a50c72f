"""What a person calls a store by (a file, a URL) -> the address SQLAlchemy opens."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from formgen.errors import ExitCode, FormgenError
from formgen.message import Message

DEFAULT = "output/records.db"
"""The store of a single computer."""

SQLITE = "sqlite"
POSTGRESQL = "postgresql"
_DRIVERS = {SQLITE: "sqlite", POSTGRESQL: "postgresql+psycopg"}


class BadAddressError(FormgenError):
    """What was given as a store is not the address of one."""

    exit_code = ExitCode.USAGE
    remedy = Message(
        "error.bad-address.remedy",
        "Name a file, such as output/records.db, or a database: postgresql+psycopg://user@server/name.",
    )


def parse_address(text: str) -> URL:
    """Read an address: a file's path, `sqlite:///path` or `postgresql+psycopg://…`; BadAddressError."""
    if "://" not in text:
        return URL.create(SQLITE, database=Path(text).as_posix())
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise BadAddressError(_bad(text.partition("://")[0])) from error
    kind = url.get_backend_name()
    if kind == "postgres":
        kind = POSTGRESQL
    if kind not in _DRIVERS or not url.database or url.database == ":memory:":
        raise BadAddressError(_bad(url.render_as_string(hide_password=True)))
    return url.set(drivername=_DRIVERS[kind])


def shown(url: URL) -> str:
    """An address for people: a file by its path, a database without its password."""
    if url.get_backend_name() == SQLITE:
        return str(url.database)
    return url.render_as_string(hide_password=True)


def _bad(text: str) -> Message:
    return Message("error.bad-address", "“{address}” is not the address of a record store.", {"address": text})

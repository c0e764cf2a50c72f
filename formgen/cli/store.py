"""What the commands that work on the store have in common: which store, who acts, how a record is named."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from formgen.cli.language import Say
from formgen.cli.session import Session
from formgen.errors import FormgenError
from formgen.message import Message

if TYPE_CHECKING:
    from formgen.pipeline.registry.acting import Actor
    from formgen.store.opening import Store

DB = Message(
    "cli.db",
    "The record store: a file, or postgresql+psycopg://user@server/name; by default {default}, or what the environment "
    "variable {variable} names.",
)
BY = Message("cli.by", "Who acts, for the history; by default the user of this computer.")
WHY = Message("cli.why", "The reason, for the history.")
JSON = Message("cli.json-records", "One JSON object a record, one a line.")
NUMBER = "NUMBER"
VARIABLE = "FORMGEN_DB"
DEFAULT = "output/records.db"

F = TypeVar("F", bound=Callable[..., Any])


def store_option(say: Say) -> Callable[[F], F]:
    """--db, which every command of the store has."""
    words = say(Message(DB.context, DB.text, {"default": DEFAULT, "variable": VARIABLE}))
    return click.option("--db", metavar="URL", default=DEFAULT, envvar=VARIABLE, help=words)


def by_option(say: Say) -> Callable[[F], F]:
    """--by, which every command that changes something has."""
    return click.option("--by", metavar="NAME", help=say(BY))


def why_option(say: Say, *, required: bool = False) -> Callable[[F], F]:
    """--why, which goes into the history."""
    return click.option("--why", metavar="TEXT", required=required, help=say(WHY))


def json_option(say: Say) -> Callable[[F], F]:
    """--json, for programs."""
    return click.option("--json", "as_json", is_flag=True, help=say(JSON))


def numbers_argument() -> Callable[[F], F]:
    """The incoming numbers of records."""
    return click.argument("numbers", nargs=-1, required=True, metavar=f"{NUMBER}...")


def opened(db: str, *, create: bool = False) -> Store:
    """The store of an address; `create` makes it where there is none."""
    from formgen.store.address import parse_address
    from formgen.store.opening import open_store

    return open_store(parse_address(db), create=create)


def acting(by: str | None) -> Actor:
    """Who acts."""
    from formgen.pipeline.registry.acting import actor

    return actor(by)


def tell(session: Session, error: FormgenError) -> None:
    """Say an error about one record of several, so that the others are still dealt with."""
    session.tell(error.message)
    if error.remedy is not None:
        session.tell(error.remedy)

"""The options that choose records, which several commands have in common."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import click

from formgen.cli.language import Say
from formgen.cli.records.list import CENTRE, DAY, FORM, SINCE, STATUS, STATUSES, TEXT, UNTIL
from formgen.cli.session import Session

if TYPE_CHECKING:
    from formgen.store.records import Query

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen; empty means all."""

    forms: tuple[str, ...]
    states: tuple[str, ...]
    since: dt.datetime | None
    until: dt.datetime | None
    centre: str | None
    text: str | None

    def query(self, session: Session, states: tuple[str, ...] = ()) -> Query:
        """The query of what was chosen; `states` where no status was."""
        from formgen.pipeline.registry.asking import query

        days = (self.since.date() if self.since else None, self.until.date() if self.until else None)
        return query(session.project, (self.forms, self.states or states), days, self.centre, self.text)


def filters(say: Say) -> Callable[[F], F]:
    """--form, --status, --since, --until, --centre and --text, as one argument `chosen`."""

    def decorate(command: F) -> F:
        def collected(*arguments: Any, **named: Any) -> Any:
            names = ("forms", "states", "since", "until", "centre", "text")
            return command(*arguments, chosen=Chosen(*(named.pop(name) for name in names)), **named)

        options = (
            click.option("--form", "forms", multiple=True, help=say(FORM)),
            click.option("--status", "states", multiple=True, type=STATUSES, help=say(STATUS)),
            click.option("--since", type=DAY, help=say(SINCE)),
            click.option("--until", type=DAY, help=say(UNTIL)),
            click.option("--centre", metavar="NAME", help=say(CENTRE)),
            click.option("--text", metavar="WORDS", help=say(TEXT)),
        )
        made: Any = collected
        made.__click_params__ = getattr(command, "__click_params__", [])
        for option in reversed(options):
            made = option(made)
        return made  # type: ignore[no-any-return]

    return decorate

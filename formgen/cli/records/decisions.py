"""What a decision about a record says of it afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from formgen.cli.extract import MARKS, harmless
from formgen.cli.ingest import STATES
from formgen.cli.session import Session
from formgen.message import Message

if TYPE_CHECKING:
    from formgen.model.catalog import LocalizedForm
    from formgen.pipeline.registry.deciding import Decided

NOW = Message("cli.records.now", "{number}, revision {revision}: {status}.")


def told(session: Session, decided: Decided, shown: LocalizedForm) -> None:
    """Say what a record is after a decision, and what is still to be said of it."""
    from formgen.report.words import describe

    values = {"number": decided.incoming, "revision": decided.revision, "status": session.say(STATES[decided.state])}
    session.tell(Message(NOW.context, NOW.text, values))
    if decided.state in {"review", "conflict"}:
        for each in decided.findings:
            if each.severity != "info" and (each.code, each.field) not in decided.settled:
                click.echo(f"  {MARKS[each.severity]} {harmless(describe(each, shown))}", err=True)

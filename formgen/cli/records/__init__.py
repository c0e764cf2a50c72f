"""formgen records: the clerk's side of the store."""

from __future__ import annotations

import click

from formgen.cli.app import LazyGroup
from formgen.cli.language import Say
from formgen.message import Message

COMMANDS = {
    "list": Message("cli.records.list.short", "List records, or those that a person has to look at"),
    "show": Message("cli.records.show.short", "Show a record: what was written, what was read, what is to be done"),
    "correct": Message("cli.records.correct.short", "Correct answers of a record"),
    "accept": Message("cli.records.accept.short", "Accept records as they are"),
    "reject": Message("cli.records.reject.short", "Put records aside"),
    "history": Message("cli.records.history.short", "Show who did what with a record"),
    "check": Message("cli.records.check.short", "Find what is missing or contradicts between records"),
    "case": Message("cli.records.case.short", "Show the whole life of a case"),
    "key": Message("cli.records.key.short", "Type in a paper copy, question by question"),
    "export": Message("cli.records.export.short", "Write records into files for other programs"),
    "stats": Message("cli.records.stats.short", "Count records, and hold results against their targets"),
    "verify": Message("cli.records.verify.short", "Check that nothing in the store was lost or changed"),
    "backup": Message("cli.records.backup.short", "Copy the store while others write"),
    "forget": Message("cli.records.forget.short", "Remove a person's data for good"),
}
HELP = Message(
    "cli.records.help",
    "Look at the records in the store, correct them and decide about them. A record is called by its incoming number, "
    "such as 2026-17.\n\nExample: formgen records list --status review",
)


def build(say: Say) -> click.Group:
    """The group, with its help in the language of the messages."""
    return LazyGroup(say, COMMANDS, __name__, name="records", help=say(HELP))

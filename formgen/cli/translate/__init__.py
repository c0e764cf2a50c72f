"""formgen translate: the translator's side of the program."""

from __future__ import annotations

import click

from formgen.cli.app import LazyGroup
from formgen.cli.language import Say
from formgen.message import Message

COMMANDS = {
    "update": Message("cli.translate.update.short", "Take new and changed texts into the catalogs"),
    "check": Message("cli.translate.check.short", "Find every fault of the translations"),
    "status": Message("cli.translate.status.short", "Show how far each form is translated"),
    "export": Message("cli.translate.export.short", "Write the texts of a language into a workbook"),
    "import": Message("cli.translate.import.short", "Take the changes of a workbook into the catalogs"),
    "preview": Message("cli.translate.preview.short", "Show the pages, with faulty texts framed"),
    "add": Message("cli.translate.add.short", "Begin a new language"),
}
HELP = Message(
    "cli.translate.help",
    "Keep the words of forms and program in every language.\n\nExample: formgen translate update",
)


def build(say: Say) -> click.Group:
    """The group, with its help in the language of the messages."""
    return LazyGroup(say, COMMANDS, __name__, name="translate", help=say(HELP))

"""formgen publish: a version of a form, frozen."""

from __future__ import annotations

import click

from formgen.cli.language import Say
from formgen.cli.session import Session
from formgen.message import Message

HELP = Message(
    "cli.publish.help",
    "Freeze the version of a form: its definition, its words and the places on its pages are kept under "
    "forms/published, and copies of that version are read with them for ever.\n\nExample: formgen publish closure",
)
DONE = Message("cli.publish.done", "Published in {folder}.")
BEFORE = Message("cli.publish.before", "This version is published already, unchanged, in {folder}.")


def build(say: Say) -> click.Command:
    """The command, with its help in the language of the messages."""

    @click.command(help=say(HELP))
    @click.argument("form")
    @click.pass_obj
    def command(session: Session, form: str) -> None:
        from formgen.pipeline.publishing import publish

        folder, is_new = publish(session.project, form)
        template = DONE if is_new else BEFORE
        session.tell(Message(template.context, template.text, {"folder": folder}))

    return command

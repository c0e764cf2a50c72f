"""formgen check: every fault of definitions, settings, catalogs and layouts."""

from __future__ import annotations

import click

from formgen.cli.language import Say
from formgen.cli.session import Session
from formgen.errors import ExitCode
from formgen.message import Message

HELP = Message(
    "cli.check.help",
    "Look for every fault of definitions, settings, catalogs and layouts, and tell them all at once: file, line, "
    "what is wrong, what to do.\n\nExit code 3 means that there is at least one.\n\nExample: formgen check",
)
SOUND = Message("cli.check.sound", "No faults.")
FAULTS = Message("cli.check.faults", "Faults: {count}.")


def build(say: Say) -> click.Command:
    """The command, with its help in the language of the messages."""

    @click.command(help=say(HELP))
    @click.pass_obj
    def command(session: Session) -> int:
        from formgen.pipeline.checking import check

        count = 0
        for fault in check(session.project):
            count += 1
            click.echo(f"{fault.file}:{fault.line}: {say(fault.what)}")
        session.tell(Message(FAULTS.context, FAULTS.text, {"count": count}) if count else SOUND)
        return int(ExitCode.AT_FAULT if count else ExitCode.OK)

    return command

"""formgen cache: the compiled blanks that are kept from one run to the next."""

from __future__ import annotations

import click

from formgen.cli.language import Say
from formgen.cli.session import Session
from formgen.errors import ExitCode
from formgen.message import Message

HELP = Message(
    "cli.cache.help",
    "Compiled blanks are kept in a folder of the user, so that filling starts at once. They never go stale: "
    "whatever changes a blank, changes its name.\n\nExample: formgen cache clear",
)
CLEAR = Message("cli.cache.clear.help", "Remove the blanks that are kept.\n\nExample: formgen cache clear")
CLEARED = Message("cli.cache.cleared", "Blanks removed from {folder}: {count}.")


def build(say: Say) -> click.Command:
    """The commands, with their help in the language of the messages."""

    @click.group(help=say(HELP))
    def command() -> None:
        pass

    @command.command(help=say(CLEAR))
    @click.pass_obj
    def clear(session: Session) -> int:
        from formgen.pipeline.compiled import cache_folder, clear

        session.tell(Message(CLEARED.context, CLEARED.text, {"count": clear(), "folder": cache_folder()}))
        return int(ExitCode.OK)

    return command

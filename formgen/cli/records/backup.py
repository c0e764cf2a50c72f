"""formgen records backup: a consistent copy of the store in one file."""

from __future__ import annotations

from pathlib import Path

import click

from formgen.cli.language import Say
from formgen.cli.session import Session
from formgen.cli.store import opened, store_option
from formgen.message import Message

HELP = Message(
    "cli.records.backup.help",
    "Copy the whole store, documents included, into FILE, while others may write. The copy is a store itself. An "
    "earlier copy of that name is replaced once the new one is whole.\n\n"
    "Example: formgen records backup E:\\backup\\records.db",
)
DONE = Message("cli.records.backup.done", "{path}: {size} MB.")


def build(say: Say) -> click.Command:
    """The command, with its help in the language of the messages."""

    @click.command(help=say(HELP))
    @click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
    @store_option(say)
    @click.pass_obj
    def command(session: Session, file: Path, db: str) -> None:
        from formgen.store.backup import back_up

        back_up(opened(db), file)
        values = {"path": file, "size": -(-file.stat().st_size // 1_000_000)}
        session.tell(Message(DONE.context, DONE.text, values))

    return command

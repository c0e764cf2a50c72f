"""formgen records verify: whether everything in the store is as it was taken in."""

from __future__ import annotations

import json

import click

from formgen.cli.language import Say
from formgen.cli.session import Session
from formgen.cli.store import opened, store_option
from formgen.errors import ExitCode
from formgen.message import Message

HELP = Message(
    "cli.records.verify.help",
    "Hash every document again, and compare every row of the store with what was written once.\n\n"
    "Exit code 3 means that something was lost or changed: put the last backup in the store's place.\n\n"
    "Example: formgen records verify",
)
JSON = Message("cli.records.verify.json", "One JSON object a fault, one a line.")
SOUND = Message("cli.records.verify.sound", "Nothing was lost or changed: {documents} documents, {records} records.")
FAULTS = Message("cli.records.verify.faults", "Faults: {count}.")


def build(say: Say) -> click.Command:
    """The command, with its help in the language of the messages."""

    @click.command(help=say(HELP))
    @store_option(say)
    @click.option("--json", "as_json", is_flag=True, help=say(JSON))
    @click.pass_obj
    def command(session: Session, db: str, as_json: bool) -> int:  # noqa: FBT001
        from formgen.pipeline.registry.verifying import faults
        from formgen.store import documents, records

        count = 0
        with opened(db).read() as connection:
            for fault in faults(connection, session.project):
                count += 1
                said = session.say(fault.text)
                row = {"code": fault.code, "message": said}
                click.echo(json.dumps(row, ensure_ascii=False) if as_json else said)
            held = {"documents": documents.count(connection), "records": records.count(connection)}
        if not as_json:
            values = {"count": count, **held}
            words = FAULTS if count else SOUND
            session.tell(Message(words.context, words.text, values))
        return int(ExitCode.AT_FAULT if count else ExitCode.OK)

    return command

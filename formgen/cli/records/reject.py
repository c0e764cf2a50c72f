"""formgen records reject: records put aside, by a person."""

from __future__ import annotations

import click

from formgen.cli.language import Say
from formgen.cli.records.decisions import told
from formgen.cli.session import Session
from formgen.cli.store import acting, by_option, numbers_argument, opened, store_option, tell, why_option
from formgen.errors import ExitCode, FormgenError
from formgen.message import Message

HELP = Message(
    "cli.records.reject.help",
    "Put records aside: they count no more, but stay in the store with their documents.\n\n"
    'Example: formgen records reject 2026-18 --why "sent by mistake, 2026-17 is right"',
)


def build(say: Say) -> click.Command:
    """The command, with its help in the language of the messages."""

    @click.command(help=say(HELP))
    @numbers_argument()
    @why_option(say, required=True)
    @by_option(say)
    @store_option(say)
    @click.pass_obj
    def command(session: Session, numbers: tuple[str, ...], why: str, by: str | None, db: str) -> int:
        from formgen.pipeline.registry.deciding import find_record, reject
        from formgen.pipeline.registry.rejudging import shown_in

        store, all_well = opened(db), True
        for number in numbers:
            try:
                with store.write() as connection:
                    kept = find_record(connection, number)
                    decided = reject(connection, session.project, kept, acting(by), why)
            except FormgenError as error:
                if error.exit_code is not ExitCode.USAGE:
                    raise
                tell(session, error)
                all_well = False
            else:
                told(session, decided, shown_in(session.project, kept.stamp, session.locale))
        return int(ExitCode.OK if all_well else ExitCode.USAGE)

    return command

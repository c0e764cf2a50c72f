"""formgen records accept: records accepted as they are, by a person."""

from __future__ import annotations

import click

from formgen.cli.language import Say
from formgen.cli.records.decisions import told
from formgen.cli.session import Session
from formgen.cli.store import acting, by_option, numbers_argument, opened, store_option, tell, why_option
from formgen.errors import ExitCode, FormgenError
from formgen.message import Message

HELP = Message(
    "cli.records.accept.help",
    "Accept records as they are: a person has compared them with the documents. A record that breaks a rule of its "
    "form, or contradicts another, needs a reason.\n\n"
    'Example: formgen records accept 2026-17 --why "the centre has confirmed the number"',
)


def build(say: Say) -> click.Command:
    """The command, with its help in the language of the messages."""

    @click.command(help=say(HELP))
    @numbers_argument()
    @why_option(say)
    @by_option(say)
    @store_option(say)
    @click.pass_obj
    def command(session: Session, numbers: tuple[str, ...], why: str | None, by: str | None, db: str) -> int:
        from formgen.pipeline.registry.deciding import accept, find_record
        from formgen.pipeline.registry.rejudging import shown_in

        store, all_well = opened(db), True
        for number in numbers:
            try:
                with store.write() as connection:
                    kept = find_record(connection, number)
                    decided = accept(connection, kept, acting(by), why)
            except FormgenError as error:
                if error.exit_code is not ExitCode.USAGE:
                    raise
                tell(session, error)
                all_well = False
            else:
                told(session, decided, shown_in(session.project, kept.stamp, session.locale))
        return int(ExitCode.OK if all_well else ExitCode.USAGE)

    return command

"""formgen records forget: a person's data removed for good."""

from __future__ import annotations

import click

from formgen.cli.extract import harmless
from formgen.cli.language import Say
from formgen.cli.session import Session
from formgen.cli.store import acting, by_option, numbers_argument, opened, store_option, tell, why_option
from formgen.errors import FormgenError
from formgen.message import Message

HELP = Message(
    "cli.records.forget.help",
    "Remove records for good: documents, answers, every revision, the reasons people gave. What stays is the incoming "
    "number, the day and the digest of the bytes, so that the same file is not taken in again. Settings can forbid it: "
    "a legal hold, or the years records must be kept.\n\n"
    "Copies outside the store (the files that were taken in, backups, exports) must be removed by hand.\n\n"
    'Example: formgen records forget 2026-17 --why "the client withdrew consent"',
)
GONE = Message("cli.records.forget.gone", "{numbers} removed.")
PATHS = Message("cli.records.forget.paths", "The files themselves, if they are still there, must be removed by hand:")
OTHERS = Message("cli.records.forget.others", "Other records of the same case: {numbers}.")

DRAFTS = Message(
    "cli.records.forget.drafts",
    "Copies whose typing was interrupted are kept here and may be of the same person; finish them with “records key”, "
    "or remove them by hand:",
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
        from formgen.pipeline.jobs import today
        from formgen.pipeline.keying.drafts import drafts_left
        from formgen.pipeline.registry.forgetting import forget
        from formgen.store.forgetting import wipe

        store, worst = opened(db), 0
        for number in numbers:
            try:
                with store.write() as connection:
                    gone = forget(connection, session.project, number, (acting(by), why), today())
            except FormgenError as error:
                tell(session, error)
                worst = max(worst, int(error.exit_code))
                continue
            session.tell(Message(GONE.context, GONE.text, {"numbers": ", ".join(map(str, gone.incoming))}))
            if gone.paths:
                session.tell(PATHS)
                for path in gone.paths:
                    click.echo(harmless(path))
            if gone.others:
                values = {"numbers": ", ".join(map(str, gone.others))}
                session.tell(Message(OTHERS.context, OTHERS.text, values))
        wipe(store)
        if drafts := drafts_left(store):
            session.tell(DRAFTS)
            for draft in drafts:
                click.echo(draft)
        return worst

    return command

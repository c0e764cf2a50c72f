"""formgen records correct: answers changed, the earlier ones kept."""

from __future__ import annotations

import click

from formgen.cli.language import Say
from formgen.cli.records.decisions import told
from formgen.cli.session import Session
from formgen.cli.store import acting, by_option, opened, store_option, why_option
from formgen.errors import ExitCode
from formgen.message import Message

HELP = Message(
    "cli.records.correct.help",
    "Correct answers of a record: key=value, as often as needed. A value is read as in a document, by the rules of the "
    "form; key= takes an answer away. The earlier answers stay in the history.\n\n"
    'Example: formgen records correct 2026-17 case_closed=2026-10-05 goals.1.result=reached --why "by telephone"',
)
ASSIGNMENT = Message("cli.records.correct.assignment", "“{text}” is not of the kind key=value.")
TWICE = Message("cli.records.correct.twice", "“{key}” is given twice.")


def build(say: Say) -> click.Command:
    """The command, with its help in the language of the messages."""

    @click.command(help=say(HELP))
    @click.argument("number")
    @click.argument("corrections", nargs=-1, required=True, metavar="KEY=VALUE...")
    @why_option(say)
    @by_option(say)
    @store_option(say)
    @click.pass_obj
    def command(
        session: Session, number: str, corrections: tuple[str, ...], why: str | None, by: str | None, db: str
    ) -> int:
        from formgen.pipeline.registry.deciding import UnreadableCorrectionError, correct, find_record
        from formgen.pipeline.registry.rejudging import shown_in

        given = {}
        for text in corrections:
            key, sign, value = text.partition("=")
            if not sign or not key.strip():
                raise click.UsageError(say(Message(ASSIGNMENT.context, ASSIGNMENT.text, {"text": text})))
            if key.strip() in given:
                raise click.UsageError(say(Message(TWICE.context, TWICE.text, {"key": key.strip()})))
            given[key.strip()] = value
        with opened(db).write() as connection:
            kept = find_record(connection, number)
            try:
                decided = correct(connection, session.project, kept, given, acting(by), why)
            except UnreadableCorrectionError as error:
                shown = shown_in(session.project, kept.stamp, session.locale)
                session.tell_findings(number, error.findings, shown)
                raise
        told(session, decided, shown_in(session.project, kept.stamp, session.locale))
        return int(ExitCode.OK if decided.state == "accepted" else ExitCode.NEEDS_A_PERSON)

    return command

"""formgen records case: everything the store knows of a case, in the order of the days."""

from __future__ import annotations

import click

from formgen.cli.extract import harmless
from formgen.cli.ingest import STATES
from formgen.cli.language import Say
from formgen.cli.records.list import form_title
from formgen.cli.session import Session
from formgen.cli.store import json_option, opened, store_option
from formgen.errors import ExitCode
from formgen.message import Message

HELP = Message(
    "cli.records.case.help",
    "Show the whole life of a case in the order of its days: referrals, closure, evaluations, and certifications that "
    "cite it.\n\nExample: formgen records case SH-2026-00777",
)
BY = {
    "case": Message("cli.records.case.by-case", "names the case"),
    "referral": Message("cli.records.case.by-referral", "by its referral number"),
    "cited": Message("cli.records.case.by-citation", "cites the case"),
}
NOTHING = Message("cli.records.case.nothing", "No record names the case {number}.")


def build(say: Say) -> click.Command:
    """The command, with its help in the language of the messages."""

    @click.command(help=say(HELP))
    @click.argument("number")
    @store_option(say)
    @json_option(say)
    @click.pass_obj
    def command(session: Session, number: str, db: str, as_json: bool) -> int:  # noqa: FBT001
        from formgen.pipeline.registry.cases import case
        from formgen.pipeline.registry.lines import plain_record
        from formgen.pipeline.registry.rejudging import shown_in
        from formgen.store.codec import text_of

        with opened(db).read() as connection:
            steps = case(connection, number)
        for step in steps:
            kept = step.kept
            if as_json:
                shown = shown_in(session.project, kept.stamp, session.locale)
                click.echo(text_of({"day": step.day, "by": step.by, **plain_record(kept, shown)}))
                continue
            variant = f" ({kept.stamp.variant})" if kept.stamp.variant else ""
            words = (form_title(session, kept.stamp.form) + variant, session.say(BY[step.by]), kept.title or "–")
            said = f"{step.day:%d.%m.%Y}  {kept.incoming!s:<12}{'  '.join(words)}  {session.say(STATES[kept.status])}"
            click.echo(harmless(said))
        if not steps:
            session.tell(Message(NOTHING.context, NOTHING.text, {"number": number}))
        return int(ExitCode.OK if steps else ExitCode.NEEDS_A_PERSON)

    return command

"""formgen records list: the records of the store, or those a person has to look at."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from formgen.cli.extract import harmless
from formgen.cli.ingest import NO_FORM, STATES
from formgen.cli.language import Say
from formgen.cli.session import Session
from formgen.cli.store import json_option, opened, store_option
from formgen.message import Message

if TYPE_CHECKING:
    from formgen.store.kept import Document, KeptRecord

HELP = Message(
    "cli.records.list.help",
    "List records: all of them, or those that fit everything that is asked for. With --status rejected documents that "
    "could not be read are listed too.\n\n"
    "Example: formgen records list --form closure --status review --since 2026-11-01",
)
FORM = Message("cli.records.form", "A form; may be given several times.")
STATUS = Message("cli.records.status", "A status; may be given several times.")
SINCE = Message("cli.records.since", "Received on this day or later, YYYY-MM-DD.")
UNTIL = Message("cli.records.until", "Received on this day or earlier, YYYY-MM-DD.")
CENTRE = Message("cli.records.centre", "Of this centre: records that name it, and those of the cases it referred.")
TEXT = Message("cli.records.text", "With these words in the answers; small and capital letters are the same.")
COUNT = Message("cli.records.list.count", "Records: {count}.")
UNREAD = Message("cli.records.list.unread", "Documents that could not be read: {count}.")
DAY = click.DateTime(["%Y-%m-%d"])
STATUSES = click.Choice(["accepted", "review", "conflict", "rejected"])


def build(say: Say) -> click.Command:
    """The command, with its help in the language of the messages."""

    @click.command(help=say(HELP))
    @click.option("--form", "forms", multiple=True, help=say(FORM))
    @click.option("--status", "states", multiple=True, type=STATUSES, help=say(STATUS))
    @click.option("--since", type=DAY, help=say(SINCE))
    @click.option("--until", type=DAY, help=say(UNTIL))
    @click.option("--centre", metavar="NAME", help=say(CENTRE))
    @click.option("--text", metavar="WORDS", help=say(TEXT))
    @store_option(say)
    @json_option(say)
    @click.pass_obj
    def command(
        session: Session,
        forms: tuple[str, ...],
        states: tuple[str, ...],
        since: dt.datetime | None,
        until: dt.datetime | None,
        centre: str | None,
        text: str | None,
        db: str,
        as_json: bool,  # noqa: FBT001
    ) -> None:
        from formgen.pipeline.registry.asking import query
        from formgen.store.documents import rejected_documents
        from formgen.store.records import find

        days = (since.date() if since else None, until.date() if until else None)
        asked = query(session.project, (forms, states), days, centre, text)
        is_narrowed = bool(forms or since or until or centre or text)
        count = unread = 0
        with opened(db).read() as connection:
            for kept in find(connection, asked):
                count += 1
                click.echo(_json(kept, session) if as_json else _line(kept, session))
            if "rejected" in states and not is_narrowed:
                for document in rejected_documents(connection):
                    unread += 1
                    click.echo(_unread_json(document, session) if as_json else _unread_line(document, session))
        if not as_json:
            session.tell(Message(COUNT.context, COUNT.text, {"count": count}))
            if unread:
                session.tell(Message(UNREAD.context, UNREAD.text, {"count": unread}))

    return command


def _line(kept: KeptRecord, session: Session) -> str:
    title, status = harmless(kept.title or "–"), session.say(STATES[kept.status])
    return f"{kept.incoming!s:<12}{kept.received:%d.%m.%Y}  {form_title(session, kept.stamp.form)}  {title}  {status}"


def _unread_line(document: Document, session: Session) -> str:
    path = harmless(document.paths[0]) if document.paths else "–"
    day, status = document.origin.received, session.say(STATES["rejected"])
    return f"{document.incoming!s:<12}{day:%d.%m.%Y}  {session.say(NO_FORM)}  {path}  {status}"


def form_title(session: Session, form: str) -> str:
    """What a form is called, or its id where the project no longer has it."""
    if form not in session.project.definition_paths:
        return form
    shown = session.shown(form)
    return shown.text(shown.form.title)


def _json(kept: KeptRecord, session: Session) -> str:
    from formgen.pipeline.registry.lines import plain_record
    from formgen.pipeline.registry.rejudging import shown_in
    from formgen.store.codec import text_of

    return text_of(plain_record(kept, shown_in(session.project, kept.stamp, session.locale)))


def _unread_json(document: Document, session: Session) -> str:
    from formgen.pipeline.registry.lines import plain_document
    from formgen.store.codec import text_of

    return text_of(plain_document(document, session.shown(None)))

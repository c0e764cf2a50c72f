"""formgen records history: who did what with a record, and what its answers were."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from formgen.cli.extract import harmless
from formgen.cli.language import Say
from formgen.cli.session import Session
from formgen.cli.store import json_option, opened, store_option
from formgen.message import Message
from formgen.report.words import question

if TYPE_CHECKING:
    from formgen.model.catalog import LocalizedForm
    from formgen.store.kept import Event

HELP = Message(
    "cli.records.history.help",
    "Show what was done with a record and its documents: when, by whom, why, and which answers changed.\n\n"
    "Example: formgen records history 2026-17",
)
ACTIONS = {
    "taken-in": Message("event.taken-in", "document {document} taken in"),
    "seen-again": Message("event.seen-again", "document {document} was given again"),
    "read-again": Message("event.read-again", "document {document} read anew"),
    "joined": Message("event.joined", "document {document} says the same"),
    "revised": Message("event.revised", "revision {revision} with document {document}"),
    "conflicted": Message("event.conflicted", "contradicts {others}"),
    "corrected": Message("event.corrected", "revision {revision}: corrected"),
    "accepted": Message("event.accepted", "accepted"),
    "rejected": Message("event.rejected", "put aside"),
    "released": Message("event.released", "no longer contradicted"),
    "sent-back": Message("event.sent-back", "sent back to be put right"),
    "forgotten": Message("event.forgotten", "forgotten"),
}


def build(say: Say) -> click.Command:
    """The command, with its help in the language of the messages."""

    @click.command(help=say(HELP))
    @click.argument("number")
    @store_option(say)
    @json_option(say)
    @click.pass_obj
    def command(session: Session, number: str, db: str, as_json: bool) -> None:  # noqa: FBT001
        from formgen.pipeline.registry.deciding import find_record
        from formgen.pipeline.registry.lines import plain_event, plain_revision
        from formgen.pipeline.registry.rejudging import shown_in
        from formgen.store.codec import text_of
        from formgen.store.documents import documents_of
        from formgen.store.events import history
        from formgen.store.records import revisions_of

        with opened(db).read() as connection:
            kept = find_record(connection, number)
            numbers = {each.id: each.incoming for each in documents_of(connection, kept.id)}
            events = history(connection, kept.id, list(numbers))
            revisions = revisions_of(connection, kept.id)
        if as_json:
            said = {
                "number": str(kept.incoming),
                "events": [plain_event(each, numbers) for each in events],
                "revisions": [plain_revision(each) for each in revisions],
            }
            click.echo(text_of(said))
            return
        shown = shown_in(session.project, kept.stamp, session.locale)
        for event in events:
            document = numbers.get(event.document_id or 0)
            click.echo(harmless(_line(session, event, shown, str(document or ""))))

    return command


def _line(session: Session, event: Event, shown: LocalizedForm, document: str) -> str:
    others, items = event.details.get("with"), event.details.get("items")
    values = {
        "document": document,
        "revision": event.revision,
        "others": ", ".join(map(str, others)) if isinstance(others, list) else "",
    }
    action = ACTIONS[event.action]
    said = f"{event.at}  {event.by}  {session.say(Message(action.context, action.text, values))}"
    if isinstance(items, list) and items:
        said += f": {', '.join(question(str(each), shown) for each in items)}"
    return f"{said} – {event.why}" if event.why else said

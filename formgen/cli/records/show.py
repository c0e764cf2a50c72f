"""formgen records show: a record as it was written and as it was read, with what is to be done."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from formgen.cli.extract import MARKS, harmless
from formgen.cli.ingest import STATES
from formgen.cli.language import Say
from formgen.cli.session import Session
from formgen.cli.store import json_option, opened, store_option
from formgen.message import Message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formgen.store.kept import Document, KeptRecord

HELP = Message(
    "cli.records.show.help",
    "Show a record: what was written beside what was read of it, question by question, with what is to be said of "
    "each.\n\nExample: formgen records show 2026-17",
)
ORIGINAL = Message(
    "cli.records.show.original", "Write the document as it came in into FILE; nothing there is overwritten."
)
QUESTION = Message("cli.records.show.question", "Question")
WRITTEN = Message("cli.records.show.written", "Written")
READ = Message("cli.records.show.read", "Read")
REVISION = Message("cli.records.show.revision", "revision {revision}")
CAME = Message("cli.records.show.came", "{number}, received {day}: {path}")
CHANNELS = {
    "mail": Message("channel.mail", "by mail"),
    "email": Message("channel.email", "by e-mail"),
    "hand": Message("channel.hand", "by hand"),
}
FROM = Message("cli.records.show.from", "from {sender}")
IS_THERE = Message("cli.is-there", "{path} is there already. Name another file.")
NO_ORIGINAL = Message("cli.records.show.no-original", "There is no file of this document in the store.")


def build(say: Say) -> click.Command:
    """The command, with its help in the language of the messages."""

    @click.command(help=say(HELP))
    @click.argument("number")
    @click.option("--original", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help=say(ORIGINAL))
    @store_option(say)
    @json_option(say)
    @click.pass_obj
    def command(session: Session, number: str, original: Path | None, db: str, as_json: bool) -> None:  # noqa: FBT001
        from formgen.pipeline.making import write
        from formgen.pipeline.registry.deciding import find_document, find_record
        from formgen.store.documents import content, documents_of

        with opened(db).read() as connection:
            if original is not None:
                found = content(connection, find_document(connection, number).id)
                if found is None:
                    raise click.UsageError(say(NO_ORIGINAL))
                if original.exists():
                    raise click.UsageError(say(Message(IS_THERE.context, IS_THERE.text, {"path": original})))
                write(original, found)
                return
            kept = find_record(connection, number)
            documents = documents_of(connection, kept.id)
        if as_json:
            _echo(session, kept, documents)
        else:
            _show(session, kept, documents)

    return command


def _echo(session: Session, kept: KeptRecord, documents: Sequence[Document]) -> None:
    from formgen.pipeline.registry.lines import plain_document, plain_record
    from formgen.pipeline.registry.rejudging import shown_in
    from formgen.store.codec import text_of

    shown = shown_in(session.project, kept.stamp, session.locale)
    held = [plain_document(each, shown) for each in documents]
    click.echo(text_of({**plain_record(kept, shown), "documents": held}))


def _show(session: Session, kept: KeptRecord, documents: Sequence[Document]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from formgen.pipeline.registry.rejudging import shown_in, typed
    from formgen.report.sides import side_by_side
    from formgen.report.words import describe

    shown = shown_in(session.project, kept.stamp, session.locale)
    console = Console(highlight=False)
    revision = session.say(Message(REVISION.context, REVISION.text, {"revision": kept.revision.number}))
    head = (str(kept.incoming), shown.text(shown.form.title), session.say(STATES[kept.status]), revision)
    console.print(Text(" – ".join(head), style="bold"), soft_wrap=True)
    for document in documents:
        console.print(Text(harmless(_came(session, document))), soft_wrap=True)
    answers = {key: answer for document in documents for key, answer in document.reading.answers.items()}
    record = typed(session.project, kept.stamp, kept.revision)
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in (QUESTION, WRITTEN, READ):
        table.add_column(session.say(heading), ratio=1)
    for side in side_by_side(record, answers, kept.revision.findings, shown):
        if side.key:
            table.add_row(*(Text(harmless(text)) for text in (side.question, side.written, side.read)))
        for each in side.findings:
            mark = "✓" if (each.code, each.field) in kept.settled else MARKS[each.severity]
            table.add_row(Text(f"{mark} {harmless(describe(each, shown))}", style="yellow"))
    console.print(table)


def _came(session: Session, document: Document) -> str:
    origin, path = document.origin, "; ".join(document.paths)
    values = {"number": document.incoming, "day": f"{origin.received:%d.%m.%Y}", "path": path or "–"}
    said = [session.say(Message(CAME.context, CAME.text, values))]
    if origin.channel is not None:
        said.append(session.say(CHANNELS[origin.channel]))
    if origin.sender is not None:
        said.append(session.say(Message(FROM.context, FROM.text, {"sender": origin.sender})))
    return ", ".join(said)

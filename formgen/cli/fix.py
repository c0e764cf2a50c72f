"""formgen fix: copies of records to send back, in which only what is in question is open."""

from __future__ import annotations

import json
from pathlib import Path

import click

from formgen.cli.generate import FORMATS, OUT
from formgen.cli.language import Say
from formgen.cli.session import Session
from formgen.cli.store import acting, by_option, numbers_argument, opened, store_option, tell
from formgen.errors import ExitCode, FormgenError
from formgen.message import Message
from formgen.model.document import Format

HELP = Message(
    "cli.fix.help",
    "Make a copy of a record to send back: filled in, with what is wrong said at its head; only the answers in "
    "question are marked and open, everything else is locked. When it returns, “formgen ingest” joins it with its "
    "record.\n\n"
    "Example: formgen fix 2026-17 --format docx --locale hy",
)
FORMAT = Message("cli.fix.format", "The format of the copy.")
LOCALE = Message("cli.fix.locale", "The language of the copy; by default that of the document.")
FIELD = Message("cli.fix.field", "A question that is to be answered again, too; may be given several times.")
JSON = Message("cli.fix.json", "One JSON object a copy, one a line.")
MADE = Message("cli.fix.made", "{number}. Questions open in the copy: {count}.")


def build(say: Say) -> click.Command:
    """The command, with its help in the language of the messages."""

    @click.command(help=say(HELP))
    @numbers_argument()
    @click.option("--format", "format_name", type=FORMATS, default="docx", show_default=True, help=say(FORMAT))
    @click.option("--locale", metavar="LOCALE", help=say(LOCALE))
    @click.option("--field", "fields", multiple=True, metavar="KEY", help=say(FIELD))
    @click.option("--out", type=click.Path(file_okay=False, path_type=Path), default="output", help=say(OUT))
    @click.option("--json", "as_json", is_flag=True, help=say(JSON))
    @by_option(say)
    @store_option(say)
    @click.pass_obj
    def command(
        session: Session,
        numbers: tuple[str, ...],
        format_name: str,
        locale: str | None,
        fields: tuple[str, ...],
        out: Path,
        as_json: bool,  # noqa: FBT001
        by: str | None,
        db: str,
    ) -> int:
        from formgen.pipeline.fixing import asked_of, prepare, register
        from formgen.pipeline.making import write

        store, all_well = opened(db), True
        for number in numbers:
            try:
                with store.read() as connection:
                    asked = asked_of(session.project, connection, number, fields)
                made, copy = prepare(session.project, asked, Format(format_name), locale)
                with store.write() as connection:
                    register(connection, asked, copy, acting(by))
                # A copy that the store does not know would come back as a stranger.
                write(out / made.name, made.content)
            except FormgenError as error:
                if error.exit_code is not ExitCode.USAGE:
                    raise
                tell(session, error)
                all_well = False
            else:
                items = list(asked.items)
                told = {"record": str(asked.kept.incoming), "path": str(out / made.name), "copy": copy, "items": items}
                click.echo(json.dumps(told, ensure_ascii=False) if as_json else out / made.name)
                session.tell(Message(MADE.context, MADE.text, {"number": number, "count": made.open}))
        return int(ExitCode.OK if all_well else ExitCode.USAGE)

    return command

"""formgen fill: prefilled forms from data."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from formgen.cli.generate import FORMAT, FORMATS, LOCALE, MADE, OUT
from formgen.cli.language import Say
from formgen.cli.session import Session
from formgen.errors import ExitCode
from formgen.message import Message
from formgen.model.document import Format

HELP = Message(
    "cli.fill.help",
    "Make one prefilled document of every record in FILE, in every language and format unless some are chosen.\n\n"
    "FILE is JSON or JSON Lines; - reads standard input. A record may be partial. Bad records are told and skipped.\n\n"
    "Example: formgen fill referral --data clients.jsonl --locale hy --format docx",
)
DATA = Message("cli.fill.data", "The records: a JSON or JSON Lines file, or - for standard input.")
OVERWRITE = Message("cli.fill.overwrite", "Replace documents of the same name.")
RECORD = Message("cli.fill.record", "record {record}")
NOT_TEXT = Message("cli.fill.not-text", "{file} is not UTF-8 text. Save it as UTF-8.")


def build(say: Say) -> click.Command:
    """The command, with its help in the language of the messages."""

    @click.command(help=say(HELP))
    @click.argument("form")
    @click.option(
        "--data", required=True, type=click.Path(exists=True, dir_okay=False, allow_dash=True), help=say(DATA)
    )
    @click.option("--locale", "locales", multiple=True, help=say(LOCALE))
    @click.option("--format", "formats", multiple=True, type=FORMATS, help=say(FORMAT))
    @click.option("--overwrite", is_flag=True, help=say(OVERWRITE))
    @click.option("--out", type=click.Path(file_okay=False, path_type=Path), default="output", help=say(OUT))
    @click.pass_obj
    def command(
        session: Session,
        form: str,
        data: str,
        locales: tuple[str, ...],
        formats: tuple[str, ...],
        overwrite: bool,  # noqa: FBT001
        out: Path,
    ) -> int:
        from formgen.pipeline.making import Selection, fill, read_records

        wanted = Selection((form,), locales, tuple(Format(each) for each in formats))
        shown = session.shown(form)
        count = 0
        bad = set()
        for made in fill(session.project, out, read_records(_text(data, say)), wanted, overwrite=overwrite):
            about = say(Message(RECORD.context, RECORD.text, {"record": made.record}))
            session.tell_findings(about, made.findings, shown)
            if made.path is None:
                bad.add(made.record)
            else:
                count += 1
                click.echo(made.path)
        session.tell(Message(MADE.context, MADE.text, {"count": count, "folder": out}))
        return int(ExitCode.NEEDS_A_PERSON if bad else ExitCode.OK)

    return command


def _text(data: str, say: Say) -> str:
    content = sys.stdin.buffer.read() if data == "-" else Path(data).read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.UsageError(say(Message(NOT_TEXT.context, NOT_TEXT.text, {"file": data}))) from error

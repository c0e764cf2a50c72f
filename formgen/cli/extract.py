"""formgen extract: completed forms into records, for a person or for a program."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from formgen.cli.doctor import EXPLAIN, show_explained
from formgen.cli.language import Say
from formgen.cli.places import PathOrUrl, work_options
from formgen.cli.session import Session
from formgen.errors import ExitCode
from formgen.message import Message
from formgen.model.finding import Severity, Status

if TYPE_CHECKING:
    from formgen.model.report import Report
    from formgen.pipeline.urls import Url

HELP = Message(
    "cli.extract.help",
    "Read completed forms (files, folders, .zip archives, .eml mails, by path or URL) and show what they hold. "
    "Nothing is stored.\n\n"
    "Exit code 1 means that at least one document needs a person.\n\n"
    "Example: formgen extract inbox --json > records.jsonl",
)
JSON = Message("cli.extract.json", "One JSON object a document, one a line.")
RECEIVED = Message("cli.extract.received", "The day the documents were received, YYYY-MM-DD; by default today.")
NOTHING = Message("cli.extract.nothing", "There is no file in what was named.")
TOTAL = Message(
    "cli.extract.total", "Documents: {count}. {accepted} accepted, {review} for a person, {rejected} rejected."
)
MARKS = {Severity.ERROR: "✗", Severity.REVIEW: "?", Severity.INFO: "·"}


def build(say: Say) -> click.Command:
    """The command, with its help in the language of the messages."""

    @click.command(help=say(HELP))
    @click.argument(
        "paths",
        nargs=-1,
        required=True,
        type=PathOrUrl(exists=True, readable=False),
        metavar="PATH...",
    )
    @click.option("--json", "as_json", is_flag=True, help=say(JSON))
    @click.option("--explain", is_flag=True, help=say(EXPLAIN))
    @work_options(say)
    @click.option("--received", type=click.DateTime(["%Y-%m-%d"]), help=say(RECEIVED))
    @click.pass_obj
    def command(
        session: Session,
        paths: tuple[Path | Url, ...],
        *,
        as_json: bool,
        explain: bool,
        jobs: int,
        cluster: str | None,
        received: dt.datetime | None,
    ) -> int:
        from formgen.pipeline.intake import extract
        from formgen.report.lines import json_line

        counts = dict.fromkeys(Status, 0)
        day = received.date() if received else None
        for report in extract(session.project, paths, day, explain=explain, jobs=jobs, cluster=cluster):
            counts[report.status] += 1
            if as_json:
                click.echo(json_line(report, session.shown_of(report)))
            else:
                show(report, session)
        total = sum(counts.values())
        if total == 0:
            session.tell(NOTHING)
        elif not as_json:
            values = {"count": total, **{str(status): number for status, number in counts.items()}}
            session.tell(Message(TOTAL.context, TOTAL.text, values))
        return int(ExitCode.OK if counts[Status.ACCEPTED] == total else ExitCode.NEEDS_A_PERSON)

    return command


def show(report: Report, session: Session) -> None:
    """Show one document as a clerk reads it: what it is, what was answered, what is to be done."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from formgen.report.words import STATUS, answered, describe

    shown = session.shown_of(report)
    console = Console(highlight=False, soft_wrap=False)
    console.print(Text(harmless(report.submission.path), style="bold"), soft_wrap=True)
    said = [shown.text(shown.form.title)] if report.stamp else []
    console.print(Text(" – ".join([*said, session.say(STATUS[report.status])])))
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 2))
    table.add_column(ratio=1, style="dim")
    table.add_column(ratio=1)
    for question, words in answered(report, shown):
        table.add_row(Text(harmless(question)), Text(harmless(words)))
    if table.row_count:
        console.print(table)
    for finding in report.findings:
        console.print(Text(f"  {MARKS[finding.severity]} {harmless(describe(finding, shown))}"))
    show_explained(report, session, console)
    console.print()


def harmless(text: str) -> str:
    """A text whose control and direction characters cannot act on a terminal; line breaks stay."""
    return "".join(each if each == "\n" or each.isprintable() else f"\\u{ord(each):04x}" for each in text)

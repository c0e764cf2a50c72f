"""What was done to a document on its way, for the person at the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formgen.cli.session import Session
from formgen.message import Message

if TYPE_CHECKING:
    from rich.console import Console

    from formgen.model.report import Report

EXPLAIN = Message(
    "cli.extract.explain",
    "Also say which program saved each file, what of the form it destroyed, by which road each answer was found "
    "and how sure that is.",
)


def show_explained(report: Report, session: Session, console: Console) -> None:
    """Show the history of a document below its answers, line by line."""
    from rich.table import Table
    from rich.text import Text

    from formgen.cli.extract import harmless
    from formgen.report.doctor import TITLE, explained

    table = Table(show_header=False, box=None, padding=(0, 2, 0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(ratio=1)
    for about, entries in explained(report, session.shown_of(report)):
        table.add_row(Text(about), Text(harmless("\n".join(entries))))
    if table.row_count:
        console.print(Text(f"  {session.say(TITLE)}", style="bold"))
        console.print(table)

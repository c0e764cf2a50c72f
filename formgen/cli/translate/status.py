"""formgen translate status: how far every catalog is."""

from __future__ import annotations

import json

import click

from formgen.cli.language import Say
from formgen.cli.session import Session
from formgen.cli.translate.update import LOCALE
from formgen.message import Message

HELP = Message(
    "cli.translate.status.help",
    "Show how far each form is translated into each language: texts done, fuzzy, missing, to review, reviewed, "
    "approved, and the English words that are left.\n\nExample: formgen translate status --locale hy",
)
JSON = Message("cli.translate.status.json", "One JSON object a catalog, one a line.")
HEADINGS = {
    "form": Message("cli.translate.status.form", "Catalog"),
    "locale": Message("cli.translate.status.locale", "Language"),
    "texts": Message("cli.translate.status.texts", "Texts"),
    "done": Message("cli.translate.status.done", "Done"),
    "fuzzy": Message("cli.translate.status.fuzzy", "Fuzzy"),
    "missing": Message("cli.translate.status.missing", "Missing"),
    "to_review": Message("cli.translate.status.to-review", "To review"),
    "reviewed": Message("cli.translate.status.reviewed", "Reviewed"),
    "approved": Message("cli.translate.status.approved", "Approved"),
    "words_left": Message("cli.translate.status.words-left", "Words left"),
}

_WIDTH = 132


def build(say: Say) -> click.Command:
    """The command, with its help in the language of the messages."""

    @click.command(help=say(HELP))
    @click.argument("forms", nargs=-1, metavar="[FORM]...")
    @click.option("--locale", "locales", multiple=True, help=say(LOCALE))
    @click.option("--json", "as_json", is_flag=True, help=say(JSON))
    @click.pass_obj
    def command(session: Session, forms: tuple[str, ...], locales: tuple[str, ...], as_json: bool) -> None:  # noqa: FBT001
        from formgen.pipeline.translating.progress import progress
        from formgen.translate.states import State

        rows = [
            {
                "form": each.domain,
                "locale": each.locale,
                "texts": each.texts,
                "done": each.done,
                "fuzzy": each.of(State.FUZZY),
                "missing": each.of(State.NEW),
                "to_review": each.of(State.TO_REVIEW),
                "reviewed": each.of(State.REVIEWED),
                "approved": each.of(State.APPROVED),
                "words_left": each.words_left,
            }
            for each in progress(session.project, forms, locales)
        ]
        if as_json:
            for row in rows:
                click.echo(json.dumps(row, ensure_ascii=False))
        else:
            _show(rows, say)

    return command


def _show(rows: list[dict[str, object]], say: Say) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 0))
    for name, heading in HEADINGS.items():
        table.add_column(say(heading), justify="left" if name in {"form", "locale"} else "right", no_wrap=True)
    for row in rows:
        table.add_row(*(str(row[name]) for name in HEADINGS))
    console = Console(highlight=False)
    console.width = max(console.width, _WIDTH)  # a figure cut off would be another figure
    console.print(table)

"""formgen forms: which forms there are."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from formgen.cli.language import Say
from formgen.cli.session import Session
from formgen.message import Message

HELP = Message(
    "cli.forms.help",
    "List the forms: versions, variants, languages and how complete each translation is.\n\nExample: formgen forms",
)
JSON = Message("cli.forms.json", "One JSON object a form, one a line.")
FORM = Message("cli.forms.form", "Form")
TITLE = Message("cli.forms.title", "Title")
VERSION = Message("cli.forms.version", "Version")
VARIANTS = Message("cli.forms.variants", "Variants")
TO_REVIEW = Message("cli.forms.to-review", "to review: {count}")
APPROVED = Message("cli.forms.approved", "approved: {count}")


def build(say: Say) -> click.Command:
    """The command, with its help in the language of the messages."""

    @click.command(help=say(HELP))
    @click.option("--json", "as_json", is_flag=True, help=say(JSON))
    @click.pass_obj
    def command(session: Session, as_json: bool) -> None:  # noqa: FBT001
        from formgen.pipeline.overview import forms

        rows: list[dict[str, object]] = []
        for each in forms(session.project):
            shown = session.shown(each.form.id)
            rows.append(
                {
                    "form": each.form.id,
                    "title": shown.text(each.form.title),
                    "version": each.form.version,
                    "variants": [variant.code for variant in each.form.variants],
                    "locales": {locale: asdict(found) for locale, found in each.locales.items()},
                }
            )
        if as_json:
            for row in rows:
                click.echo(json.dumps(row, ensure_ascii=False))
        else:
            _show(rows, session)

    return command


def _show(rows: list[dict[str, object]], session: Session) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column(session.say(FORM), no_wrap=True)
    for heading in (TITLE, VERSION, VARIANTS):
        table.add_column(session.say(heading))
    for locale in session.project.locales:
        table.add_column(locale, justify="right")
    for row in rows:
        locales, variants = row["locales"], row["variants"]
        assert isinstance(locales, dict)
        assert isinstance(variants, list)
        complete = [_shown(each, session) for each in locales.values()]
        table.add_row(str(row["form"]), str(row["title"]), str(row["version"]), ", ".join(variants) or "–", *complete)
    Console(highlight=False).print(table)


def _shown(found: dict[str, int], session: Session) -> str:
    """How far a language is: the share translated, and what people doubt or vouch for."""
    parts = [f"{100 * found['translated'] // found['texts']} %"]
    for message, name in ((TO_REVIEW, "to_review"), (APPROVED, "approved")):
        if found[name]:
            parts.append(session.say(Message(message.context, message.text, {"count": found[name]})))
    return ", ".join(parts)

"""formgen translate export: the texts of a language as a workbook."""

from __future__ import annotations

from pathlib import Path

import click

from formgen.cli.language import Say
from formgen.cli.session import Session
from formgen.message import Message

HELP = Message(
    "cli.translate.export.help",
    "Write the texts of one language into a workbook for Excel or LibreOffice: one sheet a form, with the place on "
    "the page, the English text, the room, notes, and a column to translate in.\n\n"
    "Example: formgen translate export --locale hy words.xlsx",
)
ONE_LOCALE = Message("cli.translate.one-locale", "The language, such as hy.")
FORM = Message("cli.translate.export.form", "Only this form (or “formgen”, the program); may be given several times.")
WRITTEN = Message("cli.translate.export.written", "Texts written to {file}: {count}.")


def build(say: Say) -> click.Command:
    """The command, with its help in the language of the messages."""

    @click.command(help=say(HELP))
    @click.argument("workbook", type=click.Path(dir_okay=False, path_type=Path))
    @click.option("--locale", required=True, help=say(ONE_LOCALE))
    @click.option("--form", "forms", multiple=True, help=say(FORM))
    @click.pass_obj
    def command(session: Session, workbook: Path, locale: str, forms: tuple[str, ...]) -> None:
        from formgen.pipeline.translating.workbooks import export

        count = export(session.project, locale, workbook, forms, session.say)
        click.echo(workbook)
        session.tell(Message(WRITTEN.context, WRITTEN.text, {"count": count, "file": workbook}))

    return command

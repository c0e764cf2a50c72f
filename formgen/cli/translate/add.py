"""formgen translate add: a new language."""

from __future__ import annotations

import click

from formgen.cli.language import Say
from formgen.cli.session import Session
from formgen.message import Message

HELP = Message(
    "cli.translate.add.help",
    "Begin a new language: empty catalogs with its plural rules, in locales/. The letters of the language must be in "
    "the font of the forms.\n\nExample: formgen translate add ru",
)
NEXT = Message(
    "cli.translate.add.next",
    "Translate these files in Poedit, Weblate or a workbook: formgen translate export --locale {locale} words.xlsx",
)


def build(say: Say) -> click.Command:
    """The command, with its help in the language of the messages."""

    @click.command(help=say(HELP))
    @click.argument("locale")
    @click.pass_obj
    def command(session: Session, locale: str) -> None:
        from formgen.pipeline.translating.adding import add_locale

        for each in add_locale(session.project, locale):
            click.echo(each.path)
        session.tell(Message(NEXT.context, NEXT.text, {"locale": locale}))

    return command

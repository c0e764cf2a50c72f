"""formgen translate update: template and catalogs as definitions and program have them today."""

from __future__ import annotations

import click

from formgen.cli.language import Say
from formgen.cli.session import Session
from formgen.message import Message

HELP = Message(
    "cli.translate.update.help",
    "Write the templates and catalogs in locales/ as definitions and program have them today. Translations, comments "
    "and states are kept; where an English text has changed, the translation is marked as fuzzy and shows the "
    "previous text; texts no longer used stay at the end of the file.\n\nExample: formgen translate update",
)
LOCALE = Message("cli.translate.locale", "A language, such as hy; may be given several times.")
UPDATED = Message("cli.translate.updated", "texts {texts}, missing {missing}, fuzzy {fuzzy}, no longer used {obsolete}")
UNCHANGED = Message("cli.translate.unchanged", "Nothing had changed.")


def build(say: Say) -> click.Command:
    """The command, with its help in the language of the messages."""

    @click.command(help=say(HELP))
    @click.argument("forms", nargs=-1, metavar="[FORM]...")
    @click.option("--locale", "locales", multiple=True, help=say(LOCALE))
    @click.pass_obj
    def command(session: Session, forms: tuple[str, ...], locales: tuple[str, ...]) -> None:
        from formgen.pipeline.translating.catalogs import update_catalogs

        changed = False
        for each in update_catalogs(session.project, forms, locales):
            if each.changed:
                changed = True
                figures = {
                    "texts": each.texts,
                    "missing": each.missing,
                    "fuzzy": each.fuzzy,
                    "obsolete": each.obsolete,
                }
                click.echo(f"{each.path}: {say(Message(UPDATED.context, UPDATED.text, figures))}")
        if not changed:
            session.tell(UNCHANGED)

    return command

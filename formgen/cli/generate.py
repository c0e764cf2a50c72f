"""formgen generate: blank forms into a folder."""

from __future__ import annotations

from pathlib import Path

import click

from formgen.cli.language import Say
from formgen.cli.session import Session
from formgen.errors import ExitCode
from formgen.message import Message
from formgen.model.document import Format

HELP = Message(
    "cli.generate.help",
    "Make blank forms: those named, or all of them, in every language and format unless some are chosen.\n\n"
    "Example: formgen generate closure --locale hy --format pdf --format docx --out blanks",
)
FORMS = Message("cli.generate.forms", "FORM is the name of a form, for example referral.")
LOCALE = Message("cli.locale", "A language of the forms, hy or en; may be given several times.")
FORMAT = Message("cli.format", "A format; may be given several times.")
VARIANT = Message("cli.variant", "A variant, for forms that have them; may be given several times.")
OUT = Message("cli.out", "The folder the documents are written into.")
MADE = Message("cli.made", "{count} documents written to {folder}.")
FORMATS = click.Choice([str(each) for each in Format])


def build(say: Say) -> click.Command:
    """The command, with its help in the language of the messages."""

    @click.command(help=say(HELP))
    @click.argument("forms", nargs=-1, metavar="[FORM]...")
    @click.option("--locale", "locales", multiple=True, help=say(LOCALE))
    @click.option("--format", "formats", multiple=True, type=FORMATS, help=say(FORMAT))
    @click.option("--variant", "variants", multiple=True, help=say(VARIANT))
    @click.option("--out", type=click.Path(file_okay=False, path_type=Path), default="output", help=say(OUT))
    @click.pass_obj
    def command(
        session: Session,
        forms: tuple[str, ...],
        locales: tuple[str, ...],
        formats: tuple[str, ...],
        variants: tuple[str, ...],
        out: Path,
    ) -> int:
        from formgen.pipeline.making import Selection, generate

        wanted = Selection(forms, locales, tuple(Format(each) for each in formats), variants)
        refused = count = 0
        for made in generate(session.project, out, wanted):
            if made.path is None:
                refused += 1
                session.tell_findings(made.form, made.findings, session.shown(None))
            else:
                count += 1
                click.echo(made.path)
        session.tell(Message(MADE.context, MADE.text, {"count": count, "folder": out}))
        return int(ExitCode.NEEDS_A_PERSON if refused else ExitCode.OK)

    return command

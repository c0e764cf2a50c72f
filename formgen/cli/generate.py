"""formgen generate: blank forms into a folder."""

from __future__ import annotations

from dataclasses import replace
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
LOCALE = Message("cli.locale", "A language of the forms, hy or en; may be given several times.")
FORMAT = Message("cli.format", "A format; may be given several times.")
VARIANT = Message("cli.variant", "A variant, for forms that have them; may be given several times.")
TEMPLATE = Message(
    "cli.generate.template",
    "A Word template of the centre's own, whose tags the README explains; unless formats are named, only Word "
    "documents are made.",
)
WRITE_TEMPLATE = Message(
    "cli.generate.write-template", "Write the Word template to start from into FILE ({default}), and stop."
)
TEMPLATE_FORMATS = Message(
    "cli.generate.template-formats", "--template is for Word documents: add --format docx, or name no format."
)
TEMPLATE_WRITTEN = Message(
    "cli.generate.template-written", "Change its styles in Word or LibreOffice, then use it with --template."
)
TEMPLATE_FILE = "formgen-template.docx"
DRAFT = Message(
    "cli.generate.draft",
    "Make a language that is not wholly translated as well: English fills the gaps, and DRAFT stands across the pages.",
)
OUT = Message("cli.out", "The folder the documents are written into.")
MADE = Message("cli.made", "Documents written to {folder}: {count}.")
FORMATS = click.Choice([str(each) for each in Format])


def build(say: Say) -> click.Command:
    """The command, with its help in the language of the messages."""

    @click.command(help=say(HELP))
    @click.argument("forms", nargs=-1, metavar="[FORM]...")
    @click.option("--locale", "locales", multiple=True, help=say(LOCALE))
    @click.option("--format", "formats", multiple=True, type=FORMATS, help=say(FORMAT))
    @click.option("--variant", "variants", multiple=True, help=say(VARIANT))
    @click.option("--template", type=click.Path(exists=True, dir_okay=False, path_type=Path), help=say(TEMPLATE))
    @click.option(
        "--write-template",
        "written",
        metavar="[FILE]",
        is_flag=False,
        flag_value=TEMPLATE_FILE,
        type=click.Path(dir_okay=False, path_type=Path),
        help=say(Message(WRITE_TEMPLATE.context, WRITE_TEMPLATE.text, {"default": TEMPLATE_FILE})),
    )
    @click.option("--draft", is_flag=True, help=say(DRAFT))
    @click.option("--out", type=click.Path(file_okay=False, path_type=Path), default="output", help=say(OUT))
    @click.pass_obj
    def command(
        session: Session,
        forms: tuple[str, ...],
        locales: tuple[str, ...],
        formats: tuple[str, ...],
        variants: tuple[str, ...],
        template: Path | None,
        written: Path | None,
        draft: bool,  # noqa: FBT001
        out: Path,
    ) -> int:
        from formgen.pipeline.making import Selection, generate

        if written is not None:
            return _write_template(session, written)
        if template is not None and formats and Format.DOCX not in formats:
            raise click.UsageError(say(TEMPLATE_FORMATS))
        wanted = Selection(forms, locales, tuple(Format(each) for each in formats), variants)
        if template is not None and not formats:
            wanted = replace(wanted, formats=(Format.DOCX,))
        if not locales and not draft:
            session.tell_left_out(session.project.definitions(forms))
        refused = count = 0
        for made in generate(session.project, out, wanted, template.read_bytes() if template else None, draft=draft):
            if made.path is None:
                refused += 1
                session.tell_findings(made.form, made.findings, session.shown(None))
            else:
                count += 1
                click.echo(made.path)
        session.tell(Message(MADE.context, MADE.text, {"count": count, "folder": out}))
        return int(ExitCode.NEEDS_A_PERSON if refused else ExitCode.OK)

    return command


def _write_template(session: Session, path: Path) -> int:
    from formgen.model.finding import finding
    from formgen.pipeline.making import write_template

    if not write_template(path):
        session.tell_findings(path.name, [finding("would-overwrite", path.name)], session.shown(None))
        return int(ExitCode.NEEDS_A_PERSON)
    click.echo(path)
    session.tell(TEMPLATE_WRITTEN)
    return int(ExitCode.OK)

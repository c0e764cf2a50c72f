"""formgen demo: the main job on sample cases, from nothing to a table of what came back."""

from __future__ import annotations

from pathlib import Path

import click

from formgen.cli.generate import OUT
from formgen.cli.language import Say
from formgen.cli.session import Session
from formgen.errors import ExitCode
from formgen.message import Message

HELP = Message(
    "cli.demo.help",
    "Make every blank form, have sample cases typed into them by other programs' libraries, read the copies back, "
    "and show what came back.\n\nExample: formgen demo --out output",
)
FORM = Message("cli.demo.form", "Form")
LOCALE = Message("cli.demo.locale", "Language")
FORMAT = Message("cli.demo.format", "Format")
ANSWERS = Message("cli.demo.answers", "Answers")
RIGHT = Message("cli.demo.right", "Right")
INVENTED = Message("cli.demo.invented", "Invented")
LEFT = Message("cli.demo.left", "The blanks, the filled copies and the records read from them are in {folder}.")


def build(say: Say) -> click.Command:
    """The command, with its help in the language of the messages."""

    @click.command(help=say(HELP))
    @click.option("--out", type=click.Path(file_okay=False, path_type=Path), default="output", help=say(OUT))
    @click.pass_obj
    def command(session: Session, out: Path) -> int:
        from rich.console import Console
        from rich.table import Table

        from formgen.pipeline.demo import demonstrate

        session.tell_left_out(session.project.definitions())
        table = Table(box=None, padding=(0, 2, 0, 0))
        for heading in (FORM, LOCALE, FORMAT):
            table.add_column(say(heading))
        for heading in (ANSWERS, RIGHT, INVENTED):
            table.add_column(say(heading), justify="right")
        all_right = True
        for tried in demonstrate(session.project, out):
            all_right = all_right and tried.answers == tried.right and not tried.invented
            name = f"{tried.form}-{tried.variant}" if tried.variant else tried.form
            figures = (str(tried.answers), str(tried.right), str(tried.invented))
            table.add_row(name, tried.locale, str(tried.format), *figures)
        Console(highlight=False).print(table)
        session.tell(Message(LEFT.context, LEFT.text, {"folder": out}))
        return int(ExitCode.OK if all_right else ExitCode.NEEDS_A_PERSON)

    return command

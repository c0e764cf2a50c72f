"""formgen translate preview: the pages of a form in a language, again at every change."""

from __future__ import annotations

import time
from pathlib import Path

import click

from formgen.cli.language import Say
from formgen.cli.session import Session
from formgen.cli.translate.export import ONE_LOCALE
from formgen.errors import FormgenError
from formgen.message import Message

HELP = Message(
    "cli.translate.preview.help",
    "Draw the pages of the forms named, or of all, as PDF and PNG. Texts with faults are framed and numbered on the "
    "PNG pages, and the faults told by these numbers. Texts without a translation stand in English.\n\n"
    "Example: formgen translate preview closure --locale hy --watch",
)
WATCH = Message("cli.translate.preview.watch", "Stay, and draw again whenever a catalog or definition is saved.")
OUT = Message("cli.translate.preview.out", "The folder the pages are written into.")
WATCHING = Message("cli.translate.preview.watching", "Waiting for changes; Ctrl+C ends it.")
DRAWN = Message("cli.translate.preview.drawn", "{form}: pages {pages}, faults {faults}")
_PAUSE = 0.25
"""Seconds between two looks at the files."""


def build(say: Say) -> click.Command:
    """The command, with its help in the language of the messages."""

    @click.command(help=say(HELP))
    @click.argument("forms", nargs=-1, metavar="[FORM]...")
    @click.option("--locale", required=True, help=say(ONE_LOCALE))
    @click.option("--watch", is_flag=True, help=say(WATCH))
    @click.option("--out", type=click.Path(file_okay=False, path_type=Path), default="preview", help=say(OUT))
    @click.pass_obj
    def command(session: Session, forms: tuple[str, ...], locale: str, watch: bool, out: Path) -> None:  # noqa: FBT001
        from formgen.pipeline.translating.preview import watched

        known = watched(session.project, locale)
        _draw(session, forms, locale, out)
        if not watch:
            return
        session.tell(WATCHING)
        while True:
            time.sleep(_PAUSE)
            fresh = Session(session.folder, session.locale, session.say)
            now = watched(fresh.project, locale)
            if now != known:
                changed = {path.stem for path in {*now, *known} if now.get(path) != known.get(path)}
                known = now
                touched = tuple(name for name in forms or tuple(fresh.project.definition_paths) if name in changed)
                try:
                    _draw(fresh, touched or forms, locale, out)
                except FormgenError as error:  # a file saved half way, or a slip in it: the next save mends it
                    fresh.tell(error.message)

    return command


def _draw(session: Session, forms: tuple[str, ...], locale: str, out: Path) -> None:
    from formgen.pipeline.translating.preview import preview

    for each in preview(session.project, locale, forms, out):
        for path in each.paths:
            click.echo(path)
        for number, fault in each.faults:
            mark = f"[{number}]" if number else "[–]"
            click.echo(f"  {mark} {fault.file}:{fault.line} {session.say(fault.what)} {session.say(fault.remedy)}")
        pages = sum(path.suffix == ".png" for path in each.paths)
        figures = {"form": each.form, "pages": pages, "faults": len(each.faults)}
        session.tell(Message(DRAWN.context, DRAWN.text, figures))

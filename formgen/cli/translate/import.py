"""formgen translate import: what was changed in a workbook, back into the catalogs."""  # noqa: N999  (the name of the command)

from __future__ import annotations

import getpass
from pathlib import Path

import click

from formgen.cli.language import Say
from formgen.cli.session import Session
from formgen.cli.translate.export import ONE_LOCALE
from formgen.errors import ExitCode
from formgen.message import Message

HELP = Message(
    "cli.translate.import.help",
    "Take what was changed in a workbook of texts into the catalogs. Rows may be sorted, filtered or deleted, columns "
    "added; only what differs from the export is taken. A text that was changed on both sides stays as the catalog has "
    "it and is shown.\n\nExit code 1 means that something was left.\n\n"
    "Example: formgen translate import --locale hy words.xlsx",
)
BY = Message(
    "cli.translate.import.by", "Who vouches for the states in the workbook; by default the user of this computer."
)
DONE = Message("cli.translate.import.done", "taken {taken}, left {left}")
OUTCOMES = {
    "taken": Message("cli.translate.import.taken", "taken: “{given}”"),
    "state-taken": Message("cli.translate.import.state-taken", "state: {given}"),
    "conflict": Message(
        "cli.translate.import.conflict",
        "left: the text was changed here too. The workbook says “{given}”, the catalog “{known}”. Decide which one "
        "holds, and write it into the catalog.",
    ),
    "english-changed": Message(
        "cli.translate.import.english-changed",
        "left: the English text has changed since the export. The workbook says “{given}”, the English is now "
        "“{known}”. Export anew and translate that.",
    ),
    "unknown": Message("cli.translate.import.unknown", "left: there is no such text any more."),
    "not-text": Message(
        "cli.translate.import.not-text",
        "left: the cell holds a number or a date, not a text. Set its format to Text and type it again.",
    ),
    "emptied": Message(
        "cli.translate.import.emptied", "left: the translation was emptied. The catalog keeps “{known}”."
    ),
    "twice": Message("cli.translate.import.twice", "left: the text stands in the workbook twice, once as “{given}”."),
    "bad-state": Message("cli.translate.import.bad-state", "left: “{given}” is no state. Choose one from the list."),
}
_TAKEN = {"taken", "state-taken"}


def build(say: Say) -> click.Command:
    """The command, with its help in the language of the messages."""

    @click.command(help=say(HELP))
    @click.argument("workbook", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    @click.option("--locale", required=True, help=say(ONE_LOCALE))
    @click.option("--by", default=None, help=say(BY))
    @click.pass_obj
    def command(session: Session, workbook: Path, locale: str, by: str | None) -> int:
        from formgen.pipeline.jobs import today
        from formgen.pipeline.translating.workbooks import import_book
        from formgen.translate.workbook import Person

        taken = left = 0
        person = Person((by or _user()).replace(";", ","), today().isoformat())
        for sheet in import_book(session.project, locale, workbook, person):
            for each in sheet.told:
                is_taken = each.outcome in _TAKEN
                taken, left = taken + is_taken, left + (not is_taken)
                words = OUTCOMES[each.outcome]
                told = Message(words.context, words.text, {"given": each.given, "known": each.known})
                click.echo(f"{each.place} {each.context}: {say(told)}")
            if sheet.path is not None:
                click.echo(sheet.path)
        session.tell(Message(DONE.context, DONE.text, {"taken": taken, "left": left}))
        return int(ExitCode.NEEDS_A_PERSON if left else ExitCode.OK)

    return command


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "–"

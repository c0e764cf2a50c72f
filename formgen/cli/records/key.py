"""formgen records key: a paper copy typed in, question by question."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from formgen.cli.extract import RECEIVED, harmless
from formgen.cli.ingest import CHANNEL, SENDER, STATES
from formgen.cli.language import Say
from formgen.cli.session import Session
from formgen.cli.store import acting, by_option, opened, store_option
from formgen.errors import ExitCode
from formgen.message import Message

if TYPE_CHECKING:
    from formgen.model.form import FormDefinition
    from formgen.pipeline.keying.typing import Paper
    from formgen.pipeline.registry.taking import Taken

HELP = Message(
    "cli.records.key.help",
    "Type in a paper copy, question by question, in the order and words of the form. Questions that do not apply are "
    "passed over. What was typed is kept at every answer: run the same command again to go on.\n\n"
    "Enter leaves a question empty, < goes back one question. An option is chosen by its number or its words, several "
    "by their numbers with commas. A long text ends with a line that holds only a full stop; a table ends with a row "
    "that is left empty, or with a full stop.\n\n"
    "Example: formgen records key closure --scan page1.jpg --scan page2.jpg --second",
)
SCAN = Message("cli.records.key.scan", "A scan or photograph of the paper; kept as the original. One for each page.")
SECOND = Message("cli.records.key.second", "Type it a second time without seeing the first, and compare the two.")
PAPER_LOCALE = Message("cli.records.key.locale", "The language the paper is printed in; by default that of messages.")
VERSION = Message("cli.records.key.version", "The version printed at the foot of the paper; by default today's.")
NO_VERSION = Message(
    "cli.records.key.no-version", "There is no version {version} of the form {form}. Today's is {current}."
)
VARIANT = Message("cli.records.key.variant", "The variant of the form; asked for where it is not given.")
COPY = Message("cli.records.key.copy", "The copy id printed at the foot of a prefilled paper, twelve signs.")
ANEW = Message("cli.records.key.anew", "Begin anew: forget what was typed of this copy before.")
BAD_COPY = Message("cli.records.key.bad-copy", "A copy id has twelve signs: letters from A to Z, digits from 2 to 7.")
WHICH_VARIANT = Message("cli.records.key.which-variant", "Which variant is it?")
GOES_ON = Message("cli.records.key.goes-on", "Going on where it was left. Questions that are done: {count}.")
FIRST_TIME = Message("cli.records.key.first-time", "“{form}”: type what stands on the paper.")
SECOND_TIME = Message(
    "cli.records.key.second-time", "Now a second time, best by another person. What was typed before is not shown."
)
INTERRUPTED = Message(
    "cli.records.key.interrupted", "Not in the store yet. What was typed is kept: run the same command to go on."
)
STORED = Message("cli.records.key.stored", "Document {document} of record {record}: {status}.")


def build(say: Say) -> click.Command:
    """The command, with its help in the language of the messages."""

    @click.command(help=say(HELP))
    @click.argument("form")
    @click.option(
        "--scan", "scans", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), help=say(SCAN)
    )
    @click.option("--second", is_flag=True, help=say(SECOND))
    @click.option("--locale", metavar="LOCALE", help=say(PAPER_LOCALE))
    @click.option("--version", metavar="VERSION", help=say(VERSION))
    @click.option("--variant", metavar="VARIANT", help=say(VARIANT))
    @click.option("--copy", metavar="ID", help=say(COPY))
    @click.option("--received", type=click.DateTime(["%Y-%m-%d"]), help=say(RECEIVED))
    @click.option("--channel", type=click.Choice(["mail", "email", "hand"]), help=say(CHANNEL))
    @click.option("--from", "sender", metavar="NAME", help=say(SENDER))
    @click.option("--anew", is_flag=True, help=say(ANEW))
    @by_option(say)
    @store_option(say)
    @click.pass_obj
    def command(
        session: Session,
        form: str,
        scans: tuple[Path, ...],
        second: bool,  # noqa: FBT001
        locale: str | None,
        version: str | None,
        variant: str | None,
        copy: str | None,
        received: dt.datetime | None,
        channel: str | None,
        sender: str | None,
        anew: bool,  # noqa: FBT001
        by: str | None,
        db: str,
    ) -> int:
        from formgen.cli.records.desk import Desk
        from formgen.document.unreadable import UnreadableError
        from formgen.model.document import Stamp
        from formgen.pipeline.jobs import today
        from formgen.pipeline.keying.drafts import draft_of
        from formgen.pipeline.keying.keeping import keep, place_of, scan_of
        from formgen.store.kept import Channel, Origin

        if not sys.stdin.isatty() and hasattr(sys.stdin, "reconfigure"):
            sys.stdin.reconfigure(encoding="utf-8")
        definition = _definition(session, form, version)
        (language,) = session.project.known_locales((locale or session.locale,))
        try:
            scan = scan_of(scans)
        except UnreadableError as error:
            session.tell_findings(", ".join(map(str, scans)), [error.finding], session.shown(None))
            return int(ExitCode.NEEDS_A_PERSON)
        store = opened(db, create=True)
        place_of(store, scan)
        origin = Origin(received.date() if received else today(), Channel(channel) if channel else None, sender)
        try:
            chosen = _variant(session, definition, variant)
            stamp = Stamp(form, definition.version, language, chosen, _copy(session, copy))
            paper = _paper(session, definition, chosen, origin.received)
            names = [form, definition.version, chosen or "", language, stamp.copy or "", scan.sha256 if scan else ""]
            draft = draft_of(store, names)
            if anew:
                draft.remove()
                draft = draft_of(store, names)
            typed = Desk(session, paper, draft).key_in(second=second)
        except click.Abort:
            typed = None
        if typed is None:
            session.tell(INTERRUPTED)
            return int(ExitCode.NEEDS_A_PERSON)
        taken = keep(session.project, store, (paper, typed, stamp), scan, (origin, acting(by)))
        draft.remove()
        _tell(session, taken)
        return int(ExitCode.OK if taken.state == "accepted" else ExitCode.NEEDS_A_PERSON)

    return command


def _definition(session: Session, form: str, version: str | None) -> FormDefinition:
    """The form of the version printed on the paper."""
    from formgen.pipeline.project import UnknownFormError

    today = session.project.definition(form)
    found = today if version is None else session.project.edition(form, version)
    if found is None:
        values = {"form": form, "version": version, "current": today.version}
        raise UnknownFormError(Message(NO_VERSION.context, NO_VERSION.text, values))
    return found


def _paper(session: Session, definition: FormDefinition, variant: str | None, received: dt.date) -> Paper:
    from formgen.pipeline.keying.typing import Paper

    shown = session.project.shown(definition, session.locale, variant)
    return Paper(shown, session.project.lexicon(definition, variant), received)


def _variant(session: Session, definition: FormDefinition, wanted: str | None) -> str | None:
    """The variant that was named, or that the clerk names now."""
    from formgen.pipeline.making import check_variants

    if definition.variant_field is None:
        return None
    if wanted is not None:
        check_variants((definition,), (wanted,))
        return wanted
    shown = session.project.shown(definition, session.locale)
    click.echo(session.say(WHICH_VARIANT), err=True)
    for number, choice in enumerate(definition.variants, start=1):
        click.echo(f"  {number}) {harmless(shown.text(choice.label))}", err=True)
    numbers = click.Choice([str(number) for number in range(1, len(definition.variants) + 1)])
    chosen = click.prompt("", prompt_suffix="> ", type=numbers, show_choices=False, err=True)
    return definition.variants[int(chosen) - 1].code


def _copy(session: Session, copy: str | None) -> str | None:
    from formgen.document.stamp import is_copy_id

    if copy is None:
        return None
    if not is_copy_id(copy.strip().upper()):
        raise click.UsageError(session.say(BAD_COPY))
    return copy.strip().upper()


def _tell(session: Session, taken: Taken) -> None:
    status = session.say(STATES[taken.state])
    values = {"document": taken.incoming, "record": taken.record or "–", "status": status}
    session.tell(Message(STORED.context, STORED.text, values))

"""formgen ingest: completed forms into the record store."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from formgen.cli.extract import MARKS, NOTHING, RECEIVED, harmless
from formgen.cli.language import Say
from formgen.cli.places import PathOrUrl, work_options
from formgen.cli.session import Session
from formgen.cli.store import by_option, opened, store_option
from formgen.errors import ExitCode
from formgen.message import Message

if TYPE_CHECKING:
    from formgen.model.finding import Severity
    from formgen.pipeline.ingest import Given
    from formgen.pipeline.registry.taking import Taken
    from formgen.pipeline.urls import Url

HELP = Message(
    "cli.ingest.help",
    "Take completed forms into the record store: files, folders, archives and mails, by path or URL. Every document "
    "gets an incoming number; the same bytes are taken in once, however often they are given, and a run that was "
    "interrupted goes on. The files stay where they are.\n\n"
    "Exit code 1 means that at least one document needs a person.\n\n"
    'Example: formgen ingest inbox --channel email --from "Shirak centre"',
)
CHANNEL = Message("cli.ingest.channel", "How the documents came.")
SENDER = Message("cli.ingest.from", "From whom the documents came.")
JOBS = Message("cli.ingest.jobs", "How many processes read documents.")
MOVE_TO = Message(
    "cli.ingest.move-to", "Move files that were taken in into this folder; nothing there is ever overwritten."
)
AGAIN = Message("cli.ingest.again", "Read documents anew that could not be read before.")
JSON = Message("cli.ingest.json", "One JSON object a document, one a line.")

OUTCOMES = {
    "new": Message("cli.ingest.new", "new record"),
    "same": Message("cli.ingest.same", "says what a record says"),
    "completed": Message("cli.ingest.completed", "completes a record"),
    "fixed": Message("cli.ingest.fixed", "puts a record right"),
    "conflict": Message("cli.ingest.conflict", "contradicts a record"),
    "unreadable": Message("cli.ingest.unreadable", "not readable"),
    "known": Message("cli.ingest.known", "known"),
    "forgotten": Message("cli.ingest.forgotten", "forgotten before, not taken in"),
    "refused": Message("cli.ingest.refused", "not taken in"),
}
STATES = {
    "accepted": Message("state.accepted", "accepted"),
    "review": Message("state.review", "needs a person"),
    "conflict": Message("state.conflict", "contradicts another record"),
    "rejected": Message("state.rejected", "rejected"),
    "forgotten": Message("state.forgotten", "forgotten"),
}
FORM = Message("cli.ingest.form", "Form")
NO_FORM = Message("cli.ingest.no-form", "none of ours")
REASON = Message("cli.ingest.reason", "Reason")
DOCUMENTS = Message("cli.ingest.documents", "Documents")
NEEDS = Message("cli.ingest.needs", "To be looked at:")
MORE = Message("cli.ingest.more", "… and {count} more: formgen records list --status review")
TOTAL = Message(
    "cli.ingest.total",
    "Documents: {count}, of them known before: {known}. New: {accepted} accepted, {review} for a person, "
    "{rejected} rejected.",
)
MOVED = Message("cli.ingest.moved", "Files moved to {folder}: {count}.")
NOT_MOVED = Message("cli.ingest.not-moved", "{path} was not moved: {reason}.")
COUNTS = Message("cli.ingest.counts", "accepted {accepted} · to look at {review} · rejected {rejected} · known {known}")
_SHOWN = 50
"""How many documents that need a person are named; the others are in the store."""


@dataclass
class Tally:
    """What a run comes to, in counts that do not grow with it, and the first documents that need a person."""

    outcomes: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    by_form: dict[str, Counter[str]] = field(default_factory=dict)
    reasons: Counter[str] = field(default_factory=Counter)
    needing: list[Taken] = field(default_factory=list)
    all_well: bool = True

    @property
    def total(self) -> int:
        """How many documents were given."""
        return sum(self.outcomes.values())

    @property
    def known(self) -> int:
        """How many of them the store knew already, also those whose contents it was told to forget."""
        return self.outcomes["known"] + self.outcomes["forgotten"]

    def add(self, taken: Taken) -> None:
        """Count one document."""
        self.outcomes[taken.outcome] += 1
        if taken.outcome == "forgotten":
            return
        if taken.state != "accepted":
            self.all_well = False
        if taken.outcome == "known":
            return
        self.states[taken.state] += 1
        report = taken.report
        stamp = report.stamp if report else None
        self.by_form.setdefault(stamp.form if stamp else "", Counter())[taken.state] += 1
        if taken.state == "accepted" or report is None:
            return
        self.reasons.update({each.code for each in report.findings if each.severity != "info"})
        if taken.outcome == "conflict":
            self.reasons["conflict"] += 1
        if len(self.needing) < _SHOWN:
            self.needing.append(taken)


def build(say: Say) -> click.Command:
    """The command, with its help in the language of the messages."""

    @click.command(help=say(HELP))
    @click.argument("paths", nargs=-1, required=True, type=PathOrUrl(exists=True), metavar="PATH...")
    @store_option(say)
    @work_options(say, JOBS)
    @click.option("--channel", type=click.Choice(["mail", "email", "hand"]), help=say(CHANNEL))
    @click.option("--from", "sender", metavar="NAME", help=say(SENDER))
    @click.option("--received", type=click.DateTime(["%Y-%m-%d"]), help=say(RECEIVED))
    @click.option("--move-to", type=click.Path(file_okay=False, path_type=Path), help=say(MOVE_TO))
    @click.option("--again", is_flag=True, help=say(AGAIN))
    @by_option(say)
    @click.option("--json", "as_json", is_flag=True, help=say(JSON))
    @click.pass_obj
    def command(
        session: Session,
        paths: tuple[Path | Url, ...],
        db: str,
        jobs: int,
        cluster: str | None,
        channel: str | None,
        sender: str | None,
        received: dt.datetime | None,
        move_to: Path | None,
        again: bool,  # noqa: FBT001
        by: str | None,
        as_json: bool,  # noqa: FBT001
    ) -> int:
        from formgen.pipeline.ingest import Order, ingest
        from formgen.pipeline.jobs import today
        from formgen.pipeline.registry.acting import user
        from formgen.store.kept import Channel, Origin

        if move_to is not None:
            from formgen.pipeline.moving import check_movable

            check_movable(paths)
        if cluster is not None:
            from formgen.pipeline.taking_afar import check_shared
            from formgen.store.address import parse_address

            check_shared(parse_address(db))
        origin = Origin(received.date() if received else today(), Channel(channel) if channel else None, sender)
        order = Order(origin, by or user(), jobs, again)
        tally, moved = Tally(), 0
        with _progress(session, tally) as follow:
            store = opened(db, create=True)
            for given in follow(ingest(session.project, store, paths, order, cluster)):
                for taken in given.taken:
                    tally.add(taken)
                    if as_json:
                        click.echo(json.dumps(_plain(taken, session), ensure_ascii=False))
                moved += _move(session, given, move_to) if move_to else 0
        if tally.total == 0:
            session.tell(NOTHING)
        elif not as_json:
            _sum_up(tally, session)
        if move_to is not None:
            session.tell(Message(MOVED.context, MOVED.text, {"count": moved, "folder": move_to}))
        return int(ExitCode.OK if tally.all_well and tally.total else ExitCode.NEEDS_A_PERSON)

    return command


def _move(session: Session, given: Given, folder: Path) -> int:
    from formgen.pipeline.moving import NotMovedError, move

    try:
        return int(move(given, folder))
    except NotMovedError as error:
        values = {"path": given.path, "reason": error.reason}
        session.tell(Message(NOT_MOVED.context, NOT_MOVED.text, values))
        return 0


@contextmanager
def _progress(session: Session, tally: Tally) -> Iterator[Callable[[Iterator[Given]], Iterator[Given]]]:
    """Follow a run with a bar and counts, where a person watches."""
    if not sys.stderr.isatty():
        yield lambda run: run
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:

        def follow(run: Iterator[Given]) -> Iterator[Given]:
            task = progress.add_task("", total=None)
            for given in run:
                yield given
                values = {**_numbers(tally), "known": tally.known}
                said = session.say(Message(COUNTS.context, COUNTS.text, values))
                progress.update(task, completed=tally.total, description=said)

        yield follow


def _numbers(tally: Tally) -> dict[str, int]:
    states = tally.states
    return {
        "accepted": states["accepted"],
        "review": states["review"] + states["conflict"],
        "rejected": states["rejected"],
    }


def _sum_up(tally: Tally, session: Session) -> None:
    """Say what a run came to: by form, by reason, and what needs a person."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(stderr=True, highlight=False)
    if tally.by_form:
        table = Table(box=None, padding=(0, 2, 0, 0))
        table.add_column(session.say(FORM))
        states = [state for state in STATES if tally.states[state]]
        for state in states:
            table.add_column(session.say(STATES[state]), justify="right")
        for form, counts in sorted(tally.by_form.items()):
            shown = session.shown(form) if form in session.project.definition_paths else None
            name = shown.text(shown.form.title) if shown else form or session.say(NO_FORM)
            table.add_row(name, *(str(counts[state]) for state in states))
        console.print(table)
    if tally.reasons:
        table = Table(box=None, padding=(0, 2, 0, 0))
        table.add_column(session.say(REASON))
        table.add_column(session.say(DOCUMENTS), justify="right")
        for code, number in tally.reasons.most_common():
            table.add_row(session.say(STATES["conflict"]) if code == "conflict" else code, str(number))
        console.print(table)
    if tally.needing:
        console.print(session.say(NEEDS))
    for taken in tally.needing:
        place = f"{taken.incoming}  " if taken.incoming else ""
        console.print(Text(f"{place}{harmless(taken.path)} – {session.say(OUTCOMES[taken.outcome])}"), soft_wrap=True)
        for severity, words in _findings(taken, session):
            console.print(Text(f"  {MARKS[severity]} {harmless(words)}"), soft_wrap=True)
    rest = sum(tally.states.values()) - tally.states["accepted"] - len(tally.needing)
    if rest:
        session.tell(Message(MORE.context, MORE.text, {"count": rest}))
    values = {"count": tally.total, "known": tally.known, **_numbers(tally)}
    session.tell(Message(TOTAL.context, TOTAL.text, values))


def _findings(taken: Taken, session: Session) -> Iterator[tuple[Severity, str]]:
    from formgen.report.words import describe

    if taken.report is None:
        return
    shown = session.shown_of(taken.report)
    for each in taken.report.findings:
        if each.severity != "info":
            yield each.severity, describe(each, shown)


def _plain(taken: Taken, session: Session) -> dict[str, object]:
    from formgen.report.words import describe

    report = taken.report
    stamp = report.stamp if report else None
    shown = session.shown_of(report) if report else None
    return {
        "path": taken.path,
        "outcome": taken.outcome,
        "document": str(taken.incoming) if taken.incoming else None,
        "record": str(taken.record) if taken.record else None,
        "status": taken.state,
        "form": stamp.form if stamp else None,
        "findings": [
            {
                "code": each.code,
                "severity": each.severity,
                "field": each.field,
                "written": each.written,
                "message": describe(each, shown),
            }
            for each in (report.findings if report else ())
            if shown is not None
        ],
    }

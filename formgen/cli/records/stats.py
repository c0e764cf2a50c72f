"""formgen records stats: counts of records, and results held against their targets."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from decimal import Decimal
from typing import TYPE_CHECKING

import click

from formgen.cli.ingest import STATES
from formgen.cli.language import Say
from formgen.cli.records.filters import Chosen, filters
from formgen.cli.records.list import form_title
from formgen.cli.session import Session
from formgen.cli.store import opened, store_option
from formgen.message import Message

if TYPE_CHECKING:
    from formgen.model.catalog import LocalizedForm
    from formgen.pipeline.statistics import Measured, Results, Statistics

HELP = Message(
    "cli.records.stats.help",
    "Count records by form, month, centre and status; closures by reason; hold the answers of evaluations against "
    "their targets; show results of certification, and which versions of the forms still arrive.\n\n"
    "Reasons, targets and results are of accepted records, unless a status is asked for.\n\n"
    "Example: formgen records stats --since 2026-01-01 --json",
)
JSON = Message("cli.records.stats.json", "One JSON object.")
COUNTS = Message("cli.records.stats.counts", "Records")
REASONS = Message("cli.records.stats.reasons", "Closures by reason")
TARGETS = Message("cli.records.stats.targets", "Evaluation: answers against their targets")
RESULTS = Message("cli.records.stats.results", "Certification")
MEANS = Message("cli.records.stats.means", "Means of marks")
VERSIONS = Message("cli.records.stats.versions", "Versions that arrive")
HEADS = {
    "form": Message("cli.records.stats.form", "Form"),
    "month": Message("cli.records.stats.month", "Month"),
    "centre": Message("cli.records.stats.centre", "Centre"),
    "reason": Message("cli.records.stats.reason", "Reason"),
    "count": Message("cli.records.stats.count", "Number"),
    "group": Message("cli.records.stats.group", "Group"),
    "question": Message("cli.records.stats.question", "Question"),
    "target": Message("cli.records.stats.target", "Target"),
    "answered": Message("cli.records.stats.answered", "Answered"),
    "figure": Message("cli.records.stats.figure", "Figure"),
    "met": Message("cli.records.stats.met", "Met"),
    "version": Message("cli.records.stats.version", "Version"),
    "origin": Message("cli.records.stats.origin", "From"),
    "last": Message("cli.records.stats.last", "Last on"),
    "records": Message("cli.records.stats.records", "Records"),
    "mean": Message("cli.records.stats.mean", "Mean"),
}
MET = {
    True: Message("cli.records.stats.yes", "yes"),
    False: Message("cli.records.stats.no", "no"),
    None: Message("cli.records.stats.nobody", "–"),
}
MEAN = Message("cli.records.stats.mean-target", "mean {comparison} {value}")
SHARE = Message("cli.records.stats.share-target", "“{options}” {comparison} {value}")
OUTCOME = Message(
    "cli.records.stats.outcome",
    "{form}: {passed} passed, {failed} failed, {incomplete} lack marks. Benchmark {benchmark} of {highest}.",
)
SCORES = Message("cli.records.stats.scores", "Scores: mean {mean}, median {median}, from {least} to {most}.")
WAITING = Message(
    "cli.records.stats.waiting", "Records that still wait for a person and are not in the figures below: {count}."
)
UNREAD = Message("cli.records.stats.unread", "Documents that could not be read: {count}.")
OLD = Message("cli.records.stats.old", "{version} (now {current})")
NOTHING = Message("cli.records.stats.nothing", "No record fits what was asked for.")
_SIGNS = {">=": "≥", "<=": "≤", "==": "="}
_BAR = 30


def build(say: Say) -> click.Command:
    """The command, with its help in the language of the messages."""

    @click.command(help=say(HELP))
    @filters(say)
    @click.option("--json", "as_json", is_flag=True, help=say(JSON))
    @store_option(say)
    @click.pass_obj
    def command(session: Session, chosen: Chosen, as_json: bool, db: str) -> None:  # noqa: FBT001
        from formgen.pipeline.statistics import measure

        everything = chosen.query(session)
        figured = replace(chosen, states=chosen.states or ("accepted",)).query(session)
        found = measure(session.project, opened(db), everything, figured)
        if as_json:
            click.echo(json.dumps(plain(found), ensure_ascii=False, default=_plain))
        elif not found.counts:
            session.tell(NOTHING)
        else:
            _Sheet(session).show(found, is_narrowed=bool(chosen.states))

    return command


def plain(found: Statistics) -> Mapping[str, object]:
    """The statistics as JSON has them."""
    told = asdict(found)
    for each, measured in zip(told["indicators"], found.indicators, strict=True):
        indicator = each.pop("indicator")
        each |= {name: indicator[name] for name in ("statistic", "codes", "comparison")}
        each["target"] = measured.indicator.value
    return told


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)


class _Sheet:
    """The statistics for a person at a terminal."""

    def __init__(self, session: Session) -> None:
        from rich.console import Console

        self._session = session
        self._console = Console(highlight=False)

    def show(self, found: Statistics, *, is_narrowed: bool) -> None:
        """Show everything there is to show."""
        self._counts(found)
        if found.unread:
            self._session.tell(Message(UNREAD.context, UNREAD.text, {"count": found.unread}))
        waiting = sum(each.count for each in found.counts if each.status in {"review", "conflict"})
        if waiting and not is_narrowed:
            self._session.tell(Message(WAITING.context, WAITING.text, {"count": waiting}))
        self._reasons(found)
        self._indicators(found)
        self._results(found)
        self._means(found)
        self._arrivals(found)

    def _table(self, title: Message, names: Iterable[str], rows: Iterable[Iterable[object]], numbers: set[str]) -> None:
        from rich.table import Table
        from rich.text import Text

        from formgen.cli.extract import harmless

        table = Table(title=self._session.say(title), title_justify="left", box=None, padding=(0, 2, 0, 0))
        for name in names:
            table.add_column(self._session.say(HEADS[name]), justify="right" if name in numbers else "left")
        for row in rows:
            table.add_row(*(Text(harmless(str(cell))) for cell in row))
        if table.row_count:
            self._console.print(table)
            self._console.print()

    def _counts(self, found: Statistics) -> None:
        from rich.table import Table
        from rich.text import Text

        from formgen.cli.extract import harmless

        say = self._session.say
        states = [state for state in STATES if any(each.status == state for each in found.counts)]
        table = Table(title=say(COUNTS), title_justify="left", box=None, padding=(0, 2, 0, 0))
        for name in ("form", "month", "centre"):
            table.add_column(say(HEADS[name]))
        for state in states:
            table.add_column(say(STATES[state]), justify="right")
        rows: dict[tuple[str, str, str], dict[str, int]] = {}
        for each in found.counts:
            rows.setdefault((each.form, each.month, each.centre or "–"), {})[each.status] = each.count
        for (form, month, centre), by_state in rows.items():
            year, _, number = month.partition("-")
            cells = [form_title(self._session, form), f"{number}.{year}", centre]
            cells += [str(by_state.get(state, "")) for state in states]
            table.add_row(*(Text(harmless(cell)) for cell in cells))
        self._console.print(table)
        self._console.print()

    def _reasons(self, found: Statistics) -> None:
        if not found.reasons:
            return
        from formgen.pipeline import statistics

        shown = self._session.shown(statistics.REASONS[0])
        labels = {each.code: shown.text(each.label) for each in shown.form.fields[statistics.REASONS[1]].choices}
        rows = [(labels.get(code, code), count) for code, count in found.reasons.items()]
        self._table(REASONS, ("reason", "count"), rows, {"count"})

    def _indicators(self, found: Statistics) -> None:
        groups = {(each.form, each.group) for each in found.indicators if each.answered}
        rows: list[tuple[object, ...]] = []
        before = None
        for each in found.indicators:
            if (each.form, each.group) in groups:
                shown = self._session.shown(each.form, each.group)
                row = self._indicator(each, shown)
                # A question with two targets is named once.
                rows.append(("", "", *row[2:]) if row[:2] == before else row)
                before = row[:2]
        names = ("group", "question", "target", "answered", "figure", "met")
        self._table(TARGETS, names, rows, {"answered", "figure"})

    def _indicator(self, each: Measured, shown: LocalizedForm) -> tuple[object, ...]:
        from formgen.report.words import question

        group = next((shown.text(one.label) for one in shown.form.variants if one.code == each.group), "")
        target = _target(each, shown)
        met = self._session.say(MET[each.met])
        return group, question(each.question, shown), target, each.answered, _said(each, each.figure, shown), met

    def _results(self, found: Statistics) -> None:
        for each in found.results:
            self._result(each)

    def _result(self, each: Results) -> None:
        say, locale = self._session.say, self._session.locale
        self._console.print(say(RESULTS), style="italic")
        counts = {"passed": each.passed, "failed": each.failed, "incomplete": each.incomplete}
        told = {"benchmark": _number(each.benchmark, locale), "highest": _number(each.highest, locale)}
        title = form_title(self._session, each.form)
        self._console.print(say(Message(OUTCOME.context, OUTCOME.text, {"form": title, **counts, **told})))
        if each.mean is not None:
            parts = {"mean": each.mean, "median": each.median, "least": each.least, "most": each.most}
            values = {name: _number(figure, locale) for name, figure in parts.items()}
            self._console.print(say(Message(SCORES.context, SCORES.text, values)))
        from formgen.pipeline.statistics import BAND

        longest = max(each.bands.values(), default=1)
        for least, count in each.bands.items():
            bar = "█" * max(1, round(count / longest * _BAR))
            self._console.print(f"{least:>5}–{least + BAND - 1:<5} {bar} {count}")
        self._console.print()

    def _means(self, found: Statistics) -> None:
        rows: list[tuple[object, ...]] = []
        for each in found.means:
            shown = self._session.shown(each.form)
            locale = self._session.locale
            rows.append((shown.text(shown.form.title), each.records, _number(each.overall, locale)))
            for section in shown.form.sections:
                if section.id in each.standards:
                    title = f"  {shown.form.numbers[f'section:{section.id}']} {shown.text(section.title)}"
                    rows.append((title, "", _number(each.standards[section.id], locale)))
        self._table(MEANS, ("form", "records", "mean"), rows, {"records", "mean"})

    def _arrivals(self, found: Statistics) -> None:
        rows = []
        for each in found.arrivals:
            current = found.current.get(each.form)
            values = {"version": each.version, "current": current}
            is_old = current not in {None, each.version}
            version = self._session.say(Message(OLD.context, OLD.text, values)) if is_old else each.version
            last = each.last.strftime("%d.%m.%Y")
            rows.append((form_title(self._session, each.form), version, each.origin or "–", each.count, last))
        self._table(VERSIONS, ("form", "version", "origin", "count", "last"), rows, {"count"})


def _target(each: Measured, shown: LocalizedForm) -> str:
    indicator = each.indicator
    sign = _SIGNS.get(indicator.comparison, indicator.comparison)
    if indicator.statistic != "share":
        values = {"comparison": sign, "value": _number(indicator.value, shown.locale)}
        return shown.text(Message(MEAN.context, MEAN.text, values))
    field = shown.form.fields[each.question]
    labels = [
        _option(choice.code, shown.text(choice.label)) for choice in field.choices if choice.code in indicator.codes
    ]
    values = {"options": ", ".join(labels), "comparison": sign, "value": _share(indicator.value, shown.locale)}
    return shown.text(Message(SHARE.context, SHARE.text, values))


def _option(code: str, label: str) -> str:
    """A mark by its number, which is short; another option by its words."""
    return code if code.isdigit() else label


def _said(each: Measured, figure: Decimal | None, shown: LocalizedForm) -> str:
    if figure is None:
        return "–"
    return _share(figure, shown.locale) if each.indicator.statistic == "share" else _number(figure, shown.locale)


def _share(figure: Decimal, locale: str) -> str:
    return f"{_number((figure * 100).quantize(Decimal('0.1')), locale)} %"


def _number(figure: Decimal | None, locale: str) -> str:
    if figure is None:
        return "–"
    text = f"{figure.normalize():f}"
    return text if locale == "en" else text.replace(".", ",")

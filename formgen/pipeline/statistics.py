"""Records of the store -> counts, closures by reason, indicators against their targets, results of certification.

Figures are of accepted records, unless other states are asked for: what still waits for a person may change. An
indicator is of those respondents who answered its question; “not applicable” is no answer.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from formgen.model.form import NOT_APPLICABLE, Field, FormDefinition, Indicator, ScoreRule, for_variant
from formgen.model.record import Record, Value
from formgen.pipeline.project import Project
from formgen.pipeline.registry import rejudging
from formgen.store import figures, records
from formgen.store.figures import Arrival, Count
from formgen.store.kept import KeptRecord
from formgen.store.opening import Store
from formgen.store.records import Query
from formgen.validate.reading import code_of

REASONS = ("closure", "closure_reason")
"""The form and question of why cases are closed."""
BAND = 10
"""Points in one band of the distribution of scores."""
_PLACES = Decimal("0.01")
_SHARE_PLACES = Decimal("0.0001")
_HOLDS = {
    ">=": lambda figure, target: figure >= target,
    ">": lambda figure, target: figure > target,
    "<=": lambda figure, target: figure <= target,
    "<": lambda figure, target: figure < target,
    "==": lambda figure, target: figure == target,
}


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator of a question in one group: how many answered, the figure, and whether it meets its target.

    `figure` and `met` are None where nobody answered. A share is from 0 to 1, a mean has two places.
    """

    form: str
    group: str | None
    question: str
    indicator: Indicator
    answered: int
    figure: Decimal | None
    met: bool | None


@dataclass(frozen=True, slots=True)
class Results:
    """The results of a form with a published score: how many passed, failed, lack marks; the scores themselves.

    `bands` count the scores by the lowest of the ten points they lie in.
    """

    form: str
    passed: int
    failed: int
    incomplete: int
    benchmark: Decimal | None
    highest: Decimal
    mean: Decimal | None
    median: Decimal | None
    least: Decimal | None
    most: Decimal | None
    bands: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Means:
    """The means of a form with marks: of how many records, over all, and by section and dimension."""

    form: str
    records: int
    overall: Decimal | None
    standards: Mapping[str, Decimal]
    dimensions: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Statistics:
    """Everything that is counted."""

    counts: tuple[Count, ...]
    unread: int | None
    reasons: Mapping[str, int]
    indicators: tuple[Measured, ...]
    results: tuple[Results, ...]
    means: tuple[Means, ...]
    arrivals: tuple[Arrival, ...]
    current: Mapping[str, str]


def measure(project: Project, store: Store, everything: Query, figured: Query) -> Statistics:
    """Count the records of `everything`, and take figures from those of `figured`; all of one state of the store."""
    tally = _Tally(project)
    with store.read() as connection:
        counts = tuple(figures.counts(connection, everything))
        arrivals = tuple(figures.arrivals(connection, everything))
        is_whole = everything == Query()
        unread = figures.unread(connection) if is_whole else None
        for kept in records.find(connection, figured):
            if kept.stamp.form in project.definition_paths:
                tally.add(kept)
    shown = everything.forms or tuple(project.definition_paths)
    forms = [project.definition(name) for name in shown]
    return Statistics(
        counts,
        unread,
        dict(tally.reasons.most_common()),
        tuple(each for form in forms for each in tally.measured(form)),
        tuple(tally.results(form) for form in forms if form.id in tally.scores),
        tuple(tally.means(form) for form in forms if form.id in tally.figures),
        arrivals,
        {form.id: form.version for form in forms},
    )


Key = tuple[str, str | None, str]
"""A form, a variant and a question."""


@dataclass
class _Tally:
    """What is kept while records pass by: counts of answers, and the computed figures."""

    project: Project
    reasons: Counter[str] = field(default_factory=Counter)
    answers: dict[Key, Counter[frozenset[str]]] = field(default_factory=dict)
    scores: dict[str, list[tuple[Decimal | None, bool | None]]] = field(default_factory=dict)
    figures: dict[str, list[Mapping[str, object]]] = field(default_factory=dict)

    def add(self, kept: KeptRecord) -> None:
        """Count a record."""
        form = for_variant(self.project.definition(kept.stamp.form), kept.stamp.variant)
        record = rejudging.typed(self.project, kept.stamp, kept.revision)
        if form.id == REASONS[0]:
            reason = record.values.get(REASONS[1])
            if isinstance(reason, str):
                self.reasons[reason] += 1
        for each in form.fields.values():
            if each.indicators:
                codes = _codes(record, each)
                if codes:
                    key = (form.id, kept.stamp.variant, each.id)
                    self.answers.setdefault(key, Counter())[codes] += 1
        computed = kept.revision.computed
        if form.scoring is None or not computed:
            return
        if form.scoring.rule is ScoreRule.SUM:
            passed = computed.get("passed")
            score = _number(computed.get("total_score"))
            self.scores.setdefault(form.id, []).append((score, passed if isinstance(passed, bool) else None))
        else:
            self.figures.setdefault(form.id, []).append(computed)

    def measured(self, form: FormDefinition) -> Iterator[Measured]:
        """The indicators of a form, group by group, in the order of the questions."""
        groups: list[str | None] = [choice.code for choice in form.variants] or [None]
        for group in groups:
            for each in for_variant(form, group).fields.values():
                given = self.answers.get((form.id, group, each.id), Counter())
                for indicator in each.indicators:
                    figure = _figure(each, indicator, given)
                    met = None if figure is None else bool(_HOLDS[indicator.comparison](figure, indicator.value))
                    yield Measured(
                        form.id, group, each.id, indicator, sum(given.values()), _rounded(indicator, figure), met
                    )

    def results(self, form: FormDefinition) -> Results:
        """The results of a form whose marks are summed."""
        given = self.scores[form.id]
        known = sorted(score for score, _ in given if score is not None)
        assert form.scoring is not None
        return Results(
            form.id,
            sum(passed is True for _, passed in given),
            sum(passed is False for _, passed in given),
            sum(score is None for score, _ in given),
            form.scoring.benchmark,
            form.max_score,
            _mean(known),
            _places(statistics.median(known)) if known else None,
            known[0] if known else None,
            known[-1] if known else None,
            dict(sorted(Counter(int(score // BAND) * BAND for score in known).items())),
        )

    def means(self, form: FormDefinition) -> Means:
        """The means of a form whose marks are averaged: the mean over its records of each figure."""
        given = self.figures[form.id]
        return Means(
            form.id,
            len(given),
            _mean([score for each in given if (score := _number(each.get("overall"))) is not None]),
            _means(given, "standards"),
            _means(given, "dimensions"),
        )


def _codes(record: Record, each: Field) -> frozenset[str]:
    """What was answered; nothing where it was left out, or does not apply."""
    value: Value = record.values.get(each.id)
    if isinstance(value, tuple):
        return frozenset(code for code in value if isinstance(code, str))
    code = code_of(value)
    return frozenset() if code in {None, NOT_APPLICABLE} else frozenset({str(code)})


def _figure(each: Field, indicator: Indicator, given: Mapping[frozenset[str], int]) -> Decimal | None:
    answered = sum(given.values())
    if not answered:
        return None
    if indicator.statistic == "share":
        counted = sum(number for codes, number in given.items() if codes & frozenset(indicator.codes))
        return Decimal(counted) / answered
    marks = {choice.code: choice.value for choice in each.choices}
    scored = [(marks.get(code), number) for codes, number in given.items() for code in codes]
    total = sum(number for mark, number in scored if mark is not None)
    return Decimal(sum(mark * number for mark, number in scored if mark is not None)) / total if total else None


def _rounded(indicator: Indicator, figure: Decimal | None) -> Decimal | None:
    """A figure as it is told; whether it meets its target is judged before."""
    if figure is None:
        return None
    return figure.quantize(_SHARE_PLACES if indicator.statistic == "share" else _PLACES, ROUND_HALF_UP)


def _number(value: object) -> Decimal | None:
    return Decimal(str(value)) if isinstance(value, int | float | Decimal) and not isinstance(value, bool) else None


def _mean(known: list[Decimal]) -> Decimal | None:
    return _places(sum(known, Decimal(0)) / len(known)) if known else None


def _places(figure: Decimal) -> Decimal:
    return figure.quantize(_PLACES, ROUND_HALF_UP)


def _means(given: list[Mapping[str, object]], group: str) -> Mapping[str, Decimal]:
    gathered: dict[str, list[Decimal]] = {}
    for each in given:
        inner = each.get(group)
        for name, figure in inner.items() if isinstance(inner, Mapping) else ():
            known = _number(figure)
            if known is not None:
                gathered.setdefault(str(name), []).append(known)
    return {name: mean for name, known in gathered.items() if (mean := _mean(known)) is not None}

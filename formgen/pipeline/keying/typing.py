"""What a clerk types at one question -> answers, and the next question by the form's own skip rules."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from formgen.model.catalog import LocalizedForm
from formgen.model.document import Answer, ReadBy, Response
from formgen.model.finding import Finding, Severity, finding
from formgen.model.form import Choice, Field, FieldType, Note, Table
from formgen.model.record import SignatureKind
from formgen.model.slot import slot_of, slots_of_field
from formgen.validate import Judgment, Lexicon, validate
from formgen.validate.answers import gather, read_answers
from formgen.validate.visibility import visibility

TICK = "☒"
_LIST = re.compile(r"[0-9\s,;]+")
_NOT_YET = {"required", "unsigned", "blank"}
"""Findings that say nothing of what was just typed."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is asked: a question, or (with `row` from 1) a cell of a table."""

    item: Field | Table
    row: int = 0
    column: Field | None = None

    @property
    def key(self) -> str:
        """The key of the answer; of a multi-choice, of the question."""
        return f"{self.item.id}.{self.row}.{self.column.id}" if self.column else self.item.id

    @property
    def field(self) -> Field:
        """The question, in a table the column."""
        asked = self.column or self.item
        assert isinstance(asked, Field)
        return asked

    @property
    def opens_row(self) -> bool:
        """Whether a row of a table begins here."""
        return isinstance(self.item, Table) and self.column is self.item.columns[0]


@dataclass(frozen=True)
class Paper:
    """The form on the desk: its words for the clerk, the words of its options, the day it was received."""

    shown: LocalizedForm
    lexicon: Lexicon
    received: dt.date


@dataclass
class Typed:
    """What was typed of one paper copy so far: the answers by key, and the steps taken, which lead back."""

    answers: dict[str, Answer] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)
    ended: set[str] = field(default_factory=set)

    def of(self, step: Step) -> tuple[Answer, ...]:
        """What stands at a step."""
        if step.field.type is FieldType.MULTI_CHOICE and not step.column:
            keys = [slot.key for slot in slots_of_field(step.field)]
            return tuple(self.answers[key] for key in keys if key in self.answers)
        return (self.answers[step.key],) if step.key in self.answers else ()

    def put(self, step: Step, answers: Sequence[Answer]) -> None:
        """Put other answers in the place of what stands at a step."""
        for old in self.of(step):
            del self.answers[old.key]
        self.answers.update({each.key: each for each in answers})


def judge(paper: Paper, typed: Mapping[str, Answer]) -> Judgment:
    """Judge what was typed as what was read of any document."""
    return validate(Response(dict(typed)), paper.shown, paper.lexicon, paper.received)


def step_of(paper: Paper, key: str) -> Step | None:
    """The step of a key; None where the form has none."""
    item = paper.shown.form.items.get(key)
    if isinstance(item, Table):
        return Step(item, 1, item.columns[0])
    if isinstance(item, Field):
        return Step(item)
    slot = slot_of(paper.shown.form, key)
    if slot is None:
        return None
    return Step(slot.field) if slot.table is None else Step(slot.table, slot.row or 1, slot.field)


def next_step(paper: Paper, typed: Typed, step: Step | None) -> tuple[Step | None, tuple[Field | Table | Note, ...]]:
    """What is asked after a step, or first; and the items passed over, notes among them, in between."""
    if step is not None and isinstance(step.item, Table) and step.column is not None:
        inside = _in_table(typed, step, step.item)
        if inside is not None:
            return inside, ()
    items = list(paper.shown.form.items.values())
    start = 0 if step is None else 1 + items.index(step.item)
    visible = _visible(paper, typed)
    passed: list[Field | Table | Note] = []
    for item in items[start:]:
        is_printed = item.id in paper.shown.form.printed
        if isinstance(item, Note) or visible[item.id] is False or is_printed:
            if not is_printed:
                passed.append(item)
            continue
        return (Step(item, 1, item.columns[0]) if isinstance(item, Table) else Step(item)), tuple(passed)
    return None, tuple(passed)


def _in_table(typed: Typed, step: Step, table: Table) -> Step | None:
    """The next cell of a table; a row without a word ends it."""
    if table.id in typed.ended:
        return None
    place = table.columns.index(step.field)
    if place + 1 < len(table.columns):
        return Step(table, step.row, table.columns[place + 1])
    if any(f"{table.id}.{step.row}.{column.id}" in typed.answers for column in table.columns):
        return Step(table, step.row + 1, table.columns[0])
    return None


def _visible(paper: Paper, typed: Typed) -> Mapping[str, bool | None]:
    places, _ = read_answers(paper.shown, typed.answers.values(), paper.lexicon)
    return visibility(gather(paper.shown.form, places), paper.shown.variant)


def options(step: Step) -> tuple[Choice, ...]:
    """The options of a step, as they are numbered for the clerk."""
    return step.field.choices


def number_of(step: Step, choice: Choice) -> str:
    """What a clerk types for an option: of a scale its mark, of others their place."""
    if step.field.type is FieldType.RATING:
        return choice.code
    return str(1 + step.field.choices.index(choice))


def read(paper: Paper, typed: Typed, step: Step, text: str) -> tuple[tuple[Answer, ...], tuple[Finding, ...]]:
    """What a text says at a step, and what is to be said of it by the rules of the form."""
    answers, faults = _answers(paper, step, text)
    if faults:
        return answers, faults
    trial = Typed(dict(typed.answers))
    trial.put(step, answers)
    return answers, tuple(_about(judge(paper, trial.answers), step))


def _about(judgment: Judgment, step: Step) -> Iterator[Finding]:
    for each in judgment.findings:
        about = each.field or ""
        is_here = about == step.key or (step.column is None and about.startswith(f"{step.key}."))
        if is_here and each.severity is not Severity.INFO and each.code not in _NOT_YET:
            yield each


def _answers(paper: Paper, step: Step, text: str) -> tuple[tuple[Answer, ...], tuple[Finding, ...]]:
    kind = step.field.type
    if kind is FieldType.MULTI_CHOICE:
        return _ticks(paper, step, text)
    if kind is FieldType.SIGNATURE:
        code = {"1": "yes", "2": "no"}.get(text.strip()) or _yes_or_no(text)
        if code is None:
            return (), (finding("choice-unknown", step.key, text),)
        drawn = Answer(step.key, "", ReadBy.TYPED, exact=SignatureKind.DRAWN)
        return ((drawn,) if code == "yes" else ()), ()
    if step.field.is_one_of:
        choice = _chosen(paper, step, text)
        if choice is None:
            return (Answer(step.key, text, ReadBy.TYPED),), (finding("choice-unknown", step.key, text),)
        return (Answer(step.key, paper.shown.text(choice.label), ReadBy.TYPED, exact=choice.code),), ()
    return (Answer(step.key, text, ReadBy.TYPED),), ()


def _yes_or_no(text: str) -> str | None:
    word = text.strip().lower()
    return "yes" if word in {"այո", "yes", "y", "да"} else "no" if word in {"ոչ", "no", "n", "нет"} else None


def _ticks(paper: Paper, step: Step, text: str) -> tuple[tuple[Answer, ...], tuple[Finding, ...]]:
    parts = re.split(r"[\s,;]+" if _LIST.fullmatch(text) else r"[;,]", text)
    words = [part.strip() for part in parts if part.strip()]
    found = [(word, _chosen(paper, step, word)) for word in words]
    unknown = [word for word, choice in found if choice is None]
    if unknown:
        return (), (finding("choice-unknown", step.key, "; ".join(unknown)),)
    codes = dict.fromkeys(choice.code for _, choice in found if choice is not None)
    return tuple(Answer(f"{step.key}.{code}", TICK, ReadBy.TYPED) for code in step.field.codes if code in codes), ()


def _chosen(paper: Paper, step: Step, text: str) -> Choice | None:
    """The option a number or its words name."""
    word = text.strip()
    for choice in step.field.choices:
        if word.lower() == number_of(step, choice) or word == choice.code:
            return choice
    name = step.field.id if not isinstance(step.item, Table) else f"{step.item.id}.{step.field.id}"
    codes = paper.lexicon.codes(paper.shown.form.id, name, word)
    named = [choice for choice in step.field.choices if choice.code in codes]
    return named[0] if len(named) == 1 else None


def differences(paper: Paper, first: Typed, second: Typed) -> tuple[Step, ...]:
    """The questions at which two people typed different things, in the order of the form."""
    one, other = (judge(paper, typed.answers).record.values for typed in (first, second))
    found: list[Step] = []
    for item in paper.shown.form.items.values():
        if isinstance(item, Table):
            found.extend(_different_cells(item, first, second))
        elif isinstance(item, Field):
            step = Step(item)
            is_same = one.get(item.id) == other.get(item.id) and _written(first, step) == _written(second, step)
            found.extend(() if is_same else (step,))
    return tuple(found)


def _written(typed: Typed, step: Step) -> tuple[object, ...]:
    return tuple((each.key, each.exact or " ".join(each.written.split())) for each in typed.of(step))


def _different_cells(table: Table, first: Typed, second: Typed) -> Iterator[Step]:
    rows = [int(key.split(".")[1]) for key in (*first.answers, *second.answers) if key.startswith(f"{table.id}.")]
    for row in range(1, max(rows, default=0) + 1):
        for column in table.columns:
            step = Step(table, row, column)
            pair = [
                [each.exact or " ".join(each.written.split()) for each in typed.of(step)] for typed in (first, second)
            ]
            if pair[0] != pair[1]:
                yield step

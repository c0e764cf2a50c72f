"""The answers of a document -> the findings of the rules that need more than one value, item by item."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from formgen.message import Message
from formgen.model.finding import Finding, finding
from formgen.model.form import UNLIMITED, Field, FieldType, FormDefinition, Item, Note, Privacy, Table
from formgen.model.record import Row, Scalar
from formgen.validate.answers import Answers, is_signed
from formgen.validate.limits import beyond_limits, day


@dataclass(frozen=True)
class Case:
    """A document as it is judged: its answers, which items apply, and the day it was received."""

    answers: Answers
    visible: Mapping[str, bool | None]
    received: dt.date

    @property
    def form(self) -> FormDefinition:
        """The form the answers belong to."""
        return self.answers.form


def judged(case: Case, item: Item) -> Iterator[Finding]:
    """Yield what the rules of the form say of one item, its own limits first."""
    if isinstance(item, Note):
        return
    is_limited = has_limits(item)
    if is_limited:
        yield from own_limits(case.answers, item)
        yield from _beside_others(case, item)
    answers, visible = case.answers, case.visible[item.id]
    if visible is False and not answers.is_left_empty(item.id):
        yield finding("not-applicable-answered", item.id, answers.written(item.id))
    if visible is True and is_required(case.form, item) and answers.is_left_empty(item.id):
        yield finding("required", item.id)
    if isinstance(item, Field) and item.type is FieldType.SIGNATURE:
        yield from _unsigned(case, item)
    elif isinstance(item, Field) and is_limited:
        yield from _options(answers, item)


def _beside_others(case: Case, item: Field | Table) -> Iterator[Finding]:
    """Yield what the rules say of each single value beside other values and the day of receipt."""
    for field, key, value, row in _values(case.answers, item):
        limits = field.limits
        if value is None:
            if row is not None and field.required and key not in case.answers.unread:
                yield finding("required", key)
        elif limits.not_future and isinstance(value, dt.date) and value > case.received:
            yield finding("date-in-future", key, case.answers.written_at.get(key))
        if value is not None and (limits.not_before or limits.after or limits.not_above):
            yield from _order(case, field, key, row)


def has_limits(item: Item) -> bool:
    """Whether an item may have limits of its own: a table has, for its rows and columns."""
    return isinstance(item, Table) or (isinstance(item, Field) and item.limits is not UNLIMITED)


def own_limits(answers: Answers, item: Item) -> Iterator[Finding]:
    """Yield what an item's own limits say: lengths, patterns, ranges, rows. `fill` checks these alone."""
    scoring = answers.form.scoring
    if isinstance(item, Note) or (scoring and item.id == scoring.benchmark_field):
        return
    for field, key, value, _ in _values(answers, item):
        if value is not None and field.limits is not UNLIMITED:
            yield from beyond_limits(field, key, value, answers.written_at.get(key))
    if isinstance(item, Table) and len(answers.rows[item.id]) > item.rows:
        yield finding("too-many-rows", item.id, rows=len(answers.rows[item.id]), limit=item.rows)


def _values(answers: Answers, item: Field | Table) -> Iterable[tuple[Field, str, Scalar, Row | None]]:
    """The single values of an item with their keys; of a table, cell by cell with the row."""
    if isinstance(item, Table):
        return (
            (column, f"{item.id}.{number}.{column.id}", row[column.id], row)
            for number, row in answers.rows[item.id].items()
            for column in item.columns
        )
    value = answers.values[item.id]
    return () if isinstance(value, tuple) else ((item, item.id, value, None),)


def _order(case: Case, field: Field, key: str, row: Row | None) -> Iterator[Finding]:
    """Compare a date or number with the other that its definition names, in the same row or on the form."""
    value = row[field.id] if row is not None else case.answers.values[field.id]
    for name, code in (
        (field.limits.not_before, "date-order"),
        (field.limits.after, "date-not-after"),
        (field.limits.not_above, "above-other"),
    ):
        if name is None:
            continue
        other = row[name] if row is not None and name in row else case.answers.values.get(name)
        if _breaks(code, value, other):
            limit = day(other) if isinstance(other, dt.date) else other
            written = case.answers.written_at.get(key)
            yield finding(code, key, written, other=_label(case.form, key, name), limit=limit)


def _breaks(code: str, value: object, other: object) -> bool:
    match value, other:
        case dt.date(), dt.date():
            return value < other if code == "date-order" else value <= other
        case Decimal(), Decimal():
            return value > other
        case _:
            return False


def _label(form: FormDefinition, key: str, name: str) -> Message:
    table = form.tables.get(key.partition(".")[0])
    for column in table.columns if table else ():
        if column.id == name:
            return column.label
    return form.fields[name].label


def _unsigned(case: Case, item: Field) -> Iterator[Finding]:
    answers = case.answers
    if case.visible[item.id] and item.id not in answers.unread and not is_signed(answers.values[item.id]):
        yield finding("unsigned", item.id, answers.written(item.id) or None)


def _options(answers: Answers, item: Field) -> Iterator[Finding]:
    """Yield what is wrong with the options chosen, each of which the field has."""
    wanted = item.limits.must_equal
    if wanted is None and not item.limits.exclusive:
        return
    codes = answers.codes(item.id)
    if wanted is not None and codes and wanted not in codes:
        yield finding("must-be", item.id, answers.written(item.id), option=_option(item, wanted))
    for code in item.limits.exclusive:
        if code in codes and len(codes) > 1:
            yield finding("exclusive-option", item.id, answers.written(item.id), option=_option(item, code))


def is_required(form: FormDefinition, item: Field | Table) -> bool:
    """Whether the form asks a person for an answer; a signature, a computed or a published value is not asked."""
    if not item.required or (form.scoring and item.id == form.scoring.benchmark_field):
        return False
    return isinstance(item, Table) or not (item.computed or item.type is FieldType.SIGNATURE)


def _option(field: Field, code: str) -> Message:
    return next(choice.label for choice in field.choices if choice.code == code)


def special_data(case: Case) -> Mapping[str, tuple[Finding, ...]]:
    """The findings on data of special categories given where consent to process them is refused, by item.

    An unanswered consent refuses nothing: it is `required`, and the document waits for it.
    """
    answers = case.answers
    refused = any(
        field.limits.allows_special and answers.values[field.id] is False for field in case.form.fields.values()
    )
    if not refused:
        return {}
    return {item.id: tuple(_special(answers, item)) for item in case.form.items.values()}


def _special(answers: Answers, item: Item) -> Iterator[Finding]:
    if isinstance(item, Note) or item.id not in answers.places:
        return
    code = "special-data-without-consent"
    if item.privacy is Privacy.SPECIAL:
        if not answers.is_left_empty(item.id):
            yield finding(code, item.id, answers.written(item.id))
        return
    if isinstance(item, Field):
        given = answers.codes(item.id)
        for choice in item.choices:
            if choice.special and choice.code in given:
                key = f"{item.id}.{choice.code}" if item.type is FieldType.MULTI_CHOICE else item.id
                yield finding(code, key, answers.written_at.get(key))
        return
    for place in answers.places[item.id]:
        if place.slot.field.privacy is Privacy.SPECIAL and place.reading.value is not None:
            yield finding(code, place.slot.key, place.written)

"""The answers of a response, key by key -> one typed value an item."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from formgen.model.catalog import LocalizedForm
from formgen.model.document import Answer
from formgen.model.finding import Finding, finding
from formgen.model.form import Field, FieldType, FormDefinition, Table
from formgen.model.record import Row, Scalar, Signature, SignatureKind, Value
from formgen.model.slot import Slot, slot_of, slots_by_key
from formgen.validate.lexicon import Lexicon
from formgen.validate.reading import UNANSWERED, Reading, code_of, read_answer


class Place(NamedTuple):
    """A place where something was written: its slot, the words (of a tick, its option's), and what they say."""

    slot: Slot
    written: str
    reading: Reading


@dataclass(frozen=True)
class Answers:
    """What was answered, typed; `rows` keeps the number each row had in the document, by table."""

    form: FormDefinition
    places: Mapping[str, tuple[Place, ...]]
    values: Mapping[str, Value]
    rows: Mapping[str, Mapping[int, Row]]
    unread: frozenset[str]
    """The keys, and their items, where something is or may be that was not read for certain."""

    def is_answered(self, item_id: str) -> bool:
        """Whether an item has a value in the record."""
        return self.values.get(item_id) not in (None, ())

    def is_left_empty(self, item_id: str) -> bool:
        """Whether certainly nothing was written for an item."""
        return not self.is_answered(item_id) and item_id not in self.unread

    def codes(self, item_id: str) -> frozenset[str]:
        """The codes an item was answered with."""
        value = self.values.get(item_id)
        if isinstance(value, tuple):
            return frozenset(code for code in value if isinstance(code, str))
        code = code_of(value)
        return frozenset() if code is None else frozenset({code})

    def written(self, item_id: str) -> str:
        """What was written for an item, in the document's order; of a multi-choice, the options ticked."""
        says = (place for place in self.places.get(item_id, ()) if place.reading.says_something)
        return "; ".join(place.written for place in says)

    @cached_property
    def written_at(self) -> Mapping[str, str]:
        """What was written at each key."""
        return {place.slot.key: place.written for places in self.places.values() for place in places}


def read_answers(
    localized: LocalizedForm, answers: Iterable[Answer], lexicon: Lexicon
) -> tuple[tuple[Place, ...], tuple[Finding, ...]]:
    """Read every answer at a place of the form; one at a place the form does not have is reported."""
    places, findings = [], []
    known = slots_by_key(localized.form)
    for answer in answers:
        slot = known.get(answer.key) or slot_of(localized.form, answer.key)
        if slot is None:
            findings.append(finding("outside-answer", answer.key, answer.written))
        else:
            written = answer.written if slot.choice is None else localized.text(slot.choice.label)
            places.append(Place(slot, written, read_answer(localized.form.id, slot, answer, lexicon)))
    return tuple(places), tuple(findings)


def gather(form: FormDefinition, places: Iterable[Place], lost: Iterable[str] = ()) -> Answers:
    """Put what was read together, item by item; `lost` are keys where an answer may be that nobody saw."""
    by_item: dict[str, list[Place]] = defaultdict(list)
    unread = set(lost)
    for place in places:
        by_item[place.slot.item_id].append(place)
        if place.reading.unread:
            unread.add(place.slot.key)
    values: dict[str, Value] = {}
    rows: dict[str, Mapping[int, Row]] = {}
    for item in form.items.values():
        here = by_item.get(item.id, ())
        if isinstance(item, Table):
            rows[item.id] = dict(_rows(item, here))
            values[item.id] = tuple(rows[item.id].values())
        elif isinstance(item, Field) and item.type is FieldType.MULTI_CHOICE:
            ticked = {place.slot.choice.code for place in here if place.slot.choice and place.reading.value is True}
            values[item.id] = tuple(code for code in item.codes if code in ticked)
        elif isinstance(item, Field):
            values[item.id] = here[0].reading.value if here else None
    items = {key.partition(".")[0] for key in unread}
    return Answers(form, {name: tuple(here) for name, here in by_item.items()}, values, rows, frozenset(unread | items))


def _rows(table: Table, places: Iterable[Place]) -> Iterator[tuple[int, Row]]:
    """Yield the rows in which something was written, in their order, every column in each."""
    cells: dict[int, dict[str, Reading]] = defaultdict(dict)
    for place in places:
        if place.reading.says_something:
            cells[place.slot.row or 0][place.slot.field.id] = place.reading
    for number in sorted(cells):
        row: dict[str, Scalar] = {column.id: cells[number].get(column.id, UNANSWERED).value for column in table.columns}
        yield number, row


def is_signed(value: Value) -> bool:
    """Whether a value is a signature; a typed name is none."""
    return isinstance(value, Signature) and value.kind is not SignatureKind.TYPED


def with_variant(form: FormDefinition, variant: str | None, values: Mapping[str, Value]) -> Mapping[str, Value]:
    """Add the variant, which is printed and stamped and not asked, to the values of a record."""
    return values if form.variant_field is None or variant is None else {form.variant_field: variant, **values}

"""Data somebody wants filled in, nested or by key -> a typed record, or the findings that say what is wrong."""

from __future__ import annotations

import datetime as dt
import difflib
import math
from collections.abc import Iterator, Mapping
from decimal import Decimal

from formgen.message import Message
from formgen.model.catalog import LocalizedForm
from formgen.model.document import Answer
from formgen.model.finding import Finding, finding
from formgen.model.form import Field, FieldType, FormDefinition, Table
from formgen.model.record import Record, Signature, SignatureKind
from formgen.model.slot import Slot, SlotKind, slot_of, slots_by_key
from formgen.validate.answers import Place, gather, with_variant
from formgen.validate.lexicon import Lexicon, make_lexicon
from formgen.validate.numbers import canonical
from formgen.validate.reading import UNANSWERED, Reading, read_answer, typed_code
from formgen.validate.rules import has_limits, own_limits
from formgen.validate.scores import benchmark_mismatch

_LONGEST_SHOWN = 80

_EXPECTED: Mapping[FieldType, Message] = {
    FieldType.TEXT: Message("finding.wrong-type.text", "a text (in JSON, in quotation marks)"),
    FieldType.MULTILINE: Message("finding.wrong-type.text", "a text (in JSON, in quotation marks)"),
    FieldType.PHONE: Message("finding.wrong-type.text", "a text (in JSON, in quotation marks)"),
    FieldType.DATE: Message("finding.wrong-type.date", "a date such as 2026-11-21 (in JSON, in quotation marks)"),
    FieldType.NUMBER: Message("finding.wrong-type.number", "a number"),
    FieldType.YES_NO: Message("finding.wrong-type.yes-no", "true or false"),
    FieldType.CHOICE: Message("finding.wrong-type.choice", "the code of an option"),
    FieldType.MULTI_CHOICE: Message("finding.wrong-type.multi-choice", "a list of the codes of options"),
    FieldType.RATING: Message("finding.wrong-type.rating", "one of the marks of the scale"),
    FieldType.SIGNATURE: Message("finding.wrong-type.signature", "empty: only a person signs"),
}
_TICK = Message("finding.wrong-type.yes-no", "true or false")
_ROWS = Message("finding.wrong-type.rows", "a list of rows, each with its columns by name")
_DID_YOU_MEAN = Message("finding.unknown-field.suggestion", "Did you mean “{name}”?")


def check_filling(
    data: Mapping[str, object], localized: LocalizedForm, lexicon: Lexicon | None = None
) -> tuple[Record, tuple[Finding, ...]]:
    """Check a partial record, with the types of CONTRACT.md section 4 or as text by key, or both mixed.

    Types, codes, ranges and lengths are checked; what is required, consistent or consented to is not. A text is
    read as in a document, in any certain form. Without a lexicon only the words of `localized` are known.
    """
    form, words = localized.form, lexicon or make_lexicon([localized])
    given: dict[str, tuple[Slot, object]] = {}
    findings: list[Finding] = []
    for slot, value in _flat(form, data, words, findings):
        if value is None:
            continue
        _, first = given.setdefault(slot.key, (slot, value))
        if first is not value and first != value:
            findings.append(finding("signs-disagree", slot.key, f"{_shown(first)}; {_shown(value)}"))
            given[slot.key] = slot, _DISPUTED
    places = [
        Place(
            slot, localized.text(slot.choice.label) if slot.choice else _shown(value), _read(form, slot, value, words)
        )
        for slot, value in given.values()
        if value is not _DISPUTED
    ]
    answers = gather(form, places)
    for item in form.items.values():
        for place in answers.places.get(item.id, ()):
            findings.extend(place.reading.findings)
        if has_limits(item):
            findings.extend(own_limits(answers, item))
    findings.extend(_benchmark(form, answers.values))
    return Record(with_variant(form, localized.variant, answers.values)), tuple(findings)


_DISPUTED = object()


def _flat(
    form: FormDefinition, data: Mapping[str, object], words: Lexicon, findings: list[Finding]
) -> Iterator[tuple[Slot, object]]:
    """Yield the values with their slots; what has none, or cannot be spread over slots, goes to `findings`."""
    known = slots_by_key(form)
    for name, value in ((str(each), data[each]) for each in data):
        item = form.items.get(name)
        if isinstance(item, Table):
            yield from _flat_rows(form, item, value, findings)
        elif isinstance(item, Field) and item.type is FieldType.MULTI_CHOICE:
            yield from _flat_ticks(form, item, value, words, findings)
        elif slot := known.get(name) or slot_of(form, name):
            yield slot, value
        elif name != form.variant_field:
            findings.append(_unknown(form, name, value))


def _flat_rows(
    form: FormDefinition, table: Table, value: object, findings: list[Finding]
) -> Iterator[tuple[Slot, object]]:
    rows = [] if value is None else value
    if not isinstance(rows, list | tuple):
        findings.append(finding("wrong-type", table.id, _shown(value), expected=_ROWS))
        return
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, Mapping):
            findings.append(finding("wrong-type", f"{table.id}.{number}", _shown(row), expected=_ROWS))
            continue
        for column, cell in row.items():
            key = f"{table.id}.{number}.{column}"
            if slot := slot_of(form, key):
                yield slot, cell
            else:
                findings.append(_unknown(form, key, cell))


def _flat_ticks(
    form: FormDefinition, field: Field, value: object, words: Lexicon, findings: list[Finding]
) -> Iterator[tuple[Slot, object]]:
    options = [] if value is None else value
    if not isinstance(options, list | tuple) or not all(isinstance(option, str) for option in options):
        findings.append(_wrong_type(field.id, value, _EXPECTED[field.type]))
        return
    known = slots_by_key(form)
    for option in options:
        codes = {option} if option in field.codes else words.codes(form.id, field.id, option)
        slot = known.get(f"{field.id}.{next(iter(codes))}") if len(codes) == 1 else None
        if slot is not None:
            yield slot, True
        else:
            findings.append(finding("choice-unknown", field.id, option))


def _read(form: FormDefinition, slot: Slot, value: object, words: Lexicon) -> Reading:
    field = slot.field
    if isinstance(value, str) and field.type is not FieldType.SIGNATURE:
        exact = value if slot.kind is SlotKind.ONE_OF and value in field.codes else None
        return read_answer(form.id, slot, Answer(slot.key, value, exact=exact), words)
    match field.type, value:
        case (FieldType.YES_NO, bool()):
            return Reading(value)
        case (FieldType.MULTI_CHOICE, bool()):
            return Reading(value or None)
        case (FieldType.NUMBER, int() | float() | Decimal()) if not isinstance(value, bool) and math.isfinite(value):
            return Reading(canonical(Decimal(str(value))))
        case (FieldType.RATING, int()) if not isinstance(value, bool):
            if str(value) in field.codes:
                return Reading(typed_code(field, str(value)))
            return Reading(None, (finding("choice-unknown", slot.key, str(value)),), unread=True)
        case (FieldType.DATE, dt.datetime()) if value.time() == dt.time():
            return Reading(value.date())
        case (FieldType.DATE, dt.date()) if not isinstance(value, dt.datetime):
            return Reading(value)
        case (FieldType.SIGNATURE, _):
            return _read_signature(slot, value)
    expected = _TICK if slot.kind is SlotKind.TICK else _EXPECTED[field.type]
    return Reading(None, (_wrong_type(slot.key, value, expected),), unread=True)


def _read_signature(slot: Slot, value: object) -> Reading:
    """Take a signature as `extract` writes it, so that its records can be filled in again; it is never drawn."""
    match value:
        case "":
            return UNANSWERED
        case {"kind": ("digital" | "typed" | "drawn") as kind, **rest}:
            name, valid = rest.get("name"), rest.get("valid")
            if isinstance(name, str | None) and isinstance(valid, bool | None):
                return Reading(Signature(SignatureKind(kind), name, valid))
    return Reading(None, (_wrong_type(slot.key, value, _EXPECTED[FieldType.SIGNATURE]),), unread=True)


def _benchmark(form: FormDefinition, values: Mapping[str, object]) -> Iterator[Finding]:
    scoring = form.scoring
    if scoring and scoring.benchmark_field:
        given = values[scoring.benchmark_field]
        if given not in (None, scoring.benchmark):
            yield benchmark_mismatch(scoring, scoring.benchmark_field, _shown(given))


def _wrong_type(key: str, value: object, expected: Message) -> Finding:
    return finding("wrong-type", key, _shown(value), expected=expected)


def _unknown(form: FormDefinition, name: str, value: object) -> Finding:
    near = difflib.get_close_matches(name, _names_like(form, name), n=1)
    suggestion = Message(_DID_YOU_MEAN.context, _DID_YOU_MEAN.text, {"name": near[0]}) if near else ""
    return finding("unknown-field", name, _shown(value), suggestion=suggestion)


def _names_like(form: FormDefinition, name: str) -> list[str]:
    """The names a mistyped key may have meant: of cells, those of the same row."""
    row = name.split(".")[1] if name.count(".") > 1 else "1"
    names = [*form.fields, *form.tables]
    for field in form.fields.values():
        if field.type is FieldType.MULTI_CHOICE:
            names.extend(f"{field.id}.{code}" for code in field.codes)
    for table in form.tables.values():
        names.extend(f"{table.id}.{row}.{column.id}" for column in table.columns)
    return names


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return text if isinstance(value, str) or len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"

"""Sample cases -> what a person types at each place, and the record that must come back."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from formgen.model.catalog import LocalizedForm
from formgen.model.form import Field, FieldType, FormDefinition, Table
from formgen.model.slot import Slot, SlotKind, slots
from tests.clients.entry import Entry
from tests.loop import ROOT, localized

FOLDER = ROOT / "tests" / "cases"
TICKED = "☒"
_MOBILE = 8


@dataclass(frozen=True)
class Case:
    """One file of tests/cases."""

    name: str
    form: str
    received: dt.date
    answered: Mapping[str, Any]
    typed: Mapping[str, str]
    findings: Sequence[tuple[str, str]]


def cases() -> list[Case]:
    """Every sample case, by name."""
    return [_case(path) for path in sorted(FOLDER.glob("*.json"))]


def _case(path: Path) -> Case:
    data = json.loads(path.read_text(encoding="utf-8"))
    return Case(
        path.stem,
        data["form"],
        dt.date.fromisoformat(data["received"]),
        _spelled_out(data["record"], localized(data["form"], "hy").form),
        data.get("typed", {}),
        [(code, field) for code, field in data.get("findings", [])],
    )


def _spelled_out(record: Mapping[str, Any], form: FormDefinition) -> dict[str, Any]:
    """Put texts as long as the definition allows for `{"longest": text}`."""
    spelled: dict[str, Any] = {}
    for item_id, value in record.items():
        item = form.items[item_id]
        if isinstance(item, Table):
            columns = {column.id: column for column in item.columns}
            spelled[item_id] = [{key: _longest(columns[key], cell) for key, cell in row.items()} for row in value]
        else:
            assert isinstance(item, Field)
            spelled[item_id] = _longest(item, value)
    return spelled


def _longest(field: Field, value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    limit, text = field.limits.max_len, value["longest"]
    assert limit, f"{field.id} has no limit"
    if field.limits.email:
        host = "@example.org"
        return (text * limit)[: limit - len(host)].rstrip(".") + host
    return (text * limit)[: limit - 1].rstrip() + "։"


def expected_record(case: Case, form: FormDefinition) -> dict[str, Any]:
    """The whole record of CONTRACT.md section 4: every field, and null or an empty list where nothing was answered."""
    record: dict[str, Any] = {}
    for item_id, item in form.items.items():
        if isinstance(item, Table):
            empty = {column.id: None for column in item.columns}
            record[item_id] = [{**empty, **row} for row in case.answered.get(item_id, [])]
        elif isinstance(item, Field):
            nothing: Any = [] if item.type is FieldType.MULTI_CHOICE else None
            record[item_id] = case.answered.get(item_id, nothing)
    record.update({name: int(figure) for name, figure in form.printed.items()})
    _, _, variant = case.form.partition("-")
    if variant and form.variant_field:
        record[form.variant_field] = variant
    unknown = set(case.answered) - set(record)
    assert not unknown, f"{case.name} answers what the form does not ask: {unknown}"
    return record


def entries(case: Case, localized: LocalizedForm) -> list[Entry]:
    """What a person puts into a document of a locale, in reading order."""
    answers = dict(_by_key(case.answered))
    known = {slot.key for slot in slots(localized.form)}
    assert answers.keys() <= known, f"{case.name}: {answers.keys() - known}"
    assert case.typed.keys() <= answers.keys(), f"{case.name}: {case.typed.keys() - answers.keys()}"
    return [
        _entry(slot, answers[slot.key], case.typed.get(slot.key), localized)
        for slot in slots(localized.form)
        if slot.key in answers
    ]


def _by_key(answered: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for item, value in answered.items():
        if isinstance(value, list):
            for number, each in enumerate(value, start=1):
                if isinstance(each, dict):
                    for column, cell in each.items():
                        yield f"{item}.{number}.{column}", cell
                else:
                    yield f"{item}.{each}", True
        elif value is not None:
            yield item, value


def _entry(slot: Slot, value: Any, typed: str | None, localized: LocalizedForm) -> Entry:
    if slot.kind is SlotKind.TICK:
        return Entry(slot.key, slot.kind, TICKED)
    if slot.kind is SlotKind.ONE_OF:
        code = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
        choice = next(each for each in slot.field.choices if each.code == code)
        return Entry(slot.key, slot.kind, localized.text(choice.label), code)
    standard = _typed(slot.field, value, localized.locale)
    return Entry(
        slot.key,
        slot.kind,
        typed or standard,
        standard=standard if typed and slot.field.type is FieldType.DATE else None,
    )


def _typed(field: Field, value: Any, locale: str) -> str:
    if field.type is FieldType.DATE:
        return dt.date.fromisoformat(value).strftime("%d.%m.%Y")
    if field.type is FieldType.NUMBER:
        return str(value).replace(".", "," if locale == "hy" else ".")
    if field.type is FieldType.PHONE and value.startswith("+374"):
        national = value.removeprefix("+374")
        return f"0{national[:-6]} {national[-6:]}" if locale == "hy" else f"+374 {national[:-6]} {national[-6:]}"
    return str(value)

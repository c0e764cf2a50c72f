"""A record of an earlier version of a form -> the record in today's keys, and what could not be kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from formgen.model.document import Answer
from formgen.model.finding import Finding, finding
from formgen.model.form import Change, Field, FieldType, FormDefinition, Table
from formgen.model.record import Record, Row, Scalar, Value


def bring_to_today(
    record: Record, answers: Mapping[str, Answer], earlier: FormDefinition, today: FormDefinition
) -> tuple[Record, tuple[Finding, ...]]:
    """Rename, merge and leave out, change by change, as today's definition declares; nothing else is touched.

    What is left out, or has no place any more, is told with what was written.
    """
    findings = [finding("earlier-version", None, None, None, version=earlier.version, today=today.version)]
    values = dict(record.values)
    for change in today.changes:
        if _number(change.since) >= _number(earlier.version):
            values = dict(_changed(values, change))
    kept: dict[str, Value] = {}
    for item_id, item in today.items.items():
        if isinstance(item, Table):
            kept[item_id] = tuple(_rows(item, values.pop(item_id, ())))
        elif isinstance(item, Field):
            kept[item_id] = _fitting(item, values.pop(item_id, None))
            findings.extend(_lost(item, kept[item_id], record, answers, today))
    gone = [name for name, value in values.items() if value not in (None, ())]
    findings.extend(finding("no-longer-asked", name, _written(name, answers)) for name in gone)
    return Record(kept), tuple(findings)


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _changed(values: Mapping[str, Value], change: Change) -> Iterator[tuple[str, Value]]:
    for name, value in values.items():
        if isinstance(value, tuple) and value and isinstance(value[0], Mapping):
            rows: list[Row] = [dict(_row(name, row, change)) for row in value if isinstance(row, Mapping)]
            yield change.renamed.get(name, name), tuple(rows)
        else:
            yield change.renamed.get(name, name), _merged(value, change.merged.get(name, {}))


def _row(table: str, row: Row, change: Change) -> Iterator[tuple[str, Scalar]]:
    for column, cell in row.items():
        place = f"{table}.{column}"
        codes = change.merged.get(place, {})
        renamed = change.renamed.get(place, place).rpartition(".")[2]
        yield renamed, codes.get(cell, cell) if isinstance(cell, str) else cell


def _merged(value: Value, codes: Mapping[str, str]) -> Value:
    if isinstance(value, tuple):
        return tuple(dict.fromkeys(codes.get(code, code) for code in value if isinstance(code, str)))
    return codes.get(value, value) if isinstance(value, str) else value


def _fitting(field: Field, value: Value) -> Value:
    """The value where today's field can hold it; in a list of options their order is today's."""
    if field.type is FieldType.MULTI_CHOICE:
        given = value if isinstance(value, tuple) else ()
        return tuple(code for code in field.codes if code in given)
    if field.type is FieldType.CHOICE and value not in field.codes:
        return None
    return value


def _lost(
    field: Field, kept: Value, record: Record, answers: Mapping[str, Answer], today: FormDefinition
) -> Iterator[Finding]:
    """Tell of options that today's field no longer has and that nothing was declared about."""
    name = next((old for change in today.changes for old, new in change.renamed.items() if new == field.id), field.id)
    before = record.values.get(name)
    if field.type is FieldType.CHOICE and before is not None and kept is None:
        yield finding("option-gone", field.id, _written(name, answers))
    if field.type is FieldType.MULTI_CHOICE and isinstance(before, tuple) and isinstance(kept, tuple):
        merged = {old for change in today.changes for old in change.merged.get(name, {})}
        for code in before:
            if code not in kept and code not in merged:
                yield finding("option-gone", field.id, str(code))


def _rows(table: Table, value: Value) -> Iterator[Row]:
    for row in value if isinstance(value, tuple) else ():
        if isinstance(row, Mapping):
            yield {column.id: row.get(column.id) for column in table.columns}


def _written(name: str, answers: Mapping[str, Answer]) -> str:
    return "; ".join(answer.written for key, answer in answers.items() if key == name or key.startswith(f"{name}."))

"""Findings and values -> words for the people who read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal

from formgen.message import Message
from formgen.model.catalog import LocalizedForm
from formgen.model.finding import Finding, Status
from formgen.model.form import Choice, Field, Table
from formgen.model.record import Row, Signature, SignatureKind, Value
from formgen.model.report import Report

STATUS = {
    Status.ACCEPTED: Message("report.accepted", "accepted"),
    Status.REVIEW: Message("report.review", "needs a person"),
    Status.REJECTED: Message("report.rejected", "rejected"),
}
ROW = Message("report.row", "row {row}")
SIGNED = {
    SignatureKind.DIGITAL: Message("report.signed-digitally", "digital signature"),
    SignatureKind.TYPED: Message("report.signed-typed", "name typed, not a signature"),
    SignatureKind.DRAWN: Message("report.signed-drawn", "signature drawn"),
}


def describe(finding: Finding, shown: LocalizedForm) -> str:
    """Say a finding in the language of `shown`, naming the question by its number and words."""
    message = finding.text
    values = {**message.values, "field": question(finding.field or "", shown)}
    return shown.text(Message(message.context, message.text, values))


def question(key: str, shown: LocalizedForm) -> str:
    """The number and words of the question a field id or key belongs to; the key itself where none does."""
    item_id, _, rest = key.partition(".")
    item = shown.form.items.get(item_id)
    if not isinstance(item, Field | Table):
        return key
    words = f"{shown.form.numbers[item_id]} {shown.text(item.label)}"
    if isinstance(item, Table):
        row, _, column_id = rest.partition(".")
        column = next((each for each in item.columns if each.id == column_id), None)
        place = [shown.text(Message(ROW.context, ROW.text, {"row": row}))] if row else []
        return ", ".join([words, *place, *([shown.text(column.label)] if column else [])])
    choice = next((each for each in item.choices if each.code == rest), None)
    return f"{words} – {shown.text(choice.label)}" if choice else words


def answered(report: Report, shown: LocalizedForm) -> Iterator[tuple[str, str]]:
    """The questions of a report that have a value, and the values, in words and reading order."""
    if report.record is None:
        return
    for item_id, value in report.record.values.items():
        item = shown.form.items.get(item_id)
        if value is None or value == () or not isinstance(item, Field | Table):
            continue
        if isinstance(item, Table):
            yield from _rows(item, value, shown)
        else:
            yield question(item_id, shown), value_words(item, value, shown)


def _rows(table: Table, value: Value, shown: LocalizedForm) -> Iterator[tuple[str, str]]:
    rows = [row for row in value if isinstance(row, Mapping)] if isinstance(value, tuple) else []
    for number, row in enumerate(rows, start=1):
        yield question(f"{table.id}.{number}", shown), row_words(table, row, shown)


def row_words(table: Table, row: Row, shown: LocalizedForm) -> str:
    """The cells of a row that have a value, each with its column."""
    cells = [(column, row.get(column.id)) for column in table.columns]
    return "; ".join(
        f"{shown.text(column.label)}: {value_words(column, cell, shown)}" for column, cell in cells if cell is not None
    )


def value_words(field: Field, value: Value, shown: LocalizedForm) -> str:
    """A value of a field as a person says it."""
    labels: dict[object, Choice] = {choice.code: choice for choice in field.choices}
    match value:
        case bool():
            return shown.text(labels["yes" if value else "no"].label)
        case Signature():
            said = shown.text(SIGNED[value.kind])
            return f"{value.name} ({said})" if value.name else said
        case tuple():
            return ", ".join(shown.text(labels[code].label) for code in value if code in labels)
        case dt.date():
            return value.strftime("%d.%m.%Y")
        case Decimal():
            return str(value) if shown.locale == "en" else str(value).replace(".", ",")
        case int() | str() if str(value) in labels:
            label = shown.text(labels[str(value)].label)
            return f"{value} – {label}" if str(value).isdigit() else label
        case _:
            return str(value)

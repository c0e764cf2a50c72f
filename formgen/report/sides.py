"""What was written and what was read of it -> the two side by side, question by question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from formgen.model.catalog import LocalizedForm
from formgen.model.document import Answer
from formgen.model.finding import Finding
from formgen.model.form import Field, FieldType, Table
from formgen.model.record import Record, Row
from formgen.report.words import question, row_words, value_words


@dataclass(frozen=True, slots=True)
class Side:
    """One question: what was written, what was read, and what is to be said of it; `key` is an item or a row."""

    key: str
    question: str
    written: str
    read: str
    findings: tuple[Finding, ...]


def side_by_side(
    record: Record, answers: Mapping[str, Answer], findings: tuple[Finding, ...], shown: LocalizedForm
) -> Iterator[Side]:
    """The questions with something written, read or to be said, in reading order; what is said of none comes first."""
    items = shown.form.items
    stray = tuple(each for each in findings if (each.field or "").partition(".")[0] not in items)
    if stray:
        yield Side("", "", "", "", stray)
    for item in items.values():
        if not isinstance(item, Field | Table):
            continue
        about = tuple(each for each in findings if (each.field or "").partition(".")[0] == item.id)
        written = {key: answer for key, answer in answers.items() if key.partition(".")[0] == item.id}
        if isinstance(item, Table):
            yield from _rows(item, record, written, about, shown)
            continue
        value = record.values.get(item.id)
        read = "" if value in (None, ()) else value_words(item, value, shown)
        if written or read or about:
            yield Side(item.id, question(item.id, shown), _written(item, written, shown), read, about)


def _written(field: Field, answers: Mapping[str, Answer], shown: LocalizedForm) -> str:
    if field.type is not FieldType.MULTI_CHOICE:
        return "; ".join(answer.written for answer in answers.values())
    labels = {f"{field.id}.{choice.code}": shown.text(choice.label) for choice in field.choices}
    return "; ".join(f"{answer.written} {labels.get(key, key)}" for key, answer in answers.items())


def _rows(
    table: Table, record: Record, answers: Mapping[str, Answer], about: tuple[Finding, ...], shown: LocalizedForm
) -> Iterator[Side]:
    """The rows of a table as written and as read; rows without an answer are not counted in what was read."""
    written: dict[str, list[str]] = {}
    labels = {column.id: shown.text(column.label) for column in table.columns}
    for key, answer in answers.items():
        _, row, column = [*key.split("."), "", ""][:3]
        written.setdefault(row, []).append(f"{labels.get(column, column)}: {answer.written}")
    lines = ["; ".join(cells) for _, cells in sorted(written.items(), key=lambda each: each[0].zfill(6))]
    value = record.values.get(table.id)
    rows: list[Row] = [row for row in value if isinstance(row, Mapping)] if isinstance(value, tuple) else []
    count = max(len(lines), len(rows), 1 if about else 0)
    for number in range(1, count + 1):
        said = lines[number - 1] if number <= len(lines) else ""
        read = row_words(table, rows[number - 1], shown) if number <= len(rows) else ""
        key = f"{table.id}.{number}"
        yield Side(key, question(key, shown), said, read, about if number == count else ())

"""A form -> the columns of its tables; a record -> its rows.

A column is named by the key of CONTRACT.md section 1, which never changes: a field by its id, each option of a
multi-choice by `field.code`. A table of a form is a table of its own, tied by the record's number.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from formgen.message import Message
from formgen.model.catalog import LocalizedForm
from formgen.model.document import Stamp
from formgen.model.form import NOT_APPLICABLE, Choice, Field, FieldType, FormDefinition, Privacy, ScoreRule, Table
from formgen.model.record import Record, Row, Signature, Value

Cell = str | bool | int | Decimal | dt.date | None


class Kind(StrEnum):
    """What stands in a column."""

    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    CODE = "code"


class Source(StrEnum):
    """Where the cell of a column comes from."""

    OFFICE = "office"
    VARIANT = "variant"
    FIELD = "field"
    OPTION = "option"
    SIGNATURE = "signature"
    FIGURE = "figure"
    COLUMN = "column"


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `path` leads to its value from its source, `words` say what it is."""

    name: str
    kind: Kind
    source: Source
    path: tuple[str, ...]
    words: Message
    field: Field | None = None
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: of the records of a form, or (with `table`) of the rows of one of its tables."""

    form: FormDefinition
    columns: tuple[Column, ...]
    table: Table | None = None

    @property
    def name(self) -> str:
        """The form's id, and behind a point its table's."""
        return self.form.id if self.table is None else f"{self.form.id}.{self.table.id}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A record as the office has it: its number and state, and its values in the items of `stamp`'s form today."""

    number: str
    stamp: Stamp
    status: str
    received: dt.date
    revision: int
    findings: int
    record: Record
    computed: Mapping[str, object]


NUMBER = "record_number"
"""The column that ties the rows of tables to their records."""
ROW = "row_number"

_OFFICE = (
    Column(NUMBER, Kind.TEXT, Source.OFFICE, ("number",), Message("export.number", "Incoming number")),
    Column("record_status", Kind.CODE, Source.OFFICE, ("status",), Message("export.status", "Status")),
    Column("record_received", Kind.DATE, Source.OFFICE, ("received",), Message("export.received", "Received")),
    Column("record_version", Kind.TEXT, Source.OFFICE, ("version",), Message("export.version", "Version of the form")),
    Column("record_locale", Kind.CODE, Source.OFFICE, ("locale",), Message("export.locale", "Language of the form")),
    Column("record_revision", Kind.INTEGER, Source.OFFICE, ("revision",), Message("export.revision", "Revision")),
    Column("record_findings", Kind.INTEGER, Source.OFFICE, ("findings",), Message("export.findings", "Open findings")),
)
_ROW = Column(ROW, Kind.INTEGER, Source.OFFICE, ("row",), Message("export.row", "Row"))
_OF_SIGNATURE = {
    "kind": Message("export.signature-kind", "signature: kind"),
    "name": Message("export.signature-name", "signature: name"),
}
_FIGURES = {
    "total_score": Message("export.total-score", "Computed: total score"),
    "complete": Message("export.complete", "Computed: all marks given"),
    "passed": Message("export.passed", "Computed: passed"),
    "overall": Message("export.overall", "Computed: mean of all"),
    "subtotals": Message("export.subtotals", "Computed: subtotal"),
    "standards": Message("export.standards", "Computed: mean of the section"),
    "dimensions": Message("export.dimensions", "Computed: mean of the dimension"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which answers may leave the office: all but those whose privacy mark is in `without`."""

    without: frozenset[Privacy] = frozenset({Privacy.SPECIAL})

    def allows(self, item: Field | Table) -> bool:
        """Whether an item, or a column of a table, is wanted."""
        return item.privacy not in self.without

    def allows_option(self, choice: Choice) -> bool:
        """Whether an option is; one may be of the protected kind where its question is not."""
        return not (choice.special and Privacy.SPECIAL in self.without)


def sheets_of(form: FormDefinition, wanted: Wanted) -> tuple[Sheet, ...]:
    """The tables a form is exported as: its records, then each of its tables; all variants in one."""
    columns = [*_OFFICE]
    further = []
    for item in form.items.values():
        if isinstance(item, Table) and wanted.allows(item):
            inner = [_of_field(column, Source.COLUMN) for column in item.columns if wanted.allows(column)]
            further.append(Sheet(form, (_OFFICE[0], _ROW, *inner), item))
        elif isinstance(item, Field) and wanted.allows(item):
            columns.extend(_of_item(form, item, wanted))
    return (Sheet(form, (*columns, *_figures(form))), *further)


def left_out(form: FormDefinition, wanted: Wanted) -> int:
    """How many questions of a form are not exported."""
    items = [item for item in form.items.values() if isinstance(item, Field | Table)]
    return sum(1 for item in items if not wanted.allows(item))


def _of_item(form: FormDefinition, field: Field, wanted: Wanted) -> Iterator[Column]:
    if field.id == form.variant_field:
        yield Column(field.id, Kind.CODE, Source.VARIANT, (field.id,), field.label, field, form.variants)
    elif field.type is FieldType.MULTI_CHOICE:
        for choice in field.choices:
            if wanted.allows_option(choice):
                path = (field.id, choice.code)
                yield Column(".".join(path), Kind.BOOLEAN, Source.OPTION, path, choice.label, field)
    elif field.type is FieldType.SIGNATURE:
        for part, words in _OF_SIGNATURE.items():
            kind = Kind.CODE if part == "kind" else Kind.TEXT
            yield Column(f"{field.id}.{part}", kind, Source.SIGNATURE, (field.id, part), words, field)
    else:
        yield _of_field(field, Source.FIELD)


def _of_field(field: Field, source: Source) -> Column:
    match field.type:
        case FieldType.DATE:
            kind = Kind.DATE
        case FieldType.NUMBER:
            kind = Kind.NUMBER
        case FieldType.YES_NO:
            kind = Kind.BOOLEAN
        case FieldType.RATING if NOT_APPLICABLE not in field.codes:
            kind = Kind.INTEGER
        case FieldType.CHOICE | FieldType.RATING:
            kind = Kind.CODE
        case _:
            kind = Kind.TEXT
    return Column(field.id, kind, source, (field.id,), field.label, field, field.choices)


def _figures(form: FormDefinition) -> Iterator[Column]:
    """The columns of what is computed of a scored form."""
    if form.scoring is None:
        return
    is_sum = form.scoring.rule is ScoreRule.SUM
    for name in ("total_score", "complete", "passed") if is_sum else ("overall",):
        kind = Kind.NUMBER if name in {"total_score", "overall"} else Kind.BOOLEAN
        yield Column(f"computed.{name}", kind, Source.FIGURE, (name,), _FIGURES[name])
    group = "subtotals" if is_sum else "standards"
    for section in form.sections:
        if any(isinstance(item, Field) and _is_scored(item, form.scoring.rule) for item in section.items):
            path = (group, section.id)
            yield Column(f"computed.{group}.{section.id}", Kind.NUMBER, Source.FIGURE, path, section.title)


def _is_scored(field: Field, rule: ScoreRule) -> bool:
    return field.type is FieldType.RATING if rule is ScoreRule.MEAN else field.weight is not None


def heading(column: Column, shown: LocalizedForm) -> str:
    """The words over a column: the question by its number; of an option, question and option."""
    field = column.field
    if column.source is Source.FIGURE and len(column.path) > 1:
        number = shown.form.numbers.get(f"section:{column.path[1]}", "")
        return f"{shown.text(_FIGURES[column.path[0]])} – {number} {shown.text(column.words)}"
    if field is None or field.id not in shown.form.numbers:
        return shown.text(column.words)
    question = f"{shown.form.numbers[field.id]} {shown.text(field.label)}"
    return question if column.words == field.label else f"{question} – {shown.text(column.words)}"


def rows_of(sheet: Sheet, entry: Entry) -> Iterator[tuple[Cell, ...]]:
    """The rows a record has in a sheet: one in that of its form, in that of a table as many as were written."""
    if sheet.table is None:
        yield tuple(_cell(column, entry, {}, 0) for column in sheet.columns)
        return
    value = entry.record.values.get(sheet.table.id)
    rows = [row for row in value if isinstance(row, Mapping)] if isinstance(value, tuple) else []
    for number, row in enumerate(rows, start=1):
        yield tuple(_cell(column, entry, row, number) for column in sheet.columns)


def _cell(column: Column, entry: Entry, row: Row, number: int) -> Cell:
    values = entry.record.values
    match column.source:
        case Source.OFFICE:
            return _of_office(column.path[0], entry, number)
        case Source.VARIANT:
            return entry.stamp.variant
        case Source.OPTION:
            ticked = values.get(column.path[0])
            return column.path[1] in ticked if isinstance(ticked, tuple) and ticked else None
        case Source.SIGNATURE:
            signature = values.get(column.path[0])
            return getattr(signature, column.path[1]) if isinstance(signature, Signature) else None
        case Source.FIGURE:
            return _plain(_figure(entry.computed, column.path))
        case Source.COLUMN:
            return _plain(row.get(column.path[0]))
        case Source.FIELD:
            return _plain(values.get(column.path[0]))


def _of_office(name: str, entry: Entry, row: int) -> Cell:
    told: Mapping[str, Cell] = {
        "number": entry.number,
        "status": entry.status,
        "received": entry.received,
        "version": entry.stamp.version,
        "locale": entry.stamp.locale,
        "revision": entry.revision,
        "findings": entry.findings,
        "row": row,
    }
    return told[name]


def _figure(computed: Mapping[str, object], path: tuple[str, ...]) -> object:
    found: object = computed
    for step in path:
        found = found.get(step) if isinstance(found, Mapping) else None
    return found


def _plain(value: Value | object) -> Cell:
    match value:
        case float():
            return Decimal(str(value))
        case None | str() | bool() | int() | Decimal() | dt.date():
            return value
        case _:
            raise TypeError(type(value).__name__)


def labelled(column: Column, cell: Cell, shown: LocalizedForm) -> Cell:
    """A cell with the words of an option for its code; marks of a scale stay numbers."""
    field = column.field
    if cell is None or field is None or not column.choices or isinstance(cell, Decimal | dt.date):
        return cell
    code = ("yes" if cell else "no") if isinstance(cell, bool) else cell
    if field.type is FieldType.RATING and code != NOT_APPLICABLE:
        return cell
    label = next((choice.label for choice in column.choices if choice.code == code), None)
    return cell if label is None else shown.text(label)

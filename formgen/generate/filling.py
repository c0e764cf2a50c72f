"""A typed record -> the values to stamp into a blank, by key."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from formgen.model.form import Field, FieldType, FormDefinition, Table
from formgen.model.record import Record, Scalar, Signature

Filled = str | date | Decimal | bool
"""What a slot is filled with: words, a date, a number; an option's code; True for a tick."""


def filling(form: FormDefinition, record: Record) -> Mapping[str, Filled]:
    """The values of a record by slot key, in reading order; what is not answered has no entry.

    A signature is never filled in: only a person signs.
    """
    values: dict[str, Filled] = {}
    for item_id, value in record.values.items():
        item = form.items.get(item_id)
        if isinstance(item, Table) and isinstance(value, tuple):
            for number, row in enumerate(value, start=1):
                if isinstance(row, Mapping):
                    for column in item.columns:
                        _put(values, f"{item.id}.{number}.{column.id}", column, row.get(column.id))
        elif isinstance(item, Field) and isinstance(value, tuple):
            values.update({f"{item.id}.{code}": True for code in value})
        elif isinstance(item, Field) and not isinstance(value, tuple):
            _put(values, item.id, item, value)
    return values


def _put(values: dict[str, Filled], key: str, field: Field, value: Scalar) -> None:
    if value is None or isinstance(value, Signature):
        return
    if field.type is FieldType.YES_NO:
        values[key] = "yes" if value is True else "no"
    elif isinstance(value, int):
        values[key] = str(value)
    else:
        values[key] = value

"""The places of a document where answers stand, each with its permanent key."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from formgen.model.form import KEPT, Choice, Field, FieldType, FormDefinition, Note, Table


class SlotKind(StrEnum):
    """What a place takes: a line, several lines, one option, a tick, a signature."""

    TEXT = "text"
    BLOCK = "block"
    ONE_OF = "one_of"
    TICK = "tick"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Slot:
    """One place for one answer; `key` names it in every format and for ever (CONTRACT.md section 1).

    `field` is the question, in a table the column; `choice` is set for a tick,
    `table` and `row` (from 1) for a cell.
    """

    key: str
    kind: SlotKind
    field: Field
    choice: Choice | None = None
    table: Table | None = None
    row: int | None = None

    @property
    def item_id(self) -> str:
        """The id of the field or table the slot belongs to."""
        return self.table.id if self.table is not None else self.field.id


_ROW = re.compile(r"[1-9][0-9]{0,5}")

_KINDS = {
    FieldType.MULTILINE: SlotKind.BLOCK,
    FieldType.YES_NO: SlotKind.ONE_OF,
    FieldType.CHOICE: SlotKind.ONE_OF,
    FieldType.RATING: SlotKind.ONE_OF,
    FieldType.SIGNATURE: SlotKind.SIGNATURE,
}


def slots_of_field(field: Field) -> tuple[Slot, ...]:
    """The slot of a field; a multi-choice has one for each option."""
    if field.type is FieldType.MULTI_CHOICE:
        return tuple(Slot(f"{field.id}.{choice.code}", SlotKind.TICK, field, choice) for choice in field.choices)
    return (Slot(field.id, _KINDS.get(field.type, SlotKind.TEXT), field),)


def slots_of_table(table: Table, rows: int | None = None) -> tuple[Slot, ...]:
    """The cells of a table, row by row; `rows` beyond those printed are for reading."""
    return tuple(
        Slot(
            f"{table.id}.{row}.{column.id}",
            _KINDS.get(column.type, SlotKind.TEXT),
            column,
            table=table,
            row=row,
        )
        for row in range(1, (rows or table.rows) + 1)
        for column in table.columns
    )


@lru_cache(maxsize=KEPT)
def slots_by_item(form: FormDefinition) -> Mapping[str, tuple[Slot, ...]]:
    """The slots of each item by its id, in reading order; a note has none."""
    found: dict[str, tuple[Slot, ...]] = {}
    for item in form.items.values():
        match item:
            case Field():
                found[item.id] = slots_of_field(item)
            case Table():
                found[item.id] = slots_of_table(item)
            case Note():
                found[item.id] = ()
    return found


@lru_cache(maxsize=KEPT)
def slots(form: FormDefinition) -> tuple[Slot, ...]:
    """Every slot of a form in reading order."""
    return tuple(slot for found in slots_by_item(form).values() for slot in found)


@lru_cache(maxsize=KEPT)
def slots_by_key(form: FormDefinition) -> Mapping[str, Slot]:
    """The slots of a form by key, in reading order."""
    return {slot.key: slot for slot in slots(form)}


def slot_of(form: FormDefinition, key: str) -> Slot | None:
    """The slot a key names, of any row, also beyond those printed; None where the form has no such place."""
    return slots_by_key(form).get(key) or _slot_beyond(form, key)


def _slot_beyond(form: FormDefinition, key: str) -> Slot | None:
    """The slot of a cell in a row that is not printed."""
    match key.split("."):
        case [name, row, column_id] if name in form.tables and _ROW.fullmatch(row):
            table = form.tables[name]
            column = next((each for each in table.columns if each.id == column_id), None)
            kind = SlotKind.TEXT if column is None else _KINDS.get(column.type, SlotKind.TEXT)
            return None if column is None else Slot(key, kind, column, table=table, row=int(row))
        case _:
            return None

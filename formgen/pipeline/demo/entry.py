"""A record -> what a person types, picks and ticks in a document of one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from formgen.generate.filling import Filled
from formgen.generate.wording import shown
from formgen.model.catalog import LocalizedForm
from formgen.model.slot import SlotKind, slots

TICK = "☒"


class CannotFillError(Exception):
    """A place for an answer is absent, or the program refused what was typed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer by key: `text` is what is typed, or the words of the option chosen; `code` its code."""

    key: str
    kind: SlotKind
    text: str
    code: str | None = None


def entries(values: Mapping[str, Filled], localized: LocalizedForm) -> Iterator[Entry]:
    """What is entered for some values by key, in reading order."""
    for slot in slots(localized.form):
        value = values.get(slot.key)
        if value is None:
            continue
        if slot.kind is SlotKind.TICK:
            yield Entry(slot.key, slot.kind, TICK, "yes")
        elif slot.kind is SlotKind.ONE_OF:
            choice = next(each for each in slot.field.choices if each.code == value)
            yield Entry(slot.key, slot.kind, localized.text(choice.label), choice.code)
        else:
            yield Entry(slot.key, slot.kind, shown(value, localized.locale))

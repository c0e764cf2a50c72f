"""When a field applies: conditions over the answers of other fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AnyOf:
    """The field's answer is one of the codes (for a multi-choice: one of them is ticked)."""

    field: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The inner condition does not hold."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class All:
    """Every one of the conditions holds."""

    conditions: tuple[Condition, ...]


Condition = AnyOf | Not | All

Codes = frozenset[str] | None
"""The codes a controlling field was answered with; None while nobody knows."""


def holds(condition: Condition, codes_of: Callable[[str], Codes]) -> bool | None:
    """Tell whether a condition holds; None where a controlling field leaves it open."""
    match condition:
        case AnyOf(field, codes):
            given = codes_of(field)
            return None if given is None else not given.isdisjoint(codes)
        case Not(inner):
            held = holds(inner, codes_of)
            return None if held is None else not held
        case All(conditions):
            states = [holds(each, codes_of) for each in conditions]
            if False in states:
                return False
            return None if None in states else True


def fields_of(condition: Condition) -> Iterator[str]:
    """Yield the ids of the fields a condition looks at."""
    match condition:
        case AnyOf(field, _):
            yield field
        case Not(inner):
            yield from fields_of(inner)
        case All(conditions):
            for each in conditions:
                yield from fields_of(each)

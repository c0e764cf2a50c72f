"""One value -> the findings of the limits its own field sets."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from formgen.model.finding import Finding, finding
from formgen.model.form import Field, Limits
from formgen.model.record import Scalar
from formgen.validate.numbers import decimals

_EMAIL = re.compile(r"""[^\s@<>()\[\],;:"]+@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}""")
_LONGEST_MATCHED = 1000
"""A pattern is not tried on a longer text: it cannot fit, and a bad pattern must not stop the program."""


def beyond_limits(field: Field, key: str, value: Scalar, written: str | None) -> Iterable[Finding]:
    """Check a value against the limits that need nothing but the value (lengths in characters)."""
    match value:
        case str():
            return _text_limits(field.limits, key, value, written)
        case Decimal():
            return _number_limits(field.limits, key, value, written)
        case dt.date() if field.limits.earliest and value < field.limits.earliest:
            return (finding("date-too-early", key, written, earliest=day(field.limits.earliest)),)
        case _:
            return ()


def day(date: dt.date) -> str:
    """A date in the words of a finding: `21.11.2026`, the same in every language."""
    return f"{date.day:02}.{date.month:02}.{date.year:04}"


def _text_limits(limits: Limits, key: str, text: str, written: str | None) -> Iterator[Finding]:
    if limits.max_len is not None and len(text) > limits.max_len:
        yield finding("too-long", key, written, length=len(text), limit=limits.max_len)
        return
    if len(text) > _LONGEST_MATCHED:
        fits = limits.pattern is None and not limits.email
    else:
        fits = (limits.pattern is None or re.fullmatch(limits.pattern, text) is not None) and (
            not limits.email or (".." not in text and _EMAIL.fullmatch(text) is not None)
        )
    if not fits:
        yield finding("format-mismatch", key, written)


def _number_limits(limits: Limits, key: str, number: Decimal, written: str | None) -> Iterator[Finding]:
    low, high = limits.minimum, limits.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        yield finding(
            "out-of-range",
            key,
            written,
            minimum="−∞" if low is None else low,
            maximum="∞" if high is None else high,
        )
    if limits.decimals is not None and decimals(number) > limits.decimals:
        yield finding("too-many-decimals", key, written, decimals=limits.decimals)

"""What is accepted of a document: typed values, and the figures computed from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class SignatureKind(StrEnum):
    """How a signature stands in a document."""

    DIGITAL = "digital"
    TYPED = "typed"
    DRAWN = "drawn"


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature found; `valid` is None where nothing could verify it."""

    kind: SignatureKind
    name: str | None = None
    valid: bool | None = None


Scalar = str | bool | int | Decimal | dt.date | Signature | None
"""A single answer: text, code, phone or `na` as str; a rating as int, a number as Decimal."""

Row = Mapping[str, Scalar]
Value = Scalar | tuple[str, ...] | tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """The accepted values of one document, by field; every field of the form has an entry."""

    values: Mapping[str, Value]

"""How grave a finding is, and its words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from formgen.message import Message


class Severity(StrEnum):
    """`error` breaks a rule of the form, `review` was not read for certain, `info` only tells."""

    ERROR = "error"
    REVIEW = "review"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Kind:
    """The usual severity and the words of one code; `{field}`, `{written}` and others are filled in."""

    severity: Severity
    text: Message

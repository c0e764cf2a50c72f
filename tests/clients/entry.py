"""What a person puts at one place of a document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from formgen.model.slot import SlotKind


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer by key: `text` is what is typed, or the words of the option chosen; `code` its code.

    A tick has the text `☒`. `standard` is how a program shows a date it has understood, where that is not as typed.
    """

    key: str
    kind: SlotKind
    text: str
    code: str | None = None
    standard: str | None = None


Fill = Callable[[Path, Path, Sequence[Entry]], None]
"""A driver: puts entries into a blank as a person does in that program, and saves the copy."""


class CannotFillError(Exception):
    """A place for an answer is absent, or the program refused what a person typed."""

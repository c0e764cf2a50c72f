"""How far a person has taken a translation <-> the comment that says so, which PO editors leave alone."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from formgen.translate.po import Entry


class State(StrEnum):
    """The states of a translation, each further than the one before."""

    NEW = "new"
    FUZZY = "fuzzy"
    TO_REVIEW = "to review"
    TRANSLATED = "translated"
    REVIEWED = "reviewed"
    APPROVED = "approved"


SIGNED = frozenset({State.REVIEWED, State.APPROVED})
"""The states a person vouches for; they fall away when either text changes."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a comment says of a translation: its state, who says so and when (a date as written).

    `of` is the digest of the texts it was said of; a mark written by hand has none until `translate update`.
    """

    state: State
    by: str = ""
    on: str = ""
    of: str = ""

    def __str__(self) -> str:
        parts = [f"state: {self.state}"]
        parts += [f"{name}: {said}" for name, said in (("by", self.by), ("on", self.on), ("of", self.of)) if said]
        return "; ".join(parts)


@dataclass(frozen=True, slots=True)
class Answered:
    """Warnings, by their codes, that a person has looked at and lets stand, and why."""

    codes: frozenset[str]
    why: str = ""
    of: str = ""

    def __str__(self) -> str:
        parts = [f"answered: {', '.join(sorted(self.codes))}"]
        parts += [f"{name}: {said}" for name, said in (("why", self.why), ("of", self.of)) if said]
        return "; ".join(parts)


_LINE = re.compile(r"(state|answered):\s*(.*)", re.IGNORECASE | re.DOTALL)
_PART = re.compile(r";\s*(by|on|of|why):\s*")


def digest(entry: Entry) -> str:
    """Eight hexadecimal digits of the English text and the translation."""
    texts = "\x00".join((entry.context or "", entry.text, entry.plural or "", *entry.strings))
    return hashlib.sha256(texts.encode("utf-8")).hexdigest()[:8]


def mark_of(entry: Entry) -> Mark | None:
    """The mark of a translation; None where there is none, or where it was said of other texts."""
    return next((mark for mark in _marks(entry) if mark.of in {"", digest(entry)}), None)


def state_of(entry: Entry) -> State:
    """The state a translation is in."""
    if not all(entry.strings) or not entry.strings:
        return State.NEW
    if entry.fuzzy:
        return State.FUZZY
    mark = mark_of(entry)
    return State.TRANSLATED if mark is None else mark.state


def answered(entry: Entry) -> frozenset[str]:
    """The codes of the warnings a person lets stand for the texts as they are."""
    found = (each for each in _answers(entry) if each.of in {"", digest(entry)})
    return frozenset(code for each in found for code in each.codes)


def marked(entry: Entry, mark: Mark | None) -> Entry:
    """The entry with one mark in place of those it has; None takes them away."""
    kept = tuple(comment for comment in entry.comments if _kind(comment) != "state")
    if mark is None or mark.state in {State.NEW, State.FUZZY, State.TRANSLATED}:
        return replace(entry, comments=kept)
    of = digest(entry) if mark.state in SIGNED else ""
    return replace(entry, comments=(*kept, str(replace(mark, of=of))))


def sealed(entry: Entry) -> Entry:
    """The entry as `translate update` leaves it: marks said of these texts are kept, others go."""
    answers = [each for each in _answers(entry) if each.of in {"", digest(entry)}]
    kept = tuple(comment for comment in entry.comments if _kind(comment) != "answered")
    lines = tuple(str(replace(each, of=digest(entry))) for each in answers)
    mark = mark_of(entry)
    if mark is not None and (entry.fuzzy or not all(entry.strings)):
        mark = mark if mark.state is State.TO_REVIEW else None
    return marked(replace(entry, comments=(*kept, *lines)), mark)


def _kind(comment: str) -> str:
    found = _LINE.fullmatch(comment.strip())
    kind = found[1].lower() if found else ""
    return "" if kind == "state" and _mark(found[2] if found else "") is None else kind


def _marks(entry: Entry) -> Iterator[Mark]:
    for comment in entry.comments:
        found = _LINE.fullmatch(comment.strip())
        mark = _mark(found[2]) if found and found[1].lower() == "state" else None
        if mark is not None:
            yield mark


def _mark(text: str) -> Mark | None:
    first, parts = _parts(text)
    known = {str(state): state for state in State}
    state = known.get(first.strip().lower().replace("-", " "))
    return Mark(state, parts.get("by", ""), parts.get("on", ""), parts.get("of", "")) if state else None


def _answers(entry: Entry) -> Iterator[Answered]:
    for comment in entry.comments:
        found = _LINE.fullmatch(comment.strip())
        if found and found[1].lower() == "answered":
            first, parts = _parts(found[2])
            codes = frozenset(code.strip() for code in first.split(",") if code.strip())
            yield Answered(codes, parts.get("why", ""), parts.get("of", ""))


def _parts(text: str) -> tuple[str, dict[str, str]]:
    first, *rest = _PART.split(text)
    return first, dict(zip(rest[::2], (each.strip() for each in rest[1::2]), strict=True))

"""What the store keeps, as values: documents, records with their revisions, events."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from formgen.model.document import Answer, Stamp
from formgen.model.finding import Finding


class State(StrEnum):
    """What is the matter with a document or a record.

    `conflict` is of records only: another record of the same thing says otherwise. `rejected` of a document means that
    it could not be read, of a record that a person has put it aside. `forgotten` is a tombstone.
    """

    ACCEPTED = "accepted"
    REVIEW = "review"
    CONFLICT = "conflict"
    REJECTED = "rejected"
    FORGOTTEN = "forgotten"


class Channel(StrEnum):
    """How a document came in."""

    MAIL = "mail"
    EMAIL = "email"
    HAND = "hand"


class Change(StrEnum):
    """What made a revision."""

    RECEIVED = "received"
    COMPLETED = "completed"
    FIXED = "fixed"
    CORRECTED = "corrected"


class Action(StrEnum):
    """What was done with a document or a record; permanent words of the event log."""

    TAKEN_IN = "taken-in"
    SEEN_AGAIN = "seen-again"
    READ_AGAIN = "read-again"
    JOINED = "joined"
    REVISED = "revised"
    CONFLICTED = "conflicted"
    CORRECTED = "corrected"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    RELEASED = "released"
    SENT_BACK = "sent-back"
    FORGOTTEN = "forgotten"


_INCOMING = re.compile(r"(?P<year>[0-9]{4})-0*(?P<number>[1-9][0-9]{0,8})")


@dataclass(frozen=True, slots=True, order=True)
class Incoming:
    """The incoming number a document has in the journal of a year, `2026-17`; it also names the record it began."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-{self.number}"


def parse_incoming(text: str) -> Incoming | None:
    """Read an incoming number as a person writes it; None for anything else."""
    match = _INCOMING.fullmatch(text.strip())
    return Incoming(int(match["year"]), int(match["number"])) if match else None


@dataclass(frozen=True, slots=True)
class Origin:
    """How documents came in: the day, the channel, from whom."""

    received: dt.date
    channel: Channel | None = None
    sender: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a document; `record` is as in CONTRACT.md section 4, None where there is none."""

    record: Mapping[str, object] | None
    computed: Mapping[str, object] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the journal. `reading` is empty and `sha256` all that is left of one that was forgotten."""

    id: int
    incoming: Incoming
    origin: Origin
    sha256: str | None
    size: int
    kind: str | None
    stamp: Stamp | None
    found_by: str | None
    status: State
    record_id: int | None
    at: str
    by: str
    reading: Reading
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Revision:
    """One state of a record. `values` and `computed` are as in CONTRACT.md section 4, in the items of `edition`."""

    number: int
    change: Change
    edition: str
    values: Mapping[str, object]
    computed: Mapping[str, object]
    findings: tuple[Finding, ...]
    document_id: int | None = None
    by: str = ""
    at: str = ""
    why: str | None = None


Settled = frozenset[tuple[str, str | None]]
"""The findings, by code and field, that a person has decided about; they no longer ask for one."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What of a record's values it is found by: derived, and kept beside it for searching.

    `identity` says which thing it is about, `title` is the number a person knows it by, `centre` its centre, `words`
    all its words folded, `references` the (kind, folded number) of what it names.
    """

    identity: str | None = None
    title: str | None = None
    centre: str | None = None
    centre_key: str | None = None
    words: str = ""
    references: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """A record as the store keeps it, with its last revision; `stamp` is that of the document it began with."""

    id: int
    incoming: Incoming
    stamp: Stamp
    status: State
    received: dt.date
    changed: str
    identity: str | None
    title: str | None
    centre: str | None
    settled: Settled
    revision: Revision


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was done."""

    at: str
    by: str
    action: Action
    document_id: int | None = None
    record_id: int | None = None
    revision: int | None = None
    why: str | None = None
    details: Mapping[str, object] = field(default_factory=dict)

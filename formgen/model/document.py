"""What is known of a received document: its stamp, and the answers as they were written."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from formgen.model.finding import Finding


class Format(StrEnum):
    """The formats a form is made in, by their file name endings."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"


class FileKind(StrEnum):
    """What a received file is by its content; the kinds that are read."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    ODT = "odt"
    ODS = "ods"

    @property
    def reads_as(self) -> Format:
        """The format whose reader takes it in: a text or a sheet of OpenDocument is shown to it in its own terms."""
        return _READS_AS.get(self) or Format(self.value)


_READS_AS = {FileKind.ODT: Format.DOCX, FileKind.ODS: Format.XLSX}


@dataclass(frozen=True, slots=True)
class Submission:
    """One received file: where it came from, what it is by its content, its digest and its size in bytes.

    Digest and size are None where it could not be opened. The bytes themselves are there only where whoever
    asked for the document wants to keep them.
    """

    path: str
    format: FileKind | None = None
    sha256: str | None = None
    size: int | None = None
    content: bytes | None = None

    @classmethod
    def of(cls, path: str, content: bytes, kind: FileKind | None = None, *, keep: bool = False) -> Submission:
        """A file that was read; `keep` its bytes."""
        return cls(path, kind, hashlib.sha256(content).hexdigest(), len(content), content if keep else None)


class FoundBy(StrEnum):
    """Where a document's stamp was found."""

    METADATA = "metadata"
    TEXT = "text"
    QR = "qr"
    LABELS = "labels"


class ReadBy(StrEnum):
    """By which sign an answer was found; the first is the surest."""

    KEY = "key"
    BOOKMARK = "bookmark"
    LABEL = "label"
    POSITION = "position"
    MARK = "mark"
    OCR = "ocr"
    TYPED = "typed"


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which form a document is: carried by every document formgen makes."""

    form: str
    version: str
    locale: str
    variant: str | None = None
    copy: str | None = None
    draft: bool = False
    """Whether words were missing in its language, and English stands for them."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands at one key of a document.

    `written` is what a person sees there, unchanged. `exact` is the value as the file
    itself stores it beside the words, where it does: an option code, an ISO date, a
    decimal number with a point, a signature kind. `doubt` is the code of the finding
    that keeps the value out of the record, where the file's own signs disagree.
    """

    key: str
    written: str
    read_by: ReadBy = ReadBy.KEY
    exact: str | None = None
    doubt: str | None = None

    def __reduce__(self) -> tuple[object, ...]:  # every answer goes from one process to another: three times as fast
        return Answer, (self.key, self.written, self.read_by, self.exact, self.doubt)


@dataclass(frozen=True, slots=True)
class Response:
    """Everything a person wrote in one document, before it is judged.

    `lost` are the keys whose places nobody could look at: what stands there, if anything, is not known.
    """

    answers: Mapping[str, Answer]
    findings: tuple[Finding, ...] = ()
    lost: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Traces:
    """What tells which form a document is when its stamp is gone: keys of ours in it, and the lines a person sees."""

    keys: frozenset[str]
    lines: frozenset[str]


class Sign(StrEnum):
    """What a document of ours carries for its reader, and an office program or a viewer can destroy."""

    STAMP = "stamp"
    KEYS = "keys"
    BOOKMARKS = "bookmarks"
    KEY_COLUMN = "key-column"
    LISTS = "lists"
    PROTECTION = "protection"
    TAGS = "tags"
    FOOTER = "footer"


@dataclass(frozen=True, slots=True)
class Count:
    """How many of a sign were found, of how many the blank had."""

    found: int
    of: int


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What was done to a file on its way: the program that saved it last, as it names itself, and the signs left."""

    saved_by: str | None
    signs: Mapping[Sign, Count]

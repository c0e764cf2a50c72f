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


@dataclass(frozen=True, slots=True)
class Submission:
    """One received file: where it came from, what it holds, what it is by its content."""

    path: str
    content: bytes
    format: Format | None

    @property
    def sha256(self) -> str:
        """The digest of the bytes, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


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


@dataclass(frozen=True, slots=True)
class Response:
    """Everything a person wrote in one document, before it is judged."""

    answers: Mapping[str, Answer]
    findings: tuple[Finding, ...] = ()

"""How large a received file may be, and how long reading it may take, before a person is told instead."""

from __future__ import annotations

from dataclasses import dataclass

from formgen.message import Message
from formgen.model.finding import Finding, finding

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Each limit with its unit; `[limits]` in formgen.toml changes them by these names.

    A form of ours has under 1 MB, 2,000 fields and 3,000 cells; what passes a limit is none that a person filled in.
    """

    document_megabytes: int = 20
    """One document: the file itself, or what stands in an archive or a mail."""
    archive_megabytes: int = 2048
    """A .zip given as a file; it is read in place, never as a whole."""
    mail_megabytes: int = 50
    """A mail with everything attached, or an archive within an archive; these are held in memory."""
    container_depth: int = 4
    """Archives and mails one in another: an archive in a mail in an archive is three."""
    container_documents: int = 5_000
    """Entries of one archive, or parts of one mail."""
    members: int = 1_000
    """Parts of an office file."""
    part_megabytes: int = 30
    """One part of an office file, inflated."""
    inflated_megabytes: int = 80
    """All parts of an office file, inflated."""
    ratio: int = 200
    """How many times larger a part or entry may become, once it has more than 1 MB."""
    xml_elements: int = 1_000_000
    """Tags and attributes of one part of an office file."""
    pages: int = 500
    """Pages of a PDF."""
    fields: int = 20_000
    """Fields of a PDF, or notes and fields of one page."""
    cells: int = 100_000
    """Cells of one sheet of a workbook."""
    characters: int = 1_000_000
    """Characters of all answers of a document."""
    seconds: int = 20
    """Time to read one document, or to list what an archive or a mail holds; then the reader is ended."""
    memory_megabytes: int = 512
    """Memory of the process that reads; then it is ended."""


DEFAULT = Limits()

_WORDS = {
    "document_megabytes": Message("limit.document", "the document has {found} MB, at most {limit} are read"),
    "archive_megabytes": Message("limit.archive", "the archive has {found} MB, at most {limit} are read"),
    "mail_megabytes": Message("limit.mail", "the mail or inner archive has {found} MB, at most {limit} are read"),
    "container_depth": Message("limit.depth", "archives and mails one in another: {found}, at most {limit} are opened"),
    "container_documents": Message("limit.documents", "the archive or mail has {found} entries, at most {limit}"),
    "members": Message("limit.members", "the office file has {found} parts, at most {limit}"),
    "part_megabytes": Message("limit.part", "a part becomes {found} MB, at most {limit} are read"),
    "inflated_megabytes": Message("limit.inflated", "its parts become {found} MB, at most {limit} are read"),
    "ratio": Message("limit.ratio", "a part becomes {found} times larger, at most {limit}"),
    "xml_elements": Message("limit.elements", "a part has {found} tags and attributes, at most {limit} are read"),
    "xml_depth": Message("limit.xml-depth", "elements one in another: more than {limit}"),
    "pages": Message("limit.pages", "{found} pages, at most {limit} are read"),
    "fields": Message("limit.fields", "{found} fields, at most {limit} are read"),
    "cells": Message("limit.cells", "a sheet has {found} cells, at most {limit} are read"),
    "characters": Message("limit.characters", "the answers have {found} characters, at most {limit} are read"),
    "seconds": Message("limit.seconds", "{limit} seconds"),
    "memory_megabytes": Message("limit.memory", "{limit} MB of memory"),
    "result_megabytes": Message("limit.result", "what was read has {found} MB, at most {limit}"),
}
FIXED = {"xml_depth": 256, "result_megabytes": 32}
"""Limits that cannot be set: libxml2's own, and what a reader may hand back."""


def passed(limits: Limits, name: str, found: object = "") -> Finding:
    """The finding that a limit was passed: which and by how much; `found` is a count, or `> n` where it ended."""
    limit = FIXED[name] if name in FIXED else getattr(limits, name)
    words = _WORDS[name]
    code = "too-heavy" if name in {"seconds", "memory_megabytes"} else "too-large"
    return finding(code, limit=Message(words.context, words.text, {"found": found, "limit": limit}))

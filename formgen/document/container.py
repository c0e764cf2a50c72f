"""An archive or a mail -> the documents inside it, listed and read one by one."""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Protocol

from formgen.document.archive import MAGIC, Archive
from formgen.document.leftovers import is_left_by_a_program
from formgen.document.mail import Mail, is_mail
from formgen.document.opening import OFFICE_PARTS, open_file, read_whole
from formgen.document.unreadable import UnreadableError, foreign
from formgen.model.finding import Finding, finding
from formgen.model.limits import MEGABYTE, Limits, passed
from formgen.model.listing import Listing, Member

_HEAD = 1 << 16
_NAMED = 30
"""Where the name of an entry stands behind its beginning (APPNOTE.TXT section 4.3.7)."""
_UNICODE_NAME = 0x800
_CYRILLIC = re.compile("[А-Яа-яЁё]")
_BOX_DRAWING = re.compile("[─-╿]")


class Container(Protocol):
    """Something that holds documents; every method may raise UnreadableError."""

    def listing(self) -> Listing:
        """What it holds."""

    def read(self, number: int) -> bytes:
        """The bytes of one member."""


@dataclass(frozen=True, slots=True)
class Zip:
    """A zip file that is no office file; its entries are read in place and never by their names."""

    archive: Archive
    limits: Limits

    def listing(self) -> Listing:
        """Its entries in the order of their names, folder by folder; an entry that may not be read has its reason."""
        entries = self.archive.entries
        if len(entries) > self.limits.container_documents:
            raise UnreadableError(passed(self.limits, "container_documents", len(entries)))
        self.archive.refuse_overlap()
        members = [
            Member(name, number, _fault(entry, name))
            for number, entry in enumerate(entries)
            if not (name := name_of(entry)).endswith("/") and not is_left_by_a_program(name)
        ]
        if not members:
            raise UnreadableError(finding("empty-container"))
        times = Counter(member.name for member in members)
        told = {
            each.name: each if times[each.name] == 1 else replace(each, fault=finding("same-name")) for each in members
        }
        return Listing(tuple(sorted(told.values(), key=lambda each: each.name.split("/"))))

    def read(self, number: int) -> bytes:
        """The bytes of one entry."""
        return self.archive.read(self.archive.entries[number], "mail_megabytes")


def name_of(entry: zipfile.ZipInfo) -> str:
    """The name of an entry, whose writer may not say in which encoding it is.

    Archives of Windows have the encoding of the old system (866 for Russian), those of other systems UTF-8.
    """
    name = entry.filename
    if not entry.flag_bits & _UNICODE_NAME and not name.isascii():
        name = _guessed(name.encode("cp437", "replace"))
    name = name.replace("\\", "/")
    while name.startswith("./"):
        name = name[2:]
    return name or str(entry.header_offset)


def _guessed(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        old, windows = raw.decode("cp866"), raw.decode("cp1251", "replace")
    if not _BOX_DRAWING.search(old) and _CYRILLIC.search(old):
        return old
    return windows if _CYRILLIC.search(windows) else raw.decode("cp437")


def _fault(entry: zipfile.ZipInfo, name: str) -> Finding | None:
    if ".." in name.split("/") or name.startswith("/") or re.match("[A-Za-z]:", name):
        return finding("unsafe-name")
    mode = entry.external_attr >> 16
    if stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
        return finding("not-a-file")
    return finding("encrypted") if entry.flag_bits & 1 else None


def is_office(names: Sequence[str]) -> bool:
    """Whether the entries of a zip are the parts of one office file, of ours or of another kind, whole or damaged."""
    return any(name in OFFICE_PARTS or name.endswith(".iwa") for name in names)


def _begins_as_office(head: bytes) -> bool:
    """Whether the first entry of a zip is a part that every office file of a kind has, as it is nearly always."""
    (length,) = struct.unpack_from("<H", head.ljust(_NAMED), _NAMED - 4)
    return head[_NAMED : _NAMED + length].decode("ascii", "replace") in OFFICE_PARTS


class Opener:
    """Opens received files and what is in them; the containers last opened stay open for their next member."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._path: Path | None = None
        self._stream: IO[bytes] | None = None
        self._open: dict[tuple[int, ...], Container] = {}

    def open(self, path: Path, inside: tuple[int, ...] = ()) -> bytes | Container:
        """The bytes of a document, or the container that is found there.

        `inside` has the number of a member of the file, the number of a member of that, and so on.
        Raises UnreadableError.
        """
        if path != self._path:
            self.close()
        self._open = {place: each for place, each in self._open.items() if inside[: len(place)] == place}
        if () not in self._open:
            found = self._top(path)
            if isinstance(found, bytes):
                return found
            self._path, self._open[()] = path, found
        for depth in range(len(inside)):
            place = inside[: depth + 1]
            if place not in self._open:
                content = self._open[inside[:depth]].read(inside[depth])
                found = self._within(content, depth + 2)
                if isinstance(found, bytes):
                    return found
                self._open[place] = found
        return self._open[inside]

    def close(self) -> None:
        """Let go of the file."""
        self._open = {}
        self._path = None
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def _top(self, path: Path) -> bytes | Container:
        stream = open_file(path)
        try:
            with foreign():
                head = stream.read(_HEAD)
                stream.seek(0)
                if head.startswith(MAGIC) and not _begins_as_office(head):
                    archive = Archive(stream, self.limits)
                    if not is_office([entry.filename for entry in archive.entries]):
                        self._check_archive(stream)
                        self._stream = stream
                        return Zip(archive, self.limits)
                    stream.seek(0)
                if is_mail(head):
                    return Mail(read_whole(stream, self.limits, "mail_megabytes"), self.limits)
            return read_whole(stream, self.limits, "document_megabytes")
        finally:
            if self._stream is not stream:
                stream.close()

    def _check_archive(self, stream: IO[bytes]) -> None:
        size = stream.seek(0, io.SEEK_END)
        if size > self.limits.archive_megabytes * MEGABYTE:
            raise UnreadableError(passed(self.limits, "archive_megabytes", -(-size // MEGABYTE)))

    def _within(self, content: bytes, depth: int) -> bytes | Container:
        """What a member of a container is; `depth` counts the container it would be."""
        found: Container | None = None
        with foreign():
            if content.startswith(MAGIC):
                archive = Archive(io.BytesIO(content), self.limits)
                if not is_office([entry.filename for entry in archive.entries]):
                    found = Zip(archive, self.limits)
            elif is_mail(content[:_HEAD]):
                found = Mail(content, self.limits)
        if found is not None:
            if depth > self.limits.container_depth:
                raise UnreadableError(passed(self.limits, "container_depth", depth))
            return found
        if len(content) > self.limits.document_megabytes * MEGABYTE:
            raise UnreadableError(passed(self.limits, "document_megabytes", -(-len(content) // MEGABYTE)))
        return content

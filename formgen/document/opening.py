"""A received file -> its bytes and kind, or the finding that says why it was not opened."""

from __future__ import annotations

import io
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from formgen.model.document import FileKind
from formgen.model.finding import Finding, finding

if TYPE_CHECKING:
    import pikepdf

MAX_FILE = 20 << 20
"""Bytes a received file may have."""
MAX_MEMBERS = 400
MAX_MEMBER = 30 << 20
MAX_INFLATED = 80 << 20
MAX_RATIO = 200
_RATIO_FROM = 1 << 20

_CONTENT_TYPES = {
    b"wordprocessingml.document.main+xml": FileKind.DOCX,
    b"wordprocessingml.template.main+xml": FileKind.DOCX,
    b"spreadsheetml.sheet.main+xml": FileKind.XLSX,
    b"spreadsheetml.template.main+xml": FileKind.XLSX,
}
_OLD_KINDS = (
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
)
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class UnreadableError(Exception):
    """A received file cannot be read further; `finding` says why. Caught by the pipeline, never shown."""

    def __init__(self, why: Finding) -> None:
        super().__init__(why.code)
        self.finding = why


def read_file(path: Path) -> bytes:
    """The bytes of a regular file of a permitted size; UnreadableError for anything else."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise UnreadableError(finding("not-a-file"))
        with os.fdopen(os.open(path, flags | getattr(os, "O_NOFOLLOW", 0)), "rb") as stream:
            # Not more than there is: room for the largest file would be set aside for every small one.
            content = stream.read(min(os.fstat(stream.fileno()).st_size, MAX_FILE) + 1)
    except OSError as error:
        raise UnreadableError(finding("unreachable", reason=error.strerror or str(error))) from error
    if len(content) > MAX_FILE:
        raise UnreadableError(finding("too-large", limit=f"{MAX_FILE >> 20} MB"))
    return content


def open_pdf(content: bytes) -> pikepdf.Pdf:
    """Open a PDF; UnreadableError where it is encrypted, cut off or damaged beyond repair."""
    import pikepdf  # noqa: PLC0415  (a second to import; only PDF files need it)

    last_save = content[content.rfind(b"%%EOF") :] if b"%%EOF" in content else b""
    if b" obj" in last_save and b"startxref" not in last_save:
        # The end of the last save is lost, and with it the answers; a parser would take the state before it.
        raise UnreadableError(finding("damaged"))
    try:
        return pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError as error:
        raise UnreadableError(finding("encrypted")) from error
    except (pikepdf.PdfError, ValueError, OverflowError, RuntimeError) as error:
        raise UnreadableError(finding("damaged")) from error


def kind_of(content: bytes) -> tuple[FileKind, OfficePackage | None]:
    """Tell a file's kind by its content, never by its name; UnreadableError where it is none of ours.

    An office file comes with its package, which had to be opened to tell.
    """
    if not content:
        raise UnreadableError(finding("empty-file"))
    if b"%PDF-" in content[:1024]:
        return FileKind.PDF, None
    if content.startswith(_COMPOUND):
        encrypted = "EncryptedPackage".encode("utf-16-le") in content
        raise UnreadableError(finding("encrypted") if encrypted else finding("old-format", kind="DOC / XLS"))
    for magic, kind in _OLD_KINDS:
        if content.startswith(magic):
            raise UnreadableError(finding("old-format", kind=kind))
    if content.startswith((b"PK\3\4", b"PK\5\6")):
        package = OfficePackage(content)
        return package.format, package
    raise UnreadableError(finding("foreign"))


class OfficePackage:
    """The parts of a DOCX or XLSX file, inflated one by one under limits and parsed without entities.

    Every method raises UnreadableError where a limit is passed or the file is damaged.
    """

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as error:
            raise UnreadableError(finding("damaged")) from error
        members = self._zip.infolist()
        names = {member.filename for member in members}
        if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_INFLATED:
            raise UnreadableError(finding("too-large", limit=f"{MAX_INFLATED >> 20} MB"))
        if len(names) < len(members):
            raise UnreadableError(finding("damaged"))
        if any(member.flag_bits & 1 for member in members):
            raise UnreadableError(finding("encrypted"))
        self.names = frozenset(names)

    @cached_property
    def format(self) -> FileKind:
        """What the package is by its content types."""
        if "[Content_Types].xml" not in self.names:
            is_office = "mimetype" in self.names
            raise UnreadableError(finding("old-format", kind="ODT / ODS") if is_office else finding("container"))
        types = self.part("[Content_Types].xml")
        for mark, kind in _CONTENT_TYPES.items():
            if mark in types:
                return kind
        if b"macroEnabled" in types:
            raise UnreadableError(finding("unsafe-content", part="macros"))
        raise UnreadableError(finding("foreign"))

    def part(self, name: str) -> bytes:
        """The bytes of a part; KeyError where the package has no such part."""
        member = self._zip.getinfo(name)
        limit = min(MAX_MEMBER, max(_RATIO_FROM, MAX_RATIO * member.compress_size))
        try:
            with self._zip.open(member) as stream:
                content = stream.read(limit + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
            raise UnreadableError(finding("damaged")) from error
        if len(content) > limit:
            raise UnreadableError(finding("too-large", limit=f"{MAX_MEMBER >> 20} MB"))
        return content

    def xml(self, name: str) -> etree._Element:
        """A part as XML; a document type declaration, which office files never have, is refused."""
        return parse_xml(self.part(name))

    def relationships(self, part: str) -> Mapping[str, str]:
        """The internal targets of a part by relationship id, as part names."""
        folder, _, stem = part.rpartition("/")
        name = f"{folder}/_rels/{stem}.rels" if folder else f"_rels/{stem}.rels"
        if name not in self.names:
            return {}
        targets = {}
        for relation in self.xml(name):
            target = relation.get("Target", "")
            if relation.get("TargetMode") != "External":
                path = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}".lstrip("/")
                targets[relation.get("Id", "")] = os.path.normpath(path).replace("\\", "/")
        return targets


_DOCTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
)


def parse_xml(content: bytes) -> etree._Element:
    """Parse XML of unknown origin: no entities, no network, no huge trees; UnreadableError if damaged."""
    if _DOCTYPE.search(content[:4096]):
        raise UnreadableError(finding("unsafe-content", part="DOCTYPE"))
    try:
        root = etree.fromstring(content, _PARSER)
    except etree.XMLSyntaxError as error:
        raise UnreadableError(finding("damaged")) from error
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]
        raise UnreadableError(finding("unsafe-content", part="DOCTYPE"))
    return root

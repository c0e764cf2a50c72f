"""A received file -> its bytes and kind, or the finding that says why it was not opened."""

from __future__ import annotations

import io
import os
import re
import stat
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO

from lxml import etree

from formgen.document.archive import MAGIC, Archive
from formgen.document.kinds import why_not_read, why_package_not_read
from formgen.document.unreadable import UnreadableError
from formgen.model.document import FileKind
from formgen.model.finding import finding
from formgen.model.limits import DEFAULT, MEGABYTE, Limits, passed

if TYPE_CHECKING:
    import pikepdf

__all__ = ["OfficePackage", "UnreadableError", "kind_of", "open_file", "open_pdf", "parse_xml", "read_file"]

OFFICE_PARTS = frozenset({"[Content_Types].xml", "_rels/.rels", "mimetype", "META-INF/manifest.xml"})
"""Parts that only an office file has; where one of them is lost the others tell what it was."""

_CONTENT_TYPES = {
    b"wordprocessingml.document.main+xml": FileKind.DOCX,
    b"wordprocessingml.template.main+xml": FileKind.DOCX,
    b"spreadsheetml.sheet.main+xml": FileKind.XLSX,
    b"spreadsheetml.template.main+xml": FileKind.XLSX,
}
_MIMETYPES = {
    "application/vnd.oasis.opendocument.text": FileKind.ODT,
    "application/vnd.oasis.opendocument.text-template": FileKind.ODT,
    "application/vnd.oasis.opendocument.spreadsheet": FileKind.ODS,
    "application/vnd.oasis.opendocument.spreadsheet-template": FileKind.ODS,
}


def open_file(path: Path) -> IO[bytes]:
    """A regular file, opened for reading; UnreadableError for anything else: a link, a pipe, a device, a folder."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise UnreadableError(finding("not-a-file"))
        stream = os.fdopen(os.open(path, flags | getattr(os, "O_NOFOLLOW", 0)), "rb")
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL
        raise UnreadableError(finding("unreachable", reason=getattr(error, "strerror", None) or error)) from error
    if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):  # it was changed for another since
        stream.close()
        raise UnreadableError(finding("not-a-file"))
    return stream


def read_file(path: Path, limits: Limits = DEFAULT) -> bytes:
    """The bytes of a regular file of a permitted size; UnreadableError for anything else."""
    with open_file(path) as stream:
        return read_whole(stream, limits, "document_megabytes")


def read_whole(stream: IO[bytes], limits: Limits, limit: str) -> bytes:
    """All bytes of an open file, at most as many megabytes as the named limit allows; UnreadableError."""
    most = getattr(limits, limit) * MEGABYTE
    size = os.fstat(stream.fileno()).st_size
    try:
        # Not more than there is: room for the largest file would be set aside for every small one.
        content = stream.read(min(size, most) + 1) if size <= most else b""
    except OSError as error:
        raise UnreadableError(finding("unreachable", reason=error.strerror or str(error))) from error
    if max(size, len(content)) > most:
        raise UnreadableError(passed(limits, limit, -(-size // MEGABYTE)))
    return content


def open_pdf(content: bytes, limits: Limits = DEFAULT) -> pikepdf.Pdf:
    """Open a PDF; UnreadableError where it is encrypted, cut off or damaged beyond repair, or has too many pages."""
    import pikepdf  # noqa: PLC0415  (a second to import; only PDF files need it)

    last_save = content[content.rfind(b"%%EOF") :] if b"%%EOF" in content else b""
    if b" obj" in last_save and b"startxref" not in last_save:
        # The end of the last save is lost, and with it the answers; a parser would take the state before it.
        raise UnreadableError(finding("damaged"))
    try:
        pdf = pikepdf.open(_stream(content), access_mode=pikepdf.AccessMode.mmap)
        pages, fields = len(pdf.pages), _fields(pdf, limits)
    except pikepdf.PasswordError as error:
        raise UnreadableError(finding("encrypted")) from error
    except (pikepdf.PdfError, AttributeError, KeyError, OverflowError, RuntimeError, TypeError, ValueError) as error:
        raise UnreadableError(finding("damaged")) from error
    if pages > limits.pages:
        raise UnreadableError(passed(limits, "pages", pages))
    if fields > limits.fields:
        raise UnreadableError(passed(limits, "fields", fields))
    return pdf


def _stream(content: bytes) -> BinaryIO:
    """Bytes as a file in memory, which a parser can map; where there is none, to be read by calls, twice as slow."""
    try:
        stream = os.fdopen(os.memfd_create("pdf"), "rb")
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(stream.fileno(), rest) :]
    except (AttributeError, OSError):
        return io.BytesIO(content)
    return stream


def _fields(pdf: pikepdf.Pdf, limits: Limits) -> int:
    """How many fields a PDF has at the top, or what else stands on one page, by the lengths of its lists alone."""
    import pikepdf  # noqa: PLC0415  (a second to import; only PDF files need it)

    form = pdf.Root.get("/AcroForm")
    lists = [form.get("/Fields")] if isinstance(form, pikepdf.Dictionary) else []
    lists += [page.obj.get("/Annots") for page in list(pdf.pages)[: limits.pages]]
    return max((len(each) for each in lists if isinstance(each, pikepdf.Array)), default=0)


def kind_of(content: bytes, limits: Limits = DEFAULT) -> tuple[FileKind, OfficePackage | None]:
    """Tell a file's kind by its content, never by its name; UnreadableError where it is none of ours.

    An office file comes with its package, which had to be opened to tell; one of OpenDocument is presented
    as the package of the format whose reader takes it in.
    """
    if not content:
        raise UnreadableError(finding("empty-file"))
    if b"%PDF-" in content[:1024]:
        return FileKind.PDF, None
    if content.startswith(MAGIC):
        package = OfficePackage(content, limits)
        kind = package.format
        package.refuse_entities()
        return kind, _presented(package)
    raise UnreadableError(why_not_read(content))


def _presented(package: OfficePackage) -> OfficePackage:
    match package.format:
        case FileKind.ODT:
            from formgen.document.opendocument_text import TextPackage  # noqa: PLC0415  (it stands on this module)

            return TextPackage(package)
        case FileKind.ODS:
            from formgen.document.opendocument_sheet import SheetPackage  # noqa: PLC0415  (it stands on this module)

            return SheetPackage(package)
        case _:
            return package


class OfficePackage:
    """The parts of an office file, inflated one by one under limits and parsed without entities.

    Every method raises UnreadableError where a limit is passed or the file is damaged.
    """

    def __init__(self, content: bytes, limits: Limits = DEFAULT) -> None:
        self.limits = limits
        self._archive = Archive(io.BytesIO(content), limits)
        entries = self._archive.entries
        inflated = sum(entry.file_size for entry in entries)
        self._entries = {entry.filename: entry for entry in entries}
        self.names = frozenset(self._entries)
        if len(entries) > limits.members:
            raise UnreadableError(passed(limits, "members", len(entries)))
        if inflated > limits.inflated_megabytes * MEGABYTE:
            raise UnreadableError(passed(limits, "inflated_megabytes", -(-inflated // MEGABYTE)))
        if len(self.names) < len(entries):
            raise UnreadableError(finding("damaged"))
        if any(entry.flag_bits & 1 for entry in entries):
            raise UnreadableError(finding("encrypted"))
        self._archive.refuse_overlap()
        self._inflated: dict[str, bytes] = {}

    @cached_property
    def in_order(self) -> tuple[str, ...]:
        """The names of the parts in alphabetical order."""
        return tuple(sorted(self.names))

    @cached_property
    def format(self) -> FileKind:
        """What the package is by its content types, or by its mimetype where it is one of OpenDocument."""
        mimetype = self.part("mimetype")[:200].decode("ascii", "replace").strip() if "mimetype" in self.names else ""
        if mimetype in _MIMETYPES:
            return _MIMETYPES[mimetype]
        types = self.part("[Content_Types].xml") if "[Content_Types].xml" in self.names else b""
        for mark, kind in _CONTENT_TYPES.items():
            if mark in types:
                return kind
        why = why_package_not_read(self.names, mimetype, types)
        raise UnreadableError(why or finding("damaged" if OFFICE_PARTS & self.names else "container", kind="ZIP"))

    def refuse_entities(self) -> None:
        """Refuse a document type declaration in any part, read or not: no office program writes one."""
        for name in self.in_order:
            if name.endswith((".xml", ".rels")) and not name.startswith("META-INF/"):
                _refuse_doctype(self.part(name))

    def part(self, name: str) -> bytes:
        """The bytes of a part, inflated once; KeyError where the package has no such part."""
        if name not in self._inflated:
            self._inflated[name] = self._archive.read(self._entries[name], "part_megabytes")
        return self._inflated[name]

    def xml(self, name: str) -> etree._Element:
        """A part as XML; a document type declaration, which office files never have, is refused."""
        return parse_xml(self.part(name), self.limits)

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


_DOCTYPE = re.compile(rb"<\0?!\0?(?:D\0?O\0?C\0?T\0?Y\0?P\0?E|E\0?N\0?T\0?I\0?T\0?Y)", re.IGNORECASE)
"""A declaration in any encoding of one or two bytes a letter; in a text `<` would be written otherwise."""


def _refuse_doctype(content: bytes) -> None:
    # Hardly a part has an exclamation mark, which is found a hundred times as fast.
    if b"!" in content and _DOCTYPE.search(content):
        raise UnreadableError(finding("unsafe-content", part="DOCTYPE"))


_PARSER = etree.XMLParser(
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    huge_tree=False,
    remove_comments=True,
    remove_pis=True,
    collect_ids=False,
)
_DEPTH = "Excessive depth"
_CELLS = etree.XPath("count(//*[local-name() = 'c'])")


def parse_xml(content: bytes, limits: Limits = DEFAULT) -> etree._Element:
    """Parse XML of unknown origin: no entities, no network, no huge trees; UnreadableError if damaged."""
    _refuse_doctype(content)
    if len(content) > limits.xml_elements:  # each takes more than a byte
        nodes = content.count(b"<") + content.count(b"=")  # never less than there are: a tree is not made to count it
        if nodes > limits.xml_elements:
            raise UnreadableError(passed(limits, "xml_elements", nodes))
    try:
        root = etree.fromstring(content, _PARSER)
    except etree.XMLSyntaxError as error:
        is_deep = _DEPTH in str(error)
        raise UnreadableError(passed(limits, "xml_depth") if is_deep else finding("damaged")) from error
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]
        raise UnreadableError(finding("unsafe-content", part="DOCTYPE"))
    if root.tag.endswith("}worksheet") and (cells := int(_CELLS(root))) > limits.cells:  # type: ignore[arg-type]
        raise UnreadableError(passed(limits, "cells", cells))
    return root

"""A zip file of unknown origin -> its entries, each inflated under limits and never by what its header claims."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Sequence
from typing import IO

from formgen.document.unreadable import UnreadableError
from formgen.model.finding import finding
from formgen.model.limits import MEGABYTE, Limits, passed

MAGIC = (b"PK\3\4", b"PK\5\6")
_RATIO_FROM = 1 << 20
"""Bytes from which on the ratio of compression is looked at: less is no danger."""
_HEADER = 30
_UNICODE = 0x800
"""The flag of a name in UTF-8 (APPNOTE.TXT section 4.4.4)."""
_SMALL = 1 << 20
"""Bytes of a deflated entry that are read at once."""
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OverflowError, OSError, ValueError)


class Archive:
    """The entries of a zip file, none of which is ever written to a disk. Every method may raise UnreadableError."""

    def __init__(self, stream: IO[bytes], limits: Limits) -> None:
        self._limits = limits
        self._stream = stream
        try:
            self._zip = zipfile.ZipFile(stream)
        except _DAMAGE as error:
            raise UnreadableError(finding("damaged")) from error
        self.entries: Sequence[zipfile.ZipInfo] = self._zip.infolist()

    def refuse_overlap(self) -> None:
        """Refuse entries that share their bytes, as only a bomb has them: each would inflate the same."""
        end = 0
        for entry in sorted(self.entries, key=lambda each: each.header_offset):
            if entry.header_offset < end:
                raise UnreadableError(finding("unsafe-content", part="ZIP"))
            end = entry.header_offset + _HEADER + entry.compress_size

    def read(self, entry: zipfile.ZipInfo, limit: str) -> bytes:
        """The bytes of an entry, at most as many megabytes as the named limit allows."""
        most = getattr(self._limits, limit) * MEGABYTE
        by_ratio = max(_RATIO_FROM, self._limits.ratio * entry.compress_size)
        try:
            content = self._inflated(entry, min(most, by_ratio) + 1)
        except RuntimeError as error:  # NotImplementedError, an unknown compression, is one too
            code = "encrypted" if entry.flag_bits & 1 else "damaged"
            raise UnreadableError(finding(code)) from error
        except _DAMAGE as error:
            raise UnreadableError(finding("damaged")) from error
        if len(content) > most:
            raise UnreadableError(passed(self._limits, limit, f"> {most // MEGABYTE}"))
        if len(content) > by_ratio:
            raise UnreadableError(passed(self._limits, "ratio", f"> {self._limits.ratio}"))
        return content

    def _inflated(self, entry: zipfile.ZipInfo, most: int) -> bytes:
        """At most so many bytes of an entry: of a small deflated one in one go, of any other as zipfile reads it."""
        if entry.compress_type != zipfile.ZIP_DEFLATED or entry.flag_bits & 1 or entry.compress_size > _SMALL:
            with self._zip.open(entry) as stream:
                return stream.read(most)
        self._stream.seek(entry.header_offset)
        head = self._stream.read(_HEADER)
        if len(head) < _HEADER or not head.startswith(MAGIC[0]):
            raise zipfile.BadZipFile(entry.filename)
        name_length, extra_length = struct.unpack_from("<HH", head, 26)
        name = self._stream.read(name_length).decode("utf-8" if entry.flag_bits & _UNICODE else "cp437")
        if name != entry.orig_filename:
            raise zipfile.BadZipFile(entry.filename)
        self._stream.seek(extra_length, 1)
        inflating = zlib.decompressobj(-zlib.MAX_WBITS)
        # What the header claims says how much room to make at first, never how much there is.
        content = inflating.decompress(self._stream.read(entry.compress_size), min(most, entry.file_size + 1))
        if not inflating.eof and len(content) < most:
            content += inflating.decompress(inflating.unconsumed_tail, most - len(content))
        if len(content) < most and (not inflating.eof or zlib.crc32(content) != entry.CRC):
            raise zipfile.BadZipFile(entry.filename)
        return content

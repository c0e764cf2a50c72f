"""A zip file of unknown origin -> its entries, each inflated under limits and never by what its header claims."""

from __future__ import annotations

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
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OverflowError, OSError, ValueError)


class Archive:
    """The entries of a zip file, none of which is ever written to a disk. Every method may raise UnreadableError."""

    def __init__(self, stream: IO[bytes], limits: Limits) -> None:
        self._limits = limits
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
            with self._zip.open(entry) as stream:
                content = stream.read(min(most, by_ratio) + 1)
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

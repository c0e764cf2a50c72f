"""Many PDF documents -> one file for printing, without fields."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pikepdf

from formgen.pipeline.making import write
from formgen.pipeline.urls import Url

_COMMON = ("/FontFile2", "/ToUnicode", "/CIDToGIDMap")
"""The streams that the fonts of two documents may have in common."""


class Merged:
    """Pages for the printer; answers become part of the page."""

    def __init__(self) -> None:
        self._pdf = pikepdf.new()

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self._pdf.pages)

    def add(self, path: Path | Url) -> None:
        """Append the pages of a document as they print."""
        with pikepdf.open(io.BytesIO(path.read_bytes()) if isinstance(path, Url) else path) as document:
            document.flatten_annotations("print")
            self._pdf.pages.extend(document.pages)

    def save(self, path: Path) -> None:
        """Write the file; what the documents have in common, fonts above all, is in it once. NotWritableError."""
        shared = _Shared()
        for each in self._pdf.objects:
            for entry in _COMMON:
                if isinstance(each, pikepdf.Dictionary) and isinstance(each.get(entry), pikepdf.Stream):
                    each[entry] = shared.one(each[entry])
        for page in self._pdf.pages:
            contents = page.obj.get("/Contents")
            if isinstance(contents, pikepdf.Array):
                page.obj.Contents = pikepdf.Array([shared.one(each) for each in contents])
        buffer = io.BytesIO()
        self._pdf.save(buffer, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
        write(path, buffer.getvalue())


class _Shared:
    """The first of all streams that say the same."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, bytes], pikepdf.Object] = {}

    def one(self, stream: pikepdf.Object) -> pikepdf.Object:
        digest = hashlib.sha256(stream.read_raw_bytes()).digest()
        return self._known.setdefault((str(stream.get("/Filter")), digest), stream)

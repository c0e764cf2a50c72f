"""Many PDF documents -> one file for printing, without fields."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pikepdf

from formgen.pipeline.making import write


class Merged:
    """Pages for the printer; answers become part of the page."""

    def __init__(self) -> None:
        self._pdf = pikepdf.new()

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self._pdf.pages)

    def add(self, path: Path) -> None:
        """Append the pages of a document as they print."""
        with pikepdf.open(path) as document:
            document.flatten_annotations("print")
            self._pdf.pages.extend(document.pages)

    def save(self, path: Path) -> None:
        """Write the file, with each font in it once; NotWritableError."""
        fonts: dict[bytes, pikepdf.Object] = {}
        for each in self._pdf.objects:
            if isinstance(each, pikepdf.Dictionary) and "/FontFile2" in each:
                font = each.FontFile2
                each.FontFile2 = fonts.setdefault(hashlib.sha256(font.read_raw_bytes()).digest(), font)
        buffer = io.BytesIO()
        self._pdf.save(buffer, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
        write(path, buffer.getvalue())

"""The engines that fill our blanks, by format, and how each is driven."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from formgen.model.document import Format
from tests.clients import pdfium, pdfjs, poppler, spreadsheet, word
from tests.clients.entry import Entry, Fill
from tests.clients.libreoffice import LibreOffice

ENGINES: Mapping[Format, tuple[str, ...]] = {
    Format.PDF: ("pdfium", "pdfjs", "poppler"),
    Format.DOCX: ("libreoffice", "word"),
    Format.XLSX: ("libreoffice", "openpyxl"),
}

_ALONE: Mapping[tuple[Format, str], Fill] = {
    (Format.PDF, "pdfium"): pdfium.fill,
    (Format.PDF, "pdfjs"): pdfjs.fill,
    (Format.PDF, "poppler"): poppler.fill,
    (Format.DOCX, "word"): word.fill,
    (Format.XLSX, "openpyxl"): spreadsheet.fill,
}


def driver(format_: Format, engine: str, office: Callable[[], LibreOffice]) -> Fill:
    """The function that fills a blank of a format in an engine; the office is started only where it is needed."""
    if (format_, engine) in _ALONE:
        return _ALONE[format_, engine]

    def fill(blank: Path, out: Path, entries: Sequence[Entry]) -> None:
        if format_ is Format.DOCX:
            office().fill_docx(blank, out, entries)
        else:
            spreadsheet.fill_in_libreoffice(office(), blank, out, entries)

    return fill

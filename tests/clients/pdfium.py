"""Fill a PDF in PDFium, the engine of Chrome and Edge: clicks, and every character typed by itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from formgen.model.slot import SlotKind
from formgen.pipeline.demo import entry as demo
from formgen.pipeline.demo import pdfium
from tests.clients.entry import CannotFillError, Entry


def fill(blank: Path, out: Path, entries: Sequence[Entry]) -> None:
    """Put the entries into a copy of a blank."""
    typed = [
        demo.Entry(each.key, each.kind, each.text, "yes" if each.kind is SlotKind.TICK else each.code)
        for each in entries
    ]
    try:
        out.write_bytes(pdfium.fill(blank.read_bytes(), typed))
    except demo.CannotFillError as error:
        raise CannotFillError(str(error)) from error

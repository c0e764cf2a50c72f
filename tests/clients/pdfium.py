"""Fill a PDF in PDFium, the engine of Chrome and Edge: clicks, and every character typed by itself."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdfium2.raw as pdfium

from tests.clients.entry import CannotFillError, Entry
from tests.clients.widgets import Widget, places

_ENTER = 13


def fill(blank: Path, out: Path, entries: Sequence[Entry]) -> None:
    """Put the entries into a copy of a blank."""
    content = blank.read_bytes()
    with _document(content) as document, _form(document) as form:
        pages: dict[int, Any] = {}
        for entry, widget in places(blank, entries):
            if widget.page not in pages:
                pages[widget.page] = pdfium.FPDF_LoadPage(document, widget.page)
                pdfium.FORM_OnAfterLoadPage(pages[widget.page], form)
            _enter(form, pages[widget.page], entry, widget)
        pdfium.FORM_ForceToKillFocus(form)
        out.write_bytes(_saved(document))
        for page in pages.values():
            pdfium.FORM_OnBeforeClosePage(page, form)
            pdfium.FPDF_ClosePage(page)


def _enter(form: Any, page: Any, entry: Entry, widget: Widget) -> None:
    x, y = widget.center
    pdfium.FORM_OnMouseMove(form, page, 0, x, y)
    pdfium.FORM_OnLButtonDown(form, page, 0, x, y)
    pdfium.FORM_OnLButtonUp(form, page, 0, x, y)
    if widget.kind == "/Ch":
        chosen = [place for place, (export, _) in enumerate(widget.options) if export == entry.code]
        if len(chosen) != 1 or not pdfium.FORM_SetIndexSelected(form, page, chosen[0], 1):
            raise CannotFillError(f"{entry.key}: {entry.code} cannot be chosen")
    elif widget.kind == "/Tx":
        for unit in _utf16_units(entry.text):
            if not pdfium.FORM_OnChar(form, page, unit, 0):
                raise CannotFillError(f"{entry.key}: the character {unit:04X} was refused")
    pdfium.FORM_ForceToKillFocus(form)


def _utf16_units(text: str) -> Iterator[int]:
    content = text.replace("\n", "\r").encode("utf-16-le")
    for place in range(0, len(content), 2):
        yield int.from_bytes(content[place : place + 2], "little")


@contextmanager
def _document(content: bytes) -> Iterator[Any]:
    pdfium.FPDF_InitLibrary()
    held = ctypes.create_string_buffer(content, len(content))
    document = pdfium.FPDF_LoadMemDocument(held, len(content), None)
    if not document:
        raise CannotFillError("PDFium cannot open the file")
    yield document
    pdfium.FPDF_CloseDocument(document)


@contextmanager
def _form(document: Any) -> Iterator[Any]:
    info = pdfium.FPDF_FORMFILLINFO(version=2)
    kinds = dict(pdfium.FPDF_FORMFILLINFO._fields_)
    nothing: dict[str, Callable[..., Any]] = {
        "FFI_Invalidate": lambda *_: None,
        "FFI_OutputSelectedRect": lambda *_: None,
        "FFI_SetCursor": lambda *_: None,
        "FFI_SetTimer": lambda *_: 1,
        "FFI_KillTimer": lambda *_: None,
        "FFI_OnChange": lambda *_: None,
        "FFI_SetTextFieldFocus": lambda *_: None,
    }
    held = {name: kinds[name](call) for name, call in nothing.items()}
    for name, call in held.items():
        setattr(info, name, call)
    form = pdfium.FPDFDOC_InitFormFillEnvironment(document, info)
    if not form:
        raise CannotFillError("PDFium finds no form")
    yield form
    pdfium.FPDFDOC_ExitFormFillEnvironment(form)


def _saved(document: Any) -> bytes:
    blocks: list[bytes] = []

    def write(_: Any, data: Any, size: int) -> int:
        blocks.append(ctypes.string_at(data, size))
        return 1

    writer = pdfium.FPDF_FILEWRITE(version=1)
    call = dict(pdfium.FPDF_FILEWRITE._fields_)["WriteBlock"](write)
    writer.WriteBlock = call
    if not pdfium.FPDF_SaveAsCopy(document, writer, 0):
        raise CannotFillError("PDFium cannot save the file")
    return b"".join(blocks)

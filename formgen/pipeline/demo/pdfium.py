"""Fill a PDF in PDFium, the engine of Chrome and Edge: clicks, and every character typed by itself."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2.raw as pdfium

from formgen.generate.pdf import Place, places
from formgen.model.slot import SlotKind
from formgen.pipeline.demo.entry import CannotFillError, Entry


def fill(blank: bytes, entries: Iterable[Entry]) -> bytes:
    """Put the entries into the fields of a blank: a click, then the keys, one after the other."""
    found = {(place.key, place.state): place for place in places(blank)}
    with _document(blank) as document, _form(document) as form:
        pages: dict[int, Any] = {}
        for entry in entries:
            is_button = entry.kind in {SlotKind.ONE_OF, SlotKind.TICK}
            place = found.get((entry.key, entry.code if is_button else None)) or found.get((entry.key, None))
            if place is None:
                raise CannotFillError(f"no field for {entry.key}")
            if place.page not in pages:
                pages[place.page] = pdfium.FPDF_LoadPage(document, place.page - 1)
                pdfium.FORM_OnAfterLoadPage(pages[place.page], form)
            _enter(form, pages[place.page], entry, place)
        pdfium.FORM_ForceToKillFocus(form)
        content = _saved(document)
        for page in pages.values():
            pdfium.FORM_OnBeforeClosePage(page, form)
            pdfium.FPDF_ClosePage(page)
    return content


def _enter(form: Any, page: Any, entry: Entry, place: Place) -> None:
    left, bottom, right, top = place.box
    x, y = (left + right) / 2, (bottom + top) / 2
    pdfium.FORM_OnMouseMove(form, page, 0, x, y)
    pdfium.FORM_OnLButtonDown(form, page, 0, x, y)
    pdfium.FORM_OnLButtonUp(form, page, 0, x, y)
    if place.options:
        if not pdfium.FORM_SetIndexSelected(form, page, place.options.index(str(entry.code)), 1):
            raise CannotFillError(f"{entry.key}: {entry.code} cannot be chosen")
    elif entry.code is None:
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

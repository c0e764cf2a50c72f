"""Fill a PDF in PDFium, the engine of Chrome and Edge: clicks, and every character typed by itself."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium
from pypdf import PdfReader

from formgen.model.slot import SlotKind
from formgen.pipeline.demo.entry import CannotFillError, Entry


@dataclass(frozen=True, slots=True)
class _Widget:
    """Where a field stands: `page` from 0, its middle in points, the export values of its list."""

    page: int
    x: float
    y: float
    options: tuple[str, ...]


def fill(blank: bytes, entries: Iterable[Entry]) -> bytes:
    """Put the entries into the fields of a blank: a click, then the keys, one after the other."""
    widgets = dict(_widgets(blank))
    with _document(blank) as document, _form(document) as form:
        pages: dict[int, Any] = {}
        for entry in entries:
            is_button = entry.kind in {SlotKind.ONE_OF, SlotKind.TICK}
            widget = widgets.get((entry.key, entry.code if is_button else None)) or widgets.get((entry.key, None))
            if widget is None:
                raise CannotFillError(f"no field for {entry.key}")
            if widget.page not in pages:
                pages[widget.page] = pdfium.FPDF_LoadPage(document, widget.page)
                pdfium.FORM_OnAfterLoadPage(pages[widget.page], form)
            _enter(form, pages[widget.page], entry, widget)
        pdfium.FORM_ForceToKillFocus(form)
        content = _saved(document)
        for page in pages.values():
            pdfium.FORM_OnBeforeClosePage(page, form)
            pdfium.FPDF_ClosePage(page)
    return content


def _widgets(blank: bytes) -> Iterator[tuple[tuple[str, str | None], _Widget]]:
    """The widgets of a document by full field name and, for a button, on-state."""
    for number, page in enumerate(PdfReader(io.BytesIO(blank)).pages):
        for reference in page.get("/Annots", ()):
            annotation: Any = reference.get_object()
            if annotation.get("/Subtype") != "/Widget":
                continue
            name, node = [], annotation
            while node is not None:
                name += [str(node["/T"])] if "/T" in node else []
                node = node["/Parent"].get_object() if "/Parent" in node else None
            states = [str(key)[1:] for key in annotation.get("/AP", {}).get("/N", {}) if key != "/Off"]
            is_button = annotation.get("/FT", annotation.get("/Parent", {}).get("/FT")) == "/Btn"
            left, bottom, right, top = (float(each) for each in annotation["/Rect"])
            options = tuple(str(each[0]) for each in annotation.get("/Opt", ()))
            place = _Widget(number, (left + right) / 2, (bottom + top) / 2, options)
            yield (".".join(reversed(name)), states[0] if is_button else None), place


def _enter(form: Any, page: Any, entry: Entry, widget: _Widget) -> None:
    pdfium.FORM_OnMouseMove(form, page, 0, widget.x, widget.y)
    pdfium.FORM_OnLButtonDown(form, page, 0, widget.x, widget.y)
    pdfium.FORM_OnLButtonUp(form, page, 0, widget.x, widget.y)
    if widget.options:
        if not pdfium.FORM_SetIndexSelected(form, page, widget.options.index(str(entry.code)), 1):
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

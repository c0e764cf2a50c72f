"""A PDF's pages -> what people drew or typed on them outside the fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pikepdf

from formgen.extract.pdf.fields import entry, items, text_of
from formgen.message import Message
from formgen.model.finding import Finding, finding
from formgen.model.slot import Slot, SlotKind

_MAX_PAGES = 200
_TYPED = {"FreeText", "Text"}
_DRAWN = {"Ink", "Stamp", "Line", "PolyLine", "Polygon", "Square", "Circle", "Highlight", "StrikeOut"}
_PEN = "✎"
_SLACK = 12.0
"""Points a signature may reach beyond its box."""
_PAGE = Message("finding.outside-answer.page", "page {page}")

Rectangle = tuple[float, float, float, float]


def remarks(pdf: pikepdf.Pdf, asked: Mapping[str, Slot]) -> Iterator[Finding]:
    """A finding for each note or drawing that is not a signature in its place: it may be an answer."""
    signed = set(_signatures(pdf, asked))
    for page, place, kind, annotation in _annotations(pdf):
        text = (text_of(entry(annotation, "/Contents")) or "").strip()
        if (kind in _TYPED and not text) or (page, place) in signed:
            continue
        where = Message(_PAGE.context, _PAGE.text, {"page": page})
        yield replace(finding("outside-answer", written=text or _PEN), values={"field": where})


def drawn_signatures(pdf: pikepdf.Pdf, asked: Mapping[str, Slot]) -> list[str]:
    """The keys of signatures that were drawn with a pen or stamped as a picture, where they are asked for."""
    return list(dict.fromkeys(_signatures(pdf, asked).values()))


def _signatures(pdf: pikepdf.Pdf, asked: Mapping[str, Slot]) -> dict[tuple[int, int], str]:
    drawn = [each for each in _annotations(pdf) if each[2] in {"Ink", "Stamp"}]
    if not drawn:
        return {}
    keys = {key for key, slot in asked.items() if slot.kind is SlotKind.SIGNATURE}
    boxes = [
        (page, key, box)
        for page, widget in _widgets(pdf)
        if (key := text_of(entry(widget, "/T"))) in keys and (box := _rectangle(widget)) is not None
    ]
    found: dict[tuple[int, int], str] = {}
    for page, place, _, annotation in drawn:
        inner = _rectangle(annotation)
        for there, key, box in boxes:
            if inner is not None and there == page and _holds(box, inner):
                found[page, place] = str(key)
    return found


def _holds(box: Rectangle, inner: Rectangle) -> bool:
    left, bottom, right, top = box
    return (
        inner[0] >= left - _SLACK
        and inner[1] >= bottom - _SLACK
        and inner[2] <= right + _SLACK
        and inner[3] <= top + _SLACK
    )


def _annotations(pdf: pikepdf.Pdf) -> Iterator[tuple[int, int, str, object]]:
    for page, place, kind, annotation in _all(pdf):
        if kind in _TYPED or kind in _DRAWN:
            yield page, place, kind, annotation


def _widgets(pdf: pikepdf.Pdf) -> Iterator[tuple[int, object]]:
    for page, _, kind, annotation in _all(pdf):
        if kind == "Widget":
            yield page, annotation


def _all(pdf: pikepdf.Pdf) -> Iterator[tuple[int, int, str, object]]:
    try:
        pages = [page.obj for page in pdf.pages[:_MAX_PAGES]]
    except (pikepdf.PdfError, ValueError, RuntimeError, IndexError):
        return
    for number, page in enumerate(pages, start=1):
        for place, annotation in enumerate(items(entry(page, "/Annots"))):
            yield number, place, text_of(entry(annotation, "/Subtype")) or "", annotation


def _rectangle(annotation: object) -> Rectangle | None:
    edges = items(entry(annotation, "/Rect"))
    try:
        left, bottom, right, top = (float(str(edge)) for edge in edges)
    except ValueError:
        return None
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)

"""The fields of a copy that is sent back -> marked on the page where they are asked about, else not to be changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile

from pypdf.generic import DictionaryObject

from formgen.generate.pdf.appearance import number
from formgen.generate.pdf.objects import name, value
from formgen.generate.pdf.widgets import Fields
from formgen.model.catalog import LocalizedForm
from formgen.model.correction import Correction
from formgen.model.slot import slots

_READ_ONLY = 1
_MARKED = "1 0.949 0.702 rg"
_EDGE = 1.5
"""Points by which a mark reaches beyond its field."""


def correct(fields: Fields, localized: LocalizedForm, correction: Correction) -> Mapping[int, str]:
    """Make the fields that are not asked about read-only (ISO 32000-1 table 221).

    Gives the marks to be drawn under the others, by the place of their page in the document, from 0.
    """
    marked: set[int] = set()
    for slot in slots(localized.form):
        node = fields.nodes[slot.key].get_object()
        assert isinstance(node, DictionaryObject)
        if not correction.opens(slot):
            node[name("Ff")] = value(int(node.get("/Ff", 0)) | _READ_ONLY)
        if correction.marks(slot):
            marked.update(id(widget) for widget in _widgets(node))
    drawn = {}
    for number_of_page, page in enumerate(fields.writer.pages):
        widgets = (reference.get_object() for reference in page.get("/Annots", ()))
        boxes = [_rectangle(widget) for widget in widgets if id(widget) in marked]
        if boxes:
            drawn[number_of_page] = f"{_MARKED} {' '.join(boxes)} f "
    return drawn


def covers_of(pages: Iterable[DictionaryObject], localized: LocalizedForm) -> int:
    """How many pages before those of the form say what is asked: none where nothing is."""
    if localized.correction is None:
        return 0
    return sum(1 for _ in takewhile(lambda page: not page.get("/Annots"), pages))


def _widgets(node: DictionaryObject) -> Iterator[DictionaryObject]:
    kids = node.get("/Kids")
    yield from ([kid.get_object() for kid in kids] if kids else [node])


def _rectangle(widget: DictionaryObject) -> str:
    left, bottom, right, top = (float(edge) for edge in widget["/Rect"])  # type: ignore[attr-defined]
    place = (left - _EDGE, bottom - _EDGE, right - left + 2 * _EDGE, top - bottom + 2 * _EDGE)
    return f"{' '.join(map(number, place))} re"

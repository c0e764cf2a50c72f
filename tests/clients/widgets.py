"""PDF -> where its widgets stand, by full field name, as pypdf sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from formgen.model.slot import SlotKind
from tests.clients.entry import CannotFillError, Entry


@dataclass(frozen=True, slots=True)
class Widget:
    """One widget: `page` from 0, `box` left, bottom, right, top in points; `state` is a button's on-state.

    `options` are the export values and words of a choice field.
    """

    name: str
    kind: str
    page: int
    box: tuple[float, float, float, float]
    state: str | None = None
    options: tuple[tuple[str, str], ...] = ()

    @property
    def center(self) -> tuple[float, float]:
        """The middle of the widget, in points from the lower left corner of the page."""
        left, bottom, right, top = self.box
        return (left + right) / 2, (bottom + top) / 2


def widgets(path: Path) -> list[Widget]:
    """Every widget of a file, page by page in the order of the page's annotations."""
    found = []
    for number, page in enumerate(PdfReader(path).pages):
        for reference in page.get("/Annots", ()):
            annotation = reference.get_object()
            if annotation.get("/Subtype") == "/Widget":
                found.append(_widget(annotation, number))
    return found


def _widget(annotation: DictionaryObject, page: int) -> Widget:
    name, node = [], annotation
    while node is not None:
        if "/T" in node:
            name.append(str(node["/T"]))
        parent = node.get("/Parent")
        node = parent.get_object() if parent is not None else None
    states = [key for key in annotation.get("/AP", {}).get("/N", {}) if key != "/Off"]
    kind = str(_inherited(annotation, "/FT"))
    left, bottom, right, top = (float(each) for each in annotation["/Rect"])
    options = tuple(
        (str(each[0]), str(each[1])) if isinstance(each, list) else (str(each), str(each))
        for each in _inherited(annotation, "/Opt") or ()
    )
    return Widget(
        ".".join(reversed(name)),
        kind,
        page,
        (left, bottom, right, top),
        states[0].lstrip("/") if kind == "/Btn" and states else None,
        options,
    )


def _inherited(node: DictionaryObject, key: str) -> object:
    while key not in node and "/Parent" in node:
        node = node["/Parent"].get_object()
    return node.get(key)


def places(path: Path, entries: Sequence[Entry]) -> list[tuple[Entry, Widget]]:
    """Each entry with the widget a person clicks for it; CannotFillError where there is none."""
    all_widgets = widgets(path)
    found = []
    for entry in entries:
        state = {SlotKind.ONE_OF: entry.code, SlotKind.TICK: "yes"}.get(entry.kind)
        named = [each for each in all_widgets if each.name == entry.key]
        fitting = [each for each in named if each.kind != "/Btn" or each.state == state]
        if len(fitting) != 1:
            raise CannotFillError(f"{entry.key}: {len(fitting)} widgets for {entry.code or entry.text!r}, not one")
        found.append((entry, fitting[0]))
    return found

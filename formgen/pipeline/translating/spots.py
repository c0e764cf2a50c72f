"""The pages of a form and the places where its texts begin to be laid out -> where each text stands, to a hair."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from formgen.model.catalog import LocalizedForm
from formgen.model.room import Room
from formgen.translate.template import form_messages

POINT = 25.4 / 72
"""Millimetres."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A text on a page, from 1; the edges are in mm from the upper left corner."""

    context: str
    page: int
    left: float
    top: float
    right: float
    bottom: float


def spots(document: Any, localized: LocalizedForm, rooms: Iterable[Room]) -> Iterator[Spot]:
    """Yield the first place of each text of a form; where it cannot be found by its words, that of its block."""
    words = {message.context: localized.text(message) for message in form_messages(localized.form)}
    pages: dict[int, tuple[Any, float]] = {}
    seen: set[str] = set()
    for room in rooms:
        if room.context in seen:
            continue
        seen.add(room.context)
        if room.page not in pages:
            page = document[room.page - 1]
            pages[room.page] = page.get_textpage(), page.get_height()
        found = _nearest(pages[room.page], room, words.get(room.context, ""))
        yield found or Spot(
            room.context, room.page, room.left, room.top, room.left + min(room.width, 60.0), room.top + 5
        )


def _nearest(page: tuple[Any, float], room: Room, words: str) -> Spot | None:
    """The words where they stand next to where their block begins, whole or by their beginning."""
    text, height = page
    first = words.split()
    for sought in (" ".join(first), " ".join(first[:3]), " ".join(first[:1])):
        hits = [_box(text, height, index, count) for index, count in _hits(text, sought)]
        if hits:
            left, top, right, bottom = min(hits, key=lambda box: abs(box[1] - room.top) + abs(box[0] - room.left) / 4)
            return Spot(room.context, room.page, left, top, right, bottom)
    return None


def _hits(text: Any, sought: str) -> Iterator[tuple[int, int]]:
    if sought:
        search = text.search(sought, match_case=True)
        while (hit := search.get_next()) is not None:
            yield hit


def _box(text: Any, height: float, index: int, count: int) -> tuple[float, float, float, float]:
    boxes = [text.get_charbox(at) for at in range(index, index + count)]
    boxes = [box for box in boxes if box[2] > box[0]] or [(0.0, 0.0, 0.0, 0.0)]
    left, bottom = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, top = max(box[2] for box in boxes), max(box[3] for box in boxes)
    return left * POINT, (height - top) * POINT, right * POINT, (height - bottom) * POINT

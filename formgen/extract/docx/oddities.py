"""What a Word document holds besides plain words -> findings: recorded changes, hidden and struck words, drawings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from lxml import etree

from formgen.extract.docx.body import JOINED, Cell
from formgen.extract.docx.places import Layout, Place
from formgen.extract.docx.reading import Reader
from formgen.extract.docx.seen import (
    COLOR,
    FALLBACK,
    PICTURES,
    SIZE,
    STRIKES,
    TEXT_BOX,
    VANISH,
    hidden_text,
    is_faint,
    is_on,
    seen_text,
    struck_text,
    w,
)
from formgen.message import Message
from formgen.model.catalog import LocalizedForm
from formgen.model.document import Answer
from formgen.model.finding import Finding, finding
from formgen.model.form import FormDefinition
from formgen.model.slot import SlotKind, slot_of

_HIDDEN = Message("place.word-hidden", "where nobody sees it")
_STRUCK = Message("place.word-struck", "struck out")
_DRAWING = Message("part.word-drawing", "a picture or a drawing")
_JOINED_CELLS = Message("part.word-joined", "an answer that stands in several rows at once")
_DOCUMENT = Message("part.word-document", "a document inside the document")
_TOLD = frozenset({JOINED, VANISH, COLOR, SIZE, *STRIKES, *PICTURES})
_CELL, _PARAGRAPH, _RUN, _ROW_DELETED = w("tc"), w("p"), w("r"), f"{w('trPr')}/{w('del')}"


def tracked(
    localized: LocalizedForm, places: Mapping[str, Sequence[Place]], reader: Reader, given: dict[str, list[Answer]]
) -> Iterator[Finding]:
    """Answers that were changed with changes recorded; a deleted row takes its answers away.

    Where every answer was typed with changes recorded and none replaced another, nothing is told.
    """
    changed: list[Finding] = []
    added: list[Finding] = []
    for place in (place for each in places.values() for place in each):
        slot = slot_of(localized.form, place.key)
        if slot is None:
            continue
        if place.cell is not None and place.cell.row.element.find(_ROW_DELETED) is not None:
            before = " / ".join(answer.written for answer in given.pop(place.key, ())) or reader.before(place, slot)
            if before:
                changed.append(finding("tracked-change", place.key, "", before=before))
            continue
        old = reader.before(place, slot)
        if old is None:
            continue
        now = " / ".join(answer.written for answer in given.get(place.key, ()))
        if old.strip() != now.strip():
            told = finding("tracked-change", place.key, now, before=old)
            (changed if old else added).append(told)
    yield from changed
    if changed or len(added) < len(given):
        yield from added


def oddities(layout: Layout, form: FormDefinition, question_of: Callable[[Cell], str | None]) -> Iterator[Finding]:
    """Hidden and struck words outside answers, hidden ones in answers, joined cells, drawings, documents inside it."""
    odd = [each for each in layout.body.odd if each.tag in _TOLD]
    cells = {cell.element: cell for cell in layout.body.cells} if odd else {}
    told: set[etree._Element] = set()
    joined: set[str] = set()
    has_drawing = False
    for each in odd:
        cell = next((cells[above] for above in each.iterancestors(_CELL) if above in cells), None)
        key = None if cell is None else layout.taken.get(cell)
        if each.tag == JOINED:
            question = None if cell is None else question_of(cell)
            if question is not None and question not in joined:
                joined.add(question)
                yield finding("unread-part", question, what=_JOINED_CELLS)
            continue
        if each.tag in PICTURES:
            if next(each.iterancestors(FALLBACK, TEXT_BOX, *PICTURES), None) is not None or _holds_words(each):
                continue
            slot = None if key is None else slot_of(form, key)
            if slot is not None and slot.kind is not SlotKind.SIGNATURE and each not in told:
                yield finding("answer-is-picture", key)
            elif slot is None and not has_drawing and not _is_at_head(each, layout):
                has_drawing = True
                yield finding("unread-part", None if cell is None else question_of(cell), what=_DRAWING)
            continue
        region = cell.element if cell is not None else next(each.iterancestors(_PARAGRAPH), None)
        if region is None or region in told or not _is_meant(each):
            continue
        told.add(region)
        yield from _faint_or_struck(region, key or (question_of(cell) if cell else None), is_answer=key is not None)
    if layout.body.foreign:
        yield finding("unread-part", None, what=_DOCUMENT)


def _faint_or_struck(region: etree._Element, field: str | None, *, is_answer: bool) -> Iterator[Finding]:
    hidden, struck = hidden_text(region), struck_text(region)
    if hidden:
        yield (finding("hidden-answer", field, hidden) if field else finding("remark", None, hidden, place=_HIDDEN))
    if struck and not is_answer:
        yield finding("struck-out", field, struck) if field else finding("remark", None, struck, place=_STRUCK)


def _is_meant(look: etree._Element) -> bool:
    return is_faint(look) if look.tag in (COLOR, SIZE) else is_on(look)


def _holds_words(drawing: etree._Element) -> bool:
    """Whether a drawing is a box with words, which are told by themselves."""
    return any(seen_text(box).strip() for box in drawing.iter(TEXT_BOX))


def _is_at_head(drawing: etree._Element, layout: Layout) -> bool:
    """Whether a drawing stands above the first question, where a logo does."""
    first = next(iter(layout.taken), None)
    if first is None:
        return False
    grid = first.row.grid.element
    return any(each is drawing for above in grid.itersiblings(preceding=True) for each in above.iter(drawing.tag))

"""A PDF's annotations -> what people drew or typed on the pages outside the fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape

from formgen.extract.pdf.fields import Annotation, Field, box_of
from formgen.extract.pdf.objects import Objects, Value
from formgen.message import Message
from formgen.model.document import Answer, ReadBy
from formgen.model.finding import Finding, finding
from formgen.model.layout import Box, Place
from formgen.model.slot import Slot, SlotKind

_NOBODYS = {"", "Widget", "Link", "Popup", "PrinterMark", "TrapNet"}
"""The kinds that no person writes or draws, or that only show again what another holds."""
_BLANKS = re.compile(r"\s+")
_LINE_END = re.compile(r"<(?:/(?:p|div|li)|br)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
PEN = "✎"
_SLACK = 12.0
"""Points a signature may reach beyond its box."""
ON_PAGE = Message("finding.outside-answer.page", "page {page}")


def on_page(page: object) -> Message:
    """Where on paper something stands, in words."""
    return Message(ON_PAGE.context, ON_PAGE.text, {"page": page})


@dataclass(frozen=True, slots=True)
class Remarks:
    """What stands beside the fields: signatures by key, answers typed over their places, and what is neither."""

    signed: tuple[str, ...] = ()
    typed: tuple[Answer, ...] = ()
    findings: tuple[Finding, ...] = ()


def remarks(
    objects: Objects, annotations: Iterable[Annotation], asked: Mapping[str, Slot], fields: Iterable[Field]
) -> Remarks:
    """Sort what was drawn or typed on the pages: it may be a signature, an answer, or a note to the reader."""
    written = [each for each in annotations if each.kind not in _NOBODYS]
    if not written:
        return Remarks()
    places = list(_places(objects, fields))
    signed: list[str] = []
    typed: list[Answer] = []
    findings: list[Finding] = []
    for each in written:
        text = _words(objects, each.node)
        box = box_of(objects, each.node)
        if not text and _is_empty(each):
            continue
        key = _signature(each, box, asked, places)
        answer = _answer(text, each, box, asked, places) if key is None else None
        if key is not None:
            signed.append(key)
        elif answer is not None:
            typed.append(answer)
        else:
            findings.append(finding("remark", written=text or PEN, place=on_page(each.page)))
    return Remarks(tuple(dict.fromkeys(signed)), tuple(typed), tuple(findings))


def _words(objects: Objects, node: Mapping[str, Value]) -> str:
    """What an annotation says: its plain text, what it is to print over what it removes, or else its rich text."""
    for name in ("/Contents", "/OverlayText"):
        plain = (objects.text(node.get(name)) or "").strip()
        if plain:
            return plain
    rich = _BLANKS.sub(" ", objects.text(node.get("/RC")) or "")
    lines = unescape(_TAG.sub("", _LINE_END.sub("\n", rich))).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())


def _is_empty(annotation: Annotation) -> bool:
    """Whether nothing is seen of an annotation without words: a note, or a box of text that is not drawn."""
    return annotation.kind == "Text" or (annotation.kind == "FreeText" and annotation.node.get("/AP") is None)


def _places(objects: Objects, fields: Iterable[Field]) -> Iterator[Place]:
    for field in fields:
        for widget in field.widgets:
            box = box_of(objects, widget.node)
            if box is not None and widget.page is not None:
                yield Place(field.key, widget.states[0] if widget.states else None, widget.page, box)


def signed_place(
    objects: Objects, page: int, box: Box, asked: Mapping[str, Slot], fields: Iterable[Field]
) -> str | None:
    """The key of the place for a signature that an area covers or lies in."""
    middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    for place in _places(objects, fields):
        slot = asked.get(place.key)
        if slot is not None and slot.kind is SlotKind.SIGNATURE and place.page == page:
            left, bottom, right, top = place.box
            if left <= middle[0] <= right and bottom <= middle[1] <= top:
                return place.key
    return None


def _signature(
    annotation: Annotation, box: Box | None, asked: Mapping[str, Slot], places: Iterable[Place]
) -> str | None:
    """The key of the signature that was drawn with a pen or stamped as a picture where it is asked for."""
    if annotation.kind not in {"Ink", "Stamp"} or box is None:
        return None
    for place in places:
        slot = asked.get(place.key)
        if (
            slot is not None
            and slot.kind is SlotKind.SIGNATURE
            and place.page == annotation.page
            and _holds(place.box, box)
        ):
            return place.key
    return None


def _holds(box: Box, inner: Box) -> bool:
    left, bottom, right, top = box
    return (
        inner[0] >= left - _SLACK
        and inner[1] >= bottom - _SLACK
        and inner[2] <= right + _SLACK
        and inner[3] <= top + _SLACK
    )


def _answer(
    text: str, annotation: Annotation, box: Box | None, asked: Mapping[str, Slot], places: Iterable[Place]
) -> Answer | None:
    """What was typed over one place for a text, and over no other, is its answer."""
    if annotation.kind != "FreeText" or box is None:
        return None
    across, up = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    touched = [place for place in places if place.page == annotation.page and _touches(place.box, box)]
    here = [place for place in touched if place.box[0] <= across <= place.box[2] and place.box[1] <= up <= place.box[3]]
    if len(touched) != 1 or len(here) != 1:
        return None
    slot = asked.get(here[0].key)
    if slot is None or slot.kind not in {SlotKind.TEXT, SlotKind.BLOCK}:
        return None
    return Answer(slot.key, text, ReadBy.POSITION)


def _touches(box: Box, other: Box) -> bool:
    apart = other[0] >= box[2] or other[2] <= box[0] or other[1] >= box[3] or other[3] <= box[1]
    return not apart

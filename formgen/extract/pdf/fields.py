"""A PDF's AcroForm and pages -> its fields by full name, each with its value and the states of its widgets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from formgen.document.unreadable import UnreadableError
from formgen.extract.pdf.objects import Objects, Value, said
from formgen.model.layout import Box
from formgen.model.limits import DEFAULT, passed

MAX_FIELDS = DEFAULT.fields
MAX_DEPTH = 60
_INHERITED = ("/FT", "/V", "/Opt")
_OFF = {"", "off"}
_EDGES = 4


@dataclass(frozen=True, slots=True)
class Widget:
    """A field on a page, from 1, or on none: the state it shows, and those it could show except Off.

    `state` is None where it says none; `node` is its dictionary.
    """

    state: str | None
    states: tuple[str, ...]
    node: dict[str, Value]
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A field that holds a value: its full name, type (`Tx`, `Btn`, `Ch`, `Sig`), /V and /Opt as they stand."""

    key: str
    type: str
    value: Value
    options: Value
    widgets: tuple[Widget, ...]


@dataclass(frozen=True, slots=True)
class Annotation:
    """What stands on a page beside its content: `page` from 1, `place` in the page's list from 0."""

    page: int
    place: int
    kind: str
    node: dict[str, Value]
    reference: Value


def annotations_of(objects: Objects) -> list[Annotation]:
    """The annotations of every page, widgets included."""
    found = []
    for number, page in enumerate(objects.pages, start=1):
        for place, reference in enumerate(objects.items(objects.get(page, "/Annots"))[:MAX_FIELDS]):
            node = objects.of(reference)
            if type(node) is dict:
                kind = objects.text(node.get("/Subtype")) or ""
                found.append(Annotation(number, place, kind, node, reference))
    return found


def fields_of(objects: Objects, annotations: list[Annotation]) -> Iterator[Field]:
    """Every field of a document that holds a value or could, also where only a page still knows of it."""
    pages = {each.reference: each.page for each in annotations if type(each.reference) is str}
    seen: set[str] = set()
    yield from _tree(objects, pages, seen)
    lost: dict[str, list[Annotation]] = {}
    for each in annotations:
        if each.kind == "Widget" and not (type(each.reference) is str and each.reference in seen):
            lost.setdefault(_root_of(each), []).append(each)
    for group in lost.values():
        yield from _lost(objects, group)


def _tree(objects: Objects, pages: dict[str, int], seen: set[str]) -> Iterator[Field]:
    """The fields of the AcroForm; the references that led to them are noted."""
    top = objects.items(objects.get(objects.get(objects.root, "/AcroForm"), "/Fields"))
    waiting: list[tuple[Value, str, dict[str, Value], int]] = [(each, "", {}, 0) for each in reversed(top[:MAX_FIELDS])]
    while waiting and len(seen) < MAX_FIELDS:
        reference, stem, inherited, depth = waiting.pop()
        node = objects.of(reference)
        if type(node) is not dict or depth > MAX_DEPTH or (type(reference) is str and reference in seen):
            continue
        if type(reference) is str:
            seen.add(reference)
        partial = objects.text(node.get("/T"))
        key = ".".join(part for part in (stem, partial) if part)
        known = {name: node[name] for name in _INHERITED if node.get(name) is not None}
        passed_on = {**inherited, **known} if known else inherited
        kids = objects.items(node["/Kids"])[:MAX_FIELDS] if "/Kids" in node else []
        if kids and any(objects.get(objects.of(kid), "/T") is not None for kid in kids):
            waiting.extend((kid, key, passed_on, depth + 1) for kid in reversed(kids))
            continue
        kind = objects.text(passed_on.get("/FT")) or ""
        widgets = []
        for each in kids or [reference]:
            own = objects.of(each)
            if type(own) is dict:
                page = pages.get(each) if type(each) is str else None
                widgets.append(_widget(objects, own, kind, page))
                seen.update([each] if type(each) is str else [])
        yield from _held(Field(key, kind, passed_on.get("/V"), passed_on.get("/Opt"), tuple(widgets)))
    if waiting:
        raise UnreadableError(passed(DEFAULT, "fields", f"> {MAX_FIELDS}"))


def _root_of(annotation: Annotation) -> str:
    """What tells the field of a widget that the AcroForm does not know: its own group, or itself."""
    own = annotation.node
    if own.get("/T") is None and type(own.get("/Parent")) is str:
        return str(own["/Parent"])
    return str(annotation.reference) if type(annotation.reference) is str else f"{annotation.page}:{annotation.place}"


def _lost(objects: Objects, group: list[Annotation]) -> Iterator[Field]:
    """The field of widgets that the AcroForm does not know, by their own word and their parents'."""
    names: list[str] = []
    known: dict[str, Value] = {}
    node: Value = group[0].node
    for _ in range(MAX_DEPTH):
        if type(node) is not dict:
            break
        known = {**{name: node[name] for name in _INHERITED if node.get(name) is not None}, **known}
        partial = objects.text(node.get("/T"))
        names += [partial] if partial else []
        node = objects.get(node, "/Parent")
    kind = objects.text(known.get("/FT")) or ""
    widgets = tuple(_widget(objects, each.node, kind, each.page) for each in group)
    if not kind and any(type(objects.get(objects.get(each.node, "/AP"), "/N")) is dict for each in group):
        widgets = tuple(_widget(objects, each.node, "Btn", each.page) for each in group)
        kind = "Btn" if any(widget.states for widget in widgets) else ""
    yield from _held(Field(".".join(reversed(names)), kind, known.get("/V"), known.get("/Opt"), widgets))


def _held(field: Field) -> Iterator[Field]:
    """A field; where it has no value and its widgets do, one for each of these, which are to agree."""
    holding = [widget for widget in field.widgets if widget.node.get("/V") is not None]
    if field.value is not None or field.type == "Btn" or not holding:
        yield field
        return
    others = [widget for widget in field.widgets if widget.node.get("/V") is None]
    for widget in holding:
        yield replace(field, value=widget.node["/V"], widgets=(widget, *others))
        others = []


def _widget(objects: Objects, node: dict[str, Value], kind: str, page: int | None) -> Widget:
    if kind != "Btn":
        return Widget(None, (), node, page)
    normal = objects.get(objects.get(node, "/AP"), "/N")
    states: tuple[str, ...] = ()
    if type(normal) is dict and "/BBox" not in normal:
        states = tuple(state for name in normal if not is_off(state := said(name)))
    return Widget(objects.text(node.get("/AS")), states, node, page)


def is_off(state: str | None) -> bool:
    """Whether a state is no state: absent, empty, or Off however it is spelled."""
    return state is None or state.strip().casefold() in _OFF


def box_of(objects: Objects, node: dict[str, Value]) -> Box | None:
    """Where an annotation stands on its page, in points; None where it does not say."""
    edges = [objects.of(edge) for edge in objects.items(node.get("/Rect"))]
    if len(edges) != _EDGES or not all(type(edge) in {int, float} for edge in edges):
        return None
    left, bottom, right, top = edges
    return float(min(left, right)), float(min(bottom, top)), float(max(left, right)), float(max(bottom, top))


def named(field: Field, key: str) -> Field:
    """A field under another name."""
    return replace(field, key=key)

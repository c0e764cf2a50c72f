"""A PDF's AcroForm -> its fields by full name, each with its value and the states of its widgets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf

MAX_FIELDS = 20_000
MAX_DEPTH = 60
_MAX_TEXT_STREAM = 1 << 16
"""Bytes of a compressed text; a field's value may be a stream (ISO 32000-1 §12.7.4.3)."""
_INHERITED = ("/FT", "/V", "/Opt")
_OFF = {"", "off"}


@dataclass(frozen=True, slots=True)
class Widget:
    """A field on a page: the state it shows, and those it could show except Off; `state` is None where it says none."""

    state: str | None
    states: tuple[str, ...]
    object: pikepdf.Dictionary


@dataclass(frozen=True, slots=True)
class Field:
    """A field that holds a value: its full name, type (`Tx`, `Btn`, `Ch`, `Sig`), /V and /Opt as they stand."""

    key: str
    type: str
    value: object
    options: object
    widgets: tuple[Widget, ...]


def fields_of(pdf: pikepdf.Pdf) -> Iterator[Field]:
    """Every field of a document that holds a value or could; damaged parts are passed over."""
    form = pdf.Root.get("/AcroForm")
    top = entry(form, "/Fields")
    waiting: list[tuple[object, str, dict[str, object], int]] = [(each, "", {}, 0) for each in reversed(items(top))]
    seen: set[tuple[int, int]] = set()
    while waiting and len(seen) < MAX_FIELDS:
        node, stem, inherited, depth = waiting.pop()
        if not isinstance(node, pikepdf.Dictionary) or node.objgen in seen or depth > MAX_DEPTH:
            continue
        if node.objgen != (0, 0):
            seen.add(node.objgen)
        partial = text_of(entry(node, "/T"))
        key = ".".join(part for part in (stem, partial) if part)
        known = {name: own for name in _INHERITED if (own := entry(node, name)) is not None}
        passed_on = {**inherited, **known} if known else inherited
        kids = items(entry(node, "/Kids"))
        named = [kid for kid in kids if entry(kid, "/T") is not None]
        if named:
            waiting.extend((kid, key, passed_on, depth + 1) for kid in reversed(named))
            continue
        kind = text_of(passed_on.get("/FT")) or ""
        widgets = tuple(_widget(each, kind) for each in kids or [node] if isinstance(each, pikepdf.Dictionary))
        yield Field(key, kind, passed_on.get("/V"), passed_on.get("/Opt"), widgets)


def _widget(node: pikepdf.Dictionary, kind: str) -> Widget:
    if kind != "Btn":
        return Widget(None, (), node)
    normal = entry(entry(node, "/AP"), "/N")
    states: tuple[str, ...] = ()
    if isinstance(normal, pikepdf.Dictionary) and not isinstance(normal, pikepdf.Stream):
        states = tuple(name.removeprefix("/") for name in normal.keys() if not is_off(name.removeprefix("/")))  # noqa: SIM118  (a pikepdf dictionary iterates otherwise)
    return Widget(text_of(entry(node, "/AS")), states, node)


def is_off(state: str | None) -> bool:
    """Whether a state is no state: absent, empty, or Off however it is spelled."""
    return state is None or state.strip().casefold() in _OFF


def entry(node: object, name: str) -> object:
    """An entry of a dictionary; None where it is absent, or the node is none."""
    try:
        return node.get(name) if isinstance(node, pikepdf.Dictionary) else None
    except (pikepdf.PdfError, ValueError, RuntimeError):
        return None


def items(node: object) -> list[object]:
    """The items of an array; empty for anything else."""
    try:
        return [*node][:MAX_FIELDS] if isinstance(node, pikepdf.Array) else []
    except (pikepdf.PdfError, ValueError, RuntimeError):
        return []


def text_of(node: object) -> str | None:
    """What a string, name, number or text stream says; None for anything else."""
    match node:
        case None | pikepdf.Array() | pikepdf.Dictionary():
            return None
        case pikepdf.Stream():
            return _stream_text(node)
        case pikepdf.Name():
            return str(node)[1:]
        case pikepdf.String():
            return _string_text(node)
        case _:
            return str(node)


def _string_text(node: pikepdf.String) -> str:
    try:
        return str(node)
    except UnicodeDecodeError:
        return _decoded(bytes(node))


def _stream_text(node: pikepdf.Stream) -> str | None:
    try:
        raw = node.read_raw_bytes()
        return _decoded(node.read_bytes()) if len(raw) <= _MAX_TEXT_STREAM else None
    except (pikepdf.PdfError, ValueError, RuntimeError):
        return None


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xfe\xff", b"\xff\xfe")):
        return content.decode("utf-16", "replace")
    if content.startswith(b"\xef\xbb\xbf"):
        return content[3:].decode("utf-8", "replace")
    return content.decode("latin-1")

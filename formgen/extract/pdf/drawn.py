"""A field's drawing -> the words it shows, to be held against the value the file stores.

What a person sees and what a program reads must be the same. A field without a drawing is drawn by every viewer from
its value, and so is an empty drawing where the document asks for it (NeedAppearances); a drawing that says something
else than the value is told, whoever made it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

import pikepdf

from formgen.document.pdf_codes import decode
from formgen.document.stamp import parse_identifier
from formgen.extract.pdf.fields import Field, Widget, is_off
from formgen.extract.pdf.objects import Objects, Value, said
from formgen.model.document import Stamp

_OWN = re.compile(rb"/Tx BMC\nq [0-9. ]+ re W n\nBT /(\w+) [^<(\[]*((?:<[0-9A-F]*> Tj(?: T\* )?)+)\nET Q\nEMC")
"""How formgen itself draws a text."""
STAMP_DRAWING = "/FormgenStamp"
"""The resource name of a page's QR code and printed stamp."""
_STAMP = re.compile(rb"BT /(\w+) [0-9. ]+ Tf [0-9. rg]+ Td <((?:[0-9A-F]{4})+)> Tj ET\s*\Z")
_BEGINNING = b"/Tx BMC"
"""What a drawing begins with that is not compressed; no compressed stream does."""
_HEXADECIMAL = re.compile(rb"<([0-9A-F]*)>")
_SHOWS_TEXT = re.compile(rb"T[jJ]|['\"]|Do")
_PAINTS = re.compile(rb"(?<![^\s\])>])(?:[sSfFbB]\*?|Tj|TJ|Do|sh|'|\")(?![^\s\[(</])")
_MOST_BYTES = 1 << 20
_MOST_RAW = 1 << 16
_DEPTH = 4
_HIDDEN = 2 | 32
"""Annotation flags: hidden, and not to be seen on a screen (ISO 32000-1 table 165)."""
_UNKNOWN_SIGNS = "\ufffd·"
"""What stands in a drawing for a character its font lacks: formgen's own, and MuPDF's."""
_DAMAGE = (pikepdf.PdfError, ValueError, RuntimeError, TypeError, AttributeError, KeyError)


class Drawings:
    """The drawings of a document's fields."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        form = objects.get(objects.root, "/AcroForm")
        self._resources = objects.get(form, "/DR")
        self.are_renewed = objects.get(form, "/NeedAppearances") is True
        self._contents: dict[str, bytes] = {}
        self._stamps: dict[bytes, Stamp | None] = {}

    def differs(self, field: Field, stored: str | None, words: Iterable[str]) -> str | None:
        """What a field shows where that is not what it stores, nor any of the words that stand for it."""
        visible = [widget for widget in field.widgets if _is_visible(widget)]
        if stored and not visible:
            return ""
        for widget in visible:
            is_button = field.type == "Btn"
            shown = self._button(widget) if is_button else self.text(widget)
            if shown is None or (not is_button and any(shows(shown, each) for each in (stored or "", *words))):
                continue
            if shown or not self.are_renewed:
                return shown
        return None

    def text(self, widget: Widget) -> str | None:
        """The words a text field's drawing shows; None where it has none, or nobody can tell."""
        reference = (self._objects.get(widget.node, "/AP") or {}).get("/N")
        content = self._content(reference)
        if content is None:
            return None
        if not _SHOWS_TEXT.search(content):
            return ""
        own = _OWN.fullmatch(content)
        resources = self._objects.resources(reference)
        if own is not None:
            codes = bytes.fromhex(b"".join(_HEXADECIMAL.findall(own[2])).decode("ascii"))
            return self._decoded(codes, self._font(resources, own[1].decode("ascii")))
        pieces = list(self._pieces(reference, resources, 0))
        return None if None in pieces else "".join(each for each in pieces if each is not None)

    def stamp(self, page: Value) -> Stamp | None:
        """The stamp in print on a page, where it is drawn as formgen draws it."""
        drawings = self._objects.get(self._objects.get(page, "/Resources"), "/XObject")
        reference = drawings.get(STAMP_DRAWING) if type(drawings) is dict else None
        content = self._content(reference)
        match = _STAMP.search(content) if content else None
        if match is None:
            return None
        if match[0] not in self._stamps:
            font = self._font(self._objects.resources(reference), match[1].decode("ascii"))
            text = self._decoded(bytes.fromhex(match[2].decode("ascii")), font)
            self._stamps[match[0]] = parse_identifier(text or "")
        return self._stamps[match[0]]

    def _button(self, widget: Widget) -> str | None:
        """What a button shows where its drawing is not that of its state; None where it is."""
        normal = self._objects.get(self._objects.get(widget.node, "/AP"), "/N")
        if type(normal) is not dict or widget.state is None:
            return None
        drawn = {said(name): reference for name, reference in normal.items()}
        if is_off(widget.state):
            off = drawn.get(widget.state)
            on = {reference for state, reference in drawn.items() if not is_off(state)}
            content = None if off is None else self._content(off)
            if not content or not _PAINTS.search(content):
                return None
            marks = [self._content(reference) or b"" for reference in on]
            return "☒" if any(mark == content or not _PAINTS.search(mark) for mark in marks) else None
        content = self._content(drawn.get(widget.state))
        return "" if content is not None and not _PAINTS.search(content) else None

    def _content(self, reference: Value) -> bytes | None:
        if type(reference) is not str:
            return None
        if reference not in self._contents:
            stream = self._objects.stream(reference)
            if stream is None:
                return None
            try:
                raw = stream.read_raw_bytes()
                if len(raw) > _MOST_RAW:
                    return None
                is_plain = raw.startswith(_BEGINNING) or "/Filter" not in (self._objects.of(reference) or {})
                content = raw if is_plain else stream.read_bytes()
            except _DAMAGE:
                return None
            self._contents[reference] = bytes(content[:_MOST_BYTES])
        return self._contents[reference]

    def _font(self, resources: Value, name: str) -> Value:
        for place in (resources, self._resources):
            font = self._objects.get(self._objects.get(place, "/Font"), f"/{name}")
            if font is not None:
                return font
        return None

    def _decoded(self, codes: bytes, font: Value) -> str | None:
        """The text of a string in a font; None where that cannot be told."""
        if not codes:
            return ""
        reference = font.get("/ToUnicode") if type(font) is dict else None
        if type(reference) is str and reference.endswith(" R"):
            to_unicode = self._content(reference)
            return None if to_unicode is None else decode(codes, to_unicode)
        if type(font) is not dict or self._objects.get(font, "/Subtype") == "/Type0":
            return None
        encoding = self._objects.get(font, "/Encoding")
        base = self._objects.get(encoding, "/BaseEncoding") if type(encoding) is dict else encoding
        differences = self._objects.items(self._objects.get(encoding, "/Differences"))
        known = _encoding(str(base), tuple(self._objects.of(each) for each in differences))
        signs = [known.get(code) for code in codes]
        return None if None in signs else "".join(sign or "" for sign in signs)

    def _pieces(self, reference: Value, resources: Value, depth: int) -> Iterator[str | None]:
        """The strings a drawing shows, in their order; None for one that cannot be told."""
        stream = self._objects.stream(reference)
        if stream is None or depth > _DEPTH:
            return
        font: Value = None
        try:
            instructions = pikepdf.parse_content_stream(stream)
        except _DAMAGE:
            yield None
            return
        for instruction in instructions:
            operands = instruction.operands
            match str(instruction.operator):
                case "Tf":
                    font = self._font(resources, str(operands[0])[1:])
                case "Tj" | "'" | '"' | "TJ":
                    shown = operands[-1] if isinstance(operands[-1], pikepdf.Array) else [operands[-1]]
                    strings = (bytes(each) for each in shown if isinstance(each, pikepdf.String))
                    yield from (self._decoded(each, font) for each in strings)
                case "Do":
                    yield from self._nested(str(operands[0]), resources, depth)
                case _:
                    pass

    def _nested(self, name: str, resources: Value, depth: int) -> Iterator[str | None]:
        """The strings of a drawing within a drawing."""
        reference = (self._objects.get(resources, "/XObject") or {}).get(name)
        node = self._objects.of(reference)
        if self._objects.get(node, "/Subtype") == "/Form":
            own = self._objects.get(node, "/Resources")
            yield from self._pieces(reference, own if own is not None else resources, depth + 1)


def _is_visible(widget: Widget) -> bool:
    flags = widget.node.get("/F", 0)
    return widget.page is not None and not (type(flags) is int and flags & _HIDDEN)


def shows(drawn: str, stored: str) -> bool:
    """Whether the words drawn are those stored: white space, and what has no glyph, makes no difference.

    A drawing that ends with an ellipsis shows that its text goes on; a sign the font lacks is drawn as another.
    """
    if drawn == stored:
        return True
    seen, meant = _squeezed(drawn), _squeezed(stored)
    if seen == meant or (seen.endswith("…") and len(seen) > 1 and meant.startswith(seen[:-1])):
        return True
    if any(sign in seen for sign in _UNKNOWN_SIGNS):
        ending = ".*" if seen.endswith("…") else ""
        known = seen.removesuffix("…") if ending else seen
        pattern = "".join("." if sign in _UNKNOWN_SIGNS else re.escape(sign) for sign in known)
        return re.fullmatch(pattern + ending, meant, re.DOTALL) is not None
    one, other = _folded(seen), _folded(meant)
    return one == other or (_is_mixed(meant) and sorted(one) == sorted(other))


def _squeezed(text: str) -> str:
    text = "".join(text.split())
    return text if text.isprintable() else "".join(each for each in text if unicodedata.category(each)[0] not in "ZC")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _is_mixed(text: str) -> bool:
    """Whether a text runs from right to left: programs draw its signs in the order they are seen."""
    return any(unicodedata.bidirectional(each) in {"R", "AL"} for each in text)


@lru_cache(maxsize=32)
def _encoding(base: str, differences: tuple[Value, ...]) -> dict[int, str]:
    """The characters of a simple font's codes (ISO 32000-1 annex D)."""
    from pdfminer.encodingdb import EncodingDB, name2unicode  # noqa: PLC0415  (only where a font has no ToUnicode)

    known = dict(EncodingDB.encodings.get(base.removeprefix("/"), EncodingDB.std2unicode))
    code = 0
    for each in differences:
        if type(each) is int:
            code = each
        elif type(each) is str:
            try:
                known[code] = name2unicode(said(each))
            except (KeyError, ValueError):
                known.pop(code, None)
            code += 1
    return known

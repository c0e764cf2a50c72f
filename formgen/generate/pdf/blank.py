"""A blank PDF and answers by key -> the filled PDF, as an update appended to the blank's own bytes.

ISO 32000-1 §7.5.6: an incremental update writes the changed objects after the old file and a cross-reference section
that points back. What does not change is never read, laid out or written again.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject, PdfObject, StreamObject

from formgen.document.stamp import FIELD_NAME, identifier
from formgen.generate.filling import Filled
from formgen.generate.pdf.appearance import Box, is_shown_whole, text_appearance
from formgen.generate.pdf.correcting import covers_of
from formgen.generate.pdf.face import field_face
from formgen.generate.pdf.furniture import STAMP_NAME, stamp_drawing
from formgen.generate.pdf.objects import value
from formgen.generate.pdf.symbol import symbols
from formgen.generate.pdf.widgets import OFF, ON, box_of
from formgen.generate.wording import shown
from formgen.model.catalog import LocalizedForm
from formgen.model.document import Stamp
from formgen.model.slot import Slot, SlotKind, slots

_STARTXREF = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
Changes = dict[int, bytes]
"""The new text of objects by their numbers."""


@dataclass(frozen=True, slots=True)
class _Head:
    """An object up to the entry that an answer adds: `number`, and its text without the closing `>>`."""

    number: int
    text: bytes

    def with_entries(self, entries: bytes) -> bytes:
        return self.text + entries + b">>"

    def with_stream(self, content: bytes) -> bytes:
        return b"%s/Length %d>>\nstream\n%s\nendstream" % (self.text, len(content), content)


@dataclass(frozen=True, slots=True)
class _TextPlace:
    """A text field or combo: its widget, its drawing, its box, and the words that stand for codes."""

    widget: _Head
    drawing: _Head
    box: Box
    words: Mapping[str, str]

    def shows_whole(self, written: str) -> bool:
        return is_shown_whole(field_face(), self.words.get(written, written), self.box)

    def changes(self, written: str) -> Iterator[tuple[int, bytes]]:
        yield self.widget.number, self.widget.with_entries(b"/V " + _text_string(written))
        content = text_appearance(field_face(), self.words.get(written, written), self.box)
        yield self.drawing.number, self.drawing.with_stream(content)


@dataclass(frozen=True, slots=True)
class _ButtonPlace:
    """A tick, or a group of radio buttons with its parent: the widget of each state."""

    parent: _Head | None
    widgets: Mapping[str, _Head]

    def changes(self, state: str) -> Iterator[tuple[int, bytes]]:
        widget, chosen = self.widgets[state], state.encode("ascii")
        if self.parent is None:
            yield widget.number, widget.with_entries(b"/V /%s/AS /%s" % (chosen, chosen))
        else:
            yield widget.number, widget.with_entries(b"/AS /" + chosen)
            yield self.parent.number, self.parent.with_entries(b"/V /" + chosen)


class Blank:
    """A blank PDF that `compile_blank` made, read once and filled as often as there are records."""

    def __init__(self, content: bytes, localized: LocalizedForm) -> None:
        form = localized.form
        self._content = content if content.endswith(b"\n") else content + b"\n"
        self._locale = localized.locale
        self._printed = form.printed.keys()
        self._stamp = localized.stamp
        match = _STARTXREF.search(content)
        if match is None:
            raise ValueError("not a blank that compile_blank made")
        self._previous = int(match.group(1))
        reader = PdfReader(io.BytesIO(content))
        self._size = int(reader.trailer["/Size"])  # type: ignore[call-overload]
        self._trailer = _head(reader.trailer, "/Size", "/Prev", "/ID")
        self._permanent_id = _serialised(reader.trailer["/ID"][0])  # type: ignore[index]
        nodes = dict(_nodes(reader))
        self._places = {slot.key: _place(localized, slot, nodes[slot.key]) for slot in slots(form)}
        covers = covers_of(reader.pages, localized)
        self._stamped = _Stamped(reader, self._stamp, nodes[FIELD_NAME], covers)

    def fill(self, values: Mapping[str, Filled], copy: str | None) -> bytes:
        """Stamp answers by key, and the copy id, into the blank; the same values give the same bytes.

        Raises KeyError for a key or an option's code that the form does not have. A signature is never filled in.
        """
        changes: Changes = {}
        for key, answer in values.items():
            place = self._places[key]
            match place:
                case _TextPlace() if key in self._printed:
                    continue  # the blank says it already
                case _TextPlace():
                    changes.update(place.changes(shown(answer, self._locale)))
                case _ButtonPlace() if answer is True:
                    changes.update(place.changes(ON))
                case _ButtonPlace() if isinstance(answer, str):
                    changes.update(place.changes(answer))
                case _:
                    raise KeyError(key)
        if copy is not None:
            changes.update(self._stamped.changes(replace(self._stamp, copy=copy)))
        return self._updated(changes)

    def overflowing(self, values: Mapping[str, Filled]) -> Iterator[str]:
        """Yield the keys whose text is longer than its box can show; the field keeps it whole."""
        for key, answer in values.items():
            match self._places[key], answer:
                case (_TextPlace() as place, str() as text) if not place.shows_whole(text):
                    yield key

    def _updated(self, changes: Changes) -> bytes:
        if not changes:
            return self._content
        parts = [self._content]
        position = len(self._content)
        rows: list[bytes] = []
        last = -1
        sections: list[tuple[int, list[bytes]]] = []
        for number in sorted(changes):
            body = b"%d 0 obj\n%s\nendobj\n" % (number, changes[number])
            if number != last + 1:
                rows = []
                sections.append((number, rows))
            rows.append(b"%010d 00000 n \n" % position)
            parts.append(body)
            position += len(body)
            last = number
        parts.append(b"xref\n")
        parts += [b"%d %d\n%s" % (first, len(each), b"".join(each)) for first, each in sections]
        digest = hashlib.sha256(b"".join(parts[1:])).hexdigest()[:32].encode("ascii")
        trailer = b"/Size %d/Prev %d/ID [%s <%s>]" % (self._size, self._previous, self._permanent_id, digest)
        parts.append(b"trailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (self._trailer.with_entries(trailer), position))
        return b"".join(parts)


class _Stamped:
    """The objects that carry the stamp: `_formgen`, Info, XMP, and the drawing of each page."""

    def __init__(self, reader: PdfReader, stamp: Stamp, node: DictionaryObject, covers: int) -> None:
        self._blank = identifier(stamp)
        info = reader.trailer.raw_get("/Info")
        metadata = reader.root_object.raw_get("/Metadata")
        self._field = _head(node, "/V")
        self._info_number, self._info = info.idnum, _serialised(info.get_object())
        self._xmp_head = _stream_head(metadata)
        self._xmp = metadata.get_object().get_data()
        self._drawings = [
            _stream_head(page["/Resources"]["/XObject"].raw_get(f"/{STAMP_NAME}"))  # type: ignore[index]
            for page in reader.pages
        ]
        self._covers = covers
        self._symbols = symbols(stamp, len(self._drawings) - covers)

    def changes(self, stamp: Stamp) -> Iterator[tuple[int, bytes]]:
        written = identifier(stamp)
        yield self._field.number, self._field.with_entries(b"/V " + _text_string(written))
        yield self._info_number, self._info.replace(_serialised(value(self._blank)), _text_string(written))
        xmp = self._xmp.replace(self._blank.encode("ascii"), written.encode("ascii"))
        yield self._xmp_head.number, self._xmp_head.with_stream(xmp)
        codes = (*[()] * self._covers, *self._symbols(stamp))
        for head, rows in zip(self._drawings, codes, strict=True):
            yield head.number, head.with_stream(stamp_drawing(rows, stamp, field_face()))


def _nodes(reader: PdfReader) -> Iterator[tuple[str, DictionaryObject]]:
    """Every field of the hierarchy by its full name."""
    form = reader.root_object["/AcroForm"]
    waiting: list[tuple[str, PdfObject]] = [("", each) for each in form["/Fields"]]  # type: ignore[index]
    while waiting:
        stem, reference = waiting.pop()
        node = reference.get_object()
        assert isinstance(node, DictionaryObject)
        if "/T" in node:
            key = f"{stem}.{node['/T']}" if stem else str(node["/T"])
            yield key, node
            waiting.extend((key, kid) for kid in node.get("/Kids", ()))


def _place(localized: LocalizedForm, slot: Slot, node: DictionaryObject) -> _TextPlace | _ButtonPlace | None:
    if slot.kind is SlotKind.SIGNATURE:
        return None
    if slot.kind is SlotKind.TICK:
        return _ButtonPlace(None, {ON: _head(node, "/V", "/AS")})
    if "/Kids" in node:
        widgets = [kid.get_object() for kid in node["/Kids"]]  # type: ignore[attr-defined]
        return _ButtonPlace(_head(node, "/V"), {_state(widget): _head(widget, "/AS") for widget in widgets})
    left, bottom, right, top = (float(edge) for edge in node["/Rect"])  # type: ignore[attr-defined]
    drawing = node["/AP"].raw_get("/N")  # type: ignore[attr-defined]
    words = {choice.code: localized.text(choice.label) for choice in slot.field.choices}
    return _TextPlace(_head(node, "/V"), _stream_head(drawing), box_of(slot, (right - left, top - bottom)), words)


def _state(widget: DictionaryObject) -> str:
    states = widget["/AP"]["/N"]  # type: ignore[index]
    return next(str(state)[1:] for state in states if state != f"/{OFF}")


def _head(node: DictionaryObject, *without: str) -> _Head:
    kept = DictionaryObject({key: node.raw_get(key) for key in node if key not in without})
    reference = getattr(node, "indirect_reference", None)  # the trailer has none
    return _Head(reference.idnum if reference else 0, _serialised(kept).rstrip()[:-2])


def _stream_head(reference: IndirectObject) -> _Head:
    content = reference.get_object()
    assert isinstance(content, StreamObject)
    head = _head(content, "/Length", "/Filter", "/DecodeParms")
    return _Head(reference.idnum, head.text)


def _serialised(of: PdfObject) -> bytes:
    out = io.BytesIO()
    of.write_to_stream(out)
    return out.getvalue()


def _text_string(text: str) -> bytes:
    """A text string in UTF-16BE, in hexadecimal; lone surrogates become U+FFFD."""
    return b"<FEFF%s>" % text.encode("utf-16-be", "replace").hex().upper().encode("ascii")

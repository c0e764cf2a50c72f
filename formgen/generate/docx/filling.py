"""A compiled blank and values by key -> a filled Word document, without laying anything out again.

The document part is cut once into what never changes and the places that do; a record is
stamped by joining pieces. Parts without the copy's id are copied as they are, compressed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from lxml import etree

from formgen.document.stamp import identifier
from formgen.generate.docx.controls import TICKED, UNTICKED
from formgen.generate.docx.markup import lines_of, run, w, w14
from formgen.generate.filling import Filled
from formgen.generate.package import Packed, pack, read_parts, write_package
from formgen.generate.wording import shown
from formgen.model.catalog import LocalizedForm
from formgen.model.slot import Slot, SlotKind, slots

_DOCUMENT = "word/document.xml"
_MARK = "fg"
_LOOK = re.compile(rb"<w:pPr>.*?</w:pPr>", re.DOTALL)
_FAST = 1


class _Place:
    """A piece of the document part that an answer replaces: `role` says which part of its control."""

    __slots__ = ("blank", "look", "role", "slot")

    def __init__(self, slot: Slot, role: str, blank: bytes) -> None:
        self.slot = slot
        self.role = role
        self.blank = blank
        found = _LOOK.search(blank)
        self.look = found.group(0).decode("utf-8") if found else ""


class Blank:
    """A compiled blank, opened once and stamped many times."""

    def __init__(self, content: bytes, localized: LocalizedForm) -> None:
        self._localized = localized
        self._stamp = localized.stamp
        self._words = {
            slot.key: {choice.code: localized.text(choice.label) for choice in slot.field.choices}
            for slot in slots(localized.form)
            if slot.kind is SlotKind.ONE_OF
        }
        mark = identifier(self._stamp).encode("ascii")
        self._stamped: dict[str, list[bytes]] = {}
        self._packed: dict[str, Packed] = {}
        for name, part in read_parts(content).items():
            self._packed[name] = pack(name, part)
            if name == _DOCUMENT:
                self._fixed, self._places = _cut(part, {slot.key: slot for slot in slots(localized.form)})
            elif mark in part:
                self._stamped[name] = part.split(mark)
        self._mark = mark

    def fill(self, values: Mapping[str, Filled], copy: str | None) -> bytes:
        """Stamp the values of one record, and the id of its copy, into the blank.

        Raises KeyError for a key or an option's code that the form does not have, ValueError for a signature.
        """
        stamp = self._stamp
        mark = identifier(replace(stamp, copy=copy)).encode("ascii")
        changed = {name: pack(name, mark.join(pieces), _FAST) for name, pieces in self._stamped.items()}
        changed[_DOCUMENT] = pack(_DOCUMENT, self._document(values).replace(self._mark, mark), _FAST)
        return write_package(changed.get(name, part) for name, part in self._packed.items())

    def overflowing(self, values: Mapping[str, Filled]) -> Iterator[str]:  # noqa: ARG002
        """Nothing is longer than a Word document can show: its cells grow with their text."""
        return iter(())

    def _document(self, values: Mapping[str, Filled]) -> bytes:
        pending = set(values)
        printed = self._localized.form.printed
        pieces = [self._fixed[0]]
        for place, fixed in zip(self._places, self._fixed[1:], strict=True):
            value = values.get(place.slot.key)
            pending.discard(place.slot.key)
            if place.slot.key in printed:
                value = None
            if value is None or value is False or value == "":  # nought is an answer
                pieces += (place.blank, fixed)
            else:
                pieces += (self._filled(place, value), fixed)
        if pending:
            raise KeyError(min(pending))
        return b"".join(pieces)

    def _filled(self, place: _Place, value: Filled) -> bytes:
        if place.slot.kind is SlotKind.SIGNATURE:
            raise ValueError(place.slot.key)
        match place.role:
            case "placeholder":
                return b""
            case "state":
                return place.blank.replace(b'"0"', b'"1"')
            case "date":
                return _dated(place.blank, value)
        if place.slot.kind is SlotKind.TICK:
            return place.blank.replace(UNTICKED.encode("utf-8"), TICKED.encode("utf-8"))
        if place.slot.kind is SlotKind.ONE_OF:
            return run(self._words[place.slot.key][str(value)]).encode("utf-8")
        text = shown(value, self._localized.locale)
        if place.slot.kind is SlotKind.BLOCK:
            return "".join(f"<w:p>{place.look}{run(line)}</w:p>" for line in lines_of(text)).encode("utf-8")
        return run(text).encode("utf-8")


def _dated(blank: bytes, value: Filled) -> bytes:
    """The date control's own copy of the date, where the value is one."""
    if not isinstance(value, date):
        return blank
    return blank.replace(b"<w:date", f'<w:date w:fullDate="{value.isoformat()}T00:00:00Z"'.encode("ascii"), 1)


def _cut(document: bytes, known: Mapping[str, Slot]) -> tuple[list[bytes], list[_Place]]:
    """Cut the document part at the places that answers change: the fixed pieces, and the places between them."""
    root = etree.fromstring(document)
    found: list[tuple[Slot, str]] = []
    for control in list(root.iter(w("sdt"))):
        properties, content = control.find(w("sdtPr")), control.find(w("sdtContent"))
        tag = None if properties is None else properties.find(w("tag"))
        slot = known.get(tag.get(w("val"), "")) if tag is not None else None
        if slot is None or properties is None or content is None:
            continue
        for element, role in _changing(properties):
            _fence(element, element, len(found))
            found.append((slot, role))
        _fence(content[0], content[-1], len(found))
        found.append((slot, "content"))
    pieces = re.split(
        rb"<\?fg (?:start|end)\d+\?>", etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    )
    # The pieces alternate: fixed, place, fixed, …; the places come in the order of the document.
    places = [_Place(slot, role, blank) for (slot, role), blank in zip(found, pieces[1::2], strict=True)]
    return pieces[0::2], places


def _changing(properties: etree._Element) -> list[tuple[etree._Element, str]]:
    roles = {w("showingPlcHdr"): "placeholder", w("date"): "date", w14("checked"): "state"}
    return [(element, roles[element.tag]) for element in properties.iter(*roles)]


def _fence(first: etree._Element, last: etree._Element, number: int) -> None:
    first.addprevious(etree.ProcessingInstruction(_MARK, f"start{number}"))
    tail, last.tail = last.tail, None
    last.addnext(etree.ProcessingInstruction(_MARK, f"end{number}"))
    fence = last.getnext()
    if fence is not None:
        fence.tail = tail

"""A compiled blank workbook and answers -> a filled workbook; only the parts that change are written anew."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from lxml import etree

from formgen.document.stamp import identifier
from formgen.document.workbook import EMPTY_BOX, KEY_PREFIX, TICKED_BOX, escaped, option_words
from formgen.generate.filling import Filled
from formgen.generate.package import pack, read_parts, write_package
from formgen.generate.xlsx.grid import SIZES, room
from formgen.generate.xlsx.layout import LEADING, lay_out
from formgen.generate.xlsx.measure import height
from formgen.model.catalog import LocalizedForm
from formgen.model.slot import Slot, SlotKind, slots

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SHEET = "xl/worksheets/sheet1.xml"

_EPOCH = date(1899, 12, 30).toordinal()
"""Day 0 of the 1900 date system from March 1900 on (ECMA-376 part 1 §18.17.4.1)."""
_FIRST_SERIAL = date(1900, 3, 1)
_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"(?: s="([0-9]+)")?[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
_FORMULA_SIGNS = ("=", "+", "-", "@")
_LEVEL = 1
"""Compression of the parts written anew: the fastest, for they are written for every copy."""


class Blank:
    """A compiled blank, cut up so that a copy is joined from pieces and values."""

    def __init__(self, content: bytes, localized: LocalizedForm) -> None:
        parts = read_parts(content)
        form = localized.form
        self._localized = localized
        self._stamp = localized.stamp
        self._slots = {slot.key: slot for slot in slots(form)}
        self._words = {
            (slot.key, choice.code): option_words(localized, slot.field, choice)
            for slot in self._slots.values()
            if slot.kind is SlotKind.ONE_OF
            for choice in slot.field.choices
        }
        self._quoted = _quoted_styles(parts["xl/styles.xml"])
        mark = identifier(self._stamp).encode()
        self._whole = {name: pack(name, part) for name, part in parts.items()}
        self._stamped = {name: part.split(mark) for name, part in parts.items() if mark in part and name != SHEET}
        self._cells = _named_cells(parts["xl/workbook.xml"], self._slots)
        self._pieces: list[bytes | tuple[str, bytes, bytes]] = list(self._cut(parts[SHEET], mark))

    def _cut(self, sheet: bytes, mark: bytes) -> list[bytes | tuple[str, bytes, bytes]]:
        """The sheet as bytes, and between them as key, bytes and style its open cells, and likewise the stamp."""
        key_of = {cell.encode(): key for key, cell in self._cells.items()}
        pieces: list[bytes | tuple[str, bytes, bytes]] = []
        end = 0
        for match in _CELL.finditer(sheet):
            key = key_of.get(match[1])
            if key is not None:
                pieces += (sheet[end : match.start()], (key, match[0], match[2] or b"0"))
                end = match.end()
        before, _, after = sheet[end:].partition(mark)
        return [*pieces, before, ("", mark, b""), after]

    def fill(self, values: Mapping[str, Filled], copy: str | None) -> bytes:
        """The blank with values in its cells and the copy's id wherever the stamp is; KeyError for an unknown key."""
        stamp = replace(self._stamp, copy=copy)
        mark = identifier(stamp).encode()
        unknown = values.keys() - self._cells.keys()
        if unknown:
            raise KeyError(min(unknown))
        written = []
        for piece in self._pieces:
            if isinstance(piece, bytes):
                written.append(piece)
                continue
            key, cell, style = piece
            if not key:
                written.append(mark)
            elif key in values:
                written.append(self._cell(self._slots[key], style, values[key]))
            else:
                written.append(cell)
        fresh = {SHEET: b"".join(written)}
        fresh |= {name: mark.join(pieces) for name, pieces in self._stamped.items()}
        return write_package(
            pack(name, fresh[name], _LEVEL) if name in fresh else whole for name, whole in self._whole.items()
        )

    def overflowing(self, values: Mapping[str, Filled]) -> Iterator[str]:
        """Yield the keys whose text is longer than its box can show; the cell keeps it whole."""
        for key, answer in values.items():
            if isinstance(answer, str) and self._slots[key].kind is not SlotKind.ONE_OF:
                room, size, free = self._rooms[key]
                if height(answer, size, room) > free + LEADING:
                    yield key

    @cached_property
    def _rooms(self) -> Mapping[str, tuple[float, float, float]]:
        """The width, the size of the letters and the height of the box of each key, in points."""
        return {
            box.slot.key: (room(box.span), SIZES[box.look], row.height)
            for row in lay_out(self._localized)
            for box in row.boxes
            if box.slot is not None
        }

    def _cell(self, slot: Slot, style: bytes, value: Filled) -> bytes:
        cell = self._cells[slot.key].encode()
        if isinstance(value, bool):
            return _string(cell, style, TICKED_BOX if value else EMPTY_BOX)
        if isinstance(value, date) and value >= _FIRST_SERIAL:
            return b'<c r="%b" s="%b"><v>%d</v></c>' % (cell, style, value.toordinal() - _EPOCH)
        if isinstance(value, Decimal):
            return b'<c r="%b" s="%b"><v>%b</v></c>' % (cell, style, f"{value:f}".encode())
        text = value.strftime("%d.%m.%Y") if isinstance(value, date) else value
        if slot.kind is SlotKind.ONE_OF:
            text = self._words[slot.key, text]
        if text.startswith(_FORMULA_SIGNS):
            style = self._quoted.get(style, style)
        return _string(cell, style, text)


def _string(cell: bytes, style: bytes, text: str) -> bytes:
    said = escaped(text).encode()
    return b'<c r="%b" s="%b" t="inlineStr"><is><t xml:space="preserve">%b</t></is></c>' % (cell, style, said)


def _named_cells(book: bytes, known: Mapping[str, Slot]) -> dict[str, str]:
    """The cell of each key, by the defined names of the blank."""
    cells = {}
    for name in etree.fromstring(book).iter(f"{S}definedName"):
        key = (name.get("name") or "").removeprefix(KEY_PREFIX)
        if key in known and name.get("name") == KEY_PREFIX + key:
            cells[key] = (name.text or "").rpartition("!")[2].replace("$", "")
    return cells


def _quoted_styles(styles: bytes) -> dict[bytes, bytes]:
    """For each cell style, by its number, the same style with a quote prefix."""
    cells = etree.fromstring(styles).find(f"{S}cellXfs")
    assert cells is not None
    plain: dict[bytes, bytes] = {}
    quoted: dict[bytes, bytes] = {}
    for number, each in enumerate(cells):
        is_quoted = each.get("quotePrefix") == "1"
        each.set("quotePrefix", "0")
        alike = etree.tostring(each, method="c14n")
        if is_quoted and alike in plain:
            quoted[plain[alike]] = str(number).encode()
        elif not is_quoted:
            plain[alike] = str(number).encode()
    return quoted

"""A workbook -> where the answer to each key stands, by its defined name and by the hidden key column."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from formgen.document.workbook import KEY_COLUMN, KEY_PREFIX, LISTS_SHEET, parse_key_cell
from formgen.extract.xlsx.book import Book, Place
from formgen.model.document import ReadBy

_LETTERS, _DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"
_KEYS = re.compile(r"[0-9]+:\S+(?: [0-9]+:\S+)*")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a key's answer stands; `others` are cells that another sign gives for it, `shared` that more keys claim it.

    `place` is None where both signs are gone.
    """

    place: Place | None
    read_by: ReadBy = ReadBy.KEY
    others: tuple[Place, ...] = ()
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Places:
    """The spots of all keys a workbook knows, and the sheets that hold the key column."""

    spots: Mapping[str, Spot]
    sheets: tuple[str, ...]


def find_places(book: Book) -> Places:
    """Find each key by its name first; the key column confirms, contradicts or stands in."""
    named: dict[str, Place | None] = {}
    for name, place in book.names():
        key = name.removeprefix(KEY_PREFIX)
        if key != name and named.get(key) is None:
            named[key] = place
    columned: dict[str, list[Place]] = defaultdict(list)
    main = _main_sheet(book, named)
    with_keys = []
    for sheet in book.parts:
        found = _key_column(book, sheet) if sheet != LISTS_SHEET else []
        if found:
            with_keys.append(sheet)
        if sheet == main:
            for key, place in found:
                columned[key].append(place)
    spots = {key: _spot(place, tuple(columned.get(key, ()))) for key, place in named.items()}
    spots |= {key: _spot(None, tuple(places)) for key, places in columned.items() if key not in spots}
    claims = Counter(spot.place for spot in spots.values() if spot.place is not None)
    for key, spot in spots.items():
        if spot.place is not None and claims[spot.place] > 1:
            spots[key] = Spot(spot.place, spot.read_by, spot.others, shared=True)
    sheets = tuple(sorted(with_keys, key=lambda sheet: sheet != main))
    return Places(spots, sheets)


def _spot(named: Place | None, columned: tuple[Place, ...]) -> Spot:
    if named is not None:
        return Spot(named, ReadBy.KEY, tuple(place for place in columned if place != named))
    if columned:
        return Spot(columned[0], ReadBy.BOOKMARK, columned[1:])
    return Spot(None)


def _main_sheet(book: Book, named: Mapping[str, Place | None]) -> str | None:
    """The sheet most names point to; without names, the first that is not a list."""
    counted = Counter(place.sheet for place in named.values() if place is not None)
    if counted:
        return counted.most_common(1)[0][0]
    return next((sheet for sheet in book.parts if sheet != LISTS_SHEET), None)


def _key_column(book: Book, name: str) -> list[tuple[str, Place]]:
    """The keys of a sheet with the cells they stand for, wherever rows and columns were moved to."""
    sheet = book.sheet(name)
    beside = [reference for reference in sheet.elements if reference.rstrip(_DIGITS) == KEY_COLUMN]
    above = [reference for reference in sheet.elements if reference.lstrip(_LETTERS) == "1"]
    return _keys(book, name, [*beside, *above]) or _keys(book, name, list(sheet.elements))


def _keys(book: Book, name: str, references: list[str]) -> list[tuple[str, Place]]:
    """The keys among some cells: the column with most of them, by the row with most ids of columns."""
    elements = book.sheet(name).elements
    keys: dict[str, dict[int, str]] = defaultdict(dict)
    ids: dict[int, dict[str, str]] = defaultdict(dict)
    for reference in references:
        text = book.text(elements[reference])
        column = reference.rstrip(_DIGITS)
        if _KEYS.fullmatch(text):
            keys[column][int(reference[len(column) :])] = text
        elif text.isascii() and text.isdigit():
            ids[int(reference[len(column) :])].setdefault(text, column)
    if not keys or not ids:
        return []
    rows = max(keys.values(), key=len)
    columns = max(ids.values(), key=len)
    return [
        (key, Place(name, row, columns[column]))
        for row, text in rows.items()
        for column, key in parse_key_cell(text)
        if column in columns
    ]

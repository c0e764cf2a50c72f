"""A workbook -> where the answer to each key stands: by its defined name, the hidden key column, or its label."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from formgen.document.printed import Printed
from formgen.document.workbook import KEY_PREFIX, LIVE, text_mark
from formgen.extract.xlsx.book import Book, Place
from formgen.extract.xlsx.labels import Labels
from formgen.extract.xlsx.ours import Ours
from formgen.extract.xlsx.signs import KeyColumn, is_list, key_columns
from formgen.model.document import ReadBy
from formgen.model.form import FormDefinition
from formgen.model.slot import slots_by_key


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a key's answer stands; `others` are cells that another sign gives for it.

    `unsure` is whether the cell belongs to another key as well, or to another label. `place` is None where all signs
    are gone; `covered` whether the cell is hidden under the merged area of another one.
    """

    place: Place | None
    read_by: ReadBy = ReadBy.KEY
    others: tuple[Place, ...] = ()
    unsure: bool = False
    covered: bool = False


@dataclass(frozen=True)
class Places:
    """The spots of all keys a workbook knows, the sheets that hold the form, and what the form prints on them."""

    spots: Mapping[str, Spot]
    sheets: tuple[str, ...]
    ours: Ours
    own: frozenset[str]
    """The cells of the key column and of the row of ids."""
    printed: Mapping[Place, str]
    """The cells in which the form prints something, with the marks of the texts; what is computed has an empty one."""

    @property
    def by_labels_only(self) -> bool:
        """Whether no sign but the labels is left."""
        return all(spot.place is None or spot.read_by is ReadBy.LABEL for spot in self.spots.values())

    def is_printed(self, place: Place, text: str) -> bool:
        """Whether a text in a cell is the form's own; the words of an option are that only where they were printed."""
        if self.printed.get(place) == LIVE:
            return True
        if not self.ours.has(text):
            return False
        return not self.ours.is_option(text) or self.printed.get(place) == text_mark(text)

    @property
    def main(self) -> str | None:
        """The sheet the answers are read from."""
        return self.sheets[0] if self.sheets else None


def find_places(book: Book, form: FormDefinition, printed: Printed) -> Places:
    """Find each key by its name first; the key column and the labels confirm, contradict or stand in."""
    named: dict[str, Place | None] = {}
    for name, place in book.names():
        key = name.removeprefix(KEY_PREFIX)
        if key != name and named.get(key) is None:
            named[key] = place
    columns = {each.sheet: each for each in key_columns(book)}
    main = _main_sheet(book, form, named, columns, printed)
    column = columns.get(main or "") or KeyColumn(main or "")
    ours = Ours((mark for each in columns.values() for mark in each.marks), printed, form)
    labels = None if main is None else Labels(book, main, form, ours, own=column.own)
    found = _Search(book, form, column, ours, labels)
    spots = found.spots(named)
    others = [each for each in columns if each != main]
    return Places(spots, (main, *others) if main else tuple(others), ours, column.own, column.printed)


class _Search:
    """The signs of one sheet, weighed against one another."""

    def __init__(self, book: Book, form: FormDefinition, column: KeyColumn, ours: Ours, labels: Labels | None) -> None:
        self._book, self._form, self._column, self._ours, self._labels = book, form, column, ours, labels

    def spots(self, named: Mapping[str, Place | None]) -> dict[str, Spot]:
        """The spot of every key that the workbook knows by any sign."""
        columned: dict[str, list[Place]] = defaultdict(list)
        for key, place in self._column.keys:
            columned[key].append(place)
        spots = {key: _spot(place, columned.get(key, ())) for key, place in named.items()}
        spots |= {key: _spot(None, places) for key, places in columned.items() if key not in spots}
        if self._labels is not None and self._needs_labels(spots):
            spots |= self._by_label(self._labels, spots)
        return self._weighed({key: self._seen(spot) for key, spot in spots.items()})

    def _needs_labels(self, spots: Mapping[str, Spot]) -> bool:
        """Whether a key is found by no other sign, or by its name alone, which labels may contradict."""
        lost = any(key not in spots or spots[key].place is None for key in slots_by_key(self._form))
        return lost or not self._column.keys

    def _by_label(self, labels: Labels, spots: Mapping[str, Spot]) -> dict[str, Spot]:
        """The spots of keys that are found beside their labels, and of those whose name points away from them."""
        found = {}
        for key, regions in labels.regions.items():
            known = spots.get(key)
            if known is None or known.place is None:
                filled = labels.filled(key)
                first = Place(self._column.sheet, regions[0].row, "XFD")
                unsure = key.partition(".")[0] in labels.doubtful
                found[key] = Spot(filled[0] if filled else first, ReadBy.LABEL, tuple(filled[1:]), unsure)
            elif not self._column.keys and not any(region.has(known.place) for region in regions):
                found[key] = replace(known, others=tuple(labels.filled(key)), unsure=True)
        return found

    def _seen(self, spot: Spot) -> Spot:
        """The spot as a person sees it: in a merged area only its first cell is seen."""
        cover = None if spot.place is None else self._book.sheet(spot.place.sheet).cover_of(spot.place)
        return spot if cover is None else replace(spot, covered=True, others=(*spot.others, cover), unsure=True)

    def _weighed(self, spots: dict[str, Spot]) -> dict[str, Spot]:
        """Doubt the keys that share a cell, and those beside whose cell another label stands than the form printed."""
        confirmed = set(self._column.keys)
        claims = Counter(spot.place for spot in spots.values() if spot.place is not None)
        claims.update(spot.others[-1] for spot in spots.values() if spot.covered)
        astray = self._astray()
        for key, spot in spots.items():
            if spot.place is None or spot.unsure:
                continue
            is_alone = (key, spot.place) not in confirmed
            if claims[spot.place] > 1 or spot.place.row in astray or (is_alone and self._holds_label(spot.place)):
                spots[key] = replace(spot, unsure=True)
        return spots

    def _holds_label(self, place: Place) -> bool:
        """Whether the form's own words stand in a cell, so that no answer does."""
        text = self._book.cell(place).text
        return bool(text.strip()) and self._ours.has(text) and not self._ours.is_option(text)

    def _astray(self) -> frozenset[int]:
        """The rows on which a printed text of another place stands where one of their own was printed."""
        rows = {place.row for place in self._column.printed}
        answered = {place.row for _, place in self._column.keys}
        wrong = {
            place.row
            for place, mark in self._column.printed.items()
            if mark and (found := self._mark_at(place)) and found != mark and found in self._column.marks
        }
        below = {row + 1 for row in wrong if row not in answered and row + 1 in answered and row + 1 not in rows}
        return frozenset(wrong | below)

    def _mark_at(self, place: Place) -> str:
        return text_mark(self._book.cell(place).text)


def _spot(named: Place | None, columned: Iterable[Place]) -> Spot:
    places = tuple(columned)
    if named is not None:
        return Spot(named, ReadBy.KEY, tuple(place for place in places if place != named))
    if places:
        return Spot(places[0], ReadBy.BOOKMARK, places[1:])
    return Spot(None)


def _main_sheet(
    book: Book,
    form: FormDefinition,
    named: Mapping[str, Place | None],
    columns: Mapping[str, KeyColumn],
    printed: Printed,
) -> str | None:
    """The sheet most names point to, or with most keys in its key column, or with most labels of the form."""
    counted = Counter(place.sheet for place in named.values() if place is not None)
    if counted:
        return counted.most_common(1)[0][0]
    if columns:
        return max(columns.values(), key=lambda each: len(each.keys)).sheet
    ours = Ours((), printed, form)
    sheets = [sheet for sheet in book.parts if not is_list(book, sheet)]
    labelled = {sheet: len(Labels(book, sheet, form, ours, own=frozenset()).regions) for sheet in sheets}
    return max(labelled, key=lambda sheet: labelled[sheet], default=None)

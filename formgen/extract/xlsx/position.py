"""A question whose every sign is gone -> the one text that stands where its answer was, between its neighbours."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from formgen.extract.xlsx.answers import seen_at
from formgen.extract.xlsx.beside import Stray
from formgen.extract.xlsx.book import Book, Place, number_of
from formgen.extract.xlsx.places import Places
from formgen.model.catalog import LocalizedForm
from formgen.model.document import Answer, ReadBy
from formgen.model.slot import Slot, SlotKind, slots

_WRITTEN = frozenset({SlotKind.TEXT, SlotKind.BLOCK, SlotKind.ONE_OF})


@dataclass(frozen=True, slots=True)
class _Standing:
    """A slot outside tables, and the row and column of its cell; None where no sign of it is left."""

    slot: Slot
    at: tuple[int, int] | None


def by_position(
    book: Book, localized: LocalizedForm, places: Places, answers: Collection[str], left: Sequence[Stray]
) -> Iterator[tuple[Stray, Answer]]:
    """Give the texts that are nobody's answer to the questions they stand for.

    Nothing but the text may stand there: neither another one between the same neighbours, nor in a column of labels,
    where somebody may have put the question in other words.
    """
    standing = [_Standing(slot, _at(places, slot)) for slot in slots(localized.form) if slot.table is None]
    answered = {each.at[1] for each in standing if each.at is not None and each.slot.kind in _WRITTEN}
    for before, each, after in zip(standing, standing[1:], standing[2:], strict=False):
        if each.at is not None or each.slot.kind not in _WRITTEN or each.slot.key in answers:
            continue
        if before.at is None or after.at is None:
            continue
        between = [stray for stray in left if before.at < (stray.place.row, stray.column) < after.at]
        if len(between) == 1 and between[0].column in answered and not _is_of_labels(book, places, between[0].place):
            answer = seen_at(book, localized, each.slot, between[0].place, ReadBy.POSITION)
            if answer is not None:
                yield between[0], answer


def _at(places: Places, slot: Slot) -> tuple[int, int] | None:
    spot = places.spots.get(slot.key)
    if spot is None or spot.place is None or spot.place.sheet != places.main:
        return None
    return spot.place.row, number_of(spot.place.column)


def _is_of_labels(book: Book, places: Places, place: Place) -> bool:
    """Whether the form printed something in a cell; where nothing says so any more, whether labels stand above it."""
    if places.printed:
        return place in places.printed
    filled = book.sheet(place.sheet).filled
    column = (reference for reference in filled if reference.rstrip("0123456789") == place.column)
    return any(places.ours.label_of(book.at(place.sheet, each).text) is not None for each in column)

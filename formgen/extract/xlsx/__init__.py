"""A workbook and its form -> Response: what is written in the cell of each key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from formgen.document.opening import OfficePackage
from formgen.document.workbook import EMPTY_BOX
from formgen.extract.xlsx.answers import answer_at
from formgen.extract.xlsx.book import Book
from formgen.extract.xlsx.places import Places, Spot, find_places
from formgen.model.catalog import LocalizedForm
from formgen.model.document import Answer, Response
from formgen.model.finding import Finding, finding
from formgen.model.form import FormDefinition
from formgen.model.slot import Slot, slots, slots_of_table

__all__ = ["extract"]


def extract(opened: OfficePackage, localized: LocalizedForm) -> Response:
    """Read every answer of a workbook, in the form's order; UnreadableError where a part of it is damaged.

    A cell is found by its defined name; the hidden key column confirms it, or stands in where the name is gone.
    """
    book = Book(opened)
    places = find_places(book)
    expected = {slot.key: slot for slot in slots(localized.form)}
    further = {slot.key: slot for slot in _further_rows(localized.form, places.spots)}
    answers: dict[str, Answer] = {}
    for key, slot in {**expected, **further}.items():
        answer = answer_at(book, localized, slot, places.spots.get(key, Spot(None)))
        if answer is not None and not _is_printed(localized.form, answer):
            answers[key] = answer
    findings = (
        *_missing(localized.form, places.spots),
        *_outside(book, places, expected.keys() | further.keys()),
        *_other_sheets(places),
    )
    return Response(answers, findings)


def _is_printed(form: FormDefinition, answer: Answer) -> bool:
    """Whether a cell still says what the form itself prints there, which nobody wrote."""
    printed = form.printed.get(answer.key)
    return printed is not None and answer.doubt is None and answer.exact == f"{printed.normalize():f}"


def _further_rows(form: FormDefinition, spots: Mapping[str, Spot]) -> Iterator[Slot]:
    """The slots of rows beyond those printed that the workbook has all the same."""
    for table in form.tables.values():
        beyond = [
            int(parts[1])
            for key in spots
            if len(parts := key.split(".")) == 3  # noqa: PLR2004  (table, row, column)
            and parts[0] == table.id
            and parts[1].isdecimal()
            and parts[1].isascii()
            and len(parts[1]) < 5  # noqa: PLR2004  (no sheet of ours has ten thousand rows)
        ]
        last = max(beyond, default=0)
        if last > table.rows:
            yield from (
                slot for slot in slots_of_table(table, last) if (slot.row or 0) > table.rows and slot.key in spots
            )


def _missing(form: FormDefinition, spots: Mapping[str, Spot]) -> Iterator[Finding]:
    """Say where an answer cannot stand any more: once for a question whose every cell is gone."""
    items: dict[str, list[Slot]] = {}
    for slot in slots(form):
        items.setdefault(slot.item_id, []).append(slot)
    for item_id, those in items.items():
        gone = [slot.key for slot in those if spots.get(slot.key, Spot(None)).place is None]
        if gone and len(gone) == len(those):
            yield finding("place-missing", item_id)
        else:
            yield from (finding("place-missing", key) for key in gone)


def _outside(book: Book, places: Places, asked: set[str]) -> Iterator[Finding]:
    """Answers at keys of ours that this form does not ask."""
    for key in sorted(places.spots.keys() - asked):
        place = places.spots[key].place
        text = book.cell(place).text if place is not None else ""
        if text.strip() not in {"", EMPTY_BOX}:
            yield finding("outside-answer", key, text)


def _other_sheets(places: Places) -> Iterator[Finding]:
    """Copies of the form within the workbook, which were not read."""
    for sheet in places.sheets[1:]:
        yield finding("second-sheet", None, sheet, sheet=sheet, read=places.sheets[0])

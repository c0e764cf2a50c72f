"""A workbook and its form -> Response: what is written in the cell of each key."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from formgen.document.opening import OfficePackage
from formgen.document.printed import Printed
from formgen.document.workbook import EMPTY_BOX
from formgen.extract.xlsx.answers import answer_at, is_number_for_text
from formgen.extract.xlsx.beside import Beside, Stray, remarks_elsewhere, remarks_on, remarks_on_pages
from formgen.extract.xlsx.book import Book
from formgen.extract.xlsx.notes import notes
from formgen.extract.xlsx.places import Places, Spot, find_places
from formgen.extract.xlsx.position import by_position
from formgen.model.catalog import LocalizedForm
from formgen.model.document import Answer, ReadBy, Response
from formgen.model.finding import Finding, finding
from formgen.model.form import FormDefinition
from formgen.model.slot import Slot, slots, slots_of_table

__all__ = ["extract"]

_NOTHING = Printed()


def extract(opened: OfficePackage, localized: LocalizedForm, printed: Printed = _NOTHING) -> Response:
    """Read every answer of a workbook, in the form's order; UnreadableError where a part of it is damaged.

    A cell is found by its defined name; the hidden key column confirms it, or stands in where the name is gone, the
    labels where both are, and its place between its neighbours where nothing else is left. `printed` are the form's
    words in every language. What is written anywhere else is an answer beside its cell, or a remark.
    """
    book = Book(opened)
    form = localized.form
    places = find_places(book, form, printed)
    expected = {slot.key: slot for slot in slots(form)}
    further = {slot.key: slot for slot in _further_rows(form, places.spots)}
    answers: dict[str, Answer] = {}
    numbers = []
    for key, slot in {**expected, **further}.items():
        answer = answer_at(book, localized, slot, places)
        if answer is not None and not _is_printed(form, answer):
            answers[key] = answer
            place = places.spots[key].place
            if answer.doubt is None and place is not None and is_number_for_text(book, slot, place):
                numbers.append(finding("typed-as-number", key, answer.written))
    signatures, noted = notes(book, form, places)
    answers |= {answer.key: answer for answer in signatures if answer.key not in answers}
    left: list[Stray] = []
    if places.main is not None:
        beside, left = Beside(book, localized, places, answers, places.main).found()
        answers |= {answer.key: answer for answer in beside}
        for stray, answer in list(by_position(book, localized, places, answers, left)) if left else ():
            answers[answer.key] = answer
            left.remove(stray)
    findings = (
        *_of_sheets(book, places),
        *_missing(form, places, answers),
        *_lower_rungs(answers),
        *numbers,
        *_outside(book, places, expected.keys() | further.keys()),
        *remarks_on(left),
        *(remarks_on_pages(book, places.main, printed) if places.main is not None and printed.pieces else ()),
        *remarks_elsewhere(book, places),
        *noted,
    )
    return Response(_in_order(form, answers), findings)


def _in_order(form: FormDefinition, answers: Mapping[str, Answer]) -> Mapping[str, Answer]:
    """The answers in the form's order; those in rows beyond the printed ones last."""
    order = {slot.key: number for number, slot in enumerate(slots(form))}
    return {key: answers[key] for key in sorted(answers, key=lambda key: order.get(key, len(order)))}


def _lower_rungs(answers: Mapping[str, Answer]) -> Iterator[Finding]:
    """Say which answers were found beside labels, or where they stand, only; once, where all were."""
    for sign, code in ((ReadBy.LABEL, "found-by-label"), (ReadBy.POSITION, "found-by-position")):
        found = [answer for answer in answers.values() if answer.read_by is sign]
        if found and len(found) == len(answers):
            yield finding(f"all-{code}", count=len(found))
        else:
            yield from (finding(code, answer.key, answer.written) for answer in found)


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


def _missing(form: FormDefinition, places: Places, answers: Mapping[str, Answer]) -> Iterator[Finding]:
    """Say where an answer cannot stand any more: once for a question whose every cell is gone.

    Where other keys are left, one that only its label tells of had its cell deleted, maybe with an answer.
    """
    lower = frozenset[ReadBy]() if places.by_labels_only else frozenset({ReadBy.LABEL})
    items: dict[str, list[Slot]] = {}
    for slot in slots(form):
        items.setdefault(slot.item_id, []).append(slot)
    for item_id, those in items.items():
        spots = {slot.key: places.spots.get(slot.key, Spot(None)) for slot in those}
        gone = [key for key, spot in spots.items() if key not in answers and _is_gone(spot, lower)]
        if gone and len(gone) == len(those):
            yield finding("place-missing", item_id)
        else:
            yield from (finding("place-missing", key) for key in gone)


def _is_gone(spot: Spot, lower: Collection[ReadBy]) -> bool:
    return spot.place is None or spot.covered or spot.read_by in lower


def _outside(book: Book, places: Places, asked: set[str]) -> Iterator[Finding]:
    """Answers at keys of ours that this form does not ask."""
    for key in sorted(places.spots.keys() - asked):
        place = places.spots[key].place
        text = book.cell(place).text if place is not None else ""
        if text.strip() not in {"", EMPTY_BOX}:
            yield finding("outside-answer", key, text)


def _of_sheets(book: Book, places: Places) -> Iterator[Finding]:
    """Whether the form is on a hidden sheet, and copies of it within the workbook, which were not read."""
    if places.main in book.hidden:
        yield finding("hidden-sheet", None, places.main, sheet=places.main)
    for sheet in places.sheets[1:]:
        yield finding("second-sheet", None, sheet, sheet=sheet, read=places.sheets[0])

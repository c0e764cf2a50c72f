"""The places of a Word document -> the answers written there, and what is wrong with the document.

A placeholder is never an answer. Where two signs of the file disagree (a checkbox's state and its sign, a date's text
and its stored day, two copies of one control, a key and the label beside it) the answer is in doubt.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from formgen.document.opening import OfficePackage
from formgen.document.printed import Printed
from formgen.extract.docx.body import Body, Cell
from formgen.extract.docx.labels import Labels
from formgen.extract.docx.oddities import oddities, tracked
from formgen.extract.docx.places import Layout, Place
from formgen.extract.docx.reading import Reader
from formgen.extract.docx.remarks import Remarks
from formgen.model.catalog import LocalizedForm
from formgen.model.document import Answer, ReadBy, Response
from formgen.model.finding import Finding, finding
from formgen.model.form import FormDefinition, Item, Table
from formgen.model.slot import Slot, slot_of, slots, slots_by_item, slots_by_key

_DOCUMENT = "word/document.xml"
_NOTHING_PRINTED = Printed()


def extract(
    opened: OfficePackage,
    localized: LocalizedForm,
    placeholders: frozenset[str] = frozenset(),
    printed: Printed | None = None,
) -> Response:
    """Read everything a person wrote in a document.

    `placeholders` are the words of unanswered places in the other languages; those of the
    form's own language are known. Without `printed`, what the form prints, nothing that stands outside the
    places for answers can be told from it, and is not read. Raises UnreadableError for a damaged document.
    """
    body = Body(opened.xml(_DOCUMENT))
    try:
        reader = Reader(localized, placeholders)
        return _read(opened, Layout(body, localized.form), localized, reader, printed)
    finally:
        body.let_go()


def _read(
    opened: OfficePackage, layout: Layout, localized: LocalizedForm, reader: Reader, printed: Printed | None
) -> Response:
    form = localized.form
    labels = Labels(layout, form, printed or _NOTHING_PRINTED)
    places = _places(layout, form)
    if printed is not None and _wants_words(layout, form, places, printed):
        labels.learn()
        if layout.titles:
            layout.start_again()
            places = _places(layout, form)
        _by_position(layout, form, places, printed)
    given = _given(localized, places, reader)
    findings = list(_missing_places(form, places))
    findings += _outside(layout, reader)
    if layout.body.changed or layout.body.loose:
        findings += tracked(localized, places, reader, given)
    if printed is not None:
        remarks = Remarks(opened, layout, labels, printed, form)
        findings += remarks.in_body(given)
        findings += remarks.in_parts()
        given.update({key: [answer] for key, answer in remarks.answers.items()})
        findings += oddities(layout, form, remarks.question_of)
        findings = [each for each in findings if each.code != "place-missing" or each.field not in remarks.answers]
    answers = {slot.key: _agreed(given.pop(slot.key)) for slot in slots(form) if slot.key in given}
    answers.update({key: _agreed(copies) for key, copies in given.items()})
    return Response(answers, (*findings, *_lower_rungs(answers)))


def _places(layout: Layout, form: FormDefinition) -> dict[str, list[Place]]:
    """Where the answers of each item stand; first what has a key, so that nothing else takes its cell."""
    found: dict[str, list[Place]] = {}
    for item_id, expected in slots_by_item(form).items():
        item = form.items[item_id]
        found[item_id] = list(layout.table_places(item) if isinstance(item, Table) else layout.places(expected))
    return found


def _given(localized: LocalizedForm, places: Mapping[str, Sequence[Place]], reader: Reader) -> dict[str, list[Answer]]:
    known, printed = slots_by_key(localized.form), localized.form.printed
    given: dict[str, list[Answer]] = {}
    for each in places.values():
        for place in each:
            slot = known.get(place.key) or slot_of(localized.form, place.key)
            answer = None if slot is None else reader.read(place, slot)
            if answer is not None and not (place.key in printed and _is_printed(printed[place.key], answer)):
                given.setdefault(place.key, []).append(answer)
    return given


def _wants_words(layout: Layout, form: FormDefinition, places: Mapping[str, Sequence[Place]], printed: Printed) -> bool:
    """Whether a place is missing, or a cell holds words that nobody accounts for."""
    there = {place.key for each in places.values() for place in each}
    if not slots_by_key(form).keys() <= there:
        return True
    return any(_is_stray(cell, layout, printed) for cell in layout.body.cells if not (cell.keys or cell.labels))


def _is_stray(cell: Cell, layout: Layout, printed: Printed) -> bool:
    return not (
        cell in layout.whole or cell.keys or cell in layout.strange or layout.is_label(cell)
    ) and not printed.are_printed(cell.lines)


def _by_position(layout: Layout, form: FormDefinition, places: dict[str, list[Place]], printed: Printed) -> None:
    """Give the one cell with words between the answers before and after a missing place to that place."""
    order = {cell: number for number, cell in enumerate(layout.body.cells)}
    stray = [number for cell, number in order.items() if _is_stray(cell, layout, printed)]
    cells = list(order)
    wanted = [slot for slot in slots(form) if slot.table is None]
    stands = [[order[place.cell] for place in _of(places, slot) if place.cell is not None] for slot in wanted]
    for number, slot in enumerate(wanted):
        if _of(places, slot) or not stray:
            continue
        before = max((place for each in stands[:number][-1:] for place in each), default=None)
        after = min((place for each in stands[number + 1 :][:1] for place in each), default=None)
        if before is None or after is None:
            continue
        between = [place for place in stray if before < place < after]
        if len(between) == 1:
            cell = cells[between[0]]
            if cell.row.grid is cells[before].row.grid and _is_for_answers(cell, layout):
                places[slot.item_id].append(layout.take(slot.key, cell))


def _is_for_answers(cell: Cell, layout: Layout) -> bool:
    """Whether a label may have stood left of a cell: words put where the label itself was are no answer."""
    left = cell.beside(-1)
    return left is not None and left not in layout.whole and not left.keys and not layout.is_label(left)


def _of(places: Mapping[str, Sequence[Place]], slot: Slot) -> list[Place]:
    return [place for place in places[slot.item_id] if place.key == slot.key]


def _is_printed(printed: Decimal, answer: Answer) -> bool:
    """Whether a place still says what the form itself prints there, which nobody wrote."""
    return answer.doubt is None and answer.written.strip() in {f"{printed:f}", f"{printed:f}".replace(".", ",")}


def _agreed(copies: Sequence[Answer]) -> Answer:
    """The one answer of a place that stands in the document several times; in doubt where they differ."""
    if len(copies) == 1:
        return copies[0]
    stored = {answer.exact for answer in copies} - {None}
    if len({answer.written for answer in copies}) > 1 or len(stored) > 1:
        written = " / ".join(dict.fromkeys(answer.written for answer in copies))
        return replace(copies[0], written=written, exact=None, doubt="two-answers")
    # The copy that says most: one in doubt, else one that stores what it shows.
    return max(copies, key=lambda answer: (answer.doubt is not None, answer.exact is not None))


def _missing_places(form: FormDefinition, places: Mapping[str, Sequence[Place]]) -> Iterator[Finding]:
    there = {place.key for each in places.values() for place in each}
    if slots_by_key(form).keys() <= there:
        return
    for item_id, expected in slots_by_item(form).items():
        yield from _missing(form.items[item_id], [slot for slot in expected if slot.key not in there], len(expected))


def _missing(item: Item, lost: Sequence[Slot], of: int) -> Iterator[Finding]:
    """What is gone: the whole question, or single places of it."""
    if lost and len(lost) == of:
        yield finding("place-missing", item.id)
    else:
        yield from (finding("place-missing", slot.key) for slot in lost)


def _outside(layout: Layout, reader: Reader) -> Iterator[Finding]:
    """Answers in controls whose keys look like ours and are not asked in this form, unless their cells are read."""
    for cell, spots in layout.strange.items():
        for spot in spots if cell not in layout.whole else ():
            written = reader.read_unknown(spot.control)
            if written:
                yield finding("outside-answer", spot.key, written)


def _lower_rungs(answers: Mapping[str, Answer]) -> Iterator[Finding]:
    """Tell of answers found without a key or a bookmark; once, where that is how all of them were found."""
    certain = [answer for answer in answers.values() if answer.doubt is None]
    for sign, code in ((ReadBy.LABEL, "found-by-label"), (ReadBy.POSITION, "found-by-position")):
        found = [answer for answer in certain if answer.read_by is sign]
        if len(found) == len(answers) > 1:
            yield finding(f"all-{code}", count=len(found))
        else:
            yield from (finding(code, answer.key, answer.written) for answer in found)

"""What stands on the sheets outside the cells of all keys -> answers in the wrong cell, and remarks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from formgen.document.printed import Printed, squeezed
from formgen.document.stamp import WRITTEN
from formgen.document.workbook import EMPTY_BOX
from formgen.extract.xlsx.answers import seen_at
from formgen.extract.xlsx.book import Book, Cell, Place, number_of
from formgen.extract.xlsx.places import Places, Spot
from formgen.extract.xlsx.signs import is_list
from formgen.message import Message
from formgen.model.catalog import LocalizedForm
from formgen.model.document import Answer, ReadBy
from formgen.model.finding import Finding, finding
from formgen.model.form import Field, FieldType, Table
from formgen.model.slot import Slot, SlotKind, slot_of

MOST_REMARKS = 40
"""Remarks told one by one; what is beyond them is told in one."""
_LONGEST = 2000
_SHEET = Message("place.sheet", "sheet “{sheet}”")


@dataclass(frozen=True, slots=True)
class Stray:
    """A text in a cell that is no key's and that the form does not print."""

    place: Place
    column: int
    text: str


class Beside:
    """The texts on the form's sheet that stand outside its cells, each weighed against the questions around it."""

    def __init__(
        self, book: Book, localized: LocalizedForm, places: Places, answers: Mapping[str, Answer], main: str
    ) -> None:
        self._book, self._localized, self._places, self._main = book, localized, places, main
        self._answers = answers
        claims: dict[int, list[tuple[int, str]]] = {}
        for key, spot in places.spots.items():
            if spot.place is not None and spot.place.sheet == main:
                claims.setdefault(spot.place.row, []).append((number_of(spot.place.column), key))
        self._claims = claims
        self._strays = list(self._find())

    def _find(self) -> Iterator[Stray]:
        claimed = {
            place.reference
            for spot in self._places.spots.values()
            for place in (spot.place, *spot.others)
            if place is not None and place.sheet == self._main
        }
        skipped = claimed | self._places.own
        for reference in self._book.sheet(self._main).filled:
            if reference in skipped:
                continue
            cell = self._book.at(self._main, reference)
            letters = reference.rstrip("0123456789")
            place = Place(self._main, int(reference[len(letters) :]), letters)
            if not self._is_ours(place, cell):
                yield Stray(place, number_of(letters), cell.text)

    def _is_ours(self, place: Place, cell: Cell) -> bool:
        if cell.text.strip() in {"", EMPTY_BOX} or self._places.is_printed(place, cell.text):
            return True
        if cell.formula is not None and self._is_total(cell.formula):
            return True
        return not self._places.printed and self._is_beside_its_tick(place, cell.text)

    def _is_beside_its_tick(self, place: Place, text: str) -> bool:
        """Whether the words of an option stand right of its box."""
        before = [each for each in sorted(self._claims.get(place.row, ())) if each[0] < number_of(place.column)]
        slot = slot_of(self._localized.form, before[-1][1]) if before else None
        if slot is None or slot.choice is None:
            return False
        option = self._places.ours.tick_of(slot.field, text)
        return option is not None and option == (slot.choice.code, "")

    def _is_total(self, formula: str) -> bool:
        """Whether a formula is that of the total which the sheet itself computes, where the key column is gone."""
        return (
            not self._places.printed and formula.upper().startswith(("IFERROR(", "=IFERROR(")) and "MATCH(" in formula
        )

    def found(self) -> tuple[list[Answer], list[Stray]]:
        """The answers that stand beside their cells, and the texts that are nobody's answer."""
        answers: dict[str, list[Answer]] = {}
        left: list[Stray] = []
        rows = self._added_rows()
        for stray in self._strays:
            answer = self._answer(stray, rows)
            if answer is None or answer.key in self._answers:
                left.append(stray)
            else:
                answers.setdefault(answer.key, []).append(answer)
        return [_one(those) for those in answers.values()], left

    def _answer(self, stray: Stray, rows: Mapping[int, tuple[Table, int]]) -> Answer | None:
        if stray.place.row in rows:
            return self._in_table(stray, *rows[stray.place.row])
        label = self._places.ours.label_of(stray.text)
        if label is not None:
            return self._after_label(*label)
        return self._at_option(stray) or self._next_to_cell(stray)

    def _after_label(self, item_id: str, text: str) -> Answer | None:
        """What is written in the cell of a label, after its words."""
        item = self._localized.form.items[item_id]
        if not isinstance(item, Field) or item.type is FieldType.MULTI_CHOICE or not text:
            return None
        return Answer(item_id, text, ReadBy.LABEL)

    def _at_option(self, stray: Stray) -> Answer | None:
        """A tick that is written in the cell of an option's words."""
        for _, key in self._claims.get(stray.place.row, ()):
            slot = slot_of(self._localized.form, key)
            if slot is not None and slot.choice is not None:
                option = self._places.ours.tick_of(slot.field, stray.text)
                if option is not None and option[0] == slot.choice.code:
                    return Answer(key, option[1], ReadBy.LABEL) if option[1] not in {"", EMPTY_BOX} else None
        return None

    def _next_to_cell(self, stray: Stray) -> Answer | None:
        """What is written right of the empty cell of an answer, or between its label and the cell."""
        claims = sorted(self._claims.get(stray.place.row, ()))
        before = [key for column, key in claims if column < stray.column]
        after = [key for column, key in claims if column > stray.column]
        key = before[-1] if before else after[0] if after else None
        slot = None if key is None else slot_of(self._localized.form, key)
        if slot is None or slot.kind is SlotKind.TICK or not self._is_free(slot, stray):
            return None
        return self._read(slot, stray)

    def _is_free(self, slot: Slot, stray: Stray) -> bool:
        """Whether nothing that is printed stands between a text and the cell of a slot."""
        place = self._places.spots[slot.key].place
        assert place is not None
        first, last = sorted((number_of(place.column), stray.column))
        return not any(
            first < number_of(reference.rstrip("0123456789")) < last
            for reference in self._book.sheet(self._main).filled
            if reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == str(stray.place.row)
        )

    def _read(self, slot: Slot, stray: Stray) -> Answer | None:
        return seen_at(self._book, self._localized, slot, stray.place, ReadBy.LABEL)

    # --- rows that somebody added to a table

    def _added_rows(self) -> Mapping[int, tuple[Table, int]]:
        """The rows without keys, within a table or right below it, with the numbers they take in it."""
        rows: dict[int, tuple[Table, int]] = {}
        strays = {stray.place.row for stray in self._strays}
        for table in self._localized.form.tables.values():
            known = self._rows_of(table)
            if not known:
                continue
            number = max(*known.values(), table.rows)
            row = min(known)
            while row <= max(known) or row in strays:
                if row not in known and row in strays and row not in self._claims and not self._is_worded(row):
                    number += 1
                    rows[row] = (table, number)
                elif row > max(known):
                    break
                row += 1
        return rows

    def _rows_of(self, table: Table) -> Mapping[int, int]:
        """The rows of the sheet that hold a table, with their numbers in it."""
        found = {}
        for key, spot in self._places.spots.items():
            slot = slot_of(self._localized.form, key) if key.startswith(f"{table.id}.") else None
            if slot is not None and spot.place is not None and spot.place.sheet == self._main:
                found[spot.place.row] = slot.row or 0
        return found

    def _is_worded(self, row: int) -> bool:
        """Whether the form prints something on a row."""
        those = (
            self._book.at(self._main, reference).text
            for reference in self._book.sheet(self._main).filled
            if reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == str(row)
        )
        return any(text.strip() and self._places.ours.has(text) for text in those)

    def _in_table(self, stray: Stray, table: Table, number: int) -> Answer | None:
        """A text in an added row, in the column whose cells begin at or before it."""
        lefts = {}
        for column in table.columns:
            spots = [self._places.spots.get(f"{table.id}.{row}.{column.id}", Spot(None)) for row in range(1, number)]
            places = [number_of(spot.place.column) for spot in spots if spot.place is not None]
            if places:
                lefts[column.id] = places[0]
        before = {name: left for name, left in lefts.items() if left <= stray.column}
        if not before:
            return None
        slot = slot_of(self._localized.form, f"{table.id}.{number}.{max(before, key=lambda name: before[name])}")
        return None if slot is None else self._read(slot, stray)


def _one(answers: list[Answer]) -> Answer:
    """The one answer of several texts beside one cell; two are told, and none is chosen."""
    if len(answers) == 1:
        return answers[0]
    written = " / ".join(answer.written for answer in answers)
    return replace(answers[0], written=written, exact=None, doubt="signs-disagree")


def remarks_on(strays: list[Stray]) -> Iterator[Finding]:
    """What somebody wrote on the form beside its questions, cell by cell."""
    for stray in strays[:MOST_REMARKS]:
        yield finding("remark", None, stray.text.strip(), place=f"{stray.place.sheet}!{stray.place.reference}")
    if len(strays) > MOST_REMARKS:
        yield _together([stray.text for stray in strays[MOST_REMARKS:]], strays[0].place.sheet)


def remarks_on_pages(book: Book, sheet: str, printed: Printed) -> Iterator[Finding]:
    """What somebody wrote at the head or foot of the form's pages."""
    texts = [line for line in book.sheet(sheet).page_lines() if not _is_of_pages(printed, line)]
    if texts:
        yield _together(list(dict.fromkeys(texts)), sheet)


def _is_of_pages(printed: Printed, line: str) -> bool:
    """Whether a line is put together of our own words; of a long title the foot has the beginning only."""
    title, *rest = line.rsplit(" · ", 2)
    if len(rest) > 1 and WRITTEN.fullmatch(rest[1].strip()) and printed.is_furniture(rest[0]):
        return any(piece.startswith(squeezed(title)) for piece in printed.pieces)
    return printed.is_furniture(line)


def remarks_elsewhere(book: Book, places: Places) -> Iterator[Finding]:
    """What is written on sheets that are none of the form's."""
    for sheet in book.parts:
        if sheet not in places.sheets and not is_list(book, sheet):
            cells = (book.at(sheet, reference) for reference in book.sheet(sheet).filled)
            texts = [cell.text for cell in cells if not places.ours.has(cell.text)]
            if texts:
                yield _together(texts, sheet)


def _together(texts: list[str], sheet: str) -> Finding:
    text = " / ".join(text.strip() for text in texts)
    place = Message(_SHEET.context, _SHEET.text, {"sheet": sheet})
    return finding("remark", None, text if len(text) <= _LONGEST else text[:_LONGEST] + "…", place=place)

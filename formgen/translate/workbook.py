"""A catalog -> the rows of a translator's workbook; rows that came back -> the catalog with what they changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from formgen.translate.po import FUZZY, Entry, PoFile
from formgen.translate.states import Mark, State, mark_of, marked, sealed, state_of


class Column(StrEnum):
    """The columns by the names in the hidden first row, by which they are found again wherever they have gone."""

    KEY = "key"
    ENGLISH_WAS = "english-was"
    SAID_WAS = "said-was"
    STATE_WAS = "state-was"
    WHERE = "where"
    PREVIOUS = "previous"
    ENGLISH = "english"
    SAID = "said"
    ROOM = "room"
    NOTE = "note"
    STATE = "state"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Row:
    """One text on its way out: `cells` by column; `state` says how the row is marked."""

    entry: Entry
    cells: Mapping[Column, str]
    state: State


@dataclass(frozen=True, slots=True)
class Given:
    """One row that came back: the place in the workbook, the cells by column; None is a cell that is no text."""

    place: str
    cells: Mapping[Column, str | None]


class Outcome(StrEnum):
    """What became of a row."""

    TAKEN = "taken"
    STATE_TAKEN = "state-taken"
    CONFLICT = "conflict"
    ENGLISH_CHANGED = "english-changed"
    UNKNOWN = "unknown"
    NOT_TEXT = "not-text"
    EMPTIED = "emptied"
    TWICE = "twice"
    BAD_STATE = "bad-state"


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a row, for the person: where it stands, which text, what the workbook and the catalog say."""

    outcome: Outcome
    place: str
    context: str
    given: str = ""
    known: str = ""


_FORM, _KIND, _ROOM, _SEEN = "Form: ", "Kind: ", "Room: ", "Seen: "


def rows(catalog: PoFile) -> Iterator[Row]:
    """Yield the texts in use, in the catalog's order; a plural message, which no form has, stays in the PO file."""
    for entry in catalog.live:
        if entry.plural is None:
            state = state_of(entry)
            notes = [note for note in entry.notes if not note.startswith((_FORM, _ROOM, _SEEN))]
            where = [note for note in notes if _KIND in note]
            cells = {
                Column.KEY: entry.context or "",
                Column.ENGLISH_WAS: _mark(entry.text),
                Column.SAID_WAS: _mark(entry.said),
                Column.STATE_WAS: str(state),
                Column.WHERE: "\n".join(where) or (entry.context or ""),
                Column.PREVIOUS: (entry.previous.text or "") if entry.previous and entry.fuzzy else "",
                Column.ENGLISH: entry.text,
                Column.SAID: entry.said,
                Column.ROOM: next((note.removeprefix(_ROOM) for note in entry.notes if note.startswith(_ROOM)), ""),
                Column.NOTE: "\n".join([note for note in notes if note not in where]),
                Column.STATE: str(state),
            }
            yield Row(entry, cells, state)


def _mark(text: str) -> str:
    """A text's digest, with a letter first, so that no program takes it for a number."""
    return f"x{hashlib.sha256(text.encode('utf-8')).hexdigest()[:12]}"


@dataclass(frozen=True, slots=True)
class Person:
    """Who vouches for the states in the workbook, and the day."""

    name: str
    day: str


def merge(
    catalog: PoFile, given: Sequence[Given], person: Person, states: Mapping[str, State]
) -> tuple[PoFile, list[Told]]:
    """Put what was changed in the rows into the catalog; rows may be sorted, filtered or missing.

    A text that was changed on both sides stays as the catalog has it and is told; `states` are the words for states.
    """
    told: list[Told] = []
    entries = {entry.key: entry for entry in catalog.live if entry.plural is None}
    changed: dict[tuple[str, str], Entry] = {}
    for row in _once(given, told):
        entry = _entry_of(row, entries.values())
        if entry is None:
            if row.cells.get(Column.SAID) and not _is_untouched(row):
                told.append(
                    Told(Outcome.UNKNOWN, row.place, row.cells.get(Column.KEY) or "–", row.cells[Column.SAID] or "")
                )
            continue
        result = _with_state(_merged(entry, row, told), entry, row, person, states, told)
        if result != entry:
            changed[entry.key] = sealed(result)
    kept = (entry if entry.obsolete else changed.get(entry.key, entry) for entry in catalog.entries)
    return replace(catalog, entries=tuple(kept)), told


def _entry_of(row: Given, entries: Iterable[Entry]) -> Entry | None:
    """The entry of a row: of the texts with its context the one with its English, else the only one."""
    found = [entry for entry in entries if (entry.context or "") == row.cells.get(Column.KEY)]
    same = [entry for entry in found if _mark(entry.text) == row.cells.get(Column.ENGLISH_WAS)]
    return same[0] if same else found[0] if len(found) == 1 else None


def _is_untouched(row: Given) -> bool:
    said = row.cells.get(Column.SAID)
    return said is not None and _mark(said) == row.cells.get(Column.SAID_WAS)


def _once(given: Iterable[Given], told: list[Told]) -> Iterator[Given]:
    """The rows, each text once; of two that say different things neither is taken."""
    found: dict[tuple[str, str], list[Given]] = {}
    for row in given:
        if row.cells.get(Column.KEY):
            key = (row.cells[Column.KEY] or "", row.cells.get(Column.ENGLISH_WAS) or "")
            found.setdefault(key, []).append(row)
    for (context, _), group in found.items():
        said = {row.cells.get(Column.SAID) for row in group}
        if len(said) > 1:
            told += [Told(Outcome.TWICE, row.place, context, row.cells.get(Column.SAID) or "") for row in group]
        else:
            yield group[0]


def _merged(entry: Entry, row: Given, told: list[Told]) -> Entry:
    """The entry with the row's translation, where the row changed it and nothing forbids to take it."""
    if Column.SAID not in row.cells:
        return entry
    said = row.cells[Column.SAID]
    context = entry.context or ""
    if said is None:
        told.append(Told(Outcome.NOT_TEXT, row.place, context, known=entry.said))
        return entry
    if _is_untouched(row) or said == entry.said:
        return entry
    if not said.strip():
        told.append(Told(Outcome.EMPTIED, row.place, context, known=entry.said))
        return entry
    if row.cells.get(Column.ENGLISH_WAS) not in {_mark(entry.text), None}:
        told.append(Told(Outcome.ENGLISH_CHANGED, row.place, context, said, entry.text))
        return entry
    if row.cells.get(Column.SAID_WAS) not in {_mark(entry.said), None}:
        told.append(Told(Outcome.CONFLICT, row.place, context, said, entry.said))
        return entry
    told.append(Told(Outcome.TAKEN, row.place, context, said, entry.said))
    kept = mark_of(entry)
    flags = tuple(flag for flag in entry.flags if flag != FUZZY)
    taken = replace(entry, strings=(said,), flags=flags, previous=None)
    return marked(taken, kept if kept is not None and kept.state is State.TO_REVIEW else None)


def _with_state(
    entry: Entry, before: Entry, row: Given, person: Person, states: Mapping[str, State], told: list[Told]
) -> Entry:
    """The entry in the state the row says, where a person changed it there."""
    said = (row.cells.get(Column.STATE) or "").strip().lower()
    was = row.cells.get(Column.STATE_WAS)
    state = states.get(said)
    if not said or said == was or (state is not None and str(state) == was):
        return entry
    if state is None or state in {State.NEW, State.FUZZY}:
        told.append(Told(Outcome.BAD_STATE, row.place, entry.context or "", said))
        return entry
    not_taken = entry == before and row.cells.get(Column.SAID) != entry.said
    if not_taken or not all(entry.strings):
        return entry
    flags = tuple(flag for flag in entry.flags if flag != FUZZY)
    result = marked(replace(entry, flags=flags, previous=None), Mark(state, person.name, person.day))
    if result != entry:
        told.append(Told(Outcome.STATE_TAKEN, row.place, entry.context or "", str(state)))
    return result

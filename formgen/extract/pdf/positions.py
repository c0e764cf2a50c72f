"""A printed page, known and registered -> what stands in the places on it: text by its place, ticks by their ink."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from formgen.document.stamp import WRITTEN, parse_identifier
from formgen.extract.pdf.lines import Run, runs_of, writing
from formgen.extract.pdf.prints import Print, Sign
from formgen.extract.pdf.registering import Registration
from formgen.model.document import Answer, ReadBy, Stamp
from formgen.model.layout import Box, Place
from formgen.model.slot import Slot, SlotKind

_NEAR = 1.0
"""Points by which a sign of the blank may stand elsewhere in print."""
_VISIBLE = 0.012
"""The share of ink in a run, over the blank's own, that a person sees."""
_NEXT_LINE = 2.5
"""Of the font's size: how far below a line the next one of a text may be."""
_INSIDE = 2.2
"""Points from the edge of a box to tick to what is white in it."""
_WITHIN = 1.6
_TICKED, _EMPTY = 0.08, 0.012
"""The shares of ink from which a box is ticked, and below which it is empty."""
_MARKED = 0.0015
"""The share of ink from which something stands in a place for a text."""
_LINE_TO_SIGN_ON = 8.5
"""Points from the bottom of a place for a signature to what is white in it."""
_PROMPTS = {"SIGN"}
"""What a program itself prints in a place for a signature (MuPDF does)."""
_TICK = "☒"
_STAMP = "formgen:"


_Seen = tuple[Print, Registration, Print]
"""A page as it is printed, how it lies, and the blank's."""


@dataclass
class Found:
    """What stands on one page: answers by key, what stands beside the places, and what is there without being seen."""

    answers: dict[str, Answer] = field(default_factory=dict)
    beside: list[str] = field(default_factory=list)
    unseen: dict[str, str] = field(default_factory=dict)


def read_page(
    printed: Print, registration: Registration, blank: Print, places: Sequence[Place], asked: Mapping[str, Slot]
) -> Found:
    """Read every place of a page that was printed or flattened."""
    found = Found()
    for_text = [place for place in places if place.key in asked and not _is_button(asked[place.key], place)]
    signs = [registration.onto_blank(sign) for sign in printed.signs]
    added = _added(_without_stamp(signs, for_text), blank.signs)
    written: dict[str, list[Run]] = {}
    cut_off: set[str] = set()
    before: tuple[Run, str] | None = None
    for run in runs_of(added):
        seen = printed.ink(registration.onto_print(run.box)) - blank.ink(run.box) >= _VISIBLE
        place = _place_at(run.signs[0].middle, for_text)
        if not seen and before is not None and _goes_on(before[0], run):
            cut_off.add(before[1])  # the lines of a text that its own box hides
            before = run, before[1]
        elif place is not None:
            before = run, place.key
            if seen:
                written.setdefault(place.key, []).append(run)
            else:
                found.unseen[place.key] = f"{found.unseen.get(place.key, '')} {run.text}".strip()
        elif seen and not _is_mark(run, places) and any(each.isalnum() for each in run.text):
            found.beside.append(run.text)
    for place in for_text:
        answer = _text(place, asked[place.key], written.get(place.key, ()), (printed, registration, blank))
        if answer is not None:
            found.answers[place.key] = replace(answer, doubt="cut-off") if place.key in cut_off else answer
            found.unseen.pop(place.key, None)
    buttons = [place for place in places if place.key in asked and _is_button(asked[place.key], place)]
    found.answers.update(_ticks(buttons, asked, printed, registration))
    return found


def _goes_on(before: Run, run: Run) -> bool:
    """Whether a run is the next line of the text before it."""
    return abs(before.left - run.left) <= _NEAR and 0 < before.base - run.base < _NEXT_LINE * run.size


def stamp_of(printed: Print) -> Stamp | None:
    """The stamp in print at the foot of a page."""
    for run in runs_of(printed.signs):
        _, mark, rest = run.text.partition(_STAMP)
        stamp = parse_identifier(mark + rest.split(" ")[0]) if mark else None
        if stamp is not None:
            return stamp
    return None


def _without_stamp(signs: Sequence[Sign], places: Sequence[Place]) -> Iterator[Sign]:
    """The signs without those of the stamp in print, which names the copy where that of the blank does not.

    What stands in one of the `places` for a text is an answer, whatever it says.
    """
    of = [number for number, sign in enumerate(signs) for _ in sign.text]
    stamp: set[int] = set()
    for match in WRITTEN.finditer("".join(sign.text for sign in signs)):
        here = of[match.start() : match.end()]
        if parse_identifier(match[0]) is not None and _place_at(signs[here[0]].middle, places) is None:
            stamp.update(here)
    return (sign for number, sign in enumerate(signs) if number not in stamp)


def _is_button(slot: Slot, place: Place) -> bool:
    return place.state is not None or slot.kind is SlotKind.TICK


def _added(signs: Iterable[Sign], blank: Iterable[Sign]) -> Iterator[Sign]:
    """The signs that the blank does not have; of two that were drawn over one another, the first."""
    known: dict[tuple[int, int], list[Sign]] = {}
    for sign in blank:
        known.setdefault(_cell(sign), []).append(sign)
    for sign in signs:
        if sign.text.isspace():
            yield sign
            continue
        column, row = _cell(sign)
        near = (
            each
            for across in (column - 1, column, column + 1)
            for up in (row - 1, row, row + 1)
            for each in known.get((across, up), ())
        )
        if not any(_is_same(sign, each) for each in near):
            known.setdefault((column, row), []).append(sign)
            yield sign


def _cell(sign: Sign) -> tuple[int, int]:
    return round(sign.left / 2), round(sign.base / 2)


def _is_same(sign: Sign, other: Sign) -> bool:
    away = max(abs(sign.left - other.left), abs(sign.base - other.base))
    return away <= (_NEAR if sign.text == other.text else _NEAR / 4)


def _place_at(point: tuple[float, float], places: Iterable[Place]) -> Place | None:
    return next((place for place in places if _holds(place.box, point)), None)


def _holds(box: Box, point: tuple[float, float]) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _is_mark(run: Run, places: Iterable[Place]) -> bool:
    """Whether a run is a sign put into a box to tick, which its ink tells."""
    return len(run.signs) == 1 and _place_at(run.signs[0].middle, places) is not None


def _text(place: Place, slot: Slot, runs: Sequence[Run], on: _Seen) -> Answer | None:
    printed, registration, blank = on
    if slot.kind is SlotKind.SIGNATURE:
        return _signature(place, runs, on)
    if runs:
        read = writing(runs, place.box)
        return Answer(place.key, read.text, ReadBy.POSITION, doubt=read.doubt)
    inside = _inset(place.box, _WITHIN)
    if printed.ink(registration.onto_print(inside)) - blank.ink(inside) >= _MARKED:
        return Answer(place.key, "", ReadBy.POSITION, doubt="text-unreadable")
    return None


def _signature(place: Place, runs: Sequence[Run], on: _Seen) -> Answer | None:
    printed, registration, blank = on
    if runs:
        text = writing(runs, place.box).text
        return None if text in _PROMPTS else Answer(place.key, text, ReadBy.POSITION, exact="typed")
    left, bottom, right, top = _inset(place.box, _WITHIN)
    inside = left, bottom + _LINE_TO_SIGN_ON, right, top
    drawn = printed.ink(registration.onto_print(inside)) - blank.ink(inside)
    return Answer(place.key, "", ReadBy.POSITION, exact="drawn") if drawn >= _MARKED else None


def _inset(box: Box, by: float) -> Box:
    return box[0] + by, box[1] + by, box[2] - by, box[3] - by


def _ticks(
    places: Iterable[Place], asked: Mapping[str, Slot], printed: Print, registration: Registration
) -> Iterator[tuple[str, Answer]]:
    """The boxes and circles with ink in them; of a group with one answer, the one."""
    marked: dict[str, list[Place]] = {}
    unclear: set[str] = set()
    for place in places:
        ink = printed.ink(registration.onto_print(_inset(place.box, _INSIDE)))
        if ink > _EMPTY:
            marked.setdefault(place.key, []).append(place)
            unclear.update([place.key] if ink < _TICKED else [])
    for key, here in marked.items():
        slot = asked[key]
        doubt = "tick-unclear" if key in unclear else "two-answers" if len(here) > 1 else None
        if slot.kind is SlotKind.TICK:
            yield key, Answer(key, _TICK, ReadBy.POSITION, exact=None if doubt else "yes", doubt=doubt)
        else:
            codes = [place.state or "" for place in here]
            exact = codes[0] if doubt is None and codes[0] in slot.field.codes else None
            yield key, Answer(key, " / ".join(codes), ReadBy.POSITION, exact=exact, doubt=doubt)

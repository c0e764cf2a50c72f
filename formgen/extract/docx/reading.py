"""One place of a Word document -> the answer written there, as a person sees it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date
from functools import lru_cache

from lxml import etree

from formgen.document.placeholders import ALL, placeholder
from formgen.extract.docx.body import properties_of
from formgen.extract.docx.places import Place
from formgen.extract.docx.seen import CHANGES, PICTURES, SHOWING, View, is_on, seen_text, struck_text, w, w14
from formgen.model.catalog import LocalizedForm
from formgen.model.document import Answer
from formgen.model.form import KEPT, FieldType
from formgen.model.record import SignatureKind
from formgen.model.slot import Slot, SlotKind

_CONTROL, _TAG = w("sdt"), w("tag")
_CHECKED, _DATE, _ITEM = w14("checked"), w("date"), w("listItem")
_FULL_DATE, _STATE = w("fullDate"), w14("val")
_VALUE, _WORDS = w("value"), w("displayText")
_ON = frozenset({"1", "true", "on"})

_EMPTY_BOXES = frozenset({"", "☐", "□"})
TICKS = frozenset("☒☑✓✔✗✘✕✖√✅🗹xXхХvV+")  # two of them are Cyrillic
"""The signs by which people tick."""
_YES = frozenset({"yes", "true", "այո", "да"})
_PLAIN_DATE = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")


class Reader:
    """Reads places in the words of one form; `others` are placeholders of other languages."""

    def __init__(self, localized: LocalizedForm, others: frozenset[str]) -> None:
        self._localized = localized
        self._placeholders, self._untouched = _unanswered(tuple(map(localized.text, ALL)), others)

    def read(self, place: Place, slot: Slot) -> Answer | None:
        """The answer at a place; None where nobody wrote anything."""
        plain = place.plain
        text = seen_text(place.region) if place.cell is None else place.cell.text
        if plain and slot.kind is not SlotKind.SIGNATURE and text in self._untouched:
            return None
        answer = self._read(place, slot, text)
        if answer is None or answer.doubt is not None:
            return answer
        if place.contested:
            return replace(answer, exact=None, doubt="signs-disagree")
        if not plain and struck_text(place.region):
            return replace(answer, exact=None, doubt="struck-out")
        return answer

    def before(self, place: Place, slot: Slot) -> str | None:
        """What stood at a place before the changes recorded there; None where none are."""
        if place.plain or next(place.region.iter(*CHANGES), None) is None:
            return None
        text = seen_text(place.region, view=View.BEFORE)
        if text.strip() in _EMPTY_BOXES or self._is_nothing(text):
            return ""
        return _without(text, _plain(self._localized.text(placeholder(slot))))

    def _read(self, place: Place, slot: Slot, seen: str) -> Answer | None:
        if slot.kind is SlotKind.TICK:
            return _read_tick(place, seen.strip())
        text, doubt = self._written(place, slot, seen)
        if slot.kind is SlotKind.SIGNATURE:
            return _read_signature(place, text)
        if not text.strip():
            return None
        exact = None
        if slot.kind is SlotKind.ONE_OF:
            exact = _code(place.region, text)
        elif slot.field.type is FieldType.DATE:
            exact, contradicted = _day_stored(place.region, text)
            doubt = "signs-disagree" if contradicted else doubt
        return Answer(place.key, text, place.read_by, exact, doubt)

    def read_unknown(self, control: etree._Element) -> str:
        """What is written in a control of unknown key; nothing for a placeholder or an empty box."""
        if is_on(properties_of(control).get(SHOWING)):
            return ""
        text = seen_text(control).strip()
        return "" if text in _EMPTY_BOXES or _plain(text) in self._placeholders else text

    def _is_nothing(self, text: str) -> bool:
        """Whether a text is empty, or the words of an unanswered place."""
        plain = _plain(text)
        return not plain or plain in self._placeholders

    def _written(self, place: Place, slot: Slot, text: str) -> tuple[str, str | None]:
        """The text of a region without its placeholder, and a doubt where the file contradicts itself.

        Word marks a control that shows its placeholder; LibreOffice drops the mark, and lets
        people type before and after the words.
        """
        if self._is_nothing(text):
            return "", None
        region, marked, doubt = place.region, [], None
        for control in _showing_placeholders(region) if place.cell is None or place.cell.shows else ():
            if self._is_nothing(seen_text(control)):
                marked.append(control)
            else:
                doubt = "signs-disagree"
        if marked:
            text = seen_text(region, marked)
            if self._is_nothing(text):
                return "", None
        elif doubt is None and (
            (place.cell is not None and place.cell.keys) or next(region.iter(_TAG), None) is not None
        ):
            # A control that Word knows to be answered holds no placeholder: what looks like one was written.
            return text, None
        return _without(text, _plain(self._localized.text(placeholder(slot)))), doubt


def _showing_placeholders(region: etree._Element) -> list[etree._Element]:
    """The controls of a region that say they show their placeholder."""
    return [next(mark.iterancestors(_CONTROL)) for mark in region.iter(SHOWING) if is_on(mark)]


def _without(text: str, words: str) -> str:
    """Take away a placeholder that was left before or behind what was typed.

    Dots behind it stay: people end a text with them, and what they wrote must not be cut.
    """
    stripped = text.strip()
    if stripped.startswith(words):
        return stripped.removeprefix(words).strip()
    if stripped.endswith(words) and any(map(str.isalnum, words)):
        return stripped.removesuffix(words).strip()
    return text


def _read_tick(place: Place, text: str) -> Answer | None:
    states = {element.get(_STATE, "0") in _ON for element in place.region.iter(_CHECKED)}
    ticked = text in TICKS or text.lower() in _YES
    seen = True if ticked else False if text in _EMPTY_BOXES else None
    if len(states) > 1 or (seen is not None and states and seen not in states):
        return Answer(place.key, text, place.read_by, doubt="signs-disagree")
    return None if seen is False else Answer(place.key, text, place.read_by)


def _read_signature(place: Place, text: str) -> Answer | None:
    drawn = next(place.region.iter(*PICTURES), None) is not None
    if not drawn and not text.strip():
        return None
    kind = SignatureKind.DRAWN if drawn else SignatureKind.TYPED
    return Answer(place.key, text, place.read_by, exact=kind.value)


def _code(region: etree._Element, text: str) -> str | None:
    """The value of the list item whose words are shown."""
    shown = _plain(text)
    codes = {item.get(_VALUE) for item in region.iter(_ITEM) if _plain(item.get(_WORDS) or "") == shown}
    return codes.pop() if len(codes) == 1 else None


def _day_stored(region: etree._Element, text: str) -> tuple[str | None, bool]:
    """The day a date control stores beside its text, or whether the text says another."""
    stored = {element.get(_FULL_DATE, "")[:10] for element in region.iter(_DATE)} - {""}
    days = {day for each in stored if (day := _iso(each))}
    if len(days) != 1:
        return None, False
    day = days.pop()
    match = _PLAIN_DATE.fullmatch(text.strip())
    shown = _day(int(match[3]), int(match[2]), int(match[1])) if match else day
    return (day.isoformat(), False) if shown == day else (None, True)


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=KEPT)
def _unanswered(own: tuple[str, ...], others: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The words of unanswered places as they are compared, and as they stand there untouched."""
    known = {*own, *(message.text for message in ALL), *others}
    return frozenset(map(_plain, known)), frozenset(known | {""})


# The words of lists come back in every control and every document.
@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """Words as they are compared: composed, without white space around or doubled."""
    return " ".join(unicodedata.normalize("NFC", text).split())

"""The places of a Word document -> the answers written there, and what is wrong with the document.

A placeholder is never an answer. Where two signs of the file disagree (a checkbox's state and
its sign, a date's text and its stored day, two copies of one control) the answer is in doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from formgen.document.opening import OfficePackage
from formgen.extract.docx.places import Layout, key_of
from formgen.extract.docx.reading import Reader
from formgen.model.catalog import LocalizedForm
from formgen.model.document import Answer, Response
from formgen.model.finding import Finding, finding
from formgen.model.form import Item, Table
from formgen.model.slot import Slot, slot_of, slots_by_item, slots_by_key

_DOCUMENT = "word/document.xml"
_KEY = re.compile(r"[a-z][a-z0-9_]*(?:\.[A-Za-z0-9_-]+){0,2}", re.ASCII)


def extract(opened: OfficePackage, localized: LocalizedForm, placeholders: frozenset[str] = frozenset()) -> Response:
    """Read everything a person wrote in a document.

    `placeholders` are the words of unanswered places in the other languages; those of the
    form's own language are known. Raises UnreadableError for a damaged document.
    """
    layout = Layout(opened.xml(_DOCUMENT))
    reader = Reader(localized, placeholders)
    given: dict[str, list[Answer]] = {}
    findings: list[Finding] = []
    known = slots_by_key(localized.form)
    for item_id, expected in slots_by_item(localized.form).items():
        item = localized.form.items[item_id]
        there = set()
        for place in layout.table_places(item) if isinstance(item, Table) else layout.places(expected):
            there.add(place.key)
            slot = known.get(place.key) or slot_of(localized.form, place.key)
            answer = None if slot is None else reader.read(place, slot)
            if answer is not None and not _is_printed(localized, answer):
                given.setdefault(place.key, []).append(answer)
        findings += _missing(item, [slot for slot in expected if slot.key not in there], len(expected))
    findings += _outside(layout, localized, reader)
    return Response({key: _agreed(copies) for key, copies in given.items()}, tuple(findings))


def _is_printed(localized: LocalizedForm, answer: Answer) -> bool:
    """Whether a place still says what the form itself prints there, which nobody wrote."""
    printed = localized.form.printed.get(answer.key)
    if printed is None or answer.doubt is not None:
        return False
    return answer.written.strip() in {f"{printed:f}", f"{printed:f}".replace(".", ",")}


def _agreed(copies: Sequence[Answer]) -> Answer:
    """The one answer of a place that stands in the document several times; in doubt where they differ."""
    if len({(answer.written, answer.exact) for answer in copies}) > 1:
        written = " / ".join(dict.fromkeys(answer.written for answer in copies))
        return replace(copies[0], written=written, exact=None, doubt="two-answers")
    return copies[0]


def _missing(item: Item, lost: Sequence[Slot], of: int) -> Iterator[Finding]:
    """What is gone: the whole question, or single places of it."""
    if lost and len(lost) == of:
        yield finding("place-missing", item.id)
    else:
        yield from (finding("place-missing", slot.key) for slot in lost)


def _outside(layout: Layout, localized: LocalizedForm, reader: Reader) -> Iterator[Finding]:
    """Answers in controls whose keys look like ours and are not asked in this form."""
    known = slots_by_key(localized.form)
    for key in layout.keys:
        if key not in known and _KEY.fullmatch(key) and slot_of(localized.form, key) is None:
            for control in layout.controls(key):
                written = reader.read_unknown(control)
                if written:
                    yield finding("outside-answer", key_of(control), written)

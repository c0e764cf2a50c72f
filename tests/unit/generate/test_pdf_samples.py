from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from formgen.extract.pdf import extract
from formgen.generate.filling import Filled, filling
from formgen.generate.pdf import places
from formgen.generate.wording import shown
from formgen.model.document import Format
from formgen.model.slot import SlotKind, slots
from formgen.pipeline.demo.journey import samples
from formgen.validate import check_filling
from tests.judges.verapdf import Verapdf
from tests.loop import LOCALES, PROJECT, SHEETS, blank, localized, stampable

COPY = "Q7ZABCDEF234"
COPIES = [pytest.param(name, locale, id=f"{name}-{locale}") for name in SHEETS for locale in LOCALES]


@cache
def values(name: str, locale: str) -> Mapping[str, Filled]:
    """The answers of the first sample record of a form."""
    words = localized(name, locale)
    variant = words.form.variant_field
    record = next(each for each in samples(PROJECT, words.form.id) if not variant or each[variant] == words.variant)
    accepted, findings = check_filling(record, words)
    assert findings == ()
    return filling(words.form, accepted)


@cache
def copy_of(name: str, locale: str) -> bytes:
    return stampable(name, locale, Format.PDF).fill(values(name, locale), COPY)


@pytest.mark.parametrize(("name", "locale"), COPIES)
def test_a_copy_is_accessible(name: str, locale: str, verapdf: Verapdf, tmp_path: Path) -> None:
    path = tmp_path / "copy.pdf"
    path.write_bytes(copy_of(name, locale))
    assert verapdf.failures(path) == []


@pytest.mark.parametrize(("name", "locale"), COPIES)
def test_a_copy_has_the_places_and_pages_of_its_blank(name: str, locale: str) -> None:
    made = blank(name, locale, Format.PDF)
    found = list(places(made))
    assert list(places(copy_of(name, locale))) == found
    assert len(pypdfium2.PdfDocument(copy_of(name, locale))) == len(pypdfium2.PdfDocument(made))
    asked = slots(localized(name, locale).form)
    once = [(slot.key, code) for slot in asked for code in _states(slot.kind, slot.field.codes, combo=slot.field.combo)]
    assert [(place.key, place.state) for place in found] == once


def _states(kind: SlotKind, codes: tuple[str, ...], *, combo: bool) -> tuple[str | None, ...]:
    if kind is SlotKind.ONE_OF and not combo:
        return codes
    return ("yes",) if kind is SlotKind.TICK else (None,)


@pytest.mark.parametrize(("name", "locale"), COPIES)
def test_a_copy_reads_as_what_was_filled_in(name: str, locale: str) -> None:
    words = localized(name, locale)
    answers = extract(pikepdf.open(io.BytesIO(copy_of(name, locale))), words).answers
    filled = values(name, locale)
    assert answers.keys() == filled.keys()
    for slot in slots(words.form):
        if slot.key in filled and slot.kind in {SlotKind.TEXT, SlotKind.BLOCK}:
            assert answers[slot.key].written == shown(filled[slot.key], locale)
        elif slot.key in filled and slot.kind is SlotKind.ONE_OF:
            assert answers[slot.key].exact == filled[slot.key]


@pytest.mark.parametrize(("name", "locale"), COPIES)
def test_the_answers_of_a_copy_are_seen(name: str, locale: str) -> None:
    document = pypdfium2.PdfDocument(copy_of(name, locale))
    document.init_forms()
    before = [page.render(scale=1).to_numpy() for page in pypdfium2.PdfDocument(blank(name, locale, Format.PDF))]
    after = [page.render(scale=1, may_draw_forms=True).to_numpy() for page in document]
    filled = values(name, locale)
    for place in places(copy_of(name, locale)):
        answer = filled.get(place.key)
        if answer is None or (place.state is not None and answer is not True and place.state != answer):
            continue
        left, bottom, right, top = (round(edge) for edge in place.box)
        height = before[0].shape[0]
        area = (slice(height - top, height - bottom), slice(left, right))
        drawn = (before[place.page - 1][area] != after[place.page - 1][area]).any()
        assert drawn, place


@pytest.mark.parametrize("name", SHEETS)
def test_the_same_answers_give_the_same_bytes(name: str) -> None:
    backwards = dict(reversed(values(name, "hy").items()))
    assert stampable(name, "hy", Format.PDF).fill(backwards, COPY) == copy_of(name, "hy")

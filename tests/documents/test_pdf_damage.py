"""PDFs cut off or with bits flipped, and any text typed into them: never another value without a word about it."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from formgen.extract.pdf import extract
from formgen.generate.pdf import Blank, compile_blank
from formgen.model.slot import SlotKind
from formgen.pipeline.demo import pdfium
from formgen.pipeline.demo.entry import Entry
from formgen.validate.words import kept
from tests.documents.pdf_copies import Copy
from tests.forms import FieldType, Limits, field, form, localized

COPIES = 40


def damaged(content: bytes) -> Iterator[bytes]:
    """Half of the copies cut, half of them with bits flipped, the same ones on every run."""
    chance = random.Random(2026)
    for number in range(COPIES):
        if number % 2:
            yield content[: chance.randrange(1, len(content))]
            continue
        changed = bytearray(content)
        for _ in range(1 + number % 3):
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        yield bytes(changed)


@pytest.mark.parametrize(
    "copy", [Copy("closure-armenian", "hy"), Copy("referral-armenian", "en")], ids=lambda c: c.name
)
def test_damaged_copies(copy: Copy, tmp_path: Path) -> None:
    whole, rejected = 0, 0
    for content in damaged(copy.content()):
        returned = copy.read(content, tmp_path)
        if returned.status == "rejected":
            assert len(returned.told) == 1
            rejected += 1
        elif copy.differences(returned):
            assert returned.status == "review"
            assert returned.told
            assert copy.inventions(returned) == {}
        else:
            whole += 1
    assert rejected
    assert whole


FORM = localized(form(field("line", limits=Limits()), field("story", FieldType.MULTILINE)), "hy")
TYPED = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


@cache
def blank() -> bytes:
    return compile_blank(FORM)


def said(content: bytes, key: str) -> tuple[str | None, set[str]]:
    """What is taken of a field, and the findings about it."""
    found = extract(pikepdf.open(io.BytesIO(content)), FORM)
    answer = found.answers.get(key)
    codes = {each.code for each in found.findings if each.field in {None, key}}
    return (None if answer is None or answer.doubt else kept(answer.written)[0]), codes


@given(TYPED)
@example("e\u0301\u0583 և \u05e9\u05dc\u05d5\u05dd 🇦🇲 \U00010400\u202e")
@example("\x00\x07 տող\r\nերկու\u2028\ufeff")
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_a_library_stores(text: str) -> None:
    with pikepdf.open(io.BytesIO(blank())) as pdf:
        pdf.Root.AcroForm.NeedAppearances = True
        for each in pdf.Root.AcroForm.Fields:
            if str(each.T) == "story":
                each.V = pikepdf.String(text)
        out = io.BytesIO()
        pdf.save(out)
    value, codes = said(out.getvalue(), "story")
    assert value == kept(text)[0] or codes


@given(TYPED)
@example("e\u0301\u0583 և \u05e9\u05dc\u05d5\u05dd 🇦🇲 \U00010400\u202e")
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_formgen_fills_in(text: str) -> None:
    if text:
        value, codes = said(Blank(blank(), FORM).fill({"story": text}, None), "story")
        assert value == kept(text)[0] or codes


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40))
@example("և \u05e9\u05dc\u05d5\u05dd 🇦🇲 ﬁ \u0301")
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_typed_in_pdfium(text: str) -> None:
    """What PDFium stores of the keys it was given is what is read, or it draws something else and that is told."""
    filled = pdfium.fill(blank(), [Entry("line", SlotKind.TEXT, text, None)])
    with pikepdf.open(io.BytesIO(filled)) as pdf:
        stored = next(str(each.get("/V", "")) for each in pdf.Root.AcroForm.Fields if str(each.T) == "line")
    value, codes = said(filled, "line")
    assert value == kept(stored)[0] or codes

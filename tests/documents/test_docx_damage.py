"""Word documents and texts of OpenDocument, cut off or with bits flipped: never another value without a word."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from formgen.document.opening import OfficePackage
from formgen.extract.docx import extract
from formgen.generate.docx import Blank, compile_blank
from formgen.validate.words import kept
from tests.clients.libreoffice import LibreOffice
from tests.documents.word_copies import Copy, Read
from tests.loop import read
from tests.workbooks import COPY
from tests.workbooks import localized as small

COPIES = 40


def damaged(content: bytes) -> Iterator[bytes]:
    """Half of the copies cut, half of them with a bit flipped, the same ones on every run."""
    chance = random.Random(2026)
    for number in range(COPIES):
        if number % 2:
            yield content[: chance.randrange(1, len(content))]
        else:
            place = chance.randrange(len(content))
            yield content[:place] + bytes([content[place] ^ 1 << chance.randrange(8)]) + content[place + 1 :]


def judge(content: bytes, held: Copy, path: Path) -> bool:
    """Whether a damaged copy was read; what is read is what was written, or a person is told."""
    path.write_bytes(content)
    found = Read(read(path, held.case.received))
    if found.line["status"] == "rejected":
        assert len(found.line["findings"]) == 1
        assert found.line["record"] is None
        return False
    assert found.record == held.expected or found.findings != held.expected_findings
    return True


@pytest.mark.parametrize("form", ["closure", "referral", "certification"])
def test_damaged_word_documents(form: str, tmp_path: Path) -> None:
    held = Copy(form, "hy")
    reads = [judge(content, held, tmp_path / "damaged.docx") for content in damaged(held.content())]
    assert len(reads) == COPIES
    assert not all(reads)


def test_damaged_texts_of_opendocument(office: Callable[[], LibreOffice], tmp_path: Path) -> None:
    held = Copy("closure", "hy")
    sent, saved = tmp_path / "sent.docx", tmp_path / "saved.odt"
    sent.write_bytes(held.content())
    office().save(sent, saved)
    reads = [judge(content, held, tmp_path / "damaged.odt") for content in damaged(saved.read_bytes())]
    assert not all(reads)


TYPED = st.text(st.characters(exclude_categories=()), max_size=60)
BLANK = compile_blank(small())


@given(line=TYPED, lines=TYPED)
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_comes_back_as_it_was_written(line: str, lines: str) -> None:
    """As CONTRACT.md says: composed, line ends alike; what XML cannot hold stands as U+FFFD; nothing else is lost."""
    values = {key: text for key, text in {"visitor": line, "why": lines}.items() if text}
    content = Blank(BLANK, small()).fill(values, COPY)
    answers = extract(OfficePackage(content), small()).answers
    for key, text in values.items():
        expected, _ = kept(_held(text))
        placeholder = (expected or "").strip() in {"", "…"}
        found = answers.get(key)
        if expected is None or placeholder:
            assert found is None or kept(found.written)[0] in {None, expected}
        else:
            assert found is not None
            assert kept(found.written)[0] == expected


def _held(text: str) -> str:
    return "".join(
        char
        if char in "\t\n\r" or " " <= char <= "\ud7ff" or "\ue000" <= char <= "\ufffd" or char > "\uffff"
        else "\ufffd"
        for char in text
    )

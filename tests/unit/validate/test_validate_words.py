"""Text is kept as written, and matched without regard to how it was spelt."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formgen.validate.words import folded, is_visible, kept


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("  Անի  ", "Անի"),
        ("\u00a0x\u2003", "x"),
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\vb\fc", "a\nb\nc"),
        ("a\r\n\r\nb", "a\n\nb"),
        ("e\u0301", "é"),
        ("Երևան եւ ﬁ ½ ﬓ №", "Երևան եւ ﬁ ½ ﬓ №"),
        ("a  b\tc", "a  b\tc"),
        ("«—»", "«—»"),
        ("a\u200bb", "a\u200bb"),
        ("🏠", "🏠"),
    ],
)
def test_text_is_kept_exactly(written: str, text: str) -> None:
    assert kept(written) == (text, False)


@pytest.mark.parametrize("written", ["", " ", "\n\t", "\u00a0", "\u200b", "\ufeff \u2060", "\u00ad"])
def test_the_invisible_is_no_answer(written: str) -> None:
    assert kept(written) == (None, False)
    assert not is_visible(written)


@pytest.mark.parametrize("sign", ["\x00", "\x08", "\x0e", "\x1f", "\ud800", "\udfff", "\ufffe", "\uffff"])
def test_what_no_file_can_hold_is_left_out_and_told(sign: str) -> None:
    assert kept(f"a{sign}b") == ("ab", True)
    assert kept(sign) == (None, True)


@pytest.mark.parametrize("sign", ["\t", "\x7f", "\x80", "\ue000", "\ufffd"])
def test_what_a_file_can_hold_stays(sign: str) -> None:
    assert kept(f"a{sign}b") == (f"a{sign}b", False)


@given(st.text())
def test_keeping_twice_is_keeping_once(written: str) -> None:
    text, _ = kept(written)
    if text is not None:
        assert kept(text) == (text, False)
        assert unicodedata.is_normalized("NFC", text)
        text.encode("utf-8")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Երևան", "ԵՐԵՎԱՆ"),
        ("Երևան", "ԵՐԵՒԱՆ"),
        ("Երևան", "Երեւան"),
        ("Ինչո՞ւ", "ինչու"),
        ("մե՛ն", "ﬔն"),
        ("Տեսակ", "Sեuակ"),
        ("օգնություն", "oգնություն"),
        ("11–20 րոպե", " 11 - 20  րոպե։"),
        ("AM-ER", "am‑er"),
        ("soft\u00adhyphen", "softhyphen"),
        ("Client refusal / absence", "client refusal, absence."),
        ("«Այլ»", "Այլ։"),
    ],
)
def test_spellings_of_one_word_match(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Yes", "Yes?"), ("5", "-5"), ("5", "−5"), ("Sos", "Սօս"), ("1 2", "12"), ("այո", "ոչ"), ("11", "1 1")],
)
def test_different_words_do_not_match(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@given(st.text(st.characters(codec="utf-8")))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("oգնություն", "օգնություն"),
        ("Նախաձեռnություn", "Նախաձեռոություո"),
        ("Օther", "Other"),
        ("Уes", "Yes"),
        ("գumար", "գսmար"),
    ],
)
def test_look_alikes_of_other_alphabets_make_no_difference(typed: str, printed: str) -> None:
    assert folded(typed) == folded(printed)

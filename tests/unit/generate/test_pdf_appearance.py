from __future__ import annotations

import io
import re

import pytest
from fontTools.ttLib import TTFont

from formgen.generate.pdf.appearance import LEAST_SIZE, Box, fit, text_appearance, wrap
from formgen.generate.pdf.face import REPLACEMENT, field_face

FACE = field_face()
LINE = Box(120, 22.7)
BLOCK = Box(200, 45, several=True, size=8)


def shown(content: bytes) -> str:
    """The text of an appearance, back from its glyphs."""
    characters = {code: character for character, code in FACE.codes.items()}
    lines = re.findall(rb"<([0-9A-F]*)> Tj", content)
    return "\n".join("".join(characters[line[at : at + 4].decode()] for at in range(0, len(line), 4)) for line in lines)


def test_the_font_is_read_as_fonttools_reads_it() -> None:
    peer = TTFont(io.BytesIO(FACE.content))
    order = peer.getGlyphOrder()
    assert {chr(code): order.index(name) for code, name in peer.getBestCmap().items()} == FACE.glyphs
    assert [peer["hmtx"][name][0] * 1000 / peer["head"].unitsPerEm for name in order] == list(FACE.advances)


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_the_fonts_have_what_forms_and_answers_need(weight: str) -> None:
    peer = TTFont(io.BytesIO(FACE.content if weight == "Regular" else _bold()))
    characters = peer.getBestCmap()
    armenian = [*range(0x531, 0x557), *range(0x559, 0x560), *range(0x561, 0x58B), 0x58F]
    russian = [*range(0x410, 0x450), 0x401, 0x451]
    needed = [*armenian, *russian, *map(ord, "«»“”‘’…–—№֏․→−\n\r€"), *range(0x20, 0x7F), ord(REPLACEMENT)]
    assert [hex(code) for code in needed if code not in characters] == []
    # A viewer finds a typed character by its glyph: two characters may not share one.
    assert len(set(characters.values())) == len(characters)


@pytest.mark.parametrize("sign", ["\u200b", "\u200d", "\u202a", "\u2069", "\ufeff", "\xad", "\x7f"])
def test_signs_that_nobody_sees_are_not_drawn(sign: str) -> None:
    """They come with text pasted from web pages and mails."""
    assert shown(text_appearance(FACE, f"ա{sign}բ\xa0գ\nդ", BLOCK)) == "աբ\xa0գ\nդ"


def _bold() -> bytes:
    from importlib.resources import files

    return files("formgen").joinpath("fonts", "FormgenSans-Bold.ttf").read_bytes()


def test_a_short_text_stands_in_its_usual_size() -> None:
    assert fit(FACE, "Երևան", LINE) == (9, ["Երևան"])


def test_a_long_line_shrinks_before_it_wraps() -> None:
    size, lines = fit(FACE, "Հովհաննիսյան Ծովինար Գ․", LINE)
    assert LEAST_SIZE < size < 9
    assert len(lines) == 1
    assert FACE.width(lines[0], size) <= LINE.room


def test_a_line_far_too_long_wraps_and_stays_whole() -> None:
    text = "Հովհաննիսյան Ծովինար Հովհաննեսի և Բաղդասարյան"
    size, lines = fit(FACE, text, LINE)
    assert size >= LEAST_SIZE
    assert " ".join(lines) == text
    assert len(lines) * size * 1.2 <= LINE.height


def test_what_cannot_be_read_any_smaller_ends_with_an_ellipsis() -> None:
    size, lines = fit(FACE, "բառ " * 2000, BLOCK)
    assert size == LEAST_SIZE
    assert lines[-1].endswith("…")
    assert all(FACE.width(line, size) <= BLOCK.room for line in lines)


def test_paragraphs_and_blanks_are_kept() -> None:
    assert fit(FACE, "մեկ\r\nերկու\r\rչորս", BLOCK)[1] == ["մեկ", "երկու", "", "չորս"]


def test_a_word_longer_than_the_line_is_cut_and_nothing_lost() -> None:
    word = "ա" * 200
    assert "".join(wrap(FACE, word, 8, 100)) == word
    assert all(FACE.width(line, 8) <= 100 for line in wrap(FACE, word, 8, 100))


def test_characters_the_font_lacks_are_drawn_as_the_replacement_character() -> None:
    drawn = text_appearance(FACE, "ա漢😀ב", LINE)
    assert shown(drawn) == f"ա{REPLACEMENT * 3}"
    assert b"<0000>" not in drawn


def test_an_appearance_shows_its_text() -> None:
    assert shown(text_appearance(FACE, "№ 5 «Երևան»՝ 12 000 ֏", BLOCK)) == "№ 5 «Երևան»՝ 12 000 ֏"

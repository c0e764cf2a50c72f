"""Text typed in the old Armenian fonts -> the Armenian it was meant to be.

Before Unicode, Armenian fonts (Arial Armenian, ArTarumianTimes and others) drew Armenian letters in the places of
Latin-1 (ArmSCII-8, the national standard AST 34.005). Such text is still pasted from old files: `Ð³Û³ëï³Ý`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Byte and sign, as the fonts draw them: they have և at A8, where the standard has a dash, and at A2 as the standard.
_TABLE = """\
A2և A3։ A4) A5( A6» A7« A8և A9. AA՝ AB, AC- AD֊ AE… AF՜ B0՛ B1՞
B2Ա B3ա B4Բ B5բ B6Գ B7գ B8Դ B9դ BAԵ BBե BCԶ BDզ BEԷ BFէ C0Ը C1ը
C2Թ C3թ C4Ժ C5ժ C6Ի C7ի C8Լ C9լ CAԽ CBխ CCԾ CDծ CEԿ CFկ D0Հ D1հ
D2Ձ D3ձ D4Ղ D5ղ D6Ճ D7ճ D8Մ D9մ DAՅ DBյ DCՆ DDն DEՇ DFշ E0Ո E1ո
E2Չ E3չ E4Պ E5պ E6Ջ E7ջ E8Ռ E9ռ EAՍ EBս ECՎ EDվ EEՏ EFտ F0Ր F1ր
F2Ց F3ց F4Ւ F5ւ F6Փ F7փ F8Ք F9ք FAՕ FBօ FCՖ FDֆ FE՚"""


def _signs() -> Iterator[tuple[str, str]]:
    for each in _TABLE.split():
        yield chr(int(each[:2], 16)), each[2:]
    # What other programs make of two of them: NFKC of µ, and the bullet that word processors put for a middle dot.
    yield from (("\u03bc", "բ"), ("\u2022", "գ"))


MEANT = dict(_signs())
"""What each character of such a text was meant to be."""

_LETTERS = frozenset(char for char, meant in MEANT.items() if meant.isalpha())
_INSIDE = frozenset(char for char, meant in MEANT.items() if meant in "՛՜՞")
_VOWELS = frozenset("աեէըիոօուևԱԵԷԸԻՈՕ")
_CASES = re.compile("U?l+|U+l?|U+")
_LONG = 3
"""Letters of a word whose pattern of capitals says something."""
_FEWEST, _FEWEST_DIFFERENT = 4, 3
_MOST = 0.7
"""The share of all letters that must stand in words of the fonts."""
_RUSSIAN = re.compile("[А-ЯЁ]?[а-яё]+|[А-ЯЁ]+")
_ARMENIAN = re.compile("[Ա-Ֆա-և]")


def armenian_of(text: str) -> str | None:
    """The Armenian a text was meant to be; None where it was not typed in an old font, or that is not certain.

    Certain is what has no Armenian letter yet, and words whose capitals fall as in a language: in the fonts capitals
    and small letters take turns, so no other language in Latin-1 looks like it, but Russian in capitals.
    """
    if _ARMENIAN.search(text) or not any(char in _LETTERS for char in text):
        return None
    words = [word for word in re.split(_BETWEEN, text) if word]
    typed = ["".join(char for char in word if char not in _INSIDE) for word in words]
    ours = [word for word in typed if _is_armenian(word)]
    letters = sum(char.isalpha() or char in _LETTERS for word in typed for char in word)
    meant = {MEANT[char] for word in ours for char in word}
    fewest = _LONG if any(map(_has_sign, ours)) else _FEWEST
    if sum(map(len, ours)) < max(fewest, _MOST * letters) or len(meant) < _FEWEST_DIFFERENT or not meant & _VOWELS:
        return None
    if all(map(_is_russian, ours)):
        return None
    return "".join(MEANT.get(char, char) for char in text)


_BETWEEN = "[" + re.escape("".join(set(MEANT) - _LETTERS - _INSIDE)) + r"\x00-\x2f:-@\[-`{-~\u00a0]+"


def _is_armenian(word: str) -> bool:
    """Whether a word has nothing but letters of the fonts, capitals where a word has them."""
    if len(word) < _LONG or not _LETTERS.issuperset(word):
        return False
    return _CASES.fullmatch("".join("U" if MEANT[char].isupper() else "l" for char in word)) is not None


def _has_sign(word: str) -> bool:
    """Whether signs such as ² and letters stand in one word, as in no other writing."""
    return any(char.isalpha() for char in word) and any(not char.isalpha() for char in word)


def _is_russian(word: str) -> bool:
    """Whether a word is Russian that was opened in the wrong encoding, which looks like capitals of the fonts."""
    try:
        return _RUSSIAN.fullmatch(word.encode("latin-1").decode("cp1251")) is not None
    except UnicodeError:
        return False

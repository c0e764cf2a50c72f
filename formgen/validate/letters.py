"""Words with letters of two alphabets that look alike -> the same words in one alphabet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import groupby, permutations

_LATIN_FOR_ARMENIAN = dict(zip("uoUOSOhgfnqjLwl", "սօՍՕՏՕհցքոզյԼալ", strict=True))
_CYRILLIC_FOR_ARMENIAN = {"о": "օ", "О": "Օ", "Ф": "Փ", "ф": "փ"}
_CYRILLIC_FOR_LATIN = dict(zip("асеорхуіјѕһԛАВСЕНІЈКМОРЅТХУ", "aceopxyijshqABCEHIJKMOPSTXY", strict=True))
_FOLD: Mapping[str, Mapping[str, str]] = {
    "armenian": {**_LATIN_FOR_ARMENIAN, **_CYRILLIC_FOR_ARMENIAN},
    "latin": {
        **{other: char for char, other in _LATIN_FOR_ARMENIAN.items()},
        **_CYRILLIC_FOR_LATIN,
    },
    "cyrillic": {
        **{other: char for char, other in _CYRILLIC_FOR_LATIN.items()},
        **{other: char for char, other in _CYRILLIC_FOR_ARMENIAN.items()},
    },
}
"""What a letter of another alphabet was probably meant to be, by the alphabet of the word."""

_LETTERS = re.compile(r"[^\W\d_]+(?:[՛՜՞][^\W\d_]+)*")
_ALPHABETS = ("[Ա-Ֆա-ֈﬓ-ﬗ]", "[A-Za-z\u00aa-\u024f]", "[\u0400-\u052f]")
_OF_EACH = tuple(map(re.compile, _ALPHABETS))
_SIDE_BY_SIDE = re.compile("|".join(f"{one}[՛՜՞]?{other}" for one, other in permutations(_ALPHABETS, 2)))
"""Letters of two alphabets beside one another."""
_OF_ONE = re.compile("[A-Za-z]+|[Ա-Ֆա-և]+|[А-Яа-яё]+")
_ENDINGS = {
    "ը",
    "ի",
    "ին",
    "ից",
    "ով",
    "ում",
    "ն",
    "ս",
    "դ",
    "ու",
    "եր",
    "երը",
    "երի",
    "երից",
    "երով",
    "ներ",
    "ները",
    "ներն",
    "ներս",
    "ներում",
    "ներից",
    "ներով",
    "ներին",
    "ների",
    "ական",
    "ային",
    "а",
    "у",
    "е",
    "ы",
    "и",
    "ом",
    "ой",
    "ам",
    "ов",
    "ами",
    "ах",
    "ка",
    "ку",
    "ки",
}
"""What Armenian and Russian put behind a foreign word without a hyphen: PDFը, SMSка."""
_ABBREVIATION = 2
_SEVERAL = 2


def mended(text: str) -> Iterator[tuple[str, str]]:
    """Yield each word that mixes letters of alphabets, and what it probably was meant to be, in their order."""
    # Most texts have one alphabet, or several in words of their own: they are not looked at word by word.
    if sum(letter.search(text) is not None for letter in _OF_EACH) < _SEVERAL or not _SIDE_BY_SIDE.search(text):
        return
    for match in _LETTERS.finditer(text):
        word = match[0]
        if not _OF_ONE.fullmatch(word) and (meant := in_one_alphabet(word)) is not None:
            yield word, meant


def in_one_alphabet(word: str) -> str | None:
    """The word in one alphabet; None where it has one already, or its other letters look like none of that one."""
    runs = [(name, "".join(group)) for name, group in groupby(filter(str.isalpha, word), _alphabet)]
    alphabets = {name for name, _ in runs}
    if len(alphabets) == 1 or "" in alphabets or _is_foreign_with_ending(runs):
        return None
    counted = {name: sum(len(letters) for each, letters in runs if each == name) for name in alphabets}
    order = ("armenian", "latin", "cyrillic")
    for name in sorted(alphabets, key=lambda name: (-counted[name], order.index(name))):
        fold = _FOLD[name]
        if all(char in fold for each, letters in runs if each != name for char in letters):
            return "".join(
                fold.get(char, char) if char.isalpha() and _alphabet(char) != name else char for char in word
            )
    return None


def _is_foreign_with_ending(runs: list[tuple[str, str]]) -> bool:
    """Whether a word is a Latin abbreviation or name with the ending of another language behind it."""
    match runs:
        case [("latin", word), (_, ending)]:
            is_abbreviation = len(word) >= _ABBREVIATION and word.isupper()
            return ending in _ENDINGS and (is_abbreviation or (len(word) > _ABBREVIATION and len(ending) > 1))
        case _:
            return False


def _alphabet(char: str) -> str:
    """The alphabet of a letter, of the three that are mixed up; empty for another."""
    if "\u0531" <= char <= "\u0588" or "\ufb13" <= char <= "\ufb17":
        return "armenian"
    if char <= "\u024f" or "\u1e00" <= char <= "\u1eff":
        return "latin"
    if "\u0400" <= char <= "\u052f":
        return "cyrillic"
    return ""

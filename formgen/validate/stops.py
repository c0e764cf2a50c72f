"""A text -> its signs and spellings that look like the Armenian ones and are not, each with what is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LETTER, _CAPITAL = "[Ա-Ֆա-և]", "[Ա-Ֆ]"
_CLOSING = r"[»”\")]*"
_NEXT = rf"\s+[«“\"(]*{_CAPITAL}"
_COLON = re.compile(rf"(?<={_LETTER})(?P<aside>{_CLOSING}):(?=\s*\Z|{_NEXT})")
_LEADER = re.compile(rf"(?<!{_LETTER})(?P<word>{_LETTER}+)(?P<aside>{_CLOSING})\u2024(?=(?P<end>\s*\Z)|{_NEXT})")
_LATIN_LEADER = re.compile(r"(?<=[A-Za-z])\u2024(?=[A-Za-z])")
_OTHER_COLONS = re.compile(rf"(?<={_LETTER})[\u05c3\ufe13\ua789\uff1a]")
_SIGNS = set(":․׃︓꞉：")
_SENTENCE = re.compile("[։:․!?…\n]")
_WORD = re.compile(rf"{_LETTER}+(?:[՛՜՞]{_LETTER}+)*")
_FAR = 400
"""Characters that are looked back for the beginning of a sentence."""
_ENOUGH = 3
"""Words of a sentence: what is shorter may be a label."""
_ABBREVIATED = 3
"""Letters an abbreviation may have."""
_VERBS = {
    "եմ",
    "ես",
    "է",
    "ենք",
    "եք",
    "են",
    "էի",
    "էր",
    "էին",
    "չէ",
    "չեմ",
    "չեն",
    "չէր",
    "կա",
    "չի",
    "չեք",
}
_ABBREVIATIONS = {"հասց", "միավ", "մլրդ", "ներկ", "բնակ", "տարեկ"}

_CONSONANTS = "բգդզթժլխծկհձղճմյնշպջռսվտրցփքֆԲԳԴԶԹԺԼԽԾԿՀՁՂՃՄՅՆՇՊՋՌՍՎՏՐՑՓՔՖ"
_LETTERS = re.compile(f"{_LETTER}+")
_SPELLED_OUT = ("եւ", "Եւ", "ԵՒ")
_CLASSICAL = re.compile(f"(?<![եոԵՈ])ւ|(?<![ԵՈ])Ւ|ոյ(?![Ա-Ֆա-և])|եօ|[{_CONSONANTS}]է[{_CONSONANTS}]")
_WHOLE = {"եւ": "և", "եվ": "և", "եւս": "ևս", "եւեթ": "ևեթ"}


def mended_stops(text: str) -> Iterator[tuple[str, str]]:
    """Yield the last word of each sentence with the sign that was typed, and with the sign it was meant to be.

    A colon before a list, after a label or in a time is one, and U+2024 in abbreviations, dates and in the middle of
    a sentence is what Armenian keyboards have for it.
    """
    if not _SIGNS & set(text):
        return
    for match in _COLON.finditer(text):
        before = _sentence(text[: match.start()])
        if len(before) >= _ENOUGH and not _introduces(before, at_the_end=match.end() == len(text.rstrip())):
            yield f"{before[-1]}{match[0]}", f"{before[-1]}{match['aside']}։"
    for match in _LEADER.finditer(text):
        before = _sentence(text[: match.start("aside")])
        is_stop = match["word"].lower() in _VERBS or (match["end"] is not None and not _is_abbreviation(match["word"]))
        if is_stop and len(before) >= _ENOUGH:
            yield match[0], f"{match['word']}{match['aside']}։"
    for match in _OTHER_COLONS.finditer(text):
        (last,) = _sentence(text[: match.start()])[-1:] or [""]
        yield f"{last}{match[0]}", f"{last}։"
    for match in _LATIN_LEADER.finditer(text):
        yield text[match.start() - 1 : match.end() + 1], f"{text[match.start() - 1]}.{text[match.end()]}"


def _sentence(before: str) -> list[str]:
    """The words of the sentence that a text ends in."""
    return _WORD.findall(_SENTENCE.split(before[-_FAR:])[-1])


def _introduces(words: list[str], *, at_the_end: bool) -> bool:
    """Whether words before a colon are a label, or say that something follows."""
    if any(word.lower().startswith(("հետևյալ", "հետեւյալ")) for word in words):
        return True
    return not at_the_end and words[-1].endswith("ը")


def _is_abbreviation(word: str) -> bool:
    return len(word) <= _ABBREVIATED or word.isupper() or word.lower() in _ABBREVIATIONS


def mended_spelling(text: str) -> Iterator[tuple[str, str]]:
    """Yield the words that have եւ for և in a text of today's spelling, and how they are spelled in it.

    A text of the classical spelling, in which եւ is right, has other marks of it and is left alone.
    """
    if not any(pair in text for pair in (*_SPELLED_OUT, "եվ")):
        return
    words = [word for word in _LETTERS.findall(text) if word == "եվ" or any(pair in word for pair in _SPELLED_OUT)]
    if words and not _CLASSICAL.search(text):
        for word in words:
            yield word, _today(word)


def _today(word: str) -> str:
    if word in _WHOLE:
        return _WHOLE[word]
    if word.startswith(("եւ", "Եւ", "ԵՒ")):
        return word.replace("ԵՒ", "ԵՎ").replace("Եւ", "Եվ").replace("եւ", "եվ", 1).replace("եւ", "և")
    return word.replace("եւ", "և").replace("ԵՒ", "ԵՎ")

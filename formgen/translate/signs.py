"""English text and translation -> what is wrong with the signs: punctuation, brackets, spaces, figures, alphabets."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

Found = tuple[str, Mapping[str, object]]
"""The code of a fault and the values for its words."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """How words in the wrong letters are found: each gives what was typed and what was probably meant."""

    mixed: Callable[[str], Iterator[tuple[str, str]]]
    stops: Callable[[str], Iterator[tuple[str, str]]]
    old_font: Callable[[str], str | None]


_BRACES = re.compile(r"\{[^{}\s]*\}")
_PERCENT = re.compile(r"%(?:\([^)\s]*\))?(?:\d+\$)?[#0+-]*(?:\*|\d+)?(?:\.\d+)?[hlLqjzt]*[diouxXeEfFgGcrsap%]")
_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d+)*")
_SPACES = "\t\n \u00a0"
_WORDS = re.compile(r"[^\W\d_]+(?:[՛՜՞][^\W\d_]+)*")


def placeholders(text: str, flags: tuple[str, ...]) -> list[str]:
    """The placeholders of a text, of every kind the entry's flags know."""
    found = _BRACES.findall(text)
    if any(flag.endswith("-format") and "brace" not in flag and not flag.startswith("no-") for flag in flags):
        found += [each for each in _PERCENT.findall(text) if each != "%%"]
    return found


def placeholder_faults(text: str, said: str, flags: tuple[str, ...]) -> Iterator[Found]:
    """Placeholders lost, added, or misspelt, which is both at once."""
    wanted, given = Counter(placeholders(text, flags)), Counter(placeholders(said, flags))
    lost, added = list((wanted - given).elements()), list((given - wanted).elements())
    for name in list(added):
        near = get_close_matches(name, lost, 1, 0.6) or (lost[:1] if len(lost) == len(added) == 1 else [])
        if near:
            lost.remove(near[0])
            added.remove(name)
            yield "placeholder-misspelt", {"found": name, "name": near[0]}
    yield from (("placeholder-lost", {"name": name}) for name in lost)
    yield from (("placeholder-added", {"name": name}) for name in added)


def masked(text: str) -> str:
    """The text with a neutral sign for every placeholder."""
    return _PERCENT.sub("\ufffc", _BRACES.sub("\ufffc", text))


def number_faults(text: str, said: str) -> Iterator[Found]:
    """Figures that are not the same; how they are grouped and where the decimals begin is the language's own."""
    wanted, given = _figures(text), _figures(said)
    if Counter(wanted) != Counter(given):
        yield "number-differs", {"found": _listed(given), "expected": _listed(wanted)}


def _figures(text: str) -> list[str]:
    return [re.sub(r"\D+", ".", number) for number in _NUMBER.findall(masked(text))]


def _listed(names: list[str]) -> str:
    return ", ".join(names) or "–"


def space_faults(text: str, said: str) -> Iterator[Found]:
    """Spaces that the English text has not."""
    if said[:1] in _SPACES and text[:1] not in _SPACES:
        yield "space-leading", {}
    if said[-1:] in _SPACES and text[-1:] not in _SPACES:
        yield "space-trailing", {}
    double = re.search(r"\S*[ \u00a0]{2,}\S*", said.strip())
    if double and not re.search(r"\S[ \u00a0]{2,}\S", text):
        yield "space-double", {"words": double[0]}


_BRACKETS = re.compile(r"[()\[\]{}]")


def bracket_faults(text: str, said: str) -> Iterator[Found]:
    """Brackets that are opened and not closed, or of another kind, or fewer; some languages need more of them."""
    wanted, given = (_BRACKETS.findall(masked(each)) for each in (text, said))
    values = {"found": " ".join(given) or "–", "expected": " ".join(wanted) or "–"}
    if _is_paired(wanted) and not _is_paired(given):
        yield "brackets", values
    elif Counter(wanted) - Counter(given):
        yield "brackets-lost", values


def _is_paired(brackets: list[str]) -> bool:
    """Whether every bracket is closed by its own kind."""
    rest = "".join(brackets)
    while (shorter := re.sub(r"\(\)|\[\]|\{\}", "", rest)) != rest:
        rest = shorter
    return not rest


_ENDS = {
    "hy": {".": "։", "?": "։", "!": "։", ":": "՝"},
    "zh": {".": "。", "?": "？", "!": "！", ":": "："},
    "ja": {".": "。", "?": "？", "!": "！", ":": "："},
    "hi": {".": "।"},
    "el": {"?": ";"},
    "ar": {"?": "؟"},
    "fa": {"?": "؟"},
}
"""With which sign a text ends in a language, by the sign it ends with in English."""

_ALSO = {"։": "։…", "՝": "՝:։", "?": "?？", ":": ":：", "!": "!！"}
_STOPS = ".?!:…։՝。？！：।;؟․"
_CLOSING = "»”\"')]}’"


def end_faults(text: str, said: str, language: str, spelling: Spelling) -> Iterator[Found]:
    """The sign at the end, in the signs of the language; for Armenian also its question mark and its full stops."""
    wanted, given = _end(text), _end(said)
    if language == "hy":
        yield from _armenian_faults(text, said, spelling)
        if wanted and (given == "․" or (given == ":" and wanted != ":")):
            return
        if "?" in text and given == "?":
            return
    expected = _ENDS.get(language, {}).get(wanted, wanted)
    if given not in _ALSO.get(expected, expected) if expected else given:
        yield "end-punctuation", {"found": given or "–", "expected": expected or "–"}
    elif expected and not given:
        yield "end-punctuation", {"found": "–", "expected": expected}


def _end(text: str) -> str:
    last = text.rstrip().rstrip(_CLOSING)[-1:]
    return last if last in _STOPS else ""


_LEADER = re.compile(r"[Ա-Ֆա-և]{4,}[»”\")]*\u2024(?=\s+[«“\"(]*[Ա-Ֆ])")


def _armenian_faults(text: str, said: str, spelling: Spelling) -> Iterator[Found]:
    if "?" in text and ("՞" not in said or "?" in said):
        yield "question-mark", {}
    wanted, given = _end(text), _end(said)
    last = said.rstrip()[-20:]
    stops = dict(spelling.stops(said))
    if (given == ":" and wanted in ".!?" and wanted) or any(":" in typed for typed in stops):
        typed = next((each for each in stops if ":" in each), last)
        yield "colon-for-stop", {"words": typed}
    leader = _LEADER.search(said)
    if leader or (given == "․" and wanted):
        yield "leader-for-stop", {"words": leader[0] if leader else last}


def letter_faults(said: str, spelling: Spelling) -> Iterator[Found]:
    """Words with letters of two alphabets, and letters put together from parts."""
    if said.isascii():
        return
    proposals = dict(spelling.mixed(said))
    mixed = list(dict.fromkeys(word for word in _WORDS.findall(masked(said)) if len(_alphabets(word)) > 1))
    if mixed:
        meant = [proposals.get(word, word) for word in mixed]
        yield "mixed-script", {"words": ", ".join(mixed), "proposal": ", ".join(meant)}
    if not unicodedata.is_normalized("NFC", said):
        words = [word for word in said.split() if not unicodedata.is_normalized("NFC", word)]
        yield "not-nfc", {"words": ", ".join(words[:3])}


_SCRIPTS = ("LATIN", "CYRILLIC", "ARMENIAN", "GREEK")


def _alphabets(word: str) -> set[str]:
    names = {unicodedata.name(char, "").partition(" ")[0] for char in word if not char.isascii()}
    found = names.intersection(_SCRIPTS)
    return found | {"LATIN"} if any(char.isascii() and char.isalpha() for char in word) else found


_QUOTES = {"hy": "« »", "ru": "« »", "en": "“ ”"}
_QUOTED = re.compile(r'"[^"]*"')


def quote_faults(text: str, said: str, language: str) -> Iterator[Found]:
    """Straight or foreign quotation marks; what stands in straight ones in English too is a command to be typed."""
    expected = _QUOTES.get(language)
    if expected is None:
        return
    rest = said
    for typed in _QUOTED.findall(text):
        rest = rest.replace(typed, "")
    if said.count('"') == text.count('"'):  # the words in a command to be typed may be translated
        rest = rest.replace('"', "")
    others = {'"', "“", "”", "„", "«", "»"} - set(expected)
    found = sorted({char for char in rest if char in others})
    if found:
        yield "quotes", {"found": " ".join(found), "expected": expected}

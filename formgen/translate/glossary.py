"""The glossary of a project -> the terms of an English text, and whether its translation uses their words."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

FILE = "glossary.tsv"
_FIRM = {"high", ""}
"""The confidences of terms that are asked for; the others are advice."""


@dataclass(frozen=True)
class Glossary:
    """English terms with the words of one language for them, the longest term first."""

    terms: Mapping[str, Sequence[str]]

    @cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], str]]:
        ordered = sorted(self.terms, key=len, reverse=True)
        return [(re.compile(rf"\b{re.escape(term)}s?\b", re.IGNORECASE), term) for term in ordered]

    def used(self, text: str) -> Iterator[str]:
        """Yield the terms in an English text; a term inside a longer one is not asked for."""
        for pattern, term in self._patterns:
            if pattern.search(text):
                yield term
                text = pattern.sub(" ", text)

    def missed(self, text: str, said: str) -> Iterator[tuple[str, str]]:
        """Yield the terms whose words a translation has not, in any of their cases, with the first of those words."""
        stems = _stems(said)
        for term in self.used(text):
            ways = self.terms[term]
            if not any(all(any(_akin(word, stem) for stem in stems) for word in _stems(way)) for way in ways):
                yield term, ways[0]


def read_glossary(folders: Sequence[Path], locale: str) -> Glossary:
    """Read glossary.tsv (columns en, one a language, confidence, note) of the first folder that has one."""
    path = next((folder / FILE for folder in folders if (folder / FILE).is_file()), None)
    if path is None:
        return Glossary({})
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    terms: dict[str, list[str]] = {}
    for row in rows:
        words = [way.strip() for way in re.split(r"[,/;]", re.sub(r"\([^)]*\)", "", row.get(locale) or ""))]
        if any(words) and (row.get("confidence") or "") in _FIRM:
            for term in re.split(r",|/", re.sub(r"\([^)]*\)", "", row.get("en") or "")):
                if term.strip():
                    terms.setdefault(term.strip(), []).extend(word for word in words if word)
    return Glossary(terms)


_WORD = re.compile(r"[^\W\d_]+")
_SIGNS = str.maketrans("", "", "՛՜՞")
_LEAST = 3


def _stems(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text.translate(_SIGNS)) if len(word) >= _LEAST]


def _akin(word: str, other: str) -> bool:
    """Whether two words are one in different cases: they begin alike, with half the word at least."""
    length = min(len(word), len(other))
    same = next((place for place in range(length) if word[place] != other[place]), length)
    return same >= max(_LEAST, (len(word) + 1) // 2)

"""The words printed on a form in every language: what a person sees on it without anybody having written it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from formgen.document.stamp import WRITTEN

_KEPT = 20_000
"""Texts that are remembered as printed; a form has some hundreds in each language."""
_JOINTS = "·|-–—,;:.*"
"""What stands between the pieces of a page's head or foot."""


@lru_cache(maxsize=8192)
def squeezed(text: str) -> str:
    """A text as printed words are compared: composed, without white space and signs that nobody sees."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(char for char in composed if not char.isspace() and unicodedata.category(char) != "Cf")


TOLD = "fgt_"
"""How the bookmark begins around a line that was put at the head of a copy that is sent back."""


def told_mark(line: str) -> str:
    """The name of the bookmark around such a line, by which it is known as long as nobody changes its words."""
    return TOLD + hashlib.sha256(squeezed(line).encode("utf-8", "surrogatepass")).hexdigest()[:24]


@dataclass(frozen=True)
class Printed:
    """What is printed on one form, in every language and wording it has had.

    `lines` are whole paragraphs, squeezed; `pieces` what heads and feet of pages are put together of, the longest
    first. `labels` says which names a paragraph labels: an item's id, `item.code` of an option, `table.column`; `words`
    has the wordings of each name, the longest first. `sections` are the headings, `options` the words of the
    options of each question, by code, one mapping for each language.
    """

    lines: frozenset[str] = frozenset()
    pieces: tuple[str, ...] = ()
    labels: Mapping[str, frozenset[str]] = field(default_factory=dict)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sections: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    _known: set[str] = field(default_factory=set, compare=False, repr=False)

    def is_printed(self, text: str) -> bool:
        """Whether a paragraph is one of the form's own; nothing visible is."""
        if text in self._known:
            return True
        bare = squeezed(text)
        found = not bare or bare in self.lines
        if found:
            self.know(text)
        return found

    def are_printed(self, texts: Collection[str]) -> bool:
        """Whether paragraphs are all the form's own."""
        return self._known.issuperset(texts) or all(map(self.is_printed, texts))

    def is_furniture(self, text: str) -> bool:
        """Whether a line is put together of what is printed at the head and foot of pages."""
        if self.is_printed(text):
            return True
        rest = squeezed(WRITTEN.sub("", text))
        pages = [piece for piece in self.pieces if "0" in piece]
        for piece in self.pieces:
            rest = rest.replace(piece, "\0")
        for piece in pages:
            rest = re.sub(r"\d+".join(map(re.escape, piece.split("0"))), "\0", rest)
        return "\0" in rest and not rest.replace("\0", "").strip(_JOINTS)

    def know(self, text: str) -> None:
        """Remember a text that was looked through and is the form's own."""
        if len(self._known) < _KEPT:
            self._known.add(text)

    def is_known(self, text: str) -> bool:
        """Whether a text was looked through before."""
        return text in self._known

    def names(self, text: str) -> frozenset[str]:
        """What a paragraph is the label of."""
        return self.labels.get(squeezed(text), frozenset())

"""The options printed for paper -> those a person marked by hand, where they are printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from formgen.document.printed import squeezed
from formgen.extract.docx.labels import around
from formgen.extract.docx.reading import TICKS

_DIVIDER = "·"
_BRACKETS = "()[]{} \t\u00a0"
_EMPTY = frozenset({"", "☐", "□"})


class Marked(NamedTuple):
    """The options that are marked, the words of them with their marks, and what else was written among them.

    `changed` is whether an option is not printed any more.
    """

    codes: tuple[str, ...]
    written: str
    rest: str = ""
    changed: bool = False


def marked_options(line: str, wordings: Sequence[Mapping[str, str]]) -> Marked | None:
    """Find the marks in a line of printed options; None where the line is none."""
    pieces = [piece.strip() for piece in line.split(_DIVIDER)]
    found = (_marked(pieces, words) for words in wordings)
    return next((each for each in found if each is not None), None)


def _marked(pieces: Sequence[str], words: Mapping[str, str]) -> Marked | None:
    matched = [(piece, *_option(piece, words)) for piece in pieces]
    codes = [code for _, code, _ in matched if code is not None]
    if len(codes) < max(1, len(pieces) - 1) or len(set(codes)) < len(codes):
        return None
    written = f" {_DIVIDER} ".join(pieces)
    if len(codes) < len(words) or len(codes) < len(pieces):
        return Marked((), written.strip(), changed=True)
    ticked = [(piece, code) for piece, code, left in matched if code is not None and left in TICKS]
    rest = [piece for piece, _, left in matched if left not in TICKS and left not in _EMPTY]
    if not ticked and rest:
        return Marked((), written.strip())
    codes = [code for _, code in ticked]
    return Marked(tuple(codes), " / ".join(words[code] for code in codes), f" {_DIVIDER} ".join(rest))


def _option(piece: str, words: Mapping[str, str]) -> tuple[str | None, str]:
    """The option whose words, and number, stand in a piece, and what else does."""
    best: tuple[str | None, str] = (None, piece)
    longest = 0
    for code, said in words.items():
        parts = around(piece, said)
        length = len(squeezed(said))
        if parts is not None and length > longest:
            before, after = (part.strip(_BRACKETS) for part in parts)
            best, longest = (code, (before + after).strip(_BRACKETS)), length
    return best

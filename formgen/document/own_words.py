"""The words a centre's Word template prints -> digests kept in the document, so that they are no remarks."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator

from formgen.document.printed import squeezed

PROPERTY = "formgen_words"
"""The custom document property that holds the digests."""
_LENGTH = 5
"""Characters of a digest, 25 bits: of a million remarks three hundredths would be taken for printed words."""
_CHANGING = re.compile(r"formgen:[A-Za-z0-9_.:-]+|\d+")
"""What is not the same on every page or copy: the stamp, and numbers."""


def digest(line: str) -> str:
    """The digest of a line, whatever white space, numbers and stamp are in it; empty for nothing."""
    words = _CHANGING.sub("", squeezed(line))
    if not words:
        return ""
    return base64.b32encode(hashlib.sha256(words.encode("utf-8", "replace")).digest()).decode("ascii")[:_LENGTH]


def write(lines: Iterable[str]) -> str:
    """The digests of lines as one text."""
    return "".join(sorted({digest(line) for line in lines} - {""}))


def parse(text: str) -> frozenset[str]:
    """Read what `write` wrote."""
    return frozenset(_pieces(text.strip()))


def _pieces(text: str) -> Iterator[str]:
    return (text[start : start + _LENGTH] for start in range(0, len(text) - _LENGTH + 1, _LENGTH))

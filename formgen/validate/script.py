"""A text answer -> what is to be said of the letters and signs it was typed in, each with a proposal.

Nothing is changed: the record keeps what was written, and a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from formgen.model.finding import Finding, finding
from formgen.validate.letters import mended
from formgen.validate.old_fonts import armenian_of
from formgen.validate.stops import mended_spelling, mended_stops

_SUSPECT = re.compile("[A-Za-z\u00a2-\u024f\u03bc\u0400-\u052f\u2022:․׃︓꞉：]|եւ|Եւ|ԵՒ|եվ")
"""What stands in every text that anything could be said of; most answers have nothing of it."""
_MOST = 3
"""Words that are shown of those a finding is about."""
_LONGEST = 300
"""Characters of a proposal that are shown."""
_LOOKED_AT = 20_000
"""Characters of an answer that are looked at."""


def script_findings(key: str, text: str, written: str) -> Iterator[Finding]:
    """Yield what is to be said of the text at a key, at most once of each kind."""
    text = text[:_LOOKED_AT]
    if text.isascii() or not _SUSPECT.search(text):
        return
    armenian = armenian_of(text)
    if armenian is not None:
        shown = armenian if len(armenian) <= _LONGEST else f"{armenian[:_LONGEST]}…"
        yield finding("old-font", key, written, proposal=shown)
        return
    for code, pairs in (
        ("mixed-letters", mended(text)),
        ("stop-look-alike", mended_stops(text)),
        ("yev-spelled-out", mended_spelling(text)),
    ):
        found = dict(pairs)
        if found:
            yield finding(code, key, written, words=_listed(found), proposal=_listed(found.values()))


def _listed(words: Iterable[str]) -> str:
    """The first few of some words."""
    words = list(dict.fromkeys(words))
    return ", ".join(words[:_MOST]) + (", …" if len(words) > _MOST else "")

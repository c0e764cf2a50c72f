"""English text -> the pseudo-language `qps`: accents, brackets and more length, to see what a layout bears."""

from __future__ import annotations

import re

LOCALE = "qps"
_ACCENTS = str.maketrans("aAcCdDeEgGhHiIjJkKlLnNoOrRsStTuUwWyYzZ", "áÁçÇďĎéÉğĞĥĤíÍĵĴķĶĺĹñÑöÖřŘšŠťŤúÚŵŴýÝžŽ")
_KEPT = re.compile(r"(\{[a-z_]+\})")
_FILLING = "wíďéř ťéxť fólļöŵš ḩéřé".replace("ļ", "ĺ").replace("ḩ", "ĥ").split()
_EXPANSION = ((10, 1.5), (20, 1.0), (40, 0.6))
"""By how much a text grows, by the characters it has at most; Armenian grows like that where it grows most."""
_LEAST = 0.4


def pseudo(text: str) -> str:
    """The text as `qps` has it; placeholders stay."""
    parts = _KEPT.split(text)
    accented = "".join(part if _KEPT.fullmatch(part) else part.translate(_ACCENTS) for part in parts)
    share = next((share for length, share in _EXPANSION if len(text) <= length), _LEAST)
    missing = round(len(text) * share) - 2
    filling: list[str] = []
    while missing > 1:
        word = _FILLING[len(filling) % len(_FILLING)][: max(missing - 1, 1)]
        filling.append(word)
        missing -= len(word) + 1
    return f"[{' '.join([accented, *filling])}]"

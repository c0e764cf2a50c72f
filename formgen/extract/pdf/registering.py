"""A printed page and the pages of the blank -> which of them it is, and how it was scaled and shifted in printing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from formgen.extract.pdf.prints import Print, Sign
from formgen.model.layout import Box

_GAP = 0.15
"""Of the font's size: a wider gap divides words."""
_FEWEST = 12
"""Words that must be found again in their places at least."""
_SHARE = 0.6
"""The share of a blank page's words that a page must show to be that page."""
_AGREED = 0.85
"""The share of the words found again that must stand where the others say."""
_NEAR = 1.0
"""Points by which a word may stand beside where the others say."""
_FAR = 60.0
"""Points two words must be apart to tell a scale by."""
_SCALES = 0.5, 1.6


@dataclass(frozen=True, slots=True)
class Registration:
    """Where the blank's page is on a printed one: a point at x, y of the blank is at `scale * x + shift`."""

    page: int
    scale: tuple[float, float]
    shift: tuple[float, float]

    def onto_print(self, box: Box) -> Box:
        """An area of the blank, on the printed page."""
        (across, up), (x, y) = self.scale, self.shift
        return box[0] * across + x, box[1] * up + y, box[2] * across + x, box[3] * up + y

    def onto_blank(self, sign: Sign) -> Sign:
        """A sign of the printed page, where it would stand on the blank."""
        (across, up), (x, y) = self.scale, self.shift
        return replace(
            sign,
            left=(sign.left - x) / across,
            right=(sign.right - x) / across,
            base=(sign.base - y) / up,
            size=sign.size / up,
        )


Words = Mapping[str, tuple[float, float]]
"""The words that stand on a page once, with the beginning of their base line."""


def words_of(signs: Iterable[Sign]) -> Words:
    """The words that stand on a page just once."""
    found = list(_words(signs))
    times = Counter(text for text, _ in found)
    return {text: place for text, place in found if times[text] == 1}


def _words(signs: Iterable[Sign]) -> Iterator[tuple[str, tuple[float, float]]]:
    word: list[Sign] = []
    for sign in signs:
        joined = bool(word) and abs(sign.base - word[-1].base) < _NEAR and sign.left - word[-1].right < _GAP * sign.size
        if word and (sign.text.isspace() or not joined or sign.left < word[-1].left):
            yield "".join(each.text for each in word), (word[0].left, word[0].base)
            word = []
        if not sign.text.isspace():
            word.append(sign)
    if word:
        yield "".join(each.text for each in word), (word[0].left, word[0].base)


def register(printed: Print, pages: Mapping[int, Words]) -> tuple[int | None, Registration | None]:
    """Tell which page of the blank a printed one is, and how it lies; None for what cannot be told."""
    shown = words_of(printed.signs)
    likeness = {page: sum(word in shown for word in words) / max(1, len(words)) for page, words in pages.items()}
    page = max(likeness, key=lambda each: likeness[each], default=None)
    if page is None or likeness[page] < _SHARE:
        return None, None
    pairs = [(place, shown[word]) for word, place in pages[page].items() if word in shown]
    return page, _fitted(page, pairs)


def _fitted(page: int, pairs: Sequence[tuple[tuple[float, float], tuple[float, float]]]) -> Registration | None:
    axes = [_line([(there[axis], here[axis]) for there, here in pairs]) for axis in (0, 1)]
    if None in axes or len(pairs) < _FEWEST:
        return None
    (across, x), (up, y) = (axis for axis in axes if axis is not None)
    agreed = sum(
        abs(there[0] * across + x - here[0]) <= _NEAR and abs(there[1] * up + y - here[1]) <= _NEAR
        for there, here in pairs
    )
    return Registration(page, (across, up), (x, y)) if agreed >= _AGREED * len(pairs) else None


def _line(pairs: Sequence[tuple[float, float]]) -> tuple[float, float] | None:
    """The scale and shift that most pairs of coordinates agree on."""
    ordered = sorted(pairs)
    half = len(ordered) // 2
    scales = [
        (b[1] - a[1]) / (b[0] - a[0])
        for a, b in zip(ordered[: len(ordered) - half], ordered[half:], strict=False)
        if b[0] - a[0] > _FAR
    ]
    if not scales:
        return None
    scale = median(scales)
    shift = median(here - there * scale for there, here in ordered)
    close = [(there, here) for there, here in ordered if abs(there * scale + shift - here) <= _NEAR * 2]
    refined = _least_squares(close)
    return refined if refined and _SCALES[0] < refined[0] < _SCALES[1] else None


def _least_squares(pairs: Sequence[tuple[float, float]]) -> tuple[float, float] | None:
    if len(pairs) < _FEWEST // 2:
        return None
    x = sum(there for there, _ in pairs) / len(pairs)
    y = sum(here for _, here in pairs) / len(pairs)
    spread = sum((there - x) ** 2 for there, _ in pairs)
    if spread <= 0:
        return None
    scale = sum((there - x) * (here - y) for there, here in pairs) / spread
    return scale, y - scale * x

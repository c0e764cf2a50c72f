"""Signs on a page -> runs and lines of text, and what a person wrote in a box, its wrapped lines joined again."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from formgen.extract.pdf.prints import Sign
from formgen.model.layout import Box

_APART = 0.45
"""Of the font's size: a gap that no space is as wide as."""
_SPACE_FROM, _SPACE = 0.14, 0.26
"""Of the font's size: the least gap that is a space, and the width of one."""
_LEVEL = 0.6
"""Points by which the signs of one line may differ in height."""
_LEADING = 1.2
_TALL, _DEEP = 0.72, 0.2
"""Of the font's size: how far letters reach above and below their base line."""
_EDGE = 0.5
"""Points from a box's edge within which a line is taken to go on beyond it."""
_LEAST_SIZE = 6.0
"""Points: where a text of formgen's own is smaller and ends with an ellipsis, it did not fit."""
_UNKNOWN = "\ufffd"
_BREAKS_AFTER = "-‐‑‒–֊"


@dataclass(frozen=True, slots=True)
class Run:
    """Signs that follow one another on one line."""

    signs: tuple[Sign, ...]

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.signs[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return max(sign.right for sign in self.signs)

    @property
    def base(self) -> float:
        """Its base line."""
        return self.signs[0].base

    @property
    def size(self) -> float:
        """The size of its font in points."""
        return max(sign.size for sign in self.signs)

    @property
    def box(self) -> Box:
        """The area that its letters take."""
        return self.left, self.base - 0.1 * self.size, self.right, self.base + _TALL * self.size

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(_spaced(self.signs))


def runs_of(signs: Iterable[Sign]) -> Iterator[Run]:
    """Put signs together as they were drawn, one after the other, without white space at either end."""
    run: list[Sign] = []
    for sign in signs:
        if run and not _follows(run[-1], sign):
            yield from _trimmed(run)
            run = []
        run.append(sign)
    yield from _trimmed(run)


def _follows(before: Sign, sign: Sign) -> bool:
    gap = sign.left - before.right
    return abs(sign.base - before.base) <= _LEVEL and -sign.size < gap < _APART * sign.size


def _trimmed(run: Sequence[Sign]) -> Iterator[Run]:
    visible = [place for place, sign in enumerate(run) if not sign.text.isspace()]
    if visible:
        yield Run(tuple(run[visible[0] : visible[-1] + 1]))


def _spaced(signs: Sequence[Sign]) -> Iterator[str]:
    """The signs from left to right, with spaces where a gap stands for one."""
    before: Sign | None = None
    for sign in signs:
        gap = 0.0 if before is None else sign.left - before.right
        is_inside = before is not None and not before.text.isspace() and not sign.text.isspace()
        if is_inside and gap > _SPACE_FROM * sign.size:
            yield " " * max(1, round(gap / (_SPACE * sign.size)))
        yield sign.text
        before = sign


@dataclass(frozen=True, slots=True)
class Writing:
    """What stands in a box: `doubt` is the finding that keeps it out of the record."""

    text: str
    doubt: str | None = None


def writing(runs: Sequence[Run], box: Box) -> Writing:
    """Read the runs in a box as one text; a line that was broken for want of room is joined again.

    Lines that a person broke are kept where the next word had had room on the line before.
    """
    lines = list(_lines(runs))
    text = _joined(lines, box)
    if any(_is_unreadable(sign.text) for run in runs for sign in run.signs) or _overlap(runs):
        return Writing(text, "text-unreadable")
    if _is_cut(lines, box, text):
        return Writing(text, "cut-off")
    if any(_is_hyphenated(one, other, box) for one, other in pairwise(lines)):
        return Writing(text, "text-unreadable")
    return Writing(text)


def _lines(runs: Sequence[Run]) -> Iterator[Run]:
    """The runs of each line as one, from the top."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda each: -each.base):
        if not rows or abs(rows[-1][0].base - run.base) > _LEVEL:
            rows.append([])
        rows[-1].append(run)
    for row in rows:
        yield Run(tuple(sign for run in sorted(row, key=lambda each: each.left) for sign in run.signs))


def _joined(lines: Sequence[Run], box: Box) -> str:
    if not lines:
        return ""
    gaps = [one.base - other.base for one, other in pairwise(lines)]
    leading = min(gaps, default=0.0)
    limit = box[2] - min(line.left - box[0] for line in lines)
    parts = [lines[0].text.rstrip()]
    for before, line, gap in zip(lines, lines[1:], gaps, strict=False):
        empty = max(0, round(gap / leading) - 1) if leading > 0 else 0
        parts.append("\n" * (empty + 1) if empty or _had_room(before, line, limit) else _between(before, line, limit))
        parts.append(line.text.strip())
    return "".join(parts)


def _had_room(before: Run, line: Run, limit: float) -> bool:
    """Whether the first word of a line would have stood on the line before."""
    word = line.text.strip().partition(" ")[0]
    signs = list(line.signs[: len(word)])
    wide = max(sign.right for sign in signs) - signs[0].left
    return before.right + _SPACE * before.size + wide <= limit - 1


def _between(before: Run, line: Run, limit: float) -> str:
    """What divides two lines of one paragraph: nothing where a word too long for a line was cut."""
    first = line.signs[0]
    is_cut_word = " " not in before.text.strip() and before.right + (first.right - first.left) > limit - 1
    return "" if is_cut_word else " "


def _is_hyphenated(before: Run, line: Run, box: Box) -> bool:
    """Whether a line ends with a hyphen that may be the person's own or stand for a broken word."""
    text = before.text.rstrip()
    is_joined = text[-1:] in _BREAKS_AFTER and text[-2:-1].isalnum()
    return is_joined and not _had_room(before, line, box[2])


def _is_unreadable(text: str) -> bool:
    if text.startswith("(cid:") or _UNKNOWN in text:
        return True
    return any(unicodedata.bidirectional(each) in {"R", "AL"} or unicodedata.category(each) == "Co" for each in text)


def _overlap(runs: Sequence[Run]) -> bool:
    """Whether two runs are drawn over one another."""
    boxes = [run.box for run in runs]
    for place, one in enumerate(boxes):
        for other in boxes[place + 1 :]:
            across = min(one[2], other[2]) - max(one[0], other[0])
            up = min(one[3], other[3]) - max(one[1], other[1])
            if across > 1 and up > 0.4 * min(one[3] - one[1], other[3] - other[1]):
                return True
    return False


def _is_cut(lines: Sequence[Run], box: Box, text: str) -> bool:
    """Whether a text goes on beyond its box, or may do so without a trace."""
    left, bottom, right, top = box
    for line in lines:
        if line.right > right - _EDGE or line.left < left - _EDGE:
            return True
        if line.base - _DEEP * line.size < bottom - 1 or line.base + _TALL * line.size > top + 1:
            return True
    last = lines[-1]
    gaps = [one.base - other.base for one, other in pairwise(lines)]
    next_top = last.base - min(gaps, default=_LEADING * last.size) + _TALL * last.size
    if len(lines) > 1 and next_top < bottom + _EDGE / 2:
        return True
    return text.endswith("…") and last.size < _LEAST_SIZE

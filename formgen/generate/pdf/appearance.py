"""An answer and the size of its box -> the drawing that shows it there (content streams, ISO 32000-1 §12.7.3.3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import category

from formgen.generate.pdf.face import REPLACEMENT, Face

FONT_ALIAS = "Webdings"
"""The resource name of the field font, and a workaround: PDFium (Chrome, Edge) replaces some characters of a typed
answer by another font, not embedded, unless the name of the field's font is one that it knows as a symbol font."""

LINE_SIZE = 9.0
SMALL_SIZE = 8.0
"""Points: for long answers, for table cells, where two lines must fit, and for e-mail addresses, which cannot wrap."""
LEAST_SIZE = 5.5
"""Points. Below this nobody reads it; a text that is still too long ends with an ellipsis (its value is kept whole)."""
LEADING = 1.2
MARGIN = 2.0
"""Points between the box and the text, as the common viewers have it."""
_STEP = 0.5
_WIDEST = 1.6
"""Width of the widest letter (‱) over the size; most answers are so short that nothing has to be measured."""
_ELLIPSIS = "…"
_BLANKS = str.maketrans({"\t": " ", "\v": "\n", "\f": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"})


@dataclass(frozen=True, slots=True)
class Box:
    """The inside of a field in points; `several` lines may stand in it, an answer that fits in the font size given."""

    width: float
    height: float
    several: bool = False
    size: float = LINE_SIZE

    @property
    def room(self) -> float:
        """The width a line may have."""
        return self.width - 2 * MARGIN


def number(value: float) -> str:
    """A number as content streams have it: at most three decimals, no exponent."""
    return f"{value:.3f}".rstrip("0").rstrip(".")


def empty() -> bytes:
    """The appearance of a field without an answer."""
    return b"/Tx BMC\nEMC"


def text_appearance(face: Face, text: str, box: Box) -> bytes:
    """Show a text: at its box's size where it fits, else smaller, over more lines where that helps."""
    size, lines = fit(face, text, box)
    if box.several:
        first = box.height - MARGIN - size * 0.86
    else:
        first = (box.height - size * face.cap_height / 1000 + (len(lines) - 1) * size * LEADING) / 2
    codes, missing = face.codes, face.codes[REPLACEMENT]
    shown = ["".join([codes.get(character, missing) for character in line]) for line in lines]
    body = " T* ".join([f"<{line}> Tj" for line in shown])
    return (
        f"/Tx BMC\nq 0 0 {number(box.width)} {number(box.height)} re W n\n"
        f"BT /{FONT_ALIAS} {number(size)} Tf 0 g {number(size * LEADING)} TL {number(MARGIN)} {number(first)} Td\n"
        f"{body}\nET Q\nEMC"
    ).encode("ascii")


def fit(face: Face, text: str, box: Box) -> tuple[float, list[str]]:
    """Choose the font size in points and the lines of a text."""
    text = _plain(text, box)
    if not box.several:
        size = box.size
        whole = face.width(text, 1)
        while whole * size > box.room and size > LEAST_SIZE + 1:
            size -= _STEP
        if whole * size <= box.room:
            return size, [text]
    size = box.size
    while True:
        lines = list(wrap(face, text, size, box.room))
        most = _most_lines(box, size)
        if len(lines) <= most:
            return size, lines
        if size <= LEAST_SIZE:
            return size, [*lines[: most - 1], _shortened(face, lines[most - 1], size, box.room)]
        size -= _STEP


def is_shown_whole(face: Face, text: str, box: Box) -> bool:
    """Whether a box shows all of a text, be it in the least size."""
    text = _plain(text, box)
    if len(text) * _WIDEST * LEAST_SIZE <= box.room and "\n" not in text:
        return True
    return len(list(wrap(face, text, LEAST_SIZE, box.room))) <= _most_lines(box, LEAST_SIZE)


def _plain(text: str, box: Box) -> str:
    """A text as it is drawn: its blanks as spaces, without signs that nobody sees."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_BLANKS)
    if not text.replace("\n", " ").isprintable():
        text = "".join(each for each in text if each == "\n" or category(each) not in {"Cc", "Cf"})
    return text if box.several else text.replace("\n", " ")


def _most_lines(box: Box, size: float) -> int:
    return max(1, int((box.height - MARGIN) / (size * LEADING)))


def wrap(face: Face, text: str, size: float, room: float) -> Iterator[str]:
    """Break a text into lines of a width in points, at spaces where it can."""
    for paragraph in text.split("\n"):
        if face.width(paragraph, size) <= room:
            yield paragraph
        else:
            yield from _wrapped(face, paragraph, size, room)


def _wrapped(face: Face, paragraph: str, size: float, room: float) -> Iterator[str]:
    widths, missing = face.widths, face.widths[REPLACEMENT]
    space = widths[" "]
    limit = room * 1000 / size
    line, reached = "", 0.0
    for word in paragraph.split(" "):
        wide = sum([widths.get(character, missing) for character in word])
        if line and reached + space + wide <= limit:
            line, reached = f"{line} {word}", reached + space + wide
            continue
        if line:
            yield line
        line, reached = word, wide
        while reached > limit and len(line) > 1:
            cut = _fitting(face, line, limit)
            yield line[:cut]
            line = line[cut:]
            reached = face.width(line, 1000)
    yield line


def _fitting(face: Face, word: str, limit: float) -> int:
    reached = 0.0
    for place, character in enumerate(word):
        reached += face.widths.get(character, face.widths[REPLACEMENT])
        if reached > limit:
            return max(1, place)
    return len(word)


def _shortened(face: Face, line: str, size: float, room: float) -> str:
    while line and face.width(line + _ELLIPSIS, size) > room:
        line = line[:-1]
    return line + _ELLIPSIS


def tick_appearance(width: float, height: float) -> bytes:
    """A tick in a box."""
    points = [width * 0.2, height * 0.5, width * 0.42, height * 0.25, width * 0.8, height * 0.78]
    x1, y1, x2, y2, x3, y3 = (number(each) for each in points)
    return f"q 0 G 1.6 w 1 J 1 j {x1} {y1} m {x2} {y2} l {x3} {y3} l S Q".encode("ascii")


def dot_appearance(width: float, height: float) -> bytes:
    """A disc in a circle, of four Bézier curves."""
    x, y, r = width / 2, height / 2, min(width, height) * 0.27
    k = r * 0.5523
    curves = [
        (x + r, y + k, x + k, y + r, x, y + r),
        (x - k, y + r, x - r, y + k, x - r, y),
        (x - r, y - k, x - k, y - r, x, y - r),
        (x + k, y - r, x + r, y - k, x + r, y),
    ]
    drawn = " ".join(" ".join(number(each) for each in curve) + " c" for curve in curves)
    return f"q 0 g {number(x + r)} {number(y)} m {drawn} f Q".encode("ascii")

"""Text -> the width and the lines it takes in a cell, whichever of the usual fonts shows it."""

from __future__ import annotations

import math
from functools import cache

BOLD = 1.08

# Advance widths of DejaVu Sans, the widest of the fonts a form is shown in, in hundredths of the size, rounded up to
# the next even number.
_WIDTHS = {
    24: "՛՝",
    28: "'ijlլյ",
    30: "IJ",
    32: " ,.\u00a0·‘’",
    34: "/:;|։",
    36: "-f՜֊",
    40: "!()[]t՞չ",
    42: "r",
    44: "ւ",
    46: '"',
    50: "*_`§°՟շ–",
    52: "szгէ“”„",
    54: "?ԼՒ",
    56: "Lcсэջ",
    58: "Fkт",
    60: "PvxyРвкухчья",
    62: "TYaeo«»ГТУабеоёծձօ",
    64: "$0123456789ESbdghnpqu{}ЁЕЗлрԷբեզըիկհղճմնոսվրցք",
    66: "Kийнпգդժռ",
    68: "AVXZАХц",
    70: "BCRБВСЧЬЭЯдԻՏՐ",
    72: "КъՀՉ",
    74: "UԲԵԸԿՅՆՈՍՑթ",
    76: "HNИЙЛНПмԳԴԺՂՇՎՔ",
    78: "&DGДЦԱԶՁՃՋ֏",
    80: "OQОыՄՊՌՕՖֆ",
    82: "wՓև",
    84: "#+<=>^~Ъю",
    86: "MМФфԹԾ",
    88: "Ы",
    90: "ж",
    92: "шԽ",
    94: "щ",
    96: "%",
    98: "mՠախպտփ",
    100: "@W…",
}
_WIDTH = {letter: width / 100 for width, letters in _WIDTHS.items() for letter in letters}
_OTHER = 1.1
"""Of any other letter; no letter is wider."""

_FACES = ((1.0, 1.17), (0.94, 1.37))
"""How wide letters are beside DejaVu Sans, and the height of a line over the size of its font.

DejaVu Sans has the widest letters, Noto Sans the tallest lines; Arial and what stands in for it keep within both.
"""

_SAMPLE = (
    "Շահառուն դիմել է տարածքային կենտրոն՝ աշխատանք գտնելու և մասնագիտական կողմնորոշման ու վերապատրաստման "
    "ծառայություններ ստանալու համար։ Ընտանիքը բազմանդամ է, եկամուտը չի բավարարում առաջնային կարիքներին։ "
)
"""Running text such as people write into a form; English takes a sixth less."""


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a text in points, a little on the safe side."""
    return sum([_WIDTH.get(letter, _OTHER) for letter in text]) * size * (BOLD if bold else 1)


def lines(text: str, size: float, room: float, *, bold: bool = False) -> int:
    """How many lines a text takes where `room` points are free, broken between words as office programs do."""
    return sum(_wrapped(paragraph, size, room, bold=bold) for paragraph in text.split("\n"))


def height(text: str, size: float, room: float, *, bold: bool = False) -> float:
    """The height of a wrapped text in points, in whichever font makes it highest."""
    return max(lines(text, size, room / wide, bold=bold) * size * tall for wide, tall in _FACES)


@cache
def height_for(letters: int, size: float, room: float) -> float:
    """The height of so many letters of unknown text: of running text, wherever in a sentence it begins."""
    text = _SAMPLE * (2 + letters // len(_SAMPLE))
    begins = [0, *(place + 1 for place, letter in enumerate(_SAMPLE[:-1]) if letter == " ")]
    return max(height(text[begin : begin + letters], size, room) for begin in begins)


def _wrapped(paragraph: str, size: float, room: float, *, bold: bool) -> int:
    if len(paragraph) * _OTHER * size * BOLD <= room:  # most answers are so short that nothing has to be measured
        return 1
    taken, free = 1, room
    space = width(" ", size, bold=bold)
    for word in paragraph.split(" "):
        wide = width(word, size, bold=bold)
        if wide > free and free < room:
            taken, free = taken + 1, room
        if wide > room:
            broken = math.ceil(wide / room) - 1
            taken, free = taken + broken, room - (wide - broken * room) - space
        else:
            free -= wide + space
    return taken

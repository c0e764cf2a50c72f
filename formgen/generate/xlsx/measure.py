"""Text -> the width and the lines it takes in a cell, whichever of the usual fonts shows it."""

from __future__ import annotations

import math

LINE_HEIGHT = 1.37
"""Height of a line over the size of its font: that of Noto Sans, the tallest of those a form is shown in."""

BOLD = 1.08

# Advance widths of Noto Sans in hundredths of the size, rounded up to the next five: four in a hundred too wide on
# the mean, for programs round the places of letters, and the Armenian of other fonts differs a little.
_WIDTHS = {
    20: "‘’",
    25: "'՛՝",
    30: " \u00a0!(),.:;J`ijl·՜լյ։",
    35: "-I[]fչւ",
    40: "/t{}“”",
    45: '"?_r°гԼ՞՟շ֊„',
    50: "cszстэէ–",
    55: "FLSkvxy§«»Гкухջ",
    60: "$*+0123456789<=>ETVXYZ^ae|~ЕЗТХабвдельяՀՏՒբեզըիծկհձղճնոսվրցքօёЁ",
    65: "#ABCKPRbdghnopquАБВКРСУЬЭЯийнопрцчԷՁՅՆՉՋՔգդժմռֆև",
    70: "ДЧЪъԲԵԶԸՃՇՐՑՖթ",
    75: "&DGHUЛНПЦжмфԻԾԿՈՍ֏",
    80: "NOQwИЙОыԳԴԺՂՊՎՓՕ…",
    85: "%ФюԱԹԽՄՌ",
    90: "@ЖЫш",
    95: "MWmМщՠախպտփ",
}
_WIDTH = {letter: width / 100 for width, letters in _WIDTHS.items() for letter in letters}
_OTHER = 1.1
"""Of any other letter; no letter is wider."""

TYPICAL = 0.6
"""Mean width of a letter of Armenian running text over the size, rounded up; English takes a sixth less."""


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a text in points, a little on the safe side."""
    return sum([_WIDTH.get(letter, _OTHER) for letter in text]) * size * (BOLD if bold else 1)


def lines(text: str, size: float, room: float, *, bold: bool = False) -> int:
    """How many lines a text takes where `room` points are free, broken between words as office programs do."""
    return sum(_wrapped(paragraph, size, room, bold=bold) for paragraph in text.split("\n"))


def height(text: str, size: float, room: float, *, bold: bool = False) -> float:
    """The height of a wrapped text in points."""
    return lines(text, size, room, bold=bold) * size * LINE_HEIGHT


def lines_for(letters: int, size: float, room: float) -> int:
    """How many lines so many letters of unknown text take."""
    return max(1, math.ceil(letters * TYPICAL * size / room))


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

"""The marks on a PDF page that tell a scanner which page it is and how it lies: what they look like, and where."""

from __future__ import annotations

PAGE_WIDTH, PAGE_HEIGHT = 595.276, 841.89
"""A4 in points."""
MM = 72 / 25.4

FIDUCIAL_SIDE = 6 * MM
FIDUCIAL_FROM_TOP = 14 * MM
"""Also from the bottom: a page of A4 printed on Letter keeps what is 14 mm inside."""
FIDUCIAL_FROM_SIDE = 9 * MM
CORNERS = 4
"""Top left, top right, bottom right, bottom left, seen by the reader of the page."""

QR_MODULE = 0.56 * MM
"""A version 2 symbol of 25 modules is then 14 mm wide, the least that survives a bad photograph."""
QR_QUIET = 4
"""Modules of white around the symbol (ISO/IEC 18004)."""
QR_FROM_TOP = 14 * MM
QR_RIGHT = 191.6 * MM
"""The right edge of the symbol; its quiet zone ends beside the top right fiducial's."""

# Rows of 4x4 bits, 1 white, of the first twelve of ArUco's dictionary DICT_4X4_50.
_FIDUCIALS = (0xB532, 0x0F9A, 0x332D, 0x9946, 0x549E, 0x79CD, 0x9E2E, 0xC4F2, 0xFEDA, 0xCF56, 0xF991, 0x11A7)


def fiducial_id(corner: int, page: int) -> int:
    """Which fiducial stands in a corner (from 0) of a page (from 1); they repeat after three pages."""
    return (corner + CORNERS * (page - 1)) % len(_FIDUCIALS)


def fiducial(number: int) -> tuple[tuple[bool, ...], ...]:
    """The 6x6 modules of a fiducial from the top left, True where black; the outermost are its border."""
    bits = _FIDUCIALS[number]
    inner = [[not bits >> (15 - 4 * row - column) & 1 for column in range(4)] for row in range(4)]
    edge = (True,) * 6
    return (edge, *((True, *row, True) for row in inner), edge)


def fiducial_place(corner: int) -> tuple[float, float]:
    """The lower left point of a corner's fiducial, in points from the page's lower left."""
    left = FIDUCIAL_FROM_SIDE
    right = PAGE_WIDTH - FIDUCIAL_FROM_SIDE - FIDUCIAL_SIDE
    bottom = FIDUCIAL_FROM_TOP
    top = PAGE_HEIGHT - FIDUCIAL_FROM_TOP - FIDUCIAL_SIDE
    return ((left, top), (right, top), (right, bottom), (left, bottom))[corner]

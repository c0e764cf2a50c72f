"""A picture's bytes -> its size, read from the head of its file."""

from __future__ import annotations

import struct
from collections.abc import Iterator


def size_of(content: bytes, kind: str) -> tuple[int, int] | None:
    """Width and height in pixels of a `png` or `jpg`; None where the file does not tell."""
    try:
        width, height = struct.unpack(">II", content[16:24]) if kind == "png" else next(_frames(content))
    except (struct.error, StopIteration):
        return None
    return (width, height) if width and height else None


def _frames(content: bytes) -> Iterator[tuple[int, int]]:
    """The sizes of the frames of a JPEG file (ITU T.81 §B.2.2), segment by segment."""
    place = 2
    while place + 9 <= len(content) and content[place] == 0xFF:  # noqa: PLR2004  (what begins every marker)
        marker, length = content[place + 1], int.from_bytes(content[place + 2 : place + 4])
        if marker in range(0xC0, 0xD0) and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            yield width, height
        place += 2 + length

"""A centre's logo -> its size, read from the head of its file."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from formgen.model.settings import Logo


def size_of(logo: Logo) -> tuple[int, int] | None:
    """Width and height in pixels; None where the file does not tell."""
    try:
        width, height = struct.unpack(">II", logo.content[16:24]) if logo.kind == "png" else next(_frames(logo.content))
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

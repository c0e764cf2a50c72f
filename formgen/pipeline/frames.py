"""Messages between this process and one that reads: bytes with their length before them."""

from __future__ import annotations

from typing import IO

_LENGTH = 8


def read_frame(stream: IO[bytes], limit: int | None = None) -> bytes:
    """One message of a pipe; nothing at its end, or where it claims to be longer than `limit` bytes."""
    head = stream.read(_LENGTH)
    length = int.from_bytes(head, "big")
    if len(head) < _LENGTH or (limit is not None and length > limit):
        return b""
    frame = stream.read(length)
    return frame if len(frame) == length else b""


def write_frame(stream: IO[bytes], frame: bytes) -> None:
    """Send one message."""
    stream.write(len(frame).to_bytes(_LENGTH, "big") + frame)
    stream.flush()

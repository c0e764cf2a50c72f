"""A run of fills -> where its time goes: in compressing and writing bytes, and in what else.

A clock of CPU time interrupts the run every few milliseconds and notes what was being done; the work itself is left
as it is.
"""

from __future__ import annotations

import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

_TICK = 0.002
"""Seconds of CPU time."""

BYTES = "compressing and writing bytes"
_PARTS: Mapping[tuple[str, str], str] = {
    ("package", "pack"): BYTES,
    ("package", "write_package"): BYTES,
    ("pdf/blank", "_updated"): BYTES,
    ("pipeline/making", "write"): BYTES,
    ("pdf/furniture", ""): "QR codes",
    ("pdf/appearance", ""): "drawing answers",
    ("generate", ""): "putting answers in their places",
    ("validate", ""): "checking records",
    ("pipeline/records", ""): "reading records",
}
"""What a function, or any of a module's or folder's, is doing; the first that fits, from the innermost call outwards."""
_ELSE = "the rest"


@contextmanager
def shares() -> Iterator[Counter[str]]:
    """Count what is being done while the block runs."""
    found: Counter[str] = Counter()

    def note(_: int, frame: FrameType | None) -> None:
        found[_part(frame)] += 1

    before = signal.signal(signal.SIGPROF, note)
    signal.setitimer(signal.ITIMER_PROF, _TICK, _TICK)
    try:
        yield found
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)

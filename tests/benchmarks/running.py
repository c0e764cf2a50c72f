"""A command of formgen -> what it took: CPU time, memory of all its processes, time by the clock."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

import psutil

from tests.loop import ROOT

MEGABYTE = 1 << 20
_LOOK = 0.1
"""Seconds between two looks at the memory."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a run took: `cpu` and `clock` in seconds, `memory` in megabytes, of all processes together.

    `memory` is the most at any moment of each quarter of the run; `lines` is how many it wrote.
    """

    cpu: float
    clock: float
    memory: tuple[int, ...]
    lines: int
    code: int

    @property
    def peak(self) -> int:
        """Megabytes at the most."""
        return max(self.memory)


def run(*arguments: str, each: Callable[[str], object] | None = None) -> Taken:
    """Run `formgen` with arguments; every line of its output is handed to `each`."""
    command = [sys.executable, "-m", "formgen", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    before, start = _ended(), time.perf_counter()
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT, encoding="utf-8"
    )
    seen: list[tuple[float, int]] = []
    over = threading.Event()
    watch = threading.Thread(target=_watch, args=(process.pid, seen, over))
    watch.start()
    lines = 0
    assert process.stdout is not None
    for line in process.stdout:
        lines += 1
        if each is not None:
            each(line.rstrip("\n"))
    code = process.wait()
    clock = time.perf_counter() - start
    over.set()
    watch.join()
    return Taken(_ended() - before, clock, _quarters(seen), lines, code)


def _ended() -> float:
    """The CPU seconds of processes that have ended, and of those they waited for."""
    found = resource.getrusage(resource.RUSAGE_CHILDREN)
    return found.ru_utime + found.ru_stime


def _watch(number: int, seen: list[tuple[float, int]], over: threading.Event) -> None:
    """Look at the memory of a process and its offspring, whose shared pages are counted once for each."""
    while not over.wait(_LOOK):
        with suppress(psutil.Error):
            process = psutil.Process(number)
            seen.append((time.perf_counter(), sum(map(_memory, (process, *process.children(recursive=True))))))


def _memory(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


def _quarters(seen: Sequence[tuple[float, int]]) -> tuple[int, ...]:
    if not seen:
        return (0,)
    first, last = seen[0][0], seen[-1][0]
    most = [0, 0, 0, 0]
    for moment, memory in seen:
        quarter = min(3, int(4 * (moment - first) / (last - first))) if last > first else 3
        most[quarter] = max(most[quarter], memory)
    return tuple(each // MEGABYTE for each in most)

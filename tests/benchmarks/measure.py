"""Races -> ratios of CPU time: both ways in turn, each round a ratio, and the median of a run's ratios."""

from __future__ import annotations

import gc
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

import psutil

ROUNDS = 7


@dataclass(frozen=True)
class Race:
    """One piece of work done in two ways; theirs takes at least (or at most) so many times as long as ours.

    Ours is called `repeat` times a round and does `documents` at a call; `kept` says that processes kept for it work
    too.
    """

    name: str
    ours: Callable[[], object]
    theirs: Callable[[], object]
    at_least: float | None = None
    at_most: float | None = None
    repeat: int = 1
    documents: int = 1
    kept: bool = False


def ratio(race: Race, rounds: int = ROUNDS) -> float:
    """How many times as long the other way takes; for what has an `at_most`, how many times as long ours takes."""
    race.ours()
    race.theirs()
    found = []
    for _ in range(rounds):
        ours = spent(race.ours, race.repeat, kept=race.kept) / race.documents
        theirs = spent(race.theirs, 1)
        found.append(ours / theirs if race.at_most is not None else theirs / ours)
    return median(found)


def is_won(race: Race, found: float) -> bool:
    """Whether a ratio is what it must be."""
    if race.at_most is not None:
        return found <= race.at_most
    return found >= (race.at_least or 0)


def spent(work: Callable[[], object], repeat: int, *, kept: bool = False) -> float:
    """The CPU seconds of one call: of this process, of those it started and ended, of those that are `kept`.

    Neither way pays for the garbage the other left behind, as timeit has it.
    """
    workers = psutil.Process().children(recursive=True) if kept else []
    gc.collect()
    gc.disable()
    before = _of_others(workers)
    start = time.process_time()
    for _ in range(repeat):
        work()
    taken = time.process_time() - start
    gc.enable()
    return (taken + _of_others(workers) - before) / repeat


def _of_others(workers: list[psutil.Process]) -> float:
    """The CPU seconds of processes that were started and ended, and of some that still run."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    running = (each.cpu_times() for each in workers)
    return ended.ru_utime + ended.ru_stime + sum(each.user + each.system for each in running)

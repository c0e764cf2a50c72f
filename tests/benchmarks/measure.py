"""Races -> ratios: both ways in turn, medians of one run, so that a busy machine slows both alike."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from statistics import median

from tests.benchmarks.peers import Race

ROUNDS = 7


def ratio(race: Race, rounds: int = ROUNDS) -> float:
    """How many times as long the other way takes; for what has an `at_most`, how many times as long ours takes."""
    race.ours()
    race.theirs()
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(_seconds(race.ours, race.repeat))
        theirs.append(_seconds(race.theirs, 1))
    return median(ours) / median(theirs) if race.at_most is not None else median(theirs) / median(ours)


def is_won(race: Race, found: float) -> bool:
    """Whether a ratio is what it must be."""
    if race.at_most is not None:
        return found <= race.at_most
    return found >= (race.at_least or 0)


def _seconds(work: Callable[[], object], repeat: int) -> float:
    """The time of one call; neither way pays for the garbage the other left behind, as timeit has it."""
    gc.collect()
    gc.disable()
    start = time.perf_counter()
    for _ in range(repeat):
        work()
    taken = time.perf_counter() - start
    gc.enable()
    return taken / repeat

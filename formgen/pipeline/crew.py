"""Pieces of work -> their outcomes in order, done by this process or by several."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import TypeVar

Task = TypeVar("Task")
Piece = TypeVar("Piece")
Outcome = TypeVar("Outcome")

_AHEAD = 3
"""Pieces given out for each process: one is worked on, the next are at hand, and memory stays as it is."""


class Crew:
    """Who does the work: an executor of processes, or nobody but this process."""

    def __init__(self, executor: Executor | None, ahead: int) -> None:
        self._executor = executor
        self._ahead = ahead

    def outcomes(self, do: Callable[[Task, Piece], Outcome], task: Task, pieces: Iterable[Piece]) -> Iterator[Outcome]:
        """Yield `do(task, piece)` of each piece, in their order; `do` must be known by its name in every process."""
        if self._executor is None:
            yield from (do(task, piece) for piece in pieces)
            return
        waiting: deque[Future[Outcome]] = deque()
        for piece in pieces:
            waiting.append(self._executor.submit(do, task, piece))
            if len(waiting) >= self._ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


@contextmanager
def crew(jobs: int) -> Iterator[Crew]:
    """A crew of so many processes, which end with the block; of one job, this process itself."""
    if jobs == 1:
        yield Crew(None, 1)
        return
    executor = ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"))
    try:
        yield Crew(executor, jobs * _AHEAD)
    finally:
        executor.shutdown(cancel_futures=True)


def batches(pieces: Iterable[Piece], size: int) -> Iterator[tuple[Piece, ...]]:
    """Yield the pieces in batches of a size, the last as it comes."""
    source = iter(pieces)
    while batch := tuple(islice(source, size)):
        yield batch

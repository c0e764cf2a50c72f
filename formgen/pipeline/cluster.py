"""Pieces of work -> their outcomes in order, done by the workers of a Dask cluster, which may die and come back.

Dask gives a piece whose worker died to another one. Whatever is done here may therefore be done twice and must be
the same then: documents are made of the same bytes again, and the store knows what it has.
"""

from __future__ import annotations

import logging
import re
import time
import uuid
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any, TypeVar

from formgen.errors import ExitCode, FormgenError
from formgen.message import Message
from formgen.pipeline.crew import Crew
from formgen.pipeline.kit import Kit, OtherProgramError, digest, packed, program
from formgen.pipeline.project import Project

T = TypeVar("T")
Each = TypeVar("Each")
Task = TypeVar("Task", bound=Any)

_ADDRESS = re.compile(r"(tcp|tls|wss?|ucx)://[^\s/]+:[0-9]+/?")
_FORM_OF_ADDRESS = "tcp://…:8786, tls://…:8786"
_SECONDS_TO_CONNECT = 15
_SECONDS_WITHOUT_WORKERS = 120
_LOOK = 5.0
"""Seconds between two looks at who is there."""
_AHEAD = 3
"""Pieces given out for each thread of the cluster: one is worked on, the next are at hand."""
_LOST = 10
"""How many pieces may cost all their workers the life before it is the workers' fault."""


class ClusterError(FormgenError):
    """The cluster cannot be used, or is gone."""

    exit_code = ExitCode.MACHINE_LACKS
    remedy = Message(
        "error.cluster.remedy",
        "Check the address, and that scheduler and workers are running and may be reached; then run the command again. "
        "What was done stays done.",
    )


@contextmanager
def joined(address: str, project: Project) -> Iterator[Cluster]:
    """The workers of the cluster at an address, ready for work on a project; ClusterError, OtherProgramError."""
    files = packed(project)
    client = _connected(address)
    try:
        _check(client, address)
        # A task, not data: should every worker that has it die, Dask makes it anew.
        kit = client.submit(Kit, files, program(), key=f"formgen-project-{digest(files)}")
        yield Cluster(client, address, kit)
    finally:
        with suppress(Exception):
            client.close(timeout=_LOOK)


class Cluster(Crew):
    """The workers of a Dask cluster."""

    def __init__(self, client: Any, address: str, kit: Any) -> None:
        super().__init__(None, 0)
        self._client, self._address, self._kit = client, address, kit
        self._looked, self._most = -_LOOK, 1
        self._lost = 0

    def outcomes(  # type: ignore[override]  # pieces are batches, so that they may be divided
        self,
        do: Callable[[Task, tuple[Each, ...]], list[T]],
        task: Task,
        pieces: Iterable[tuple[Each, ...]],
        lost: Callable[[Each], T] | None = None,
    ) -> Iterator[list[T]]:
        """Yield `do(task, piece)` of each piece, in their order; where it is done the task's `home` is the project.

        `lost` says what stands for the one thing that costs every worker the life that tries it. ClusterError.
        """
        waiting: deque[tuple[tuple[Each, ...], Any]] = deque()
        for piece in pieces:
            waiting.append((piece, self._submit(do, task, piece)))
            if len(waiting) >= self._room():
                yield self._outcome(do, task, waiting, lost)
        while waiting:
            yield self._outcome(do, task, waiting, lost)

    def _submit(self, do: Callable[[Task, tuple[Each, ...]], list[T]], task: Task, piece: tuple[Each, ...]) -> Any:
        key = f"formgen-{do.__name__.strip('_')}-{uuid.uuid4().hex}"
        with self._reachable():
            return self._client.submit(_done, self._kit, do, task, piece, key=key)

    def _room(self) -> int:
        """How many pieces may be given out; workers may have come since it was asked last."""
        if time.monotonic() - self._looked > _LOOK:
            self._most = max(self._threads(), 1) * _AHEAD
            self._looked = time.monotonic()
        return self._most

    def _outcome(
        self,
        do: Callable[[Task, tuple[Each, ...]], list[T]],
        task: Task,
        waiting: deque[tuple[tuple[Each, ...], Any]],
        lost: Callable[[Each], T] | None,
    ) -> list[T]:
        """The outcome of the first piece; one that cost its workers the life is done again thing by thing, alone."""
        from distributed import KilledWorker

        piece, future = waiting.popleft()
        try:
            return self._result(future)
        except KilledWorker as error:
            # A worker that cannot even take the work in dies of it.
            _check(self._client, self._address)
            if error.task == self._kit.key:
                raise ClusterError(_message("lost", self._address)) from error
        for _, other in waiting:
            with suppress(Exception):
                self._settle(other)
        found: list[T] = []
        for each in piece:
            try:
                found += self._result(self._submit(do, task, (each,)))
            except KilledWorker as error:
                self._lost += 1
                if lost is None or self._lost > _LOST:
                    raise ClusterError(_message("lost", self._address)) from error
                found.append(lost(each))
        return found

    def _result(self, future: Any) -> list[Any]:
        with self._reachable():
            self._settle(future)
            found: list[Any] = future.result()
            return found

    def _settle(self, future: Any) -> None:
        """Wait until a piece has come to its end, as long as there is anybody who may do it."""
        seen = time.monotonic()
        while True:
            try:
                future.exception(timeout=_LOOK)
            except TimeoutError:
                if self._threads():
                    seen = time.monotonic()
                elif time.monotonic() - seen > _SECONDS_WITHOUT_WORKERS:
                    raise ClusterError(_message("no-workers", self._address)) from None
            else:
                return

    def _threads(self) -> int:
        """How many threads all workers have now."""
        with self._reachable():
            try:
                return sum(self._client.nthreads().values())
            except OSError as error:
                raise CancelledError from error

    @contextmanager
    def _reachable(self) -> Iterator[None]:
        """What Dask raises where scheduler or program are not there, in our terms."""
        try:
            yield
        except CancelledError as error:
            raise ClusterError(_message("gone", self._address)) from error
        except ModuleNotFoundError as error:
            if (error.name or "").partition(".")[0] != "formgen":
                raise
            raise OtherProgramError(self._address, "–") from error


def _done(kit: Kit, do: Callable[[Task, Any], T], task: Task, piece: Any) -> T:
    """Do a piece of work on a worker."""
    return do(replace(task, home=kit), piece)


def _connected(address: str) -> Any:
    """A client of the scheduler; ClusterError."""
    try:
        from distributed import Client
    except ImportError as error:
        raise ClusterError(
            Message(
                "error.cluster-extra", "A cluster needs packages that are not installed: {reason}.", {"reason": error}
            ),
            Message("error.cluster-extra.remedy", 'Install them: python -m pip install "formgen[cluster]"'),
        ) from error
    for name in ("distributed", "distributed.client"):
        # Dask tells of every attempt to reach somebody; what comes of them is told by ourselves.
        logging.getLogger(name).setLevel(logging.CRITICAL)
    if not _ADDRESS.fullmatch(address):
        # Dask would try for long, and end with a fault of its own.
        raise _unreached(address, _FORM_OF_ADDRESS)
    try:
        if address.startswith("tls://") and not _has_certificates():
            raise ClusterError(_message("tls", address))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Client(address, timeout=_SECONDS_TO_CONNECT, set_as_default=False)
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        raise _unreached(address, str(error) or type(error).__name__) from error


def _unreached(address: str, reason: str) -> ClusterError:
    values = {"address": address, "reason": reason}
    return ClusterError(Message("error.cluster", "The cluster {address} is not reached: {reason}.", values))


def _has_certificates() -> bool:
    """Whether Dask is told by which certificates it is to connect; it would try for long without."""
    import dask.config
    from distributed.security import Security

    has_loader = dask.config.get("distributed.client.security-loader", None) is not None
    return has_loader or Security().get_connection_args("client").get("ssl_context") is not None


def _check(client: Any, address: str) -> None:
    """Make sure that there are workers, and that they run this very program."""
    try:
        client.wait_for_workers(1, timeout=_SECONDS_TO_CONNECT)
    except TimeoutError as error:
        raise ClusterError(_message("no-workers", address)) from error
    for worker, found in client.run(program, on_error="return").items():
        if found != program():
            raise OtherProgramError(worker, found if isinstance(found, str) else "–")


def _message(what: str, address: str) -> Message:
    words = _WORDS[what]
    return Message(words.context, words.text, {"address": address})


_WORDS = {
    "no-workers": Message("error.cluster.no-workers", "The cluster {address} has no workers."),
    "tls": Message(
        "error.cluster.tls", "For {address} there are no certificates in Dask's configuration (distributed.comm.tls)."
    ),
    "gone": Message("error.cluster.gone", "The scheduler {address} is gone."),
    "lost": Message("error.cluster.lost", "The workers of {address} come to their end again and again."),
}

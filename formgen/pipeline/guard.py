"""Jobs on hostile input -> outcomes from processes that are ended when they hang, bloat or break down."""

from __future__ import annotations

import io
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

import psutil

from formgen.errors import ExitCode, FormgenError
from formgen.message import Message
from formgen.model.finding import Finding, finding
from formgen.model.limits import DEFAULT, FIXED, MEGABYTE, Limits, passed
from formgen.pipeline.frames import read_frame, write_frame

_START = "import sys; start, *sys.path = sys.argv[1:]; from formgen.pipeline.worker import serve; serve(start)"
_SECONDS_TO_START = 120
_TICK = 0.02
"""Seconds between two looks at the workers: memory is taken at a few megabytes a millisecond at most."""
_SLACK = MEGABYTE
_NOTHING: tuple[str, Any] = ("", None)
_HARMLESS = {("datetime", "date"), ("decimal", "Decimal"), ("builtins", "frozenset"), ("builtins", "set")}


class EndedError(Exception):
    """A worker came to its end on a job; `finding` says why."""

    def __init__(self, why: Finding) -> None:
        super().__init__(why.code)
        self.finding = why


class WorkerFault(Exception):  # noqa: N818  (a fault of the program, never an error an operator can mend)
    """A fault of the program inside a worker; the message is the worker's traceback."""


class Guard:
    """A few workers, started at once and kept: `submit` gives a job to the next free one.

    `start` names a function, as `module:function`, which is called once in each worker, with the arguments and
    the limits, and returns what does a job. The workers begin to start before the limits are asked for, which
    may take as long. A future gives the outcome of its job, or raises EndedError where the worker had to be ended
    or broke down, FormgenError, or WorkerFault. Outcomes are made of our own model and of plain values only:
    anything else a worker sends is taken for a breakdown.
    """

    def __init__(self, start: str, argument: tuple[object, ...], limits: Callable[[], Limits], jobs: int = 1) -> None:
        self._start = start
        self._workers = [_Worker(start) for _ in range(jobs)]
        self._closed = threading.Event()
        self._lock = threading.Lock()
        try:
            self._limits = limits()
        except BaseException:
            self._end()
            raise
        self._order = pickle.dumps((argument, self._limits))
        for worker in self._workers:
            worker.begin(self._order, self._limits)
        self._free = list(self._workers)
        self._threads = ThreadPoolExecutor(jobs, "formgen-guard")
        threading.Thread(target=self._watch, name="formgen-watch", daemon=True).start()

    @property
    def limits(self) -> Limits:
        """The limits that are kept."""
        return self._limits

    def submit(self, job: object) -> Future[Any]:
        """Have a job done by a worker."""
        return self._threads.submit(self._do, job)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _end(self) -> None:
        self._closed.set()
        with self._lock:
            for worker in self._workers:
                worker.end(None)

    def _do(self, job: object) -> object:
        with self._lock:
            worker = self._free.pop()
        try:
            return worker.ask(job)
        finally:
            with self._lock:
                if worker.is_spent() and not self._closed.is_set():
                    worker.end(None)
                    self._workers.remove(worker)
                    worker = _Worker(self._start)
                    worker.begin(self._order, self._limits)
                    self._workers.append(worker)
                self._free.append(worker)

    def _watch(self) -> None:
        """Look at every working worker again and again; end what passes its time or its memory."""
        while not self._closed.wait(_TICK):
            with self._lock:
                workers = list(self._workers)
            for worker in workers:
                worker.look()


def _started(command: list[str]) -> subprocess.Popen[bytes]:
    """A process that Ctrl-C does not reach, since the parent ends it, and that opens no window."""
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
        return subprocess.Popen(  # noqa: S603  (this very Python, with a constant program)
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, creationflags=flags
        )
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, process_group=0)  # noqa: S603  (the same)


class _Worker:
    """One process that does jobs, one at a time."""

    def __init__(self, start: str) -> None:
        self._limits = DEFAULT
        self._process = _started([sys.executable, "-c", _START, start, *sys.path])
        self._view = psutil.Process(self._process.pid)
        self._started = False
        self._until: float | None = None
        self._why: Finding | None = None
        self._broken = False
        self._peak = 0
        self._lock = threading.Lock()

    def begin(self, order: bytes, limits: Limits) -> None:
        """Tell the process what it is for, and under which limits."""
        self._limits = limits
        with suppress(OSError):
            self._send(order)

    def ask(self, job: object) -> object:
        """Do a job and hand back its outcome."""
        if not self._started:
            self._receive(_SECONDS_TO_START)
            self._started = True
        try:
            self._send(pickle.dumps(job))
        except OSError as error:
            self._broken = True
            raise EndedError(finding("reader-ended")) from error
        return self._receive(self._limits.seconds)

    def look(self) -> None:
        """End the process if it has worked too long or taken too much."""
        memory = self._memory() if self._until is not None else 0
        with self._lock:  # an outcome that came in this moment must not be followed by the end of an idle worker
            if self._until is None:
                return
            self._peak = max(self._peak, memory)
            if time.monotonic() > self._until:
                self.end(passed(self._limits, "seconds"))
            elif memory > self._limits.memory_megabytes * MEGABYTE:
                self.end(passed(self._limits, "memory_megabytes"))

    def end(self, why: Finding | None) -> None:
        """End the process, for a reason or because it is not needed any more."""
        self._why = self._why or why
        self._broken = True
        with suppress(OSError):
            self._process.kill()
        if why is None:
            self._process.wait()
            for stream in (self._process.stdin, self._process.stdout):
                with suppress(OSError):
                    if stream is not None:
                        stream.close()

    def is_spent(self) -> bool:
        """Whether the process is gone, or has kept so much memory that a new one is better."""
        return self._broken or self._memory() > self._limits.memory_megabytes * MEGABYTE // 2

    def _memory(self) -> int:
        try:
            memory = self._view.memory_info()
        except psutil.Error:
            return 0
        return max(int(memory.rss), int(getattr(memory, "private", 0)))

    def _send(self, frame: bytes) -> None:
        assert self._process.stdin is not None
        write_frame(self._process.stdin, frame)

    def _receive(self, seconds: int) -> object:
        """The next outcome; whatever is no outcome is a breakdown."""
        assert self._process.stdout is not None
        self._until = time.monotonic() + seconds
        try:
            frame = read_frame(self._process.stdout, FIXED["result_megabytes"] * MEGABYTE + _SLACK)
            kind, told = _Ours(io.BytesIO(frame)).load() if frame else _NOTHING
        except Exception as error:
            raise self._breakdown() from error
        finally:
            with self._lock:
                self._until = None
        match kind:
            case "outcome":
                return told
            case "unreadable" if isinstance(told, Finding):
                raise EndedError(told)
            case "memory":
                self._broken = True
                raise EndedError(passed(self._limits, "memory_megabytes"))
            case "error":
                raise _error(*told)
            case "fault":
                raise WorkerFault(f"\n{told}")
            case _:
                raise self._breakdown()

    def _breakdown(self) -> Exception:
        self._broken = True
        if not self._started:
            return WorkerFault("A process for reading could not be started.")
        if self._why is None and self._peak > self._limits.memory_megabytes * MEGABYTE // 2:
            self._why = passed(self._limits, "memory_megabytes")  # a library gave up when no more was to be had
        return EndedError(self._why or finding("reader-ended"))


class _Ours(pickle.Unpickler):
    """Reads what a worker sends, which may have been taken over by what it read: nouns of the model, no functions."""

    def find_class(self, module: str, name: str) -> Any:
        if not module.startswith("formgen.model.") and module != "formgen.message" and (module, name) not in _HARMLESS:
            raise pickle.UnpicklingError(f"{module}.{name}")
        found = super().find_class(module, name)
        if not isinstance(found, type):
            raise pickle.UnpicklingError(f"{module}.{name}")
        return found


def _error(
    code: int, message: Message, remedy: Message | None, details: tuple[Message, ...], faults: list[Any]
) -> FormgenError:
    error = FormgenError(message, remedy)
    error.exit_code, error.details = ExitCode(code), details
    error.faults = [_Fault(*fault) for fault in faults]  # type: ignore[attr-defined]
    return error


class _Fault:
    """A fault of a definition as the worker told it."""

    def __init__(self, file: str, line: int, what: Message) -> None:
        self.file, self.line, self.what = file, line, what

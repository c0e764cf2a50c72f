"""Jobs on hostile input -> outcomes, in a process that its parent can end and that can do nothing but read."""

from __future__ import annotations

import faulthandler
import importlib
import os
import pickle
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from formgen.errors import FormgenError
from formgen.model.limits import FIXED, MEGABYTE, Limits, passed
from formgen.pipeline.compiled import cache_folder
from formgen.pipeline.frames import read_frame, write_frame

Handler = Callable[[Any], object]
_FORBIDDEN = frozenset(
    {
        "socket.bind",
        "socket.connect",
        "socket.getaddrinfo",
        "socket.gethostbyaddr",
        "socket.gethostbyname",
        "socket.sendto",
        "subprocess.Popen",
        "os.exec",
        "os.fork",
        "os.forkpty",
        "os.posix_spawn",
        "os.spawn",
        "os.startfile",
        "os.system",
        "os.mkdir",
        "os.remove",
        "os.rename",
        "os.rmdir",
        "os.link",
        "os.symlink",
        "os.truncate",
    }
)
_LIBRARIES = 256
"""Megabytes of addresses for libraries that are loaded when they are needed; they are not all memory."""
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC


def serve(start: str) -> None:
    """Answer jobs from the parent until it closes the pipe or goes away.

    `start` names the function, as `module:function`, that makes what does the jobs.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    jobs, outcomes = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)  # what a library prints would be taken for an outcome
    reason = _attempt(lambda _: None, None)
    handler: Handler | None = None
    module, _, name = start.partition(":")
    try:
        begin = getattr(importlib.import_module(module), name)
        argument, limits = pickle.loads(read_frame(jobs))  # noqa: S301  (from the parent)
        handler = begin(*argument, limits)
        _confine(limits)
    except Exception:  # noqa: BLE001  (whatever hinders the start is told by the parent)
        reason = _fault()
    write_frame(outcomes, reason)
    os.dup2(silence, 2)
    while handler is not None and (frame := read_frame(jobs)):
        # Should the parent be gone or stopped, nobody else ends a job that hangs.
        faulthandler.dump_traceback_later(2 * limits.seconds + 10, exit=True)
        outcome = _attempt(handler, pickle.loads(frame))  # noqa: S301  (from the parent)
        if len(outcome) > FIXED["result_megabytes"] * MEGABYTE:
            found = -(-len(outcome) // MEGABYTE)
            outcome = pickle.dumps(("unreadable", passed(limits, "result_megabytes", found)))
        write_frame(outcomes, outcome)
        faulthandler.cancel_dump_traceback_later()


def _attempt(handler: Handler, job: Any) -> bytes:
    """The outcome of a job as a message: what was read, or what went wrong."""
    try:
        return pickle.dumps(("outcome", handler(job)))
    except MemoryError:
        return pickle.dumps(("memory", None))
    except FormgenError as error:
        faults = [(str(each.file), each.line, each.what) for each in getattr(error, "faults", ())]
        told = (int(error.exit_code), error.message, error.remedy, error.details, faults)
        return pickle.dumps(("error", told))
    except Exception:  # noqa: BLE001  (a fault of ours: the parent shows it and ends)
        return _fault()


def _fault() -> bytes:
    import traceback

    return pickle.dumps(("fault", traceback.format_exc()))


def _confine(limits: Limits) -> None:
    """Give up what reading a document does not need: memory without end, the network, programs, writing."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        taken = int(_statm().split()[0]) * resource.getpagesize()
        most = taken + (limits.memory_megabytes + _LIBRARIES) * MEGABYTE
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.dont_write_bytecode = True
    kept = str(cache_folder())

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        is_writing = event == "open" and isinstance(arguments[2], int) and bool(arguments[2] & _WRITING)
        if (is_writing or event in _FORBIDDEN) and not (arguments and _is_in(kept, arguments[0])):
            raise PermissionError(event)

    sys.addaudithook(refuse)


def _is_in(folder: str, path: object) -> bool:
    """Whether a path is in the folder where compiled blanks of ours are kept."""
    try:
        return os.fsdecode(path).startswith(folder)  # type: ignore[arg-type]
    except TypeError:
        return False


def _statm() -> str:
    with open("/proc/self/statm", encoding="ascii") as stream:  # noqa: PTH123
        return stream.read()

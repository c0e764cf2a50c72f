"""What a worker is told to do -> a worker that hangs, bloats, breaks down, lies or reaches outside."""

from __future__ import annotations

import ctypes
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from formgen.errors import ExitCode, FormgenError
from formgen.message import Message
from formgen.model.limits import Limits


class Lie:
    """Something that would run a program where it is unpickled."""

    def __reduce__(self) -> tuple[object, ...]:
        return (os.system, ("echo taken over",))


class OperatorError(FormgenError):
    """An error the operator can mend."""

    exit_code = ExitCode.AT_FAULT


def start(mark: str, limits: Limits) -> Callable[[str], object]:
    """Begin; the jobs are the names of what is to go wrong."""
    assert limits.seconds
    if mark == "not at all":
        raise ValueError(mark)

    def do(job: str) -> object:
        return _DOES[job]() if job in _DOES else f"{mark} {job}"

    return do


def _bloat() -> None:
    held = []
    while True:
        held.append(bytearray(b"x" * (1 << 22)))


def _fail() -> None:
    raise KeyError("a fault of ours")


def _tell() -> None:
    raise OperatorError(Message("x", "told"), Message("y", "remedy"))


def _print() -> str:
    sys.stdout.write("noise")
    sys.stdout.flush()
    os.write(1, b"more noise")
    return "said nothing"


def _refused(act: Callable[[], object]) -> Callable[[], str]:
    def tried() -> str:
        try:
            act()
        except PermissionError:
            return "refused"
        return "done"

    return tried


_DOES: dict[str, Callable[[], object]] = {
    "pid": os.getpid,
    "hang": lambda: time.sleep(600),
    "bloat": _bloat,
    "exit": lambda: os._exit(3),
    "crash": lambda: ctypes.string_at(0),
    "lie": Lie,
    "fault": _fail,
    "tell": _tell,
    "much": lambda: "x" * (40 << 20),
    "print": _print,
    "write": _refused(lambda: Path("written").write_text("x", "utf-8")),
    "delete": _refused(lambda: Path("written").unlink()),
    "network": _refused(lambda: socket.create_connection(("192.0.2.7", 80), timeout=1)),
    "name": _refused(lambda: socket.getaddrinfo("example.am", 80)),
    "program": _refused(lambda: subprocess.run([sys.executable, "--version"], check=False)),
}

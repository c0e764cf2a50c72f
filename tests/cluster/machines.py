"""A Dask scheduler and workers as an office starts them, on this machine."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.loop import ROOT

_SECONDS = 60


class Machines:
    """A scheduler with its workers, each a process of its own."""

    def __init__(self, folder: Path, workers: int = 2, **settings: str) -> None:
        self.folder, self._settings = folder, settings
        self._started: list[subprocess.Popen[bytes]] = []
        self._scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show")
        self.address = self._told(0, r"Scheduler at:\s*(tcp://\S+)")
        self.workers = [self.add() for _ in range(workers)]
        for number in range(1, workers + 1):
            self._told(number, r"Registered to:\s*(tcp://\S+)")

    def add(self, home: Path = ROOT) -> subprocess.Popen[bytes]:
        """Start one more worker of one thread, with the formgen of a folder; it comes when it is ready."""
        where = ("--no-dashboard", "--no-nanny", "--local-directory", str(self.folder), "--host", "127.0.0.1")
        return self._start("worker", self.address, "--nthreads", "1", *where, home=home)

    def wait_for(self, workers: int) -> None:
        """Wait until the scheduler knows of so many workers."""
        from distributed import Client

        with Client(self.address, set_as_default=False) as client:
            until(lambda: len(client.nthreads()) == workers)

    def kill(self) -> None:
        """End a worker as a machine ends that loses its power, and start another one."""
        worker = self.workers.pop(0)
        worker.kill()
        worker.wait()
        self.workers.append(self.add())

    def end(self) -> None:
        """End everything."""
        for each in self._started:
            each.kill()
            each.wait()

    def _start(self, kind: str, *arguments: str, home: Path = ROOT) -> subprocess.Popen[bytes]:
        log = (self.folder / f"log-{len(self._started)}").open("wb")
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *arguments]
        # The folder is where the workers find formgen, before any that is installed.
        settings = {**os.environ, "PYTHONPATH": str(home), **self._settings}
        process = subprocess.Popen(command, cwd=home, stdout=log, stderr=subprocess.STDOUT, env=settings)
        self._started.append(process)
        log.close()
        return process

    def _told(self, number: int, pattern: str) -> str:
        """What a process says of itself, once it does."""
        found: list[str] = []

        def look() -> bool:
            found.extend(re.findall(pattern, (self.folder / f"log-{number}").read_text()))
            return bool(found)

        until(look)
        return found[0]


def until(what: Callable[[], bool]) -> None:
    """Wait for something."""
    end = time.monotonic() + _SECONDS
    while not what():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)

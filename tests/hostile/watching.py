"""`formgen extract` on files of strangers -> its lines, its exit code, and how much memory and time it took."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from tests.loop import ROOT

_TICK = 0.02


@dataclass(slots=True)
class Run:
    """One run of the command; `memory` is the most any of its processes had, in bytes, by the time it was looked."""

    code: int = 0
    lines: list[dict[str, Any]] = field(default_factory=list)
    said: str = ""
    seconds: float = 0.0
    memory: list[tuple[float, int]] = field(default_factory=list)
    of_parent: list[tuple[float, int]] = field(default_factory=list)


def extract(project: Path, paths: Sequence[Path | bytes], *options: str) -> Run:
    """Run the command as a person does, and watch all its processes."""
    run = Run()
    started = time.monotonic()
    command = [sys.executable, "-m", "formgen", "--project", str(project), "extract", "--json", *options, *paths]
    paths_of_modules = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("FORMGEN_SPY"))))
    environment = {**os.environ, "PYTHONPATH": paths_of_modules, "LANG": "C.UTF-8"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
    watcher = threading.Thread(target=_watch, args=(process.pid, started, run), daemon=True)
    watcher.start()
    out, err = process.communicate(timeout=1200)
    watcher.join(5)
    run.code, run.seconds = process.returncode, time.monotonic() - started
    run.lines = [json.loads(line) for line in out.decode("utf-8").splitlines()]
    run.said = err.decode("utf-8")
    return run


def _watch(pid: int, started: float, run: Run) -> None:
    try:
        parent = psutil.Process(pid)
        while parent.is_running() and parent.status() != psutil.STATUS_ZOMBIE:
            now = time.monotonic() - started
            run.of_parent.append((now, parent.memory_info().rss))
            run.memory.append((now, max(_rss(each) for each in (parent, *parent.children(recursive=True)))))
            time.sleep(_TICK)
    except psutil.Error:
        return


def _rss(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0

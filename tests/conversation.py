"""A program that is asked in lines and answers in lines, with a time limit for each answer."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path


class SilentError(Exception):
    """The program ended or did not answer in time."""


class Conversation:
    """One running program; `ask` writes a line and returns the answer's lines up to a line `end`."""

    def __init__(self, command: Sequence[str], log: Path) -> None:
        self._log = log
        self._stderr = log.open("ab")
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._stderr,
            encoding="utf-8",
            start_new_session=True,
        )
        self._lines: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line.rstrip("\r\n"))
        self._lines.put(None)

    def ask(self, line: str, seconds: float = 120) -> list[str]:
        """Send a line and wait for the answer; SilentError where none comes."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()
        except OSError as error:
            raise SilentError(self._last_words()) from error
        answer: list[str] = []
        while True:
            try:
                heard = self._lines.get(timeout=seconds)
            except queue.Empty as error:
                self.end()
                raise SilentError(f"no answer in {seconds} seconds; {self._last_words()}") from error
            if heard is None:
                raise SilentError(self._last_words())
            if heard == "end":
                return answer
            answer.append(heard)

    def _last_words(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")[-2000:]

    def end(self) -> None:
        """Close the program's input and wait for it; end it where it does not go."""
        if self._process.stdin and not self._process.stdin.closed:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(timeout=10)
        if hasattr(os, "killpg"):
            # What the program started goes with it, however it ended.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._stderr.close()

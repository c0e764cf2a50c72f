"""The files of one export -> all of them in place, each whole, or none of them."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO, Self

from formgen.report.export.describing import Json, Written
from formgen.report.export.text import Dialect


class Parts:
    """The files of one export while they are written; they get their names together at the end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._parts: dict[str, Path] = {}
        self._open: list[IO[bytes]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for stream in self._open:
            stream.close()
        for part in self._parts.values():
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def open(self, name: str) -> IO[bytes]:
        """Begin a file; nobody but its owner may read it."""
        number, part = tempfile.mkstemp(prefix=f".{name}.", suffix=".part", dir=self._folder)
        self._parts[name] = Path(part)
        stream = os.fdopen(number, "w+b")
        self._open.append(stream)
        return stream

    def written(self, name: str, dialect: Dialect | None = None, sheet: str | None = None) -> Written:
        """End a file and measure it."""
        digest = hashlib.sha256()
        with self._parts[name].open("rb") as stream:
            while chunk := stream.read(1 << 20):
                digest.update(chunk)
        return Written(name, self._parts[name].stat().st_size, digest.hexdigest(), dialect, sheet)

    def json(self, name: str, content: Json) -> None:
        """Write a description."""
        with self.open(name) as stream:
            stream.write((json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n").encode("utf-8"))

    def keep(self) -> list[Path]:
        """Give every file its name."""
        for stream in self._open:
            stream.close()
        paths = []
        for name, part in list(self._parts.items()):
            path = self._folder / name
            part.replace(path)
            del self._parts[name]
            paths.append(path)
        return paths

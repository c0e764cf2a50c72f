"""Paths that were named -> the files to be read, folder by folder."""

from __future__ import annotations

import os
import stat
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from formgen.document.leftovers import is_left_by_a_program
from formgen.model.finding import Finding, finding
from formgen.pipeline.urls import Url, files_at

_JUNCTION = 0xA0000003
"""How Windows marks a folder that is another folder (IO_REPARSE_TAG_MOUNT_POINT)."""


@dataclass(frozen=True, slots=True)
class Place:
    """Something to be read: a file, or by numbers what is in it; how it is called; a reason not to read it.

    A file at a `url` has to be fetched before it is read, and has the path of its copy from then on.
    """

    path: Path
    shown: str
    inside: tuple[int, ...] = ()
    fault: Finding | None = None
    url: Url | None = None


def walk(paths: Iterable[Path | Url]) -> Iterator[Place]:
    """The files named, in order; the files of a folder and of its folders sorted by name. UrlError.

    Links are not followed. What programs leave beside documents is passed over, unless it is named itself.
    """
    for path in paths:
        yield from _walk_url(path) if isinstance(path, Url) else _walk_folder(path)


def _walk_url(url: Url) -> Iterator[Place]:
    if (local := url.local) is not None:
        yield from (replace(place, shown=f"file://{place.shown}") for place in _walk_folder(local))
        return
    for each, fault in files_at(url):
        yield Place(Path(str(each)), str(each), fault=fault, url=each)


def _walk_folder(named: Path) -> Iterator[Place]:
    waiting = deque([(named, True)])
    while waiting:
        path, is_named = waiting.popleft()
        if not _is_folder(path):
            if is_named or not is_left_by_a_program(path.name):
                yield Place(path, path.as_posix())
            continue
        try:
            names = sorted(os.listdir(path))  # noqa: PTH208  (names alone: a folder may hold a hundred thousand)
        except OSError as error:
            reason = error.strerror or str(error)
            yield Place(path, path.as_posix(), fault=finding("unreachable", reason=reason))
            continue
        waiting.extendleft((path / name, False) for name in reversed(names) if not is_left_by_a_program(name))


def _is_folder(path: Path) -> bool:
    try:
        what = path.lstat()
    except (OSError, ValueError):
        return False
    return stat.S_ISDIR(what.st_mode) and getattr(what, "st_reparse_tag", 0) != _JUNCTION

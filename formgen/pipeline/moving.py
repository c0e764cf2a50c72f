"""A file that was taken in -> another folder, whole, under its name or the next free one."""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from formgen.errors import ExitCode, FormgenError
from formgen.message import Message
from formgen.pipeline.urls import Url

if TYPE_CHECKING:
    from collections.abc import Iterable

    from formgen.pipeline.ingest import Given

CHANGED = Message("moving.changed", "it has been changed since it was read; take it in again")
_TRIES = 10_000


class NotMovableError(FormgenError):
    """Files are to be moved that are not on this machine."""

    exit_code = ExitCode.USAGE
    remedy = Message("error.not-movable.remedy", "Leave --move-to away, or move them by a program of that store.")


class NotMovedError(Exception):
    """A file stays where it is; `reason` says why. Caught by the command, which goes on."""

    def __init__(self, reason: Message | str) -> None:
        super().__init__(str(reason))
        self.reason = reason


def check_movable(paths: Iterable[Path | Url]) -> None:
    """Refuse to move what is not on this machine; NotMovableError."""
    for path in paths:
        if isinstance(path, Url) and path.local is None:
            raise NotMovableError(
                Message("error.not-movable", "{url} is not on this machine and cannot be moved.", {"url": path})
            )


def move(given: Given, folder: Path) -> bool:
    """Move a file all of whose documents are in the journal; False for another, which stays. NotMovedError.

    Nothing in the folder is overwritten, and the file is at one of the two places at every moment.
    """
    if not given.taken or any(each.incoming is None for each in given.taken):
        return False
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if given.path.parent.resolve() == folder.resolve():
            return False
        if _sha256(given.path) != given.sha256:
            raise NotMovedError(CHANGED)
        for number in range(1, _TRIES):
            name = given.path.name if number == 1 else f"{given.path.stem} ({number}){given.path.suffix}"
            with suppress(FileExistsError):
                _move_to(given.path, folder / name)
                return True
    except OSError as error:
        raise NotMovedError(error.strerror or str(error)) from error
    raise NotMovedError(f"({_TRIES})")


def _move_to(path: Path, target: Path) -> None:
    """Move a file to a name that is free; FileExistsError where it is not."""
    if os.name == "nt":
        path.rename(target)  # which never replaces a file there
        return
    try:
        os.link(path, target, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError:
        # Another file system, or one without links.
        _copy_to(path, target)
    path.unlink()


def _copy_to(path: Path, target: Path) -> None:
    with target.open("xb") as copy:
        try:
            with path.open("rb") as original:
                shutil.copyfileobj(original, copy)
            copy.flush()
            os.fsync(copy.fileno())
        except OSError:
            target.unlink()
            raise
    shutil.copystat(path, target)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

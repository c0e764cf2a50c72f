"""A URL -> the files that are there, and the bytes of one, through whatever fsspec knows."""

from __future__ import annotations

import errno
import os
import re
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from formgen.document.archive import MAGIC
from formgen.document.leftovers import is_left_by_a_program
from formgen.document.unreadable import UnreadableError
from formgen.errors import ExitCode, FormgenError
from formgen.message import Message
from formgen.model.finding import Finding, finding
from formgen.model.limits import MEGABYTE, Limits, passed

_CHUNK = 1 << 20
_WHO = re.compile(r"(?<=://)[^/?#\s]*@")
_SIGNED = re.compile(r"(https?://[^\s?]*\?)[^\s'\"]*")


class UrlError(FormgenError):
    """A URL cannot be used on this machine."""

    exit_code = ExitCode.MACHINE_LACKS
    remedy = Message(
        "error.url.remedy",
        'Check the address and what it needs: python -m pip install "formgen[cluster]", and for a store such as S3 '
        "the package and the keys of that store.",
    )


def harmless(text: str) -> str:
    """A text with the addresses in it, but without what opens them: users, passwords, signatures."""
    return _SIGNED.sub(r"\1…", _WHO.sub("", text))


@dataclass(frozen=True, slots=True)
class Url:
    """A file or a folder by its address, as fsspec spells it; people see it without what opens it."""

    text: str = field(repr=False)

    def __str__(self) -> str:
        return harmless(self.text)

    def __truediv__(self, name: str) -> Url:
        parts = self.text.split("::")
        # Of a chain (simplecache::s3://bucket/folder) the first part with a path is the place itself.
        place = next((number for number, part in enumerate(parts) if "://" in part), 0)
        parts[place] += name if parts[place].endswith("/") else f"/{name}"
        return Url("::".join(parts))

    @property
    def name(self) -> str:
        """The name of the file."""
        return _name(next((part for part in self.text.split("::") if "://" in part), self.text))

    @property
    def local(self) -> Path | None:
        """The path, if this is a place on the machine itself (`file://`)."""
        if not self.text.startswith(("file://", "local://")):
            return None
        return Path(self.opened()[1])

    def opened(self) -> tuple[Any, str]:
        """The file system, and the path in it; UrlError."""
        try:
            from fsspec.core import url_to_fs

            files, path = url_to_fs(self.text)
        except (ImportError, ValueError) as error:
            raise self._error(error) from error
        return files, str(path)

    def exists(self) -> bool:
        """Whether there is a file; UrlError."""
        files, path = self.opened()
        with self._in_our_terms():
            return bool(files.exists(path))

    def read_bytes(self) -> bytes:
        """The bytes of a file of our own; UrlError."""
        files, path = self.opened()
        with self._in_our_terms():
            return bytes(files.cat_file(path))

    def write_bytes(self, content: bytes) -> None:
        """Write a file; object stores do so whole or not at all. UrlError."""
        files, path = self.opened()
        with self._in_our_terms():
            try:
                files.pipe_file(path, content)
            except FileNotFoundError:  # object stores have no folders that must be there
                files.makedirs(path.rpartition("/")[0], exist_ok=True)
                files.pipe_file(path, content)

    @contextmanager
    def _in_our_terms(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # every store has errors of its own
            raise self._error(error) from error

    def _error(self, error: Exception) -> UrlError:
        values = {"url": self, "reason": _reason(error)}
        return UrlError(Message("error.url", "{url} cannot be used here: {reason}.", values))


def files_at(url: Url) -> Iterator[tuple[Url, Finding | None]]:
    """The file of a URL; or the files of the folder there and of its folders sorted by name, as of a local one.

    What cannot be listed, or is no file, comes with the reason.
    """
    try:
        files, path = url.opened()
        # A web server has no folders: a page that ends in a slash is taken for the list of one.
        is_folder = path.endswith("/") if "http" in str(files.protocol) else files.isdir(path)
    except UrlError:
        raise
    except Exception as error:  # noqa: BLE001  (every store has errors of its own)
        yield url, _unreachable(error)
        return
    waiting = deque([(url, path, "directory" if is_folder else "file")])
    while waiting:
        place, path, kind = waiting.popleft()
        if kind != "directory":
            yield place, None if kind == "file" else finding("not-a-file")
            continue
        try:
            found = {_name_in(path, each["name"]): each for each in files.ls(path, detail=True)}
        except Exception as error:  # noqa: BLE001  (the same)
            yield place, _unreachable(error)
            continue
        names = [name for name in sorted(found, reverse=True) if name and not is_left_by_a_program(name)]
        waiting.extendleft((place / name, found[name]["name"], found[name]["type"]) for name in names)


def fetch(url: Url, target: Path, limits: Limits) -> None:
    """Copy a file to this machine; UnreadableError where it cannot be had, or is larger than any that is read."""
    try:
        files, path = url.opened()
        with files.open(path, "rb") as stream, target.open("xb") as copy:
            head = stream.read(_CHUNK)
            limit = "archive_megabytes" if head.startswith(MAGIC) else "mail_megabytes"
            _check(getattr(stream, "size", None), limits, limit)
            size = 0
            while head:
                size += len(head)
                _check(size, limits, limit)
                copy.write(head)
                head = stream.read(_CHUNK)
    except (UnreadableError, UrlError):
        raise
    except Exception as error:
        raise UnreadableError(_unreachable(error)) from error


def _check(size: int | None, limits: Limits, limit: str) -> None:
    """Refuse what no reader would read: a file that is no archive is told as the document it must be."""
    if size is not None and size > getattr(limits, limit) * MEGABYTE:
        told = limit if limit == "archive_megabytes" else "document_megabytes"
        raise UnreadableError(passed(limits, told, -(-size // MEGABYTE)))


def _unreachable(error: Exception) -> Finding:
    return finding("unreachable", reason=_reason(error))


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return os.strerror(errno.ENOENT)
    return getattr(error, "strerror", None) or harmless(str(error)) or type(error).__name__


def _name(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]


def _name_in(folder: str, path: str) -> str:
    """The name of what is in a folder; none of the folder itself and of places elsewhere, which some stores list."""
    start = f"{folder.strip('/')}/".lstrip("/")
    name = path.strip("/").removeprefix(start)
    is_in = path.strip("/").startswith(start) and "/" not in name and name not in {".", ".."}
    return name if is_in else ""

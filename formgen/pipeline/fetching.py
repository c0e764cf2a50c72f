"""Places at URLs -> places on this machine, for as long as they are read."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from itertools import count, repeat
from pathlib import Path

from formgen.document.unreadable import UnreadableError
from formgen.model.limits import Limits
from formgen.pipeline.urls import fetch
from formgen.pipeline.walking import Place

_AT_ONCE = 8
"""Files that are fetched at the same time: a store far away answers late, but answers many."""


@contextmanager
def fetched(
    places: Sequence[Place], limits: Limits, beside: os.PathLike[str] | None = None
) -> Iterator[Sequence[Place]]:
    """The same places, those at URLs as files in a folder of our own that is gone at the end.

    The folder is made in another one, or where the system keeps such. Whatever reads documents may not use the
    network; what could not be had has the reason. UrlError.
    """
    if all(place.url is None for place in places):
        yield places
        return
    with tempfile.TemporaryDirectory(prefix="formgen-", dir=beside, ignore_cleanup_errors=True) as folder:
        targets = (Path(folder) / str(number) for number in count())
        with ThreadPoolExecutor(_AT_ONCE, "formgen-fetch") as threads:
            here = list(threads.map(_here, places, targets, repeat(limits)))
        yield here


def _here(place: Place, target: Path, limits: Limits) -> Place:
    if place.url is None or place.fault is not None:
        return place
    try:
        fetch(place.url, target, limits)
    except UnreadableError as error:
        return replace(place, fault=error.finding, url=None)
    return replace(place, path=target, url=None)

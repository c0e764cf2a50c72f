"""Files, folders, archives and mails as they come in -> one report a document, in order, whatever they hold."""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYetError
from contextlib import contextmanager
from dataclasses import replace
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from formgen.model.finding import Status, finding
from formgen.model.form import for_variant
from formgen.model.limits import passed
from formgen.model.listing import Listing
from formgen.model.report import Report
from formgen.pipeline.crew import batches
from formgen.pipeline.fetching import fetched
from formgen.pipeline.guard import EndedError, Guard
from formgen.pipeline.jobs import Job, Wish, rejected, today
from formgen.pipeline.project import Project
from formgen.pipeline.urls import Url
from formgen.pipeline.walking import Place, walk

_READER = "formgen.pipeline.reading:reader"
_AHEAD = 2
"""Jobs given out for each worker at least: the next one waits while a report is shown."""
_MORE_AHEAD = 48
_BYTES_AHEAD = 8 << 20
"""So many jobs are given out while their files are small: workers have work while many reports are written at once."""
_FETCHED = 32
"""Files at URLs that are fetched before they are read."""
_PATIENCE = 0.5
"""Seconds after which a wait looks up, so that Ctrl-C is heard on Windows too."""


Read = Callable[[Iterator[Place]], Iterator[Report]]
"""What reads: places -> a report a document, in their order."""


def extract(
    project: Project,
    paths: Iterable[Path | Url],
    received: dt.date | None = None,
    *,
    keep: bool = False,
    explain: bool = False,
    jobs: int = 1,
    cluster: str | None = None,
) -> Iterator[Report]:
    """Read completed documents; every document gives one report, whatever it is, in the order of the paths.

    Nothing foreign is opened in this process: `jobs` others do it, or the workers of a `cluster`, and are ended where
    a file is too much for them. `keep` asks for the bytes of the documents with their reports, `explain` for what was
    done to them. Raises UrlError and ClusterError.
    """
    wish = Wish(received or today(), keep, explain)
    for report in _reports(project, walk(paths), wish, jobs, cluster):
        if explain and report.diagnosis is None:
            from formgen.pipeline.explaining import NOTHING

            report = replace(report, diagnosis=NOTHING)  # noqa: PLW2901
        yield report


def _reports(project: Project, places: Iterator[Place], wish: Wish, jobs: int, cluster: str | None) -> Iterator[Report]:
    if cluster is not None:
        from formgen.pipeline.afar import read_afar

        yield from (with_form(project, report) for report in read_afar(project, cluster, places, wish))
        return
    with readers(project, wish.received, keep=wish.keep, explain=wish.explain, jobs=jobs) as read:
        for is_afar, some in groupby(places, lambda place: place.url is not None):
            if not is_afar:
                yield from read(some)
                continue
            for window in batches(some, _FETCHED):
                with fetched(window, project.settings.limits) as here:
                    yield from read(iter(here))


@contextmanager
def readers(
    project: Project, received: dt.date | None = None, *, keep: bool = False, explain: bool = False, jobs: int = 1
) -> Iterator[Read]:
    """The processes that read, for as long as they are needed: called with places, they give a report a document."""
    wish = Wish(received or today(), keep, explain)
    with guard_of(project, jobs) as guard:
        yield reading(project, guard, wish, jobs * _AHEAD)


def guard_of(project: Project, jobs: int) -> Guard:
    """Processes that read for a project, under its limits."""
    return Guard(_READER, (os.fsencode(project.folder),), lambda: project.settings.limits, jobs)


def reading(project: Project, guard: Guard, wish: Wish, ahead: int = _AHEAD) -> Read:
    """What reads by a guard, which is given so many jobs at a time."""
    return lambda places: (with_form(project, report) for report in _in_order(guard, places, wish, ahead))


class _Ahead:
    """A place, the bytes of its file, 0 where they cannot be told, and its outcome once it was given out."""

    __slots__ = ("outcome", "place", "size")

    def __init__(self, place: Place) -> None:
        self.place = place
        self.outcome: Future[Any] | None = None
        try:
            self.size = place.path.stat().st_size
        except (OSError, ValueError):
            self.size = 0


def _give_out(guard: Guard, waiting: Iterable[_Ahead], wish: Wish, ahead: int) -> None:
    """Give out the first so many places, and those after them until their files are too much to be held at once."""
    size = 0
    for number, each in enumerate(waiting):
        size += each.size
        if number >= ahead and size > _BYTES_AHEAD:
            return
        if each.outcome is None and each.place.fault is None:
            each.outcome = guard.submit(Job(os.fsencode(each.place.path), each.place.inside, wish))


def _in_order(guard: Guard, places: Iterator[Place], wish: Wish, ahead: int) -> Iterator[Report]:
    """The reports of all places; what a container holds takes the container's place."""
    waiting: deque[_Ahead] = deque()
    held: Counter[Path] = Counter()
    most = max(ahead, _MORE_AHEAD)
    while True:
        waiting.extend(_Ahead(place) for place in islice(places, max(0, most - len(waiting))))
        if not waiting:
            return
        _give_out(guard, islice(waiting, most), wish, ahead)
        first = waiting.popleft()
        found = _outcome(first)
        if isinstance(found, Listing):
            held[first.place.path] += len(found.members)
            if held[first.place.path] > guard.limits.container_documents:
                count = held[first.place.path]
                held[first.place.path] -= len(found.members)
                yield rejected(first.place.shown, passed(guard.limits, "container_documents", count))
                continue
            waiting.extendleft(_Ahead(each) for each in reversed(_members(first.place, found)))
        else:
            yield replace(found, submission=replace(found.submission, path=first.place.shown))


def _members(place: Place, listing: Listing) -> list[Place]:
    return [
        Place(place.path, f"{place.shown}!{member.name}", (*place.inside, member.number), member.fault)
        for member in listing.members
    ]


def _outcome(each: _Ahead) -> Report | Listing:
    if each.outcome is None:
        return rejected(each.place.shown, each.place.fault or finding("foreign"))
    while True:
        try:
            outcome = each.outcome.result(_PATIENCE)
        except NotYetError:
            if each.outcome.done():
                raise
        except EndedError as error:
            return rejected(each.place.shown, error.finding)
        else:
            is_one = isinstance(outcome, Report | Listing)
            return outcome if is_one else rejected(each.place.shown, finding("reader-ended"))


def with_form(project: Project, report: Report) -> Report:
    """A report with the form it is of, which a worker does not send."""
    stamp = report.stamp
    if stamp is None or report.status is Status.REJECTED:
        return report
    edition = project.edition(stamp.form, stamp.version)
    return replace(report, form=for_variant(edition, stamp.variant) if edition else None)

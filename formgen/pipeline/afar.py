"""Places and a cluster -> the reports of what is there, read by its workers.

A worker of Dask opens no document: it hands them to guarded processes of its own, as one machine does.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace

from formgen.model.finding import finding
from formgen.model.report import Report
from formgen.pipeline.cluster import joined
from formgen.pipeline.crew import batches
from formgen.pipeline.fetching import fetched
from formgen.pipeline.intake import reading
from formgen.pipeline.jobs import Wish, rejected
from formgen.pipeline.kit import Kit
from formgen.pipeline.project import Project
from formgen.pipeline.walking import Place

_BATCH = 32
"""Files given out at a time: enough that giving them out does not count, few enough to do again gladly."""


@dataclass(frozen=True, slots=True)
class _Reading:
    home: os.PathLike[str]
    wish: Wish


def read_afar(project: Project, cluster: str, places: Iterator[Place], wish: Wish) -> Iterator[Report]:
    """The reports of all places in their order; ClusterError, OtherProgramError."""
    with joined(cluster, project) as workers:
        task = _Reading(project.folder, wish)
        for some in workers.outcomes(_read, task, given_out(places), lambda place: [ended(place)]):
            for reports in some:
                yield from reports


def given_out(places: Iterator[Place]) -> Iterator[tuple[Place, ...]]:
    """Places in batches, by paths that hold for a worker, which has a working directory of its own."""
    return batches(
        (place if place.url is not None else replace(place, path=place.path.absolute()) for place in places), _BATCH
    )


def ended(place: Place) -> Report:
    """The report of a place that cost every worker the life."""
    return rejected(place.shown, place.fault or finding("reader-ended"))


def kit_at(home: os.PathLike[str]) -> Kit:
    """The project of a task, on a worker."""
    assert isinstance(home, Kit)
    return home


def _read(task: _Reading, places: tuple[Place, ...]) -> list[list[Report]]:
    kit = kit_at(task.home)
    with fetched(places, kit.project.settings.limits, kit) as here:
        read = reading(kit.project, kit.guard, task.wish)
        return [[replace(report, form=None) for report in read(iter(here))]]

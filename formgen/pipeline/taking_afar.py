"""Places, a store and a cluster -> what became of the files, each batch read and written by one of its workers."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import URL, make_url

from formgen.errors import ExitCode, FormgenError
from formgen.message import Message
from formgen.model.report import Report
from formgen.pipeline.afar import ended, given_out, kit_at
from formgen.pipeline.cluster import joined
from formgen.pipeline.fetching import fetched
from formgen.pipeline.ingest import Given, Order, take_in
from formgen.pipeline.intake import Read, reading
from formgen.pipeline.jobs import Wish
from formgen.pipeline.project import Project
from formgen.pipeline.registry.retelling import retold
from formgen.pipeline.registry.taking import Outcome, Taken
from formgen.pipeline.walking import Place
from formgen.store.address import SQLITE, shown
from formgen.store.events import last_event
from formgen.store.kept import Incoming, State
from formgen.store.opening import Store, open_store


class NotSharedError(FormgenError):
    """The store is a file of this machine, which the others cannot write."""

    exit_code = ExitCode.USAGE
    remedy = Message(
        "error.not-shared.remedy",
        "Name a database that every worker reaches, with --db postgresql+psycopg://user@server/name.",
    )


@dataclass(frozen=True, slots=True)
class _Taking:
    """How files are taken in; `before` is the last event of the store before the run."""

    home: os.PathLike[str]
    address: str = field(repr=False)
    order: Order
    before: int


@dataclass(frozen=True, slots=True)
class _Told:
    """What became of a file; of a document that was known, what became of it if that was in this very run."""

    given: Given
    first: Mapping[Incoming, Taken] = field(default_factory=dict)


def check_shared(address: URL) -> None:
    """Refuse a store that is a file, before it is made; NotSharedError."""
    if address.get_backend_name() == SQLITE:
        values = {"store": shown(address)}
        raise NotSharedError(
            Message("error.not-shared", "The machines of a cluster cannot share the file {store}.", values)
        )


def take_in_afar(
    project: Project, store: Store, places: Iterator[Place], order: Order, cluster: str
) -> Iterator[Given]:
    """Have files taken in by the workers; NotSharedError, ClusterError, OtherProgramError.

    A batch whose worker died after it was written is found in the store by the next one. It is told as what it came
    to then, once for each document, so that the counts are those of a run that nothing disturbs.
    """
    check_shared(store.engine.url)
    with store.read() as connection:
        before = last_event(connection)
    once = _Once()
    with joined(cluster, project) as workers:
        address = store.engine.url.render_as_string(hide_password=False)
        task = _Taking(project.folder, address, order, before)
        for told in workers.outcomes(_take_in, task, given_out(places), _refused):
            for each in told:
                yield replace(each.given, taken=tuple(once.told(one, each.first) for one in each.given.taken))


class _Once:
    """Which documents of a run were told, so that each is told once as new: a bit a document, whatever their number."""

    def __init__(self) -> None:
        self._years: defaultdict[int, bytearray] = defaultdict(bytearray)

    def told(self, taken: Taken, first: Mapping[Incoming, Taken]) -> Taken:
        """What is to be told of a document: as new where it is met first, as known from then on."""
        if taken.incoming is None or (taken.outcome is Outcome.KNOWN and taken.incoming not in first):
            return taken
        is_first = self._enter(taken.incoming)
        if taken.outcome is Outcome.KNOWN:
            return replace(first[taken.incoming], path=taken.path) if is_first else taken
        return taken if is_first else Taken(taken.path, Outcome.KNOWN, taken.incoming, taken.record, taken.state)

    def _enter(self, incoming: Incoming) -> bool:
        bits, (place, bit) = self._years[incoming.year], divmod(incoming.number, 8)
        bits.extend(bytes(max(0, place + 1 - len(bits))))
        is_new = not bits[place] >> bit & 1
        bits[place] |= 1 << bit
        return is_new


def _refused(place: Place) -> _Told:
    taken = Taken(place.shown, Outcome.REFUSED, None, None, State.REJECTED, ended(place))
    return _Told(Given(Path(place.shown), None, (taken,)))


def _take_in(task: _Taking, places: tuple[Place, ...]) -> list[_Told]:
    """Read and write a batch, on a worker."""
    kit, order = kit_at(task.home), task.order

    def began() -> AbstractContextManager[Read]:
        return nullcontext(reading(kit.project, kit.guard, Wish(order.origin.received, keep=True)))

    store = open_store(make_url(task.address))
    try:
        with fetched(places, kit.project.settings.limits, kit) as here:
            given = list(take_in(kit.project, store, iter(here), order, began))
        known = {one.incoming for each in given for one in each.taken if one.outcome is Outcome.KNOWN and one.incoming}
        with store.read() as connection:
            first = retold(connection, known, task.before)
    finally:
        store.engine.dispose()
    called = {place.path: Path(place.shown) for place in places}
    return [_Told(replace(_slim(each), path=called.get(each.path, each.path)), first) for each in given]


def _slim(given: Given) -> Given:
    """What the one who shows it needs: no bytes, no answers."""
    return replace(given, taken=tuple(replace(each, report=each.report and _bare(each.report)) for each in given.taken))


def _bare(report: Report) -> Report:
    submission = replace(report.submission, content=None)
    return Report(submission, report.status, report.findings, report.stamp, report.found_by)

"""Received files -> the store: each document once, however often it is given and wherever a run was interrupted."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path
from time import monotonic

from sqlalchemy import Connection

from formgen.document.opening import open_file, read_file
from formgen.document.unreadable import UnreadableError
from formgen.model.document import Submission
from formgen.model.report import Report
from formgen.pipeline.fetching import fetched
from formgen.pipeline.intake import Read, readers
from formgen.pipeline.project import Project
from formgen.pipeline.registry.acting import Actor, actor
from formgen.pipeline.registry.taking import Outcome, Taken, new_document, take, take_again
from formgen.pipeline.urls import Url
from formgen.pipeline.walking import Place, walk
from formgen.store.documents import Known, add_container, add_source, known, known_containers
from formgen.store.events import note
from formgen.store.kept import Action, Event, Origin, State
from formgen.store.opening import Store

BATCH = 32
"""How many documents one transaction takes: enough that the disk's time does not count, few enough to lose gladly."""

BATCH_BYTES = 16 << 20
BATCH_SECONDS = 2.0
_WINDOW = 256
"""How many files are asked about at a time."""
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Order:
    """How documents are to be taken in: as come in how, by whom; `again` reads rejected ones anew."""

    origin: Origin
    by: str
    jobs: int = 1
    again: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """A file that was given, the digest of its bytes where they could be had, and what became of what is in it."""

    path: Path
    sha256: str | None
    taken: tuple[Taken, ...]


def ingest(
    project: Project, store: Store, paths: Iterable[Path | Url], order: Order, cluster: str | None = None
) -> Iterator[Given]:
    """Take files in, one after the other; a file gives what became of it, or of every document in it.

    Nothing is locked while documents are read. What has been yielded is in the store for good; a run that is ended
    leaves out only what it has not yielded. The workers of a `cluster` do it all, reading and writing. Raises
    StoreBusyError, StoreUnusableError, UrlError and ClusterError.
    """
    places = _outside(store, walk(paths))
    if cluster is not None:
        from formgen.pipeline.taking_afar import take_in_afar

        return take_in_afar(project, store, places, order, cluster)
    return take_in(project, store, places, order)


def take_in(
    project: Project,
    store: Store,
    places: Iterator[Place],
    order: Order,
    reading: Callable[[], AbstractContextManager[Read]] | None = None,
) -> Iterator[Given]:
    """Take files in as `ingest` does; `reading` begins the processes that read, if they are not those of the run."""
    began = reading or partial(readers, project, order.origin.received, keep=True, jobs=order.jobs)
    with ExitStack() as stack:
        read: Read | None = None
        while some := tuple(islice(places, _WINDOW)):
            with fetched(some, project.settings.limits) as here:
                sorted_out = tuple(_sorted_out(store, [_hashed(place) for place in here], order))
                unknown = [each for each in sorted_out if isinstance(each, _File)]
                if unknown and read is None:
                    # The processes that read are started when there is something to read.
                    read = stack.enter_context(began())
                taken = _take_in(project, store, unknown, read, order) if unknown and read is not None else iter(())
                for each in sorted_out:
                    yield each if isinstance(each, Given) else next(taken)


@dataclass(frozen=True, slots=True)
class _File:
    place: Place
    sha256: str | None


def _outside(store: Store, places: Iterable[Place]) -> Iterator[Place]:
    """Files but those of the store itself, which may lie in the folder that is taken in."""
    ends = ("", "-wal", "-shm") if store.is_file else ()
    own = {store.path.resolve().with_name(store.path.name + end) for end in ends}
    names = {path.name for path in own}
    return (each for each in places if each.path.name not in names or each.path.resolve() not in own)


def _hashed(place: Place) -> _File:
    digest = hashlib.sha256()
    try:
        if place.fault is not None:
            return _File(place, None)
        with open_file(place.path) as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
    except (UnreadableError, OSError):
        return _File(place, None)
    return _File(place, digest.hexdigest())


def _sorted_out(store: Store, window: Sequence[_File], order: Order) -> Iterator[Given | _File]:
    """Tell files that are in the journal from those to be read; a place not seen before is noted."""
    digests = [each.sha256 for each in window if each.sha256 is not None]
    with store.read() as connection:
        documents, containers = known(connection, digests), known_containers(connection, digests)
    held = {digest: {"": entry} for digest, entry in documents.items()} | {**containers}
    unseen: list[tuple[str, Known]] = []
    found: list[Given | _File] = []
    for each in window:
        entries = held.get(each.sha256 or "", {})
        if not entries or (order.again and any(map(_may_be_read_again, entries.values()))):
            found.append(each)
            continue
        inside = [(f"{each.place.shown}!{place}" if place else each.place.shown, entries[place]) for place in entries]
        unseen += [(shown, entry) for shown, entry in inside if shown not in entry.paths]
        found.append(Given(each.place.path, each.sha256, tuple(_known(shown, entry) for shown, entry in inside)))
    if any(entry.state is not State.FORGOTTEN for _, entry in unseen):
        who = actor(order.by)
        with store.write() as connection:
            for shown, entry in unseen:
                _note_source(connection, shown, entry, who)
    yield from found


def _known(path: str, entry: Known) -> Taken:
    outcome = Outcome.FORGOTTEN if entry.state is State.FORGOTTEN else Outcome.KNOWN
    return Taken(path, outcome, entry.incoming, entry.record, entry.state)


def _may_be_read_again(entry: Known) -> bool:
    return entry.record is None and entry.state is State.REJECTED


def _note_source(connection: Connection, path: str, entry: Known, who: Actor) -> None:
    if entry.state is not State.FORGOTTEN and add_source(connection, entry.id, path, who.at):
        note(connection, Event(who.at, who.by, Action.SEEN_AGAIN, entry.id))


@dataclass
class _Batch:
    """What was read and is not written yet: files, each with its reports; the last may not be complete."""

    reports: list[tuple[int, Report]] = field(default_factory=list)
    size: int = 0
    since: float = field(default_factory=monotonic)

    def add(self, number: int, report: Report) -> None:
        self.reports.append((number, report))
        self.size += len(report.submission.content or b"")

    @property
    def is_full(self) -> bool:
        late = monotonic() - self.since >= BATCH_SECONDS
        return late or len(self.reports) >= BATCH or self.size >= BATCH_BYTES


def _take_in(project: Project, store: Store, files: Sequence[_File], read: Read, order: Order) -> Iterator[Given]:
    """Read files that are not in the journal and write what they hold, many documents in one transaction."""
    taken: list[list[Taken]] = [[] for _ in files]
    batch, current, told = _Batch(), 0, 0
    for report in read(each.place for each in files):
        while not _is_of(report, files[current].place):
            current += 1
        batch.add(current, _with_bytes(report, files[current]))
        if batch.is_full:
            for number, each in _write(project, store, batch, order):
                taken[number].append(each)
            batch = _Batch()
            # The last file may be an archive with more in it.
            yield from _complete(store, files[told:current], taken[told:current])
            told = current
    for number, each in _write(project, store, batch, order):
        taken[number].append(each)
    yield from _complete(store, files[told:], taken[told:])


def _is_of(report: Report, place: Place) -> bool:
    return report.submission.path == place.shown or report.submission.path.startswith(f"{place.shown}!")


def _with_bytes(report: Report, file: _File) -> Report:
    """The report of a file whose reader came to an end gets its bytes here, where nobody looks into them."""
    if report.submission.content is not None or report.submission.path != file.place.shown:
        return report
    try:
        content = read_file(file.place.path)
    except UnreadableError:
        return report
    return replace(
        report, submission=Submission.of(report.submission.path, content, report.submission.format, keep=True)
    )


def _complete(store: Store, files: Sequence[_File], taken: Sequence[Sequence[Taken]]) -> Iterator[Given]:
    """What became of files that were read to their end; an archive that is in the journal as a whole is noted."""
    whole = {
        file.sha256: {each.path.removeprefix(f"{file.place.shown}!"): each.incoming for each in documents}
        for file, documents in zip(files, taken, strict=True)
        if file.sha256 is not None and any(each.path != file.place.shown for each in documents)
    }
    complete = {digest: held for digest, held in whole.items() if None not in held.values()}
    if complete:
        with store.write() as connection:
            for digest, held in complete.items():
                add_container(connection, digest, {place: each for place, each in held.items() if each is not None})
    for file, documents in zip(files, taken, strict=True):
        yield Given(file.place.path, file.sha256, tuple(documents))


def _write(project: Project, store: Store, batch: _Batch, order: Order) -> Iterator[tuple[int, Taken]]:
    """Keep a batch in one transaction; what another process has taken in meanwhile is known now."""
    if not batch.reports:
        return
    who = actor(order.by)
    written: list[tuple[int, Taken]] = []
    with store.write() as connection:
        digests = [report.submission.sha256 for _, report in batch.reports if report.submission.sha256 is not None]
        in_journal: dict[str, Known | None] = dict(known(connection, digests))
        for number, report in batch.reports:
            written.append((number, _write_one(connection, project, report, in_journal, (order, who))))
    yield from written


def _write_one(
    connection: Connection,
    project: Project,
    report: Report,
    in_journal: dict[str, Known | None],
    how: tuple[Order, Actor],
) -> Taken:
    order, who = how
    submission = report.submission
    if submission.content is None or submission.sha256 is None:
        return Taken(submission.path, Outcome.REFUSED, None, None, State.REJECTED, report)
    if submission.sha256 in in_journal and in_journal[submission.sha256] is None:
        in_journal.update(known(connection, [submission.sha256]))
    entry = in_journal.get(submission.sha256)
    document = new_document(report, order.origin)
    if entry is None:
        taken = take(connection, project, report, document, who)
        # The same bytes may come again in the same batch; they are looked up then.
        in_journal[submission.sha256] = None
        return taken
    _note_source(connection, submission.path, entry, who)
    if order.again and _may_be_read_again(entry):
        in_journal[submission.sha256] = None
        return take_again(connection, project, report, document, (entry.id, entry.incoming), who)
    return _known(submission.path, entry)

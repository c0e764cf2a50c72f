"""Runs of minutes or hours, outside the daily check: `python -m tests.benchmarks --long fill --count 100000`.

Each prints what it measured and what was wanted, and says 1 where that was not reached. They want a machine that has
nothing else to do, and room on the disk: `read` and `ingest` write all their documents, `fill` removes them at once.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, pairwise
from pathlib import Path
from statistics import median

from sqlalchemy import create_engine, text

from formgen.model.document import Format
from tests.benchmarks.records import FORM, sample, write_list
from tests.benchmarks.running import Taken, run
from tests.benchmarks.sample import LOCALE
from tests.benchmarks.saying import say
from tests.postgresql import PostgreSQL
from tests.store.crowd import make

_FEW = 100
_SAME_RATE = 1.1
"""A document of a large folder may take so many times what one of a small folder takes."""
_MEGABYTES = 300
_FLAT = 1.1
"""The last quarter of a run may take so many times the memory of the second."""
_FILL_GAIN, _INGEST_GAIN = 1.8, 1.7
_TURNS = ((1, 2), (2, 1))
"""One job and two take turns, since a machine's speed changes in minutes; and who begins changes."""
_SHARES = 10
"""So many runs, one after the other, take in the documents."""
_APART = 5000
"""Fills of a run by which the machine itself is measured."""

Formats = Collection[Format]
Runs = Mapping[int, list[Taken]]
"""The runs with so many jobs."""


def read(count: int, folder: Path, formats: Formats) -> bool:
    """A folder of many is read at the rate of one of a few, in each format."""
    held = True
    for format_ in formats:
        cost = {}
        sizes = (_FEW, 2 * _FEW, count)
        for size in sizes:
            inbox = folder / f"{size}-{format_}"
            inbox.mkdir()
            content = sample().filled(format_)
            for number in range(size):
                (inbox / f"{number:06}.{format_}").write_bytes(content)
            cost[size] = run("extract", str(inbox), "--json")
            assert cost[size].lines == size
        first, second = ((cost[b].cpu - cost[a].cpu) / (b - a) for a, b in pairwise(sizes))
        held &= _tell(
            f"read {format_}: {1000 * first:.2f} ms a document in {_FEW}, {1000 * second:.2f} ms in {count}",
            second / first <= _SAME_RATE,
            f"at most {_SAME_RATE} times",
        )
        _tell_run(f"{count} read", cost[count])
    return held


def fill(count: int, folder: Path, formats: Formats) -> bool:
    """Many fills in one run take no more memory than a few, and two processes nearly half the time."""
    records = write_list(folder / "list.jsonl", count)
    _tell_machine(folder)
    held = True
    for format_ in formats:
        runs: Runs = defaultdict(list)
        for jobs in chain.from_iterable(_TURNS):
            taken = _filled(records, format_, jobs, folder / "filled")
            assert (taken.code, taken.lines) == (0, count)
            _tell_run(f"{count} fills of {format_}, {jobs} jobs", taken)
            held &= _tell_memory(taken.memory)
            runs[jobs].append(taken)
        held &= _tell_gain(runs, _FILL_GAIN)
    return held


def ingest(count: int, folder: Path, _formats: Formats) -> bool:
    """Many documents of a year, a tenth of them damaged, foreign, copies or contradictions, into PostgreSQL."""
    _tell_machine(folder)
    inbox = folder / "inbox"
    expected = make(inbox, count)
    folders = sorted(map(str, inbox.iterdir()))
    server = PostgreSQL()
    held = True
    runs: Runs = defaultdict(list)
    try:
        addresses = {jobs: server.database() for jobs in _TURNS[0]}
        for number in range(min(_SHARES, len(folders))):
            for jobs in _TURNS[number % 2]:
                taken = run("ingest", *folders[number::_SHARES], "--db", addresses[jobs], "--jobs", str(jobs))
                _tell_run(f"share {number + 1} of {count} taken in, {jobs} jobs", taken)
                runs[jobs].append(taken)
        for address in addresses.values():
            with create_engine(address).connect() as connection:
                found = connection.execute(text("select count(*) from document")).scalar_one()
            held &= _tell(f"{found} documents in the journal", found == expected.documents, f"{expected.documents}")
    finally:
        server.end()
    for some in runs.values():
        held &= _tell_memory([each for taken in some for each in taken.memory])
    return _tell_gain(runs, _INGEST_GAIN) and held


LONG: Mapping[str, Callable[[int, Path, Formats], bool]] = {"read": read, "fill": fill, "ingest": ingest}


def long_run(name: str, count: int, formats: Formats, keep: str | None) -> int:
    """Make a long run in a folder, of one's own or another; 1 where something was not reached."""
    with tempfile.TemporaryDirectory(dir=keep) as folder:
        return 0 if LONG[name](count, Path(folder), formats) else 1


def _filled(records: Path, format_: Format, jobs: int, out: Path) -> Taken:
    kind = ("--locale", LOCALE, "--format", str(format_), "--jobs", str(jobs))
    return run("fill", FORM, "--data", str(records), *kind, "--out", str(out), each=_removed)


def _removed(line: str) -> None:
    Path(line).unlink()


def _tell_machine(folder: Path) -> None:
    """What two processes gain that share nothing but the machine: more is not to be had from two jobs."""
    records = write_list(folder / "apart.jsonl", _APART)
    alone = _filled(records, Format.DOCX, 1, folder / "0").clock
    with ThreadPoolExecutor(2) as threads:
        both = threads.map(lambda name: _filled(records, Format.DOCX, 1, folder / name).clock, "12")
    say(f"two runs apart at once: {2 * alone / max(both):.2f} times one after the other")


def _tell_run(what: str, taken: Taken) -> None:
    quarters = ", ".join(map(str, taken.memory))
    say(f"{what}: {taken.clock:.1f} s by the clock, {taken.cpu:.1f} s of CPU; memory in MB by quarters {quarters}")


def _tell_memory(quarters: Sequence[int]) -> bool:
    part = len(quarters) // 4
    second, last, peak = max(quarters[part : 2 * part]), max(quarters[-part:]), max(quarters)
    flat = _tell(f"memory {second} MB, later {last} MB", last <= second * _FLAT, "flat")
    return _tell(f"memory at most {peak} MB", peak < _MEGABYTES, f"under {_MEGABYTES}") and flat


def _tell_gain(runs: Runs, wanted: float) -> bool:
    gains = [one.clock / two.clock for one, two in zip(runs[1], runs[2], strict=True)]
    told = ", ".join(f"{gain:.2f}" for gain in gains)
    return _tell(f"two jobs {median(gains):.2f} times one ({told})", median(gains) >= wanted, f"at least {wanted}")


def _tell(what: str, is_reached: bool, wanted: str) -> bool:  # noqa: FBT001
    say(f"  {what}  ({wanted}){'' if is_reached else '   NOT REACHED'}")
    return is_reached

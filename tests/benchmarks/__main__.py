"""Print what formgen and its peers get right, how fast, and what a document costs: `python -m tests.benchmarks`."""

from __future__ import annotations

import argparse
import platform
import sys
import tempfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from formgen.model.document import Format
from tests.benchmarks.correctness import Tried, tried_filling, tried_reading
from tests.benchmarks.costs import print_costs
from tests.benchmarks.fillers import FILLERS, OURS, Filler
from tests.benchmarks.long import LONG, long_run
from tests.benchmarks.measure import Race, is_won, ratio
from tests.benchmarks.presence import version
from tests.benchmarks.races import filling, guarded, reading
from tests.benchmarks.readers import READERS
from tests.benchmarks.sample import Sample, samples
from tests.benchmarks.saying import say
from tests.benchmarks.shares import print_shares

_FORMS = ("closure", "referral")


def main() -> int:
    """Do what is asked for; 1 where an answer of ours is not right or a ratio is not what it must be."""
    asked = _asked()
    if asked.long:
        return long_run(asked.long, asked.count, tuple(map(Format, asked.format or Format)), asked.keep)
    _tell_machine()
    failed = False
    with _folder(asked.keep) as folder:
        forms = tuple(asked.form or _FORMS)
        names = {each.name for each in (*FILLERS, *READERS) if asked.only in {None, each.name}} - {OURS}
        for sample in (*samples(forms), *samples(forms, "long")):
            for tried in _correctness(sample, folder, asked.only):
                if tried.verdict is None:  # nobody can race what gives up
                    names.discard(tried.way.name)
                failed |= tried.way.name == OURS and (tried.verdict is None or not tried.verdict.is_clean)
        for sample in () if asked.keep else samples(forms):
            failed |= _ratios(sample, folder, names, asked.rounds)
        if not asked.only and not asked.keep:
            print_shares(folder)
            print_costs(folder)
    return int(failed)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    names = sorted({each.name for each in (*FILLERS, *READERS)})
    parser.add_argument("--only", choices=names, help="one way, with every answer it got wrong")
    parser.add_argument("--keep", metavar="FOLDER", help="keep the documents there; nothing is timed then")
    parser.add_argument("--form", action="append", help="a form; without it the closure and the referral")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--long", choices=sorted(LONG), help="a long run instead")
    parser.add_argument("--format", action="append", choices=list(Format), help="a format of a long run; else all")
    parser.add_argument("--count", type=int, default=1000, help="documents of a long run")
    return parser.parse_args()


@contextmanager
def _folder(keep: str | None) -> Iterator[Path]:
    if keep:
        Path(keep).mkdir(parents=True, exist_ok=True)
        yield Path(keep)
    else:
        with tempfile.TemporaryDirectory() as name:
            yield Path(name)


def _tell_machine() -> None:
    say(f"{_processor()}, {psutil.cpu_count()} cores; Python {platform.python_version()}, {platform.system()}")
    needed = sorted({each.needs for each in (*FILLERS, *READERS)}, key=str.lower)
    needed.remove(OURS)
    say(", ".join(f"{each} {version(each)}" for each in needed))


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.is_file() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _correctness(sample: Sample, folder: Path, only: str | None) -> Iterator[Tried]:
    """Print the verdicts as they come."""
    say(f"\n{sample.name}: {len(sample.words)} answers".ljust(32) + "right invented  lost invisible")
    for what, tries in (("fill", tried_filling(sample, folder, only)), ("read", tried_reading(sample, folder, only))):
        for tried in tries:
            say(f"  {what} {tried.way.format:4} {tried.way.name:14}        {_row(tried)}")
            if only:
                _tell_faults(tried)
            yield tried


def _row(tried: Tried) -> str:
    if tried.verdict is None:
        return tried.gave_up.partition("\n")[0][:90] or version(tried.way.needs)
    found = tried.verdict
    unseen = "?" if found.invisible is None else len(found.invisible) if isinstance(tried.way, Filler) else ""
    return f"{found.right:5} {len(found.invented):8} {len(found.lost):5} {unseen:>9}"


def _tell_faults(tried: Tried) -> None:
    if tried.verdict is not None:
        kinds: Iterable[tuple[str, Iterable[str]]] = (
            ("invented", tried.verdict.invented),
            ("lost", tried.verdict.lost),
            ("invisible", tried.verdict.invisible or ()),
        )
        for kind, faults in kinds:
            for fault in faults:
                say(f"      {kind}: {fault}")


def _ratios(sample: Sample, folder: Path, names: Collection[str], rounds: int) -> bool:
    """Print the ratios; True where one is not what it must be."""
    say(f"\n{sample.form}: how many times as much CPU time a document takes")
    with guarded(sample, folder, names) as with_guard:
        races = [*filling(sample, folder, names), *reading(sample, folder, names), *with_guard]
        lost = [race.name for race in races if not _run(race, rounds)]
    return bool(lost)


def _run(race: Race, rounds: int) -> bool:
    found = ratio(race, rounds)
    wanted = "" if race.at_least is None else f"at least {race.at_least:g}"
    say(f"{found:8.1f}  {wanted:>13}  {race.name}{'' if is_won(race, found) else '   NOT REACHED'}")
    return is_won(race, found)


sys.exit(main())

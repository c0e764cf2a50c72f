"""A list, a folder -> what one document costs in `formgen fill`, `extract` and `ingest`: CPU time, bytes, memory.

The commands are run as a person runs them, with few documents and with many; the difference is what documents cost,
without what a command costs that does nothing.
"""

from __future__ import annotations

from pathlib import Path

from formgen.model.document import Format
from tests.benchmarks.records import FORM, write_list
from tests.benchmarks.running import Taken, run
from tests.benchmarks.sample import LOCALE
from tests.benchmarks.saying import say

FEW, MANY = 100, 500
_COUNTS = 10**4, 10**6, 10**8
_UNITS = (("days", 86400), ("hours", 3600), ("minutes", 60), ("seconds", 1))


def print_costs(folder: Path) -> None:
    """Print what a document costs by format, and what many would."""
    say("\nWhat a document costs           CPU ms    bytes  memory MB    10^4, 10^6, 10^8 documents on one core")
    for format_ in Format:
        size = 0
        for command in ("fill", "extract", "ingest"):
            taken = {count: _run(command, folder, format_, count) for count in (FEW, MANY)}
            if command == "fill":
                size = _size(_inbox(folder, format_, MANY)) // MANY
            if command == "ingest":
                size = (_size(_store(folder, format_, MANY)) - _size(_store(folder, format_, FEW))) // (MANY - FEW)
            cpu = (taken[MANY].cpu - taken[FEW].cpu) / (MANY - FEW)
            many = ", ".join(_spoken(cpu * count) for count in _COUNTS)
            figures = f"{1000 * cpu:6.1f}  {size:7}  {taken[MANY].peak:9}"
            say(f"  {command:8} {format_:4}                   {figures}    {many}")


def _spoken(seconds: float) -> str:
    """A time in the largest unit of which it has two or more."""
    name, unit = next((each for each in _UNITS if seconds >= 2 * each[1]), _UNITS[-1])
    return f"{seconds / unit:.0f} {name}"


def _run(command: str, folder: Path, format_: Format, count: int) -> Taken:
    inbox = str(_inbox(folder, format_, count))
    if command == "fill":
        records = write_list(folder / f"{count}.jsonl", count)
        kind = ("--locale", LOCALE, "--format", str(format_))
        return run("fill", FORM, "--data", str(records), *kind, "--out", inbox)
    if command == "extract":
        return run("extract", inbox, "--json")
    return run("ingest", inbox, "--db", str(_store(folder, format_, count) / "records.db"))


def _inbox(folder: Path, format_: Format, count: int) -> Path:
    return folder / f"{count}-{format_}"


def _store(folder: Path, format_: Format, count: int) -> Path:
    """A folder of its own for a store and what the database keeps beside it."""
    path = folder / f"{count}-{format_}-store"
    path.mkdir(exist_ok=True)
    return path


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())

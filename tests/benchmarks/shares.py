"""A run of fills -> where its time goes: in compressing and writing bytes, and in what else.

A clock of CPU time interrupts the run every few milliseconds and notes what was being done; the work itself is left
as it is.
"""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from formgen.model.document import Format
from formgen.pipeline.columns import headings_of
from formgen.pipeline.making import Selection
from formgen.pipeline.prefilling import fill
from formgen.pipeline.records import Headings, open_records
from tests.benchmarks.records import FORM, write_list
from tests.benchmarks.sample import LOCALE
from tests.benchmarks.saying import say
from tests.loop import PROJECT

_TICK = 0.002
"""Seconds of CPU time."""

BYTES = "compressing and writing bytes"
_START = "start"
"""What is made ready once; it is left out of the account."""
_PARTS: Mapping[tuple[str, str], str] = {
    ("package", "pack"): BYTES,
    ("package", "write_package"): BYTES,
    ("pdf/blank", "_updated"): BYTES,
    ("pipeline/making", "write"): BYTES,
    ("pdf/symbol", "turned_by_bit"): _START,
    ("pdf/symbol", ""): "QR codes",
    ("pdf/furniture", ""): "QR codes",
    ("pdf/blank", "__init__"): _START,
    ("docx/filling", "__init__"): _START,
    ("xlsx/blank", "__init__"): _START,
    ("xlsx/blank", "_rooms"): _START,
    ("define", ""): _START,
    ("translate", ""): _START,
    ("validate/lexicon", "make_lexicon"): _START,
    ("pipeline/compiled", ""): _START,
    ("pipeline/prefilling", "_bench"): _START,
    ("pdf/appearance", ""): "drawing answers",
    ("generate", ""): "putting answers in their places",
    ("validate", ""): "checking records",
    ("pipeline/records", ""): "reading records",
    ("pipeline/prefilling", "check"): "checking records",
    ("pipeline/prefilling", "put"): "keeping records",
    ("pipeline/prefilling", "batches"): "keeping records",
}
"""What a function, or any of a module's or folder's, is doing; the first that fits, from the innermost call out."""
_ELSE = "the rest"
_COUNT = 1000


@contextmanager
def shares() -> Iterator[Counter[str]]:
    """Count what is being done while the block runs."""
    found: Counter[str] = Counter()

    def note(_: int, frame: FrameType | None) -> None:
        found[_part(frame)] += 1

    before = signal.signal(signal.SIGPROF, note)
    signal.setitimer(signal.ITIMER_PROF, _TICK, _TICK)
    try:
        yield found
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _part(frame: FrameType | None) -> str:
    while frame is not None:
        path = Path(frame.f_code.co_filename)
        name = path.with_suffix("").as_posix()
        for (place, function), part in _PARTS.items():
            is_there = name.endswith(f"/{place}") or f"/formgen/{place}/" in name
            if is_there and function in {"", frame.f_code.co_name}:
                return part
        frame = frame.f_back
    return _ELSE


def print_shares(folder: Path) -> None:
    """Fill a list in each format and print where the time of `formgen fill` goes, what is made ready once left out."""
    say("\nWhere the time of a fill goes (of the form with most questions, records read, checked and written)")
    records = open_records(write_list(folder / "list.jsonl", _COUNT), _headings(), {})
    for format_ in Format:
        wanted = Selection((FORM,), (LOCALE,), (format_,))
        with shares() as found:
            for _ in fill(PROJECT, folder / "fills", records, wanted, overwrite=True):
                pass
        del found[_START]
        total = found.total()
        told = ", ".join(f"{part} {100 * count / total:.0f} %" for part, count in found.most_common())
        say(f"  {format_:4}  {told}")


def _headings() -> Headings:
    definition = PROJECT.definition(FORM)
    return headings_of(PROJECT.shown(definition, locale) for locale in PROJECT.locales)

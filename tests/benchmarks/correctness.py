"""Every way to fill and to read a form -> its verdict, before anybody asks how fast it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from tests.benchmarks.fillers import FILLERS, Filler
from tests.benchmarks.judge import Verdict, held, judged, judged_texts, unseen
from tests.benchmarks.presence import is_present
from tests.benchmarks.readers import READERS, Reader
from tests.benchmarks.sample import Sample


@dataclass(frozen=True)
class Tried:
    """A way that was gone with one record: its verdict, or None where what it needs is absent or it gave up."""

    way: Filler | Reader
    verdict: Verdict | None
    gave_up: str = ""


def tried_filling(sample: Sample, folder: Path, only: str | None = None) -> Iterator[Tried]:
    """Fill a form in all ways, or in one; the documents stay in the folder."""
    for way in FILLERS:
        if only in {None, way.name} and is_present(way.needs):
            path = folder / f"{sample.name}.{way.name}.{way.format}"
            try:
                path.write_bytes(way.prepare(sample, folder)())
            except Exception as error:  # noqa: BLE001  (whatever a library gives up with is its verdict)
                yield Tried(way, None, f"{type(error).__name__}: {error}")
                continue
            verdict = judged(held(path, way.format, sample), sample)
            yield Tried(way, replace(verdict, invisible=unseen(path, way.format, sample, folder)))
        elif only in {None, way.name}:
            yield Tried(way, None)


def tried_reading(sample: Sample, folder: Path, only: str | None = None) -> Iterator[Tried]:
    """Have a form read in all ways, or in one: filled in by formgen, and blank, where nothing is to be told."""
    for way in READERS:
        if only in {None, way.name} and is_present(way.needs):
            yield Tried(way, _read(way, sample, folder))
        elif only in {None, way.name}:
            yield Tried(way, None)


def _read(way: Reader, sample: Sample, folder: Path) -> Verdict:
    told = []
    for name, content in (("filled", sample.filled(way.format)), ("blank", sample.blank(way.format))):
        path = folder / f"{sample.name}.{name}.{way.format}"
        path.write_bytes(content)
        told.append(way.told(way.read(path), sample, folder))
    filled, blank = told
    if isinstance(filled, Mapping) and isinstance(blank, Mapping):
        verdict = judged(filled, sample)
        return replace(verdict, invented=[*verdict.invented, *judged(blank, sample).invented])
    assert not isinstance(filled, Mapping)
    assert not isinstance(blank, Mapping)
    return judged_texts(filled, blank, sample)

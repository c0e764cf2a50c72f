"""Samples -> the races between formgen and the libraries people would use instead, with what must come of them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from formgen.model.document import Format
from formgen.pipeline.intake import readers as guarded_readers
from formgen.pipeline.walking import walk
from tests.benchmarks.fillers import FILLERS, OURS
from tests.benchmarks.measure import Race
from tests.benchmarks.presence import is_present
from tests.benchmarks.readers import DAY, READERS, by_formgen
from tests.benchmarks.sample import Sample, samples
from tests.loop import PROJECT, ROOT

FILLING = {"pypdf": 150, "pikepdf": 5, "docxtpl": 19, "openpyxl": 60}
"""What is held in filling; the other ways are measured only."""
READING = {"pypdf": 1, "python-docx": 4, "openpyxl": 10}
"""What is held in reading without the guard, validation included."""
GUARDED = {"pypdf": 4, "python-docx": 5, "openpyxl": 15}
"""What is aimed at in reading with the guard."""
_FOLDER = 200


def races(folder: Path, forms: Collection[str] = ()) -> list[Race]:
    """The races whose ratios are held, for each form or for those named; files to read are put into a folder."""
    found = [Race("formgen --help / import click", show_help, _import_click, at_most=1.5)]
    for sample in samples(tuple(forms)):
        found += [*filling(sample, folder, FILLING), *reading(sample, folder, READING)]
    return found


def filling(sample: Sample, folder: Path, names: Collection[str]) -> Iterator[Race]:
    """Blanks filled with one record, by the ways named."""
    ours = {each.format: each for each in FILLERS if each.name == OURS}
    for each in FILLERS:
        if each.name in names and is_present(each.needs):
            yield Race(
                f"fill {sample.form} {each.format}: {each.name} / formgen",
                ours[each.format].prepare(sample, folder),
                each.prepare(sample, folder),
                at_least=FILLING.get(each.name),
                repeat=10,
            )


def reading(sample: Sample, folder: Path, names: Collection[str]) -> Iterator[Race]:
    """A filled document read, identification and validation included, by the ways named."""
    for each in READERS:
        if each.name in names and is_present(each.needs):
            path = _filled(sample, each.format, folder)
            yield Race(
                f"read {sample.form} {each.format}: {each.name} / formgen",
                lambda path=path: by_formgen(path),  # type: ignore[misc]
                lambda each=each, path=path: each.read(path),  # type: ignore[misc]
                at_least=READING.get(each.name),
                repeat=10,
            )


@contextmanager
def guarded(sample: Sample, folder: Path, names: Collection[str]) -> Iterator[Sequence[Race]]:
    """The same with the guard: a folder of documents through a worker that is kept, parent and worker counted."""
    found = []
    with guarded_readers(PROJECT, DAY) as read:
        for each in READERS:
            if each.name in names and is_present(each.needs):
                path = _filled(sample, each.format, folder)
                inbox = folder / f"{sample.name}-{each.format}"
                inbox.mkdir(exist_ok=True)
                for number in range(_FOLDER):
                    (inbox / f"{number:04}.{each.format}").write_bytes(path.read_bytes())
                found.append(
                    Race(
                        f"read {sample.form} {each.format}: {each.name} / formgen with the guard",
                        lambda inbox=inbox: _read_all(read, inbox),  # type: ignore[misc]
                        lambda each=each, path=path: each.read(path),  # type: ignore[misc]
                        at_least=GUARDED.get(each.name),
                        documents=_FOLDER,
                        kept=True,
                    )
                )
        yield found


def _read_all(read: Callable[..., Iterator[object]], inbox: Path) -> None:
    assert sum(1 for _ in read(walk([inbox]))) == _FOLDER


def _filled(sample: Sample, format_: Format, folder: Path) -> Path:
    path = folder / f"{sample.name}.filled.{format_}"
    if not path.is_file():
        path.write_bytes(sample.filled(format_))
    return path


# --- starting


def show_help() -> str:
    """What `formgen --help` says."""
    return _python("-m", "formgen", "--help")


def _import_click() -> str:
    return _python("-c", "import click")


def _python(*arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, *arguments]
    return subprocess.run(command, env=environment, capture_output=True, check=True, encoding="utf-8").stdout

"""What one document costs the store when it holds a thousand records, and when it holds many: run by hand.

    python -m tests.store.cost FOLDER 100000

Only the writing is measured, in transactions of `ingest`'s size; reading a document does not know of the store.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

from formgen.model.document import Stamp, Submission
from formgen.model.record import Record
from formgen.model.report import Report
from formgen.pipeline.ingest import BATCH
from formgen.pipeline.registry.taking import new_document, take
from formgen.store.documents import known
from formgen.store.kept import Origin
from tests.loop import PROJECT
from tests.registry import DAY, Registry, case, report_of

SIZE = 80_000
_MEASURED = 30
"""Transactions whose time is looked at, at each size."""


def main(folder: Path, count: int) -> None:
    """Fill a store and say what a document costs on the way."""
    registry = Registry.at(folder / "cost.db")
    sample = report_of(Stamp("closure", "1.0", "hy"), case("closure-armenian"))
    spent: list[float] = []
    for number in range(0, count, BATCH):
        reports = [_numbered(sample, each) for each in range(number, number + BATCH)]
        began = time.perf_counter()
        with registry.store.write() as connection:
            known(connection, [each.submission.sha256 or "" for each in reports])
            for report in reports:
                take(connection, PROJECT, report, new_document(report, Origin(DAY)), registry.who())
        spent.append((time.perf_counter() - began) / BATCH)
        if number // BATCH in {1000 // BATCH + _MEASURED, count // BATCH - 1}:
            cost = median(spent[-_MEASURED:])
            sys.stdout.write(f"{number + BATCH} records: {1000 * cost:.2f} ms a document\n")
            sys.stdout.flush()


def _numbered(sample: Report, number: int) -> Report:
    assert sample.record is not None
    content = f"{number:09}".encode() * (SIZE // 9)
    record = Record({**sample.record.values, "case_number": f"N-{number:06}"})
    return replace(sample, record=record, submission=Submission.of(f"in/{number}.pdf", content, keep=True))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))

"""Many documents as a year brings them: filled in by formgen, a tenth tampered with, and what must come of them."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from formgen.generate.filling import filling
from formgen.model.document import Format
from formgen.validate import check_filling
from tests.loop import localized, stampable
from tests.registry import case

SHEETS = (("closure", "closure-armenian", "case_number"), ("referral", "referral-armenian", "referral_number"))
TAMPERED = 10
"""Every tenth document is cut, foreign, a copy of the one before it, or contradicts it, in turn."""


@dataclass
class Expected:
    """What must come of a crowd: documents in the journal, records by state, files that are copies of others."""

    documents: int = 0
    copies: int = 0
    rejected: int = 0
    states: Counter[str] = field(default_factory=Counter)


def make(folder: Path, count: int) -> Expected:
    """Write `count` files into a folder, a thousand in each of its folders, and say what must come of them."""
    expected, before = Expected(), (b"", "")
    for number in range(count):
        content, ending = before
        trick = (number // TAMPERED) % 4 if number % TAMPERED == TAMPERED - 1 else None
        if trick is None:
            content, ending = document(number, {})
            before = content, ending
            expected.states["accepted"] += 1
        elif trick == 0:
            content = content[: len(content) // 2] + str(number).encode()
            # What is left of a PDF is its blank, which is told as repaired and empty; nothing is left of an archive.
            expected.states["review"] += ending == "pdf"
            expected.rejected += ending != "pdf"
        elif trick == 1:
            content, ending = f"No form at all, number {number}.".encode(), "pdf"
            expected.rejected += 1
        elif trick == 2:
            expected.copies += 1
        else:
            content, ending = document(number - 1, {"cm_name": f"Ուրիշ {number}"})
            expected.states["conflict"] += 2
            expected.states["accepted"] -= 1
        path = folder / f"{number // 1000:03}" / f"{number:06}.{ending}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    expected.documents = count - expected.copies
    return expected


def document(number: int, changes: dict[str, Any]) -> tuple[bytes, str]:
    """One filled document of a number of its own, and its ending; forms, languages and formats take turns."""
    form, sample, number_field = SHEETS[number % 2]
    locale, format_ = ("hy", "en")[number // 2 % 2], tuple(Format)[number % 3]
    values = {**case(sample), number_field: f"N-{number:06}", **changes}
    if form == "closure":
        values["referral_number"] = None
    else:
        values["case_number"] = f"N-{number + 1:06}"
    shown = localized(form, locale)
    record, _ = check_filling(values, shown)
    return stampable(form, locale, format_).fill(filling(shown.form, record), None), str(format_)


if __name__ == "__main__":
    sys.stdout.write(f"{make(Path(sys.argv[1]), int(sys.argv[2]))}\n")

"""A sample -> a list of as many records as wanted, each with a number of its own."""

from __future__ import annotations

import json
from pathlib import Path

from tests.benchmarks.sample import Sample, samples

_NUMBERS = {"closure": "case_number", "referral": "referral_number"}
FORM = "referral"
"""The form that costs are told of: the longest of those that are filled in from lists."""


def sample() -> Sample:
    """The record that costs are told of."""
    (found,) = samples((FORM,))
    return found


def write_list(path: Path, count: int) -> Path:
    """Write JSON Lines of records that differ in their number."""
    record = sample().case.answered
    with path.open("w", encoding="utf-8") as stream:
        for number in range(count):
            stream.write(json.dumps({**record, _NUMBERS[FORM]: f"N-{number:06}"}, ensure_ascii=False) + "\n")
    return path

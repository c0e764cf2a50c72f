"""Speed is a promise too: the ratios, measured in one run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.measure import is_won, ratio
from tests.benchmarks.peers import check, races

pytestmark = pytest.mark.benchmark


TRIES = 8
FORMS = ("closure", "referral")
"""The forms the test holds to their ratios; `python -m tests.benchmarks` prints those of the others as well."""


def test_ratios(tmp_path: Path) -> None:
    """Each ratio is reached; one that is not is measured again, for the machine may have been busy meanwhile."""
    check(tmp_path)
    lost = {}
    for race in races(tmp_path, FORMS):
        found: list[float] = []
        while len(found) < TRIES and not any(is_won(race, each) for each in found):
            found.append(ratio(race, rounds=5))
        if not any(is_won(race, each) for each in found):
            lost[race.name] = found
    assert lost == {}

"""Speed is a promise too: the ratios, measured in one run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.measure import is_won, ratio
from tests.benchmarks.peers import check, races

pytestmark = pytest.mark.benchmark


def test_ratios(tmp_path: Path) -> None:
    """Each ratio is reached; one that is not is measured once more, for the machine may have been busy."""
    check(tmp_path)
    lost = {}
    for race in races(tmp_path):
        found = ratio(race, rounds=5)
        if not is_won(race, found):
            found = max(found, ratio(race)) if race.at_most is None else min(found, ratio(race))
        if not is_won(race, found):
            lost[race.name] = found
    assert lost == {}

"""Print every ratio: `python -m tests.benchmarks`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.benchmarks.measure import is_won, ratio
from tests.benchmarks.peers import check, races


def main() -> int:
    """Measure and print; 1 where a ratio is not what it must be."""
    lost = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        check(folder)
        for race in races(folder):
            found = ratio(race)
            wanted = f"at most {race.at_most:g}" if race.at_most is not None else f"at least {race.at_least:g}"
            verdict = "" if is_won(race, found) else "  NOT REACHED"
            lost += not is_won(race, found)
            sys.stdout.write(f"{found:8.2f}  ({wanted:>13})  {race.name}{verdict}\n")
            sys.stdout.flush()
    return 1 if lost else 0


sys.exit(main())

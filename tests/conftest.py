"""What every test may ask for: the project, its blanks, and the judges, each started once a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from tests.judges.verapdf import Verapdf
from tests.programs import ABSENT


@pytest.fixture(scope="session")
def verapdf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Verapdf]:
    """veraPDF, judging against PDF/UA-1."""
    judge = Verapdf(tmp_path_factory.mktemp("verapdf"))
    yield judge
    judge.end()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests were skipped for want of which programs."""
    wanting: Counter[str] = Counter()
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if ABSENT in reason:
            wanting[reason.partition(ABSENT)[2].strip()] += 1
    if wanting:
        total = sum(wanting.values())
        named = ", ".join(f"{name}: {count}" for name, count in sorted(wanting.items()))
        terminalreporter.write_line(f"{total} tests skipped for want of programs ({named})", yellow=True)

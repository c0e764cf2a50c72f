"""What every test may ask for: the project, its blanks, and the judges, each started once a run."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from formgen.model.document import Format
from tests.clients.libreoffice import LibreOffice
from tests.judges.verapdf import Verapdf
from tests.loop import blank
from tests.postgresql import PostgreSQL
from tests.programs import ABSENT

# What a run keeps stays with the run; the processes it starts keep theirs in the same folder.
os.environ.setdefault("FORMGEN_CACHE", tempfile.mkdtemp(prefix="formgen-cache-"))

# How long one example takes says more about the machine's other work than about the program.
settings.register_profile("formgen", deadline=None)
settings.load_profile("formgen")


@pytest.fixture(scope="session")
def blanks(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str, Format], Path]:
    """A blank of a form, locale and format as a file, made when it is first asked for."""
    folder = tmp_path_factory.mktemp("blanks")

    def path_of(form: str, locale: str, format_: Format) -> Path:
        path = folder / f"{form}.{locale}.{format_}"
        if not path.is_file():
            path.write_bytes(blank(form, locale, format_))
        return path

    return path_of


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], LibreOffice]]:
    """LibreOffice, started when it is first called for."""
    started: list[LibreOffice] = []

    def running() -> LibreOffice:
        if not started:
            started.append(LibreOffice(tmp_path_factory.mktemp("office")))
        return started[0]

    yield running
    for each in started:
        each.end()


@pytest.fixture(scope="session")
def verapdf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Verapdf]:
    """veraPDF, judging against PDF/UA-1."""
    judge = Verapdf(tmp_path_factory.mktemp("verapdf"))
    yield judge
    judge.end()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """A PostgreSQL server."""
    server = PostgreSQL()
    yield server
    server.end()


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a store that is not there yet, of either database."""
    if request.param == "sqlite":
        return str(tmp_path / "store" / "records.db")
    server: PostgreSQL = request.getfixturevalue("postgresql")
    return server.database()


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

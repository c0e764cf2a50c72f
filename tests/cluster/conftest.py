"""The machines that the tests of a cluster share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cluster.machines import Machines


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    """A scheduler and two workers."""
    started = Machines(tmp_path_factory.mktemp("machines"))
    yield started
    started.end()


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages in English."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)

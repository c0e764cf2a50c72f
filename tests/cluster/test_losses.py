"""What is done twice is told once, and what costs workers the life costs no run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from distributed import KilledWorker

from formgen.pipeline import taking_afar
from formgen.pipeline.cluster import Cluster, ClusterError, joined
from formgen.pipeline.ingest import Given, Order, ingest
from formgen.pipeline.intake import guard_of
from formgen.pipeline.kit import Kit
from formgen.store.address import parse_address
from formgen.store.kept import Origin
from formgen.store.opening import open_store
from tests.cluster.machines import Machines
from tests.cluster.pieces import Task, shouted
from tests.loop import PROJECT
from tests.postgresql import PostgreSQL
from tests.store.crowd import document, make
from tests.store.dump import dump, unsound

DAY = dt.date(2026, 11, 21)


class Promise:
    """A piece of work given to the one worker there is, which dies of what is deadly."""

    def __init__(self, do: Callable[..., Any], task: Task, piece: tuple[str, ...]) -> None:
        self._do = do, task, piece
        self._error = KilledWorker("key", None, 3) if "deadly" in piece else None

    def exception(self, timeout: float) -> Exception | None:
        return self._error

    def result(self) -> Any:
        if self._error is not None:
            raise self._error
        do, task, piece = self._do
        return do(task, piece)


class Client:
    """A cluster of one worker."""

    key = "kit"

    def submit(self, done: object, kit: object, do: Callable[..., Any], task: Task, piece: Any, key: str) -> Promise:
        return Promise(do, task, piece)

    def run(self, *_: object, **__: object) -> dict[str, str]:
        return {}

    def wait_for_workers(self, count: int, timeout: float) -> None:
        pass

    def nthreads(self) -> dict[str, int]:
        return {"tcp://worker": 1}


PIECES = [("a", "b"), ("c", "deadly", "d"), ("e",), ("f", "g"), ("h",)]
WANTED = [["A", "B"], ["C", "lost deadly", "D"], ["E"], ["F", "G"], ["H"]]


def test_one_deadly_thing_costs_itself_alone() -> None:
    workers = Cluster(Client(), "tcp://here", Client())
    assert list(workers.outcomes(shouted, Task(), PIECES, "lost {}".format)) == WANTED


def test_one_deadly_thing_costs_a_real_cluster_two_workers(tmp_path: Path) -> None:
    machines = Machines(tmp_path, workers=3, DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0")
    try:
        with joined(machines.address, PROJECT) as workers:
            assert list(workers.outcomes(shouted, Task(), PIECES, "lost {}".format)) == WANTED
        assert [each.poll() for each in machines.workers].count(9) == 2
    finally:
        machines.end()


@pytest.mark.parametrize(("times", "lost"), [(11, str), (1, None)])
def test_workers_that_only_die_end_the_run(times: int, lost: Callable[[str], str] | None) -> None:
    workers = Cluster(Client(), "tcp://here", Client())
    with pytest.raises(ClusterError, match="again and again"):
        list(workers.outcomes(shouted, Task(), [("a", "deadly")] * times, lost))


class Here(Kit):
    """The project as it is here, and a guard that is there already."""

    def __init__(self, guard: object) -> None:
        super().__init__({}, "")
        self.__dict__.update(_project=PROJECT, _guard=guard)


class Forgetful:
    """Workers whose every outcome is lost on its way, so that another one does the work again."""

    def __init__(self, home: Kit) -> None:
        self._home = home

    def outcomes(self, do: Callable[..., Any], task: Any, pieces: Iterable[Any], lost: object) -> Iterator[Any]:
        task = taking_afar.replace(task, home=self._home)
        for piece in pieces:
            do(task, piece)
            yield do(task, piece)


def told(run: Iterable[Given]) -> list[tuple[object, ...]]:
    """What was told of every document, and what is to be said of it."""
    return sorted(
        (
            one.path,
            one.outcome,
            one.state,
            str(one.report and [(each.code, each.field) for each in one.report.findings]),
        )
        for given in run
        for one in given.taken
    )


def test_what_was_written_and_not_told_is_told_as_what_it_was(
    tmp_path: Path, postgresql: PostgreSQL, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path / "in", 40)
    # One that completes what another one says, and one that says the same.
    (tmp_path / "in" / "part.pdf").write_bytes(document(700, {"cm_name": None})[0])
    (tmp_path / "in" / "whole.pdf").write_bytes(document(700, {})[0])
    (tmp_path / "in" / "whole-too.docx").write_bytes(document(700, {})[0] + b" ")
    order = Order(Origin(DAY), "clerk")
    alone = open_store(parse_address(str(tmp_path / "records.db")), create=True)
    wanted = told(ingest(PROJECT, alone, [tmp_path / "in"], order))
    store = open_store(parse_address(postgresql.database()), create=True)
    with guard_of(PROJECT, 1) as guard:

        @contextmanager
        def joined(*_: object) -> Iterator[Forgetful]:
            yield Forgetful(Here(guard))

        monkeypatch.setattr(taking_afar, "joined", joined)
        found = told(ingest(PROJECT, store, [tmp_path / "in"], order, "tcp://here"))
        assert found == wanted
        assert {"new", "known", "conflict", "unreadable", "completed", "same"} <= {each[1] for each in found}
        assert unsound(store) == []
        assert dump(store) == dump(alone)
        again = told(ingest(PROJECT, store, [tmp_path / "in"], order, "tcp://here"))
    assert {each[1] for each in again} == {"known"}

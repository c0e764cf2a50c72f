"""Whatever ends a run, the next one goes on: at the end there is what an undisturbed run leaves, once."""

from __future__ import annotations

import json
import pickle
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from formgen.pipeline.intake import readers
from formgen.pipeline.walking import walk
from formgen.store.address import parse_address
from formgen.store.opening import Store, open_store
from tests.loop import PROJECT, ROOT
from tests.postgresql import PostgreSQL
from tests.store.crowd import make
from tests.store.dump import dump, unsound
from tests.store.faulty import DAY

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and forks")


@pytest.fixture(scope="session")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty files, and what reading them gives beside them."""
    folder = tmp_path_factory.mktemp("crowd")
    make(folder / "in", 40)
    with readers(PROJECT, DAY, keep=True) as read:
        reports = list(read(walk([folder / "in"])))
    (folder / "read").write_bytes(pickle.dumps(reports))
    return folder


def formgen(*arguments: object, **settings: Any) -> subprocess.Popen[bytes]:
    """The program as a person starts it."""
    command = [sys.executable, "-m", "formgen", *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **settings)


def ingest(folder: Path, address: str, **settings: Any) -> subprocess.Popen[bytes]:
    """`ingest` of a crowd on a certain day."""
    return formgen("ingest", folder / "in", "--db", address, "--received", DAY, "--by", "clerk", **settings)


def said(run: subprocess.Popen[bytes]) -> tuple[int, str]:
    """The exit code, and what was told."""
    _, told = run.communicate(timeout=300)
    return run.returncode, told.decode()


@pytest.fixture(scope="session")
def undisturbed(crowd: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """What a run leaves that nothing disturbs."""
    address = str(tmp_path_factory.mktemp("undisturbed") / "records.db")
    code, told = said(ingest(crowd, address))
    assert code == 1, told
    assert "Documents: 40, of them known before: 1. New: 36 accepted, 1 for a person, 2 rejected." in told
    store = open_store(parse_address(address))
    assert unsound(store) == []
    return store


FEW = (7, 8, 9, 17, 18, 19, 27, 28, 29, 37, 38, 39)
"""Of the crowd, for runs that are ended again and again: some that are read, and all that are tampered with."""


def moments(crowd: Path, address: str, tmp_path: Path, first: int, step: int) -> list[dict[str, Any]]:
    """What came of runs that were killed at certain moments and gone on with; the last was not killed."""
    reports = pickle.loads((crowd / "read").read_bytes())
    (tmp_path / "few").write_bytes(pickle.dumps([reports[each] for each in FEW]))
    arguments = [address, str(tmp_path / "few"), str(first), str(step)]
    run = subprocess.run(
        [sys.executable, "-m", "tests.store.faulty", *arguments],
        cwd=ROOT,
        capture_output=True,
        check=False,
        timeout=3600,
    )
    assert run.returncode == 0, run.stderr.decode()
    assert run.stderr == b""
    return [json.loads(line) for line in run.stdout.splitlines()]


def whole(found: list[dict[str, Any]], at_least: int) -> None:
    """Every run that was gone on with left what the one left that was not killed."""
    *killed, undisturbed = found
    assert undisturbed["codes"] == [0, 0]
    assert len(undisturbed["dump"]) > len(FEW)
    assert len(killed) >= at_least
    for each in killed:
        assert each["codes"] == [-signal.SIGKILL, 0], each["moment"]
        assert each["unsound"] == [], each["moment"]
        assert each["dump"] == undisturbed["dump"], each["moment"]


def test_killed_at_many_moments_of_a_sqlite_store(crowd: Path, tmp_path: Path) -> None:
    """Before and after statements, beginnings and ends of transactions, the making of the store itself."""
    whole(moments(crowd, str(tmp_path / "{}" / "records.db"), tmp_path, 3, 29), 8)


def test_killed_at_many_moments_of_a_postgresql_store(crowd: Path, tmp_path: Path, postgresql: PostgreSQL) -> None:
    """The same, where a server holds the store."""
    address = postgresql.url("moment_{}").render_as_string(hide_password=False)
    whole(moments(crowd, address.replace("%7B%7D", "{}"), tmp_path, 20, 90), 3)


@pytest.mark.long
def test_killed_at_every_second_moment(crowd: Path, tmp_path: Path) -> None:
    """The same, at all of them in steps of two."""
    whole(moments(crowd, str(tmp_path / "{}" / "records.db"), tmp_path, 1, 2), 100)


@pytest.mark.parametrize("seed", [1, pytest.param(50, marks=pytest.mark.long)])
def test_killed_at_random_moments(crowd: Path, tmp_path: Path, undisturbed: Store, seed: int) -> None:
    """The whole program, its readers included, killed as often as `seed` says before it may end."""
    chance, address = random.Random(seed), str(tmp_path / "store" / "records.db")
    for _ in range(seed):
        run = ingest(crowd, address)
        time.sleep(chance.uniform(0.3, 4.0))
        run.kill()
        run.communicate()
    code, told = said(ingest(crowd, address))
    assert code == 1, told
    store = open_store(parse_address(address))
    assert unsound(store) == []
    assert dump(store) == dump(undisturbed)


def test_two_at_once(crowd: Path, address: str, undisturbed: Store) -> None:
    """Two who take in the same folder: each document once, whoever was quicker."""
    runs = [ingest(crowd, address) for _ in range(2)]
    told = [said(run) for run in runs]
    assert [code for code, _ in told] == [1, 1], told
    store = open_store(parse_address(address))
    assert unsound(store) == []
    assert dump(store, numbers=False) == dump(undisturbed, numbers=False)


def test_no_room(crowd: Path, tmp_path: Path, undisturbed: Store) -> None:
    """A disk that is full is told in two lines with exit code 4; with room again the run goes on."""
    address = str(tmp_path / "store" / "records.db")
    for room in (100_000, 1_000_000, 2_500_000):

        def narrow(room: int = room) -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

        code, told = said(ingest(crowd, address, preexec_fn=narrow))
        assert code == 4, told
        assert len(told.strip().splitlines()) == 2, told
        assert unsound(open_store(parse_address(address), create=True)) == []
    assert said(ingest(crowd, address))[0] == 1
    store = open_store(parse_address(address))
    assert unsound(store) == []
    assert dump(store) == dump(undisturbed)

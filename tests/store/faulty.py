"""A run of `ingest` that is ended by a fault: killed at a certain moment, or out of space; in a process of its own.

    python -m tests.store.faulty ADDRESS FILES FIRST STEP

forks, for each moment from FIRST in steps of STEP, a run that is killed there, and one that goes on from what it left;
ADDRESS has {} for the number of the moment, FILES is a pickle of what reading gave. A line of JSON says what came of
each. Reading is done before: it takes the time, and every run reads the same.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import NullPool

from formgen.model.report import Report
from formgen.pipeline import ingest as ingesting
from formgen.pipeline.ingest import Order, ingest
from formgen.store.address import parse_address
from formgen.store.kept import Origin
from formgen.store.opening import open_store
from tests.loop import PROJECT
from tests.store.dump import dump, unsound

DAY = dt.date(2026, 11, 21)


def run(address: str, reports: Sequence[Report], moment: Callable[[], None]) -> None:
    """Take everything in; `moment` is called before and after whatever may change the database."""

    @contextmanager
    def read(*_: object, **__: object) -> Iterator[Callable[[object], Iterator[Report]]]:
        by_path = {each.submission.path: each for each in reports}
        yield lambda places: (by_path[place.shown] for place in places)  # type: ignore[attr-defined]

    ingesting.readers = read  # type: ignore[assignment]
    ingesting.BATCH = 4
    for name in ("before_cursor_execute", "after_cursor_execute", "commit", "begin"):
        event.listen(Engine, name, lambda *_: moment())
    order = Order(Origin(DAY), "clerk")
    for _ in ingest(PROJECT, open_store(parse_address(address), create=True), map(Path, _paths(reports)), order):
        moment()


def _paths(reports: Sequence[Report]) -> list[str]:
    return [each.submission.path for each in reports]


def forked(do: Callable[[], None]) -> int:
    """Do something in a fork; its exit code, negative for a signal."""
    child = os.fork()
    if child == 0:
        try:
            do()
        except BaseException as error:  # noqa: BLE001  (a fork must end here)
            os.write(2, f"{type(error).__name__}: {error}\n".encode())
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def killed_at(moment: int) -> Callable[[], None]:
    """Count the moments, and end the process at one of them as nothing else does."""
    count = 0

    def here() -> None:
        nonlocal count
        count += 1
        if count == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    return here


def nothing() -> None:
    """No fault."""


def main(address: str, files: str, first: int, step: int) -> None:
    """Try every moment until a run comes to its end before its moment."""
    reports = pickle.loads(Path(files).read_bytes())
    moment, is_killed = first, True
    while is_killed:
        here = address.format(moment)
        _make(here)
        code = forked(lambda here=here, moment=moment: run(here, reports, killed_at(moment)))
        is_killed = code == -signal.SIGKILL
        again = forked(lambda here=here: run(here, reports, nothing))
        forked(lambda here=here, codes=(code, again), moment=moment: _tell(here, moment, codes))
        moment += step


def _make(address: str) -> None:
    """Make the database of an address, where it is one of a server."""
    url = parse_address(address)
    if url.get_backend_name() == "postgresql":
        server = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with server.connect() as connection:
            connection.exec_driver_sql(f"create database {url.database}")


def _tell(address: str, moment: int, codes: tuple[int, int]) -> None:
    store = open_store(parse_address(address))
    print(json.dumps({"moment": moment, "codes": codes, "unsound": unsound(store), "dump": dump(store)}))  # noqa: T201
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))

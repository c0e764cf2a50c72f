"""Rows that are kept back within a transaction: nobody can tell, but by the number of statements."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import event, func, select

from formgen.model.document import Stamp
from formgen.model.report import Report
from formgen.pipeline.registry.taking import new_document, take
from formgen.pipeline.registry.verifying import faults
from formgen.store.events import history, note
from formgen.store.kept import Action, Event, Origin
from formgen.store.records import references_of
from formgen.store.schema import CONTENT, EVENT, SEARCH, SOURCE
from tests.loop import PROJECT
from tests.postgresql import PostgreSQL
from tests.registry import DAY, Registry, case, report_of

CLOSURE = Stamp("closure", "1.0", "hy")


def reports(count: int) -> list[Report]:
    """Documents about as many cases."""
    values = case("closure-armenian")
    return [report_of(CLOSURE, values | {"case_number": f"ԿԴ-2026/{number}"}) for number in range(100, 100 + count)]


def enter(registry: Registry, count: int, fault: Exception | None = None) -> Counter[str]:
    """Take documents in within one transaction; which statements that took, by their first words."""
    statements: Counter[str] = Counter()

    def counted(_connection: object, _cursor: object, words: str, *_: object) -> None:
        statements[" ".join(words.split()[:3]).lower()] += 1

    event.listen(registry.store.engine, "before_cursor_execute", counted)
    with registry.store.write() as connection:
        for report in reports(count):
            take(connection, PROJECT, report, new_document(report, Origin(DAY)), registry.who())
        if fault is not None:
            raise fault
    return statements


def test_what_nobody_asks_for_is_written_once_for_all(address: str) -> None:
    """Bytes, places, words, numbers and events: one statement each; a document is never changed after it is entered."""
    registry = Registry.at(address)
    statements = enter(registry, 5)
    for table in ("content", "source", "search", "reference", "event"):
        assert statements[f"insert into {table}"] == 1, table
    assert statements["insert into document"] == statements["insert into record"] == 5
    assert not [words for words in statements if words.startswith("update")]
    with registry.store.read() as connection:
        for table in (CONTENT, SOURCE, SEARCH, EVENT):
            assert connection.execute(select(func.count()).select_from(table)).scalar_one() == 5, table.name
        assert list(faults(connection, PROJECT)) == []


def test_whoever_asks_in_the_transaction_finds_it(address: str) -> None:
    """Events in their order and numbers named, before the end, however they are asked for."""
    registry = Registry.at(address)
    report = report_of(CLOSURE, case("closure-armenian"))
    with registry.store.write() as connection:
        take(connection, PROJECT, report, new_document(report, Origin(DAY)), registry.who())
        assert references_of(connection, 1)
        note(connection, Event("2026-11-21T00:00:00Z", "clerk", Action.ACCEPTED, None, 1))
        assert connection.exec_driver_sql("select count(*) from event").scalar_one() == 2
        assert [each.action for each in history(connection, 1, [1])] == [Action.TAKEN_IN, Action.ACCEPTED]


def test_what_is_kept_back_goes_with_its_transaction(address: str) -> None:
    """A transaction that fails leaves nothing, and nothing of it is in the next."""
    registry = Registry.at(address)
    with pytest.raises(KeyError):
        enter(registry, 2, KeyError("in the middle"))
    enter(registry, 1)
    with registry.store.read() as connection:
        for table in (CONTENT, SOURCE, SEARCH, EVENT):
            assert connection.execute(select(func.count()).select_from(table)).scalar_one() == 1, table.name
        assert list(faults(connection, PROJECT)) == []


def test_a_server_makes_documents_small_by_lz4(postgresql: PostgreSQL) -> None:
    """If it has it: it takes a quarter of the time."""
    registry = Registry.at(postgresql.database())
    with registry.store.read() as connection:
        offered = connection.exec_driver_sql(
            "select 'lz4' = any (enumvals) from pg_settings where name = 'default_toast_compression'"
        ).scalar()
        if not offered:
            pytest.skip("a server without LZ4")
        assert connection.exec_driver_sql("show default_toast_compression").scalar() == "lz4"

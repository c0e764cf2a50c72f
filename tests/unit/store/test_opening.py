"""Stores are made, brought to today, and refused: files and databases, of ours and of others."""

from __future__ import annotations

import datetime as dt
import sqlite3
import stat
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import insert, inspect, select, update

from formgen.errors import ExitCode
from formgen.store import migrations, opening
from formgen.store.address import BadAddressError, parse_address, shown
from formgen.store.errors import NoStoreError, NotAStoreError, StoreBusyError, StoreTooNewError, StoreUnusableError
from formgen.store.opening import Store, open_store
from formgen.store.schema import MARKS, METADATA


def test_addresses() -> None:
    """A path is a file, a URL a database; passwords are never shown."""
    assert shown(parse_address("output/records.db")) == "output/records.db"
    assert shown(parse_address("sqlite:///a/b.db")) == "a/b.db"
    assert parse_address("postgresql://u:secret@server/name").drivername == "postgresql+psycopg"
    assert "secret" not in shown(parse_address("postgresql+psycopg://u:secret@server/name"))
    for text in ("mysql://server/name", "sqlite://", "postgresql://server", "://"):
        with pytest.raises(BadAddressError) as told:
            parse_address(text)
        assert told.value.exit_code is ExitCode.USAGE


def test_a_bad_address_does_not_tell_its_password() -> None:
    """Not even where the address itself is the fault."""
    with pytest.raises(BadAddressError) as told:
        parse_address("mysql://u:secret@server/name")
    assert "secret" not in str(told.value)


def test_tables_are_those_the_program_works_with(address: str) -> None:
    """The migrations make exactly what the schema says: tables, columns, whether they may be empty, keys."""
    store = open_store(parse_address(address), create=True)
    with store.read() as connection:
        made = inspect(connection)
        assert sorted(made.get_table_names()) == sorted(METADATA.tables)
        for name, table in METADATA.tables.items():
            columns = {each["name"]: each for each in made.get_columns(name)}
            assert list(columns) == [column.name for column in table.columns], name
            assert made.get_pk_constraint(name)["constrained_columns"] == list(table.primary_key.columns.keys())
            for column in table.columns:
                if not column.primary_key:
                    assert columns[column.name]["nullable"] == column.nullable, (name, column.name)
            keys = {(each["constrained_columns"][0], each["referred_table"]) for each in made.get_foreign_keys(name)}
            assert keys == {(each.parent.name, each.column.table.name) for each in table.foreign_keys}, name


def test_only_whoever_creates_makes_a_store(address: str) -> None:
    """Looking at a store that is not there makes none, and is exit code 2."""
    with pytest.raises(NoStoreError) as told:
        open_store(parse_address(address))
    assert told.value.exit_code is ExitCode.USAGE
    assert "://" in address or not Path(address).exists()
    open_store(parse_address(address), create=True)
    open_store(parse_address(address))


def test_a_newer_store_is_not_touched(address: str) -> None:
    """Exit code 3, whatever is in it."""
    store = open_store(parse_address(address), create=True)
    with store.write() as connection:
        connection.execute(update(MARKS).where(MARKS.c.name == "version").values(value="99"))
    with pytest.raises(StoreTooNewError) as told:
        open_store(parse_address(address), create=True)
    assert told.value.exit_code is ExitCode.AT_FAULT


def test_an_older_store_is_brought_to_today(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each step is taken once and in order; what was in the store stays."""
    old = open_store(parse_address(address), create=True)
    with old.write() as connection:
        connection.execute(insert(MARKS), {"name": "kept", "value": "yes"})
    second = ("create table second (bytes {blob})", "insert into formgen_store values ('second', '1')")
    third = ("insert into formgen_store values ('third', '1')",)
    steps = (*migrations.STEPS, second, third)
    monkeypatch.setattr(migrations, "STEPS", steps)
    monkeypatch.setattr(opening, "STEPS", steps)
    for _ in range(2):
        new = open_store(parse_address(address))
        with new.read() as connection:
            assert {row.name: row.value for row in connection.execute(select(MARKS))} == {
                "version": str(len(steps)),
                "kept": "yes",
                "second": "1",
                "third": "1",
            }


def test_a_step_that_fails_leaves_the_store_as_it_was(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A migration is one transaction."""
    open_store(parse_address(address), create=True)
    steps = (*migrations.STEPS, ("create table second (a integer)", "insert into nothing values (1)"))
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "STEPS", steps)
        patch.setattr(opening, "STEPS", steps)
        with pytest.raises(Exception, match="nothing"):
            open_store(parse_address(address))
    with open_store(parse_address(address)).read() as connection:
        assert "second" not in inspect(connection).get_table_names()


def test_two_who_create_at_once(address: str) -> None:
    """Both get the same store."""
    faults: list[BaseException] = []
    barrier = threading.Barrier(6)

    def create() -> None:
        try:
            barrier.wait()
            open_store(parse_address(address), create=True)
        except BaseException as error:  # noqa: BLE001  (whatever it is, the test must see it)
            faults.append(error)

    threads = [threading.Thread(target=create) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with open_store(parse_address(address)).read() as connection:
        assert migrations.version_of(connection) == len(migrations.STEPS)


def test_another_program_s_database(tmp_path: Path) -> None:
    """It is refused with exit code 3, and stays as it is."""
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("create table theirs (a)")
        other.commit()
    with pytest.raises(NotAStoreError) as told:
        open_store(parse_address(str(path)), create=True)
    assert told.value.exit_code is ExitCode.AT_FAULT
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("select name from sqlite_master").fetchall() == [("theirs",)]


@pytest.mark.parametrize("content", [b"%PDF-1.7 not a database at all" * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes) -> None:
    """So is any other file, and a store that is damaged."""
    path = tmp_path / "file.db"
    path.write_bytes(content)
    with pytest.raises(NotAStoreError):
        open_store(parse_address(str(path)), create=True)
    assert path.read_bytes() == content


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_the_file_is_its_owner_s_alone(tmp_path: Path) -> None:
    """File, side files and the folder made for them; a file that others could read is closed to them."""
    path = tmp_path / "made" / "records.db"
    store = open_store(parse_address(str(path)), create=True)
    with store.write() as connection:
        connection.execute(insert(MARKS), {"name": "a", "value": "b"})
        modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}
    assert modes == dict.fromkeys(("records.db", "records.db-wal", "records.db-shm"), 0o600)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    path.chmod(0o644)
    open_store(parse_address(str(path)))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    """Exit code 4 and the reason."""
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnusableError) as told:
        open_store(parse_address(str(tmp_path / "file" / "records.db")), create=True)
    assert told.value.exit_code is ExitCode.MACHINE_LACKS


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    """The same for a database."""
    with pytest.raises(StoreUnusableError) as told:
        open_store(parse_address(f"postgresql+psycopg:///name?host={tmp_path}"))
    assert told.value.exit_code is ExitCode.MACHINE_LACKS


def test_a_writer_waits_and_then_says_so(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody writes beside a writer, and readers see what was before."""
    monkeypatch.setattr(opening, "WAIT", 1)
    store = open_store(parse_address(address), create=True)
    with store.write() as writer:
        writer.execute(insert(MARKS), {"name": "a", "value": "b"})
        other = open_store(parse_address(address))
        with other.read() as reader:
            assert reader.execute(select(MARKS.c.value).where(MARKS.c.name == "a")).first() is None
        with pytest.raises(StoreBusyError), other.write():
            pass


def test_a_transaction_is_whole_or_not_at_all(address: str) -> None:
    """What fails in the middle leaves nothing."""
    store = open_store(parse_address(address), create=True)

    def fail(store: Store) -> None:
        with store.write() as connection:
            connection.execute(insert(MARKS), {"name": "a", "value": dt.date.today().isoformat()})  # noqa: DTZ011
            raise KeyError("in the middle")

    with pytest.raises(KeyError):
        fail(store)
    with store.read() as connection:
        assert connection.execute(select(MARKS.c.value).where(MARKS.c.name == "a")).first() is None


def test_faults_of_our_own_are_not_told_as_the_machine_s(address: str) -> None:
    """A wrong statement is a fault of the program, with its traceback."""
    store = open_store(parse_address(address), create=True)
    with pytest.raises(Exception, match="nothing") as told, store.read() as connection:
        connection.exec_driver_sql("select * from nothing")
    assert not hasattr(told.value, "exit_code")

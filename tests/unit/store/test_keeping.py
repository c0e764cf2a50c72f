"""What a person's data, a backup and a changed row come to: forgotten, copied whole, found."""

from __future__ import annotations

import datetime as dt
import sqlite3
import stat
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from formgen.errors import ExitCode
from formgen.model.document import Stamp, Submission
from formgen.model.finding import Status, finding
from formgen.model.report import Report
from formgen.model.settings import Keeping, Settings
from formgen.pipeline.project import Project
from formgen.pipeline.registry.deciding import NoRecordError, correct, find_record
from formgen.pipeline.registry.forgetting import MayNotForgetError, forget
from formgen.pipeline.registry.taking import Outcome
from formgen.pipeline.registry.verifying import faults
from formgen.store.address import parse_address
from formgen.store.backup import InTheWayError, NotBackedUpError, back_up
from formgen.store.documents import document, known
from formgen.store.forgetting import wipe
from formgen.store.kept import Incoming, State
from formgen.store.opening import Store, open_store
from formgen.store.schema import CONTENT, DOCUMENT, EVENT, RECORD, REVISION, SEARCH
from tests.loop import PROJECT, ROOT
from tests.registry import DAY, Registry, case

CLOSURE = Stamp("closure", "1.0", "hy")
NAME = "Անմոռուկյան"


@pytest.fixture
def registry(address: str) -> Registry:
    """A store with a record of two documents and a correction, another of the same case, and a foreign file."""
    registry = Registry.at(address)
    registry.receive(CLOSURE, case("closure-armenian") | {"client_name": NAME})
    registry.receive(Stamp("closure", "1.0", "en"), case("closure-armenian") | {"client_name": NAME})
    registry.receive(Stamp("referral", "1.0", "hy"), case("referral-armenian"))
    foreign = Submission.of(f"in/{NAME}.txt", f"a letter of {NAME}".encode(), keep=True)
    registry.enter(Report(foreign, Status.REJECTED, (finding("foreign"),)))
    with registry.store.write() as connection:
        kept = find_record(connection, "2026-1")
        given = {"client_contact": f"{NAME}, 091 234567"}
        correct(connection, PROJECT, kept, given, registry.who(), f"asked {NAME}")
    return registry


def found(store: Store) -> list[str]:
    """The faults of a store, by code."""
    with store.read() as connection:
        return sorted(each.code for each in faults(connection, PROJECT))


def forgotten(registry: Registry, number: str, project: Project = PROJECT, today: dt.date = DAY) -> object:
    """Forget a record, as the command does."""
    with registry.store.write() as connection:
        gone = forget(connection, project, number, (registry.who("privacy officer"), "asked to"), today)
    wipe(registry.store)
    return gone


def test_a_person_s_data_is_gone_everywhere(registry: Registry, tmp_path: Path) -> None:
    """No table, no page of the file and no log beside it has the name; number, day and digest stay."""
    assert found(registry.store) == []
    with registry.store.read() as connection:
        before = document(connection, Incoming(2026, 1))
        events = connection.exec_driver_sql("select count(*) from event").scalar_one()
    assert before is not None
    gone = forgotten(registry, "2026-2")
    assert gone.incoming == (Incoming(2026, 1), Incoming(2026, 2))
    assert len(gone.paths) == 2
    assert gone.others == (Incoming(2026, 3),)
    forgotten(registry, "2026-4")
    assert found(registry.store) == []
    with registry.store.read() as connection:
        entry = document(connection, Incoming(2026, 1))
        assert entry is not None
        assert (entry.status, entry.sha256, entry.paths) == (State.FORGOTTEN, before.sha256, ())
        assert connection.exec_driver_sql("select count(*) from event").scalar_one() == events + 2
        with pytest.raises(NoRecordError, match="forgotten"):
            find_record(connection, "2026-1")
    back_up(registry.store, tmp_path / "copy.db")
    folders = [tmp_path] if not registry.store.is_file else [tmp_path, registry.store.path.parent]
    for path in (path for folder in folders for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        assert NAME.encode() not in content, path
        assert NAME.lower().encode() not in content, path
        assert "Անմոռուկյան".encode("utf-16-le") not in content, path


def test_what_was_forgotten_does_not_come_back(registry: Registry) -> None:
    """The same bytes are known as forgotten."""
    with registry.store.read() as connection:
        entry = document(connection, Incoming(2026, 1))
    assert entry is not None
    assert entry.sha256 is not None
    forgotten(registry, "2026-1")
    with registry.store.read() as connection:
        assert known(connection, [entry.sha256])[entry.sha256].state is State.FORGOTTEN
    # Other bytes that say the same are another document.
    assert registry.receive(CLOSURE, case("closure-armenian"), salt="new").outcome is Outcome.NEW


@pytest.mark.parametrize(
    ("keeping", "today"),
    [
        (Keeping(legal_hold=("ԵՐ-2026-00777",)), DAY),
        (Keeping(legal_hold=("եր–2026–00777",)), DAY),
        (Keeping(legal_hold=("2026-1",)), DAY),
        (Keeping(legal_hold=("ՆՄ-2026-0017",)), DAY),
        (Keeping(legal_hold=("*",)), DAY),
        (Keeping(years=5), DAY),
        (Keeping(years=5), dt.date(2031, 11, 20)),
    ],
)
def test_settings_can_forbid_it(registry: Registry, keeping: Keeping, today: dt.date) -> None:
    """A legal hold by case, referral or incoming number, or years that have not passed; nothing is removed then."""
    project = Project(ROOT)
    project.__dict__["settings"] = Settings(keeping=keeping)
    with pytest.raises(MayNotForgetError) as told:
        forgotten(registry, "2026-1", project, today)
    assert told.value.exit_code is ExitCode.NEEDS_A_PERSON
    assert registry.record("2026-1").revision.number == 2


def test_when_the_years_have_passed(registry: Registry) -> None:
    """It is allowed again; a hold of another case forbids nothing."""
    project = Project(ROOT)
    project.__dict__["settings"] = Settings(keeping=Keeping(5, ("ԵՐ-2026-00778",)))
    forgotten(registry, "2026-1", project, dt.date(2031, 11, 21))


def test_verify_finds_what_was_changed(registry: Registry) -> None:
    """Each kind of loss or change behind the program's back has its code."""
    changes = {
        "bytes-changed": update(CONTENT).where(CONTENT.c.document_id == 1).values(bytes=b"other"),
        "bytes-missing": delete(CONTENT).where(CONTENT.c.document_id == 2),
        "reading-changed": update(DOCUMENT).where(DOCUMENT.c.id == 3).values(reading="{}"),
        "revision-changed": update(REVISION).where(REVISION.c.record_id == 1).values(findings="[]"),
        "facts-differ": update(SEARCH).where(SEARCH.c.record_id == 3).values(text="other"),
        "record-missing": update(DOCUMENT).where(DOCUMENT.c.id == 3).values(record_id=None),
    }
    for change in changes.values():
        with registry.store.write() as connection:
            connection.execute(change)
    assert set(found(registry.store)) == set(changes)


def test_verify_finds_what_is_missing(registry: Registry) -> None:
    """A row of the journal, a revision."""
    with registry.store.write() as connection:
        connection.execute(delete(REVISION).where(REVISION.c.record_id == 1, REVISION.c.number == 1))
        for table, column in ((EVENT, EVENT.c.document_id), (CONTENT, CONTENT.c.document_id)):
            connection.execute(delete(table).where(column == 4))
        connection.exec_driver_sql("delete from source where document_id = 4")
        connection.execute(delete(DOCUMENT).where(DOCUMENT.c.id == 4))
        connection.execute(update(DOCUMENT).where(DOCUMENT.c.id == 3).values(number=5))
    assert found(registry.store) == ["number-missing", "revision-missing"]


def test_a_backup_is_a_store(registry: Registry, tmp_path: Path) -> None:
    """The same documents and records in one file for its owner alone, of either database."""
    path = tmp_path / "backups" / "records.db"
    back_up(registry.store, path)
    assert [each.name for each in path.parent.iterdir()] == ["records.db"]
    copy = open_store(parse_address(str(path)))
    assert found(copy) == []
    with registry.store.read() as one, copy.read() as other:
        for number in range(1, 5):
            assert document(one, Incoming(2026, number)) == document(other, Incoming(2026, number))
        rows = RECORD.select().order_by(RECORD.c.id)
        assert one.execute(rows).all() == other.execute(rows).all()
    assert sys.platform == "win32" or stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_backup_while_others_write(registry: Registry, tmp_path: Path) -> None:
    """It is one state of the store; nobody waits for it."""
    stop, faulty = threading.Event(), []

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            try:
                registry.receive(CLOSURE, {"case_number": f"C-{number}"})
            except Exception as error:  # noqa: BLE001  (whatever it is, the test must see it)
                faulty.append(error)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            back_up(registry.store, tmp_path / f"{number}.db")
    finally:
        stop.set()
        writer.join()
    assert faulty == []
    for number in range(3):
        assert found(open_store(parse_address(str(tmp_path / f"{number}.db")))) == []


def test_a_backup_replaces_only_a_backup(registry: Registry, tmp_path: Path) -> None:
    """Another file, and the store itself, are left alone."""
    path = tmp_path / "copy.db"
    back_up(registry.store, path)
    registry.receive(CLOSURE, {"case_number": "C-1"})
    back_up(registry.store, path)
    with open_store(parse_address(str(path))).read() as connection:
        assert document(connection, Incoming(2026, 5)) is not None
    other = tmp_path / "letter.docx"
    other.write_bytes(b"a letter")
    with pytest.raises(InTheWayError):
        back_up(registry.store, other)
    assert other.read_bytes() == b"a letter"
    if registry.store.is_file:
        with pytest.raises(InTheWayError):
            back_up(registry.store, registry.store.path)


def test_a_backup_that_cannot_be_written(registry: Registry, tmp_path: Path) -> None:
    """Exit code 4, and nothing is left."""
    (tmp_path / "file").touch()
    with pytest.raises(NotBackedUpError) as told:
        back_up(registry.store, tmp_path / "file" / "copy.db")
    assert told.value.exit_code is ExitCode.MACHINE_LACKS


def test_a_backup_is_no_larger_than_it_must_be(tmp_path: Path) -> None:
    """One file without a log beside it, which other programs open too."""
    registry = Registry.at(tmp_path / "store" / "records.db")
    registry.receive(CLOSURE, case("closure-armenian"))
    back_up(registry.store, tmp_path / "copy.db")
    with closing(sqlite3.connect(f"file:{tmp_path / 'copy.db'}?mode=ro", uri=True)) as other:
        assert other.execute("pragma journal_mode").fetchone() == ("delete",)
        assert other.execute("select count(*) from record").fetchone() == (1,)

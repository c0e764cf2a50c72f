"""A cluster does what one machine does, whichever of its workers dies."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from formgen.cli.app import run
from formgen.model.document import Format
from formgen.pipeline import afar, cluster
from formgen.pipeline.ingest import Given, Order, ingest
from formgen.pipeline.project import Project
from formgen.store.address import parse_address
from formgen.store.documents import count
from formgen.store.kept import Origin
from formgen.store.opening import Store, open_store
from tests.cluster.machines import Machines
from tests.hostile.making import files, zipped
from tests.loop import ROOT, blank
from tests.postgresql import PostgreSQL
from tests.store.crowd import document, make
from tests.store.dump import dump, unsound

DAY = dt.date(2026, 11, 21)
HOSTILE = ("rejected-cut-0.6.docx", "rejected-nuls.pdf", "rejected-empty.pdf", "rejected-bomb.docx")
COUNT = 60


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with more documents than two workers are given at a time, hostile files and archives among them."""
    folder = tmp_path_factory.mktemp("crowd") / "in"
    make(folder, COUNT)
    hostile = dict(files(*(blank("closure", "en", each) for each in Format)))
    for name in (*HOSTILE, "rejected-bomb-overlap.zip"):
        (folder / "000" / name).write_bytes(hostile[name])
    held = {f"{number}.{ending}": content for number in (900, 901) for content, ending in [document(number, {})]}
    (folder / "000" / "two.zip").write_bytes(zipped({**held, "none.txt": "no form"}))
    (folder / "000" / "large.pdf").write_bytes(b"%PDF-1.7\n" + bytes(2 << 20))
    return folder


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project that differs from what every worker has in a setting."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "formgen.toml").write_text("[limits]\ndocument_megabytes = 1\n", encoding="utf-8")
    return Project(folder)


def formgen(capsys: pytest.CaptureFixture[str], project: Project, *arguments: object) -> tuple[int, str, str]:
    """The exit code and what was said."""
    code = run(["--project", str(project.folder), *map(str, arguments)])
    return code, *capsys.readouterr()


def test_extract(crowd: Path, project: Project, machines: Machines, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("extract", crowd, "--json", "--received", DAY)
    code, alone, _ = formgen(capsys, project, *asked)
    told = formgen(capsys, project, *asked, "--cluster", machines.address)
    assert told == (code, alone, "")
    lines = {Path(line["source"]["path"]).name: line for line in map(json.loads, alone.splitlines())}
    assert len(lines) > COUNT
    assert "at most 1 are read" in lines["large.pdf"]["findings"][0]["message"]
    assert {lines[name]["status"] for name in HOSTILE} == {"rejected"}
    assert lines["two.zip!900.pdf"]["status"] == "accepted"


def test_extract_of_another_file_system(
    crowd: Path, project: Project, machines: Machines, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for path in sorted((crowd / "000").iterdir())[:12]:
            archive.write(path, f"in/000/{path.name}")
    url = f"zip://in::file://{(tmp_path / 'all.zip').as_posix()}"
    code, alone, _ = formgen(capsys, project, "extract", url, "--json", "--received", DAY)
    told = formgen(capsys, project, "extract", url, "--json", "--received", DAY, "--cluster", machines.address)
    assert told == (code, alone, "")
    first = json.loads(alone.splitlines()[0])
    assert first["source"]["path"] == url.replace("in::", "in/000/000000.pdf::")
    assert first["status"] == "accepted"


def test_fill(
    project: Project,
    machines: Machines,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    records = [{"referral_number": f"ՆՄ-{number}", "client_surname": f"Նմուշ {number}"} for number in range(100)]
    records[40] = {"referral_number": "ՆՄ-40", "client_birth_date": "32.13.1990"}
    (tmp_path / "data.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    asked = ("fill", "referral", "--data", "data.jsonl", "--locale", "hy", "--format", "docx", "--out", "made")
    told = {}
    for name, who in (("alone", ()), ("afar", ("--cluster", machines.address))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "data.jsonl").write_bytes((tmp_path / "data.jsonl").read_bytes())
        monkeypatch.chdir(tmp_path / name)
        told[name] = formgen(capsys, project, *asked, *who)
    assert told["alone"] == told["afar"]
    assert told["alone"][1].splitlines()[0].startswith("made/")
    alone, afar = ({each.name: each.read_bytes() for each in (tmp_path / name / "made").iterdir()} for name in told)
    assert len(alone) == 99
    assert alone == afar


def outcomes(run: Iterable[Given]) -> Counter[tuple[str, str]]:
    """What became of documents, in counts."""
    return Counter((each.outcome, each.state) for given in run for each in given.taken)


@pytest.fixture(scope="module")
def undisturbed(crowd: Path, project: Project, tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, Counter]:
    """The store of one machine, and what its run told."""
    store = open_store(parse_address(str(tmp_path_factory.mktemp("store") / "records.db")), create=True)
    return store, outcomes(ingest(project, store, [crowd], Order(Origin(DAY), "clerk")))


def test_ingest_while_a_worker_is_killed(
    crowd: Path,
    project: Project,
    machines: Machines,
    undisturbed: tuple[Store, Counter],
    postgresql: PostgreSQL,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(afar, "_BATCH", 8)
    store = open_store(parse_address(postgresql.database()), create=True)
    given = []
    for each in ingest(project, store, [crowd], Order(Origin(DAY), "clerk"), machines.address):
        if not given:
            machines.kill()
            with store.read() as connection:
                assert 0 < count(connection) < COUNT
        given.append(each)
    assert outcomes(given) == undisturbed[1]
    assert unsound(store) == []
    assert dump(store, numbers=False) == dump(undisturbed[0], numbers=False)
    # Whatever is given again is known, and told so.
    again = outcomes(ingest(project, store, [crowd], Order(Origin(DAY), "clerk"), machines.address))
    assert {outcome for outcome, _ in again} == {"known"}
    assert sum(again.values()) == sum(undisturbed[1].values())


def test_ingest_into_a_file_is_refused(
    crowd: Path, project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = formgen(capsys, project, "ingest", crowd, "--db", tmp_path / "x.db", "--cluster", "tcp://nobody:1")
    assert (code, out) == (2, "")
    assert "cannot share" in err
    assert "postgresql+psycopg://" in err
    assert not list(tmp_path.iterdir())


def test_a_worker_with_another_program_is_refused(
    crowd: Path, project: Project, machines: Machines, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for part in ("formgen", "forms", "locales"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "formgen" / "model" / "record.py").open("a").write("# changed\n")
    other = machines.add(tmp_path)
    machines.wait_for(3)
    code, out, err = formgen(capsys, project, "extract", crowd, "--cluster", machines.address)
    other.kill()
    machines.wait_for(2)
    assert (code, out) == (4, "")
    assert "has formgen" in err
    assert "Install the same formgen" in err
    assert formgen(capsys, project, "extract", crowd / "000" / "two.zip", "--cluster", machines.address)[0] == 1


def test_no_scheduler_and_no_worker(
    crowd: Path,
    project: Project,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(cluster, "_SECONDS_TO_CONNECT", 1)
    monkeypatch.setattr(cluster, "_SECONDS_WITHOUT_WORKERS", 1)
    monkeypatch.setattr(cluster, "_LOOK", 0.3)
    machines = Machines(tmp_path, workers=0)
    try:
        asked = ("extract", crowd, "--cluster", machines.address)
        code, _, err = formgen(capsys, project, *asked)
        assert (code, "has no workers" in err) == (4, True), err
        monkeypatch.setattr(cluster, "_check", lambda *_: None)
        code, _, err = formgen(capsys, project, *asked)
        assert (code, "has no workers" in err) == (4, True), err
        monkeypatch.setattr(cluster, "_check", lambda *_: machines.end())
        code, _, err = formgen(capsys, project, *asked)
        assert (code, "is gone" in err) == (4, True), err
    finally:
        machines.end()
    for address in (machines.address, "carrier-pigeon://nowhere", "nobody"):
        code, out, err = formgen(capsys, project, "extract", crowd, "--cluster", address)
        assert (code, out) == (4, ""), err
        assert f"The cluster {address} is not reached" in err
        assert "run the command again" in err
    code, out, err = formgen(capsys, project, "extract", crowd, "--cluster", "tls://nobody:1")
    assert (code, out) == (4, "")
    assert "no certificates in Dask's configuration" in err


def test_the_extra_is_missing(
    crowd: Path, project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    code, out, err = formgen(capsys, project, "extract", crowd, "--cluster", "tcp://nobody:1")
    assert (code, out) == (4, "")
    assert 'pip install "formgen[cluster]"' in err

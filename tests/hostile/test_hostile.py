"""Broken and hostile files have one line each; nothing is run, followed, asked of the network or left hanging."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.making import files
from tests.hostile.watching import Run, extract
from tests.loop import ROOT

MOST = 600 << 20
"""Bytes no process may ever have."""
CANARY = "canary that must stay in its cage"
SPY = """
import os, sys
_log = os.open({log!r}, os.O_WRONLY | os.O_APPEND)
def _told(event, arguments):
    if event.startswith(("socket.", "subprocess.Popen", "os.system", "os.exec", "urllib.")):
        os.write(_log, (event + repr(arguments)[:200] + "\\n").encode("utf-8", "replace"))
sys.addaudithook(_told)
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the usual limits."""
    return tmp_path_factory.mktemp("project")


@pytest.fixture(scope="module")
def spied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Every Python process started meanwhile notes in a file what it asks of the network or starts."""
    folder = tmp_path_factory.mktemp("spy")
    log = folder / "log.txt"
    log.touch()
    (folder / "sitecustomize.py").write_text(SPY.format(log=str(log)), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FORMGEN_SPY", str(folder))
        yield log


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, ours: dict[str, bytes], project: Path, spied: Path) -> Run:
    """One run over the whole set."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, content in files(**ours):
        (folder / name).write_bytes(content)
    cage = tmp_path_factory.mktemp("cage")
    (cage / "canary.pdf").write_bytes(ours["pdf"])
    (cage / "canary.txt").write_text(CANARY)
    if os.name == "posix":
        _odd_files(folder, cage, ours["docx"])
    assert len(list(folder.iterdir())) > 150
    return extract(project, [folder])


def _odd_files(folder: Path, cage: Path, docx: bytes) -> None:
    """What only some file systems have: pipes, links, devices, holes, names that are no text."""
    os.mkfifo(folder / "rejected-fifo.pdf")
    (folder / "rejected-link.pdf").symlink_to(cage / "canary.pdf")
    (folder / "rejected-link-to-folder").symlink_to(folder)
    (folder / "rejected-link-to-device.pdf").symlink_to("/dev/zero")
    (folder / "rejected-link-to-nothing.pdf").symlink_to(cage / "nothing")
    with (folder / "rejected-sparse.pdf").open("wb") as stream:
        stream.truncate(3 << 30)
    os.chdir(folder)  # the path of a socket must be short
    with socket.socket(socket.AF_UNIX) as served:
        served.bind("rejected-socket.pdf")
    os.chdir(ROOT)
    for name in (b"read-\xff\xfe.docx", b"read-\x1b[31m.docx", b"read-\n\t.docx", "read-\u202excod.docx".encode()):
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(docx)
    (folder / ("read-" + "x" * 240 + ".docx")).write_bytes(docx)
    (folder / "~$left.docx").write_bytes(b"left by Word")


def _expected(path: str) -> str:
    return Path(path.split("!", maxsplit=1)[0]).name.partition("-")[0]


def test_every_file_has_its_line(hostile: Run) -> None:
    wrong = []
    for line in hostile.lines:
        path, status, codes = line["source"]["path"], line["status"], [each["code"] for each in line["findings"]]
        match _expected(path):
            case "rejected":
                is_right = status == "rejected" and len(codes) == 1 and line["record"] is None
            case "active":
                is_right = (
                    status == "review" and "active-content" in codes and line["record"]["case_number"] is not None
                )
            case "read":
                is_right = status == "accepted" and line["record"]["case_number"] is not None
            case _:
                is_right = status != "accepted"
        if not is_right:
            wrong.append((path, status, codes))
    assert wrong == []
    assert hostile.code == 1
    assert len({line["source"]["path"] for line in hostile.lines}) == len(hostile.lines) > 150


def test_nothing_breaks_down(hostile: Run) -> None:
    assert "Traceback" not in hostile.said
    assert "rejected" not in hostile.said
    assert {each["code"] for line in hostile.lines for each in line["findings"]} & {"reader-ended"} == set()


def test_memory_and_time_are_bounded(hostile: Run) -> None:
    assert max(size for _, size in hostile.memory) < MOST
    assert max(size for _, size in hostile.of_parent) < 100 << 20
    heavy = [line for line in hostile.lines if line["findings"] and line["findings"][0]["code"] == "too-heavy"]
    assert 1 <= len(heavy) <= 8
    assert hostile.seconds < 240


def test_nothing_is_asked_of_the_network_or_started(hostile: Run, spied: Path) -> None:
    """Only this program's own workers are started."""
    started = [line for line in spied.read_text("utf-8").splitlines() if "formgen.pipeline.worker" not in line]
    assert started == []


def test_nothing_outside_is_followed(hostile: Run) -> None:
    said = repr(hostile.lines)
    assert CANARY not in said
    assert "root:" not in said
    links = [line for line in hostile.lines if "rejected-link" in line["source"]["path"]]
    assert {line["findings"][0]["code"] for line in links} == {"not-a-file"}


def test_odd_names_are_shown_harmlessly(hostile: Run) -> None:
    names = {Path(line["source"]["path"]).name for line in hostile.lines}
    if os.name == "posix":
        assert {"read-\udcff\udcfe.docx", "read-\x1b[31m.docx", "read-\n\t.docx", "read-\u202excod.docx"} <= names
    assert "~$left.docx" not in names


def test_the_foreign_corpus(project: Path) -> None:
    """Public test files of other projects, named by FORMGEN_CORPUS: none is a form of ours."""
    folder = os.environ.get("FORMGEN_CORPUS")
    if not folder:
        pytest.skip("FORMGEN_CORPUS names no folder")
    run = extract(project, [Path(folder)])
    assert "Traceback" not in run.said
    assert {line["status"] for line in run.lines} == {"rejected"}
    assert {len(line["findings"]) for line in run.lines} == {1}
    assert max(size for _, size in run.memory) < MOST
    assert len(run.lines) >= sum(path.is_file() for path in Path(folder).rglob("*"))


@pytest.mark.parametrize("count", [100, pytest.param(500, marks=pytest.mark.long)])
def test_every_tenth_is_broken(count: int, ours: dict[str, bytes], project: Path, tmp_path: Path) -> None:
    """The lines are in order, and the memory does not grow with their number."""
    endings = ("docx", "xlsx", "pdf")
    for number in range(count):
        ending = endings[number % 3]
        content = ours[ending][:4000] if number % 10 == 9 else ours[ending]
        (tmp_path / f"{number:04d}.{ending}").write_bytes(content)
    given = sorted(tmp_path.iterdir())
    few, run = extract(project, given[:30]), extract(project, [tmp_path])  # thirty hold one broken copy of each kind
    assert run.code == 1
    assert [Path(line["source"]["path"]).name for line in run.lines] == [path.name for path in given]
    broken = [number for number, line in enumerate(run.lines) if line["status"] != "accepted"]
    assert broken == list(range(9, count, 10))
    for peak in ("memory", "of_parent"):
        assert max(size for _, size in getattr(run, peak)) < max(size for _, size in getattr(few, peak)) + (24 << 20)

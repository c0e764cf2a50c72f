"""A project arrives on another machine with all that decides what is made and read, and leaves nothing there."""

from __future__ import annotations

import gc
import os
import pickle
import threading
from pathlib import Path
from types import SimpleNamespace

import distributed
import pytest

from formgen.pipeline import kit as kits
from formgen.pipeline.kit import Kit, OtherProgramError, digest, packed, program
from formgen.pipeline.project import Project
from tests.loop import PROJECT

LOGO = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f6"
    "45400000000049454e44ae426082"
)


@pytest.fixture
def worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a Dask worker, which this process is."""
    folder = tmp_path / "worker"
    folder.mkdir()
    here = SimpleNamespace(address="tcp://worker", local_directory=str(folder), state=SimpleNamespace(nthreads=1))
    monkeypatch.setattr(distributed, "get_worker", lambda: here)
    return folder


def sent(project: Project) -> Kit:
    """A kit as it comes out of the wire."""
    again: Kit = pickle.loads(pickle.dumps(Kit(packed(project), program())))
    return again


def test_a_project_arrives_whole(worker: Path) -> None:
    kit = sent(PROJECT)
    assert os.fspath(kit) == str(kit.project.folder)
    assert kit.project.folder.parent == worker
    names = {
        path.relative_to(kit.project.folder).as_posix() for path in kit.project.folder.rglob("*") if path.is_file()
    }
    assert {"forms/closure.yaml", "locales/hy/LC_MESSAGES/closure.po"} <= names
    assert any(name.startswith("forms/published/closure-1.0/") for name in names)
    assert not any("samples" in name or name.endswith((".pot", ".md")) for name in names)
    assert kit.project.definitions() == PROJECT.definitions()
    del kit
    gc.collect()
    assert list(worker.iterdir()) == []


def test_settings_come_with_the_logo_they_name(tmp_path: Path, worker: Path) -> None:
    (tmp_path / "own" / "pictures").mkdir(parents=True)
    (tmp_path / "own" / "pictures" / "logo.png").write_bytes(LOGO)
    (tmp_path / "own" / "secret.pdf").write_bytes(b"not to be sent")
    (tmp_path / "own" / "formgen.toml").write_text(
        '[centre]\nlogo = "pictures/logo.png"\n[limits]\npages = 7\n', "utf-8"
    )
    own = Project(tmp_path / "own")
    assert set(packed(own)) == {"formgen.toml", "pictures/logo.png"}
    kit = sent(own)
    assert kit.project.settings == own.settings
    assert kit.project.settings.limits.pages == 7


def test_what_is_sent_has_a_digest_of_all_of_it() -> None:
    assert digest({"a": b"1", "b": b"2"}) == digest({"b": b"2", "a": b"1"})
    found = {digest(each) for each in ({}, {"a": b""}, {"a": b"b"}, {"ab": b""}, {"a": b"", "b": b""})}
    assert len(found) == 5


def test_another_program_does_nothing(worker: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kit = sent(PROJECT)
    monkeypatch.setattr(kits, "program", lambda: "0.0 (other)")
    with pytest.raises(OtherProgramError, match=r"tcp://worker has formgen 0\.0"):
        os.fspath(kit)
    assert list(worker.iterdir()) == []


def test_threads_share_one_folder_and_one_guard(worker: Path) -> None:
    kit = sent(PROJECT)
    found: list[tuple[str, object]] = []

    def use(shared: Kit) -> None:
        found.append((os.fspath(shared), shared.guard))

    threads = [threading.Thread(target=use, args=(kit,)) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(found) == 8
    assert len({folder for folder, _ in found}) == len({id(guard) for _, guard in found}) == 1
    processes = [each._process for each in kit.guard._workers]
    assert [each.poll() for each in processes] == [None]
    found.clear()
    del kit
    gc.collect()
    assert [each.poll() is None for each in processes] == [False]
    assert list(worker.iterdir()) == []

"""Compiled blanks are kept for the very same inputs, used only whole, and may be cleared."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from formgen.cli.app import run
from formgen.model.catalog import Catalog
from formgen.model.document import Format
from formgen.model.settings import Settings
from formgen.pipeline import compiled as module
from formgen.pipeline.compiled import clear, compiled
from tests.loop import blank, localized


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(module.FOLDER, str(tmp_path / "kept"))
    return tmp_path / "kept"


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was laid out anew; what is laid out is the words of the title."""
    made: list[str] = []

    def compile_(form: object, format_: Format, template: bytes | None) -> bytes:
        made.append(str(format_))
        return f"{format_} {template!r} {form!r}".encode()

    monkeypatch.setattr(module, "_compile", compile_)
    return made


def test_a_kept_blank_is_the_blank() -> None:
    form = localized("closure", "hy")
    first = compiled(form, Format.PDF)
    assert first == compiled(form, Format.PDF) == blank("closure", "hy", Format.PDF)


def test_the_same_inputs_are_laid_out_once(counted: list[str]) -> None:
    for _ in range(3):
        compiled(localized("closure", "hy"), Format.DOCX)
    assert counted == ["docx"]


def test_whatever_changes_a_blank_is_laid_out_anew(counted: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    form = localized("closure", "hy")
    words = {key: f"{text}!" if key[0] == "closure.title" else text for key, text in form.catalog.words.items()}
    made = [
        compiled(form, Format.DOCX),
        compiled(form, Format.XLSX),
        compiled(form, Format.DOCX, b"template"),
        compiled(localized("closure", "en"), Format.DOCX),
        compiled(replace(form, catalog=Catalog("hy", words)), Format.DOCX),
        compiled(replace(form, terms={**form.terms, "processor": "X"}), Format.DOCX),
        compiled(replace(form, settings=Settings(office_fonts=("GHEA Grapalat",))), Format.DOCX),
        compiled(replace(form, form=replace(form.form, version="1.1")), Format.DOCX),
    ]
    monkeypatch.setattr(module, "_program", lambda: b"another program")
    made.append(compiled(form, Format.DOCX))
    assert len(counted) == len(made)


@pytest.mark.parametrize("damage", [b"", b"short", b"\0" * 4000])
def test_what_was_damaged_is_not_used(counted: list[str], folder: Path, damage: bytes) -> None:
    form = localized("closure", "hy")
    whole = compiled(form, Format.DOCX)
    (path,) = folder.iterdir()
    path.write_bytes(damage)
    assert compiled(form, Format.DOCX) == whole
    assert len(counted) == 2
    assert compiled(form, Format.DOCX) == whole
    assert len(counted) == 2


def test_a_machine_that_cannot_keep_goes_without(counted: list[str], folder: Path) -> None:
    folder.write_text("a file where the folder should be", encoding="utf-8")
    form = localized("closure", "hy")
    assert compiled(form, Format.DOCX) == compiled(form, Format.DOCX)
    assert len(counted) == 2


def test_many_may_ask_at_once(counted: list[str], folder: Path) -> None:
    form = localized("closure", "hy")
    found: list[bytes] = []
    asking = [threading.Thread(target=lambda: found.append(compiled(form, Format.DOCX))) for _ in range(8)]
    for each in asking:
        each.start()
    for each in asking:
        each.join()
    assert len(set(found)) == 1
    assert [path.suffix for path in folder.iterdir()] == [".docx"]


def test_clearing_removes_what_was_kept_and_nothing_else(
    counted: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    compiled(localized("closure", "hy"), Format.DOCX)
    compiled(localized("closure", "hy"), Format.XLSX)
    (folder / "note.docx").write_text("not ours", encoding="utf-8")
    assert run(["--ui-locale", "en", "cache", "clear"]) == 0
    told = capsys.readouterr().err
    assert told.startswith("Blanks removed from ")
    assert told.endswith(": 2.\n")
    assert [path.name for path in folder.iterdir()] == ["note.docx"]
    assert clear() == 0

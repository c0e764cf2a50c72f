"""A fault of a catalog is told with the line it stands at."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from formgen.cli.app import run
from formgen.pipeline.checking import check
from formgen.pipeline.project import Project
from tests.loop import ROOT


def test_a_missing_translation_and_a_broken_file_have_their_lines(tmp_path: Path) -> None:
    (tmp_path / "forms").mkdir()
    shutil.copy(ROOT / "forms" / "closure.yaml", tmp_path / "forms")
    shutil.copytree(ROOT / "locales", tmp_path / "locales")
    path = tmp_path / "locales" / "hy" / "LC_MESSAGES" / "closure.po"
    lines = path.read_text(encoding="utf-8").split("\n")
    line = lines.index('msgstr "Դեպքի փակման ձև"')
    lines[line] = 'msgstr ""'
    path.write_text("\n".join(lines), encoding="utf-8")
    assert [(fault.file, fault.line) for fault in check(Project(tmp_path))] == [(path, line + 1)]
    lines[line] = "msgstr"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert [(fault.file, fault.line) for fault in check(Project(tmp_path))] == [(path, line + 1)]


def test_a_catalog_that_is_not_there_is_one_fault_and_update_makes_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "forms").mkdir()
    text = (ROOT / "forms" / "closure.yaml").read_text(encoding="utf-8")
    (tmp_path / "forms" / "visit.yaml").write_text(text.replace("form: closure", "form: visit"), encoding="utf-8")
    missing = {tmp_path / "locales" / locale / "LC_MESSAGES" / "visit.po" for locale in ("en", "hy")}
    (tmp_path / "locales").mkdir()
    faults = list(check(Project(tmp_path)))
    assert {fault.file for fault in faults} == missing
    assert len(faults) == len(missing)
    assert all("“formgen translate update”" in str(fault.what) for fault in faults)
    assert run(["--project", str(tmp_path), "translate", "update"]) == 0
    capsys.readouterr()
    assert {path for path in missing if path.is_file()} == missing
    assert not [fault for fault in check(Project(tmp_path)) if fault.what.context == "fault.no-catalog"]

"""A fault of a catalog is told with the line it stands at."""

from __future__ import annotations

import shutil
from pathlib import Path

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

"""The demonstration: every answer comes back right, none is invented, and the figures can be wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from formgen.cli.app import run
from formgen.model.document import Format
from formgen.pipeline.demo import demonstrate, journey
from formgen.pipeline.project import Project

ROOT = Path(__file__).parents[3]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    forms = tmp_path / "forms"
    forms.mkdir()
    shutil.copy(ROOT / "forms" / "certification.yaml", forms)
    return Project(tmp_path)


def test_every_answer_comes_back(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    out = project.folder / "output"
    assert run(["--project", str(project.folder), "demo", "--out", str(out)]) == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines()[1:]]
    assert [row[:3] for row in rows] == [
        ["certification", locale, str(format_)] for locale in ("en", "hy") for format_ in Format
    ]
    assert all(row[3] == row[4] and int(row[3]) > 40 and row[5] == "0" for row in rows)
    assert len(list(out.glob("*.*"))) == 6
    assert len(list((out / "filled").iterdir())) == 12


def test_an_answer_that_is_lost_or_invented_is_counted(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(entries: list) -> list:
        return [each for each in entries if each.key != "cm_name"]

    typist = journey.typist
    monkeypatch.setattr(
        journey, "typist", lambda kind: lambda blank, entries: typist(kind)(blank, forgetful(list(entries)))
    )
    tried = list(demonstrate(project, project.folder / "output"))
    assert {each.answers - each.right for each in tried} == {1}
    assert {each.invented for each in tried} == {0}

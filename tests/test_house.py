"""The house is in order: style, types, the plan of imports, and files that speak of nothing but the project."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.loop import ROOT

CHECKS = {
    "ruff": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "mypy": ["mypy"],
}
_OWN = ("formgen", "forms", "locales", "tests", "tools", ".ci")
_TEXT = {".py", ".yaml", ".po", ".md", ".json", ".jsonl", ".toml", ".typ", ".mjs", ".java", ".txt", ""}
# Written so that this file does not hold what it looks for.
_MACHINE = re.compile("|".join(["(?<![\\w.])/(?:work|root|home)" + "/", "/tmp" + "/", r"[A-Z]:\\" + "Users"]))
_REGISTRY = re.compile("|".join(["registry" + r"\.npmjs", "files" + r"\.pythonhosted", "pypi" + r"\.org/simple"]))


@pytest.mark.parametrize("name", CHECKS)
def test_style_and_types(name: str) -> None:
    """The tools say nothing."""
    _, *arguments = CHECKS[name]
    run = subprocess.run(
        [sys.executable, "-m", CHECKS[name][0], *arguments], cwd=ROOT, capture_output=True, check=False, timeout=600
    )
    assert run.returncode == 0, (run.stdout + run.stderr).decode("utf-8", "replace")


def test_imports_run_downstairs() -> None:
    """The plan of imports in pyproject.toml, kept by import-linter."""
    code = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False, timeout=300)
    assert run.returncode == 0, (run.stdout + run.stderr).decode("utf-8", "replace")


def _texts() -> list[Path]:
    named = [path for folder in _OWN for path in (ROOT / folder).rglob("*") if path.is_file()]
    top = [path for path in ROOT.iterdir() if path.is_file() and path.name != ".git"]
    return [path for path in named + top if path.suffix in _TEXT and "__pycache__" not in path.parts]


@pytest.mark.parametrize("pattern", [_MACHINE, _REGISTRY], ids=["machine", "registry"])
def test_files_name_no_machine(pattern: re.Pattern[str]) -> None:
    """No path of one machine and no host of a registry stands in a file of ours."""
    found = []
    for path in _texts():
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in pattern.finditer(text)]
    assert len(_texts()) > 100
    assert found == []


def test_node_packages_are_pinned() -> None:
    """The programs of other people that the tests drive are the same everywhere."""
    package = json.loads((ROOT / "tests" / "clients" / "package.json").read_text(encoding="utf-8"))
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in package["dependencies"].values())


def test_modules_say_what_they_are() -> None:
    """Every module opens with a sentence, and none has more than five hundred lines."""
    for path in (ROOT / "formgen").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert text.startswith('"""'), path
        assert text.count("\n") <= 500, path

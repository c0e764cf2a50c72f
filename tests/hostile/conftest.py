"""What the tests of hostile files start from."""

from __future__ import annotations

import pytest

from formgen.cli.app import run
from tests.loop import ROOT


@pytest.fixture(scope="package")
def ours(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """One completed copy of a form in each format."""
    out = tmp_path_factory.mktemp("ours")
    data = out / "data.jsonl"
    data.write_text((ROOT / "forms" / "samples" / "closure.jsonl").read_text("utf-8").splitlines()[0], "utf-8")
    arguments = ["--project", str(ROOT), "fill", "closure", "--locale", "en", "--data", str(data), "--out", str(out)]
    assert run(arguments) == 0
    return {ending: next(out.glob(f"*.{ending}")).read_bytes() for ending in ("pdf", "docx", "xlsx")}

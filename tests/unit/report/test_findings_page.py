"""docs/findings.md has every code, its severity and its words, as they are."""

from __future__ import annotations

from tests.loop import ROOT
from tools.list_findings import page


def test_the_page_is_up_to_date() -> None:
    """`python tools/list_findings.py` writes it."""
    assert (ROOT / "docs" / "findings.md").read_text(encoding="utf-8") == page()

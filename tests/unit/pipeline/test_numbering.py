"""Numbers are given once, in order, to one copy each, whoever asks at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from formgen.pipeline.numbering import FILE, Numbering, NumbersError


def test_numbers_follow_one_another_and_a_copy_keeps_its_own(tmp_path: Path) -> None:
    numbers = Numbering(tmp_path, "referral", "ՇԻ", 2026)
    assert [numbers.number_for(copy) for copy in ("A", "B", "A", "C")] == [
        "ՇԻ-2026-0001",
        "ՇԻ-2026-0002",
        "ՇԻ-2026-0001",
        "ՇԻ-2026-0003",
    ]
    assert Numbering(tmp_path, "referral", "ՇԻ", 2027).number_for("A") == "ՇԻ-2027-0001"
    assert Numbering(tmp_path, "closure", "ՇԻ", 2026).number_for("A") == "ՇԻ-2026-0001"


def test_two_at_once_never_get_the_same(tmp_path: Path) -> None:
    numbers = Numbering(tmp_path, "referral", "X", 2026)
    with ThreadPoolExecutor(8) as many:
        given = list(many.map(numbers.number_for, [f"copy-{number}" for number in range(40)]))
    assert sorted(given) == [f"X-2026-{number:04}" for number in range(1, 41)]


def test_a_broken_book_of_numbers_is_told_not_replaced(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"not a database, but long enough to be one" * 50)
    with pytest.raises(NumbersError):
        Numbering(tmp_path, "referral", "X", 2026).number_for("A")
    assert (tmp_path / FILE).read_bytes().startswith(b"not a database")

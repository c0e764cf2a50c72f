"""A copy that lost its end or had bits turned on its way never gives a wrong value as if it were certain."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from formgen.model.finding import Status
from formgen.model.record import Record
from formgen.pipeline.intake import extract
from tests.loop import PROJECT

COPIES = 40


def harmed(content: bytes, number: int) -> bytes:
    """A cut copy, or one with a few bits turned; of a PDF, every second in what was filled in last."""
    chance = random.Random(number)
    if number % 4 == 0:
        return content[: chance.randrange(len(content))]
    changed = bytearray(content)
    start = content.rfind(b"%%EOF", 0, -10) if content.startswith(b"%PDF") and number % 2 else 0
    for _ in range(chance.choice((1, 1, 2, 8))):
        changed[chance.randrange(max(0, start), len(content))] ^= 1 << chance.randrange(8)
    return bytes(changed)


@pytest.mark.parametrize("ending", ["pdf", "docx", "xlsx"])
@pytest.mark.parametrize("copies", [COPIES, pytest.param(1000, marks=pytest.mark.long)])
def test_no_value_is_wrong_without_a_finding(ending: str, copies: int, ours: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "0").write_bytes(ours[ending])
    for number in range(1, copies + 1):
        (tmp_path / f"{number}").write_bytes(harmed(ours[ending], number))
    reports = list(extract(PROJECT, sorted(tmp_path.iterdir(), key=lambda path: int(path.name)), jobs=2))
    whole = reports[0].record
    assert reports[0].status is Status.ACCEPTED
    assert isinstance(whole, Record)
    wrong = [
        (each.submission.path, name, value, whole.values[name])
        for each in reports
        if each.status is Status.ACCEPTED and each.record is not None
        for name, value in each.record.values.items()
        if value != whole.values[name]
    ]
    assert wrong == []
    assert len(reports) == copies + 1
    assert sum(each.status is not Status.ACCEPTED for each in reports) > copies // 2

"""The same outcomes in the same order, whoever does the work."""

from __future__ import annotations

import json
import os
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest

from formgen.cli.app import run
from formgen.define.faults import Fault, FaultyDefinitionError
from formgen.errors import ExitCode
from formgen.message import Message
from formgen.pipeline.crew import batches, crew
from formgen.pipeline.project import UnknownFormError
from tests.loop import ROOT


def doubled(task: int, piece: int) -> tuple[int, int]:
    if piece == task:
        raise UnknownFormError(Message("context", "the piece {piece}", {"piece": piece}), Message("remedy", "another"))
    return piece * 2, os.getpid()


@pytest.mark.parametrize("jobs", [1, 2])
def test_outcomes_come_in_the_order_of_the_pieces(jobs: int) -> None:
    with crew(jobs) as hands:
        found = list(hands.outcomes(doubled, -1, range(50)))
    assert [value for value, _ in found] == [2 * each for each in range(50)]
    assert (os.getpid() in {process for _, process in found}) is (jobs == 1)


@pytest.mark.parametrize("jobs", [1, 2])
def test_pieces_are_taken_as_they_are_needed(jobs: int) -> None:
    taken = []

    def pieces() -> Iterator[int]:
        for each in range(1000):
            taken.append(each)
            yield each

    with crew(jobs) as hands:
        outcomes = hands.outcomes(doubled, -1, pieces())
        next(outcomes)
        assert len(taken) <= 3 * jobs


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_comes_whole(jobs: int) -> None:
    with crew(jobs) as hands, pytest.raises(UnknownFormError) as told:
        list(hands.outcomes(doubled, 7, range(50)))
    assert (str(told.value.message), told.value.remedy) == ("the piece 7", Message("remedy", "another"))


def test_an_error_of_many_faults_comes_whole() -> None:
    error = FaultyDefinitionError([Fault(Path("a.yaml"), 3, Message("context", "text"))])
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.faults, again.exit_code) == (FaultyDefinitionError, error.faults, ExitCode.AT_FAULT)


def test_batches_hold_everything_once() -> None:
    assert list(batches(range(7), 3)) == [(0, 1, 2), (3, 4, 5), (6,)]
    assert list(batches([], 3)) == []


def test_several_processes_fill_what_one_fills(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    records = [{"referral_number": f"ՆՄ-{number}", "client_surname": f"Նմուշ {number}"} for number in range(100)]
    records[40] = {"referral_number": "ՆՄ-40", "client_birth_date": "32.13.1990"}
    records[70] = {"referral_number": "ՆՄ-3", "client_surname": "another"}
    data = tmp_path / "data.jsonl"
    data.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    told = {}
    for jobs in ("1", "2"):
        asked = ["--data", str(data), "--locale", "hy", "--format", "docx", "--jobs", jobs]
        assert run(["--project", str(ROOT), "fill", "referral", *asked, "--out", str(tmp_path / jobs)]) == 1
        out, err = capsys.readouterr()
        told[jobs] = out.replace(str(tmp_path / jobs), ""), err.replace(str(tmp_path / jobs), "")
    assert told["1"] == told["2"]
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / jobs).iterdir()} for jobs in ("1", "2"))
    assert len(one) == 98
    assert one == two

"""What a worker does wrong is ended, told, and harms neither this process nor the next job."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from formgen.errors import ExitCode, FormgenError
from formgen.model.limits import Limits
from formgen.pipeline.guard import EndedError, Guard, WorkerFault
from tests.loop import ROOT

LIMITS = Limits(seconds=2, memory_megabytes=200)


def guard(mark: str = "did", jobs: int = 1) -> Guard:
    return Guard("tests.hostile.misbehaving:start", (mark,), lambda: LIMITS, jobs)


@pytest.mark.parametrize(
    ("job", "code", "said"),
    [
        ("hang", "too-heavy", "2 seconds"),
        ("bloat", "too-heavy", "200 MB of memory"),
        ("exit", "reader-ended", ""),
        ("crash", "reader-ended", ""),
        ("lie", "reader-ended", ""),
        ("much", "too-large", "at most 32"),
    ],
)
def test_what_goes_wrong_costs_one_job(job: str, code: str, said: str, capfd: pytest.CaptureFixture[str]) -> None:
    with guard() as workers:
        bad, good = workers.submit(job), workers.submit("next")
        with pytest.raises(EndedError) as ended:
            bad.result(60)
        assert ended.value.finding.code == code
        assert said in str(ended.value.finding.values.get("limit", ""))
        assert good.result(60) == "did next"
    assert "taken over" not in capfd.readouterr().out


def test_a_worker_is_kept() -> None:
    with guard() as workers:
        first = workers.submit("pid").result(60)
        assert [workers.submit(job).result(60) for job in ("print", "pid", "a")] == ["said nothing", first, "did a"]
        assert first != os.getpid()
    assert not psutil.pid_exists(int(str(first)))


def test_several_work_at_once() -> None:
    with guard(jobs=3) as workers:
        started = time.monotonic()
        hung = [workers.submit("hang") for _ in range(3)]
        assert {type(each.exception(60)) for each in hung} == {EndedError}
        assert time.monotonic() - started < 3 * LIMITS.seconds + 20
        done = [workers.submit(str(number)) for number in range(20)]
        assert [each.result(60) for each in done] == [f"did {number}" for number in range(20)]


@pytest.mark.parametrize("job", ["write", "delete", "network", "name", "program"])
def test_a_worker_can_only_read(job: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with guard() as workers:
        assert workers.submit(job).result(60) == "refused"
    assert list(tmp_path.iterdir()) == []


def test_a_fault_of_ours_is_told_whole() -> None:
    with guard() as workers, pytest.raises(WorkerFault, match="KeyError: 'a fault of ours'"):
        workers.submit("fault").result(60)


def test_an_error_to_be_mended_stays_one() -> None:
    with guard() as workers:
        error = workers.submit("tell").exception(60)
    assert isinstance(error, FormgenError)
    assert (error.exit_code, str(error.message), str(error.remedy)) == (ExitCode.AT_FAULT, "told", "remedy")


def test_a_start_that_fails_is_told() -> None:
    with guard("not at all") as workers, pytest.raises(WorkerFault):
        workers.submit("a").result(60)


def _hanging(tmp_path: Path) -> subprocess.Popen[bytes]:
    program = (
        "from formgen.pipeline.guard import Guard; from formgen.model.limits import Limits; import sys\n"
        "with Guard('tests.hostile.misbehaving:start', ('x',), lambda: Limits(), 2) as workers:\n"
        "    pids = [workers.submit('pid').result() for _ in range(2)]\n"
        "    print(*pids, flush=True)\n"
        "    workers.submit('hang').result() if sys.argv[1] == 'busy' else sys.stdin.read()\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    state = "busy" if tmp_path.name.startswith("busy") else "idle"
    return subprocess.Popen(
        [sys.executable, "-c", program, state],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    )


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize(("state", "sent"), [("busy", signal.SIGINT), ("idle", signal.SIGKILL)])
def test_no_worker_outlives_its_parent(state: str, sent: signal.Signals, tmp_path: Path) -> None:
    process = _hanging(tmp_path / state)
    assert process.stdout is not None
    pids = {int(pid) for pid in process.stdout.readline().split()}
    children = {each.pid for each in psutil.Process(process.pid).children(recursive=True)}
    assert pids <= children
    time.sleep(0.3)
    process.send_signal(sent)
    process.wait(20)
    _, alive = psutil.wait_procs([psutil.Process(pid) for pid in children if psutil.pid_exists(pid)], timeout=10)
    assert alive == []

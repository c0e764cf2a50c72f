"""The clerk's commands on a store, as a clerk types them: what they write, tell and end with."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from formgen.cli.app import run
from tests.loop import ROOT
from tests.registry import case

DAY = ("--received", "2026-11-21")


@pytest.fixture(autouse=True)
def office(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A working directory of one's own, and messages in English."""
    monkeypatch.chdir(tmp_path)
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG", "FORMGEN_DB"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def fill(out: Path, form: str, values: dict[str, Any], format_: str = "xlsx", locale: str = "hy") -> Path:
    """A filled document."""
    out.mkdir(parents=True, exist_ok=True)
    data = out.parent / f"{form}.json"
    data.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    before = set(out.iterdir())
    options = ["--data", str(data), "--format", format_, "--locale", locale, "--out", str(out)]
    assert run(["--project", str(ROOT), "fill", form, *options]) == 0
    (made,) = set(out.iterdir()) - before
    return made


@pytest.fixture(scope="module")
def taken_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of a referral, a closure that needs a person, and a file that cannot be read."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "in").mkdir()
    fill(folder / "in", "referral", case("referral-armenian"))
    fill(folder / "in", "closure", case("closure-armenian") | {"case_closed": "2020-01-01"})
    (folder / "in" / "letter.txt").write_text("Բարև", encoding="utf-8")
    store = ["--db", str(folder / "output" / "records.db"), "--by", "clerk"]
    assert run(["ingest", str(folder / "in"), *DAY, *store, "--channel", "email", "--from", "Շիրակի կենտրոն"]) == 1
    return folder


@pytest.fixture
def store(taken_in: Path, office: Path) -> Path:
    """That store where a clerk finds it without saying where."""
    shutil.copytree(taken_in / "output", office / "output")
    return office / "output" / "records.db"


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """A command's exit code, what it wrote and what it told."""

    def command(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run(arguments)
        written = capsys.readouterr()
        return code, written.out, written.err

    return command


Said = Callable[..., tuple[int, str, str]]


def test_ingest_sums_up(office: Path, said: Said) -> None:
    """By form, by reason, and what needs a person; a second run adds nothing."""
    made = fill(office / "in", "closure", case("closure-armenian"))
    (office / "in" / "letter.txt").write_text("Բարև", encoding="utf-8")
    shutil.copy(made, office / "in" / "again.xlsx")
    code, out, told = said("ingest", "in", *DAY)
    assert (code, out) == (1, "")
    assert "Case closure form" in told
    assert "letter.txt – not readable" in told
    assert "Documents: 3, of them known before: 1. New: 1 accepted, 0 for a person, 1 rejected." in told
    code, _, told = said("ingest", "in", *DAY)
    assert code == 1
    assert "Documents: 3, of them known before: 3. New: 0 accepted, 0 for a person, 0 rejected." in told
    code, _, told = said("--ui-locale", "hy", "ingest", "in", *DAY)
    assert "Փաստաթղթերի թիվը՝ 3" in told
    assert (office / "output" / "records.db").is_file()
    assert sorted(path.name for path in (office / "in").iterdir()) == sorted([made.name, "again.xlsx", "letter.txt"])


def test_ingest_for_a_program(office: Path, said: Said) -> None:
    """One line a document, also of those in an archive; a second time they are known without being read."""
    made = fill(office / "in", "closure", case("closure-armenian"))
    with zipfile.ZipFile(office / "in" / "a.zip", "w") as archive:
        archive.write(made, "inside.xlsx")
        archive.writestr("letter.txt", "Բարև")
    made.unlink()
    for outcomes in (["new", "unreadable"], ["known", "known"]):
        code, out, told = said("ingest", "in", "--json", *DAY)
        lines = [json.loads(line) for line in out.splitlines()]
        assert (code, told) == (1, "")
        assert [line["path"] for line in lines] == ["in/a.zip!inside.xlsx", "in/a.zip!letter.txt"]
        assert [line["outcome"] for line in lines] == outcomes
        assert [line["document"] for line in lines] == ["2026-1", "2026-2"]
        assert [line["status"] for line in lines] == ["accepted", "rejected"]
    code, _, _ = said("ingest", "in/a.zip", "--again", *DAY)
    assert code == 1


def test_files_are_moved_only_where_that_is_asked_for(office: Path, said: Said) -> None:
    """Whole, never over another file, and only what is in the store."""
    made = fill(office / "in", "closure", case("closure-armenian"))
    content = made.read_bytes()
    (office / "done").mkdir()
    (office / "done" / made.name).write_text("another file")
    (office / "in" / "link.xlsx").symlink_to(made)
    code, _, told = said("ingest", "in", *DAY, "--move-to", "done")
    assert code == 1
    assert "Files moved to done: 1." in told
    assert [path.name for path in (office / "in").iterdir()] == ["link.xlsx"]
    assert (office / "done" / made.name).read_text() == "another file"
    assert (office / "done" / f"{made.stem} (2).xlsx").read_bytes() == content
    assert len(list((office / "done").iterdir())) == 2


def test_list(store: Path, said: Said) -> None:
    """What fits everything that is asked for; for a program, one JSON object a line."""
    code, out, told = said("records", "list")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == ["2026-1", "2026-3"]
    assert "Records: 2." in told
    code, out, _ = said("records", "list", "--form", "closure", "--status", "review", "--since", "2026-11-21", "--json")
    (line,) = [json.loads(line) for line in out.splitlines()]
    assert (line["number"], line["form"], line["status"]) == ("2026-1", "closure", "review")
    assert line["record"]["case_closed"] == "2020-01-01"
    assert "date-order" in [each["code"] for each in line["findings"]]
    assert said("records", "list", "--until", "2026-11-20")[1] == ""
    assert said("records", "list", "--text", "ՆՄՈՒՇՅԱՆ")[1].count("\n") == 2
    assert "letter.txt" in said("records", "list", "--status", "rejected")[1]
    assert said("records", "list", "--form", "closures")[0] == 2


def test_show(store: Path, said: Said, office: Path) -> None:
    """Written beside read, with what is to be said; the document itself on demand, over nothing."""
    code, out, _ = said("records", "show", "2026-1")
    assert code == 0
    assert "by e-mail" in out
    assert "Շիրակի կենտրոն" in out
    assert "01.01.2020" in out
    assert "✗" in out
    code, out, _ = said("--ui-locale", "hy", "records", "show", "2026-1")
    assert "Գրված" in out
    code, out, _ = said("records", "show", "2026-1", "--json")
    shown = json.loads(out)
    assert shown["documents"][0]["answers"]["case_number"] == {"written": "ԵՐ-2026-00777", "read_by": "key"}
    assert shown["documents"][0]["channel"] == "email"
    assert said("records", "show", "2026-1", "--original", "copy.xlsx")[0] == 0
    assert (office / "copy.xlsx").read_bytes().startswith(b"PK")
    assert said("records", "show", "2026-1", "--original", "copy.xlsx")[0] == 2
    code, _, told = said("records", "show", "2026-2")
    assert code == 2
    assert "could not be read" in told
    assert said("records", "show", "2026-9")[0] == 2


def test_correct_accept_reject_history(store: Path, said: Said) -> None:
    """A correction is told with what is left to do; every step stands in the history."""
    code, _, told = said("records", "correct", "2026-1", "case_closed=yesterday")
    assert code == 2
    assert "yesterday" in told
    assert said("records", "correct", "2026-1", "case_closed")[0] == 2
    code, _, told = said("records", "correct", "2026-1", "case_closed=2019-01-01", "--why", "so it says")
    assert code == 1
    assert "2026-1, revision 2: needs a person." in told
    assert said("records", "accept", "2026-1")[0] == 2
    assert said("records", "accept", "2026-1", "--why", "seen", "--by", "chief")[0] == 0
    assert said("records", "reject", "2026-1")[0] == 2
    assert said("records", "reject", "2026-1", "2026-77", "--why", "not ours")[0] == 2
    code, out, _ = said("records", "history", "2026-1", "--json")
    history = json.loads(out)
    assert [each["action"] for each in history["events"]] == ["taken-in", "corrected", "accepted", "rejected"]
    assert [each["record"]["case_closed"] for each in history["revisions"]] == ["2020-01-01", "2019-01-01"]
    code, out, _ = said("records", "history", "2026-1")
    assert "chief  accepted – seen" in out


def test_check_and_case(store: Path, said: Said) -> None:
    """What is missing, and everything of a case."""
    code, out, told = said("records", "check")
    assert code == 1
    assert "has no service evaluation by the client" in out
    assert "To be looked at: " in told
    assert "no-evaluation-client" in said("records", "check", "--json")[1]
    number = case("closure-armenian")["case_number"]
    code, out, _ = said("records", "case", number)
    assert code == 0
    assert "2026-1" in out
    assert said("records", "case", "C-0")[0] == 1


def test_verify_backup_forget(store: Path, said: Said, office: Path) -> None:
    """A sound store, its copy, and a record that is gone from the first and still in the second."""
    assert said("records", "verify") == (0, "", "Nothing was lost or changed: 3 documents, 2 records.\n")
    assert said("records", "backup", "copy.db")[0] == 0
    code, out, told = said("records", "forget", "2026-1", "2026-2", "--why", "withdrawn")
    assert code == 0
    assert "letter.txt" in out
    assert "removed by hand" in told
    code, _, told = said("records", "show", "2026-1")
    assert (code, "forgotten" in told) == (2, True)
    assert said("records", "verify")[0] == 0
    assert said("records", "show", "2026-1", "--db", "copy.db")[0] == 0
    assert said("records", "forget", "2026-9", "--why", "x")[0] == 2
    store.write_bytes(store.read_bytes()[:5000])
    assert said("records", "verify")[0] == 3


def test_what_was_known_before_is_told_in_its_place(office: Path, said: Said) -> None:
    """In the order of the names, whatever has to be read; what was forgotten is counted as known."""
    for name in ("a", "b", "c"):
        (office / "in").mkdir(exist_ok=True)
        (office / "in" / f"{name}.txt").write_text(f"Բարև {name}", encoding="utf-8")
    said("ingest", "in/b.txt", *DAY)
    _, out, _ = said("ingest", "in", *DAY, "--json")
    assert [json.loads(line)["path"] for line in out.splitlines()] == ["in/a.txt", "in/b.txt", "in/c.txt"]
    assert said("records", "forget", "2026-1", "--why", "withdrawn")[0] == 0
    assert "Documents: 3, of them known before: 3." in said("ingest", "in", *DAY)[2]


def test_a_key_corrected_twice_is_refused(store: Path, said: Said) -> None:
    """Nobody knows which value is meant."""
    code, _, told = said("records", "correct", "2026-1", "case_closed=2026-10-06", "case_closed=2026-10-07")
    assert (code, "case_closed" in told) == (2, True)


def test_forgetting_names_copies_whose_typing_was_interrupted(store: Path, said: Said) -> None:
    """They may be of the same person, and no record says whose they are."""
    draft = store.with_name(f"{store.name}-drafts") / "closure-0.json"
    draft.parent.mkdir()
    draft.write_text("{}", encoding="utf-8")
    code, out, told = said("records", "forget", "2026-1", "--why", "withdrawn")
    assert (code, draft.name in out, "interrupted" in told) == (0, True, True)


def test_no_store(said: Said, office: Path) -> None:
    """Looking makes none."""
    for command in (["list"], ["show", "2026-1"], ["check"], ["verify"], ["backup", "x.db"]):
        assert said("records", *command)[0] == 2
    assert list(office.iterdir()) == []


def test_a_legal_hold_in_the_settings(store: Path, said: Said, office: Path) -> None:
    """Exit code 1, and nothing is removed."""
    (office / "formgen.toml").write_text('[records]\nkeep_years = 5\nlegal_hold = ["x"]\n', encoding="utf-8")
    code, _, told = said("records", "forget", "2026-1", "--why", "withdrawn")
    assert code == 1
    assert "must be kept for 5 years, until 21.11.2031" in told
    (office / "formgen.toml").write_text("[records]\nkeep_years = -1\n", encoding="utf-8")
    assert said("records", "forget", "2026-1", "--why", "withdrawn")[0] == 3
    assert said("records", "show", "2026-1")[0] == 0


def test_an_export_with_an_unknown_ending_is_refused(store: Path, said: Said, tmp_path: Path) -> None:
    """A name with another ending is neither a file that is known nor a folder."""
    out = tmp_path / "rec.foo"
    code, _, told = said("records", "export", "--out", str(out))
    assert code == 2
    assert ".csv, .xlsx, .jsonl" in told
    assert not out.exists()

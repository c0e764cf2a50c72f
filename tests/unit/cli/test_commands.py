"""What the commands do, say and end with (CONTRACT.md section 3)."""

from __future__ import annotations

import errno
import io
import json
import shutil
from pathlib import Path

import pikepdf
import pytest

from formgen.cli.app import run

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "forms" / "samples" / "closure.jsonl"


@pytest.fixture(autouse=True)
def project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def blanks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("blanks")
    assert run(["--project", str(ROOT), "generate", "closure", "--out", str(out)]) == 0
    return out


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("filled")
    assert run(["--project", str(ROOT), "fill", "closure", "--data", str(SAMPLE), "--out", str(out)]) == 0
    return out


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize("command", [[], ["demo"], ["generate"], ["fill"], ["extract"]])
@pytest.mark.parametrize(("locale", "word"), [("en", "Example: "), ("hy", "Օրինակ՝ ")])
def test_every_help_has_an_example_in_the_language_asked(
    command: list[str], locale: str, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--ui-locale", locale, *command, "--help"]) == 0
    assert word in capsys.readouterr().out


def test_the_environment_chooses_the_language(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANG", "hy_AM.UTF-8")
    assert run(["nonsense"]) == 2
    assert "Այսպիսի հրաման չկա" in capsys.readouterr().err


def test_blanks_have_the_contract_s_names(blanks: Path) -> None:
    assert sorted(path.name for path in blanks.iterdir()) == sorted(
        f"closure-1.0.{locale}.{ending}" for locale in ("hy", "en") for ending in ("pdf", "docx", "xlsx")
    )


def test_a_blank_somebody_wrote_in_is_not_overwritten(filled: Path, tmp_path: Path) -> None:
    answered = next(filled.glob("*.en.pdf"))
    target = tmp_path / "closure-1.0.en.pdf"
    shutil.copy(answered, target)
    assert run(["generate", "closure", "--locale", "en", "--format", "pdf", "--out", str(tmp_path)]) == 1
    assert target.read_bytes() == answered.read_bytes()


def test_an_older_blank_gives_way(blanks: Path, tmp_path: Path) -> None:
    target = tmp_path / "closure-1.0.en.pdf"
    with pikepdf.open(blanks / "closure-1.0.en.pdf") as older:
        older.save(target)
    assert run(["generate", "closure", "--locale", "en", "--format", "pdf", "--out", str(tmp_path)]) == 0
    assert target.read_bytes() == (blanks / "closure-1.0.en.pdf").read_bytes()


def test_a_folder_is_read_in_the_order_of_names(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["extract", str(filled), "--json", "--received", "2026-11-21"])
    read = lines(capsys)
    assert code == 0, [line["findings"] for line in read]
    assert [Path(line["source"]["path"]).name for line in read] == sorted(path.name for path in filled.iterdir())
    wanted = {record["case_number"]: record for record in map(json.loads, SAMPLE.read_text("utf-8").splitlines())}
    for line in read:
        record = line["record"]
        given = {key: value for key, value in record.items() if value not in (None, [])}
        assert given == wanted[record["case_number"]]
        assert line["stamp"]["copy"]


def test_json_has_the_contract_s_keys(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["extract", str(next(filled.glob("*.hy.docx"))), "--json"])
    (line,) = lines(capsys)
    assert list(line) == ["source", "stamp", "status", "record", "computed", "answers", "findings"]
    assert list(line["source"]) == ["path", "sha256", "bytes", "format"]
    assert list(line["stamp"]) == ["form", "version", "locale", "variant", "copy", "found_by"]
    assert all(list(answer) == ["written", "read_by"] for answer in line["answers"].values())
    assert {"code", "severity", "field", "written", "message"} == set(line["findings"][0])


def broken(kind: str, folder: Path, blanks: Path) -> Path:
    path = folder / f"{kind}.pdf"
    match kind:
        case "blank":
            shutil.copy(blanks / "closure-1.0.hy.pdf", path)
        case "empty-file":
            path.write_bytes(b"")
        case "foreign":
            with pikepdf.new() as other:
                other.add_blank_page()
                other.save(path)
        case "encrypted":
            with pikepdf.open(blanks / "closure-1.0.hy.pdf") as ours:
                ours.save(path, encryption=pikepdf.Encryption(owner="a", user="b"))
        case "damaged":
            path.write_bytes((blanks / "closure-1.0.hy.docx").read_bytes()[:2000])
        case "not-ours":
            path.write_text("wrong file", encoding="utf-8")
        case "unknown-form":
            forms = folder / "forms"
            forms.mkdir()
            text = (ROOT / "forms" / "closure.yaml").read_text("utf-8")
            (forms / "closure.yaml").write_text(text.replace('version: "1.0"', 'version: "7.0"'), encoding="utf-8")
            wanted = ["closure", "--locale", "hy", "--format", "pdf", "--out", str(folder)]
            assert run(["--project", str(folder), "generate", *wanted]) == 0
            path = folder / "closure-7.0.hy.pdf"
    return path


@pytest.mark.parametrize(
    ("kind", "code", "status"),
    [
        ("blank", "blank", "review"),
        ("empty-file", "empty-file", "rejected"),
        ("foreign", "foreign", "rejected"),
        ("encrypted", "encrypted", "rejected"),
        ("damaged", "damaged", "rejected"),
        ("not-ours", "foreign", "rejected"),
        ("unknown-form", "unknown-form", "rejected"),
    ],
)
@pytest.mark.parametrize("locale", ["en", "hy"])
def test_a_file_that_cannot_be_used_is_one_finding(
    kind: str, code: str, status: str, locale: str, tmp_path: Path, blanks: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = broken(kind, tmp_path, blanks)
    capsys.readouterr()
    assert run(["--ui-locale", locale, "extract", str(path), "--json"]) == 1
    captured = capsys.readouterr()
    (line,) = map(json.loads, captured.out.splitlines())
    assert [finding["code"] for finding in line["findings"]] == [code]
    assert line["status"] == status
    assert "Traceback" not in captured.err
    if status == "rejected":
        assert line["record"] is None
        assert line["stamp"] is None
    assert (locale == "hy") == any("Ա" <= char <= "և" for char in line["findings"][0]["message"])


def test_a_clerk_s_summary_names_the_questions(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--ui-locale", "hy", "extract", str(next(filled.glob("*.en.xlsx"))), "--received", "2026-11-21"]) == 0
    captured = capsys.readouterr()
    assert "Դեպքի փակման ձև" in captured.out
    assert "1.1 Դեպքի համարը" in captured.out
    assert "ընդունված՝ 1" in captured.err


def test_a_bad_record_is_told_and_the_others_are_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "data.jsonl"
    good, bad = {"case_number": "A-1", "client_name": "Sample"}, {"case_number": "A-2", "closure_reason": "unheard"}
    data.write_text("\n".join(map(json.dumps, (bad, good))), encoding="utf-8")
    out = tmp_path / "out"
    arguments = ["fill", "closure", "--data", str(data), "--locale", "en", "--format", "xlsx", "--out", str(out)]
    assert run(arguments) == 1
    assert len(list(out.iterdir())) == 1
    assert "unheard" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["generate", "nonsense"], 2),
        (["generate", "--locale", "xx"], 2),
        (["generate", "closure", "--variant", "client"], 2),
        (["generate", "--format", "odt"], 2),
        (["extract"], 2),
        (["extract", "no-such-file.pdf"], 2),
        (["fill", "closure"], 2),
    ],
)
def test_wrong_usage_is_exit_code_two(arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err


def test_a_faulty_definition_is_exit_code_three_with_every_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    forms = tmp_path / "forms"
    forms.mkdir()
    text = (ROOT / "forms" / "closure.yaml").read_text("utf-8")
    faulty = text.replace("choices: goal_result", "choices: goals_result").replace("is: transferred", "is: moved", 1)
    (forms / "closure.yaml").write_text(faulty, encoding="utf-8")
    assert run(["--project", str(tmp_path), "generate"]) == 3
    told = [line for line in capsys.readouterr().err.splitlines() if "closure.yaml:" in line]
    assert len(told) == 2
    assert [int(line.rsplit("closure.yaml:", 1)[1].split(":")[0]) > 0 for line in told] == [True, True]


def test_an_incomplete_catalog_is_exit_code_three(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "locales" / "hy" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "closure.po").write_text("", encoding="utf-8")
    assert run(["--project", str(tmp_path), "generate", "closure", "--locale", "hy", "--out", str(tmp_path)]) == 3
    assert "closure.title" in capsys.readouterr().err


def test_a_language_that_lacks_words_is_left_out_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = ["--ui-locale", "en", "--project", str(tmp_path)]
    assert run([*project, "translate", "add", "ru"]) == 0
    capsys.readouterr()
    for command in (["generate", "closure"], ["fill", "closure", "--data", str(SAMPLE)]):
        assert run([*project, *command, "--format", "xlsx", "--out", str(tmp_path / command[0])]) == 0
        told = capsys.readouterr().err
        assert [line for line in told.splitlines() if "ru is left out" in line and "closure (" in line]
        assert {path.name.split(".")[-2] for path in (tmp_path / command[0]).iterdir()} == {"en", "hy"}


@pytest.mark.parametrize(
    ("command", "remedy"),
    [(["generate", "closure"], "--draft"), (["fill", "closure", "--data", str(SAMPLE)], "--locale")],
)
def test_a_language_asked_for_that_lacks_words_is_refused_before_anything_is_made(
    command: list[str], remedy: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = ["--ui-locale", "en", "--project", str(tmp_path)]
    run([*project, "translate", "add", "ru"])
    capsys.readouterr()
    out = tmp_path / "out"
    assert run([*project, *command, "--locale", "hy", "--locale", "ru", "--out", str(out)]) == 3
    told = capsys.readouterr().err.splitlines()
    assert remedy in told[-1]
    assert len([line for line in told if line.startswith("  closure.")]) == 10
    assert "more" in told[-2]
    assert not out.exists()


def test_a_place_that_cannot_be_written_is_exit_code_four(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    out = str(blocked / "below")
    assert run(["generate", "closure", "--locale", "en", "--format", "xlsx", "--out", out]) in {2, 4}


def test_a_fault_of_ours_is_exit_code_seventy(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("formgen.pipeline.making.generate", lambda *_, **__: 1 / 0)
    assert run(["generate"]) == 70
    assert "ZeroDivisionError" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("fault", "code", "told"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), 4, "No space left on device"),
        (KeyboardInterrupt(), 1, "What was done stays"),
    ],
)
def test_a_full_disk_and_a_run_that_was_stopped_are_told(
    fault: BaseException, code: int, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def ended(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr("formgen.pipeline.making.generate", ended)
    monkeypatch.setattr("sys.stdout", io.StringIO())
    assert run(["generate"]) == code
    said = capsys.readouterr().err
    assert (told in said, "Traceback" in said) == (True, False)


@pytest.mark.parametrize("address", ["nonsense", "http://127.0.0.1:1", "tcp://127.0.0.1"])
def test_what_is_no_address_of_a_cluster_is_told_at_once(
    address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("distributed")
    assert run(["extract", str(tmp_path), "--cluster", address]) == 4
    assert "tcp://…:8786" in capsys.readouterr().err


def test_words_of_the_command_line_itself_are_translated(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--ui-locale", "hy", "fill", "closure", "--data", str(SAMPLE), "--jobs", "0"]) == 2
    assert "սահմաններում" in capsys.readouterr().err

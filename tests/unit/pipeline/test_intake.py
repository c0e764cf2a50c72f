"""Files, folders and what is in them come out as reports, in order, under the limits of the project."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from formgen.cli.app import run
from formgen.model.document import Format
from formgen.model.finding import Status
from formgen.pipeline.intake import extract
from formgen.pipeline.project import Project
from formgen.pipeline.walking import walk
from tests.hostile.making import attached, mail, zipped
from tests.loop import ROOT, blank

DOCX = "docx"


@pytest.fixture(scope="module")
def ours() -> bytes:
    return blank("closure", "en", Format.DOCX)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


def codes(project: Path, *paths: Path, jobs: int = 1) -> list[tuple[str, list[str]]]:
    start = str(paths[0].parent.as_posix()) + "/"
    reports = extract(Project(project), paths, jobs=jobs)
    return [(each.submission.path.removeprefix(start), [one.code for one in each.findings]) for each in reports]


def test_everything_comes_out_in_order(tmp_path: Path, ours: bytes) -> None:
    folder = tmp_path / "in"
    (folder / "b").mkdir(parents=True)
    (folder / "b" / "z.docx").write_bytes(ours)
    (folder / "a.zip").write_bytes(
        zipped({"2.docx": ours, "1.eml": mail(attached(b"x.docx", ours), attached(b"../y.txt", b"hello"))})
    )
    (folder / "c.docx").write_bytes(b"")
    (folder / "~$c.docx").write_bytes(b"x")
    wanted = [
        ("in/a.zip!1.eml!-y.txt", ["foreign"]),
        ("in/a.zip!1.eml!x.docx", ["blank"]),
        ("in/a.zip!2.docx", ["blank"]),
        ("in/b/z.docx", ["blank"]),
        ("in/c.docx", ["empty-file"]),
    ]
    assert codes(ROOT, folder) == wanted
    assert codes(ROOT, folder, jobs=3) == wanted
    assert codes(ROOT, folder / "~$c.docx", folder / "c.docx")[0] == ("~$c.docx", ["foreign"])


def test_a_report_has_its_form_and_its_bytes_when_they_are_asked_for(tmp_path: Path, ours: bytes) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(ours)
    (kept,) = extract(Project(ROOT), [path], keep=True)
    (plain,) = extract(Project(ROOT), [path])
    assert (kept.submission.content, plain.submission.content) == (ours, None)
    assert plain.submission.sha256 == kept.submission.sha256
    assert plain.submission.size == len(ours)
    assert plain.form is not None
    assert plain.form.id == "closure"
    assert plain.status is Status.REVIEW


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("members = 3", "parts, at most 3"),
        ("part_megabytes = 1\nxml_elements = 50", "tags and attributes, at most 50"),
        ("inflated_megabytes = 0", "wrong-setting"),
        ("elephants = 3", "wrong-setting"),
    ],
)
def test_limits_can_be_set(
    setting: str, words: str, tmp_path: Path, ours: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "formgen.toml").write_text(f"[limits]\n{setting}\n", "utf-8")
    (tmp_path / "a.docx").write_bytes(ours)
    code = run(["--project", str(tmp_path), "extract", "--json", str(tmp_path / "a.docx")])
    out = capsys.readouterr()
    if words == "wrong-setting":
        assert (code, out.out) == (3, "")
        assert "formgen.toml:2: " in out.err
    else:
        (line,) = map(json.loads, out.out.splitlines())
        assert [each["code"] for each in line["findings"]] == ["too-large"]
        assert words in line["findings"][0]["message"]
        assert code == 1


def test_documents_of_one_container_are_limited(tmp_path: Path) -> None:
    (tmp_path / "formgen.toml").write_text("[limits]\ncontainer_documents = 5\n", "utf-8")
    inner = zipped({f"{number}.txt": b"x" for number in range(3)})
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"a.zip": inner, "b.zip": inner}))
    assert codes(tmp_path, path) == [
        *((f"a.zip!a.zip!{number}.txt", ["foreign"]) for number in range(3)),
        ("a.zip!b.zip", ["too-large"]),
    ]


def test_faulty_definitions_are_told_by_the_parent(
    tmp_path: Path, ours: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "closure.yaml").write_text("form: closure\nversion: [\n", "utf-8")
    (tmp_path / "a.docx").write_bytes(ours)
    assert run(["--project", str(tmp_path), "extract", str(tmp_path / "a.docx")]) == 3
    assert "closure.yaml" in capfd.readouterr().err


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="permissions of POSIX, which the superuser passes")
def test_a_folder_that_may_not_be_read_is_told(tmp_path: Path, ours: bytes) -> None:
    closed = tmp_path / "in" / "closed"
    closed.mkdir(parents=True)
    (tmp_path / "in" / "d.docx").write_bytes(ours)
    closed.chmod(0)
    try:
        assert codes(ROOT, tmp_path / "in") == [("in/closed", ["unreachable"]), ("in/d.docx", ["blank"])]
    finally:
        closed.chmod(0o700)


def test_links_are_not_followed(tmp_path: Path, ours: bytes) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    try:
        (folder / "loop").symlink_to(folder, target_is_directory=True)
    except OSError:
        pytest.skip("links are not permitted here")
    (folder / "a.docx").write_bytes(ours)
    assert [place.path.name for place in walk([folder])] == ["a.docx", "loop"]
    assert codes(ROOT, folder)[1] == ("in/loop", ["not-a-file"])


def test_text_for_people_shows_names_harmlessly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"\x1b[31m\u202e.txt": b"x"}))
    assert run(["extract", str(tmp_path / "a.zip")]) == 1
    out = capsys.readouterr().out
    assert "\\u001b[31m\\u202e.txt" in out
    assert run(["extract", "--json", str(tmp_path / "a.zip")]) == 1
    line = capsys.readouterr().out
    assert "\u202e" not in line
    assert json.loads(line)["source"]["path"].endswith("!\x1b[31m\u202e.txt")

"""`extract --explain`: what became of each file, for a clerk and for a program."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pytest

from formgen.cli.app import run
from formgen.model.document import Format
from tests.loop import ROOT, stampable

ANSWERS = {"case_number": "ԵՐ-2026-00777", "client_name": "Նմուշյան oրինակ"}


@pytest.fixture(autouse=True)
def project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


def without_keys(content: bytes) -> bytes:
    """A Word document as LibreOffice leaves it: bookmarks, and no keys."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            after.writestr(name, re.sub(rb"<w:tag [^>]*/>", b"", before.read(name)))
    return out.getvalue()


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inbox")
    for format_ in Format:
        (folder / f"{format_}.{format_}").write_bytes(stampable("closure", "hy", format_).fill(ANSWERS, None))
    (folder / "keyless.docx").write_bytes(without_keys((folder / "docx.docx").read_bytes()))
    (folder / "stranger.txt").write_text("nothing of ours", encoding="utf-8")
    return folder


def test_for_a_program(inbox: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["extract", "--json", "--explain", str(inbox)]) == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    told = {Path(line["source"]["path"]).name: line["document"] for line in lines}
    assert told["stranger.txt"] == {"saved_by": None, "signs": {}, "lost": [], "answers": {}}
    for format_ in Format:
        whole = told[f"{format_}.{format_}"]
        assert (whole["saved_by"], whole["lost"]) == ("formgen", [])
        assert whole["signs"]["keys"] == {"found": 105, "of": 105}
        assert whole["answers"] == {
            "case_number": {"read_by": "key", "sureness": "certain"},
            "client_name": {"read_by": "key", "sureness": "uncertain"},
        }
    keyless = told["keyless.docx"]
    assert keyless["lost"] == ["keys"]
    assert keyless["signs"]["keys"] == {"found": 0, "of": 105}
    assert keyless["answers"]["case_number"] == {"read_by": "bookmark", "sureness": "certain"}


def test_without_the_option_a_line_is_as_ever(inbox: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["extract", "--json", str(inbox / "keyless.docx")])
    assert "document" not in json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("en", ["What became of the file", "keys of the fields (none of 105 left)", "uncertain: 1"]),
        ("hy", ["Ինչ է պատահել ֆայլին", "դաշտերի բանալիները (105-ից ոչ մեկը չի մնացել)", "անորոշ՝ 1"]),
    ],
)
def test_for_a_clerk(locale: str, words: list[str], inbox: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--ui-locale", locale, "extract", "--explain", str(inbox / "keyless.docx")]) == 1
    shown = capsys.readouterr().out
    assert [word for word in words if word not in shown] == []

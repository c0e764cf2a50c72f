"""Files at URLs are read, taken in and written like those of this machine, and nobody sees what opens them."""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest

from formgen.cli.app import run
from formgen.model.document import Format
from formgen.model.limits import Limits
from formgen.pipeline.fetching import fetched
from formgen.pipeline.urls import Url, UrlError, harmless
from formgen.pipeline.walking import walk
from tests.hostile.making import zipped
from tests.loop import ROOT, blank
from tests.store.crowd import document

SIGNED = "https://clerk:secret@files.example/a%20b.pdf?X-Amz-Signature=abc&x=1"


@pytest.fixture(autouse=True)
def memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """An empty file system that is not local, and messages in English."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    files = fsspec.filesystem("memory")
    files.store.clear()
    yield files
    files.store.clear()


def formgen(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = run(["--project", str(ROOT), *map(str, arguments)])
    return code, *capsys.readouterr()


def shown(*urls: str) -> list[str]:
    return [each.shown for each in walk(Url(url) for url in urls)]


def test_what_opens_a_url_is_not_shown() -> None:
    assert str(Url(SIGNED)) == "https://files.example/a%20b.pdf?…"
    assert "secret" not in repr(Url(SIGNED))
    assert harmless(f"GET {SIGNED} failed") == "GET https://files.example/a%20b.pdf?… failed"
    assert str(Url("simplecache::sftp://u:p@host/x::y")) == "simplecache::sftp://host/x::y"
    assert str(Url("s3://bucket/what? a@b.pdf")) == "s3://bucket/what? a@b.pdf"


def test_a_file_in_a_folder() -> None:
    assert (Url("s3://bucket/in") / "a.pdf").text == "s3://bucket/in/a.pdf"
    assert (Url("s3://bucket/in/") / "a.pdf").text == "s3://bucket/in/a.pdf"
    assert (Url("memory://") / "a.pdf").text == "memory://a.pdf"
    assert (Url("simplecache::s3://bucket/in") / "a").text == "simplecache::s3://bucket/in/a"
    assert (Url("zip://in::s3://bucket/x.zip") / "a").text == "zip://in/a::s3://bucket/x.zip"
    assert Url("zip://in/a.pdf::s3://bucket/x.zip").name == "a.pdf"


def test_folders_are_walked_as_those_of_this_machine(tmp_path: Path, memory: Any) -> None:
    for name in ("b/z.pdf", "b/~$z.pdf", "a.pdf", "c/Thumbs.db", "b/a/1.docx", "Բ.pdf", "b!.pdf"):
        memory.pipe_file(f"/in/{name}", b"x")
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_bytes(b"x")
    local = [each.shown.removeprefix(f"{tmp_path.as_posix()}/") for each in walk([tmp_path / "in"])]
    assert [each.removeprefix("memory://") for each in shown("memory://in")] == local
    assert shown("memory://in/b/~$z.pdf", "memory://in/c") == ["memory://in/b/~$z.pdf"]
    assert (
        shown(f"file://{(tmp_path / 'in' / 'b').as_posix()}")[0] == f"file://{(tmp_path / 'in/b/a/1.docx').as_posix()}"
    )
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
        archive.writestr("x/y.pdf", b"x")
    assert shown(f"zip://x::{(tmp_path / 'in.zip').as_posix()}") == [
        f"zip://x/y.pdf::{(tmp_path / 'in.zip').as_posix()}"
    ]


class Server:
    """The pages of a web server: a list links to the folder above, to other folders and to the list itself."""

    protocol = ("http", "https")

    def ls(self, path: str, *, detail: bool) -> list[dict[str, str]]:
        links = ["/", "/in/", "/other/x.pdf", "/in/a.pdf", "/in/b/", "/in/b/..", "/in/b/c.pdf"]
        return [
            {"name": f"https://host{each}", "type": "directory" if each.endswith("/") else "file"} for each in links
        ]


def test_a_web_server_s_list_leads_to_what_is_in_it_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Url, "opened", lambda url: (Server(), url.text))
    assert shown("https://host/in/") == ["https://host/in/a.pdf", "https://host/in/b/c.pdf"]
    assert shown("https://host/in/a.pdf") == ["https://host/in/a.pdf"]


def test_links_of_a_local_url_are_not_followed(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("links need a right of their own")
    (tmp_path / "secret").write_bytes(b"x")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "link.pdf").symlink_to(tmp_path / "secret")
    (place,) = walk([Url(f"file://{(tmp_path / 'in').as_posix()}")])
    assert (place.url, place.path) == (None, tmp_path / "in" / "link.pdf")


def test_what_cannot_be_had_says_why(memory: Any) -> None:
    limits = Limits(document_megabytes=1, mail_megabytes=2, archive_megabytes=4)
    memory.pipe_file("/in/1.pdf", b"x" * (1 << 20))
    memory.pipe_file("/in/2.pdf", b"x" * (3 << 20))
    memory.pipe_file("/in/3.zip", b"PK\3\4" + b"x" * (3 << 20))
    memory.pipe_file("/in/4.zip", b"PK\3\4" + b"x" * (5 << 20))
    places = [*walk([Url("memory://in"), Url("memory://gone.pdf")])]
    with fetched(places, limits) as here:
        told = [each.fault and str(each.fault.text) for each in here]
        sizes = [each.path.stat().st_size for each in here if each.fault is None]
        folder = here[0].path.parent
        assert (folder.stat().st_mode & 0o077 == 0) or sys.platform == "win32"
    assert not folder.exists()
    assert sizes == [1 << 20, (3 << 20) + 4]
    assert "the document has 3 MB, at most 1 are read" in str(told[1])
    assert "the archive has 6 MB, at most 4 are read" in str(told[3])
    assert "No such file" in str(told[4])


def test_documents_at_urls_are_read_like_those_of_this_machine(
    tmp_path: Path, memory: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in").mkdir()
    held = zipped({f"{number}.{ending}": content for number in (1, 2) for content, ending in [document(number, {})]})
    for name, content in {"a.zip": held, "b.docx": document(2, {})[0], "c.pdf": b"no form"}.items():
        (tmp_path / "in" / name).write_bytes(content)
        memory.pipe_file(f"/in/{name}", content)
    _, local, _ = formgen(capsys, "extract", "--json", tmp_path / "in")
    code, afar, _ = formgen(capsys, "extract", "--json", "memory://in")
    assert code == 1
    assert afar == local.replace(f"{tmp_path.as_posix()}/", "memory://")
    assert len(afar.splitlines()) == 4
    for _ in range(2):
        asked = ("ingest", "memory://in", "--db", tmp_path / "records.db", "--json")
        code, out, err = formgen(capsys, *asked)
        taken = list(map(json.loads, out.splitlines()))
        assert len(taken) == 4, err
    assert {each["outcome"] for each in taken} == {"known"}
    assert taken[0]["path"].startswith("memory://in/a.zip!")
    code, out, err = formgen(capsys, *asked, "--move-to", tmp_path / "done")
    assert (code, out) == (2, "")
    assert "memory://in is not on this machine" in err


def test_copies_are_written_to_a_url(tmp_path: Path, memory: Any, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "data.jsonl"
    data.write_text(json.dumps({"referral_number": "ՆՄ-1"}), encoding="utf-8")
    asked = ("fill", "referral", "--data", data, "--locale", "hy", "--format", "pdf", "--out")
    _, local, _ = formgen(capsys, *asked, tmp_path / "made")
    for name in ("all.pdf", "again.pdf"):
        code, out, err = formgen(capsys, *asked, "memory://made/here", "--merge", tmp_path / name)
        assert code == 0, err
        assert out.splitlines()[0] == f"memory://made/here/{Path(local.strip()).name}"
    assert (tmp_path / "again.pdf").read_bytes() == (tmp_path / "all.pdf").read_bytes()
    (path,) = memory.find("/made")
    assert memory.cat_file(path) == Path(local.strip()).read_bytes()
    memory.pipe_file(path, blank("closure", "hy", Format.PDF))
    code, out, err = formgen(capsys, *asked, "memory://made/here")
    assert (code, out) == (1, "")
    assert "is there already with other contents" in err
    assert formgen(capsys, *asked, "memory://made/here", "--overwrite")[0] == 0
    assert memory.cat_file(path) == Path(local.strip()).read_bytes()


@pytest.mark.parametrize("url", ["nothing-known://a/b", "s4://bucket"])
def test_a_url_of_no_kind_is_told(url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = formgen(capsys, "extract", url)
    assert (code, out) == (4, "")
    assert f"{url} cannot be used here" in err


def test_the_extra_is_missing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    code, _, err = formgen(capsys, "extract", "memory://in")
    assert code == 4
    assert 'pip install "formgen[cluster]"' in err
    with pytest.raises(UrlError):
        Url("memory://in").exists()

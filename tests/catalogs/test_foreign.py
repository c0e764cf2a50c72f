"""Other people's catalogs: the check neither stops at them nor takes long, in any language."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import django
import pytest

from formgen.pipeline.project import Project
from formgen.pipeline.translating.checks import check_files
from formgen.translate.catalog import read_file
from formgen.translate.po import read_po, write_po
from tests.loop import ROOT

PROJECT = Project(ROOT)
FILES = sorted(Path(django.__file__).parent.rglob("*.po"))
LANGUAGES = ("hy", "ru", "ar", "de", "el", "fa", "fr", "he", "hi", "ja", "ka", "kk", "ko", "pl", "sr", "th", "tr", "uk")
LANGUAGES += ("uz", "vi", "zh_Hans", "az")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_thousand_messages_take_less_than_a_second(language: str) -> None:
    files = [path for path in FILES if path.parents[1].name == language]
    assert files
    start = time.process_time()
    found = Counter(fault.code for fault in check_files(PROJECT, files))
    spent = time.process_time() - start
    texts = sum(1 for path in files for _ in read_file(path).entries)
    assert spent < 0.2 + texts / 1000
    assert not found["unreadable"]


def test_what_is_found_is_there() -> None:
    """A sample of faults in Armenian that Django really has, and none of the classes that would be false alarms."""
    files = [path for path in FILES if path.parents[1].name == "hy"]
    found = Counter(fault.code for fault in check_files(PROJECT, files))
    assert found["missing"] > 0
    assert found["old-encoding"] == 0
    assert found["duplicate"] == 0


def test_they_are_written_as_they_were_read() -> None:
    for path in FILES[::10]:
        file = read_file(path)
        assert read_po(write_po(file), path).entries == file.entries


def test_a_folder_of_nonsense_is_told_and_survived(tmp_path: Path) -> None:
    for number, content in enumerate((b"", b"\x00\xff", b'msgid "', b"PK\x03\x04", "ճ".encode("utf-16"), b"#~ msgid")):
        (tmp_path / f"{number}.po").write_bytes(content)
    found = list(check_files(PROJECT, sorted(tmp_path.iterdir())))
    assert {Path(fault.file).name for fault in found} == {f"{number}.po" for number in range(6)}

"""A centre's settings: what they say, and every fault of theirs with its line."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from formgen.define.faults import FaultyDefinitionError
from formgen.define.settings import load_settings

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + struct.pack(">IIBBBBB", 300, 100, 8, 2, 0, 0, 0)
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + b"\0" * 9 + b"\xff\xc0\0\x11\x08\0\x64\0\xc8\x03" + b"\0" * 9


def written(folder: Path, text: str) -> Path:
    (folder / "formgen.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_folder_without_settings_has_none(tmp_path: Path) -> None:
    assert load_settings(tmp_path).terms("hy") == {}


def test_words_are_for_every_language_or_for_each(tmp_path: Path) -> None:
    said = load_settings(written(tmp_path, '[centre]\nname = {hy = "Շիրակ", en = "Shirak"}\naddress = "Գյումրի"\n'))
    assert said.terms("hy") == {"centre_name": "Շիրակ", "centre_address": "Գյումրի"}
    assert said.terms("en") == {"centre_name": "Shirak", "centre_address": "Գյումրի"}


@pytest.mark.parametrize(("content", "size"), [(PNG, (300, 100)), (JPEG, (200, 100))])
def test_a_logo_tells_its_size(tmp_path: Path, content: bytes, size: tuple[int, int]) -> None:
    (tmp_path / "logo").write_bytes(content)
    logo = load_settings(written(tmp_path, '[centre]\nlogo = "logo"\n')).logo
    assert logo is not None
    assert logo.size == size


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"\xff\xd8\xff\xda", b"GIF89a", b""])
def test_a_logo_that_no_program_could_show_is_a_fault(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "logo").write_bytes(content)
    with pytest.raises(FaultyDefinitionError) as told:
        load_settings(written(tmp_path, '[centre]\nname = "A"\nlogo = "logo"\n'))
    assert [(fault.what.context, fault.line) for fault in told.value.faults] == [("fault.logo", 3)]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[centre]\nname = "A"\ncolour = "red"\n', 3),
        ('[centre]\nnumber_prefix = "a b"\n', 2),
        ("[forms]\napproving_order = 7\n", 2),
        ("[centre\n", 1),
    ],
)
def test_each_fault_is_found_at_its_line(tmp_path: Path, text: str, line: int) -> None:
    with pytest.raises(FaultyDefinitionError) as told:
        load_settings(written(tmp_path, text))
    assert [fault.line for fault in told.value.faults] == [line]

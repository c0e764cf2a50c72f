"""A centre's settings: what they say, and every fault of theirs with its line."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from formgen.define.faults import FaultyDefinitionError
from formgen.define.picture import size_of
from formgen.define.settings import load_settings
from tests.sayable import unsayable

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
    (fault,) = told.value.faults
    assert fault.file == tmp_path / "formgen.toml"
    assert unsayable(fault.what) == []
    assert dict(fault.what.values) == {"name": "logo", "reason": "1 MB; PNG, JPEG"}


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
    assert [wanting for fault in told.value.faults for wanting in unsayable(fault.what)] == []
    assert [fault.file for fault in told.value.faults] == [tmp_path / "formgen.toml"]


def test_all_faults_are_told_at_once_each_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(FaultyDefinitionError) as told:
        load_settings(written(tmp_path, '[centre]\ncolour = "red"\n[records]\nkeep_years = -1\n[limits]\npages = 0\n'))
    found = {fault.line: fault.what.values["where"] for fault in told.value.faults}
    assert found == {2: "centre.colour", 4: "records.keep_years", 6: "limits.pages"}
    assert all(fault.what.values["reason"] for fault in told.value.faults)


def test_a_setting_of_several_shapes_is_told_once(tmp_path: Path) -> None:
    with pytest.raises(FaultyDefinitionError) as told:
        load_settings(written(tmp_path, "[centre]\nname = 7\n"))
    (fault,) = told.value.faults
    assert fault.what.values["where"] == "centre.name"


def test_a_file_that_is_not_text_is_a_fault_of_the_whole_file(tmp_path: Path) -> None:
    (tmp_path / "formgen.toml").write_bytes(b"[centre]\nname = '\xff'\n")
    with pytest.raises(FaultyDefinitionError) as told:
        load_settings(tmp_path)
    (fault,) = told.value.faults
    assert (fault.line, fault.what.context) == (0, "fault.unreadable-settings")
    assert unsayable(fault.what) == []


def test_an_unreadable_line_is_named(tmp_path: Path) -> None:
    with pytest.raises(FaultyDefinitionError) as told:
        load_settings(written(tmp_path, '[centre]\nname = "A"\naddress = =\n'))
    assert [fault.line for fault in told.value.faults] == [3]
    assert "line 3" in str(told.value.faults[0].what)


def test_a_byte_order_mark_makes_no_difference(tmp_path: Path) -> None:
    (tmp_path / "formgen.toml").write_text('[centre]\nname = "Ա"\n', encoding="utf-8-sig")
    assert load_settings(tmp_path).terms("hy") == {"centre_name": "Ա"}


def test_everything_that_can_be_set(tmp_path: Path) -> None:
    said = load_settings(
        written(
            tmp_path,
            """[centre]
name = "N"
address = "A"
return_to = "R"
processor = "P"
number_prefix = "ԵՐ-1"
[forms]
approving_order = "O"
[fonts]
office = ["One", " Two "]
[records]
keep_years = 5
legal_hold = ["X-1"]
[limits]
pages = 9
""",
        )
    )
    assert said.terms("hy") == {
        "centre_name": "N",
        "centre_address": "A",
        "return_to": "R",
        "processor": "P",
        "approving_order": "O",
    }
    assert (said.number_prefix, said.office_fonts, said.logo) == ("ԵՐ-1", ("One", "Two"), None)
    assert (said.keeping.years, said.keeping.legal_hold) == (5, ("X-1",))
    assert (said.limits.pages, said.limits.seconds) == (9, 20)


def test_a_logo_may_be_large_but_not_too_large(tmp_path: Path) -> None:
    text = '[centre]\nlogo = "logo"\n'
    (tmp_path / "logo").write_bytes(PNG + b"\0" * ((1 << 20) - len(PNG)))
    logo = load_settings(written(tmp_path, text)).logo
    assert logo is not None
    assert (logo.kind, len(logo.content)) == ("png", 1 << 20)
    (tmp_path / "logo").write_bytes(PNG + b"\0" * ((1 << 20) - len(PNG) + 1))
    with pytest.raises(FaultyDefinitionError):
        load_settings(written(tmp_path, text))


def test_a_logo_that_is_not_there_is_told_with_the_system_s_reason(tmp_path: Path) -> None:
    with pytest.raises(FaultyDefinitionError) as told:
        load_settings(written(tmp_path, '[centre]\nlogo = "nowhere.png"\n'))
    (fault,) = told.value.faults
    assert fault.what.values["name"] == "nowhere.png"
    assert "o such file" in str(fault.what.values["reason"])


@pytest.mark.parametrize(
    ("content", "kind", "size"),
    [
        (PNG, "png", (300, 100)),
        (PNG[:24], "png", (300, 100)),
        (PNG[:23], "png", None),
        (PNG[:16] + struct.pack(">II", 0, 5), "png", None),
        (PNG[:16] + struct.pack(">II", 5, 0), "png", None),
        (JPEG, "jpg", (200, 100)),
        (b"\xff\xd8\xff\xc2\0\x11\x08\0\x02\0\x01", "jpg", (1, 2)),
        (b"\xff\xd8\xff\xc4\0\x11\x08\0\x02\0\x01", "jpg", None),
        (b"\xff\xd8\xff\xc8\0\x11\x08\0\x02\0\x01", "jpg", None),
        (b"\xff\xd8\xff\xcc\0\x11\x08\0\x02\0\x01", "jpg", None),
        (b"\xff\xd8\xff\xd0\0\x11\x08\0\x02\0\x01", "jpg", None),
        (b"\xff\xd8\xff\xbf\0\x11\x08\0\x02\0\x01", "jpg", None),
        (b"\xff\xd8\xff\xcf\0\x11\x08\0\x02\0\x01", "jpg", (1, 2)),
        (b"\xff\xd8\xff\xc0\0\x11\x08\0\x02\0", "jpg", None),
        (b"\xff\xd8\xfe\xc0\0\x11\x08\0\x02\0\x01", "jpg", None),
        (b"\xff\xd8\xff\xe0\0\x02\xff\xc0\0\x11\x08\0\x02\0\x01", "jpg", (1, 2)),
        (b"\xff\xd8\xff\xe0\x01\x02" + b"\0" * 256 + b"\xff\xc0\0\x11\x08\x01\x02\x03\x04", "jpg", (772, 258)),
        (b"", "jpg", None),
    ],
)
def test_a_picture_tells_its_size(content: bytes, kind: str, size: tuple[int, int] | None) -> None:
    assert size_of(content, kind) == size

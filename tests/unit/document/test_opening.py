"""Files of unknown origin are opened within limits, and each kind that is not ours has its own reason."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from formgen.document.opening import OfficePackage, UnreadableError, kind_of, open_pdf, parse_xml, read_file
from formgen.model.document import FileKind

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="{}"/></Types>'
)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def package(parts: dict[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def reason(content: bytes) -> str:
    with pytest.raises(UnreadableError) as caught:
        kind_of(content)
    return caught.value.finding.code


def test_kinds_are_told_by_content() -> None:
    assert kind_of(b"%PDF-1.7\n...")[0] is FileKind.PDF
    assert kind_of(package({"[Content_Types].xml": TYPES.format(WORD)}))[0] is FileKind.DOCX
    assert (
        kind_of(
            package(
                {"[Content_Types].xml": TYPES.format(WORD.replace("wordprocessingml.document", "spreadsheetml.sheet"))}
            )
        )[0]
        is FileKind.XLSX
    )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-file"),
        (b"hello\0", "foreign"),
        (b"hello", "foreign"),
        (b"<html><p>hello", "old-format"),
        (b"{\\rtf1 x}", "old-format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old-format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"PK\3\4 broken", "damaged"),
        (package({"a.txt": "x"}), "container"),
        (package({"mimetype": "application/vnd.oasis.opendocument.text"}), "damaged"),
        (
            package({"[Content_Types].xml": TYPES.format("application/vnd.ms-word.document.macroEnabled.main+xml")}),
            "unsafe-content",
        ),
        (package({"[Content_Types].xml": "<!DOCTYPE x [<!ENTITY e 'e'>]><x>&e;</x>"}), "foreign"),
        (package({f"part{n}.xml": "" for n in range(1001)}), "too-large"),
        (b"\x89PNG\r\n", "picture-file"),
    ],
)
def test_other_kinds_have_their_reason(content: bytes, code: str) -> None:
    assert reason(content) == code


def test_a_part_larger_than_its_share_is_not_inflated() -> None:
    bomb = OfficePackage(package({"word/document.xml": b"\0" * (20 << 20)}))
    with pytest.raises(UnreadableError) as caught:
        bomb.part("word/document.xml")
    assert caught.value.finding.code == "too-large"


@pytest.mark.parametrize("text", ["<!DOCTYPE x><x/>", "<x>&undefined;</x>", "<x", ""])
def test_xml_with_entities_or_damage_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError):
        parse_xml(text.encode())


def test_relationships_are_internal_part_names() -> None:
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="a" Type="t" Target="worksheets/sheet1.xml"/>'
        '<Relationship Id="b" Type="t" Target="/xl/styles.xml"/>'
        '<Relationship Id="c" Type="t" Target="http://192.0.2.7/x" TargetMode="External"/></Relationships>'
    )
    opened = OfficePackage(package({"xl/_rels/workbook.xml.rels": rels}))
    assert opened.relationships("xl/workbook.xml") == {"a": "xl/worksheets/sheet1.xml", "b": "xl/styles.xml"}
    assert opened.relationships("word/document.xml") == {}


def test_only_regular_files_are_read(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"%PDF-1.7")
    assert read_file(target) == b"%PDF-1.7"
    for path, code in ((tmp_path, "not-a-file"), (tmp_path / "gone.pdf", "unreachable")):
        with pytest.raises(UnreadableError) as caught:
            read_file(path)
        assert caught.value.finding.code == code
    link = tmp_path / "link.pdf"
    try:
        link.symlink_to(target)
    except OSError:
        return
    with pytest.raises(UnreadableError) as caught:
        read_file(link)
    assert caught.value.finding.code == "not-a-file"


def test_a_damaged_pdf_is_told() -> None:
    with pytest.raises(UnreadableError) as caught:
        open_pdf(b"%PDF-1.7\nnothing else")
    assert caught.value.finding.code == "damaged"

"""Workbooks that were cut or had bits flipped, and any text a person can type: never wrong without a word."""

from __future__ import annotations

import io
import random
import re
import unicodedata
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from formgen.generate.xlsx import Blank, compile_blank
from formgen.model.finding import Status
from formgen.pipeline.reading import read_document
from formgen.validate.words import kept
from tests.clients.libreoffice import LibreOffice
from tests.documents.workbook_copies import SHEET, Copy, S, filled, unexplained
from tests.loop import PROJECT, read
from tests.workbooks import COPY
from tests.workbooks import localized as small
from tests.workbooks import read as read_small

KINDS = ("xlsx", "ods")
DAMAGES = 40


@pytest.fixture(scope="module")
def whole(office: Callable[[], LibreOffice], tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A filled copy of a form, as a workbook and as a sheet of OpenDocument."""
    folder = tmp_path_factory.mktemp("whole")
    (folder / "sent.xlsx").write_bytes(filled("closure", "hy"))
    office().save(folder / "sent.xlsx", folder / "sent.ods")
    return {kind: (folder / f"sent.{kind}").read_bytes() for kind in KINDS}


def damaged(content: bytes, number: int) -> bytes:
    """The content cut off, or with a few bits flipped; the same number gives the same damage."""
    chance = random.Random(number)
    if number % 2:
        return content[: chance.randrange(1, len(content))]
    changed = bytearray(content)
    # Half of the flips hit what no check sum covers: the directory at the end.
    start = len(content) - 3000 if number % 4 else 0
    for _ in range(1 + number % 3):
        changed[chance.randrange(start, len(content))] ^= 1 << chance.randrange(8)
    return bytes(changed)


@pytest.mark.parametrize("number", range(DAMAGES))
@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_copy_is_never_read_wrong(whole: dict[str, bytes], kind: str, number: int, tmp_path: Path) -> None:
    held = Copy("closure", "hy")
    path = tmp_path / f"damaged.{kind}"
    path.write_bytes(damaged(whole[kind], number))
    line = read(path, held.case.received)
    if line["status"] == "rejected":
        assert len(line["findings"]) == 1
    else:
        assert unexplained(line, held) == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_part_that_is_missed_is_told(whole: dict[str, bytes], kind: str, tmp_path: Path) -> None:
    """A copy without one of its parts is read right, or somebody is told."""
    held = Copy("closure", "hy")
    with zipfile.ZipFile(io.BytesIO(whole[kind])) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for missing in parts:
        path = tmp_path / f"partly.{kind}"
        with zipfile.ZipFile(path, "w") as package:
            for name, part in parts.items():
                if name != missing:
                    package.writestr(name, part)
        line = read(path, held.case.received)
        assert line["status"] == "rejected" or unexplained(line, held) == [], missing


# --- any text a person can type

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)


@cache
def _blank() -> Blank:
    return Blank(compile_blank(small()), small())


@given(ANY_TEXT)
@example("_x0041_")
@example("=1+1")
@example("\u202eabc\u202c e\u0301 \u0531\u0582 𐐷 👩‍👩‍👧")
@example("a\r\nb\rc\x0bd\x00e")
@example("☐")
@example("  \u2028x\u00a0 ")
@settings(max_examples=150)
def test_what_formgen_writes_comes_back(text: str) -> None:
    response = read_small(_blank().fill({"why": text}, COPY))
    storable = re.sub("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)
    _same(storable, response.answers["why"].written if "why" in response.answers else "")


@given(ANY_TEXT)
@example("_x0041_")
@example("_x005F_x0041_")
@example("\x01\x02\x1f")
@settings(max_examples=150)
def test_what_excel_writes_comes_back(text: str) -> None:
    """Excel writes what XML cannot hold, and what looks like an escape, as `_x0001_`."""
    escaped = re.sub("_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)
    escaped = re.sub("[\x00-\x08\x0b-\x1f\ufffe\uffff]", lambda match: f"_x{ord(match[0]):04X}_", escaped)
    content = _blank().fill({"why": "@@"}, COPY)
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == SHEET:
                root = etree.fromstring(part)
                said = next(each for each in root.iter(f"{S}t") if each.text == "@@")
                said.text = escaped
                part = etree.tostring(root)
            new.writestr(name, part)
    response = read_small(stream.getvalue())
    _same(text, response.answers["why"].written if "why" in response.answers else "")


def _same(text: str, written: str) -> None:
    """What is kept of a text is kept of what was read; XML has one sign for an end of line."""
    expected, found = kept(text)[0], kept(written)[0]
    assert found == expected or unicodedata.normalize("NFC", found or "") == expected


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), min_size=1, max_size=40))
@settings(max_examples=25)
def test_a_text_in_a_sheet_of_opendocument_comes_back(text: str) -> None:
    content = _ods(text)
    path = Path(_folder()) / "text.ods"
    path.write_bytes(content)
    report = read_document(PROJECT, path)
    assert report.status is not Status.REJECTED, report.findings
    answer = report.answers.get("progress_summary")
    assert kept(answer.written if answer else "")[0] == kept(text)[0]


@cache
def _folder() -> str:
    import tempfile

    return tempfile.mkdtemp()


def _ods(text: str) -> bytes:
    """A sheet with a stamp, one name, and a text with its blanks as elements."""
    spaces = {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    }
    office, table, words = (f"{{{each}}}" for each in spaces.values())
    root = etree.Element(f"{office}document-content", nsmap=spaces)
    sheet = etree.SubElement(etree.SubElement(root, f"{office}body"), f"{office}spreadsheet")
    made = etree.SubElement(sheet, f"{table}table", {f"{table}name": "Form"})
    cell = etree.SubElement(etree.SubElement(made, f"{table}table-row"), f"{table}table-cell")
    cell.set(f"{office}value-type", "string")
    paragraph = etree.SubElement(cell, f"{words}p")
    paragraph.text = ""
    last: etree._Element | None = None
    for char in text:
        if char == " ":
            last = etree.SubElement(paragraph, f"{words}s")
            last.tail = ""
        elif last is None:
            paragraph.text += char
        else:
            last.tail = (last.tail or "") + char
    lists = etree.SubElement(sheet, f"{table}table", {f"{table}name": "_fg_lists"})
    stamp = etree.SubElement(etree.SubElement(lists, f"{table}table-row"), f"{table}table-cell")
    stamp.set(f"{office}value-type", "string")
    etree.SubElement(stamp, f"{words}p").text = "formgen:closure:1.0:en:-:-"
    names = etree.SubElement(sheet, f"{table}named-expressions")
    place = {f"{table}name": "fg_progress_summary", f"{table}cell-range-address": "$Form.$A$1"}
    etree.SubElement(names, f"{table}named-range", place)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
    return stream.getvalue()

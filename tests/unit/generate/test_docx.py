"""The blank Word document: a control for each key, labels beside it, stamp, template and filling."""

from __future__ import annotations

import datetime as dt
import io
import os
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from formgen.define import load_definition
from formgen.document.opening import OfficePackage, UnreadableError
from formgen.document.stamp import bookmark_name
from formgen.extract.docx import extract
from formgen.generate.docx import Blank, compile_blank
from formgen.generate.docx.markup import w, w14
from formgen.generate.docx.rows import WIDTH
from formgen.generate.package import read_parts, write_parts
from formgen.identify.docx import find_stamp
from formgen.model.catalog import LocalizedForm
from formgen.model.document import FoundBy, Stamp
from formgen.model.form import FieldType
from formgen.model.slot import Slot, SlotKind, slots
from formgen.translate import localize, read_catalog
from tests.workbooks import COPY, VISIT, localized

ROOT = Path(__file__).parents[3]
DOCUMENT = "word/document.xml"
STAMPED = {
    "docProps/core.xml",
    "docProps/custom.xml",
    "customXml/item1.xml",
    "word/footer1.xml",
    "word/footer2.xml",
}
PEN_ROW = 8 / 25.4 * 1440
"""Twips; a row to write in by hand is at least 8 mm high."""

VALUES = {
    "visitor": "Անի & <Ивáн> «№» ֏ և ՞ ․",
    "number": "00123/Ա",
    "day": dt.date(2026, 11, 5),
    "share": Decimal("12.50"),
    "mood": "angry",
    "why": "first line\n\nթ. երրորդ\ttab",
    "seen.garden": True,
    "again": "no",
    "steps.2.step": "call",
    "steps.2.until": dt.date(2026, 1, 31),
    "steps.2.done": "part",
}


def real(form_id: str, locale: str) -> LocalizedForm:
    form = load_definition(ROOT / "forms" / f"{form_id}.yaml")
    catalog = read_catalog(ROOT / "locales", locale, ["formgen", form_id])
    return localize(form, catalog, terms={"processor": "Unified Social Service"})


@pytest.fixture(scope="module")
def blank() -> bytes:
    return compile_blank(localized())


@pytest.fixture(scope="module")
def root(blank: bytes) -> etree._Element:
    return etree.fromstring(read_parts(blank)[DOCUMENT])


def control(root: etree._Element, key: str) -> etree._Element:
    (tag,) = (each for each in root.iter(w("tag")) if each.get(w("val")) == key)
    return next(tag.iterancestors(w("sdt")))


def cells(row: etree._Element) -> list[etree._Element]:
    return row.findall(w("tc"))


def text(element: etree._Element) -> str:
    return "".join(each.text or "" for each in element.iter(w("t")))


@pytest.mark.parametrize("slot", slots(VISIT), ids=lambda slot: slot.key)
def test_every_key_has_one_control_of_its_kind_that_shows_a_placeholder(root: etree._Element, slot: Slot) -> None:
    properties = control(root, slot.key).find(w("sdtPr"))
    assert properties is not None
    kinds = {each.tag for each in properties} & {w("text"), w("date"), w("dropDownList"), w14("checkbox")}
    expected = {
        SlotKind.TEXT: {w("date") if slot.field.type is FieldType.DATE else w("text")},
        SlotKind.ONE_OF: {w("dropDownList")},
        SlotKind.TICK: {w14("checkbox")},
    }
    assert kinds == expected.get(slot.kind, set())
    assert properties.find(w("lock")).get(w("val")) == "sdtLocked"  # type: ignore[union-attr]
    assert (properties.find(w("showingPlcHdr")) is None) == (slot.kind is SlotKind.TICK)


@pytest.mark.parametrize("slot", [slot for slot in slots(VISIT) if slot.table is None], ids=lambda slot: slot.key)
def test_the_label_stands_in_the_next_cell_under_a_bookmark(root: etree._Element, slot: Slot) -> None:
    cell = next(control(root, slot.key).iterancestors(w("tc")))
    row = cells(cell.getparent())  # type: ignore[arg-type]
    beside = row[row.index(cell) + (1 if slot.kind is SlotKind.TICK else -1)]
    names = {mark.get(w("name")) for mark in beside.iter(w("bookmarkStart"))}
    assert bookmark_name("fgl_", slot.key) in names
    words = slot.choice.label.text if slot.choice else slot.field.label.text
    assert words in text(beside)


def test_table_cells_stand_below_their_heads_and_beside_their_numbers(root: etree._Element) -> None:
    row = next(control(root, "steps.2.until").iterancestors(w("tr")))
    assert text(cells(row)[0]) == "2"
    assert bookmark_name("fgl_", "steps.2") in {mark.get(w("name")) for mark in row.iter(w("bookmarkStart"))}
    heads = row.getparent()[row.getparent().index(row) - 2]  # type: ignore[union-attr,index]
    assert [text(cell).split()[0] for cell in cells(heads)[1:]] == ["Step", "Until", "Done"]


def test_options_are_codes_in_the_file_and_words_on_paper(root: etree._Element) -> None:
    items = control(root, "mood").findall(f".//{w('listItem')}")
    assert [(item.get(w("displayText")), item.get(w("value"))) for item in items] == [
        (None, "Select"),
        ("Calm", "calm"),
        ("Angry", "angry"),
        ("=odd", "=odd"),
    ]
    cell = next(control(root, "mood").iterancestors(w("tc")))
    assert "Calm · Angry · =odd" in text(cell.getprevious())  # type: ignore[arg-type]


def test_rows_leave_room_for_a_pen(root: etree._Element) -> None:
    for slot in slots(VISIT):
        if slot.kind is not SlotKind.TICK:
            row = next(control(root, slot.key).iterancestors(w("tr")))
            height = row.find(f"{w('trPr')}/{w('trHeight')}")
            assert height is not None
            assert int(height.get(w("val"), "0")) >= PEN_ROW
            assert height.get(w("hRule")) == "atLeast"


@pytest.mark.parametrize("form_id", ["referral", "closure"])
def test_every_row_fills_the_page_from_margin_to_margin(form_id: str) -> None:
    root = etree.fromstring(read_parts(compile_blank(real(form_id, "hy")))[DOCUMENT])
    for table in root.iter(w("tbl")):
        grid = [int(column.get(w("w"), "0")) for column in table.iterfind(f"{w('tblGrid')}/{w('gridCol')}")]
        assert sum(grid) == WIDTH
        for row in table.iterfind(w("tr")):
            spans = [cell.find(f"{w('tcPr')}/{w('gridSpan')}") for cell in cells(row)]
            assert sum(1 if span is None else int(span.get(w("val"), "1")) for span in spans) == len(grid)


def test_the_stamp_stands_in_the_properties_in_a_part_and_in_the_footer(blank: bytes) -> None:
    parts = read_parts(blank)
    mark = b"formgen:visit:1.0:en:-:-"
    holding = {name for name, content in parts.items() if mark in content}
    assert holding == STAMPED
    stamp = Stamp("visit", "1.0", "en")
    assert find_stamp(OfficePackage(blank)) == (stamp, FoundBy.METADATA)
    for name in ("docProps/core.xml", "docProps/custom.xml", "customXml/item1.xml"):
        del parts[name]
    assert find_stamp(OfficePackage(write_parts(parts))) == (stamp, FoundBy.TEXT)
    del parts["word/footer1.xml"], parts["word/footer2.xml"]
    assert find_stamp(OfficePackage(write_parts(parts))) is None


@pytest.mark.parametrize("part", ["docProps/core.xml", "docProps/custom.xml", "word/footer1.xml"])
def test_stamps_that_contradict_one_another_are_told(blank: bytes, part: str) -> None:
    parts = read_parts(blank)
    parts[part] = parts[part].replace(b":visit:", b":other:")
    with pytest.raises(UnreadableError) as caught:
        find_stamp(OfficePackage(write_parts(parts)))
    assert caught.value.finding.code == "stamps-disagree"


def test_title_and_language_are_those_of_the_form() -> None:
    parts = read_parts(compile_blank(real("closure", "hy")))
    assert "Դեպքի փակման ձև" in parts["docProps/core.xml"].decode()
    assert "hy-AM" in parts["docProps/core.xml"].decode()
    assert b'w:lang w:val="hy-AM"' in parts["word/styles.xml"]
    assert b'w:lid w:val="hy-AM"' in parts[DOCUMENT]


def test_the_same_bytes_in_two_processes() -> None:
    program = (
        "import hashlib, sys; from formgen.generate.docx import Blank, compile_blank;"
        "from tests.workbooks import localized; made = compile_blank(localized());"
        "made += Blank(made, localized()).fill({'visitor': 'x', 'seen.house': True}, 'ABCDEFGHIJ23');"
        "print(hashlib.sha256(made).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


# --- filling


def test_what_is_filled_is_read_back(blank: bytes) -> None:
    response = extract(OfficePackage(Blank(blank, localized()).fill(VALUES, COPY)), localized())
    assert {key: answer.written for key, answer in response.answers.items()} == {
        "visitor": "Անի & <Ивáн> «№» ֏ և ՞ ․",
        "number": "00123/Ա",
        "day": "05.11.2026",
        "share": "12.50",
        "mood": "Angry",
        "why": "first line\n\nթ. երրորդ\ttab",
        "seen.garden": "☒",
        "again": "No",
        "steps.2.step": "call",
        "steps.2.until": "31.01.2026",
        "steps.2.done": "Part",
    }
    exact = {key: answer.exact for key, answer in response.answers.items() if answer.exact}
    assert exact == {
        "day": "2026-11-05",
        "mood": "angry",
        "again": "no",
        "steps.2.until": "2026-01-31",
        "steps.2.done": "part",
    }
    assert response.findings == ()


def test_a_copy_id_stands_wherever_the_stamp_does_and_nothing_else_changes(blank: bytes) -> None:
    before = read_parts(blank)
    after = read_parts(Blank(blank, localized()).fill({"visitor": "x"}, COPY))
    assert list(before) == list(after)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == STAMPED | {DOCUMENT}
    assert all(f"formgen:visit:1.0:en:-:{COPY}".encode() in after[name] for name in STAMPED)
    assert read_parts(Blank(blank, localized()).fill({}, None)) == before


@pytest.mark.parametrize("text", ["a\x00b\x0b", "a\ud800b", "\ufffe\uffff", "]]>&amp;<w:t>", "\"'", "\r\n"])
def test_what_xml_cannot_hold_is_replaced_for_all_to_see(blank: bytes, text: str) -> None:
    filled = Blank(blank, localized()).fill({"visitor": f"({text})", "why": f"({text})"}, COPY)
    with zipfile.ZipFile(io.BytesIO(filled)) as package:
        assert package.testzip() is None
    answers = extract(OfficePackage(filled), localized()).answers
    shown = text.replace("\r\n", "\n")
    for bad in ("\x00", "\x0b", "\ud800", "\ufffe", "\uffff"):
        shown = shown.replace(bad, "\ufffd")
    assert answers["visitor"].written == answers["why"].written == f"({shown})"


def test_a_key_or_code_that_the_form_does_not_have_is_an_error(blank: bytes) -> None:
    with pytest.raises(KeyError, match="nobody"):
        Blank(blank, localized()).fill({"nobody": "x"}, COPY)
    with pytest.raises(KeyError, match="furious"):
        Blank(blank, localized()).fill({"mood": "furious"}, COPY)
    with pytest.raises(ValueError, match="signature"):
        Blank(blank, localized()).fill({"signature": "Ani"}, COPY)


def test_empty_answers_leave_the_placeholder(blank: bytes) -> None:
    blank_again = Blank(blank, localized()).fill({"visitor": "", "seen.house": False}, None)
    assert read_parts(blank_again) == read_parts(blank)

"""Answers stamped into the blank workbook: exact, valid, never a formula, and fast."""

from __future__ import annotations

import datetime as dt
import io
import time
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from formgen.document.opening import OfficePackage
from formgen.generate.xlsx import Blank, compile_blank
from formgen.identify.xlsx import find_stamp
from formgen.model.document import FoundBy, Stamp
from tests.judges.office_lint import lint
from tests.judges.open_xml import open_xml_errors
from tests.workbooks import COPY, filled, localized, place, read, saved, written

VALUES = {
    "visitor": "Անի Պետրոսյան",
    "number": "007/Ա-5",
    "day": dt.date(2026, 11, 21),
    "share": Decimal("71.5"),
    "phone": "+374 91 234567",
    "people": Decimal(5),
    "region": "south",
    "mood": "angry",
    "why": "Առաջին տող\nвторая строка\n  third — «№ 3» և ՞ ֏ ․  ",
    "seen.garden": True,
    "again": "no",
    "steps.1.step": "<b>&amp;</b>",
    "steps.1.until": dt.date(2027, 1, 2),
    "steps.3.done": "part",
}

SHOWN = {
    **{key: value for key, value in VALUES.items() if isinstance(value, str)},
    "day": "21.11.2026",
    "share": "71.5",
    "people": "5",
    "region": "South",
    "mood": "Angry",
    "seen.garden": "☒",
    "again": "No",
    "steps.1.until": "02.01.2027",
    "steps.3.done": "Part",
}


def test_what_is_filled_in_is_read_back_and_nothing_else() -> None:
    response = read(filled(VALUES))
    assert written(response) == SHOWN
    assert response.findings == ()
    assert response.answers["day"].exact == "2026-11-21"
    assert response.answers["share"].exact == "71.5"
    assert response.answers["mood"].exact == "angry"


def test_another_library_sees_real_dates_and_numbers() -> None:
    book = openpyxl.load_workbook(io.BytesIO(filled(VALUES)))

    def value(key: str) -> object:
        sheet, cell = place(book, key)
        return book[sheet][cell].value

    assert value("day") == dt.datetime(2026, 11, 21)  # noqa: DTZ001  (cells have no zone)
    assert value("share") == 71.5
    assert value("people") == 5
    assert value("number") == "007/Ա-5"
    assert value("region") == "South"
    assert value("seen.garden") == "☒"
    assert value("seen.house") == "☐"
    assert value("why") == VALUES["why"]


@pytest.mark.parametrize("text", ["=1+1", "+374", "-5", "@SUM(A1)", '=HYPERLINK("x")', "=cmd|'/c calc'!A1"])
def test_data_is_never_a_formula(text: str) -> None:
    content = filled({"visitor": text, "why": text})
    book = openpyxl.load_workbook(io.BytesIO(content))
    for key in ("visitor", "why"):
        sheet, reference = place(book, key)
        cell = book[sheet][reference]
        assert cell.value == text
        assert cell.data_type == "s"
        assert cell.quotePrefix
    sheet, reference = place(book, "number")
    assert not book[sheet][reference].quotePrefix
    assert written(read(content)) == {"visitor": text, "why": text}
    assert {answer.doubt for answer in read(content).answers.values()} == {None}


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("a\x00b\x0bc\x1f", "a\ufffdb\ufffdc\ufffd"),
        ("\ud800 \ufffe", "\ufffd \ufffd"),
        ("  spaces around  ", "  spaces around  "),
        ("one\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
        ("tab\there", "tab\there"),
        ("_x0041_ and _x005F_", "_x0041_ and _x005F_"),
        ("]]> <![CDATA[", "]]> <![CDATA["),
        ("😀 𝒜", "😀 𝒜"),
    ],
)
def test_any_text_survives(text: str, seen: str) -> None:
    assert written(read(filled({"why": text}))) == {"why": seen}


def test_a_date_before_spreadsheets_count_is_written_in_words() -> None:
    assert written(read(filled({"day": dt.date(1899, 5, 3)}))) == {"day": "03.05.1899"}


def test_the_copy_stands_wherever_the_stamp_is() -> None:
    content = filled(VALUES)
    assert find_stamp(OfficePackage(content)) == (Stamp("visit", "1.0", "en", None, COPY), FoundBy.METADATA)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    marked = {name for name, part in parts.items() if b"formgen:visit:1.0:en:-:" + COPY.encode() in part}
    assert {
        "docProps/core.xml",
        "docProps/custom.xml",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
    } <= marked
    assert not any(b"formgen:visit:1.0:en:-:-" in part for part in parts.values())


def test_without_values_and_copy_the_blank_comes_back() -> None:
    form = localized()
    content = compile_blank(form)
    again = Blank(content, form).fill({}, None)
    with zipfile.ZipFile(io.BytesIO(content)) as one, zipfile.ZipFile(io.BytesIO(again)) as two:
        assert {name: one.read(name) for name in one.namelist()} == {name: two.read(name) for name in two.namelist()}


def test_a_key_that_the_form_does_not_ask_is_refused() -> None:
    with pytest.raises(KeyError, match="visitors"):
        filled({"visitors": "x"})


def test_the_same_values_give_the_same_bytes() -> None:
    assert filled(VALUES) == filled(dict(reversed(VALUES.items())))


def test_filled_copies_are_valid_by_microsofts_sdk_and_by_the_lint(tmp_path: Path) -> None:
    path = tmp_path / "filled.xlsx"
    path.write_bytes(filled({**VALUES, "number": "=1+1"}))
    assert lint(path) == []
    assert open_xml_errors([path]) == {path: []}


@pytest.mark.benchmark
def test_filling_is_forty_times_faster_than_openpyxl() -> None:
    form = localized()
    content = compile_blank(form)
    blank = Blank(content, form)

    def ours() -> None:
        blank.fill(VALUES, COPY)

    def theirs() -> None:
        book = openpyxl.load_workbook(io.BytesIO(content))
        for key, value in VALUES.items():
            sheet, cell = place(book, key)
            book[sheet][cell].value = "☒" if value is True else value
        saved(book)

    assert best(theirs, 3) / best(ours, 30) >= 40


def best(run: object, times: int) -> float:
    assert callable(run)
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return min(taken)

"""Workbooks read back: what a person sees in each cell, found by two signs, and nothing invented."""

from __future__ import annotations

import datetime as dt
import io
import re
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.formula import ArrayFormula

from formgen.document.opening import OfficePackage, UnreadableError
from formgen.extract.xlsx import extract
from formgen.extract.xlsx.formats import Formats
from formgen.generate.xlsx import compile_blank
from formgen.identify.xlsx import find_stamp
from formgen.model.document import FoundBy, ReadBy, Response, Stamp
from formgen.model.finding import finding
from formgen.model.slot import slots
from tests.workbooks import COPY, SCORED, VISIT, filled, localized, place, read, said, saved, typed, written

BLANK = compile_blank(localized())
HY = localized(locale="hy", words={"Calm": "Հանգիստ", "Angry": "Զայրացած"})


def changed(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The package with one part rewritten."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == part:
                assert change(data) != data
                data = change(data)
            new.writestr(name, data)
    return stream.getvalue()


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def one(response: Response, key: str) -> tuple[str, str | None, str | None]:
    answer = response.answers[key]
    return answer.written, answer.exact, answer.doubt


def put(content: bytes, key: str, cell: bytes) -> bytes:
    """The package with the element of one cell replaced; `%s` in it is the start of its tag."""
    reference = place(opened(content), key)[1].replace("$", "").encode()
    pattern = re.compile(rb'(<c r="' + reference + rb'" s="\d+")[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
    return changed(
        content, "xl/worksheets/sheet1.xml", lambda data: pattern.sub(lambda match: cell % match[1], data, count=1)
    )


# --- nothing is invented


def test_a_blank_has_no_answers_and_no_findings() -> None:
    for form in (localized(), HY, localized(SCORED)):
        response = read(compile_blank(form), form)
        assert (response.answers, response.findings) == ({}, ())


def test_a_blank_saved_again_by_openpyxl_has_none_either() -> None:
    response = read(saved(opened(BLANK)))
    assert (response.answers, response.findings) == ({}, ())


@pytest.mark.parametrize("nothing", ["", "   ", "\n", "\u00a0"])
def test_white_space_is_no_answer(nothing: str) -> None:
    assert written(read(typed(BLANK, {"visitor": nothing, "day": nothing, "seen.house": nothing}))) == {}


# --- what a cell says


def test_typed_with_another_library_it_comes_back() -> None:
    said = {
        "visitor": "Անի «Նաիրի» և №5 ֏ ․",
        "number": "00042",
        "day": dt.date(2026, 11, 21),
        "share": 71.5,
        "people": 4,
        "phone": "+374 91 234567",
        "mood": "Angry",
        "why": "մեկ\nдва\n  three ",
        "seen.street": "☒",
        "again": "Yes",
        "steps.2.until": dt.datetime(2026, 1, 5, 13, 30),  # noqa: DTZ001  (cells have no zone)
        "signature": "Ani Petrosyan",
    }
    response = read(typed(BLANK, said))
    assert written(response) == {
        **{key: value for key, value in said.items() if isinstance(value, str)},
        "day": "21.11.2026",
        "share": "71.5",
        "people": "4",
        "steps.2.until": "05.01.2026",
    }
    assert response.answers["day"].exact == "2026-11-21"
    assert response.answers["steps.2.until"].exact == "2026-01-05"
    assert response.answers["mood"].exact == "angry"
    assert response.answers["again"].exact == "yes"
    assert response.answers["signature"].exact == "typed"
    assert {answer.read_by for answer in response.answers.values()} == {ReadBy.KEY}
    assert list(response.answers) == [slot.key for slot in slots(VISIT) if slot.key in said]
    assert response.findings == ()


@pytest.mark.parametrize("stored", [71.5, 71.49999999999999, 71.500000000000014])
def test_numbers_are_shown_in_the_forms_language_without_the_noise_of_floats(stored: float) -> None:
    assert one(read(typed(BLANK, {"share": stored})), "share") == ("71.5", "71.5", None)
    blank = compile_blank(HY)
    assert one(read(typed(blank, {"share": stored}), HY), "share") == ("71,5", "71.5", None)


@pytest.mark.parametrize(
    ("stored", "seen"),
    [(b"1E+3", "1000"), (b"-0.1", "-0.1"), (b"37491234567", "37491234567"), (b"0", "0"), (b"123456789012345678", None)],
)
def test_numbers_as_files_store_them(stored: bytes, seen: str | None) -> None:
    response = read(put(BLANK, "share", b"%b><v>" + stored + b"</v></c>"))
    assert one(response, "share")[0] == (seen or "123456789012346000")


def test_a_number_typed_where_a_name_is_asked_is_plain_digits() -> None:
    response = read(typed(BLANK, {"phone": 37491234567, "number": 42, "visitor": 12.5}))
    assert written(response) == {"phone": "37491234567", "number": "42", "visitor": "12.5"}
    assert {answer.exact for answer in response.answers.values()} == {None}


def test_text_where_a_number_or_date_is_asked_is_only_written() -> None:
    response = read(typed(BLANK, {"share": "71,5", "day": "5/6/26", "people": "five"}))
    assert [one(response, key) for key in ("share", "day", "people")] == [
        ("71,5", None, None),
        ("5/6/26", None, None),
        ("five", None, None),
    ]


def test_a_percentage_is_not_taken_for_its_hundredth() -> None:
    book = opened(BLANK)
    sheet, cell = place(book, "share")
    book[sheet][cell].value = 0.5
    book[sheet][cell].number_format = "0%"
    assert one(read(saved(book)), "share") == ("50%", None, None)


def test_a_number_that_is_not_shown_as_a_date_is_none() -> None:
    book = opened(BLANK)
    sheet, cell = place(book, "day")
    book[sheet][cell].value = 46347
    book[sheet][cell].number_format = "General"
    assert one(read(saved(book)), "day") == ("46347", None, None)


def test_dates_of_the_1904_system() -> None:
    book = opened(BLANK)
    book.epoch = CALENDAR_MAC_1904
    sheet, cell = place(book, "day")
    book[sheet][cell].value = dt.date(2026, 11, 21)
    book[sheet][cell].number_format = r"DD\.MM\.YYYY"
    assert one(read(saved(book)), "day") == ("21.11.2026", "2026-11-21", None)


def test_the_days_around_the_leap_day_that_never_was() -> None:
    formats = Formats(None, since_1904=False)
    assert formats.day(1) == dt.date(1900, 1, 1)
    assert formats.day(59) == dt.date(1900, 2, 28)
    assert formats.day(60) is None
    assert formats.day(61) == dt.date(1900, 3, 1)
    assert formats.day(0) is None
    assert formats.day(3e9) is None
    assert formats.day(2958465.5) == dt.date(9999, 12, 31)


@pytest.mark.parametrize(
    ("code", "is_date"),
    [
        ("dd/mm/yyyy", True),
        ('[$-42B]d" "mmmm" "yyyy', True),
        ("[h]:mm", False),
        ('0.00" day"', False),
        ("#,##0", False),
        ("[Red]0;[Blue]-0", False),
        ("0.0#", False),
        ("@", False),
    ],
)
def test_which_formats_are_dates(code: str, is_date: bool) -> None:  # noqa: FBT001
    book = opened(BLANK)
    sheet, cell = place(book, "day")
    book[sheet][cell].value = 46347
    book[sheet][cell].number_format = code
    assert one(read(saved(book)), "day")[1] == ("2026-11-21" if is_date else None)


@pytest.mark.parametrize(
    ("number", "epoch", "seen"),
    [
        (b"2025", b"", ("2025", None, None)),
        (b"5.1", b"", ("5.1", None, None)),
        (b"0.4375", b"", ("0.4375", None, None)),
        (b"3653", b"", ("3653", None, None)),
        (b"3654", b"", ("01.01.1910", "1910-01-01", None)),
        (b"2191", b"1904", ("2191", None, None)),
        (b"2192", b"1904", ("01.01.1910", "1910-01-01", None)),
    ],
)
def test_a_small_number_in_the_cell_of_a_date_is_no_day(
    number: bytes, epoch: bytes, seen: tuple[str, str | None, str | None]
) -> None:
    blank = BLANK
    if epoch:
        book = opened(blank)
        book.epoch = CALENDAR_MAC_1904
        blank = saved(book)
    assert one(read(put(blank, "day", b"%b><v>" + number + b"</v></c>")), "day") == seen


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        ("mmm-yy", "Nov-26"),
        (r"MMMM\ YYYY", "November 2026"),
        ("YYYY", "2026"),
        ("[$-42B]d-mmm;@", "21-Nov"),
        ("dddd", "Saturday"),
        ("dd/mm hh:mm", "21/11"),
        ('yyyy" թ."', "2026 թ."),
        ("d mmmmm yyyy", "21 N 2026"),
        ("h:mm d/m/yy", None),
        ("yyyy-mm-dd hh:mm:ss", None),
    ],
)
def test_a_date_that_is_not_shown_whole_is_no_day(code: str, seen: str | None) -> None:
    book = opened(BLANK)
    sheet, cell = place(book, "day")
    book[sheet][cell].value = 46347
    book[sheet][cell].number_format = code
    expected = ("21.11.2026", "2026-11-21", None) if seen is None else (seen, None, "date-ambiguous")
    assert one(read(saved(book)), "day") == expected


def test_an_iso_date_of_a_strict_workbook() -> None:
    response = read(put(BLANK, "day", b'%b t="d"><v>2026-11-21T00:00:00</v></c>'))
    assert one(response, "day") == ("21.11.2026", "2026-11-21", None)
    response = read(put(BLANK, "day", b'%b t="d"><v>1905-07-17</v></c>'))
    assert one(response, "day") == ("17.07.1905", None, "date-ambiguous")


def test_words_of_a_list_in_the_forms_language_have_their_code() -> None:
    blank = compile_blank(HY)
    assert one(read(typed(blank, {"mood": "Զայրացած"}), HY), "mood") == ("Զայրացած", "angry", None)
    assert one(read(typed(blank, {"mood": "զայրացած"}), HY), "mood") == ("զայրացած", None, None)
    form = localized(SCORED)
    assert one(read(typed(compile_blank(form), {"one": "4 – Good", "two": 3}), form), "one") == ("4 – Good", "4", None)


@pytest.mark.parametrize("sign", ["☒", "x", "X", "х", "✓", "v", "այո", True])
def test_ticks_are_kept_as_they_were_made(sign: object) -> None:
    assert written(read(typed(BLANK, {"seen.house": sign}))) == {"seen.house": "TRUE" if sign is True else sign}


@pytest.mark.parametrize("sign", ["☐", "", " ☐ ", None, False])
def test_no_tick_is_no_answer(sign: object) -> None:
    assert written(read(typed(BLANK, {"seen.house": sign}))) == {}


@pytest.mark.parametrize(("formula", "seen"), [("TRUE()", {"seen.house": "TRUE"}), ("FALSE()", {})])
def test_booleans_as_libreoffice_writes_them(formula: str, seen: dict[str, str]) -> None:
    value = b"1" if seen else b"0"
    response = read(put(BLANK, "seen.house", b'%b t="b"><f>' + formula.encode() + b"</f><v>" + value + b"</v></c>"))
    assert written(response) == seen
    assert {answer.doubt for answer in response.answers.values()} <= {None}


@pytest.mark.parametrize("formula", ["=1+1", '=HYPERLINK("http://example.org";"x")', "=SUM(A1:A9)", "=TRUE"])
def test_a_formula_is_no_answer_but_told(formula: str) -> None:
    response = read(typed(BLANK, {"visitor": formula, "share": formula, "day": formula, "seen.house": formula}))
    assert {key: one(response, key) for key in response.answers} == dict.fromkeys(
        ("visitor", "day", "share", "seen.house"), (formula, None, "formula")
    )


def test_an_array_formula_and_an_error_are_told() -> None:
    book = opened(BLANK)
    sheet, cell = place(book, "visitor")
    book[sheet][cell.replace("$", "")] = ArrayFormula(cell.replace("$", ""), "=A1:A2")
    response = read(put(saved(book), "people", b'%b t="e"><v>#REF!</v></c>'))
    assert one(response, "visitor")[2] == "formula"
    assert one(response, "people") == ("#REF!", None, "formula")


def test_rich_text_is_read_with_all_its_runs_and_without_reading_aids() -> None:
    runs = (
        b'%b t="inlineStr"><is><r><t xml:space="preserve">one </t></r><r><rPr><b/></rPr><t>two</t></r>'
        b'<rPh sb="0" eb="1"><t>aid</t></rPh></is></c>'
    )
    assert written(read(put(BLANK, "visitor", runs))) == {"visitor": "one two"}


def test_escaped_characters_are_resolved() -> None:
    cell = b'%b t="inlineStr"><is><t>a_x000D_\nb_x005F_x0041_ _xD83D__xDE00_ _xD800_</t></is></c>'
    assert written(read(put(BLANK, "why", cell))) == {"why": "a\r\nb_x0041_ 😀 \ufffd"}


def test_cells_without_references_are_counted() -> None:
    content = typed(BLANK, {"visitor": "Ani", "steps.3.step": "last"})
    sheet = "xl/worksheets/sheet1.xml"
    full = changed(content, sheet, lambda data: re.sub(rb'(<row [^>]*>)(<c r="B)', rb"\1<c/>\2", data))
    plain = changed(full, sheet, lambda data: re.sub(rb'<c r="[A-Z]+\d+"', b"<c", data))
    assert written(read(plain)) == {"visitor": "Ani", "steps.3.step": "last"}


# --- where a cell is


def test_without_names_the_key_column_leads() -> None:
    book = opened(typed(BLANK, {"visitor": "Ani", "seen.house": "x", "steps.2.step": "second"}))
    for name in list(book.defined_names):
        if name.startswith("fg_"):
            del book.defined_names[name]
    response = read(saved(book))
    assert written(response) == {"visitor": "Ani", "seen.house": "x", "steps.2.step": "second"}
    assert {answer.read_by for answer in response.answers.values()} == {ReadBy.BOOKMARK}
    assert response.findings == ()


def test_without_key_column_the_names_lead() -> None:
    book = opened(typed(BLANK, {"visitor": "Ani"}))
    for number in range(1, book["Form"].max_row + 1):
        book["Form"].cell(number, 1).value = None
    response = read(saved(book))
    assert written(response) == {"visitor": "Ani"}
    assert response.findings == ()


def without_keys(book: openpyxl.Workbook, *keys: str) -> None:
    """Take names and key cells out of a workbook: those of some keys, or all."""
    for name in list(book.defined_names):
        if name.startswith("fg_") and (not keys or name.removeprefix("fg_") in keys):
            del book.defined_names[name]
    sheet = book["Form"]
    for number in range(2, sheet.max_row + 1):
        said = str(sheet.cell(number, 1).value or "").split()
        kept = [each for each in said if keys and each.partition(":")[2] not in keys]
        sheet.cell(number, 1).value = " ".join(kept) or None


def test_where_both_are_gone_the_label_leads() -> None:
    book = opened(typed(BLANK, {"visitor": "Ani", "day": "1.2.2026"}))
    without_keys(book, "day", "seen.house")
    response = read(saved(book))
    assert {key: (each.written, each.read_by) for key, each in response.answers.items()} == {
        "visitor": ("Ani", ReadBy.KEY),
        "day": ("1.2.2026", ReadBy.LABEL),
    }
    assert response.findings == (finding("place-missing", "seen.house"), finding("found-by-label", "day", "1.2.2026"))


def test_where_the_label_is_gone_as_well_the_place_is_missing() -> None:
    book = opened(typed(BLANK, {"visitor": "Ani"}))
    for cells in book["Form"].iter_rows():
        for cell in cells:
            if str(cell.value or "").startswith(("1.3 ", "1.10 ", "House")):
                cell.value = None
    without_keys(book, "day", "seen.house")
    response = read(saved(book))
    assert written(response) == {"visitor": "Ani"}
    assert response.findings == (finding("place-missing", "day"), finding("place-missing", "seen.house"))


def test_a_question_all_gone_is_told_once() -> None:
    book = opened(BLANK)
    without_keys(book)
    sheet = book["Form"]
    for row in sheet["B2" : f"Y{sheet.max_row}"]:
        for cell in row:
            if cell.value is not None:
                cell.value = None
    response = read(saved(book))
    assert response.answers == {}
    assert len(response.findings) == 14
    assert finding("place-missing", "steps") in response.findings


def test_a_name_that_was_moved_away_from_its_keys_cell_is_told() -> None:
    book = opened(typed(BLANK, {"visitor": "Ani", "number": "7"}))
    elsewhere = book["Form"]["C40"]
    elsewhere.value = "moved"
    book.defined_names["fg_visitor"].attr_text = "'Form'!$C$40"
    response = read(saved(book))
    assert one(response, "visitor") == ("moved / Ani", None, "signs-disagree")
    assert one(response, "number") == ("7", None, None)


def test_two_names_on_one_cell_are_told_of_both() -> None:
    book = opened(typed(BLANK, {"seen.garden": "☒"}))
    book.defined_names["fg_seen.house"].attr_text = book.defined_names["fg_seen.garden"].attr_text
    response = read(saved(book))
    assert {key: answer.doubt for key, answer in response.answers.items()} == {
        "seen.house": "signs-disagree",
        "seen.garden": "signs-disagree",
    }


def test_a_cell_cut_and_pasted_over_another_is_told_of_both() -> None:
    book = opened(typed(BLANK, {"visitor": None, "number": "Ani"}))
    book.defined_names["fg_visitor"].attr_text = book.defined_names["fg_number"].attr_text
    book.defined_names["fg_number"].attr_text = "Form!#REF!"
    response = read(saved(book))
    assert {key: answer.doubt for key, answer in response.answers.items()} == {
        "visitor": "signs-disagree",
        "number": "signs-disagree",
    }


def test_rows_and_columns_put_in_change_nothing() -> None:
    """Shifted as a spreadsheet does: cells, names and keys move together."""
    said = {"visitor": "Ani", "steps.3.step": "last", "seen.street": "x"}
    content = typed(BLANK, said)

    def shift(match: re.Match[bytes]) -> bytes:
        return (
            match[1]
            + openpyxl.utils.get_column_letter(openpyxl.utils.column_index_from_string(match[2].decode()) + 1).encode()
            + match[3]
            + str(int(match[4]) + 2).encode()
        )

    moved = changed(content, "xl/worksheets/sheet1.xml", lambda data: re.sub(rb'(<c r=")([A-Z]+)()(\d+)', shift, data))
    moved = changed(moved, "xl/worksheets/sheet1.xml", lambda data: re.sub(rb'<row r="\d+"', b"<row", data))
    moved = changed(
        moved,
        "xl/worksheets/sheet1.xml",
        lambda data: re.sub(rb'((?:mergeCell ref="|(?<=\d):))([A-Z]+)()(\d+)', shift, data),
    )
    moved = changed(
        moved,
        "xl/workbook.xml",
        lambda data: re.sub(rb'(<definedName name="fg_[^>]*>[^<]*!\$)([A-Z]+)(\$)(\d+)', shift, data),
    )
    response = read(moved)
    assert written(response) == said
    assert {answer.doubt for answer in response.answers.values()} == {None}
    assert {answer.read_by for answer in response.answers.values()} == {ReadBy.KEY}


def test_a_sheet_that_was_renamed_is_still_the_form() -> None:
    content = typed(BLANK, {"visitor": "Ani"})
    renamed = changed(
        content,
        "xl/workbook.xml",
        lambda data: data.replace(b"'Form'!", b"'O''Neil, 5'!").replace(b'name="Form"', b'name="O\'Neil, 5"'),
    )
    assert written(read(renamed)) == {"visitor": "Ani"}


def test_a_second_sheet_with_the_form_is_told() -> None:
    book = opened(typed(BLANK, {"visitor": "Ani"}))
    copy = book.copy_worksheet(book["Form"])
    copy.title = "Form (2)"
    copy["C5"].value = "other"
    response = read(saved(book))
    assert written(response)["visitor"] == "Ani"
    assert [each.code for each in response.findings] == ["second-sheet"]
    assert "Form (2)" in str(response.findings[0].text)


def test_rows_beyond_those_printed_keep_their_numbers() -> None:
    book = opened(BLANK)
    book["Form"]["C60"].value = "fifth"
    book.defined_names["fg_steps.5.step"] = openpyxl.workbook.defined_name.DefinedName(
        "fg_steps.5.step", attr_text="'Form'!$C$60"
    )
    assert written(read(saved(book))) == {"steps.5.step": "fifth"}


def test_an_answer_at_a_key_that_is_not_asked_is_told() -> None:
    book = opened(BLANK)
    book["Form"]["C60"].value = "what is this"
    book["Form"]["C61"].value = None
    book["Form"]["C62"].value = "☐"
    for key, cell in (("visitors", "$C$60"), ("nothing", "$C$61"), ("seen.roof", "$C$62")):
        book.defined_names[f"fg_{key}"] = openpyxl.workbook.defined_name.DefinedName(
            f"fg_{key}", attr_text=f"'Form'!{cell}"
        )
    response = read(saved(book))
    assert response.answers == {}
    assert response.findings == (finding("outside-answer", "visitors", "what is this"),)


@pytest.mark.parametrize("part", ["oddHeader", "evenHeader", "firstHeader", "evenFooter", "firstFooter"])
def test_words_at_the_head_or_foot_of_pages_are_told(part: str) -> None:
    book = opened(BLANK)
    getattr(book["Form"], part).center.text = "Ani && Aram, page &P"
    assert read(saved(book)).findings == (finding("remark", None, "Ani & Aram, page 1", place="sheet “Form”"),)


def test_words_after_our_own_foot_are_told() -> None:
    content = changed(
        BLANK, "xl/worksheets/sheet1.xml", lambda data: data.replace(b"</oddFooter>", b" call me</oddFooter>")
    )
    response = read(content)
    assert [(each.code, each.written) for each in response.findings] == [("remark", "Page 1 of 1 call me")]


def test_the_foot_of_a_long_title_is_our_own() -> None:
    form = localized(replace(VISIT, title=said("A visit " * 30)))
    assert read(compile_blank(form), form).findings == ()


def test_the_live_total_is_never_read() -> None:
    form = localized(SCORED)
    response = read(typed(compile_blank(form), {"one": "5 – Fine"}), form)
    assert written(response) == {"one": "5 – Fine"}


# --- the stamp


def test_the_stamp_is_found_by_every_sign_that_is_left() -> None:
    content = filled({"visitor": "Ani"})
    stamp = Stamp("visit", "1.0", "en", None, COPY)
    for part in ("docProps/core.xml", "docProps/custom.xml"):
        content = changed(content, part, lambda data: data.replace(b"formgen:visit", b"nobody:visit"))
        assert find_stamp(OfficePackage(content)) == (stamp, FoundBy.METADATA)
    content = changed(content, "xl/worksheets/sheet2.xml", lambda data: data.replace(b"formgen:visit", b"nobody:visit"))
    assert find_stamp(OfficePackage(content)) == (stamp, FoundBy.TEXT)
    content = changed(content, "xl/worksheets/sheet1.xml", lambda data: data.replace(b"formgen:visit", b"nobody:visit"))
    assert find_stamp(OfficePackage(content)) is None


@pytest.mark.parametrize("part", ["docProps/core.xml", "docProps/custom.xml", "xl/worksheets/sheet1.xml"])
def test_stamps_that_contradict_one_another_are_told(part: str) -> None:
    content = changed(filled({}), part, lambda data: data.replace(b"formgen:visit", b"formgen:marks"))
    with pytest.raises(UnreadableError) as caught:
        find_stamp(OfficePackage(content))
    assert caught.value.finding.code == "stamps-disagree"


def test_a_foreign_workbook_has_no_stamp_and_no_answers() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "10:30"
    book.worksheets[0]["B1"] = 30
    content = saved(book)
    assert find_stamp(OfficePackage(content)) is None
    assert extract(OfficePackage(content), localized()).answers == {}


# --- damage


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_a_damaged_part_is_one_clear_finding(part: str) -> None:
    content = changed(typed(BLANK, {"day": dt.date(2026, 1, 1)}), part, lambda data: data[: len(data) // 2])
    with pytest.raises(UnreadableError) as caught:
        read(content)
    assert caught.value.finding.code == "damaged"


@pytest.mark.parametrize("index", [b"<v>99999</v>", b"<v>-1</v>", b"<v></v>", b""])
def test_a_cell_that_lost_its_text_is_damage_and_not_an_empty_cell(index: bytes) -> None:
    with pytest.raises(UnreadableError) as caught:
        read(put(BLANK, "visitor", b'%b t="s">' + index + b"</c>"))
    assert caught.value.finding.code == "damaged"


@pytest.mark.parametrize(
    "cell",
    [
        b"%b><v>nan</v></c>",
        b"%b><v>1e999</v></c>",
        b"%b><v>-1e15</v></c>",
        b"%b><v>" + b"9" * 400 + b"</v></c>",
        b'%b t="d"><v>yesterday</v></c>',
        b'%b t="x"><v>odd</v></c>',
    ],
)
@pytest.mark.parametrize("key", ["visitor", "day", "share", "mood", "seen.house"])
def test_odd_cells_never_crash_and_never_become_dates(key: str, cell: bytes) -> None:
    response = read(put(BLANK, key, cell))
    assert all(answer.exact is None or key == "share" for answer in response.answers.values())


@pytest.mark.benchmark
def test_reading_is_ten_times_faster_than_openpyxl() -> None:
    content = filled({"visitor": "Ani", "day": dt.date(2026, 1, 1), "why": "x" * 300})
    form = localized()

    def ours() -> None:
        package = OfficePackage(content)
        find_stamp(package)
        extract(package, form)

    assert best(lambda: opened(content), 3) / best(ours, 20) >= 10


def best(run: Callable[[], object], times: int) -> float:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return min(taken)

"""Lists as offices keep them become records by key, in whichever file they come."""

from __future__ import annotations

import datetime as dt
import io
import json
import tracemalloc
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from formgen.pipeline.columns import Headings, UnknownColumnsError, headings_of
from formgen.pipeline.project import Project
from formgen.pipeline.records import Given, UnreadableDataError, open_records, read_mapping

ROOT = Path(__file__).parents[3]
PROJECT = Project(ROOT)


@pytest.fixture(scope="module")
def headings() -> Headings:
    form = PROJECT.definition("closure")
    return headings_of(PROJECT.shown(form, locale) for locale in PROJECT.locales)


def read(path: Path, headings: Headings, mapping: Mapping[str, str] | None = None) -> list[Given]:
    records = open_records(path, headings, mapping or {})
    once, again = ([each.given() for each in records()] for _ in range(2))
    assert once == again
    return once


ROWS = [
    ["Դեպքի համարը", "Client’s name", "client_birth_date", "Փակման հիմնական պատճառը *"],
    ["ԵՐ-1", "Նմուշյան «Ա»", "21.11.1990", "Մահ"],
    ["ԵՐ-2", 'Sample; the "second"', "", "Death"],
]
NAMES = {"Client’s name": "client_name"}


def delimited(separator: str) -> str:
    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"'

    return "\r\n".join(separator.join(map(cell, row)) for row in ROWS) + "\r\n"


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_a_list_is_never_in_memory_as_a_whole(ending: str, tmp_path: Path, headings: Headings) -> None:
    path = tmp_path / f"list.{ending}"
    start, line = {
        "csv": ("case_number,client_name\n", "ԵՐ-1,Նմուշյան\n"),
        "jsonl": ("", '{"case_number": "ԵՐ-1", "client_name": "Նմուշյան"}\n'),
    }[ending]
    path.write_text(start + 100_000 * line, encoding="utf-8")
    tracemalloc.start()
    try:
        assert next(open_records(path, headings, {})()).given().data["client_name"] == "Նմուշյան"
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < path.stat().st_size / 2


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_of_any_usual_kind(separator: str, encoding: str, tmp_path: Path, headings: Headings) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(delimited(separator).encode(encoding))
    given = read(path, headings, NAMES)
    assert [(each.place, each.data) for each in given] == [
        (
            2,
            {
                "case_number": "ԵՐ-1",
                "client_name": "Նմուշյան «Ա»",
                "client_birth_date": "21.11.1990",
                "closure_reason": "Մահ",
            },
        ),
        (3, {"case_number": "ԵՐ-2", "client_name": 'Sample; the "second"', "closure_reason": "Death"}),
    ]
    assert given[0].headings == {
        "case_number": "Դեպքի համարը",
        "client_name": "Client’s name",
        "client_birth_date": "client_birth_date",
        "closure_reason": "Փակման հիմնական պատճառը *",
    }


def test_russian_in_windows_1251_is_read_and_old_armenian_fonts_are_refused(tmp_path: Path, headings: Headings) -> None:
    russian, armenian = tmp_path / "ru.csv", tmp_path / "ansi.csv"
    russian.write_bytes("case_number,client_name\nA-1,Образцов\n".encode("cp1251"))
    assert read(russian, headings)[0].data == {"case_number": "A-1", "client_name": "Образцов"}
    armenian.write_bytes("case_number,client_name\nA-1,ÜÙáõß\n".encode("latin-1"))
    with pytest.raises(UnreadableDataError):
        open_records(armenian, headings, {})


def test_a_workbook_gives_typed_cells(tmp_path: Path, headings: Headings) -> None:
    path = tmp_path / "list.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Դեպքի համարը", "Case opened", "supervisor_assessment_score", "client_involved"])
    sheet.append(["00042", dt.datetime(2026, 5, 7), 4, True])  # noqa: DTZ001
    sheet.append([])
    sheet.append(["A-2", None, 3.5, None])
    book.save(path)
    given = read(path, headings, {"Case opened": "case_opened"})
    assert [(each.place, each.data) for each in given] == [
        (
            2,
            {
                "case_number": "00042",
                "case_opened": "2026-05-07",
                "supervisor_assessment_score": Decimal(4),
                "client_involved": True,
            },
        ),
        (4, {"case_number": "A-2", "supervisor_assessment_score": Decimal("3.5")}),
    ]


def test_unknown_and_ambiguous_columns_are_told_all_at_once(tmp_path: Path, headings: Headings) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Դեպքի համար,Service,Ամսաթիվը\n1,2,3\n", encoding="utf-8")
    with pytest.raises(UnknownColumnsError) as caught:
        open_records(path, headings, {})
    told = "\n".join(map(str, caught.value.details))
    assert "Did you mean “Դեպքի համարը”?" in told
    assert len(caught.value.details) == 3


def test_a_label_that_several_questions_share_needs_its_section() -> None:
    form = PROJECT.definition("referral")
    names = headings_of(PROJECT.shown(form, locale) for locale in PROJECT.locales)
    with pytest.raises(UnknownColumnsError) as caught:
        names.resolve(["Phone"], {})
    assert "client_phone" in str(caught.value.details[0])
    assert names.resolve(["Personal information of the client: Phone"], {}) == {
        "Personal information of the client: Phone": "client_phone"
    }
    assert names.resolve(["2.11 Phone"], {"2.11 Phone": "client_phone"}) == {"2.11 Phone": "client_phone"}


def test_ticks_and_cells_have_names_of_their_own(headings: Headings) -> None:
    found = headings.resolve(["additional_reasons.death", "services_summary.2.provider", "Further reasons, if any"], {})
    assert list(found.values()) == ["additional_reasons.death", "services_summary.2.provider", "additional_reasons"]


def test_a_mapping_names_columns_and_leaves_others_out(tmp_path: Path, headings: Headings) -> None:
    for name, text in (("m.json", json.dumps({"Nr": "case_number", "Note": ""})), ("m.csv", "Nr;case_number\nNote;\n")):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        mapping = read_mapping(path)
        assert headings.resolve(["Nr", "Note"], mapping) == {"Nr": "case_number"}


def test_a_cell_outside_the_headings_is_not_lost(tmp_path: Path, headings: Headings) -> None:
    path = tmp_path / "list.csv"
    path.write_text("case_number,client_name\nA-1,Sample,left over\n", encoding="utf-8")
    (given,) = read(path, headings)
    assert given.fault is not None
    assert given.fault.code == "stray-cell"
    assert given.fault.written == "left over"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('{"case_number": "A"}', [({"case_number": "A"}, None)]),
        ('{\n "case_number": "A"\n}', [({"case_number": "A"}, None)]),
        ('[{"case_number": "A"}, 5]', [({"case_number": "A"}, None), ({}, "bad-record")]),
        (
            '{"case_number": "A"}\n\n{"case_number": "B"}\n',
            [({"case_number": "A"}, None), ({"case_number": "B"}, None)],
        ),
        (
            '{"case_number": "A"}\n{broken\n{"case_number": "B"}',
            [({"case_number": "A"}, None), ({}, "bad-record"), ({"case_number": "B"}, None)],
        ),
        ('{broken\n{"case_number": "B"}', [({}, "bad-record"), ({"case_number": "B"}, None)]),
        ('{"source": {}, "record": {"case_number": "A"}}', [({"case_number": "A"}, None)]),
        ('{"a": 0.1}', [({"a": Decimal("0.1")}, None)]),
    ],
)
def test_json_and_json_lines(text: str, wanted: list, tmp_path: Path, headings: Headings) -> None:
    path = tmp_path / "data"
    path.write_text("\ufeff" + text, encoding="utf-8")
    given = read(path, headings)
    assert [(each.data, each.fault and each.fault.code) for each in given] == wanted


def test_an_archive_that_is_no_workbook_is_refused(tmp_path: Path, headings: Headings) -> None:
    path = tmp_path / "list.xlsx"
    buffer = io.BytesIO(b"PK\3\4 nothing")
    path.write_bytes(buffer.getvalue())
    with pytest.raises(UnreadableDataError):
        open_records(path, headings, {})


def test_two_columns_for_one_question_are_told(tmp_path: Path, headings: Headings) -> None:
    for text in ("case_number,Case number,client_name\n1,2,3\n", "case_number,case_number\n1,2\n"):
        path = tmp_path / "list.csv"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(UnknownColumnsError) as caught:
            open_records(path, headings, {})
        assert [detail.context for detail in caught.value.details] == ["fault.column-double"]


@pytest.mark.parametrize("content", [b"case_number\n\x98\xe9\n", b"\xff\xfeab\x00", b"\xef\xbb\xbf\xff\n"])
def test_what_is_no_text_is_told(content: bytes, tmp_path: Path, headings: Headings) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(UnreadableDataError):
        open_records(path, headings, {})


def test_a_formula_nobody_computed_and_an_error_are_no_values(tmp_path: Path, headings: Headings) -> None:
    path = tmp_path / "list.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["case_number", "client_name"])
    book.active.append(["A-1", "=1+1"])
    book.active.append(["A-2", "#N/A"])
    book.active.append(["A-3", "Sample"])
    book.save(path)
    given = read(path, headings)
    assert [each.fault and (each.fault.code, each.fault.field, each.fault.written) for each in given] == [
        ("formula", "client_name", "=1+1"),
        ("formula", "client_name", "#N/A"),
        None,
    ]


def test_a_key_twice_in_one_record_is_told(tmp_path: Path, headings: Headings) -> None:
    path = tmp_path / "data.json"
    path.write_text('{"case_number": "A", "case_number": "B"}', encoding="utf-8")
    assert [each.fault and each.fault.code for each in read(path, headings)] == ["bad-record"]


@pytest.mark.parametrize("odd", ["[" * 50_000, "9" * 5000, "1e" + "9" * 30])
def test_an_odd_line_is_told_and_passed_over(odd: str, tmp_path: Path, headings: Headings) -> None:
    path = tmp_path / "data"
    lines = ['{"case_number": "A"}', f'{{"case_number": {odd}', '{"case_number": "B"}']
    for text, wanted in (
        ("\n".join(lines), [None, "bad-record", None]),
        ("\n".join([lines[1] + "}", *lines]), ["bad-record", None, "bad-record", None]),
        (f'[{{"case_number": {odd}}}]', ["bad-record"]),
        (odd if odd[0] == "[" else f"[{odd}]", ["bad-record"]),
    ):
        path.write_text(text, encoding="utf-8")
        assert [each.fault and each.fault.code for each in read(path, headings)] == wanted


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        (
            ['A-1,"One" two', "A-2,Sample"],
            [(2, {}, ("bad-record", "2", 'A-1,"One" two')), (3, {"case_number": "A-2", "client_name": "Sample"}, None)],
        ),
        (
            ["A-1,x", 'A-2,"One', "A-3,y", "A-4,z"],
            [
                (2, {"case_number": "A-1", "client_name": "x"}, None),
                (3, {}, ("bad-record", "3", 'A-2,"One … A-4,z')),
            ],
        ),
        (
            ['A-1,"One', 'A-2,"y"', "A-3,z"],
            [
                (2, {}, ("bad-record", "2", 'A-1,"One … A-2,"y"')),
                (3, {"case_number": "A-3", "client_name": "z"}, None),
            ],
        ),
        (
            ['A-1,"One', *["A-2,y"] * 30_000, "A-3," + 100 * "z"],
            [(2, {}, ("bad-record", "2", f'A-1,"One … A-3,{56 * "z"}…'))],
        ),
    ],
)
def test_quotation_marks_that_are_not_closed_or_lost_are_told(
    rows: list[str], wanted: list, tmp_path: Path, headings: Headings
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("\r\n".join(["case_number,client_name", *rows, ""]), encoding="utf-8", newline="")
    given = read(path, headings)
    assert [
        (each.place, each.data, each.fault and (each.fault.code, each.fault.written, each.fault.values["reason"]))
        for each in given
    ] == wanted
    assert all(each.headings for each in given), "told as rows"


def test_headings_whose_quotation_marks_are_not_closed_are_refused(tmp_path: Path, headings: Headings) -> None:
    path = tmp_path / "list.csv"
    path.write_text('case_number,"client_name\nA-1,x\n', encoding="utf-8")
    with pytest.raises(UnreadableDataError):
        open_records(path, headings, {})
    with pytest.raises(UnreadableDataError):
        read_mapping(path)


def test_a_workbook_of_several_lists_is_refused(tmp_path: Path, headings: Headings) -> None:
    path = tmp_path / "list.xlsx"
    book = openpyxl.Workbook()
    book.create_sheet("Մայիս")
    book["Մայիս"].append(["case_number"])
    book["Մայիս"].append(["A-1"])
    notes = book.create_sheet("Notes")
    notes["C3"] = "=1+1"
    book.save(path)
    with pytest.raises(UnreadableDataError) as caught:
        open_records(path, headings, {})
    assert "Մայիս, Notes" in str(caught.value.message)
    notes.sheet_state = "hidden"
    book.save(path)
    assert [each.data for each in read(path, headings)] == [{"case_number": "A-1"}], "the first sheet is empty"

"""Every form of the repository as a workbook: complete, within its pages, valid, and with what a centre sets."""

from __future__ import annotations

import io
import itertools
import json
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from openpyxl.worksheet.worksheet import Worksheet

from formgen.document.opening import OfficePackage
from formgen.generate import wording
from formgen.generate.filling import Filled, filling
from formgen.generate.xlsx import Blank, compile_blank
from formgen.generate.xlsx.grid import Box, Look, Row, page_starts
from formgen.generate.xlsx.layout import lay_out
from formgen.generate.xlsx.sheet import PAGE
from formgen.identify.xlsx import find_stamp
from formgen.model.catalog import LocalizedForm
from formgen.model.document import FoundBy, Stamp
from formgen.model.form import Field, FieldType
from formgen.model.settings import Logo, Settings
from formgen.model.slot import slots
from formgen.pipeline.project import Project
from formgen.validate import check_filling
from tests.judges.office_lint import lint
from tests.judges.open_xml import open_xml_errors
from tests.workbooks import COPY, SCORED, localized, place, read

PROJECT = Project(Path(__file__).parents[3])
SHEETS = [
    (form.id, variant)
    for form in PROJECT.definitions()
    for variant in ([choice.code for choice in form.variants] or [None])
]
ALL = [(form, variant, locale) for form, variant in SHEETS for locale in ("hy", "en")]


def png(width: int, height: int) -> bytes:
    """A black picture, made without any library."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress((b"\0" + b"\0" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


SETTINGS = Settings(
    centre_name={"*": "Sample centre & office"},
    centre_address={"*": "Sample street 1"},
    return_to={"*": "sample@example.am"},
    approving_order={"*": "order 12-N"},
    logo=Logo(png(300, 100), "png", (300, 100)),
    office_fonts=("GHEA Grapalat", "Sylfaen"),
)


@cache
def real(form_id: str, variant: str | None, locale: str) -> LocalizedForm:
    return PROJECT.localized(PROJECT.definition(form_id), locale, variant)


@cache
def blank(form_id: str, variant: str | None, locale: str) -> bytes:
    return compile_blank(real(form_id, variant, locale))


def of_a_centre(form: LocalizedForm) -> LocalizedForm:
    return replace(form, settings=SETTINGS, terms={**form.terms, **SETTINGS.terms(form.locale)})


def samples() -> Iterator[tuple[LocalizedForm, dict[str, Filled]]]:
    """The sample records of every form in every locale, as values by key."""
    for form_id in dict.fromkeys(form for form, _ in SHEETS):
        definition = PROJECT.definition(form_id)
        for line in (PROJECT.folder / "forms" / "samples" / f"{form_id}.jsonl").read_text("utf-8").splitlines():
            data = json.loads(line)
            variant = data.get(definition.variant_field) if definition.variant_field else None
            form = PROJECT.shown(definition, "en", variant)
            record, found = check_filling(data, form, PROJECT.lexicon(definition, variant))
            assert not found
            for locale in ("hy", "en"):
                yield real(form_id, variant, locale), dict(filling(form.form, record))


def texts(content: bytes) -> list[str]:
    sheet = openpyxl.load_workbook(io.BytesIO(content), rich_text=True).worksheets[0]
    return [str(cell.value) for cells in sheet.iter_rows() for cell in cells if cell.value is not None]


def styled(content: bytes, text: str) -> openpyxl.cell.Cell:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return next(cell for cells in sheet.iter_rows() for cell in cells if cell.value == text)


def test_there_are_nine_documents_in_two_languages() -> None:
    assert len(ALL) == 18


@pytest.mark.parametrize(("form_id", "variant", "locale"), ALL)
def test_every_answer_has_its_place_and_every_word_its_room(form_id: str, variant: str | None, locale: str) -> None:
    form = real(form_id, variant, locale)
    rows = lay_out(form)
    boxes = [box for row in rows for box in row.boxes]
    assert sorted(box.slot.key for box in boxes if box.slot) == sorted(slot.key for slot in slots(form.form))
    assert all(box.needs <= row.height for row in rows for box in row.boxes)
    assert all(sum(box.span for box in row.boxes) <= 24 for row in rows)
    printed = "\n".join(box.words for box in boxes).replace("\xa0", " ")
    for field in form.form.fields.values():
        for choice in field.choices if not field.combo else ():
            assert form.text(choice.label) in printed, (field.id, choice.code)


@pytest.mark.parametrize(("form_id", "variant", "locale"), ALL)
def test_no_more_pages_than_the_form_may_have(form_id: str, variant: str | None, locale: str) -> None:
    form = real(form_id, variant, locale)
    rows = lay_out(form)
    starts = page_starts(rows, PAGE, rows[0].height, form.form.pages_at_most)
    assert len(starts) + 1 <= (form.form.pages_at_most or 0)
    assert not any(rows[start - 1].keep for start in starts)
    for first, last in itertools.pairwise((0, *starts, len(rows))):
        repeated = rows[0].height if first else 0
        assert repeated + sum(each.height for each in rows[first:last]) <= PAGE


@pytest.mark.parametrize(("form_id", "variant", "locale"), ALL)
def test_the_stamp_says_for_whom_it_is(form_id: str, variant: str | None, locale: str) -> None:
    found = find_stamp(OfficePackage(blank(form_id, variant, locale)))
    assert found == (Stamp(form_id, "1.0", locale, variant), FoundBy.METADATA)


@pytest.mark.parametrize(("form_id", "variant", "locale"), ALL)
def test_a_blank_has_no_answers(form_id: str, variant: str | None, locale: str) -> None:
    response = read(blank(form_id, variant, locale), real(form_id, variant, locale))
    assert (response.answers, response.findings) == ({}, ())


def test_all_blanks_are_valid_by_microsofts_sdk_and_by_the_lint(tmp_path: Path) -> None:
    paths = []
    for form_id, variant, locale in ALL:
        paths.append(tmp_path / f"{form_id}-{variant}.{locale}.xlsx")
        paths[-1].write_bytes(blank(form_id, variant, locale))
    paths.append(tmp_path / "centre.xlsx")
    paths[-1].write_bytes(compile_blank(of_a_centre(real("closure", None, "hy"))))
    assert {path.name: lint(path) for path in paths} == {path.name: [] for path in paths}
    assert open_xml_errors(paths) == {path: [] for path in paths}


def test_all_samples_are_valid_and_are_read_back(tmp_path: Path) -> None:
    paths = []
    for number, (form, values) in enumerate(samples()):
        content = Blank(blank(form.form.id, form.variant, form.locale), form).fill(values, COPY)
        response = read(content, form)
        assert response.findings == ()
        assert response.answers.keys() == values.keys() - form.form.printed.keys()
        assert len(values) > 5
        paths.append(tmp_path / f"{number}.xlsx")
        paths[-1].write_bytes(content)
    assert {each.form.id for each, _ in samples()} == {form for form, _ in SHEETS}
    assert {path.name: lint(path) for path in paths} == {path.name: [] for path in paths}
    assert open_xml_errors(paths) == {path: [] for path in paths}


# --- the head


def test_the_head_names_the_group_and_says_that_it_is_a_draft() -> None:
    found = texts(blank("service_evaluation", "client", "hy"))
    assert "Լրացվում է հետևյալի համար՝ Շահառու" in found
    assert "Նախագիծ" in found
    assert wording.return_line(real("service_evaluation", "client", "hy")) in " ".join(found)


def test_the_head_says_what_a_centre_sets() -> None:
    content = compile_blank(of_a_centre(real("closure", None, "en")))
    found = texts(content)
    for wanted in ("Sample centre & office", "Sample street 1", "Approved by order 12-N"):
        assert wanted in found
    assert "Draft" not in found
    assert any("sample@example.am" in text for text in found)
    assert styled(content, "Sample centre & office").font.name == "GHEA Grapalat"


def test_the_first_font_set_is_that_of_every_word_but_the_widths_stay() -> None:
    plain, own = (compile_blank(form) for form in (localized(), replace(localized(), settings=SETTINGS)))
    sheets: list[Worksheet] = [openpyxl.load_workbook(io.BytesIO(content)).worksheets[0] for content in (plain, own)]
    fonts = [
        {cell.font.name for cells in sheet["B2:Y40"] for cell in cells if cell.value is not None} for sheet in sheets
    ]
    assert fonts == [{"Arial", "Segoe UI Symbol"}, {"GHEA Grapalat", "Segoe UI Symbol"}]
    assert "GHEA Grapalat" in (sheets[1].oddFooter.left.font or "")
    for content in (plain, own):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            styles = etree.fromstring(package.read("xl/styles.xml"))
        assert styles.find(".//{*}fonts/{*}font/{*}name").get("val") == "Arial"


JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + b"\0" * 9 + b"\xff\xc0\0\x11\x08\0\x64\0\xc8\x03" + b"\0" * 9


@pytest.mark.parametrize(
    ("logo", "shape"),
    [
        (Logo(png(300, 100), "png", (300, 100)), 3),
        (Logo(JPEG, "jpg", (200, 100)), 2),
        (Logo(png(10, 400), "png", (10, 400)), 1 / 40),
    ],
)
def test_the_logo_keeps_its_shape_within_its_room(logo: Logo, shape: float) -> None:
    content = compile_blank(replace(localized(), settings=replace(SETTINGS, logo=logo)))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        (media,) = [name for name in package.namelist() if name.startswith("xl/media/")]
        assert package.read(media) == logo.content
        drawing = etree.fromstring(package.read("xl/drawings/drawing1.xml"))
    extent = drawing.find(".//{*}oneCellAnchor/{*}ext")
    width, height = int(extent.get("cx")) / 12700, int(extent.get("cy")) / 12700
    assert 0 < width <= 66
    assert 0 < height <= 39
    assert width / height == pytest.approx(shape, rel=0.01)
    assert drawing.find(".//{*}cNvPr").get("descr")


def test_the_same_centre_gives_the_same_bytes_and_answers() -> None:
    form = replace(localized(), settings=SETTINGS)
    content = compile_blank(form)
    assert content == compile_blank(form)
    assert read(Blank(content, form).fill({"visitor": "Անի"}, COPY), form).answers["visitor"].written == "Անի"


def test_each_dimension_is_a_heading_once() -> None:
    rows = lay_out(real("performance_monitoring", None, "en"))
    headings = [box.text for row in rows for box in row.boxes if box.look is Look.DIMENSION]
    assert len(headings) == len(set(headings)) == 3
    places = [number for number, row in enumerate(rows) if row.boxes[0].look is Look.DIMENSION]
    assert all(rows[number].keep and rows[number + 1].begins for number in places)


# --- the score


def test_the_benchmark_is_printed_and_locked() -> None:
    for form_id, variant, locale in [("certification", None, "hy"), ("certification", None, "en")]:
        book = openpyxl.load_workbook(io.BytesIO(blank(form_id, variant, locale)))
        title, cell = place(book, "benchmark")
        printed = book[title][cell.replace("$", "")]
        assert (printed.value, printed.protection.locked) == (70, True)
        title, cell = place(book, "total_score")
        total = book[title][cell.replace("$", "")]
        assert (total.value, total.protection.locked) == (None, False)
        label = next(
            box.text
            for row in lay_out(real(form_id, variant, locale))
            for box in row.boxes
            if box.text.startswith(real(form_id, variant, locale).form.numbers["benchmark"] + " ")
        )
        assert "*" not in label


def test_the_live_total_is_labelled_and_locked() -> None:
    form = real("certification", None, "hy")
    book = openpyxl.load_workbook(io.BytesIO(blank("certification", None, "hy")))
    sheet = book.worksheets[0]
    (total,) = [cell for cells in sheet.iter_rows() for cell in cells if cell.data_type == "f"]
    assert total.protection.locked
    assert sheet.cell(total.row, 2).value == "Ընդհանուր միավորը՝ այս թերթի հաշվարկով"
    named = {place(book, slot.key)[1].replace("$", "") for slot in slots(form.form)}
    assert total.coordinate not in named
    assert total.value.count("MATCH(") == sum(field.type is FieldType.RATING for field in form.form.fields.values())


def test_no_live_total_where_the_sheet_cannot_be_sure() -> None:
    from formgen.model.condition import AnyOf

    (marks,) = SCORED.sections
    items = [
        replace(item, visible_if=AnyOf("one", ("5",))) if isinstance(item, Field) and item.id == "two" else item
        for item in marks.items
    ]
    form = replace(SCORED, sections=(replace(marks, items=tuple(items)),))
    assert not any(box.live for row in lay_out(localized(form)) for box in row.boxes)
    assert any(box.live for row in lay_out(localized(SCORED)) for box in row.boxes)


def test_an_item_without_weight_counts_once_where_two_mark_it() -> None:
    (marks,) = SCORED.sections
    items = [replace(item, weight=None) if isinstance(item, Field) else item for item in marks.items]
    form = localized(replace(SCORED, sections=(replace(marks, items=tuple(items)),)))
    book = openpyxl.load_workbook(io.BytesIO(compile_blank(form)))
    (formula,) = [c.value for cells in book["Form"].iter_rows() for c in cells if c.data_type == "f"]
    assert formula.count("MATCH(") == 2
    assert "*" not in formula


# --- pages


def test_the_last_page_is_not_left_to_a_signature_alone() -> None:
    def plain(height: float, look: Look = Look.NOTE, *, keep: bool = False) -> Row:
        return Row(height, (Box(1, 24, look, "x"),), keep)

    section = plain(10, Look.SECTION, keep=True)
    rows = (section, plain(40), section, plain(30), plain(15))
    assert page_starts(rows, 100, 0, None) == (2,)
    assert page_starts((section, plain(20), plain(50), plain(30)), 100, 0, None) == (3,)


def test_a_grid_that_no_page_holds_is_torn_between_its_rows() -> None:
    rows = tuple(Row(30, (Box(1, 24, Look.NOTE, "x"),), keep=number == 0, prefer=number < 9) for number in range(10))
    assert page_starts(rows, 100, 0, None) == (3, 6, 9)


@pytest.mark.parametrize(("form_id", "variant", "locale"), [each for each in ALL if each[2] == "hy"])
def test_with_all_a_centre_may_set_there_are_no_more_pages(form_id: str, variant: str | None, locale: str) -> None:
    form = of_a_centre(real(form_id, variant, locale))
    said = {
        "centre_name": "Միասնական սոցիալական ծառայության Գյումրու տարածքային կենտրոն",
        "centre_address": "Շիրակի մարզ, ք. Գյումրի, նմուշ փողոց 1",
        "return_to": "Շիրակի մարզ, ք. Գյումրի, նմուշ փողոց 1, առաջին հարկ, թիվ 12 սենյակ",
        "approving_order": "ՀՀ աշխատանքի և սոցիալական հարցերի նախարարի 2026 թ․ մարտի 1-ի № 0-Ն հրամանով (նմուշ)",
    }
    rows = lay_out(replace(form, terms={**form.terms, **said}))
    assert len(page_starts(rows, PAGE, rows[0].height, form.form.pages_at_most)) < (form.form.pages_at_most or 0)

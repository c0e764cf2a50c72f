"""Forms flattened or printed to PDF, by the programs people use: every answer by its place, and one finding."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Name

from formgen.extract.pdf.lines import runs_of
from formgen.extract.pdf.prints import blank_pages, prints_of
from formgen.model.document import Format
from formgen.pipeline.layouts import layout_of
from tests.clients.conversion import converted
from tests.clients.pdf_prints import PRINTS, as_pictures, by_cairo, by_pdfium
from tests.documents.pdf_copies import Copy, print_on, saved, words
from tests.loop import LOCALES, PROJECT, SHEETS, blank, localized

PRINTED = [
    Copy("closure-armenian", "hy"),
    Copy("referral-armenian", "en"),
    Copy("evaluation-client", "hy"),
]
OTHERS = [
    Copy("closure-long", "en"),
    Copy("closure-hostile", "hy"),
    Copy("closure-russian", "en"),
    Copy("referral-hostile", "en"),
    Copy("referral-long", "hy"),
    Copy("certification-armenian", "en"),
    Copy("performance-armenian", "hy"),
    Copy("evaluation-caregiver", "en"),
    Copy("evaluation-employer", "hy"),
    Copy("evaluation-funder", "en"),
    Copy("evaluation-provider", "hy"),
]


def printed(copy: Copy, way: str, folder: Path, content: bytes | None = None) -> bytes:
    filled, out = folder / "filled.pdf", folder / "printed.pdf"
    filled.write_bytes(content or copy.content())
    PRINTS[way](filled, out)
    return out.read_bytes()


def check(copy: Copy, content: bytes, folder: Path) -> None:
    returned = copy.read(content, folder)
    assert copy.differences(returned) == {}
    assert [each for each in returned.told if each not in copy.expected_findings] == [("all-found-by-position", None)]
    assert {answer["read_by"] for answer in returned.line["answers"].values()} == {"position"}
    assert str(len(returned.line["answers"])) in returned.message("all-found-by-position")


@pytest.mark.parametrize("copy", PRINTED, ids=lambda copy: f"{copy.name}-{copy.locale}")
@pytest.mark.parametrize("way", PRINTS)
def test_printed_in_every_way(way: str, copy: Copy, tmp_path: Path) -> None:
    check(copy, printed(copy, way, tmp_path), tmp_path)


@pytest.mark.parametrize("copy", OTHERS, ids=lambda copy: f"{copy.name}-{copy.locale}")
def test_every_form_printed(copy: Copy, tmp_path: Path) -> None:
    ways = tuple(PRINTS)
    way = ways[OTHERS.index(copy) % len(ways)]
    check(copy, printed(copy, way, tmp_path), tmp_path)


@pytest.mark.parametrize("way", PRINTS)
def test_the_printed_stamp_of_a_copy_is_no_remark(way: str, tmp_path: Path) -> None:
    copy = PRINTED[0]
    content = printed(copy, way, tmp_path, copy.content("BG7P4ULATJEY"))
    check(copy, content, tmp_path)
    assert copy.read(content, tmp_path).line["stamp"]["copy"] == "BG7P4ULATJEY"


def test_a_remark_beside_the_printed_stamp_is_told(tmp_path: Path) -> None:
    copy = PRINTED[0]
    with pikepdf.open(io.BytesIO(printed(copy, "mupdf", tmp_path, copy.content("BG7P4ULATJEY")))) as pdf:
        page = next(prints_of(saved(pdf), [1]))
        stamp = next(run for run in runs_of(page.signs) if "formgen:" in run.text)
        print_on(pdf, 0, words("OK", stamp.right + 1, stamp.base))
        print_on(pdf, 0, words("paid", stamp.left, stamp.base - 12))
        returned = copy.read(saved(pdf), tmp_path)
    remarks = [each["written"] for each in returned.line["findings"] if each["code"] == "remark"]
    assert remarks == ["OK", "paid"]


@pytest.mark.parametrize("way", ["cairo", "mupdf-anew"])
def test_the_stamp_of_a_new_document_is_the_one_in_print(way: str, tmp_path: Path) -> None:
    copy = PRINTED[0]
    stamp = copy.read(printed(copy, way, tmp_path), tmp_path).line["stamp"]
    assert (stamp["form"], stamp["locale"], stamp["found_by"]) == ("closure", "hy", "text")


@pytest.mark.parametrize("locale", LOCALES)
def test_pages_that_are_pictures_are_for_a_person(locale: str, tmp_path: Path) -> None:
    copy = Copy("closure-armenian", locale)
    filled, out = tmp_path / "filled.pdf", tmp_path / "scan.pdf"
    filled.write_bytes(copy.content())
    as_pictures(filled, out)
    returned = copy.read(out.read_bytes(), tmp_path)
    assert (returned.status, returned.told) == ("rejected", [("scanned", None)])


@pytest.mark.parametrize("way", PRINTS)
def test_a_blank_that_was_printed_is_blank(way: str, tmp_path: Path) -> None:
    copy = PRINTED[0]
    filled, out = tmp_path / "blank.pdf", tmp_path / "printed.pdf"
    filled.write_bytes(copy.blank)
    PRINTS[way](filled, out)
    assert copy.read(out.read_bytes(), tmp_path).told == [("blank", None)]


@cache
def _pages(form: str, locale: str) -> int:
    return layout_of(PROJECT, localized(form, locale)).pages


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("form", SHEETS)
def test_nothing_is_printed_where_answers_go(form: str, locale: str) -> None:
    """No sign and no ink of the blank stands in a place for text, and none in the middle of a box to tick."""
    layout = layout_of(PROJECT, localized(form, locale))
    for page in blank_pages(blank(form, locale, Format.PDF), layout.pages):
        for place in layout.by_page[page.number]:
            left, bottom, right, top = place.box
            inside = [
                sign.text
                for sign in page.signs
                if left < sign.middle[0] < right and bottom < sign.middle[1] < top and not sign.text.isspace()
            ]
            assert inside == [], place.key
            is_button = right - left < 12 and top - bottom < 12
            if is_button:
                assert page.ink((left + 2.2, bottom + 2.2, right - 2.2, top - 2.2)) == 0, place.key


@pytest.mark.parametrize("by", [by_pdfium, by_cairo], ids=["pdfium", "cairo"])
def test_text_cut_off_by_its_box_is_not_taken_for_the_whole(by: object, tmp_path: Path) -> None:
    """PDFium draws a line that is too long beyond its box, where nobody sees it."""
    from formgen.model.slot import SlotKind
    from tests.clients.entry import Entry
    from tests.clients.pdf_fillers import FILLERS

    copy = PRINTED[0]
    first, filled, out = (tmp_path / f"{name}.pdf" for name in ("blank", "filled", "printed"))
    first.write_bytes(copy.blank)
    long_name = "Շատերկարանունյան " * 3 + "Վերջ"
    story = "\n".join(f"տող {number}" for number in range(1, 30))
    FILLERS["pdfium"](
        first,
        filled,
        [
            Entry("client_name", SlotKind.TEXT, long_name),
            Entry("cm_name", SlotKind.TEXT, "Վարողյան"),
            Entry("closure_details", SlotKind.BLOCK, story),
        ],
    )
    by(filled, out)  # type: ignore[operator]
    returned = copy.read(out.read_bytes(), tmp_path)
    assert returned.record["cm_name"] == "Վարողյան"
    assert returned.record["client_name"] in (None, long_name)
    assert returned.record["closure_details"] in (None, story)
    for key, whole in (("client_name", long_name), ("closure_details", story)):
        if returned.record[key] is None:
            assert {code for code, field in returned.told if field == key} & {"cut-off", "text-unreadable"}, whole
    others = set(returned.line["answers"]) - {"client_name", "cm_name", "closure_details"}
    assert others == set()


def test_a_scan_with_words_behind_it_is_a_scan(tmp_path: Path) -> None:
    """What a program guessed of a picture is not what a person wrote."""
    copy = PRINTED[0]
    with pikepdf.open(io.BytesIO(printed(copy, "mupdf", tmp_path))) as pdf:
        entries = {"/Width": 1, "/Height": 1, "/ColorSpace": Name.DeviceGray, "/BitsPerComponent": 8}
        picture = pdf.make_stream(b"\xff", {"/Type": Name.XObject, "/Subtype": Name.Image, **entries})
        for page in pdf.pages:
            page.Resources.XObject["/Scan"] = picture
            page.contents_add(b"q 595 0 0 841 0 0 cm /Scan Do Q", prepend=True)
        returned = copy.read(saved(pdf), tmp_path)
    assert returned.told == [("scanned", None)]


def test_pages_that_lie_on_their_side_are_for_a_person(tmp_path: Path) -> None:
    copy = PRINTED[0]
    with pikepdf.open(io.BytesIO(printed(copy, "mupdf", tmp_path))) as pdf:
        for page in pdf.pages:
            page.contents_add(b"q 0 .7 -.7 0 595 0 cm", prepend=True)
            page.contents_add(b"Q")
        returned = copy.read(saved(pdf), tmp_path)
    assert (returned.status, returned.told) == ("rejected", [("page-unreadable", None)])


@pytest.mark.parametrize("format_", [Format.DOCX, Format.XLSX])
@pytest.mark.parametrize("copy", [PRINTED[0], PRINTED[2]], ids=["closure", "evaluation"])
def test_an_office_form_saved_as_pdf_is_asked_for_itself(copy: Copy, format_: Format, tmp_path: Path) -> None:
    """Its pages are those of no PDF form: none is missing, and that nothing was read does not make it blank."""
    returned = copy.read(_office_print(copy, format_, tmp_path), tmp_path)
    assert (returned.status, returned.told) == ("review", [("other-layout", None)])
    assert returned.line["answers"] == {}
    assert returned.line["stamp"]["copy"] == "BG7P4ULATJEY"


def test_a_page_of_the_form_that_is_not_known_is_unreadable_and_not_missing(tmp_path: Path) -> None:
    copy = PRINTED[0]
    content = printed(copy, "mupdf", tmp_path, copy.content("BG7P4ULATJEY"))
    office = _office_print(copy, Format.DOCX, tmp_path)
    with pikepdf.open(io.BytesIO(content)) as pdf, pikepdf.open(io.BytesIO(office)) as other:
        pdf.pages[1] = other.pages[1]
        returned = copy.read(saved(pdf), tmp_path)
    assert ("page-unreadable", None) in returned.told
    assert not returned.codes & {"blank", "page-missing", "other-layout", "required"}
    assert ": 2. " in returned.message("page-unreadable")
    assert copy.inventions(returned) == {}


def test_a_blank_with_a_page_nobody_could_read_is_not_called_blank(tmp_path: Path) -> None:
    copy = PRINTED[0]
    office = _office_print(copy, Format.DOCX, tmp_path, None)
    with pikepdf.open(io.BytesIO(copy.blank)) as pdf, pikepdf.open(io.BytesIO(office)) as other:
        pdf.pages[1] = other.pages[1]
        returned = copy.read(saved(pdf), tmp_path)
    assert "blank" not in returned.codes
    assert "page-unreadable" in returned.codes


def _office_print(copy: Copy, format_: Format, folder: Path, name: str | None = "BG7P4ULATJEY") -> bytes:
    """A filled Word or Excel form, saved as PDF by LibreOffice."""
    path = folder / f"office.{format_}"
    path.write_bytes(copy.content(name, format_))
    return converted(path, "pdf", folder).read_bytes()

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

from formgen.document import marks
from formgen.errors import ExitCode
from formgen.extract.pdf import extract
from formgen.generate.pdf import Blank, compile_blank
from formgen.generate.pdf.layout import UnreadableLogoError
from formgen.model.catalog import LocalizedForm
from formgen.model.document import Format
from formgen.model.form import FieldType, Limits, ScoreRule, Scoring
from formgen.model.settings import Logo, Settings
from tests.clients.widgets import widgets
from tests.forms import field, form, localized, section
from tests.judges.verapdf import Verapdf
from tests.loop import SHEETS, blank
from tests.loop import localized as sheet

NAME = "«Շենգավիթ» տարածքային կենտրոն "
ADDRESS = "0026, ք. Երևան, Օրինակի փողոց 1, հեռ. 010 000000 "
ORDER = "2026 թ. հունվարի 15-ի թիվ 1-Ա հրամանով "
HEAD_BOTTOM = 33 * marks.MM


def long(text: str) -> str:
    """As long as a setting may be."""
    return (text * 12)[:300].strip()


def png(width: int, height: int) -> bytes:
    """A picture of one colour."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = (b"\0" + b"\xc0\x20\x20" * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def of_centre(words: LocalizedForm, logo: bytes | None = None, *, stretch: bool = False) -> LocalizedForm:
    said = {"centre_name": NAME, "centre_address": ADDRESS, "approving_order": ORDER, "return_to": ADDRESS}
    terms = {key: long(text) if stretch else text.strip() for key, text in said.items()}
    settings = Settings(logo=Logo(logo, "png", (1, 1)) if logo else None)
    return replace(words, terms={**words.terms, **terms}, settings=settings)


def page_text(content: bytes, page: int = 0) -> str:
    return "".join(pypdfium2.PdfDocument(content)[page].get_textpage().get_text_range().split())


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_the_head_and_foot_say_what_the_centre_says() -> None:
    printed = page_text(compile_blank(of_centre(sheet("closure", "hy"))))
    for text in (NAME, ADDRESS, f"Հաստատված է՝ {ORDER}"):
        assert squeezed(text) in printed
    assert printed.count(squeezed(ADDRESS)) == 2, "in the head, and where to return it"
    assert "Նախագիծ" not in printed


def test_a_form_that_nobody_approved_says_that_it_is_a_draft() -> None:
    assert "Նախագիծ" in page_text(blank("closure", "hy", Format.PDF))
    assert "Draft" in page_text(blank("closure", "en", Format.PDF))


@cache
def stretched(name: str) -> bytes:
    return compile_blank(of_centre(sheet(name, "hy"), png(400, 100), stretch=True))


@pytest.mark.parametrize("name", SHEETS)
def test_the_longest_names_and_addresses_leave_the_pages_as_they_are(name: str) -> None:
    usual, content = blank(name, "hy", Format.PDF), stretched(name)
    assert widgets(io.BytesIO(content)) == widgets(io.BytesIO(usual))  # type: ignore[arg-type]
    page = pypdfium2.PdfDocument(content)[0]
    words = page.get_textpage()
    assert squeezed(long(NAME)) in squeezed(words.get_text_range())
    assert squeezed(long(ORDER)) in squeezed(words.get_text_range())
    code = marks.QR_RIGHT - (29 + marks.QR_QUIET) * marks.QR_MODULE
    top = marks.PAGE_HEIGHT - HEAD_BOTTOM
    for place in range(words.count_chars()):
        left, bottom, right, _ = words.get_charbox(place)
        if bottom > top:
            assert marks.FIDUCIAL_FROM_SIDE + marks.FIDUCIAL_SIDE < left <= right < code
        assert bottom > 4 * marks.MM, "printers leave the edge white"


def test_a_logo_stands_in_the_head_of_the_first_page_alone() -> None:
    pages = pypdfium2.PdfDocument(stretched("closure"))
    pictures = [[each for each in page.get_objects() if each.type == FPDF_PAGEOBJ_IMAGE] for page in pages]
    assert [len(found) for found in pictures] == [1, *(0 for _ in pictures[1:])]
    left, bottom, right, top = pictures[0][0].get_bounds()
    assert (right - left) / (top - bottom) == pytest.approx(4, rel=0.01)
    assert right - left <= 35 * marks.MM
    assert bottom >= marks.PAGE_HEIGHT - HEAD_BOTTOM
    assert left > marks.FIDUCIAL_FROM_SIDE + marks.FIDUCIAL_SIDE


def test_a_screen_reader_is_told_whose_logo_it_is() -> None:
    pdf = pikepdf.open(io.BytesIO(stretched("closure")))
    figures = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure"]
    assert [str(each.Alt) for each in figures] == [long(NAME)]


@pytest.mark.parametrize("name", ["performance_monitoring", "service_evaluation-caregiver"])
def test_the_head_of_a_centre_is_accessible(name: str, verapdf: Verapdf, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(stretched(name))
    assert verapdf.failures(path) == []


def test_a_damaged_logo_is_an_error_with_a_remedy() -> None:
    with pytest.raises(UnreadableLogoError) as caught:
        compile_blank(of_centre(localized(form(field("name", limits=Limits(max_len=9)))), png(9, 9)[:40]))
    assert caught.value.exit_code is ExitCode.AT_FAULT
    assert caught.value.remedy is not None


def test_a_long_title_leaves_the_code_free() -> None:
    from formgen.message import Message

    words = localized(form(*(field(f"f{n}", FieldType.MULTILINE, lines=9) for n in range(4))))
    words = replace(words, form=replace(words.form, title=Message("t", "Examination of long words " * 7)))
    for page in pypdfium2.PdfDocument(compile_blank(words)):
        text = page.get_textpage()
        rights = [text.get_charbox(place)[2] for place in range(text.count_chars())]
        bottoms = [text.get_charbox(place)[1] for place in range(text.count_chars())]
        head = [right for right, low in zip(rights, bottoms, strict=True) if low > marks.PAGE_HEIGHT - HEAD_BOTTOM]
        assert max(head) < marks.QR_RIGHT - 29 * marks.QR_MODULE


def test_each_dimension_is_headed_once() -> None:
    asked = form(
        section("a", field("one", FieldType.RATING)),
        section("b", field("two", FieldType.RATING), dimension="Conduct"),
        section("c", field("three", FieldType.RATING), dimension="Conduct"),
        section("d", field("four", FieldType.RATING), dimension="Care"),
    )
    content = compile_blank(localized(asked))
    assert page_text(content).count("Conduct") == page_text(content).count("Care") == 1
    pdf = pikepdf.open(io.BytesIO(content))
    levels = [
        str(each.S)
        for each in pdf.objects
        if isinstance(each, pikepdf.Dictionary) and str(each.get("/S", ""))[:2] == "/H"
    ]
    assert sorted(levels) == ["/H1", "/H2", "/H2", "/H2", "/H3", "/H3", "/H3"]


SCORED = form(
    field("mark", FieldType.RATING, weight=1),
    field("least", FieldType.NUMBER, limits=Limits(decimals=1), required=True),
    scoring=Scoring(ScoreRule.SUM, benchmark=Decimal("3.5"), benchmark_field="least"),
)


@pytest.mark.parametrize(("locale", "said"), [("hy", "3,5"), ("en", "3.5")])
def test_the_benchmark_is_printed_and_nobody_is_asked_for_it(locale: str, said: str) -> None:
    words = localized(SCORED, locale)
    content = compile_blank(words)
    pdf = pikepdf.open(io.BytesIO(content))
    least = next(each for each in pdf.Root.AcroForm.Fields if str(each.T) == "least")
    assert str(least.V) == said
    assert int(least.Ff) & 1, "read-only"
    assert str(least.TU) == "1.2 least"
    assert extract(pdf, words).answers == {}
    filled = Blank(content, words).fill({"mark": "4", "least": Decimal("3.5")}, None)
    assert set(extract(pikepdf.open(io.BytesIO(filled)), words).answers) == {"mark"}


def test_another_benchmark_than_the_printed_one_is_read_as_written() -> None:
    words = localized(SCORED, "hy")
    pdf = pikepdf.open(io.BytesIO(compile_blank(words)))
    next(each for each in pdf.Root.AcroForm.Fields if str(each.T) == "least").V = pikepdf.String("2,5")
    out = io.BytesIO()
    pdf.save(out)
    assert extract(pikepdf.open(out), words).answers["least"].written == "2,5"

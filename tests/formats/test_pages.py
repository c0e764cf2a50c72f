"""What is printed on the pages: marks for scanners, the stamp in print, and no word that is not in a catalog."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import openpyxl
import pytest
import zxingcpp
from babel.messages.pofile import read_po
from lxml import etree
from openpyxl.utils import get_column_letter
from PIL import Image

from formgen.model.document import Format
from tests.clients.libreoffice import W
from tests.judges.sight import pdfium_pages, poppler_words
from tests.loop import LOCALES, ROOT, SHEETS, localized, stampable

Blanks = Callable[[str, str, Format], Path]
DPI = 200
COPY = "ABCDEFGHIJ23"
ALL = [(sheet, locale) for sheet in SHEETS for locale in LOCALES]

# The first twelve of OpenCV's dictionary DICT_4X4_50, as OpenCV 5.0 draws them: rows from the top, # is black.
ARUCO = (
    ".#.. #.#. ##.. ##.#",
    "#### .... .##. .#.#",
    "##.. ##.. ##.# ..#.",
    ".##. .##. #.## #..#",
    "#.#. #.## .##. ...#",
    "#... .##. ..## ..#.",
    ".##. ...# ##.# ...#",
    "..## #.## .... ##.#",
    ".... ...# ..#. .#.#",
    "..## .... #.#. #..#",
    ".... .##. .##. ###.",
    "###. ###. .#.# #...",
)


@pytest.mark.parametrize("copy", [None, COPY], ids=["blank", "copy"])
@pytest.mark.parametrize(("sheet", "locale"), ALL)
def test_each_page_has_its_qr_code(sheet: str, locale: str, copy: str | None, blanks: Blanks, tmp_path: Path) -> None:
    """The payload of CONTRACT.md section 2, read from the page as printed at 200 dpi."""
    path = blanks(sheet, locale, Format.PDF)
    if copy is not None:
        path = tmp_path / "copy.pdf"
        path.write_bytes(stampable(sheet, locale, Format.PDF).fill({}, copy))
    pages = pdfium_pages(path, DPI)
    form, _, variant = sheet.partition("-")
    for number, page in enumerate(pages, start=1):
        read = [each.text for each in zxingcpp.read_barcodes(page) if "QR" in str(each.format)]
        payload = f"FG1:{form}:1.0:{locale}:{variant or '-'}:{number}/{len(pages)}:{copy or '-'}"
        assert read == [payload.upper().replace("_", "-")]


@pytest.mark.parametrize(("sheet", "locale"), ALL)
def test_each_page_has_its_registration_marks(sheet: str, locale: str, blanks: Blanks) -> None:
    """Four markers of 6 mm, 14 mm from the upper and lower edge and 9 mm from the sides, numbered round the page."""
    for place, page in enumerate(pdfium_pages(blanks(sheet, locale, Format.PDF), DPI)):
        for corner in range(4):
            seen = _marker(page, right=corner in {1, 2}, low=corner in {2, 3})
            assert seen == _drawn(ARUCO[(corner + 4 * place) % len(ARUCO)]), (place, corner)


def _marker(page: Image.Image, *, right: bool, low: bool) -> list[str]:
    """The 8 x 8 modules of a corner: the marker's six, and the white around it."""
    per_mm = DPI / 25.4
    left = page.width - (9 + 6) * per_mm if right else 9 * per_mm
    top = page.height - (14 + 6) * per_mm if low else 14 * per_mm
    return [
        "".join(
            "#"
            if page.getpixel((round(left + (column + 0.5) * per_mm), round(top + (row + 0.5) * per_mm))) < 128
            else "."
            for column in range(-1, 7)
        )
        for row in range(-1, 7)
    ]


def _drawn(rows: str) -> list[str]:
    edge, white = ".######.", "........"
    return [white, edge, *(f".#{row}#." for row in rows.split()), edge, white]


# --- words


@pytest.mark.parametrize(("sheet", "locale"), ALL)
def test_every_word_is_in_a_catalog(sheet: str, locale: str, blanks: Blanks) -> None:
    """Whatever can be read on a blank, in any format, was translated; figures and the identifier aside."""
    known = _vocabulary(sheet.partition("-")[0], locale)
    for format_, texts in (
        (Format.PDF, _pdf_texts(blanks(sheet, locale, Format.PDF))),
        (Format.DOCX, _docx_texts(blanks(sheet, locale, Format.DOCX))),
        (Format.XLSX, _xlsx_texts(blanks(sheet, locale, Format.XLSX))),
    ):
        words = {word for text in texts for word in _words(text)}
        assert len(words) > 100, format_
        assert sorted(words - known) == [], format_


@pytest.mark.parametrize(("sheet", "locale"), ALL)
def test_every_page_says_which_form_it_is(sheet: str, locale: str, blanks: Blanks) -> None:
    """The identifier stands in small print in each page's foot."""
    form, _, variant = sheet.partition("-")
    identifier = f"formgen:{form}:1.0:{locale}:{variant or '-'}:-"
    for words in poppler_words(blanks(sheet, locale, Format.PDF)):
        low = [text for _, bottom, _, _, text in words if bottom < 60]
        assert identifier in low


_FIGURES = re.compile(r"[\d.,/:%–-]*")
_TRIM = " .,:;·*()[]«»“”\"'’‘!?…–—-+։՝՞՛՜=>≥<≤☐☒/%→↓"


def _words(text: str) -> set[str]:
    trimmed = (word.strip(_TRIM) for word in re.split(r"[\s/·\u00a0]+", text))
    return {word for word in trimmed if not _FIGURES.fullmatch(word) and not word.startswith("formgen:")}


@cache
def _vocabulary(form: str, locale: str) -> frozenset[str]:
    words: set[str] = set()
    for domain in ("formgen", form):
        with (ROOT / "locales" / locale / "LC_MESSAGES" / f"{domain}.po").open("rb") as stream:
            for entry in read_po(stream, locale=locale):
                texts = entry.string if isinstance(entry.string, tuple) else (entry.string,)
                if entry.id and not entry.fuzzy:
                    words |= {word for text in texts for word in _words(re.sub(r"\{\w+\}", " ", text or ""))}
    for choice in localized_numbers(form, locale):
        words |= _words(choice)
    return frozenset(words)


def localized_numbers(form: str, locale: str) -> Iterable[str]:
    """What the definition itself prints: the numbers of sections and questions."""
    sheet = next(each for each in SHEETS if each.partition("-")[0] == form)
    return localized(sheet, locale).form.numbers.values()


def _pdf_texts(path: Path) -> list[str]:
    # A word broken at a hyphen goes on in the next line.
    joined = [" ".join(text for *_, text in page) for page in poppler_words(path)]
    return [re.sub(r"(?<=\w)[-֊] (?=\w)", "-", text) for text in joined]


def _docx_texts(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as package:
        parts = [name for name in package.namelist() if re.fullmatch(r"word/(document|header\d*|footer\d*)\.xml", name)]
        roots = [etree.fromstring(package.read(name)) for name in parts]
    shown = (f"{W}t", f"{W}br", f"{W}tab")
    return ["".join(each.text or " " for each in p.iter(*shown)) for root in roots for p in root.iter(f"{W}p")]


def _xlsx_texts(path: Path) -> list[str]:
    book = openpyxl.load_workbook(path)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    texts = []
    for sheet in sheets:
        texts.append(sheet.title)
        for row in sheet.iter_rows():
            for cell in row:
                hidden = sheet.column_dimensions[get_column_letter(cell.column)].hidden
                if isinstance(cell.value, str) and not hidden and cell.data_type != "f":
                    texts.append(cell.value)
    return texts

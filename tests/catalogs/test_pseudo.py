"""Every page of every form stands in the pseudo-language: longer, accented, in brackets, and nothing overflows."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import openpyxl
import pypdfium2
import pytest
from lxml import etree
from openpyxl.cell import Cell

from formgen.generate.pdf.rooms import rooms
from formgen.model.catalog import LocalizedForm
from formgen.model.document import Format
from formgen.pipeline.compiled import maker
from formgen.pipeline.making import variants_of
from formgen.pipeline.project import Project
from formgen.translate.pseudo import LOCALE, pseudo
from tests.loop import ROOT

PROJECT = Project(ROOT)
SHEETS = [(form.id, variant) for form in PROJECT.definitions() for variant in variants_of(form)]
POINTS = 72 / 25.4


def localized(name: str, variant: str | None) -> LocalizedForm:
    return PROJECT.localized(PROJECT.definition(name), LOCALE, variant)


def unbracketed(text: str) -> set[str]:
    """The words that stand in no brackets; those of the stamp are not words."""
    rest = re.sub(r"formgen:[\w.:-]+", " ", text)
    while (shorter := re.sub(r"\[[^\[\]]*\]", " ", rest, flags=re.DOTALL)) != rest:
        rest = shorter
    return set(re.findall(r"[^\W\d_]{2,}", rest))


def test_texts_grow_as_armenian_does_where_it_grows_most() -> None:
    assert pseudo("Name {x}").startswith("[Ñámé {x} ")
    for text in ("Yes", "Case number", "Date of birth of the client", "A long sentence " * 9):
        assert 1.35 * len(text) <= len(pseudo(text)) <= 2.6 * len(text) + 2
    assert pseudo("a [b]").count("[") == 2


@pytest.mark.parametrize(("name", "variant"), SHEETS)
def test_pages_hold_it(name: str, variant: str | None) -> None:
    form = localized(name, variant)
    assert [(room.context, room.words, room.over) for room in rooms(form) if room.over] == []
    document = pypdfium2.PdfDocument(maker(Format.PDF).compile_blank(form))
    for page in document:
        width, height = page.get_size()
        text = page.get_textpage()
        words = unbracketed(text.get_text_range())
        assert words <= set(re.split(r"[_:]", f"formgen:{name}:{variant}:{LOCALE}")), words
        for at in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(at)
            inside = 14 * POINTS <= left <= right <= width - 14 * POINTS and 0 < bottom <= top < height
            assert inside or left == right, text.get_text_range(at, 1)


@pytest.mark.parametrize("format_", [Format.DOCX, Format.XLSX])
@pytest.mark.parametrize("name", [form.id for form in PROJECT.definitions()])
def test_office_files_hold_it(name: str, format_: Format) -> None:
    variant = variants_of(PROJECT.definition(name))[0]
    content = maker(format_).compile_blank(localized(name, variant))
    said = list(shown_in_word(content) if format_ is Format.DOCX else shown_in_excel(content))
    assert len(said) > 20
    wrong = {word for text in said for word in unbracketed(text)}
    assert wrong - {"PAGE", "NUMPAGES"} == set()


def shown_in_word(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in archive.namelist():
            if re.fullmatch(r"word/(document|header\d|footer\d)\.xml", part):
                for paragraph in etree.fromstring(archive.read(part)).iter("{*}p"):
                    yield "".join(str(text) for text in paragraph.itertext())


def shown_in_excel(content: bytes) -> Iterator[str]:
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        if sheet.sheet_state == "visible":
            for row in sheet.iter_rows():
                for cell in row:
                    if not isinstance(cell, Cell) or not isinstance(cell.value, str) or cell.data_type != "s":
                        continue
                    if not (
                        sheet.column_dimensions[cell.column_letter].hidden or sheet.row_dimensions[cell.row].hidden
                    ):
                        yield cell.value

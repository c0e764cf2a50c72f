"""Every page of every form stands in the pseudo-language: longer, accented, in brackets, and nothing overflows."""

from __future__ import annotations

import io
import re
import zipfile

import pypdfium2
import pytest
from lxml import etree

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
_TEXTS = {Format.DOCX: r"word/(document|header\d|footer\d)\.xml", Format.XLSX: r"xl/(sharedStrings|worksheets/.*)\.xml"}


def localized(name: str, variant: str | None) -> LocalizedForm:
    return PROJECT.localized(PROJECT.definition(name), LOCALE, variant)


def unbracketed(text: str) -> set[str]:
    """The words that stand in no brackets; those of the stamp are not words."""
    rest = re.sub(r"formgen:\S+", " ", text)
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


@pytest.mark.parametrize("format_", _TEXTS)
@pytest.mark.parametrize("name", [form.id for form in PROJECT.definitions()])
def test_office_files_hold_it(name: str, format_: Format) -> None:
    variant = variants_of(PROJECT.definition(name))[0]
    content = maker(format_).compile_blank(localized(name, variant))
    said = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in archive.namelist():
            if re.fullmatch(_TEXTS[format_], part):
                root = etree.fromstring(archive.read(part))
                holder = "{*}p" if format_ is Format.DOCX else "{*}si"
                said += ["".join(str(text) for text in each.itertext()) for each in root.iter(holder)]
    assert len(said) > 20
    wrong = {word for text in said for word in unbracketed(text) if "fg_" not in text and "formgen" not in text}
    codes = {code for field in PROJECT.definition(name).fields.values() for code in field.codes}
    assert {word for word in wrong if word not in {*codes, "PAGE", "NUMPAGES"}} == set()

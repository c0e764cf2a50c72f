"""What other programs make of our blanks when they open and save them: nothing is invented, nothing is lost."""

from __future__ import annotations

import datetime as dt
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from formgen.model.document import Format
from tests.clients import pdfium, pdfjs, poppler
from tests.clients.entry import Fill
from tests.clients.libreoffice import LibreOffice
from tests.judges.verapdf import Verapdf
from tests.loop import LOCALES, SHEETS, localized, read
from tests.programs import program
from tests.roundtrip.cases import cases, entries

Blanks = Callable[[str, str, Format], Path]
DAY = dt.date(2026, 11, 21)
ENGINES = {"pdfium": pdfium.fill, "pdfjs": pdfjs.fill, "poppler": poppler.fill}
EVERY_PDF = [pytest.param(fill, id=name) for name, fill in ENGINES.items()]


def _is_blank(path: Path, sheet: str, locale: str) -> None:
    line = read(path, DAY)
    form, _, variant = sheet.partition("-")
    assert line["status"] == "review"
    assert [finding["code"] for finding in line["findings"]] == ["blank"]
    assert {key: value for key, value in line["record"].items() if value not in (None, [], variant or None)} == {}
    assert line["answers"] == {}
    assert (line["stamp"]["form"], line["stamp"]["locale"], line["stamp"]["variant"]) == (form, locale, variant or None)


@pytest.mark.parametrize("fill", EVERY_PDF)
@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("sheet", SHEETS)
def test_a_blank_pdf_saved_stays_blank(sheet: str, locale: str, fill: Fill, blanks: Blanks, tmp_path: Path) -> None:
    """Opened and saved without an answer: no placeholder, default or Off state is taken for one."""
    fill(blanks(sheet, locale, Format.PDF), tmp_path / "saved.pdf", [])
    _is_blank(tmp_path / "saved.pdf", sheet, locale)


@pytest.mark.parametrize("format_", [Format.DOCX, Format.XLSX])
@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("sheet", SHEETS)
def test_a_blank_office_document_saved_stays_blank(
    sheet: str, locale: str, format_: Format, blanks: Blanks, office: Callable[[], LibreOffice], tmp_path: Path
) -> None:
    """The same in LibreOffice, which drops every tag of a content control."""
    office().save(blanks(sheet, locale, format_), tmp_path / f"saved.{format_}")
    _is_blank(tmp_path / f"saved.{format_}", sheet, locale)


@pytest.mark.parametrize("fill", EVERY_PDF)
@pytest.mark.parametrize("locale", LOCALES)
def test_what_engines_save_stays_accessible(
    locale: str, fill: Fill, blanks: Blanks, verapdf: Verapdf, tmp_path: Path
) -> None:
    """PDF/UA-1 also after PDFium, pdf.js and poppler have drawn Armenian, Latin and Cyrillic answers."""
    for case in cases():
        if not case.name.endswith(("-armenian", "-hostile", "-russian")):
            continue
        out = tmp_path / f"{case.name}.pdf"
        fill(blanks(case.form, locale, Format.PDF), out, entries(case, localized(case.form, locale)))
        assert verapdf.failures(out) == [], case.name


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("sheet", SHEETS)
def test_qpdf_finds_no_fault(sheet: str, locale: str, blanks: Blanks) -> None:
    """The syntax of the file, its cross references and streams."""
    command = [program("qpdf"), "--check", str(blanks(sheet, locale, Format.PDF))]
    run = subprocess.run(command, capture_output=True, check=False, timeout=60)
    assert run.returncode == 0, run.stdout.decode() + run.stderr.decode()

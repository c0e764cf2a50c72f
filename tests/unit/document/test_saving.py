"""Which program saved a document last, as it names itself."""

from __future__ import annotations

import io
import zipfile

import pikepdf
import pytest

from formgen.document.opening import kind_of
from formgen.document.saving import saved_by
from formgen.model.document import Format
from tests.loop import FORMATS, blank

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
_EXTENDED = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>{name}</Application><AppVersion>{version}</AppVersion></Properties>"
)


def office(extended: str | None = None, custom: str | None = None) -> object:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("[Content_Types].xml", _TYPES)
        for name, part in (("docProps/app.xml", extended), ("docProps/custom.xml", custom)):
            if part is not None:
                package.writestr(name, part)
    return kind_of(out.getvalue())[1]


@pytest.mark.parametrize(
    ("name", "version", "said"),
    [
        ("Microsoft Office Word", "16.0000", "Microsoft Office Word 16"),
        ("Microsoft Excel", "16.0300", "Microsoft Excel 16.0300"),
        ("LibreOffice/24.2.7.2$Linux_X86_64 LibreOffice_project/420", "15.0000", "LibreOffice 24.2.7.2"),
        ("ONLYOFFICE/8.1.0.169", "8.1000", "ONLYOFFICE 8.1.0.169"),
        ("Some\u202eone\u0007", "", "Someone"),
        ("A" * 200, "", "A" * 100 + "…"),
        ("", "16.0", None),
    ],
)
def test_office_programs(name: str, version: str, said: str | None) -> None:
    extended = _EXTENDED.format(name=name.replace("\u0007", ""), version=version)
    assert saved_by(office(extended), Format.DOCX) == said


def test_a_package_that_says_nothing() -> None:
    assert saved_by(office(), Format.DOCX) is None
    assert (
        saved_by(office(custom="<Properties><v>formgen:closure:1.0:hy:-:-</v></Properties>"), Format.DOCX) == "formgen"
    )
    assert saved_by(office(custom="<Properties/>"), Format.DOCX) is None


@pytest.mark.parametrize("format_", FORMATS)
def test_our_own_blanks(format_: Format) -> None:
    content = blank("closure", "hy", format_)
    opened = kind_of(content)[1] or pikepdf.open(io.BytesIO(content))
    assert saved_by(opened, format_) == "formgen"


@pytest.mark.parametrize(
    ("info", "said"),
    [
        ({"/Producer": "pdf-lib (https://github.com/Hopding/pdf-lib)"}, "pdf-lib (https://github.com/Hopding/pdf-lib)"),
        ({"/Producer": "Skia/PDF m120", "/Creator": "Chromium"}, "Skia/PDF m120"),
        ({"/Creator": "Writer"}, "Writer"),
        ({"/Creator": "Typst 0.15", "/FormgenStamp": "x"}, "formgen"),
        ({"/Producer": "qpdf 11", "/Creator": "Typst 0.15", "/FormgenStamp": "x"}, "qpdf 11"),
        ({}, None),
    ],
)
def test_pdf_programs(info: dict[str, str], said: str | None) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    for name, text in info.items():
        pdf.docinfo[name] = text
    assert saved_by(pdf, Format.PDF) == said


def test_a_pdf_that_says_it_in_its_xmp() -> None:
    pdf = pikepdf.new()
    for xmp in (b"<x><pdf:Producer>Foxit 12</pdf:Producer></x>", b'<x pdf:Producer="Foxit 12"/>'):
        pdf.Root.Metadata = pikepdf.Stream(pdf, xmp)
        assert saved_by(pdf, Format.PDF) == "Foxit 12"


def test_a_damaged_pdf_says_nothing() -> None:
    pdf = pikepdf.new()
    pdf.trailer["/Info"] = pikepdf.Array([])
    pdf.Root.Metadata = pikepdf.Array([])
    assert saved_by(pdf, Format.PDF) is None

"""The judges find what is broken on purpose: a judge that finds nothing anywhere would pass everything."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from formgen.model.document import Format
from formgen.model.slot import SlotKind
from tests.clients.entry import Entry
from tests.judges.office_lint import lint
from tests.judges.open_xml import open_xml_errors
from tests.judges.sight import unseen_in_pdf, unseen_in_print
from tests.judges.verapdf import Verapdf

Blanks = Callable[[str, str, Format], Path]


def _rewritten(source: Path, out: Path, part: str, pattern: str, replacement: str) -> Path:
    """A copy of a package with the first match in one part replaced."""
    with zipfile.ZipFile(source) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in package.namelist():
            content = package.read(name)
            if name == part:
                text, times = re.subn(pattern, replacement, content.decode("utf-8"), count=1, flags=re.DOTALL)
                assert times == 1, f"{pattern} is not in {part}"
                content = text.encode("utf-8")
            copy.writestr(name, content)
    return out


def _without_tooltips(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        for annotation in page.Annots:
            if "/TU" in annotation:
                del annotation["/TU"]
    for node in pdf.objects:
        if isinstance(node, pikepdf.Dictionary) and node.get("/S") == "/Form" and "/Alt" in node:
            del node["/Alt"]


def _without_tab_order(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].Tabs


def _without_title(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.ViewerPreferences


def _without_structure(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot


@pytest.mark.parametrize(
    ("damage", "clause"),
    [
        (_without_tooltips, "7.18.1-3"),
        (_without_tab_order, "7.18.3-1"),
        (_without_title, "7.1-10"),
        (_without_structure, "7.1-11"),
    ],
)
def test_verapdf_finds(
    damage: Callable[[pikepdf.Pdf], None], clause: str, blanks: Blanks, verapdf: Verapdf, tmp_path: Path
) -> None:
    """Each damage breaks the rule that is there for it."""
    with pikepdf.open(blanks("closure", "hy", Format.PDF)) as pdf:
        damage(pdf)
        pdf.save(tmp_path / "broken.pdf")
    assert clause in {failure.split(" ")[0] for failure in verapdf.failures(tmp_path / "broken.pdf")}


def test_verapdf_says_what_it_cannot_read(verapdf: Verapdf, tmp_path: Path) -> None:
    """A file that is none is not conforming, and the judge goes on."""
    (tmp_path / "no.pdf").write_bytes(b"no")
    assert verapdf.failures(tmp_path / "no.pdf")
    assert verapdf.failures(tmp_path / "absent.pdf")


_DOCUMENT, _SHEET, _BOOK = "word/document.xml", "xl/worksheets/sheet1.xml", "xl/workbook.xml"


@pytest.mark.parametrize(
    ("format_", "part", "pattern", "replacement"),
    [
        (Format.DOCX, _DOCUMENT, r'<w:lock w:val="sdtLocked"/>', '<w:lock w:val="nailed"/>'),
        (Format.DOCX, _DOCUMENT, r"</w:tbl>", "</w:tbl><w:tbl/>"),
        (Format.DOCX, _DOCUMENT, r"<w:tcPr>", "<w:tcPr><w:p/>"),
        (Format.XLSX, _SHEET, r"<c r=", "<cc r="),
        (Format.XLSX, _BOOK, r"<sheets>", "<sheets><sheep/>"),
    ],
)
def test_the_sdk_finds(
    format_: Format, part: str, pattern: str, replacement: str, blanks: Blanks, tmp_path: Path
) -> None:
    """Markup that the schema does not know."""
    broken = tmp_path / f"broken.{format_}"
    _rewritten(blanks("closure", "hy", format_), broken, part, pattern, replacement)
    assert open_xml_errors([broken])[broken]


@pytest.mark.parametrize(
    ("part", "pattern", "replacement", "said"),
    [
        (_DOCUMENT, r'(<w:tag w:val=")referral_number"', r'\1case_number"', "tag 'case_number'"),
        (_DOCUMENT, r'<w:id w:val="\d+"/>(.*?)<w:id w:val="(\d+)"/>', r'<w:id w:val="\2"/>\1<w:id w:val="\2"/>', "id"),
        (_DOCUMENT, r"<w:bookmarkEnd [^>]*/>", "", "has only one end"),
        (_DOCUMENT, r'(<w:bookmarkStart [^>]*w:name=")[^"]+"', r'\1a name with spaces"', "not one Word keeps"),
        (_DOCUMENT, r'w:value="reached"', 'w:value="partly"', "list value 'partly'"),
        (_DOCUMENT, r'(<w:tag w:val=")case_number"', rf'\1{"k" * 65}"', "longer than 64"),
        ("[Content_Types].xml", r"<Override ", '<Override PartName="/no.xml" ContentType="a/b"/><Override ', "absent"),
    ],
)
def test_the_lint_finds_in_word(
    part: str, pattern: str, replacement: str, said: str, blanks: Blanks, tmp_path: Path
) -> None:
    """What the SDK lets pass and Word repairs."""
    broken = _rewritten(blanks("closure", "hy", Format.DOCX), tmp_path / "broken.docx", part, pattern, replacement)
    assert any(said in fault for fault in lint(broken))


@pytest.mark.parametrize(
    ("part", "pattern", "replacement", "said"),
    [
        (_BOOK, r'name="fg_case_number"', 'name="fg_referral_number"', "stands 2 times"),
        (_BOOK, r'name="fg_case_number"', 'name="A1"', "not one Excel takes"),
        (_BOOK, r"(<definedName [^>]*fg_case_number[^>]*>)[^<]*", r"\1#REF!", "points nowhere"),
        (_BOOK, r"(<definedName [^>]*fg_case_number[^>]*>)[^<]*", r"\1'No'!$A$1", "absent sheet"),
        (_SHEET, r'<mergeCell ref="([A-Z]+\d+):[A-Z]+\d+"/>', r'<mergeCell ref="A1:\1"/>', "overlap"),
        (_SHEET, r'"☐,☒"', f'"{"x" * 256}"', "longer than 255"),
        (_SHEET, r'promptTitle="[^"]*"', f'promptTitle="{"x" * 33}"', "longer than 32"),
    ],
)
def test_the_lint_finds_in_excel(
    part: str, pattern: str, replacement: str, said: str, blanks: Blanks, tmp_path: Path
) -> None:
    """What the SDK lets pass and Excel repairs."""
    source = blanks("closure", "hy", Format.XLSX)
    with zipfile.ZipFile(source) as package:
        markup = package.read(part).decode("utf-8")
    quoted = pattern.replace('"☐,☒"', '(?:"|&quot;)☐,☒(?:"|&quot;)')
    assert re.search(quoted, markup, re.DOTALL), f"{pattern} is not in {part}"
    broken = _rewritten(source, tmp_path / "broken.xlsx", part, quoted, replacement)
    assert any(said in fault for fault in lint(broken)), lint(broken)


def test_sight_finds_what_is_not_there(blanks: Blanks, tmp_path: Path) -> None:
    """A value that was stored without an appearance is not seen by either engine; nor is a tick."""
    blank = blanks("closure", "hy", Format.PDF)
    entries = [
        Entry("case_number", SlotKind.TEXT, "ԵՐ-2026-00777"),
        Entry("additional_reasons.death", SlotKind.TICK, "☒"),
        Entry("client_involved", SlotKind.ONE_OF, "Այո", "yes"),
    ]
    faults = unseen_in_pdf(blank, blank, entries)
    assert sum("case_number" in fault for fault in faults) == 4
    assert sum("additional_reasons.death" in fault for fault in faults) == 2
    assert sum("client_involved" in fault for fault in faults) == 2
    assert unseen_in_print(blank, blank, [("ԵՐ-2026-00777",)])

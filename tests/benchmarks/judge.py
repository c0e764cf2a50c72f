"""Filled documents and what readers told of them -> answers right, invented, lost and invisible.

What stands in a filled document is told by programs that are not ours: PDFium for PDF, the XML itself for Word,
calamine for Excel. What a person sees is what PDFium draws, of office documents what LibreOffice prints.
"""

from __future__ import annotations

import ctypes
import io
import shutil
import subprocess
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

import openpyxl
import pypdfium2
import pypdfium2.raw as pdfium
from lxml import etree
from PIL import ImageChops

from formgen.model.document import Format
from formgen.model.slot import SlotKind
from tests.benchmarks.sample import TICKED, Sample
from tests.clients.libreoffice import W
from tests.clients.spreadsheet import PREFIX, named_cell
from tests.clients.widgets import Widget, places
from tests.judges.sight import DPI, pdfium_pages, squeezed, unseen_in_print

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_INK = 40
_LETTERS = 4
"""So many different letters at the least tell a text from a row of boxes."""


@dataclass(frozen=True)
class Verdict:
    """Which of a record's answers a way got right; `invisible` is None where nobody could look."""

    answers: int
    right: int
    invented: Sequence[str]
    lost: Sequence[str]
    invisible: Sequence[str] | None = ()

    @property
    def is_clean(self) -> bool:
        """Whether every answer is right and can be seen, and there is nothing else."""
        return not (self.invented or self.lost or self.invisible)


def judged(told: Mapping[str, str], sample: Sample) -> Verdict:
    """Hold what was told by key against the record.

    Another value than was answered is invented, and so is any value where nothing was answered.
    """
    right = [key for key in sample.words if _same(told.get(key, ""), sample, key)]
    lost = [key for key in sample.words if not told.get(key)]
    invented = [f"{key}: {told[key]!r}" for key in told if told[key] and key not in right and _is_place(key, sample)]
    return Verdict(len(sample.words), len(right), invented, lost)


def judged_texts(told: Sequence[str], of_blank: Sequence[str], sample: Sample) -> Verdict:
    """Hold texts without keys against the record: an answer must be among them more often than in the blank's."""
    found = Counter(squeezed(each) for each in told) - Counter(squeezed(each) for each in of_blank)
    lost = []
    for key in sample.words:
        ways = {squeezed(way) for way in _ways(sample, key)}
        seen = next((each for each in found if each in ways and found[each]), None)
        if seen is None:
            lost.append(key)
        else:
            found[seen] -= 1
    return Verdict(len(sample.words), len(sample.words) - len(lost), (), lost)


def _is_place(key: str, sample: Sample) -> bool:
    """Whether a person answers at a key: neither a signature nor a figure that the form prints."""
    return key in sample.slots and sample.slots[key].kind is not SlotKind.SIGNATURE and key not in sample.printed


def _same(told: str, sample: Sample, key: str) -> bool:
    return squeezed(told) in {squeezed(way) for way in _ways(sample, key)}


def _ways(sample: Sample, key: str) -> Iterator[str]:
    """How an answer may be spelled: a tick, a number, an option by its code, its words or both."""
    word, kind = sample.words[key], sample.slots[key].kind
    yield word
    if kind is SlotKind.TICK:
        yield "yes"
    elif isinstance(sample.values[key], Decimal):
        yield f"{sample.values[key]:f}"
    elif kind is SlotKind.ONE_OF:
        yield sample.code(key)
        yield f"{sample.code(key)} – {word}"


# --- what stands in a filled document


def held(path: Path, format_: Format, sample: Sample) -> Mapping[str, str]:
    """The answers by key in a filled document, as a program of other people tells them."""
    return {Format.PDF: _held_by_pdf, Format.DOCX: _held_by_docx, Format.XLSX: _held_by_xlsx}[format_](path, sample)


def _held_by_pdf(path: Path, _: Sample) -> Mapping[str, str]:
    """What PDFium says the fields hold."""
    document = pypdfium2.PdfDocument(path)
    document.init_forms()
    found: dict[str, str] = {}
    for page in document:
        for place in range(pdfium.FPDFPage_GetAnnotCount(page)):
            note = pdfium.FPDFPage_GetAnnot(page, place)
            kind = pdfium.FPDFAnnot_GetFormFieldType(document.formenv, note)
            key = _said(pdfium.FPDFAnnot_GetFormFieldName, document.formenv, note)
            if kind in {pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON}:
                if pdfium.FPDFAnnot_IsChecked(document.formenv, note):
                    found[key] = _said(pdfium.FPDFAnnot_GetFormFieldExportValue, document.formenv, note)
            elif kind in {pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX}:
                found[key] = _said(pdfium.FPDFAnnot_GetFormFieldValue, document.formenv, note).replace("\r", "\n")
            pdfium.FPDFPage_CloseAnnot(note)
    document.close()
    return {key: value for key, value in found.items() if value}


def _said(ask: Callable[..., int], *of: object) -> str:
    """A text that PDFium gives as UTF-16 with a closing zero."""
    size = ask(*of, None, 0)
    text = ctypes.create_string_buffer(size)
    ask(*of, ctypes.cast(text, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    return text.raw[:size].decode("utf-16-le").rstrip("\0")


def _held_by_docx(path: Path, _: Sample) -> Mapping[str, str]:
    """The texts of the content controls; of a box its state, which is what programs go by, not its sign."""
    with zipfile.ZipFile(path) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    found = {}
    for control in root.iter(f"{W}sdt"):
        tag, content = control.find(f"{W}sdtPr/{W}tag"), control.find(f"{W}sdtContent")
        if tag is None or content is None or control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
            continue
        key, state = tag.get(f"{W}val") or "", control.find(f"{W}sdtPr/{_W14}checkbox/{_W14}checked")
        if state is not None:
            found[key] = TICKED if state.get(f"{_W14}val") in {"1", "true"} else ""
        else:
            found[key] = "".join(
                "\n" if each.tag == f"{W}br" else each.text or "" for each in content.iter(f"{W}t", f"{W}br")
            )
    return found


def _held_by_xlsx(path: Path, sample: Sample) -> Mapping[str, str]:
    """The values of the named cells as calamine tells them; where the cells are is known from the blank."""
    from python_calamine import CalamineWorkbook

    from tests.benchmarks.readers import answered

    book = openpyxl.load_workbook(io.BytesIO(sample.blank(Format.XLSX)))
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    rows = sheet.to_python(skip_empty_area=False)
    found = {}
    for name in book.defined_names:
        if name.startswith(PREFIX):
            cell = named_cell(book, name)
            row = rows[cell.row - 1] if cell.row <= len(rows) else []
            found[name.removeprefix(PREFIX)] = row[cell.column - 1] if cell.column <= len(row) else None
    return answered(found)


# --- what a person sees


def unseen(path: Path, format_: Format, sample: Sample, folder: Path) -> Sequence[str] | None:
    """The answers nobody can see in a filled document, in words; None where the program that draws is absent."""
    blank = folder / f"{sample.name}.blank.{format_}"
    if not blank.is_file():
        blank.write_bytes(sample.blank(format_))
    if format_ is Format.PDF:
        return list(_unseen_in_pdf(blank, path, sample))
    if shutil.which("soffice") is None:
        return None
    lines = [
        (line, *_also(sample, key)) for key in sample.words for line in sample.words[key].split("\n") if line.strip()
    ]
    return unseen_in_print(_print(blank), _print(path), lines)


def _also(sample: Sample, key: str) -> Iterator[str]:
    if sample.slots[key].kind is SlotKind.ONE_OF:
        yield f"{sample.code(key)} – {sample.words[key]}"


@cache
def _print(path: Path) -> Path:
    """An office document as LibreOffice prints it."""
    printed = path.with_name(f"{path.name}.print.pdf")
    with tempfile.TemporaryDirectory() as name:
        office = ["soffice", f"-env:UserInstallation={Path(name).as_uri()}", "--headless", "--convert-to", "pdf"]
        subprocess.run([*office, "--outdir", name, str(path)], check=True, capture_output=True, timeout=180)
        shutil.copyfile(Path(name) / path.with_suffix(".pdf").name, printed)
    return printed


def _unseen_in_pdf(blank: Path, filled: Path, sample: Sample) -> Iterator[str]:
    """Answers that leave no ink in their place, whose text is another, or whose letters all look alike."""
    before, after = pdfium_pages(blank), pdfium_pages(filled)
    letters = _letters(filled)
    for entry, widget in places(blank, sample.entries):
        if not _has_ink(before[widget.page], after[widget.page], widget):
            yield f"{entry.key}: nothing is drawn"
        elif widget.kind != "/Btn":
            drawn = [each for each in letters[widget.page] if _is_in(each, widget)]
            shown = "".join(each.text for each in drawn)
            wanted = dict(widget.options).get(entry.code or "", entry.text)
            if squeezed(shown) != squeezed(wanted):
                yield f"{entry.key}: {shown!r} is drawn, not {wanted!r}"
            elif are_boxes(drawn):
                yield f"{entry.key}: a row of boxes is drawn"


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter on a page: the middle of its place in points, the size of its ink in tenths of points."""

    text: str
    x: float
    y: float
    size: tuple[int, int]


def _letters(path: Path) -> list[list[Letter]]:
    """The letters of each page as PDFium draws them, answers included; the size of their ink in tenths of points."""
    document = pypdfium2.PdfDocument(path)
    document.init_forms()
    pages = []
    for number in range(len(document)):
        document[number].flatten()
        text = document[number].get_textpage()  # of the page loaded anew, which has the answers
        pages.append([_letter(text, place) for place in range(text.count_chars())])
        text.close()
    document.close()
    return pages


def _letter(text: pypdfium2.PdfTextPage, place: int) -> Letter:
    left, bottom, right, top = text.get_charbox(place)
    code = pdfium.FPDFText_GetUnicode(text, place)
    wide = text.get_charbox(place, loose=True)
    shape = round(10 * (right - left)), round(10 * (top - bottom))
    # PDFium says U+0002 for a hyphen at which a line was broken.
    return Letter("-" if code == 2 else chr(code), (wide[0] + wide[2]) / 2, (wide[1] + wide[3]) / 2, shape)


def _is_in(letter: Letter, widget: Widget) -> bool:
    left, bottom, right, top = widget.box
    return left <= letter.x <= right and bottom <= letter.y <= top


def are_boxes(drawn: Sequence[Letter]) -> bool:
    """Whether different letters all look alike."""
    shapes = {each.text: each.size for each in drawn if each.text.isalnum()}
    return len(shapes) >= _LETTERS and len(set(shapes.values())) == 1


def _has_ink(before: object, after: object, widget: Widget) -> bool:
    left, bottom, right, top = (each * DPI / 72 for each in widget.box)
    area = (int(left) + 1, int(before.height - top) + 1, int(right), int(before.height - bottom))  # type: ignore[attr-defined]
    difference = ImageChops.difference(before.crop(area), after.crop(area))  # type: ignore[attr-defined]
    return difference.point(lambda grey: 255 * (grey > _INK)).getbbox() is not None

"""What every blank and every prefilled copy promises, in PDF, DOCX and XLSX alike, judged by other programs."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pypdf
import pytest
from lxml import etree

from formgen.model.document import Format
from formgen.model.slot import Slot, SlotKind, slots
from tests.clients.libreoffice import LibreOffice, W
from tests.clients.spreadsheet import list_words, named_cell
from tests.clients.widgets import Widget, widgets
from tests.judges.office_lint import lint
from tests.judges.open_xml import open_xml_errors
from tests.judges.verapdf import Verapdf
from tests.loop import FORMATS, LOCALES, ROOT, localized
from tests.loop import SHEETS as FORMS

Blanks = Callable[[str, str, Format], Path]
SHEETS = [(form, locale) for form in FORMS for locale in LOCALES]


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    """Two processes, with other hash seeds, folders and clocks, make the same files of everything."""
    digests = []
    for run, seed in enumerate(("1", "20261121")):
        out = tmp_path / f"run{run}"
        command = [sys.executable, "-m", "formgen", "--project", str(ROOT), "generate", "--out", str(out)]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": str(1000000000 * (run + 1))}
        environment["PYTHONPATH"] = str(ROOT)
        subprocess.run(command, cwd=ROOT if run else tmp_path, env=environment, check=True, capture_output=True)
        digests.append({path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(out.iterdir())})
    names = {f"{form}-1.0.{locale}.{format_}" for form in FORMS for locale in LOCALES for format_ in FORMATS}
    assert set(digests[0]) == names
    assert digests[0] == digests[1]


@pytest.mark.parametrize(("form", "locale"), SHEETS)
def test_blank_pdf_is_accessible(form: str, locale: str, blanks: Blanks, verapdf: Verapdf) -> None:
    """PDF/UA-1, as veraPDF judges."""
    assert verapdf.failures(blanks(form, locale, Format.PDF)) == []


def test_blank_office_documents_are_valid(blanks: Blanks) -> None:
    """What Microsoft's own SDK calls valid."""
    paths = [blanks(form, locale, format_) for form, locale in SHEETS for format_ in (Format.DOCX, Format.XLSX)]
    assert {path.name: errors for path, errors in open_xml_errors(paths).items() if errors} == {}


@pytest.mark.parametrize("format_", [Format.DOCX, Format.XLSX])
@pytest.mark.parametrize(("form", "locale"), SHEETS)
def test_blank_office_documents_have_no_hidden_faults(form: str, locale: str, format_: Format, blanks: Blanks) -> None:
    """Nothing that the SDK misses and office programs repair."""
    assert lint(blanks(form, locale, format_)) == []


# --- keys (CONTRACT.md section 1), as other libraries see them


@pytest.mark.parametrize(("form", "locale"), SHEETS)
def test_pdf_keys(form: str, locale: str, blanks: Blanks) -> None:
    """Each slot is a field of its kind under its full name, and there is no other field but the stamp."""
    path = blanks(form, locale, Format.PDF)
    fields = pypdf.PdfReader(path).get_fields() or {}
    by_name: dict[str, list[Widget]] = {}
    for widget in widgets(path):
        by_name.setdefault(widget.name, []).append(widget)
    wanted = {slot.key: slot for slot in slots(localized(form, locale).form)}
    assert set(by_name) == set(wanted)
    terminal = {name for name, each in fields.items() if "/FT" in each and not each.get("/Kids")}
    assert terminal - set(wanted) <= {"_formgen"}
    for key, slot in wanted.items():
        assert _pdf_shape(by_name[key]) == _expected_shape(slot), key


def _pdf_shape(found: list[Widget]) -> tuple[str, tuple[str, ...]]:
    first = found[0]
    if first.kind == "/Ch":
        return first.kind, tuple(export for export, _ in first.options)
    return first.kind, tuple(widget.state or "" for widget in found)


def _expected_shape(slot: Slot) -> tuple[str, tuple[str, ...]]:
    match slot.kind:
        case SlotKind.ONE_OF:
            return "/Ch" if slot.field.combo else "/Btn", slot.field.codes
        case SlotKind.TICK:
            return "/Btn", ("yes",)
        case SlotKind.SIGNATURE:
            return "/Sig", ("",)
        case _:
            return "/Tx", ("",)


@pytest.mark.parametrize(("form", "locale"), SHEETS)
def test_docx_keys(form: str, locale: str, blanks: Blanks) -> None:
    """Each slot is one content control whose tag is the key, in reading order; lists hold the codes."""
    wanted = {slot.key: slot for slot in slots(localized(form, locale).form)}
    found: list[str] = []
    for control in _docx_root(blanks(form, locale, Format.DOCX)).iter(f"{W}sdt"):
        tag = control.find(f"{W}sdtPr/{W}tag")
        key = tag.get(f"{W}val") if tag is not None else None
        if key is None or key not in wanted:
            assert key is None or key.startswith("formgen"), f"{key} is no key of ours"
            continue
        found.append(key)
        options = control.findall(f"{W}sdtPr/{W}dropDownList/{W}listItem")
        if wanted[key].kind is SlotKind.ONE_OF:
            codes = tuple(item.get(f"{W}value") for item in options if item.get(f"{W}displayText"))
            assert codes == wanted[key].field.codes, key
        else:
            assert not options, key
    assert sorted(found) == sorted(wanted)


@pytest.mark.parametrize(("form", "locale"), SHEETS)
def test_xlsx_keys(form: str, locale: str, blanks: Blanks) -> None:
    """Each slot is one cell with a name; those of one option have a list of as many words as there are options."""
    book = openpyxl.load_workbook(blanks(form, locale, Format.XLSX))
    wanted = {f"fg_{slot.key}": slot for slot in slots(localized(form, locale).form)}
    assert {name for name in book.defined_names if name.startswith("fg_")} == set(wanted)
    words = list_words(book)
    cells = set()
    for name, slot in wanted.items():
        cell = named_cell(book, name)
        cells.add((cell.parent.title, cell.coordinate))
        assert cell.protection.locked is (slot.field.default is not None), name
        if slot.kind is SlotKind.ONE_OF:
            assert len(words[name]) == len(slot.field.codes), name
        elif slot.kind is SlotKind.TICK:
            assert words[name] == ["☐", "☒"], name
        else:
            assert name not in words, name
    assert len(cells) == len(wanted)


def _docx_root(path: Path) -> etree._Element:
    with zipfile.ZipFile(path) as package:
        return etree.fromstring(package.read("word/document.xml"))


# --- the order of the tab key


@pytest.mark.parametrize(("form", "locale"), SHEETS)
def test_tabs_go_in_reading_order(form: str, locale: str, blanks: Blanks) -> None:
    """In each format the places for answers follow one another as the definition has them."""
    order = [slot.key for slot in slots(localized(form, locale).form)]
    pdf = blanks(form, locale, Format.PDF)
    assert [page["/Tabs"] for page in pypdf.PdfReader(pdf).pages] == ["/S"] * len(pypdf.PdfReader(pdf).pages)
    assert list(dict.fromkeys(widget.name for widget in widgets(pdf))) == order
    tags = [each.get(f"{W}val") for each in _docx_root(blanks(form, locale, Format.DOCX)).iter(f"{W}tag")]
    assert [tag for tag in tags if tag in set(order)] == order
    book = openpyxl.load_workbook(blanks(form, locale, Format.XLSX))
    cells = {key: named_cell(book, f"fg_{key}") for key in order}
    assert sorted(order, key=lambda key: (cells[key].row, cells[key].column)) == order


def test_structure_order_is_annotation_order(blanks: Blanks) -> None:
    """A screen reader, which follows the structure tree, meets the fields as the tab key does."""
    for form, locale in SHEETS:
        reader = pypdf.PdfReader(blanks(form, locale, Format.PDF))
        annotations = [
            reference.idnum
            for page in reader.pages
            for reference in page["/Annots"]
            if reference.get_object()["/Subtype"] == "/Widget"
        ]
        told = list(_widgets_told(reader.trailer["/Root"]["/StructTreeRoot"]))
        assert [each for each in told if each in set(annotations)] == annotations


def _widgets_told(node: pypdf.generic.DictionaryObject) -> Iterator[int]:
    kids = node.get("/K", ())
    kids = kids.get_object() if isinstance(kids, pypdf.generic.IndirectObject) else kids
    for kid in kids if isinstance(kids, list) else [kids]:
        each = kid.get_object()
        if isinstance(each, pypdf.generic.DictionaryObject):
            if each.get("/Type") == "/OBJR":
                yield each.raw_get("/Obj").idnum
            else:
                yield from _widgets_told(each)


# --- pages


@pytest.mark.parametrize(("form", "locale"), SHEETS)
def test_forms_are_short(
    form: str, locale: str, blanks: Blanks, office: Callable[[], LibreOffice], tmp_path: Path
) -> None:
    """No blank has more pages than its definition allows, in any format."""
    limit = localized(form, locale).form.pages_at_most
    if limit is None:
        pytest.skip("the definition sets no limit")
    for format_ in FORMATS:
        path = blanks(form, locale, format_)
        if format_ is not Format.PDF:
            office().save(path, tmp_path / f"{format_}.pdf")
            path = tmp_path / f"{format_}.pdf"
        assert len(pypdf.PdfReader(path).pages) <= limit, format_

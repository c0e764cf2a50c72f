"""A blank and a record -> the filled document, by each library as its documentation tells its users to do it.

`prepare` does once what a user does once, a template for docxtpl above all; what it returns fills one document.
"""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import docxtpl
import openpyxl
import pikepdf
import pypdf
from lxml import etree
from pikepdf.form import ExtendedAppearanceStreamGenerator, Form

from formgen.model.document import Format
from formgen.model.slot import SlotKind
from tests.benchmarks.sample import COPY, LOCALE, Sample
from tests.clients.libreoffice import W
from tests.clients.spreadsheet import PREFIX, list_words, named_cell
from tests.clients.widgets import widgets
from tests.loop import stampable

Fill = Callable[[], bytes]
OURS = "formgen"


@dataclass(frozen=True, slots=True)
class Filler:
    """One way to fill documents of a format; `needs` is the module or program without which there is none."""

    name: str
    format: Format
    prepare: Callable[[Sample, Path], Fill]
    needs: str


def _formgen(format_: Format) -> Callable[[Sample, Path], Fill]:
    def prepare(sample: Sample, _: Path) -> Fill:
        blank, values = stampable(sample.form, LOCALE, format_), sample.values
        return lambda: blank.fill(values, COPY)

    return prepare


# --- PDF


def _pypdf(sample: Sample, _: Path) -> Fill:
    content = sample.blank(Format.PDF)
    given = {
        key: "/yes" if value is True else f"/{value}" if sample.is_radio(key) else _spelled(sample, key)
        for key, value in sample.values.items()
    }

    def fill() -> bytes:
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
        for page in writer.pages:
            writer.update_page_form_field_values(page, given, auto_regenerate=False)
        out = io.BytesIO()
        writer.write(out)
        return out.getvalue()

    return fill


def _spelled(sample: Sample, key: str) -> str:
    """What a field holds: the words, of a list the export value."""
    return sample.code(key) if sample.slots[key].kind is SlotKind.ONE_OF else sample.words[key]


def _pikepdf(draws: type[ExtendedAppearanceStreamGenerator] | None) -> Callable[[Sample, Path], Fill]:
    def prepare(sample: Sample, _: Path) -> Fill:
        content = sample.blank(Format.PDF)
        ticks = [key for key, value in sample.values.items() if value is True]
        radios = {key: f"/{value}" for key, value in sample.values.items() if sample.is_radio(key)}
        texts = {key: _spelled(sample, key) for key in sample.values if key not in radios and key not in ticks}

        def fill() -> bytes:
            with pikepdf.open(io.BytesIO(content)) as pdf:
                form = Form(pdf, draws)
                for key in ticks:
                    form[key].checked = True
                for key, state in radios.items():
                    form[key].value = pikepdf.Name(state)
                for key, text in texts.items():
                    form[key].value = text
                out = io.BytesIO()
                pdf.save(out)
                return out.getvalue()

        return fill

    return prepare


def _pypdfform(sample: Sample, folder: Path) -> Fill:
    from PyPDFForm import PdfWrapper

    content = sample.blank(Format.PDF)
    states = states_of(sample, folder)
    given: dict[str, Any] = {}
    for key, value in sample.values.items():
        if value is True:
            given[key] = True
        elif sample.is_radio(key):
            given[key] = states[key].index(sample.code(key))
        else:
            given[key] = sample.words[key]
    return lambda: bytes(
        PdfWrapper(content, need_appearances=True, use_full_widget_name=True)
        .fill(given)
        .read()  # as its manual advises
    )


def states_of(sample: Sample, folder: Path) -> Mapping[str, list[str]]:
    """The states of each group of radio buttons in the order of their buttons, which is how PyPDFForm tells them."""
    path = folder / f"{sample.name}.blank.pdf"
    path.write_bytes(sample.blank(Format.PDF))
    found: dict[str, list[str]] = {}
    for each in widgets(path):
        if each.state:
            found.setdefault(each.name, []).append(each.state)
    return found


def _pdftk(sample: Sample, folder: Path) -> Fill:
    blank, out = folder / f"{sample.name}.blank.pdf", folder / f"{sample.name}.pdftk.pdf"
    blank.write_bytes(sample.blank(Format.PDF))
    data = folder / f"{sample.name}.xfdf"
    data.write_text(
        _xfdf({key: "yes" if value is True else _spelled(sample, key) for key, value in sample.values.items()})
    )
    command = ["pdftk", str(blank), "fill_form", str(data), "output", str(out), "need_appearances"]

    def fill() -> bytes:
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return out.read_bytes()

    return fill


def _xfdf(values: Mapping[str, str]) -> str:
    """Values as XFDF (ISO 19444-1); a dotted name is a field within a field."""
    tree: dict[str, Any] = {}
    for key, value in values.items():
        node = tree
        *stems, last = key.split(".")
        for stem in stems:
            node = node.setdefault(stem, {})
        node[last] = value
    fields = "".join(_xfdf_field(*each) for each in tree.items())
    return f'<?xml version="1.0" encoding="UTF-8"?><xfdf xmlns="http://ns.adobe.com/xfdf/"><fields>{fields}</fields></xfdf>'


def _xfdf_field(name: str, value: Any) -> str:
    if isinstance(value, Mapping):
        return f'<field name="{name}">{"".join(_xfdf_field(*each) for each in value.items())}</field>'
    return f'<field name="{name}"><value>{escape(value)}</value></field>'


# --- Word


def _docxtpl(sample: Sample, _: Path) -> Fill:
    content = jinja_template(sample.blank(Format.DOCX))
    context = {key.replace(".", "__"): word for key, word in sample.words.items()}

    def fill() -> bytes:
        template = docxtpl.DocxTemplate(io.BytesIO(content))
        template.render(context, autoescape=True)
        out = io.BytesIO()
        template.save(out)
        return out.getvalue()

    return fill


def jinja_template(content: bytes) -> bytes:
    """The blank with `{{ key }}` typed where answers go, as a user of docxtpl would have it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in package.namelist():
            part = package.read(name)
            if name == "word/document.xml":
                root = etree.fromstring(part)
                for control in root.iter(f"{W}sdt"):
                    _ask(control)
                part = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            copy.writestr(name, part)
    return out.getvalue()


def _ask(control: etree._Element) -> None:
    properties = control.find(f"{W}sdtPr")
    tag = None if properties is None else properties.find(f"{W}tag")
    texts = list(control.iter(f"{W}t"))
    if properties is None or tag is None or not texts:
        return
    texts[0].text = "{{ " + (tag.get(f"{W}val") or "").replace(".", "__") + " }}"
    # Word takes the mark of a placeholder away when somebody types.
    for mark in properties.findall(f"{W}showingPlcHdr"):
        properties.remove(mark)


# --- Excel


def _openpyxl(sample: Sample, _: Path) -> Fill:
    content = sample.blank(Format.XLSX)
    book = openpyxl.load_workbook(io.BytesIO(content))
    lists = list_words(book)
    cells = {}
    for key, value in sample.values.items():
        cell = named_cell(book, PREFIX + key)
        offered = lists.get(PREFIX + key)
        ways = {sample.words[key], f"{value} – {sample.words[key]}"}
        cells[cell.coordinate] = next(each for each in offered if each in ways) if offered else value
        sheet = cell.parent.title

    def fill() -> bytes:
        loaded = openpyxl.load_workbook(io.BytesIO(content))
        for place, given in cells.items():
            loaded[sheet][place] = given
        out = io.BytesIO()
        loaded.save(out)
        return out.getvalue()

    return fill


FILLERS = (
    Filler(OURS, Format.PDF, _formgen(Format.PDF), OURS),
    Filler("pypdf", Format.PDF, _pypdf, "pypdf"),
    Filler("pikepdf", Format.PDF, _pikepdf(None), "pikepdf"),
    Filler("pikepdf-draws", Format.PDF, _pikepdf(ExtendedAppearanceStreamGenerator), "pikepdf"),
    Filler("PyPDFForm", Format.PDF, _pypdfform, "PyPDFForm"),
    Filler("pdftk-java", Format.PDF, _pdftk, "pdftk"),
    Filler(OURS, Format.DOCX, _formgen(Format.DOCX), OURS),
    Filler("docxtpl", Format.DOCX, _docxtpl, "docxtpl"),
    Filler(OURS, Format.XLSX, _formgen(Format.XLSX), OURS),
    Filler("openpyxl", Format.XLSX, _openpyxl, "openpyxl"),
)

"""The same work done by formgen and by the library people would use instead, each checked to be right."""

from __future__ import annotations

import datetime as dt
import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import docx
import docxtpl
import openpyxl
import pypdf
from lxml import etree
from pypdf.generic import NameObject

from formgen.generate.filling import Filled, filling
from formgen.generate.wording import shown
from formgen.model.document import Format
from formgen.model.slot import SlotKind, slots
from formgen.pipeline.reading import read_document
from formgen.validate import check_filling
from tests.clients.libreoffice import W
from tests.clients.spreadsheet import PREFIX, list_words, named_cell
from tests.loop import PROJECT, ROOT, blank, localized, stampable
from tests.roundtrip.cases import Case, cases

COPY = "ABCDEFGHIJ23"
LOCALE = "hy"
DAY = dt.date(2026, 11, 21)


@dataclass(frozen=True)
class Race:
    """One piece of work done in two ways; theirs takes at least (or at most) so many times as long as ours."""

    name: str
    ours: Callable[[], object]
    theirs: Callable[[], object]
    at_least: float | None = None
    at_most: float | None = None
    repeat: int = 1


def races(folder: Path, forms: Collection[str] = ()) -> list[Race]:
    """Every comparison, on a complete case of each form or of those named; files to read are put into a folder."""
    found = [Race("formgen --help / import click", _help, _import_click, at_most=1.5)]
    for case in cases():
        if case.name.endswith("-armenian") and (not forms or case.form in forms):
            found += [*_filling(case), *_reading(case, folder)]
    return found


def values_of(case: Case) -> Mapping[str, Filled]:
    """A case as values by key."""
    record, findings = check_filling(case.answered, PROJECT.shown(PROJECT.definition(case.form), "en"))
    assert not [each for each in findings if each.severity != "info"], findings
    return filling(localized(case.form, LOCALE).form, record)


def words_of(case: Case) -> Mapping[str, str]:
    """The same values as words on the page."""
    form, values = localized(case.form, LOCALE), values_of(case)
    words = {}
    for slot in slots(form.form):
        if slot.key in values:
            value = values[slot.key]
            if slot.kind is SlotKind.TICK:
                words[slot.key] = "☒"
            elif slot.kind is SlotKind.ONE_OF:
                words[slot.key] = form.text(next(c.label for c in slot.field.choices if c.code == value))
            else:
                words[slot.key] = shown(value, LOCALE)
    return words


# --- filling


def _filling(case: Case) -> list[Race]:
    values = values_of(case)
    ours = {format_: stampable(case.form, LOCALE, format_) for format_ in Format}
    theirs = {
        Format.PDF: _pypdf_filler(case),
        Format.DOCX: _docxtpl_filler(case),
        Format.XLSX: _openpyxl_filler(case),
    }
    least = {Format.PDF: 100, Format.DOCX: 12, Format.XLSX: 40}
    named = {Format.PDF: "pypdf update_page_form_field_values", Format.DOCX: "docxtpl", Format.XLSX: "openpyxl"}
    return [
        Race(
            f"fill {case.form} {format_}: {named[format_]} / formgen",
            lambda format_=format_: ours[format_].fill(values, COPY),  # type: ignore[misc]
            theirs[format_],
            at_least=least[format_],
            repeat=10,
        )
        for format_ in Format
    ]


def _pypdf_filler(case: Case) -> Callable[[], bytes]:
    content = blank(case.form, LOCALE, Format.PDF)
    kinds = {slot.key: slot for slot in slots(localized(case.form, LOCALE).form)}
    given = {
        key: "/yes" if value is True else f"/{value}" if _is_radio(kinds[key]) else shown(value, LOCALE)
        for key, value in values_of(case).items()
    }

    def fill() -> bytes:
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
        for page in writer.pages:
            writer.update_page_form_field_values(page, given, auto_regenerate=False)
        out = io.BytesIO()
        writer.write(out)
        return out.getvalue()

    return fill


def _is_radio(slot: object) -> bool:
    return slot.kind is SlotKind.ONE_OF and not slot.field.combo  # type: ignore[attr-defined]


def _docxtpl_filler(case: Case) -> Callable[[], bytes]:
    words = words_of(case)
    content = _jinja_template(blank(case.form, LOCALE, Format.DOCX))
    context = {key.replace(".", "__"): word for key, word in words.items()}

    def fill() -> bytes:
        template = docxtpl.DocxTemplate(io.BytesIO(content))
        template.render(context, autoescape=True)
        out = io.BytesIO()
        template.save(out)
        return out.getvalue()

    return fill


def _jinja_template(content: bytes) -> bytes:
    """The blank with `{{ key }}` where answers go, as a docxtpl user would have it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in package.namelist():
            part = package.read(name)
            if name == "word/document.xml":
                root = etree.fromstring(part)
                for control in root.iter(f"{W}sdt"):
                    tag = control.find(f"{W}sdtPr/{W}tag")
                    texts = list(control.iter(f"{W}t"))
                    if tag is not None and texts:
                        texts[0].text = "{{ " + (tag.get(f"{W}val") or "").replace(".", "__") + " }}"
                part = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            copy.writestr(name, part)
    return out.getvalue()


def _openpyxl_filler(case: Case) -> Callable[[], bytes]:
    content = blank(case.form, LOCALE, Format.XLSX)
    values, words = values_of(case), words_of(case)
    book = openpyxl.load_workbook(io.BytesIO(content))
    lists = list_words(book)
    cells = {}
    for key, value in values.items():
        cell = named_cell(book, PREFIX + key)
        offered = lists.get(PREFIX + key)
        given = next(each for each in offered if words[key] in each) if offered else value
        cells[cell.coordinate] = given
    sheet = cell.parent.title

    def fill() -> bytes:
        loaded = openpyxl.load_workbook(io.BytesIO(content))
        for place, given in cells.items():
            loaded[sheet][place] = given
        out = io.BytesIO()
        loaded.save(out)
        return out.getvalue()

    return fill


# --- reading


def _reading(case: Case, folder: Path) -> list[Race]:
    paths = {}
    for format_ in Format:
        paths[format_] = folder / f"{case.name}.{format_}"
        paths[format_].write_bytes(stampable(case.form, LOCALE, format_).fill(values_of(case), COPY))
    named = {
        Format.PDF: ("pypdf get_fields", lambda: pypdf.PdfReader(paths[Format.PDF]).get_fields(), 1.0),
        Format.DOCX: ("python-docx tables", lambda: _walk_tables(paths[Format.DOCX]), 4.0),
        Format.XLSX: ("openpyxl", lambda: _walk_cells(paths[Format.XLSX]), 10.0),
    }
    return [
        Race(
            f"read {case.form} {format_}: {name} / formgen, validation included",
            lambda format_=format_: read_document(PROJECT, paths[format_], DAY),  # type: ignore[misc]
            theirs,
            at_least=least,
            repeat=10,
        )
        for format_, (name, theirs, least) in named.items()
    ]


def _walk_tables(path: Path) -> list[list[list[str]]]:
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in docx.Document(str(path)).tables]


def _walk_cells(path: Path) -> dict[str, object]:
    book = openpyxl.load_workbook(path)
    return {name: named_cell(book, name).value for name in book.defined_names if name.startswith(PREFIX)}


# --- starting


def _help() -> str:
    return _python("-m", "formgen", "--help")


def _import_click() -> str:
    return _python("-c", "import click")


def _python(*arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, *arguments]
    return subprocess.run(command, env=environment, capture_output=True, check=True, encoding="utf-8").stdout


# --- being right before being fast


def check(folder: Path) -> None:
    """Both ways of filling give documents with the same answers, and reading finds them all."""
    assert "extract" in _help()
    for case in cases():
        if not case.name.endswith("-armenian"):
            continue
        values, words = values_of(case), words_of(case)
        pdf = pypdf.PdfReader(io.BytesIO(_pypdf_filler(case)())).get_fields() or {}
        assert {key: _plain(pdf[key].get("/V")) for key in values} == {
            key: "yes" if value is True else shown(value, LOCALE) for key, value in values.items()
        }
        with zipfile.ZipFile(io.BytesIO(_docxtpl_filler(case)())) as package:
            text = "".join(etree.fromstring(package.read("word/document.xml")).itertext())
        assert [word for word in words.values() if word.replace("\n", "") not in text.replace("\n", "")] == []
        book = openpyxl.load_workbook(io.BytesIO(_openpyxl_filler(case)()))
        assert all(named_cell(book, PREFIX + key).value is not None for key in values)
        _reading(case, folder)
        for format_ in Format:
            report = read_document(PROJECT, folder / f"{case.name}.{format_}", DAY)
            assert set(report.answers) == set(values), format_


def _plain(value: object) -> str:
    return str(value).lstrip("/") if isinstance(value, NameObject) else str(value).lstrip("/").replace("\r\n", "\n")

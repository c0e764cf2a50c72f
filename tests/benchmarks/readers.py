"""A filled document -> what each library says stands in it, read as its documentation tells its users to do it.

`read` is what is measured. `told` turns what it gave into words by key, or, where a library knows no keys, into the
texts it found; that is for the judge and not measured.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pdfplumber
import pikepdf
import pypdf
from pdfplumber.utils.pdfinternals import resolve, resolve_and_decode
from pikepdf.form import CheckboxField, Form, TextField

from formgen.model.document import Format
from formgen.pipeline.reading import read_document
from tests.benchmarks.fillers import OURS, states_of
from tests.benchmarks.sample import TICKED, Sample
from tests.clients.spreadsheet import PREFIX, named_cell
from tests.loop import PROJECT

DAY = dt.date(2026, 11, 21)
Told = Mapping[str, str] | Sequence[str]
_NOTHING = {"", "Off", "False", "None", "☐"}


@dataclass(frozen=True, slots=True)
class Reader:
    """One way to read documents of a format; `needs` is the module without which there is none."""

    name: str
    format: Format
    read: Callable[[Path], Any]
    told: Callable[[Any, Sample, Path], Told]
    needs: str


def by_formgen(path: Path) -> Any:
    """Identification, extraction and validation in this very process."""
    return read_document(PROJECT, path, DAY)


def _formgen_told(report: Any, _sample: Sample, _folder: Path) -> Told:
    return {key: answer.written for key, answer in report.answers.items()}


# --- PDF


def by_pypdf(path: Path) -> Any:
    """The fields with their values."""
    return pypdf.PdfReader(path).get_fields()


def _pypdf_told(fields: Any, _sample: Sample, _folder: Path) -> Told:
    return answered({key: field.get("/V") for key, field in fields.items()})


def by_pikepdf(path: Path) -> Any:
    """The values of the fields by name."""
    with pikepdf.open(path) as pdf:
        found: dict[str, Any] = {}
        for key, field in Form(pdf).items():
            if isinstance(field, CheckboxField):
                found[key] = field.checked
            elif hasattr(field, "value"):
                found[key] = field.value if isinstance(field, TextField) else str(field.value or "")
        return found


def _plain_told(found: Any, _sample: Sample, _folder: Path) -> Told:
    return answered(found)


def by_pdfplumber(path: Path) -> Any:
    """The names, titles and values of the fields, as in the section on forms of its manual."""
    found: list[list[Any]] = []
    with pdfplumber.open(path) as pdf:
        for field in resolve(resolve(pdf.doc.catalog["AcroForm"])["Fields"]):
            _plumb(found, field, None)
    return found


def _plumb(found: list[list[Any]], field: Any, prefix: str | None) -> None:
    node = field.resolve()
    name = ".".join(each for each in (prefix, resolve_and_decode(node.get("T"))) if each)
    for kid in node.get("Kids", ()):
        _plumb(found, kid, name)
    if "T" in node or "TU" in node:
        title = resolve_and_decode(node["TU"]) if node.get("TU") else None
        found.append([name, title, resolve_and_decode(node["V"]) if "V" in node else None])


def _pdfplumber_told(found: Any, _sample: Sample, _folder: Path) -> Told:
    return answered({name: value for name, _, value in found})


def by_pypdfform(path: Path) -> Any:
    """The data by full name."""
    from PyPDFForm import PdfWrapper

    return PdfWrapper(str(path), use_full_widget_name=True).data


def _pypdfform_told(found: Any, sample: Sample, folder: Path) -> Told:
    """A group of radio buttons is told by the number of its button, a list by that of its line."""
    states = states_of(sample, folder)
    spelled = {
        key: states[key][value] if key in states and len(states[key]) > 1 and isinstance(value, int) else value
        for key, value in found.items()
    }
    return answered(spelled)


# --- Word and Excel


def by_python_docx(path: Path) -> Any:
    """The texts of all cells of all tables."""
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in docx.Document(str(path)).tables]


def _python_docx_told(tables: Any, _sample: Sample, _folder: Path) -> Told:
    return [cell for table in tables for row in table for cell in row]


def by_openpyxl(path: Path) -> Any:
    """The values of the named cells."""
    book = openpyxl.load_workbook(path)
    return {name: named_cell(book, name).value for name in book.defined_names if name.startswith(PREFIX)}


def _openpyxl_told(found: Any, _sample: Sample, _folder: Path) -> Told:
    return answered({name.removeprefix(PREFIX): value for name, value in found.items()})


def by_calamine(path: Path) -> Any:
    """The values of all cells of the first sheet; it knows no names of cells."""
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()


def _calamine_told(rows: Any, _sample: Sample, _folder: Path) -> Told:
    return [_word(value) for row in rows for value in row]


def answered(found: Mapping[str, Any]) -> Mapping[str, str]:
    """The values of any library that are answers, as words by key."""
    return {key: word for key, value in found.items() if (word := _word(value)) not in _NOTHING}


def _word(value: Any) -> str:
    """A value of any library as a word: names without their slash, a tick as a tick, dates as on the page."""
    if value is True:
        return TICKED
    if isinstance(value, dt.date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(getattr(value, "name", value)).lstrip("/").replace("\r\n", "\n").replace("\r", "\n")


READERS = (
    *(Reader(OURS, format_, by_formgen, _formgen_told, OURS) for format_ in Format),
    Reader("pypdf", Format.PDF, by_pypdf, _pypdf_told, "pypdf"),
    Reader("pdfplumber", Format.PDF, by_pdfplumber, _pdfplumber_told, "pdfplumber"),
    Reader("pikepdf", Format.PDF, by_pikepdf, _plain_told, "pikepdf"),
    Reader("PyPDFForm", Format.PDF, by_pypdfform, _pypdfform_told, "PyPDFForm"),
    Reader("python-docx", Format.DOCX, by_python_docx, _python_docx_told, "docx"),
    Reader("openpyxl", Format.XLSX, by_openpyxl, _openpyxl_told, "openpyxl"),
    Reader("calamine", Format.XLSX, by_calamine, _calamine_told, "python_calamine"),
)

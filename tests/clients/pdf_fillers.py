"""Fill a PDF with the libraries and programs of other people that have no window: each as its manual says."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
import pymupdf
import pypdf
from pikepdf.form import Form
from PyPDFForm import PdfWrapper

from formgen.model.slot import SlotKind
from tests.clients import pdfium, pdfjs, poppler
from tests.clients.entry import CannotFillError, Entry, Fill
from tests.clients.widgets import Widget, places, widgets
from tests.programs import node_module, program

_SCRIPT = Path(__file__).with_name("pdflib_fill.mjs")


def by_mupdf(blank: Path, out: Path, entries: Sequence[Entry]) -> None:
    """MuPDF, through its own Python library: a widget is changed and drawn anew."""
    document = pymupdf.open(blank)
    wanted = {(widget.name, widget.state): entry for entry, widget in places(blank, entries)}
    for page in document:
        for widget in page.widgets():
            state = widget.on_state() if widget.field_type_string in {"CheckBox", "RadioButton"} else None
            entry = wanted.get((widget.field_name, state))
            if entry is not None:
                widget.field_value = True if state is not None else entry.text
                widget.update()
    document.save(out)
    document.close()


def by_pypdf(blank: Path, out: Path, entries: Sequence[Entry]) -> None:
    """Pypdf as its manual says; it draws the fields itself and asks the viewer to do it again."""
    writer = pypdf.PdfWriter(clone_from=blank)
    values = {entry.key: _name(entry) for entry in entries}
    for page in writer.pages:
        writer.update_page_form_field_values(page, values, auto_regenerate=True)
    writer.write(out)


def _name(entry: Entry) -> str:
    if entry.kind is SlotKind.TICK:
        return "/yes"
    is_radio = entry.kind is SlotKind.ONE_OF and entry.code is not None
    return f"/{entry.code}" if is_radio else entry.text


def by_pikepdf(blank: Path, out: Path, entries: Sequence[Entry]) -> None:
    """pikepdf's form fields; it draws no Armenian, and the viewer is asked to."""
    with pikepdf.open(blank) as pdf:
        form = Form(pdf)
        for entry, widget in places(blank, entries):
            field = form[entry.key]
            if entry.kind is SlotKind.TICK:
                field.checked = True
            elif widget.kind == "/Btn":
                field.value = pikepdf.Name(f"/{entry.code}")
            elif widget.kind == "/Ch":
                field.value = entry.code if isinstance(entry.code, str) else entry.text
            else:
                field.value = entry.text
        pdf.Root.AcroForm.NeedAppearances = True
        pdf.save(out)


def by_pdflib(blank: Path, out: Path, entries: Sequence[Entry]) -> None:
    """pdf-lib, with the drawing left to the viewer."""
    kinds = {"/Btn": "radio", "/Ch": "list"}
    job = {
        "module": str(node_module("pdf-lib")),
        "blank": str(blank),
        "out": str(out),
        "entries": [
            {
                "name": entry.key,
                "kind": "tick" if entry.kind is SlotKind.TICK else kinds.get(widget.kind, "text"),
                "value": entry.code if widget.kind == "/Btn" else _shown(entry, widget),
            }
            for entry, widget in places(blank, entries)
        ],
    }
    run([program("node"), str(_SCRIPT)], json.dumps(job).encode())


def _shown(entry: Entry, widget: Widget) -> str:
    return dict(widget.options).get(entry.code or "", entry.text)


def by_pdftk(blank: Path, out: Path, entries: Sequence[Entry]) -> None:
    """pdftk with XFDF; the viewer is asked to draw."""
    data = out.with_suffix(".xfdf")
    data.write_text(_xfdf(places(blank, entries)), encoding="utf-8")
    command = [program("pdftk"), str(blank), "fill_form", str(data), "output", str(out), "need_appearances"]
    run(command)


def _xfdf(found: Sequence[tuple[Entry, Widget]]) -> str:
    """The values as XFDF (ISO 19444-1); a dotted name is a field within a field."""
    tree: dict[str, Any] = {}
    for entry, widget in found:
        node = tree
        *stems, last = entry.key.split(".")
        for stem in stems:
            node = node.setdefault(stem, {})
        node[last] = widget.state if widget.kind == "/Btn" else entry.code if widget.kind == "/Ch" else entry.text
    body = "".join(_field(name, value) for name, value in tree.items())
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><xfdf xmlns="http://ns.adobe.com/xfdf/"><fields>{body}</fields></xfdf>'
    )


def _field(name: str, value: Any) -> str:
    if isinstance(value, Mapping):
        return f'<field name="{name}">{"".join(_field(*each) for each in value.items())}</field>'
    return f'<field name="{name}"><value>{escape(value)}</value></field>'


def by_pypdfform(blank: Path, out: Path, entries: Sequence[Entry]) -> None:
    """PyPDFForm, told to use whole names; radio buttons go by their number."""
    data: dict[str, Any] = {}
    for entry, widget in places(blank, entries):
        if entry.kind is SlotKind.TICK:
            data[entry.key] = True
        elif widget.kind == "/Btn":
            states = [each.state for each in widgets(blank) if each.name == entry.key]
            data[entry.key] = states.index(entry.code)
        else:
            data[entry.key] = _shown(entry, widget)
    PdfWrapper(str(blank), need_appearances=True, use_full_widget_name=True).fill(data).write(str(out))


def run(command: Sequence[str], given: bytes | None = None) -> None:
    """Run a program; CannotFillError with what it says."""
    run = subprocess.run(command, input=given, capture_output=True, check=False, timeout=120)
    if run.returncode != 0:
        raise CannotFillError(run.stderr.decode("utf-8", "replace")[-2000:])


FILLERS: Mapping[str, Fill] = {
    "pdfium": pdfium.fill,
    "pdfjs": pdfjs.fill,
    "poppler": poppler.fill,
    "mupdf": by_mupdf,
    "pypdf": by_pypdf,
    "pikepdf": by_pikepdf,
    "pdflib": by_pdflib,
    "pdftk": by_pdftk,
    "pypdfform": by_pypdfform,
}

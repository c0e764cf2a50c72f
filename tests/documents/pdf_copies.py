"""Filled PDFs of the forms, each with the record that must come back, and how a returned copy is judged."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name

from formgen.generate.filling import filling
from formgen.model.document import Format
from formgen.validate import check_filling
from tests.loop import PROJECT, blank, localized, read, stampable
from tests.roundtrip.cases import Case, cases, expected_record

CASES = {case.name: case for case in cases()}
Nodes = dict[str, pikepdf.Object]
Change = Callable[[pikepdf.Pdf, Nodes], object]


@dataclass(frozen=True)
class Returned:
    """What `extract --json` says of a copy; `told` has codes with fields; ink, which mail lacks, is left out."""

    line: Mapping[str, Any]

    @property
    def status(self) -> str:
        return str(self.line["status"])

    @property
    def record(self) -> Mapping[str, Any]:
        return self.line["record"] or {}

    @cached_property
    def told(self) -> list[tuple[str, str | None]]:
        return [(each["code"], each["field"]) for each in self.line["findings"] if each["code"] != "unsigned"]

    @property
    def codes(self) -> set[str]:
        return {code for code, _ in self.told}

    def message(self, code: str) -> str:
        return str(next(each["message"] for each in self.line["findings"] if each["code"] == code))


@dataclass(frozen=True)
class Copy:
    """A case filled into a form of a locale by formgen."""

    name: str
    locale: str

    @property
    def case(self) -> Case:
        return CASES[self.name]

    @property
    def expected(self) -> Mapping[str, Any]:
        return expected_record(self.case, localized(self.case.form, self.locale).form)

    @property
    def expected_findings(self) -> list[tuple[str, str | None]]:
        return [(code, field) for code, field in self.case.findings]

    def content(self, copy: str | None = None, format_: Format = Format.PDF) -> bytes:
        return _filled(self.name, self.locale, copy, format_)

    @property
    def blank(self) -> bytes:
        return blank(self.case.form, self.locale, Format.PDF)

    def changed(self, change: Change) -> bytes:
        """The copy after a change by another program."""
        with pikepdf.open(io.BytesIO(self.content())) as pdf:
            change(pdf, nodes(pdf))
            return saved(pdf)

    def read(self, content: bytes, folder: Path) -> Returned:
        path = folder / "returned.pdf"
        path.write_bytes(content)
        return Returned(read(path, self.case.received))

    def differences(self, returned: Returned) -> dict[str, tuple[Any, Any]]:
        """What is not as it was filled in, by field: what was, and what came back."""
        expected, record = self.expected, returned.record
        return {key: (value, record.get(key)) for key, value in expected.items() if record.get(key) != value}

    def inventions(self, returned: Returned) -> dict[str, tuple[Any, Any]]:
        """What came back that was never filled in: anything else than the value, or nothing."""
        return {key: pair for key, pair in self.differences(returned).items() if not _is_less(*pair)}


def _is_less(expected: Any, found: Any) -> bool:
    """Whether a value is what was filled in, as far as it is there at all."""
    if found in (None, [], expected):
        return True
    if isinstance(found, list) and isinstance(expected, list):
        return all(any(_is_less(row, each) for row in expected) for each in found)
    if isinstance(found, dict) and isinstance(expected, dict):
        return all(value in (None, expected.get(key)) for key, value in found.items())
    return False


@cache
def _filled(name: str, locale: str, copy: str | None, format_: Format) -> bytes:
    case = CASES[name]
    form = PROJECT.definition(case.form.partition("-")[0])
    record, findings = check_filling({**case.answered, **_variant(case.form)}, PROJECT.shown(form, "en"))
    assert not [each for each in findings if each.severity != "info"], findings
    return stampable(case.form, locale, format_).fill(filling(localized(case.form, locale).form, record), copy)


def _variant(form: str) -> Mapping[str, str]:
    name, _, variant = form.partition("-")
    field = PROJECT.definition(name).variant_field
    return {field: variant} if field and variant else {}


def nodes(pdf: pikepdf.Pdf) -> Nodes:
    """Every field by its full name."""
    found: Nodes = {}
    waiting = [("", each) for each in pdf.Root.AcroForm.Fields]
    while waiting:
        stem, node = waiting.pop()
        if "/T" in node:
            key = f"{stem}.{node.T}".strip(".")
            found[key] = node
            waiting.extend((key, kid) for kid in node.get("/Kids", ()))
    return found


def saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def print_on(pdf: pikepdf.Pdf, page: int, drawing: bytes) -> None:
    """Put something into a page's own content."""
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    pdf.pages[page].Resources.Font["/Other"] = pdf.make_indirect(font)
    pdf.pages[page].contents_add(drawing)


def words(text: str, x: float, y: float) -> bytes:
    return f"BT /Other 9 Tf 0 g {x} {y} Td ({text}) Tj ET".encode()

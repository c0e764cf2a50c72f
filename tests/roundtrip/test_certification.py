"""Certification: at, above and below the benchmark, incomplete, two assessors, a wrong total, a wrong conclusion."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from formgen.generate.filling import filling
from formgen.model.document import Format
from formgen.model.report import Report
from formgen.pipeline.demo.entry import entries
from formgen.pipeline.demo.journey import typist
from formgen.pipeline.reading import read_document
from formgen.validate import check_filling
from tests.loop import PROJECT, ROOT, blank, localized

SAMPLE = json.loads((ROOT / "forms" / "samples" / "certification.jsonl").read_text("utf-8"))
FORM = PROJECT.definition("certification")
ITEMS = [each.id for each in FORM.fields.values() if each.weight is not None and each.combine_with is None]
SECOND = {each.combine_with: each.id for each in FORM.fields.values() if each.combine_with}


def marks(total: int, second: int = 0) -> dict[str, object]:
    """Marks that add up to `total`; the second assessor gives the same, but `second` more for the first shared item."""
    each, more = divmod(total, len(ITEMS))
    given: dict[str, object] = {name: each + (place < more) for place, name in enumerate(reversed(ITEMS))}
    for name, other in SECOND.items():
        given[other] = given[name]
    first = next(iter(SECOND.values()))
    given[first] = int(str(given[first])) + second
    return given


CASES: dict[str, tuple[dict[str, object], str | None, bool | None, list[str]]] = {
    "above": ({**marks(71), "total_score": None}, "71", True, []),
    "at": ({**marks(70), "total_score": 70, "conclusion": "not_certified"}, "70", False, []),
    "at-but-certified": ({**marks(70), "total_score": None}, "70", False, ["conclusion-mismatch"]),
    "below": ({**marks(69), "total_score": None, "conclusion": "not_certified"}, "69", False, []),
    "above-but-refused": (
        {**marks(90), "total_score": None, "conclusion": "not_certified"}, "90", True, ["conclusion-mismatch"],
    ),
    "half-a-mark-above": ({**marks(70, second=1), "total_score": 70.5}, "70.5", True, []),
    "wrong-total": ({**marks(80), "total_score": 81}, "80", True, ["score-mismatch"]),
    "incomplete": (
        {**marks(80), ITEMS[3]: None, "total_score": None, "conclusion": "deferred"}, None, None, ["required"],
    ),
    "incomplete-but-certified": (
        {**marks(80), ITEMS[3]: None, "total_score": None}, None, None, ["conclusion-premature", "required"],
    ),
    "one-assessor-missing": (
        {**marks(80), next(iter(SECOND.values())): None, "total_score": None, "conclusion": "deferred"},
        None, None, ["required"],
    ),
}  # fmt: skip


def read(case: dict[str, object], locale: str, format_: Format, folder: Path) -> Report:
    shown = localized("certification", locale)
    data = {key: value for key, value in {**SAMPLE, **case}.items() if value is not None}
    record, faults = check_filling(data, shown)
    assert not faults
    typed = list(entries(filling(shown.form, record), shown))
    path = folder / f"copy.{format_}"
    path.write_bytes(typist(format_)(blank("certification", locale, format_), typed))
    return read_document(PROJECT, path)


@pytest.mark.parametrize("format_", list(Format))
@pytest.mark.parametrize("name", CASES)
def test_each_is_judged_right(name: str, format_: Format, tmp_path: Path) -> None:
    case, total, passed, codes = CASES[name]
    locale = "hy" if len(name) % 2 else "en"
    report = read(case, locale, format_, tmp_path)
    computed = report.computed
    assert computed["total_score"] == (None if total is None else Decimal(total))
    assert computed["passed"] is passed
    assert computed["complete"] is (total is not None)
    assert sorted(each.code for each in report.findings if each.code != "unsigned") == codes


def test_the_benchmark_is_the_published_one_whatever_the_file_says(tmp_path: Path) -> None:
    import openpyxl

    path = tmp_path / "copy.xlsx"
    read(marks(60), "en", Format.XLSX, tmp_path)
    book = openpyxl.load_workbook(path)
    ((sheet, cell),) = book.defined_names["fg_benchmark"].destinations
    book[sheet][cell.replace("$", "").partition(":")[0]].value = 50
    book.save(path)
    report = read_document(PROJECT, path)
    assert report.computed["passed"] is False
    assert "benchmark-mismatch" in {each.code for each in report.findings}

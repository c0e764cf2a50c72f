"""Certification workbooks: the benchmark a form prints is nobody's answer, and the total the sheet shows is right."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from formgen.document.workbook import option_words
from formgen.generate.filling import filling
from formgen.generate.xlsx import Blank, compile_blank
from formgen.model.catalog import LocalizedForm
from formgen.pipeline.project import Project
from formgen.validate import check_filling
from tests.programs import soffice
from tests.workbooks import COPY, place, read, saved, typed, written

PROJECT = Project(Path(__file__).parents[3])
DEFINITION = PROJECT.definition("certification")
MARKED = [field.id for field in DEFINITION.fields.values() if field.weight is not None]
SECOND = {field.combine_with: field.id for field in DEFINITION.fields.values() if field.combine_with}


@cache
def form(locale: str) -> LocalizedForm:
    return PROJECT.localized(DEFINITION, locale, None)


@cache
def blank(locale: str) -> bytes:
    return compile_blank(form(locale))


def chosen(locale: str, marks: Mapping[str, int]) -> dict[str, object]:
    """The words of the lists for some marks."""
    fields = form(locale).form.fields
    return {
        name: next(
            option_words(form(locale), fields[name], each) for each in fields[name].choices if each.value == mark
        )
        for name, mark in marks.items()
    }


def marks(mark: int) -> dict[str, int]:
    return dict.fromkeys([*MARKED, *SECOND.values()], mark)


def unlocked(content: bytes, key: str, value: object) -> bytes:
    """A workbook in which somebody lifted the protection and wrote in a locked cell."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    title, cell = place(book, key)
    book[title].protection.sheet = False
    book[title][cell.replace("$", "")].value = value
    return saved(book)


# --- the benchmark


@pytest.mark.parametrize("locale", ["hy", "en"])
def test_the_benchmark_a_form_prints_is_no_answer(locale: str) -> None:
    assert written(read(blank(locale), form(locale))) == {}
    assert written(read(typed(blank(locale), {"total_score": 71.5}), form(locale))).keys() == {"total_score"}


@pytest.mark.parametrize(("value", "shown"), [(60, "60"), (70.5, "70,5"), ("70 միավոր", "70 միավոր"), (60.0, "60")])
def test_another_benchmark_is_told(value: object, shown: str) -> None:
    assert written(read(unlocked(blank("hy"), "benchmark", value), form("hy"))) == {"benchmark": shown}


def test_a_benchmark_made_a_formula_is_told() -> None:
    (answer,) = read(unlocked(blank("hy"), "benchmark", "=35*2"), form("hy")).answers.values()
    assert (answer.key, answer.doubt) == ("benchmark", "formula")


@pytest.mark.parametrize("value", [None, 70, 70.0])
def test_a_benchmark_taken_away_or_written_again_is_no_answer(value: object) -> None:
    assert written(read(unlocked(blank("hy"), "benchmark", value), form("hy"))) == {}


def test_a_benchmark_filled_in_is_the_one_printed() -> None:
    content = Blank(blank("hy"), form("hy")).fill({"benchmark": Decimal(70)}, COPY)
    assert read(content, form("hy")).answers == {}


# --- the live total


CASES: dict[str, tuple[dict[str, int], str]] = {
    "all-fives": (marks(5), "100"),
    "all-ones": (marks(1), "20"),
    "two-assessors": ({**marks(4), SECOND["skill_ethics_score"]: 5}, "80.5"),
    "incomplete": ({key: mark for key, mark in marks(4).items() if key != MARKED[3]}, ""),
    "second-missing": ({key: mark for key, mark in marks(4).items() if key != SECOND["skill_ethics_score"]}, ""),
    "none": ({}, ""),
}


@pytest.fixture(scope="module")
def totals(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], str]:
    """What LibreOffice shows beside the label of the total, by case and locale."""
    folder = tmp_path_factory.mktemp("totals")
    paths = []
    for locale in ("hy", "en"):
        for name, (given, _) in CASES.items():
            paths.append(folder / f"{name}.{locale}.xlsx")
            paths[-1].write_bytes(typed(blank(locale), {**chosen(locale, given), "total_score": 33}))
    convert(folder, "csv:Text - txt - csv (StarCalc):44,34,76,1", paths)
    labels = {"hy": "Ընդհանուր միավորը՝ այս թերթի հաշվարկով", "en": "Total, computed by this sheet"}
    shown = {}
    for locale, label in labels.items():
        for name in CASES:
            with (folder / "out" / f"{name}.{locale}.csv").open(encoding="utf-8", newline="") as lines:
                (line,) = [row for row in csv.reader(lines) if label in row]
            shown[name, locale] = "".join(line[line.index(label) + 1 :])
    return shown


def convert(folder: Path, kind: str, paths: list[Path]) -> None:
    profile = (folder / "profile").as_uri()
    command = [soffice(), f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", kind]
    outputs = ["--outdir", str(folder / "out"), *map(str, paths)]
    subprocess.run([*command, *outputs], check=True, capture_output=True, timeout=300)


@pytest.mark.parametrize("locale", ["hy", "en"])
@pytest.mark.parametrize("case", CASES)
def test_the_live_total_follows_the_rule_in_libreoffice(
    totals: dict[tuple[str, str], str], case: str, locale: str
) -> None:
    assert totals[case, locale] == CASES[case][1]


@pytest.mark.parametrize("locale", ["hy", "en"])
def test_a_filled_sample_saved_by_libreoffice_is_read_alike(tmp_path: Path, locale: str) -> None:
    line = (PROJECT.folder / "forms" / "samples" / "certification.jsonl").read_text("utf-8")
    record, found = check_filling(json.loads(line), PROJECT.shown(DEFINITION, "en"), PROJECT.lexicon(DEFINITION))
    assert not found
    source = tmp_path / "sample.xlsx"
    source.write_bytes(Blank(blank(locale), form(locale)).fill(filling(DEFINITION, record), COPY))
    before = read(source.read_bytes(), form(locale))
    assert len(before.answers) > 40
    convert(tmp_path, "xlsx:Calc MS Excel 2007 XML", [source])
    content = (tmp_path / "out" / "sample.xlsx").read_bytes()
    after = read(content, form(locale))
    assert (after.answers, after.findings) == (before.answers, before.findings)
    sheet = openpyxl.load_workbook(io.BytesIO(content), data_only=True).worksheets[0]
    label = "Ընդհանուր միավորը՝ այս թերթի հաշվարկով" if locale == "hy" else "Total, computed by this sheet"
    (row,) = [[cell.value for cell in cells] for cells in sheet.iter_rows() if label in {cell.value for cell in cells}]
    assert [value for value in row if isinstance(value, float | int)] == [79.5]


def test_the_total_shown_is_never_an_answer() -> None:
    content = typed(blank("en"), chosen("en", marks(4)))
    assert read(content, form("en")).answers.keys() == marks(4).keys()

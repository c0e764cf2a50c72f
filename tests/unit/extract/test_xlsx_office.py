"""Workbooks that LibreOffice saved again, as XLSX and by way of ODS, give the same answers; printed, all fits."""

from __future__ import annotations

import datetime as dt
import io
import subprocess
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from formgen.define import load_definition
from formgen.document.opening import OfficePackage
from formgen.generate.filling import Filled
from formgen.generate.xlsx import Blank, compile_blank
from formgen.identify.xlsx import find_stamp
from formgen.model.catalog import LocalizedForm
from formgen.model.document import FoundBy, Stamp
from formgen.model.form import FieldType
from formgen.model.slot import Slot, SlotKind, slots
from formgen.translate import localize, read_catalog
from tests.programs import program, soffice
from tests.workbooks import COPY, SCORED, filled, localized, read, typed, written

ROOT = Path(__file__).parents[3]
TEXT = "Նմուշ «Նաիրի» №5 և ֏ ․ Пример "
ODD = {
    "visitor": "=1+1",
    "number": "007",
    "why": "մեկ\n  երկու & <b>\n\nthree ",
    "share": Decimal("0.1"),
    "day": dt.date(1900, 3, 1),
    "mood": "=odd",
    "seen.garden": True,
    "phone": "+374 91 234567",
    "steps.3.step": "@SUM(A1)",
}


def real(document: str, locale: str) -> LocalizedForm:
    form_id, _, variant = document.partition("-")
    form = load_definition(ROOT / "forms" / f"{form_id}.yaml")
    catalog = read_catalog(ROOT / "locales", locale, ["formgen", form_id])
    return localize(form, catalog, variant or None, {"processor": "Unified Social Service"})


def everything(form: LocalizedForm) -> Mapping[str, Filled]:
    """An answer for every slot a person may fill, as long as its box holds."""
    asked = [slot for slot in slots(form.form) if slot.key not in form.form.printed]
    return {slot.key: answer(slot, number) for number, slot in enumerate(asked) if slot.kind is not SlotKind.SIGNATURE}


def answer(slot: Slot, number: int) -> Filled:
    match slot.kind:
        case SlotKind.TICK:
            return True
        case SlotKind.ONE_OF:
            return slot.field.choices[number % len(slot.field.choices)].code
    match slot.field.type:
        case FieldType.DATE:
            return dt.date(2026, 1, 1) + dt.timedelta(number)
        case FieldType.NUMBER:
            return Decimal(number % 9 + 1)
        case FieldType.PHONE:
            return "+374 91 234567"
        case _:
            return (TEXT * 20)[: slot.field.limits.max_len or 20]


def convert(folder: Path, kind: str, sources: list[Path], out: str) -> dict[str, Path]:
    """LibreOffice's conversion of some files, by their stems."""
    target = folder / out
    target.mkdir()
    profile = (folder / "profile").as_uri()
    command = [soffice(), f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", kind]
    subprocess.run(
        [*command, "--outdir", str(target), *map(str, sources)], check=True, capture_output=True, timeout=300
    )
    return {path.stem: path for path in target.iterdir()}


FORMS = {
    **{f"{form}.{locale}": (form, locale) for form in ("closure", "referral") for locale in ("hy", "en")},
    **{f"{form}.hy": (form, "hy") for form in ("certification", "performance_monitoring")},
    **{f"service_evaluation-{each}.hy": (f"service_evaluation-{each}", "hy") for each in ("client", "provider")},
    "odd": None,
    "marks": None,
}
REAL = [name for name, which in FORMS.items() if which]


def form_of(name: str) -> LocalizedForm:
    which = FORMS[name]
    return real(*which) if which else localized(SCORED) if name == "marks" else localized()


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("originals")
    paths = {}
    for name in FORMS:
        form = form_of(name)
        if name == "odd":
            content = filled(ODD, form)
        elif name == "marks":
            content = typed(compile_blank(form), {"one": "5 – Fine", "two": "4 – Good", "two_again": "3 – Fair"})
        else:
            content = Blank(compile_blank(form), form).fill(everything(form), COPY)
        paths[name] = folder / f"{name}.xlsx"
        paths[name].write_bytes(content)
    return paths


@pytest.fixture(scope="module")
def saved_again(originals: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    folder = tmp_path_factory.mktemp("office")
    direct = convert(folder, "xlsx:Calc MS Excel 2007 XML", list(originals.values()), "xlsx")
    ods = convert(folder, "ods", list(originals.values()), "ods")
    back = convert(folder, "xlsx:Calc MS Excel 2007 XML", list(ods.values()), "back")
    return {(way, name): paths[name] for way, paths in (("xlsx", direct), ("ods", back)) for name in FORMS}


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("way", ["xlsx", "ods"])
def test_saved_again_by_libreoffice_the_answers_are_the_same(
    saved_again: dict[tuple[str, str], Path], originals: dict[str, Path], way: str, name: str
) -> None:
    form = form_of(name)
    before = read(originals[name].read_bytes(), form)
    after = read(saved_again[way, name].read_bytes(), form)
    assert before.answers
    assert after.answers == before.answers
    assert after.findings == before.findings == ()
    assert {each.doubt for each in after.answers.values()} == {None}


@pytest.mark.parametrize("name", REAL)
@pytest.mark.parametrize("way", ["xlsx", "ods"])
def test_saved_again_by_libreoffice_the_stamp_is_the_same(
    saved_again: dict[tuple[str, str], Path], way: str, name: str
) -> None:
    document, locale = name.split(".")
    form, _, variant = document.partition("-")
    found = find_stamp(OfficePackage(saved_again[way, name].read_bytes()))
    assert found == (Stamp(form, "1.0", locale, variant or None, COPY), FoundBy.METADATA)


@pytest.mark.parametrize("name", FORMS)
def test_saved_again_by_openpyxl_the_answers_are_the_same(originals: dict[str, Path], name: str) -> None:
    form = form_of(name)
    content = originals[name].read_bytes()
    assert read(typed(content, {}), form).answers == read(content, form).answers


def test_the_live_total_counts_while_marks_are_given(saved_again: dict[tuple[str, str], Path]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(saved_again["xlsx", "marks"].read_bytes()), data_only=True)
    numbers = [
        cell.value for cells in book["Form"].iter_rows() for cell in cells if isinstance(cell.value, float | int)
    ]
    assert numbers == [5 + 2.5 * (4 + 3) / 2]


@pytest.mark.parametrize("name", REAL)
def test_printed_it_has_no_more_pages_than_the_form_may_and_shows_every_answer(
    originals: dict[str, Path], tmp_path: Path, name: str
) -> None:
    form = form_of(name)
    pages = convert(tmp_path, "pdf", [originals[name]], "pdf")[name]
    text = subprocess.run(
        [program("pdftotext"), "-layout", str(pages), "-"], check=True, capture_output=True, encoding="utf-8"
    ).stdout
    assert 1 <= text.count("\f") <= (form.form.pages_at_most or 0)
    seen = "".join(text.split())
    for slot in slots(form.form):
        if slot.field.type is FieldType.DATE and slot.kind is not SlotKind.SIGNATURE:
            shown = written(read(originals[name].read_bytes(), form))[slot.key]
            assert shown in seen, slot.key
    assert text.count(f"formgen:{form.form.id}:1.0:{form.locale}:{form.variant or '-'}:{COPY}") == text.count("\f")

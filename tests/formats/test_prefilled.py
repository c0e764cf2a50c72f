"""A case that formgen itself fills in: the same record from every copy, valid documents, and answers that are seen."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from formgen.cli.app import run
from formgen.model.document import Format
from formgen.model.form import Field, FieldType
from tests.clients.entry import Entry
from tests.clients.libreoffice import LibreOffice
from tests.clients.spreadsheet import chosen_words
from tests.clients.widgets import widgets
from tests.judges.office_lint import lint
from tests.judges.open_xml import open_xml_errors
from tests.judges.sight import shown_lines, unseen_in_pdf, unseen_in_print
from tests.judges.verapdf import Verapdf
from tests.loop import FORMATS, LOCALES, PROJECT, ROOT, localized, read
from tests.roundtrip.cases import Case, cases, entries, expected_record

Blanks = Callable[[str, str, Format], Path]
Copies = Mapping[tuple[str, str, Format], Path]
DAY = dt.date(2026, 11, 21)
CASES = [pytest.param(case, id=case.name) for case in cases()]


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Copies:
    """Every case in every language and format; which case a copy is of, its case number tells."""
    made = {}
    for sheet in sorted({case.form for case in cases()}):
        of_sheet = {case.answered.get("case_number"): case for case in cases() if case.form == sheet}
        assert len(of_sheet) == sum(case.form == sheet for case in cases())
        form, _, variant = sheet.partition("-")
        asked = PROJECT.definition(form).variant_field
        chosen = {asked: variant} if asked and variant else {}
        out = tmp_path_factory.mktemp(sheet)
        lines = [json.dumps({**case.answered, **chosen}, ensure_ascii=False) for case in of_sheet.values()]
        data = tmp_path_factory.mktemp("data") / "cases.jsonl"
        data.write_text("\n".join(lines), encoding="utf-8")
        assert run(["--project", str(ROOT), "fill", form, "--data", str(data), "--out", str(out)]) == 0
        for path in sorted(out.iterdir()):
            line = read(path, DAY)
            case = of_sheet[line["record"].get("case_number")]
            made[case.name, line["stamp"]["locale"], Format(line["source"]["format"])] = path
    assert len(made) == len(cases()) * len(LOCALES) * len(FORMATS)
    return made


def typed(case: Case, locale: str) -> list[Entry]:
    """The answers as formgen writes them: dates and numbers in their standard form, telephones in the international."""
    form = localized(case.form, locale)
    phones = {key: str(case.answered[key]) for key, field in form.form.fields.items() if _is_phone(case, field)}
    return entries(replace(case, typed=phones), form)


def _is_phone(case: Case, field: Field) -> bool:
    return field.type is FieldType.PHONE and case.answered.get(field.id) is not None


@pytest.mark.parametrize("case", CASES)
def test_one_case_is_one_record(case: Case, copies: Copies) -> None:
    """Six documents, one record, one copy id; nothing but missing signatures is found."""
    wanted = expected_record(case, localized(case.form, "hy").form)
    numbers = set()
    for locale in LOCALES:
        for format_ in FORMATS:
            line = read(copies[case.name, locale, format_], case.received)
            assert line["record"] == wanted, (locale, format_)
            found = [(each["code"], each["field"]) for each in line["findings"] if each["code"] != "unsigned"]
            assert found == list(case.findings), (locale, format_)
            sheet = "-".join(each for each in (line["stamp"]["form"], line["stamp"]["variant"]) if each)
            assert (sheet, line["stamp"]["locale"]) == (case.form, locale)
            assert set(line["answers"]) == {entry.key for entry in typed(case, locale)}
            numbers.add(line["stamp"]["copy"])
    assert len(numbers) == 1
    assert numbers != {None}


def test_prefilled_pdfs_are_accessible(copies: Copies, verapdf: Verapdf) -> None:
    """PDF/UA-1, as veraPDF judges."""
    judged = {path.name: verapdf.failures(path) for (_, _, format_), path in copies.items() if format_ is Format.PDF}
    assert len(judged) == len(cases()) * len(LOCALES)
    assert {name: failures for name, failures in judged.items() if failures} == {}


def test_prefilled_office_documents_are_valid(copies: Copies) -> None:
    """Nothing the Open XML SDK or our lint finds."""
    paths = [path for (_, _, format_), path in copies.items() if format_ is not Format.PDF]
    assert {path.name: faults for path in paths if (faults := lint(path))} == {}
    assert {path.name: errors for path, errors in open_xml_errors(paths).items() if errors} == {}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("case", CASES)
def test_prefilled_answers_are_seen(
    case: Case, locale: str, copies: Copies, blanks: Blanks, office: Callable[[], LibreOffice], tmp_path: Path
) -> None:
    """Each answer stands on the page of its copy, in every format."""
    given = typed(case, locale)
    pdf = blanks(case.form, locale, Format.PDF)
    assert unseen_in_pdf(pdf, copies[case.name, locale, Format.PDF], given) == []
    for format_ in (Format.DOCX, Format.XLSX):
        blank, copy = blanks(case.form, locale, format_), copies[case.name, locale, format_]
        words = chosen_words(blank, given) if format_ is Format.XLSX else {}
        shown = _with_either_mark(given) if format_ is Format.XLSX else given
        office().save(blank, tmp_path / "blank.pdf")
        office().save(copy, tmp_path / f"{format_}.pdf")
        assert unseen_in_print(tmp_path / "blank.pdf", tmp_path / f"{format_}.pdf", shown_lines(shown, words)) == []


def _with_either_mark(given: list[Entry]) -> list[Entry]:
    """A number in a cell is shown with the decimal mark of the program's own locale."""
    return [replace(each, standard=each.text.replace(",", ".")) if _is_decimal(each.text) else each for each in given]


def _is_decimal(text: str) -> bool:
    whole, mark, rest = text.partition(",")
    return bool(mark) and whole.isdecimal() and rest.isdecimal()


def test_filling_moves_nothing(copies: Copies, blanks: Blanks) -> None:
    """The widgets of a prefilled PDF stand where those of its blank do: nothing is laid out again."""
    for case in cases():
        for locale in LOCALES:
            places = [(each.name, each.page, each.box) for each in widgets(blanks(case.form, locale, Format.PDF))]
            copy = copies[case.name, locale, Format.PDF]
            assert [(each.name, each.page, each.box) for each in widgets(copy)] == places

"""Every form of the instructions as a Word document: sound, filled and read again, also after LibreOffice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree

from formgen.cli.app import run
from formgen.generate.docx.markup import w
from formgen.generate.docx.rows import WIDTH
from formgen.generate.package import read_parts
from formgen.model.record import Record
from formgen.pipeline.reading import read_document
from tests.clients.conversion import converted
from tests.forms import RECEIVED
from tests.judges.office_lint import lint
from tests.judges.open_xml import open_xml_errors
from tests.loop import PROJECT, ROOT

FORMS = ("referral", "closure", "service_evaluation", "certification", "performance_monitoring")
DOCUMENTS = 18
SAMPLES = {form: ROOT / "forms" / "samples" / f"{form}.jsonl" for form in FORMS}


@pytest.fixture(scope="module")
def blanks(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    out = tmp_path_factory.mktemp("blanks")
    assert run(["--project", str(ROOT), "generate", *FORMS, "--format", "docx", "--out", str(out)]) == 0
    return sorted(out.iterdir())


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    out = tmp_path_factory.mktemp("filled")
    for form, sample in SAMPLES.items():
        command = ["--project", str(ROOT), "fill", form, "--data", str(sample), "--format", "docx", "--out", str(out)]
        assert run(command) == 0
    return sorted(out.iterdir())


def test_validators_find_nothing_in_blanks_and_filled_copies(blanks: list[Path], filled: list[Path]) -> None:
    records = sum(len(sample.read_text(encoding="utf-8").splitlines()) for sample in SAMPLES.values())
    assert (len(blanks), len(filled)) == (DOCUMENTS, 2 * records)
    assert {path.name: lint(path) for path in (*blanks, *filled)} == {path.name: [] for path in (*blanks, *filled)}
    errors = open_xml_errors([*blanks, *filled])
    assert {path.name: found for path, found in errors.items() if found} == {}


def test_every_row_fills_the_page_from_margin_to_margin(blanks: list[Path]) -> None:
    for path in blanks:
        root = etree.fromstring(read_parts(path.read_bytes())["word/document.xml"])
        for table in root.iter(w("tbl")):
            grid = [int(column.get(w("w"), "0")) for column in table.iterfind(f"{w('tblGrid')}/{w('gridCol')}")]
            assert sum(grid) == WIDTH
            for row in table.iterfind(w("tr")):
                spans = [cell.find(f"{w('tcPr')}/{w('gridSpan')}") for cell in row.findall(w("tc"))]
                assert sum(1 if span is None else int(span.get(w("val"), "1")) for span in spans) == len(grid)


def test_a_blank_has_nothing_in_its_record(blanks: list[Path]) -> None:
    for path in blanks:
        report = read_document(PROJECT, path, RECEIVED)
        assert [each.code for each in report.findings] == ["blank"], path.name


@pytest.mark.parametrize("locale", ["hy", "en"])
def test_the_benchmark_is_printed_locked_and_no_answer(blanks: list[Path], filled: list[Path], locale: str) -> None:
    form = PROJECT.definition("certification")
    assert form.scoring is not None
    name = form.scoring.benchmark_field
    for path in (*blanks, *filled):
        if path.name.startswith("certification") and path.name.endswith(f".{locale}.docx"):
            root = etree.fromstring(read_parts(path.read_bytes())["word/document.xml"])
            (tag,) = (each for each in root.iter(w("tag")) if each.get(w("val")) == name)
            control = next(tag.iterancestors(w("sdt")))
            lock = control.find(f"{w('sdtPr')}/{w('lock')}")
            assert lock is not None
            assert lock.get(w("val")) == "sdtContentLocked"
            assert "".join(text.text or "" for text in control.iter(w("t"))) == f"{form.scoring.benchmark:f}"
            report = read_document(PROJECT, path, RECEIVED)
            assert name not in report.answers


def record(path: Path) -> Record:
    report = read_document(PROJECT, path, RECEIVED)
    assert report.record is not None
    assert not [each for each in report.findings if each.code in {"place-missing", "outside-answer"}]
    return report.record


def test_both_languages_give_the_record_that_was_filled_in(filled: list[Path]) -> None:
    for english in (path for path in filled if path.name.endswith(".en.docx")):
        armenian = english.with_name(english.name.replace(".en.", ".hy."))
        assert record(armenian) == record(english)
    given = json.loads(SAMPLES["certification"].read_text(encoding="utf-8").splitlines()[0])
    given = given.get("record", given)
    read = record(next(path for path in filled if path.name.startswith("certification"))).values
    plain = {key: value for key, value in given.items() if isinstance(value, bool | int | str)}
    assert plain
    same = {key: value for key, value in plain.items() if isinstance(read[key], str | int)}
    assert {key: read[key] for key in same} == same


@pytest.mark.parametrize("name", ["certification", "service_evaluation-client"])
@pytest.mark.parametrize("locale", ["hy", "en"])
def test_libreoffice_may_save_a_copy_as_docx_or_by_way_of_odt(
    filled: list[Path], tmp_path: Path, name: str, locale: str
) -> None:
    path = next(each for each in filled if each.name.startswith(name) and each.name.endswith(f".{locale}.docx"))
    before = record(path)
    saved = converted(path, "docx", tmp_path / "saved")
    assert record(saved) == before
    odt = converted(path, "odt", tmp_path / "odt")
    assert record(converted(odt, "docx", tmp_path / "again")) == before

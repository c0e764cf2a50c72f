"""What is exported is what the store holds, judged by the programs people open it with."""

from __future__ import annotations

import csv
import datetime as dt
import json
import stat
import sys
import tracemalloc
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell import Cell
from openpyxl.utils.escape import unescape

from formgen.model.document import Stamp
from formgen.model.form import Privacy
from formgen.pipeline.exporting import Exported, ExportFormat, Order, export
from formgen.pipeline.exporting.parts import Parts
from formgen.pipeline.exporting.sinks import SINKS
from formgen.pipeline.project import Project
from formgen.report.export.columns import Entry, Wanted
from formgen.report.export.text import guarded
from formgen.store.codec import typed_record
from formgen.store.opening import Store
from formgen.store.records import Query, find
from tests.clients.libreoffice import LibreOffice
from tests.forms import PROJECT, RECEIVED
from tests.judges.open_xml import open_xml_errors
from tests.stored import new_store, put

HOSTILE = {
    "case_number": "00123",
    "client_name": "=1+1",
    "cm_name": "+37491234567",
    "case_opened": "2025-11-21",
    "case_closed": "2026-10-05",
    "closure_reason": "plan_complete",
    "additional_reasons": ["concerns_resolved"],
    "closure_details": "Ծրագիրն ավարտված է՝ «Օրինակ» և № 5։\n=cmd|'/c calc'!A0\n\tմյուս, տողը; \"մեջբերում\"",
    "progress_summary": "@SUM(1;2)",
    "client_contact": "-2+3 _x0041_ <&>",
    "client_involved": True,
    "supervisor_assessment_score": 5,
    "goals": [{"goal": '=HYPERLINK("x")', "result": "reached"}, {"goal": "007", "result": "partly"}],
    "services_summary": [{"service": "1E5", "provider": "12/05", "from": "2025-12-01", "to": None, "result": None}],
}
PLAIN = {"case_number": "ԵՐ-2026-00777", "client_name": "Նմուշյան Նմուշ", "case_closed": "1899-12-31"}
MARKS = {"cm_name": "Վարողյան Նմուշ", "form_date": "2026-11-01"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = new_store(tmp_path_factory.mktemp("store"))
    put(made, Stamp("closure", "1.0", "hy"), HOSTILE)
    put(made, Stamp("closure", "1.0", "en"), PLAIN)
    put(made, Stamp("certification", "1.0", "hy"), MARKS)
    referral = {"referral_number": "ՆՄ-1", "client_surname": "Նմուշյան", "vulnerability_status": ["disability"]}
    put(made, Stamp("referral", "1.0", "hy"), {**referral, "family_situation": "Նմուշ"})
    return made


def exported(store: Store, out: Path, format_: ExportFormat, *, labels: str | None = None, **how: object) -> Exported:
    query, wanted = how.get("query", Query()), how.get("wanted", Wanted())
    assert isinstance(query, Query)
    assert isinstance(wanted, Wanted)
    return export(Project(PROJECT), store, out, Order(format_, query, wanted, labels, "hy"))


def kept(store: Store, form: str) -> list[Mapping[str, object]]:
    with store.read() as connection:
        return [each.revision.values for each in find(connection, Query(forms=(form,)))]


def in_columns(values: Mapping[str, object], columns: list[str]) -> Iterator[tuple[str, object]]:
    """What a record holds under the keys of an export."""
    for name in columns:
        head, _, rest = name.partition(".")
        value = values.get(head)
        if isinstance(value, list):
            yield name, (rest in value if value else None)
        elif head in values and not rest:
            yield name, value


def values_of(row: Sequence[Cell]) -> list[object]:
    return [unescape(cell.value) if isinstance(cell.value, str) else cell.value for cell in row]


def read_csv(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def said(value: object) -> str:
    return "" if value is None else json.dumps(value) if isinstance(value, bool) else str(value)


def test_the_csv_for_programs_is_exact(store: Store, tmp_path: Path) -> None:
    exported(store, tmp_path, ExportFormat.CSV)
    heads, *rows = read_csv(tmp_path / "closure.csv")
    for row, values in zip(rows, kept(store, "closure"), strict=True):
        found = dict(zip(heads, row, strict=True))
        expected = dict(in_columns(values, heads))
        assert {name: found[name] for name in expected} == {name: said(value) for name, value in expected.items()}
    assert rows[0][heads.index("client_name")] == "=1+1"
    heads, *rows = read_csv(tmp_path / "closure.goals.csv")
    number = read_csv(tmp_path / "closure.csv")[1][0]
    goals = kept(store, "closure")[0]["goals"]
    assert isinstance(goals, list)
    expected = [[number, str(place), each["goal"], each["result"]] for place, each in enumerate(goals, start=1)]
    assert [list(row) for row in rows] == expected


def test_duckdb_reads_the_csv(store: Store, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    exported(store, tmp_path, ExportFormat.CSV)
    table = duckdb.read_csv(str(tmp_path / "closure.csv"), all_varchar=True, header=True)
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.fetchall()]
    for row, values in zip(rows, kept(store, "closure"), strict=True):
        for name, value in in_columns(values, table.columns):
            assert (row[name] or "") == said(value), name


def test_pandas_reads_the_workbook_typed(store: Store, tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    exported(store, tmp_path / "a.xlsx", ExportFormat.XLSX)
    frame = pandas.read_excel(
        tmp_path / "a.xlsx", sheet_name="closure", dtype=object, keep_default_na=False, engine="openpyxl"
    )
    # What Excel reads as `_x0041_` stands escaped in the file, and openpyxl leaves it so in a text of its cell.
    frame = frame.map(lambda cell: unescape(cell) if isinstance(cell, str) else cell)
    for (_, row), values in zip(frame.iterrows(), kept(store, "closure"), strict=True):
        for name, value in in_columns(values, list(frame.columns)):
            is_day = name in {"case_opened", "case_closed", "client_birth_date"} and value
            day = dt.datetime.fromisoformat(str(value)) if is_day else None
            # A day before March 1900 is a text: no sheet can hold it.
            wanted = value if day is None or day.year < 1900 else day
            assert row[name] == ("" if wanted is None else wanted), name
            assert type(row[name]) is not float


def test_the_workbook_is_valid_and_never_computes(
    store: Store, tmp_path: Path, office: Callable[[], LibreOffice]
) -> None:
    path, resaved = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    exported(store, path, ExportFormat.XLSX)
    assert open_xml_errors([path])[path] == []
    office().save(path, resaved)
    for name in ("closure", "closure.goals", "closure.services_summary", "codes"):
        ours, theirs = (openpyxl.load_workbook(each)[name] for each in (path, resaved))
        for row, again in zip(map(values_of, ours), theirs.values, strict=True):
            # LibreOffice writes its truth values as formulas.
            plain = [{"=TRUE()": True, "=FALSE()": False}.get(str(value), value) for value in again]
            assert [pair for pair in zip(row, plain, strict=True) if pair[0] != pair[1]] == []
        assert all(cell.data_type != "f" for row in ours for cell in row)
    heads = {cell.value: cell.column for cell in openpyxl.load_workbook(path)["closure"][1]}
    cell = openpyxl.load_workbook(path)["closure"].cell(2, heads["case_number"])
    assert (cell.value, cell.number_format, cell.quotePrefix) == ("00123", "@", True)


@pytest.mark.parametrize(
    ("format_", "labels"), [(ExportFormat.CSV, None), (ExportFormat.EXCEL_CSV, "hy"), (ExportFormat.XLSX, "hy")]
)
def test_frictionless_finds_the_package_valid(
    store: Store, tmp_path: Path, format_: ExportFormat, labels: str | None
) -> None:
    frictionless = pytest.importorskip("frictionless")
    exported(store, tmp_path, format_, labels=labels)
    report = frictionless.Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["resourceName", "rowNumber", "fieldName", "type", "note"])[:5]
    package = frictionless.Package(str(tmp_path / "datapackage.json"))
    assert {each.name: len(each.read_rows()) for each in package.resources} == {
        "certification": 1,
        "closure": 2,
        "closure.goals": 2,
        "closure.services_summary": 1,
        "referral": 1,
        "referral.measures_table": 0,
    }


def test_lines_have_the_records_of_the_contract_and_keep_their_schema(store: Store, tmp_path: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    exported(store, tmp_path, ExportFormat.JSONL)
    lines = (tmp_path / "closure.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    assert [json.loads(line)["record"] for line in lines] == kept(store, "closure")
    for form in ("closure", "certification", "referral"):
        schema = json.loads((tmp_path / f"{form}.schema.json").read_text(encoding="utf-8"))
        judge = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
        for line in (tmp_path / f"{form}.jsonl").read_text(encoding="utf-8").split("\n")[:-1]:
            judge.validate(json.loads(line))
            wrong = json.loads(line)
            wrong["record"]["nobody_asked"] = 1
            assert not judge.is_valid(wrong)


def test_the_csv_for_excel_runs_nothing_and_keeps_what_looks_like_a_number(store: Store, tmp_path: Path) -> None:
    exported(store, tmp_path, ExportFormat.EXCEL_CSV)
    content = (tmp_path / "closure.csv").read_bytes()
    assert content.startswith("\ufeff".encode())
    rows = list(csv.reader(content.decode("utf-8-sig").splitlines(keepends=True), delimiter=";"))
    found = dict(zip(rows[0], rows[1], strict=True))
    assert (found["client_name"], found["case_number"]) == ("'=1+1", "'00123")
    assert found["closure_details"] == HOSTILE["closure_details"]
    assert not any(cell[:1] in "=+-@\t\r" for row in rows for cell in row if cell)


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\ta", "\ra", "＝1", "007", "1E5", "12/05", "2026-2", "'x"])
def test_what_excel_would_run_or_change_is_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Նմուշ", "ԵՐ-2026-1", "a=1", "E", "«=1»", "", "№ 5"])
def test_a_plain_text_is_not(text: str) -> None:
    assert guarded(text) == text


def test_protected_answers_are_asked_for(store: Store, tmp_path: Path) -> None:
    def heads(folder: str, wanted: Wanted) -> set[str]:
        made = exported(store, tmp_path / folder, ExportFormat.CSV, query=Query(forms=("referral",)), wanted=wanted)
        assert made.counts == {"referral": 1}
        return set(read_csv(tmp_path / folder / "referral.csv")[0])

    protected = {"family_situation", "vulnerability_status.disability", "displacement_status"}
    usual, all_of_them = heads("usual", Wanted()), heads("all", Wanted(frozenset()))
    anonymous = heads("anonymous", Wanted(frozenset({Privacy.PERSONAL, Privacy.SPECIAL, Privacy.STAFF})))
    assert not usual & protected
    assert protected <= all_of_them
    assert usual <= all_of_them
    assert "client_surname" in usual
    assert "client_surname" not in anonymous
    text = "".join(path.read_text(encoding="utf-8-sig") for path in (tmp_path / "anonymous").iterdir())
    assert "Նմուշ" not in text


def test_labels_take_the_place_of_codes(store: Store, tmp_path: Path) -> None:
    exported(store, tmp_path, ExportFormat.CSV, labels="hy", query=Query(forms=("closure",)))
    heads, row, _ = read_csv(tmp_path / "closure.csv")
    form = Project(PROJECT).shown(Project(PROJECT).definition("closure"), "hy")
    field = form.form.fields["closure_reason"]
    name = f"{form.form.numbers['closure_reason']} {form.text(field.label)}"
    label = next(form.text(choice.label) for choice in field.choices if choice.code == "plan_complete")
    assert row[heads.index(name)] == label
    assert len(set(heads)) == len(heads)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_the_files_are_their_owners(store: Store, tmp_path: Path) -> None:
    for path in exported(store, tmp_path, ExportFormat.XLSX).paths:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {path.name for path in tmp_path.iterdir()} >= {"records.xlsx", "datapackage.json"}
    assert not [path for path in tmp_path.iterdir() if path.suffix == ".part"]


def test_a_failed_export_leaves_the_earlier_one(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exported(store, tmp_path, ExportFormat.CSV)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    monkeypatch.setattr("formgen.pipeline.exporting.sinks.record_line", lambda *_: 1 / 0)
    monkeypatch.setattr("formgen.report.export.text.line", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        exported(store, tmp_path, ExportFormat.CSV)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_memory_does_not_grow_with_the_records(store: Store, tmp_path: Path) -> None:
    project, peaks = Project(PROJECT), []
    form = project.definition("closure")
    record = typed_record(kept(store, "closure")[0], form)
    stamp = Stamp("closure", "1.0", "hy")
    for count in (30, 600):
        with Parts(tmp_path) as parts:
            sink = SINKS[ExportFormat.XLSX](project, Order(ExportFormat.XLSX, Query(), Wanted()), parts, str(count))
            tracemalloc.start()
            for number in range(count):
                sink.add(form, Entry(str(number), stamp, "accepted", RECEIVED, 1, 0, record, {}))
            sink.finish(Exported())
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
            sink.close()
    # The sheet itself is four megabytes.
    assert peaks[1] < peaks[0] + 2_000_000

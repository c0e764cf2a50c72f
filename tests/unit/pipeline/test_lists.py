"""A list of a thousand clients becomes a thousand documents; its faults are named before anything is written."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import openpyxl
import pikepdf
import pytest

from formgen.cli.app import run
from formgen.pipeline.project import Project
from formgen.pipeline.reading import read_document

ROOT = Path(__file__).parents[3]
HEADINGS = [
    "Դեպքի համարը",
    "Շահառուի ազգանունը, անունը, հայրանունը",
    "Շահառուի ծննդյան ամսաթիվը",
    "Շահառուի հեռախոսահամարը",
    "Փակման հիմնական պատճառը",
    "Լրացուցիչ պատճառներ (եթե կան)",
    "Շահառուն մասնակցե՞լ է դեպքը փակելու որոշման կայացմանը։",
]
CLIENTS = 1000
FAULTS = {
    12: ("Շահառուի ծննդյան ամսաթիվը", "32.13.1990"),
    130: ("Շահառուի հեռախոսահամարը", "հեռախոս չկա"),
    431: ("Փակման հիմնական պատճառը", "Արձակուրդ"),
    777: ("Դեպքի համարը", "Ա" * 31),
    1001: ("Շահառուն մասնակցե՞լ է դեպքը փակելու որոշման կայացմանը։", "գուցե"),
}


def row(number: int) -> list[object]:
    return [
        f"ԵՐ-{number:05}",
        f"Նմուշյան Նմուշ {number}",
        dt.datetime(1950 + number % 50, 1 + number % 12, 1 + number % 28),  # noqa: DTZ001
        f"091{number:06}",
        ("Մահ", "Միգրացիա", "Case transferred")[number % 3],
        "Միգրացիա; Այլ" if number % 2 else None,
        "Այո" if number % 2 else "no",
    ]


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("list") / "clients.xlsx"
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet("Շահառուներ")
    page.append(HEADINGS)
    for number in range(2, CLIENTS + 2):
        values = row(number)
        if number in FAULTS:
            heading, value = FAULTS[number]
            values[HEADINGS.index(heading)] = value
        page.append(values)
    book.save(path)
    return path


def test_a_thousand_clients(sheet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    arguments = ["fill", "closure", "--data", str(sheet), "--locale", "hy", "--format", "xlsx", "--out", str(out)]
    assert run(["--project", str(ROOT), *arguments]) == 1
    told = capsys.readouterr().err.splitlines()
    for (number, (heading, _)), line in zip(FAULTS.items(), told, strict=False):
        assert line.startswith(f"row {number}, column “{heading}”")
    assert len(list(out.iterdir())) == CLIENTS - len(FAULTS)
    project = Project(ROOT)
    for number in (2, 500, 1000):
        name = next(path for path in out.iterdir() if read_case(project, path) == f"ԵՐ-{number:05}")
        record = read_document(project, name).record
        assert record is not None
        assert record.values["client_birth_date"] == row(number)[2].date()  # type: ignore[attr-defined]
        assert record.values["closure_reason"] == ("death", "migration", "transferred")[number % 3]
        assert record.values["additional_reasons"] == (("migration", "other") if number % 2 else ())
        assert record.values["client_involved"] is bool(number % 2)


def read_case(project: Project, path: Path) -> object:
    record = read_document(project, path).record
    return record.values["case_number"] if record else None


def test_an_unknown_column_stops_everything_before_a_file_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, out = tmp_path / "list.csv", tmp_path / "out"
    data.write_text("case_numbr;client_name\nA-1;Sample\n", encoding="utf-8-sig")
    assert run(["--project", str(ROOT), "fill", "closure", "--data", str(data), "--out", str(out)]) == 1
    assert "“case_number”" in capsys.readouterr().err
    assert not out.exists()


def test_numbers_are_given_and_one_file_is_printed(tmp_path: Path) -> None:
    (tmp_path / "formgen.toml").write_text('[centre]\nnumber_prefix = "ՇԻ"\n', encoding="utf-8")
    data = tmp_path / "list.jsonl"
    records = [
        {"case_number": f"A-{n}", "referral_number": "X-7"} if n == 2 else {"case_number": f"A-{n}"} for n in range(3)
    ]
    data.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    out, prints = tmp_path / "out", [tmp_path / "all.pdf", tmp_path / "again.pdf"]
    arguments = ["fill", "referral", "--data", str(data), "--locale", "en", "--format", "pdf", "--out", str(out)]
    for each in prints:
        assert run(["--project", str(tmp_path), *arguments, "--merge", str(each)]) == 0
    year = dt.datetime.now(dt.timezone(dt.timedelta(hours=4))).year
    assert sorted(path.name for path in out.iterdir()) == [
        "referral-1.0-X-7.en.pdf",
        f"referral-1.0-ՇԻ-{year}-0001.en.pdf",
        f"referral-1.0-ՇԻ-{year}-0002.en.pdf",
    ]
    assert prints[0].read_bytes() == prints[1].read_bytes()
    with pikepdf.open(prints[0]) as merged:
        assert len(merged.pages) == 9
        assert "/AcroForm" not in merged.Root


def test_the_print_replaces_no_file_unasked_and_never_the_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, out, there = tmp_path / "list.csv", tmp_path / "out", tmp_path / "there.pdf"
    data.write_text("referral_number\nR-1\n", encoding="utf-8")
    there.write_bytes(b"mine")
    before = data.read_bytes()
    fill = ["--ui-locale", "en", "fill", "referral", "--data", str(data), "--locale", "en", "--out", str(out)]
    for options, told in (
        (["--merge", str(there)], "there.pdf is there already"),
        (["--merge", str(data)], "list.csv is the list itself"),
        (["--merge", str(data), "--overwrite"], "list.csv is the list itself"),
        (["--merge", str(tmp_path / "all.pdf"), "--format", "docx"], "add --format pdf"),
    ):
        assert run([*fill, *options]) == 2
        assert told in capsys.readouterr().err
        assert not out.exists()
    assert (data.read_bytes(), there.read_bytes()) == (before, b"mine")
    assert run([*fill, "--merge", str(there), "--format", "pdf", "--overwrite"]) == 0
    assert there.read_bytes().startswith(b"%PDF-")


def test_nothing_is_overwritten_silently(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, out = tmp_path / "one.json", tmp_path / "out"
    arguments = ["fill", "referral", "--data", str(data), "--locale", "en", "--format", "xlsx", "--out", str(out)]
    project = ["--project", str(ROOT)]
    data.write_text('{"referral_number": "R-1", "case_number": "A-1"}', encoding="utf-8")
    assert run([*project, *arguments]) == 0
    (made,) = out.iterdir()
    before = made.read_bytes()
    data.write_text('{"referral_number": "R-1", "case_number": "A-2"}', encoding="utf-8")
    assert run([*project, *arguments]) == 1
    assert made.read_bytes() == before
    assert "R-1" in capsys.readouterr().err
    assert run([*project, *arguments, "--overwrite"]) == 0
    assert made.read_bytes() != before


def test_two_records_of_one_number_are_told_before_anything_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, out = tmp_path / "list.csv", tmp_path / "out"
    data.write_text("referral_number,client_surname\nR-1,X\nR-1,Y\nR-2,Z\n", encoding="utf-8")
    arguments = ["fill", "referral", "--data", str(data), "--locale", "en", "--format", "xlsx", "--out", str(out)]
    assert run(["--project", str(ROOT), *arguments, "--overwrite"]) == 1
    assert "row 3" in capsys.readouterr().err
    assert sorted(path.name for path in out.iterdir()) == ["referral-1.0-R-1.en.xlsx", "referral-1.0-R-2.en.xlsx"]


def test_two_numbers_that_name_one_file_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    year = dt.datetime.now(dt.timezone(dt.timedelta(hours=4))).year
    (tmp_path / "formgen.toml").write_text('[centre]\nnumber_prefix = "ՆՄ"\n', encoding="utf-8")
    data, out = tmp_path / "list.csv", tmp_path / "out"
    numbers = ["Ա-1", "Ա/1", "ա-1", "", f"ՆՄ/{year}/0001", "Ա-1"]
    rows = [f"{number},{surname}" for number, surname in zip(numbers, "VWXYZV", strict=True)]
    data.write_text("\n".join(["referral_number,client_surname", *rows]), encoding="utf-8")
    arguments = ["fill", "referral", "--data", str(data), "--locale", "en", "--format", "xlsx", "--out", str(out)]
    assert run(["--ui-locale", "en", "--project", str(tmp_path), *arguments, "--overwrite"]) == 1
    told = [line for line in capsys.readouterr().err.splitlines() if "another record" in line]
    assert [line.partition(",")[0] for line in told] == ["row 3", "row 4", "row 6"]
    assert "at 2, has the number Ա/1 (Ա-1) as well" in told[0]
    assert sorted(path.name for path in out.iterdir()) == [
        "referral-1.0-Ա-1.en.xlsx",
        f"referral-1.0-ՆՄ-{year}-0001.en.xlsx",
    ]


@pytest.mark.parametrize("content", [b"", b"referral_number\n", b"[]"])
def test_data_without_a_record_is_told(content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "data"
    data.write_bytes(content)
    assert run(["--project", str(ROOT), "fill", "referral", "--data", str(data), "--out", str(tmp_path)]) == 1
    assert "no record" in capsys.readouterr().err


def test_lines_of_another_form_are_told_and_fill_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = {"source": {"path": "a.pdf"}, "stamp": {"form": "referral"}, "record": {"case_number": "ԵՐ-1"}}
    data = tmp_path / "lines.jsonl"
    data.write_text(json.dumps(made), encoding="utf-8")
    out = tmp_path / "out"
    assert (
        run(["--ui-locale", "en", "--project", str(ROOT), "fill", "closure", "--data", str(data), "--out", str(out)])
        == 1
    )
    assert "referral" in capsys.readouterr().err
    assert not out.exists()


def test_unknown_columns_and_faulty_rows_are_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = ["case_number,case_clsed,birth_date,Foo,client_involved", '"1","","","a\nb",', "2,,,,perhaps"]
    rows[0] = rows[0].replace("birth_date", "case_opened")
    (tmp_path / "list.csv").write_text("\n".join([*rows, "3,,31.02.2026,,no,stray"]), encoding="utf-8")
    out = tmp_path / "out"
    command = ["--ui-locale", "en", "--project", str(tmp_path), "fill", "closure", "--data", str(tmp_path / "list.csv")]
    (tmp_path / "formgen.toml").write_text('[centre]\nnumber_prefix = "X"\n', encoding="utf-8")
    assert run([*command, "--out", str(out)]) == 1
    told = capsys.readouterr().err
    assert "Did you mean “case_closed”?" in told
    assert "“Foo” is not a question of the form." in told
    assert "row 3, column “client_involved”: " in told
    assert "row 4: " in told
    assert not out.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["formgen.toml", "list.csv"]


def test_rows_whose_variant_may_stand_in_an_unknown_column_are_not_told_for_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("respondent_grp,service_name\nclient,x\n", encoding="utf-8")
    command = ["--ui-locale", "en", "fill", "service_evaluation", "--data", str(path), "--out", str(tmp_path / "out")]
    assert run(command) == 1
    told = capsys.readouterr().err
    assert "Did you mean “respondent_group”?" in told
    assert "row" not in told


def test_a_field_of_another_variant_is_not_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "one.json"
    path.write_text(json.dumps({"respondent_group": "client", "programme": "x", "program": "y"}), encoding="utf-8")
    command = ["--ui-locale", "en", "fill", "service_evaluation", "--data", str(path), "--out", str(tmp_path / "out")]
    assert run(command) == 1
    asked, unknown = [line for line in capsys.readouterr().err.splitlines() if line.startswith("record 1: ")]
    assert asked.endswith(
        "Programme” is not asked where respondent_group is client. Leave it out, or correct respondent_group."
    )
    assert "“program” is not a field of this form." in unknown

"""What the page cannot show whole is told before printing, and kept whole; what it can show is not spoken of."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from formgen.cli.app import run
from formgen.generate.filling import filling
from formgen.model.document import Format
from formgen.model.form import FieldType
from formgen.model.slot import slots
from formgen.validate import check_filling
from tests.loop import FORMATS, LOCALES, ROOT, SHEETS, localized, read, stampable
from tests.roundtrip.cases import Case, cases

TALL = "\n".join(str(number) for number in range(60))
WIDE = "Ж" * 2000
RUNNING = (
    "Մասնագիտական կողմնորոշում, վերապատրաստում և աշխատանքի տեղավորում՝ «Օրինակ» կենտրոնի մասնակցությամբ։ "
    "Ինչո՞ւ է դիմել․ եկամուտը չի բավարարում, ընտանիքը բազմազավակ է և ունի հաշմանդամություն ունեցող անդամ։ "
)
_WRITTEN = {FieldType.TEXT, FieldType.MULTILINE}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in cases()])
def test_answers_within_their_limits_are_shown_whole(case: Case, locale: str) -> None:
    form = localized(case.form, locale)
    record, faults = check_filling(case.answered, form)
    assert faults == ()
    values = filling(form.form, record)
    assert {format_: list(stampable(case.form, locale, format_).overflowing(values)) for format_ in FORMATS} == {
        format_: [] for format_ in FORMATS
    }


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_shows_running_text_as_long_as_is_allowed(sheet: str, locale: str) -> None:
    """Wherever a sentence begins; but for the narrow columns of a table that may take no more of its pages."""
    asked = [slot for slot in slots(localized(sheet, locale).form) if slot.field.type in _WRITTEN]
    told = set()
    for begin in [0, *(place + 1 for place, letter in enumerate(RUNNING) if letter == " ")]:
        text = RUNNING[begin:] + RUNNING * 9
        values = {slot.key: text[: slot.field.limits.max_len].strip() for slot in asked}
        told |= set(stampable(sheet, locale, Format.XLSX).overflowing(values))
    assert {key for key in told if not key.startswith("measures_table.")} == set()


@pytest.mark.parametrize("text", [TALL, WIDE])
@pytest.mark.parametrize("format_", FORMATS)
def test_what_is_too_tall_or_too_wide_is_told(format_: Format, text: str) -> None:
    found = list(stampable("closure", "hy", format_).overflowing({"closure_details": text, "client_name": "Նմուշ"}))
    assert found == ([] if format_ is Format.DOCX else ["closure_details"])


def test_fill_tells_it_and_keeps_the_answer_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "data.jsonl"
    data.write_text(json.dumps({"case_number": "A-1", "closure_details": TALL}), encoding="utf-8")
    asked = [
        "fill",
        "closure",
        "--data",
        str(data),
        "--locale",
        "en",
        "--format",
        "pdf",
        "--out",
        str(tmp_path / "out"),
    ]
    assert run(["--ui-locale", "en", "--project", str(ROOT), *asked]) == 1
    assert "longer than its box" in capsys.readouterr().err
    (made,) = (tmp_path / "out").iterdir()
    assert read(made, None)["record"]["closure_details"] == TALL

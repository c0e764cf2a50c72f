"""What people type into a blank, in the programs people use, comes back as one record and is seen on the page."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from formgen.model.document import Format
from formgen.model.slot import SlotKind, slots
from tests.clients.entry import Entry
from tests.clients.libreoffice import LibreOffice
from tests.clients.spreadsheet import chosen_words
from tests.judges.sight import shown_lines, unseen_in_pdf, unseen_in_print
from tests.loop import FORMATS, LOCALES, SHEETS, localized, read
from tests.roundtrip.cases import Case, cases, entries, expected_record
from tests.roundtrip.engines import ENGINES, driver

Blanks = Callable[[str, str, Format], Path]
Office = Callable[[], LibreOffice]
ROUNDS = [
    pytest.param(case, locale, format_, engine, id=f"{case.name}-{locale}-{format_}-{engine}")
    for format_ in FORMATS
    for engine in ENGINES[format_]
    for locale in LOCALES
    for case in cases()
]


def test_there_are_enough_cases() -> None:
    """A hundred and twenty at the least, and every form and variant among them."""
    assert len(ROUNDS) >= 120
    assert {case.form for case in cases()} == set(SHEETS)


@pytest.mark.parametrize(("case", "locale", "format_", "engine"), ROUNDS)
def test_round(
    case: Case, locale: str, format_: Format, engine: str, blanks: Blanks, office: Office, tmp_path: Path
) -> None:
    """Every value comes back equal, nothing else is found, and everything typed is visible."""
    form = localized(case.form, locale)
    typed = entries(case, form)
    blank = blanks(case.form, locale, format_)
    filled = tmp_path / f"filled.{format_}"
    driver(format_, engine, office)(blank, filled, typed)
    line = read(filled, case.received)
    assert line["record"] == expected_record(case, form.form), _told(line)
    assert _surprises(case, line) == []
    assert line["stamp"] == {**_stamp(case.form, locale), "found_by": line["stamp"]["found_by"]}
    assert line["status"] == ("review" if case.findings else "accepted")
    assert set(line["answers"]) == {entry.key for entry in typed}
    assert _unseen(blank, filled, typed, format_, office) == []


def _stamp(form: str, locale: str) -> dict[str, Any]:
    name, _, variant = form.partition("-")
    return {"form": name, "version": "1.0", "locale": locale, "variant": variant or None, "copy": None}


def _surprises(case: Case, line: dict[str, Any]) -> list[Any]:
    """The findings that were not expected, and those expected that are missing; a copy is never signed."""
    found = [(each["code"], each["field"]) for each in line["findings"] if each["code"] != "unsigned"]
    expected = [tuple(each) for each in case.findings]
    return [each for each in found if each not in expected] + [each for each in expected if each not in found]


def _told(line: dict[str, Any]) -> str:
    return json.dumps(line["findings"], ensure_ascii=False, indent=1)


def _unseen(blank: Path, filled: Path, typed: list[Entry], format_: Format, office: Office) -> list[str]:
    if format_ is Format.PDF:
        return unseen_in_pdf(blank, filled, typed)
    words = chosen_words(blank, typed) if format_ is Format.XLSX else {}
    prints = blank.with_name(f"{blank.name}.print.pdf"), filled.with_suffix(".print.pdf")
    if not prints[0].is_file():
        office().save(blank, prints[0])
    office().save(filled, prints[1])
    return unseen_in_print(*prints, shown_lines(typed, words))


@pytest.mark.parametrize("form", ["closure", "referral"])
def test_every_kind_of_place_is_answered(form: str) -> None:
    """Between them the cases answer every place for an answer that a form has, signatures aside."""
    wanted = {slot.key for slot in slots(localized(form, "hy").form) if slot.kind is not SlotKind.SIGNATURE}
    answered = {entry.key for case in cases() if case.form == form for entry in entries(case, localized(form, "hy"))}
    assert wanted - answered == set()

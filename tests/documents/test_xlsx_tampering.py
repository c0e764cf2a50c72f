"""Workbooks that people changed: every answer is right, or somebody is told."""

from __future__ import annotations

import copy
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree

from formgen.extract.xlsx.book import letters_of
from formgen.model.slot import SlotKind, slots
from tests.documents.workbook_changes import CHANGES, anchor, column_of, down, drawing, row_of, some_text
from tests.documents.workbook_copies import BASES, Copy, S, codes, unexplained

FORMS = sorted({form for form, _ in BASES})
ROUNDS = [
    (name, form, ("hy", "en")[(place + number) % 2])
    for place, name in enumerate(CHANGES)
    for number, form in enumerate(FORMS)
    if (place + number) % 2 == 0 or form == "closure"
]
"""Every change, to half of the forms in turn."""


@pytest.mark.parametrize(("name", "form", "locale"), ROUNDS)
def test_each_change_is_told(name: str, form: str, locale: str, tmp_path: Path) -> None:
    held = Copy(form, locale)
    told = CHANGES[name](held)
    line = held.read(tmp_path)
    record = {**held.expected, **told.values}
    assert line["record"] == record, codes(line)
    assert codes(line) == Counter([*(tuple(each) for each in held.case.findings), *told.codes])


@pytest.mark.parametrize("is_empty", [True, False])
@pytest.mark.parametrize("form", FORMS)
def test_other_words_put_where_labels_alone_are_left(form: str, is_empty: bool, tmp_path: Path) -> None:  # noqa: FBT001
    """They are not the answer to the empty question before them, nor is what stands below them."""
    held = Copy(form, "hy")
    first, second = _neighbours(held)
    held.clear(held.at(first))
    if is_empty:
        held.clear(held.at(second))
    held.type(held.label(second), "Ուրիշ հարց")
    held.drop_names()
    held.drop_keys()
    line = held.read(tmp_path)
    assert line["record"] == {**held.expected, first: None, second: None}
    assert codes(line)["place-missing", second] == 1
    (told,) = (each for each in line["findings"] if each["code"] == "signs-disagree")
    assert told["field"] == first
    assert told["written"].split(" / ")[0] == "Ուրիշ հարց"
    assert len(told["written"].split(" / ")) == (1 if is_empty else 2)


def _neighbours(held: Copy) -> tuple[str, str]:
    """Two answered questions, one behind the other on a row."""
    keys = [slot.key for slot in slots(held.words.form) if slot.table is None]
    answered = {slot.key for slot in held.slots(SlotKind.TEXT, SlotKind.BLOCK)}
    return next(
        (first, second)
        for first, second in pairwise(keys)
        if {first, second} <= answered and row_of(held.at(first)) == row_of(held.at(second))
    )


# --- one form, looked at closely


@pytest.fixture(params=["hy", "en"])
def closure(request: pytest.FixtureRequest) -> Copy:
    return Copy("closure", request.param)


@pytest.mark.parametrize("keys", [True, False])
@pytest.mark.parametrize("form", FORMS)
def test_rows_put_in_without_their_names(form: str, keys: bool, tmp_path: Path) -> None:  # noqa: FBT001
    """As openpyxl does: cells move, names and merged areas stay where they were."""
    for locale, row in (("hy", 3), ("en", 12), ("hy", 25)):
        held = Copy(form, locale)
        if not keys:
            held.drop_keys()
        held.move(down(row, 1), names=False, merges=False)
        line = held.read(tmp_path)
        assert unexplained(line, held) == []
        assert line["status"] == "review"
        wrong = {name for name, value in line["record"].items() if value not in (None, [], held.expected[name])}
        assert wrong <= {(each["field"] or "").partition(".")[0] for each in line["findings"]}


@pytest.mark.parametrize("form", FORMS)
def test_columns_taken_out(form: str, tmp_path: Path) -> None:
    for taken in (2, 3, 14, 20):
        held = Copy(form, "en")
        held.move(lambda row, column, taken=taken: None if column == taken else (row, column - (column > taken)))  # type: ignore[misc]
        line = held.read(tmp_path)
        assert unexplained(line, held) == []


@pytest.mark.parametrize("form", FORMS)
def test_cells_merged(form: str, tmp_path: Path) -> None:
    """A cell under the merged area of another one is not seen; its text may still be in the file, or be gone."""
    held = Copy(form, "hy")
    slot = some_text(held)
    cell = held.at(slot.key)
    above = f"{letters_of(column_of(cell))}{row_of(cell) - 1}"
    merges = held.sheet.find(f"{S}mergeCells")
    assert merges is not None
    for each in list(merges):
        if (each.get("ref") or "").partition(":")[0] in {cell, above}:
            merges.remove(each)
    etree.SubElement(merges, f"{S}mergeCell", ref=f"{above}:{cell}")
    line = held.read(tmp_path)
    assert unexplained(line, held) == []
    assert line["record"][slot.key] is None


@pytest.mark.parametrize("sign", ["x", "X", "х", "✓", "v", "այո", "1", "TRUE", "☑"])
def test_every_way_to_tick(closure: Copy, sign: str, tmp_path: Path) -> None:
    closure.type(closure.at("additional_reasons.migration"), sign)
    line = closure.read(tmp_path)
    assert line["record"]["additional_reasons"] == ["concerns_resolved", "migration"]
    assert codes(line) == Counter(tuple(each) for each in closure.case.findings)


@pytest.mark.parametrize(("value", "kind", "formula"), [("1", "b", None), ("1", "b", "TRUE()"), ("1", "n", None)])
def test_a_tick_as_a_value(closure: Copy, value: str, kind: str, formula: str | None, tmp_path: Path) -> None:
    closure.store(closure.at("additional_reasons.migration"), value, kind, formula)
    assert closure.read(tmp_path)["record"]["additional_reasons"] == ["concerns_resolved", "migration"]


@pytest.mark.parametrize("sign", ["մասամբ", "?", "2"])
def test_what_is_neither_a_tick_nor_empty(closure: Copy, sign: str, tmp_path: Path) -> None:
    closure.type(closure.at("additional_reasons.migration"), sign)
    line = closure.read(tmp_path)
    assert line["record"]["additional_reasons"] == ["concerns_resolved"]
    assert codes(line)["tick-unclear", "additional_reasons.migration"] == 1


def test_a_tick_in_the_cell_of_the_words(closure: Copy, tmp_path: Path) -> None:
    box = closure.at("additional_reasons.migration")
    words = f"{letters_of(column_of(box) + 1)}{row_of(box)}"
    closure.type(words, f"x {closure.text(words)}")
    line = closure.read(tmp_path)
    assert line["record"]["additional_reasons"] == ["concerns_resolved", "migration"]
    assert codes(line)["found-by-label", "additional_reasons.migration"] == 1


@pytest.mark.parametrize(
    ("written", "value", "code"),
    [
        ("5.10.2026", "2026-10-05", None),
        ("5 հոկտեմբերի 2026 թ.", "2026-10-05", None),
        ("5 October 2026", "2026-10-05", None),
        ("2026-10-05", "2026-10-05", None),
        ("5/10/2026", None, "date-ambiguous"),
        ("հոկտեմբեր", None, "date-ambiguous"),
    ],
)
def test_a_date_typed_as_text(closure: Copy, written: str, value: str | None, code: str | None, tmp_path: Path) -> None:
    closure.type(closure.at("case_closed"), written)
    line = closure.read(tmp_path)
    assert line["record"]["case_closed"] == value
    assert codes(line)[str(code), "case_closed"] == (code is not None)


@pytest.mark.parametrize(("style", "value"), [("d/m/yyyy", "2026-10-05"), ("m/d/yy", "2026-10-05"), ("General", None)])
def test_a_date_by_its_serial(closure: Copy, style: str, value: str | None, tmp_path: Path) -> None:
    closure.store(closure.at("case_closed"), "46300")
    closure.restyle(closure.at("case_closed"), number_format=style)
    line = closure.read(tmp_path)
    assert line["record"]["case_closed"] == value
    assert codes(line)["date-ambiguous", "case_closed"] == (value is None)


@pytest.mark.parametrize(
    ("written", "value"), [("91234567", "+37491234567"), ("37491234567", "+37491234567"), ("1.5E+10", None)]
)
def test_a_telephone_number_stored_as_a_number(closure: Copy, written: str, value: str | None, tmp_path: Path) -> None:
    closure.store(closure.at("client_phone"), written)
    line = closure.read(tmp_path)
    assert line["record"]["client_phone"] == value
    assert (codes(line)["phone-unreadable", "client_phone"] == 1) is (value is None)


def test_a_row_added_to_a_table(closure: Copy, tmp_path: Path) -> None:
    """Put in below the last printed row, as with the menu of a spreadsheet."""
    rows = [row_of(closure.at(key)) for key in closure.names if key.startswith("goals.")]
    first, result = column_of(closure.at("goals.1.goal")), column_of(closure.at("goals.1.result"))
    new = max(rows) + 1
    closure.move(down(new, 1))
    closure.type(f"{letters_of(first)}{new}", "Վեցերորդ նպատակ")
    closure.type(f"{letters_of(result + 1)}{new}", closure.text(closure.at("goals.1.result")))
    line = closure.read(tmp_path)
    goals = line["record"]["goals"]
    assert goals[:-1] == closure.expected["goals"]
    assert goals[-1] == {"goal": "Վեցերորդ նպատակ", "result": "reached"}
    assert {code for code, _ in codes(line)} >= {"found-by-label"}


def test_a_row_put_in_within_a_table(closure: Copy, tmp_path: Path) -> None:
    new = row_of(closure.at("goals.2.goal"))
    closure.move(down(new, 1))
    closure.type(f"B{new}", "Միջանկյալ")
    line = closure.read(tmp_path)
    assert {"goal": "Միջանկյալ", "result": None} in line["record"]["goals"]
    assert [each for each in line["record"]["goals"] if each["goal"] != "Միջանկյալ"] == closure.expected["goals"]
    assert any(code == "found-by-label" for code, _ in codes(line))


def test_an_answer_beside_its_empty_cell(closure: Copy, tmp_path: Path) -> None:
    cell = closure.at("supervisor_assessment")
    text = closure.entry("supervisor_assessment")
    closure.clear(cell)
    closure.type(f"AA{row_of(cell)}", text)
    line = closure.read(tmp_path)
    assert line["record"] == closure.expected
    assert codes(line)["found-by-label", "supervisor_assessment"] == 1


def test_a_picture_in_the_cell_of_a_signature(closure: Copy, tmp_path: Path) -> None:
    cell = closure.at("client_signature")
    closure.beside("xl/drawings/drawing9.xml", drawing(anchor(row_of(cell) - 1, column_of(cell))))
    line = closure.read(tmp_path)
    assert line["record"]["client_signature"]["kind"] == "drawn"
    assert codes(line) == Counter(tuple(each) for each in closure.case.findings)


def test_the_sheet_of_another_form_put_in(closure: Copy, tmp_path: Path) -> None:
    closure.add_sheet("Form 2", copy.deepcopy(Copy("referral", closure.locale).sheet))
    line = closure.read(tmp_path)
    assert [each["code"] for each in line["findings"]] == ["several-forms"]


def test_the_sheet_of_another_form_without_its_foot(closure: Copy, tmp_path: Path) -> None:
    other = copy.deepcopy(Copy("referral", closure.locale).sheet)
    for each in list(other.iter(f"{S}headerFooter")):
        other.remove(each)
    closure.add_sheet("Form 2", other)
    line = closure.read(tmp_path)
    assert line["record"] == closure.expected
    assert codes(line)["second-sheet", None] == 1


def test_there_are_enough_of_them() -> None:
    """Both languages and every form among them."""
    assert len(ROUNDS) >= 170
    assert {(form, locale) for _, form, locale in ROUNDS} >= {(form, "hy") for form in FORMS}

"""Sheets of OpenDocument that people changed are judged by the same rules as workbooks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.clients.libreoffice import LibreOffice
from tests.documents.workbook_changes import CHANGES
from tests.documents.workbook_copies import Copy, codes
from tests.loop import read

FORMS = ("closure", "referral", "certification", "service_evaluation-client")
TAKEN = (
    "rows_put_in",
    "a_column_put_in_before_all",
    "a_row_taken_out",
    "the_sheet_renamed",
    "the_sheet_moved_to_the_end",
    "a_row_hidden",
    "a_cell_cut_to_an_empty_place",
    "a_cell_cut_onto_another_in_libreoffice",
    "two_names_on_one_cell",
    "the_words_of_two_rows_changed_over",
    "a_formula",
    "struck_out",
    "a_word_struck_out",
    "white_on_white",
    "tiny_letters",
    "a_format_that_shows_nothing",
    "a_date_made_of_a_text",
    "a_word_of_the_other_language",
    "two_options_in_one_cell",
    "a_note_below_the_form",
    "a_note_right_of_the_form",
    "an_answer_in_the_cell_of_its_label",
    "names_and_key_column_gone",
    "everything_gone",
    "one_name_and_its_key_gone",
    "the_stamp_gone",
)


@pytest.mark.parametrize("name", TAKEN)
def test_each_change_is_told(name: str, office: Callable[[], LibreOffice], tmp_path: Path) -> None:
    number = TAKEN.index(name)
    held = Copy(FORMS[number % len(FORMS)], ("hy", "en")[number % 2])
    told = CHANGES[name](held)
    (tmp_path / "sent.xlsx").write_bytes(held.content())
    office().save(tmp_path / "sent.xlsx", tmp_path / "sent.ods")
    line = read(tmp_path / "sent.ods", held.case.received)
    assert line["source"]["format"] == "ods"
    assert line["record"] == {**held.expected, **told.values}, codes(line)
    assert codes(line) == Counter([*(tuple(each) for each in held.case.findings), *told.codes])

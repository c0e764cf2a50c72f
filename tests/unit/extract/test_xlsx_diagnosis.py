"""What a program left of our signs in a workbook, and which program it was."""

from __future__ import annotations

import io
from collections.abc import Mapping

import openpyxl

from formgen.document.opening import OfficePackage
from formgen.extract.xlsx.diagnosis import diagnose
from formgen.generate.xlsx import compile_blank
from formgen.model.document import Diagnosis, Sign
from tests.workbooks import localized, saved

BLANK = compile_blank(localized())


def diagnosed(content: bytes) -> Diagnosis:
    return diagnose(OfficePackage(content), localized())


def lost(found: Diagnosis) -> Mapping[Sign, int]:
    """How many of each sign are missing."""
    return {sign: count.of - count.found for sign, count in found.signs.items() if count.found < count.of}


def test_our_own_has_every_sign() -> None:
    found = diagnosed(BLANK)
    assert found.saved_by == "formgen"
    assert lost(found) == {}
    assert set(found.signs) == {
        *(Sign.STAMP, Sign.KEYS, Sign.KEY_COLUMN),
        *(Sign.LISTS, Sign.PROTECTION, Sign.FOOTER),
    }


def test_the_program_that_saved_it_last_is_told() -> None:
    found = diagnosed(saved(openpyxl.load_workbook(io.BytesIO(BLANK))))
    assert (found.saved_by or "").startswith("Microsoft Excel")
    assert lost(found) == {}


def test_what_was_destroyed_is_counted() -> None:
    book = openpyxl.load_workbook(io.BytesIO(BLANK))
    sheet = book["Form"]
    del book.defined_names["fg_visitor"]
    book.defined_names["fg_day"].attr_text = "#REF!"
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, 1).value = None
    sheet.protection.sheet = False
    sheet.data_validations.dataValidation = []
    sheet.oddFooter.left.text = "nothing"
    book.properties.identifier = None
    found = diagnosed(saved(book))
    keys = found.signs[Sign.KEYS].of
    assert lost(found) == {
        Sign.STAMP: 1,
        Sign.KEYS: 2,
        Sign.KEY_COLUMN: keys,
        Sign.LISTS: found.signs[Sign.LISTS].of,
        Sign.PROTECTION: 1,
        Sign.FOOTER: 1,
    }

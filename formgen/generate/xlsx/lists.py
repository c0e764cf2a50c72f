"""The options of a form -> the very hidden sheet of lists that its drop-downs show."""

from __future__ import annotations

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from formgen.document.workbook import LIST_PREFIX, LISTS_SHEET, VALUES_PREFIX, option_words
from formgen.model.catalog import LocalizedForm
from formgen.model.form import Choice, Field, FieldType

_FIRST = 3


def mark_of(field: Field, choice: Choice) -> int | None:
    """The mark an option gives; None where it gives none or does not apply."""
    if choice.value is None and field.type is FieldType.RATING and choice.code.isdecimal():
        return int(choice.code)
    return choice.value


class Lists:
    """Lists written so far: three columns each, of codes, words and values; fields with the same options share one.

    `names` are the defined names of the words and of the values, with their areas.
    """

    def __init__(self, localized: LocalizedForm, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.names: dict[str, str] = {}
        self._localized = localized
        self._known: dict[tuple[tuple[str, str], ...], str] = {}
        sheet.sheet_state = "veryHidden"

    def name_of(self, field: Field, key: str) -> str:
        """The name of the list of words of a field; `key` names it where it is the first with these options."""
        words = tuple((choice.code, option_words(self._localized, field, choice)) for choice in field.choices)
        if words not in self._known:
            self._known[words] = key
            self._write(field, words, key)
        return LIST_PREFIX + self._known[words]

    def values_of(self, field: Field) -> str:
        """The name of the list of values beside the words of a graded field."""
        return VALUES_PREFIX + self.name_of(field, field.id).removeprefix(LIST_PREFIX)

    def _write(self, field: Field, words: tuple[tuple[str, str], ...], key: str) -> None:
        column = 3 * len(self._known)
        self.sheet.cell(_FIRST - 1, column, key)
        for number, ((code, shown), choice) in enumerate(zip(words, field.choices, strict=True), start=_FIRST):
            for place, value in enumerate((code, shown)):
                cell = self.sheet.cell(number, column + place, value)
                cell.data_type, cell.number_format = "s", "@"
            mark = mark_of(field, choice)
            self.sheet.cell(number, column + 2, "–" if mark is None else mark)
        last = _FIRST + len(words) - 1
        for prefix, place in ((LIST_PREFIX, 1), (VALUES_PREFIX, 2)):
            letter = get_column_letter(column + place)
            self.names[prefix + key] = f"'{LISTS_SHEET}'!${letter}${_FIRST}:${letter}${last}"

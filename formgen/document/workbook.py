"""How our workbooks name their places: the sheets, the defined names, the key column and the words of lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from formgen.model.catalog import LocalizedForm
from formgen.model.form import Choice, Field, FieldType

PROPERTY = "formgen"
"""The custom document property that holds the stamp's identifier."""
STAMP_NAME = "_fg"
"""The defined name of the very hidden cell that holds the stamp's identifier."""
LISTS_SHEET = "_fg_lists"
KEY_PREFIX = "fg_"
LIST_PREFIX = "fgl_"
VALUES_PREFIX = "fgv_"

EMPTY_BOX, TICKED_BOX = "☐", "☒"

KEY_COLUMN = "A"
"""The hidden column whose cells say which keys their row holds, by the ids of columns in the hidden first row."""


def key_cell(keys: Iterable[tuple[int, str]]) -> str:
    """What the key column says of a row: `5:client_surname 17:client_given_name`."""
    return " ".join(f"{column}:{key}" for column, key in keys)


def parse_key_cell(text: str) -> Iterator[tuple[str, str]]:
    """Read what `key_cell` wrote, as pairs of a column's id and a key; anything else gives nothing."""
    for each in text.split():
        column, colon, key = each.partition(":")
        if colon and column.isascii() and column.isdigit() and key:
            yield column, key


def option_words(localized: LocalizedForm, field: Field, choice: Choice) -> str:
    """The words of an option in a drop-down list; a grade carries its number: `4 – Good`."""
    words = localized.text(choice.label)
    if field.type is FieldType.RATING and choice.value is not None and words != choice.code:
        return f"{choice.code} – {words}"
    return words

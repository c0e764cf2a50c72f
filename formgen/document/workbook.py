"""How our workbooks name their places and hold texts: sheets, defined names, the key column, the words of lists."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache

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

FIRST_DAY = dt.date(1910, 1, 1)
"""The first day that the cell of a date is taken to mean: a number before it, such as 2025, was typed as a number."""

_ILLEGAL = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_PRINTED = "="
_ISO_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def iso_day(text: str) -> dt.date | None:
    """The day of an ISO 8601 date, with or without a time; None for anything else."""
    day = text.partition("T")[0]
    try:
        return dt.date.fromisoformat(day) if _ISO_DAY.fullmatch(day) else None
    except ValueError:
        return None


def escaped(text: str) -> str:
    """Text as a sheet holds it: line ends as line feeds, what XML cannot hold as U+FFFD, and no accidental escapes.

    `_x0041_` in a cell means `A` (ECMA-376 part 1 §22.9.2.19), so such text has its underscore written as one.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _ILLEGAL.sub("\ufffd", text)
    text = _ESCAPE.sub("_x005F_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def key_cell(keys: Iterable[tuple[int, str]], printed: Iterable[tuple[int, str]] = ()) -> str:
    """What the key column says of a row: `5:client_surname 1:=9a3f01c2`, its keys and the marks of its texts."""
    marks = ((column, _PRINTED + text_mark(text)) for column, text in printed)
    return " ".join(f"{column}:{said}" for column, said in sorted((*keys, *marks)))


def parse_key_cell(text: str) -> Iterator[tuple[str, str]]:
    """Read what `key_cell` wrote, as pairs of a column's id and a key; anything else gives nothing."""
    return ((column, said) for column, said in _parsed(text) if not said.startswith(_PRINTED))


def parse_printed(text: str) -> Iterator[tuple[str, str]]:
    """Read which printed texts a row has, as pairs of a column's id and a text's mark."""
    return ((column, said[1:]) for column, said in _parsed(text) if said.startswith(_PRINTED))


def is_key_cell(text: str) -> bool:
    """Whether a text is what the key column says of a row, and nothing else."""
    return bool(text) and len(_parsed(text)) == len(text.split()) > 0


# The same form has the same key cells in every copy.
@lru_cache(maxsize=4096)
def _parsed(text: str) -> tuple[tuple[str, str], ...]:
    parts = (each.partition(":") for each in text.split())
    return tuple(
        (column, said) for column, colon, said in parts if colon and said and column.isascii() and column.isdigit()
    )


LIVE = ""
"""The text that stands for whatever the sheet itself computes in a cell."""


@lru_cache(maxsize=4096)
def text_mark(text: str) -> str:
    """A short mark of a printed text, by which it is told from what a person wrote; white space makes no difference.

    What the sheet computes has an empty mark.
    """
    words = " ".join(unicodedata.normalize("NFC", text).split())
    return f"{zlib.crc32(words.encode('utf-8', 'surrogatepass')):08x}" if words else LIVE


def option_words(localized: LocalizedForm, field: Field, choice: Choice) -> str:
    """The words of an option in a drop-down list; a grade carries its number: `4 – Good`."""
    words = localized.text(choice.label)
    if field.type is FieldType.RATING and choice.value is not None and words != choice.code:
        return f"{choice.code} – {words}"
    return words

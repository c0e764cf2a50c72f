"""A line of printed text -> the words it is compared by, whatever program wrote it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LIGATURES = {"ﬓ": "մն", "ﬔ": "մե", "ﬕ": "մի", "ﬖ": "վն", "ﬗ": "մխ"}
_INSIDE_WORDS = dict.fromkeys("՛՜՞՟\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff", "")
_BEFORE = str.maketrans({**_LIGATURES, **_INSIDE_WORDS})
_BETWEEN = re.compile(r"[\W_]+")


@lru_cache(maxsize=4096)
def line_words(text: str) -> str:
    """The words and figures of a line with one space between them, in small letters.

    Punctuation, white space and the two ways of writing և make no difference. Empty where there is no word.
    """
    text = unicodedata.normalize("NFC", text).translate(_BEFORE).lower().replace("և", "եվ").replace("եւ", "եվ")
    return _BETWEEN.sub(" ", text).strip()

"""Written text -> the text to keep, and the key it is matched by."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from formgen.validate.letters import in_one_alphabet

_LINE_ENDS = re.compile(r"\r\n|[\r\v\f]")
# What neither XML 1.0 (section 2.2) nor UTF-8 can hold.
_UNSTORABLE = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_LIGATURES = {"ﬓ": "մն", "ﬔ": "մե", "ﬕ": "մի", "ﬖ": "վն", "ﬗ": "մխ"}
_INSIDE_WORDS = dict.fromkeys("՛՜՞՟", "")
_BEFORE = str.maketrans({**_LIGATURES, **_INSIDE_WORDS})
# Old keyboard layouts leave these Latin and Cyrillic letters inside Armenian words.
_LOOK_ALIKES = str.maketrans("uohgfоUOSО", "սօհցքօՍՕՏՕ")
_ARMENIAN = re.compile("[Ա-Ֆա-և]")
_WORD = re.compile(r"\w+")
_SIGN = re.compile(r"(?<!\w)-(?=\d)")


def kept(written: str) -> tuple[str | None, bool]:
    """Give the text as it is kept (CONTRACT.md section 4), and whether characters had to be left out.

    NFC, line ends as line feeds, outer white space removed, nothing else; None where nothing visible was written.
    """
    lines = storable = written
    if not written.isprintable():
        lines = _LINE_ENDS.sub("\n", written)
        storable = _UNSTORABLE.sub("", lines)
    text = unicodedata.normalize("NFC", storable).strip()
    return (text if is_visible(text) else None), storable != lines


def is_visible(text: str) -> bool:
    """Tell whether a person would see anything: white space and format characters alone are no answer."""
    # Nearly every text begins with a letter or a digit.
    return text[:1].isalnum() or any(not char.isspace() and unicodedata.category(char) != "Cf" for char in text)


# The words of options come back in every document.
@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """The key a word is matched by, never stored.

    Case, both spellings of և, signs inside words, punctuation, white space and look-alike letters of another
    alphabet make no difference. A question mark and a minus sign do: they change what is said.
    """
    text = unicodedata.normalize("NFC", text).translate(_BEFORE)
    text = "".join(char for char in text if unicodedata.category(char) != "Cf")
    text = _WORD.sub(_of_one_alphabet, text).lower()
    # Some letters look alike only when they are small.
    text = _WORD.sub(_of_one_alphabet, text).lower().replace("և", "եվ").replace("եւ", "եվ")
    text = _SIGN.sub("\x00", "".join(_plain(char) for char in text))
    return " ".join(text.replace("-", " ").replace("\x00", " -").split())


def _of_one_alphabet(match: re.Match[str]) -> str:
    word = match[0]
    if word.isascii():
        return word
    return in_one_alphabet(word) or (word.translate(_LOOK_ALIKES) if _ARMENIAN.search(word) else word)


def _plain(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Pd" or char == "−":
        return "-"
    if category == "Cc" or (category.startswith("P") and char != "?"):
        return " "
    return char

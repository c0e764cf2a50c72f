"""Text whose letters are lost: its bytes were read in another encoding, or its font drew signs of its own."""

from __future__ import annotations

import re

from formgen.validate.old_fonts import armenian_of

_SIGNS = "\ue000-\uf8ff\ufffd\U000f0000-\U0010fffd"
"""The sign of a character that was lost, and the codes to which every font gives signs of its own."""
_LOST = re.compile(f"[{_SIGNS}]")
_SUSPECT = re.compile(f"[\u00c0-\u00ff{_SIGNS}]")
"""What stands in every garbled text; hardly another has anything of it."""
_WINDOWS = bytes(range(0x80, 0xA0)).decode("cp1252", "ignore")
_PDF = "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž€"
_LATER = "[\u0080-\u00bf" + "".join(sorted({*_WINDOWS, *_PDF})) + "]"
"""What the bytes of a letter in UTF-8 but its first are read as, in Windows and in PDF."""
_LATIN = f"[ÂÃ]{_LATER}|â{_LATER}{{2}}"
_OTHER = f"[ÐÑÒÔÕÖ]{_LATER}"
"""A Russian or an Armenian letter; one alone may be a capital before a closing quotation mark."""
_UTF_8 = re.compile(rf"[\0-\x7f]*(?:{_LATIN}|{_OTHER}[\0-\x7f]*{_OTHER})(?:[\0-\x7f]|{_LATIN}|{_OTHER})*[ÐÑÒÔÕÖ]?")
"""A text in UTF-8, read byte by byte; what the last byte is read as may have been taken for white space."""
_RUSSIAN = re.compile(r"(?<!\w)[\u00c0-\u00ff]{4,}(?!\w)")
"""What a Russian word of Windows is read as; no language of Western Europe has such words."""


def is_garbled(text: str) -> bool:
    """Whether nobody can tell for certain what was typed; of a text in an old Armenian font one can."""
    if text.isascii() or _SUSPECT.search(text) is None:
        return False
    if _LOST.search(text) or _UTF_8.fullmatch(text):
        return True
    return _RUSSIAN.search(text) is not None and armenian_of(text) is None

"""A telephone number as written -> E.164, or why it is not one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

REGION = "AM"

# Letter O of three alphabets typed for a zero, only beside digits or the signs of a number.
_ZERO = re.compile(r"(?<![^\W\d_])[OoОоՕօ](?![^\W\d_])")
_LABEL = re.compile(r"^(?:հեռ|բջջ|հեռախոս|tel|phone|mob|mobile|тел|моб)\b[.․:\s]*", re.IGNORECASE)
_EXTENSION = re.compile(r"[\s,;(]*(?:ext|extension|ներք|ներքին|доб|x|#)[.․:\s]*(\d{1,6})\)?$", re.IGNORECASE)
_ONE_NUMBER = re.compile(r"\(?\+?[\d\s().․/‐‑–—֊-]+", re.ASCII)
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class PhoneReading:
    """`number` is E.164, None where the text is not one number; `known` is whether its range is in use."""

    number: str | None
    known: bool = True
    extension: str | None = None


# The same offices and case managers stand on form after form.
@lru_cache(maxsize=4096)
def read_phone(written: str) -> PhoneReading:
    """Read one telephone number; a number without a country is an Armenian one.

    Two numbers, a number without its area, and words around it make no number.
    """
    text = written.strip()
    if len(text) > _LONGEST:
        return PhoneReading(None)
    text = _LABEL.sub("", text)
    extension = _EXTENSION.search(text)
    if extension:
        text = text[: extension.start()]
    text = _ZERO.sub("0", text).replace("\u00a0", " ").strip(" .,;:։")
    if not _ONE_NUMBER.fullmatch(text) or "\n" in text:
        return PhoneReading(None)
    parsed = _parse(re.sub(r"[^\d+]", "", text))
    return PhoneReading(*parsed, extension[1] if extension else None) if parsed else PhoneReading(None)


def _parse(digits: str) -> tuple[str, bool] | None:
    # Its tables are large, and most documents are judged by programs that read no telephone number.
    import phonenumbers  # noqa: PLC0415

    try:
        parsed = phonenumbers.parse(digits, REGION)
    except phonenumbers.NumberParseException:
        return None
    if phonenumbers.is_possible_number_with_reason(parsed) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return None
    number = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return number, phonenumbers.is_valid_number(parsed)

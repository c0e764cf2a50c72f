"""A language -> the plural forms its translations have, as the header of a PO file says them."""

from __future__ import annotations

from babel.core import Locale, UnknownLocaleError
from babel.messages.plurals import get_plural

_OURS = {"hy": "nplurals=2; plural=(n > 1);"}
"""CLDR's Armenian has one (0 and 1) and other; Babel writes a single form."""


def plural_forms(locale: str) -> str:
    """The header line Plural-Forms of a language, by CLDR; two forms as in English where it is unknown."""
    language = locale.partition("_")[0]
    if language in _OURS:
        return _OURS[language]
    try:
        plural = get_plural(str(Locale.parse(locale)))
    except (UnknownLocaleError, ValueError, LookupError):
        return "nplurals=2; plural=(n != 1);"
    return f"nplurals={plural.num_plurals}; plural={plural.plural_expr};"


def number_of_forms(header: str) -> int | None:
    """How many plural forms a header line announces; None where it does not say."""
    name, _, figure = header.partition(";")[0].partition("=")
    return int(figure) if name.strip() == "nplurals" and figure.strip().isdigit() else None

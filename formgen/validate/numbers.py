"""A number as written -> every number it can mean; certain where that is one."""

from __future__ import annotations

import re
from decimal import Decimal

_SPACES = re.compile("[ \u00a0\u202f\u2009]")
_GROUPED = re.compile(r"\d{1,3}(?: \d{3})+", re.ASCII)
_PLAIN = re.compile(r"\d+", re.ASCII)
_STORED = re.compile(r"[+-]?\d{1,30}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,2})?", re.ASCII)
_LONGEST = 30


def number_readings(written: str) -> frozenset[Decimal]:
    """Every number a text can mean (CONTRACT.md section 4, numbers); empty where it is no number.

    A comma or point before exactly three digits may be the decimal sign of one language or the thousands sign
    of the other, so `1,234` and `1.234` read two ways in either; `12,5`, `0.125` and `1.234,5` read one way.
    """
    text = _SPACES.sub(" ", written.replace("․", ".").replace("−", "-").replace("–", "-")).strip()
    if len(text) > _LONGEST:
        return frozenset()
    negative = text.startswith("-")
    text = text[1:] if text[:1] in {"-", "+"} else text
    plain = {_whole(text), _decimal(text, ",", "."), _decimal(text, ".", ","), *_thousands(text)}
    return frozenset(canonical(Decimal(f"-{each}" if negative else each)) for each in plain if each is not None)


def exact_number(stored: str) -> Decimal | None:
    """Read a number as a file stores it, with a decimal point."""
    return canonical(Decimal(stored)) if _STORED.fullmatch(stored) else None


def canonical(number: Decimal) -> Decimal:
    """Write a finite number without needless zeros or exponent, so that equal numbers look equal."""
    plain = f"{number:f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return Decimal("0" if plain == "-0" else plain)


def decimals(number: Decimal) -> int:
    """How many decimal places a number needs."""
    return max(0, -int(canonical(number).as_tuple().exponent))


def _whole(text: str) -> str | None:
    return text.replace(" ", "") if _PLAIN.fullmatch(text) or _GROUPED.fullmatch(text) else None


def _decimal(text: str, point: str, group: str) -> str | None:
    """Read with `point` as the decimal sign and spaces or `group`, not both, between the thousands."""
    whole, _, fraction = text.partition(point)
    if not _PLAIN.fullmatch(fraction) or (" " in whole and group in whole):
        return None
    before = _whole(whole.replace(group, " "))
    return None if before is None else f"{before}.{fraction}"


def _thousands(text: str) -> set[str | None]:
    """Read one kind of sign as nothing but thousands; no group of thousands begins with a zero."""
    if " " in text or text.startswith("0"):
        return set()
    return {_whole(text.replace(sign, " ")) for sign in ",." if sign in text}

"""The stamp of a page -> its QR code, as rows of modules (ISO/IEC 18004)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, reduce
from operator import xor

import segno

from formgen.document.stamp import COPY_LENGTH, qr_payload
from formgen.model.document import Stamp

_CORRECTION = "m"
_MASK = 3
_LEAST_VERSION = 2
_CAPACITIES = (20, 38, 61, 90, 122, 154, 178)
"""Alphanumeric characters a symbol holds at level M, from version 1 (table 7)."""
_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
"""The characters of the alphanumeric mode by their values (table 5); two of them make 11 bits."""
_DIGITS = b"0" + b"1" * 255
"""The digit of each module, where 0 is white."""

Rows = tuple[int, ...]
"""The rows of a symbol from the top; the highest bit is the leftmost module, 1 is black."""


def qr_version(stamp: Stamp, pages: int) -> int:
    """The smallest symbol that holds the payload of every page and of every copy."""
    longest = qr_payload(replace(stamp, copy="A" * COPY_LENGTH), pages, pages)
    return max(_LEAST_VERSION, 1 + bisect_left(_CAPACITIES, len(longest)))


def symbol(stamp: Stamp, page: int, pages: int) -> Rows:
    """The QR code of a page."""
    version = qr_version(stamp, pages)
    return _rows(_code(qr_payload(stamp, page, pages), version), _side(version))


def symbols(stamp: Stamp, pages: int) -> Callable[[Stamp], tuple[Rows, ...]]:
    """Make ready for the QR codes of a document's copies; the function made gives those of all pages of one.

    Under one mask a symbol is linear in its data (Reed-Solomon over GF(2)): a bit of the data turns the same modules
    whatever the other bits are. What each bit of a copy id turns is found out once, when it is first needed.
    """
    version = qr_version(stamp, pages)
    any_copy = replace(stamp, copy="A" * COPY_LENGTH)
    text, *other_texts = (qr_payload(any_copy, page, pages) for page in range(1, pages + 1))
    first = _code(text, version)
    others = [first ^ _code(each, version) for each in other_texts]
    values = tuple(_values(text))

    @cache
    def turned_by_bit(place: int, bit: int) -> int:
        before, after = text[: 2 * place], text[2 * place + 2 :]
        length = len(text) - len(before) - len(after)
        return reduce(xor, (_code(before + _characters(value, length) + after, version) for value in (0, 1 << bit)))

    @cache
    def turned(place: int, bits: int) -> int:
        return reduce(xor, (turned_by_bit(place, bit) for bit in range(bits.bit_length()) if bits >> bit & 1), 0)

    def of_copy(copy: Stamp) -> tuple[Rows, ...]:
        code = first
        for place, value in enumerate(_values(qr_payload(copy, 1, pages))):
            if value != values[place]:
                code ^= turned(place, value ^ values[place])
        return tuple(_rows(each, _side(version)) for each in (code, *(code ^ other for other in others)))

    return of_copy


def _code(text: str, version: int) -> int:
    """The modules of a symbol as one number, row after row."""
    made = segno.make(
        text, error=_CORRECTION, mode="alphanumeric", version=version, mask=_MASK, micro=False, boost_error=False
    )
    return int(b"".join(row.translate(_DIGITS) for row in made.matrix), 2)


def _side(version: int) -> int:
    return 17 + 4 * version


def _rows(code: int, side: int) -> Rows:
    last = (1 << side) - 1
    return tuple(code >> shift & last for shift in range(side * (side - 1), -1, -side))


def _values(text: str) -> Iterator[int]:
    """The number each two characters are encoded as, and the last one where it is alone."""
    for place in range(0, len(text), 2):
        yield reduce(lambda value, each: 45 * value + _CHARACTERS.index(each), text[place : place + 2], 0)


def _characters(value: int, length: int) -> str:
    first, second = divmod(value, len(_CHARACTERS))
    return _CHARACTERS[first] + _CHARACTERS[second] if length > 1 else _CHARACTERS[value]

"""A font's ToUnicode map -> the characters that the codes of a text on a page stand for (ISO 32000-1 §9.10.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end(?:bfchar|bfrange)", re.DOTALL)
_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
_MOST = 0x10000
_WIDEST = 4
_USUAL = 2


@lru_cache(maxsize=64)
def characters(content: bytes) -> tuple[Mapping[bytes, str], tuple[int, ...]]:
    """The characters by code, and how many bytes codes have; empty where the map cannot be read."""
    found: dict[bytes, str] = {}
    for kind, body in _SECTION.findall(content):
        tokens = [match[1] if match[1] is not None else match[0] for match in _TOKEN.finditer(body)]
        if kind == b"bfchar":
            for code, text in zip(tokens[::2], tokens[1::2], strict=False):
                found[_bytes(code)] = _text(text)
        else:
            _ranges(tokens, found)
        if len(found) > _MOST:
            break
    found.pop(b"", None)
    return found, tuple(sorted({len(code) for code in found if len(code) <= _WIDEST}, reverse=True))


def decode(content: bytes, to_unicode: bytes) -> str | None:
    """The text of a string shown on a page; None where one of its codes has no character."""
    known, lengths = characters(to_unicode)
    if lengths == (_USUAL,):
        signs = [known.get(content[place : place + _USUAL]) for place in range(0, len(content), _USUAL)]
        return None if None in signs else "".join(signs)  # type: ignore[arg-type]
    text: list[str] = []
    place = 0
    while place < len(content):
        for length in lengths:
            character = known.get(content[place : place + length])
            if character is not None:
                text.append(character)
                place += length
                break
        else:
            return None
    return "".join(text)


def _ranges(tokens: list[bytes], found: dict[bytes, str]) -> None:
    place = 0
    while place + 2 < len(tokens):
        first, last = _bytes(tokens[place]), _bytes(tokens[place + 1])
        count = int.from_bytes(last, "big") - int.from_bytes(first, "big") + 1
        if not 0 < count <= _MOST or len(found) > _MOST:
            return
        codes = [(int.from_bytes(first, "big") + step).to_bytes(len(first), "big") for step in range(count)]
        if tokens[place + 2] == b"[":
            end = tokens.index(b"]", place) if b"]" in tokens[place:] else len(tokens)
            found.update(zip(codes, map(_text, tokens[place + 3 : end]), strict=False))
            place = end + 1
            continue
        start = _text(tokens[place + 2])
        if start:
            found.update(
                (code, start[:-1] + chr(min(ord(start[-1]) + step, 0x10FFFF))) for step, code in enumerate(codes)
            )
        place += 3


def _bytes(digits: bytes) -> bytes:
    digits = b"".join(digits.split())
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


def _text(digits: bytes) -> str:
    return _bytes(digits).decode("utf-16-be", "replace")

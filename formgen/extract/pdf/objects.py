"""A PDF's objects -> plain values, each read once: dictionaries, lists, numbers, and strings that say what they are.

A name is `/Name`, a text `u:text`, other bytes `b:hexadecimal`, a reference `5 0 R` (the JSON of qpdf, version 2).
Asking a library for every entry by itself takes several times as long.
"""

from __future__ import annotations

import json
import re
import zlib
from typing import Any, TypeAlias

import pikepdf

Value: TypeAlias = Any
"""None, bool, int, float, str, list or dict, as JSON has them."""

_REFERENCE = re.compile(r"([0-9]{1,10}) ([0-9]{1,5}) R")
_MAX_TEXT_STREAM = 1 << 16
"""Bytes of a compressed text; a field's value may be a stream (ISO 32000-1 §12.7.4.3)."""
_DECODE = json.JSONDecoder().raw_decode
_DAMAGE = (pikepdf.PdfError, ValueError, RuntimeError, TypeError, AttributeError)


class Objects:
    """The objects of a document; what is damaged or missing is None. `pages` are those of its page tree."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._known: dict[str, Value] = {}
        self.pages: list[Value] = self._pages()

    def _pages(self) -> list[Value]:
        try:
            return [self._direct(page.obj) for page in self._pdf.pages]
        except (*_DAMAGE, IndexError, KeyError):
            return []

    @property
    def root(self) -> Value:
        """The document's catalog."""
        return self._direct(self._pdf.Root)

    def of(self, value: Value) -> Value:
        """A value itself, where it may be a reference."""
        if type(value) is not str or not value.endswith(" R"):
            return value
        try:
            return self._known[value]
        except KeyError:
            match = _REFERENCE.fullmatch(value)
            found = self._known[value] = self._read(int(match[1]), int(match[2])) if match else None
            return found

    def get(self, node: Value, name: str) -> Value:
        """An entry of a dictionary; None where it is absent, or the node is none."""
        value = node.get(name) if type(node) is dict else None
        return self.of(value) if type(value) is str else value

    def items(self, node: Value) -> list[Value]:
        """The items of a list as they stand, references as references; empty for anything else."""
        node = self.of(node)
        return node if type(node) is list else []

    def stream(self, reference: Value) -> pikepdf.Stream | None:
        """The stream that a reference leads to."""
        match = _REFERENCE.fullmatch(reference) if type(reference) is str else None
        try:
            found = self._pdf.get_object(int(match[1]), int(match[2])) if match else None
        except _DAMAGE:
            return None
        return found if isinstance(found, pikepdf.Stream) else None

    def begins(self, reference: Value, start: bytes) -> bool:
        """Whether the content of a stream begins so; it is not unpacked as a whole where that can be avoided."""
        stream = self.stream(reference)
        try:
            if stream is None:
                return False
            if stream.get("/Filter") == "/FlateDecode" and "/DecodeParms" not in stream:
                return zlib.decompressobj().decompress(stream.read_raw_bytes(), len(start)) == start
            return stream.read_bytes().startswith(start)
        except (*_DAMAGE, zlib.error):
            return False

    def resources(self, reference: Value) -> Value:
        """The resources of the drawing a reference leads to; the rest of its dictionary is not read."""
        stream = self.stream(reference)
        try:
            found = None if stream is None else stream.get("/Resources")
        except _DAMAGE:
            return None
        if not isinstance(found, pikepdf.Object):
            return None
        return self.of("{} {} R".format(*found.objgen)) if found.is_indirect else self._direct(found)

    def text(self, value: Value) -> str | None:
        """What a string, name, number or text stream says; None for anything else."""
        own = self.of(value)
        if type(own) is str:
            return said(own)
        if own is None or type(own) is list:
            return None
        if type(own) is dict:
            stream = self.stream(value)
            return None if stream is None else _stream_text(stream)
        return str(own)

    def _read(self, number: int, generation: int) -> Value:
        try:
            return self._direct(self._pdf.get_object(number, generation))
        except _DAMAGE:
            return None

    def _direct(self, found: pikepdf.Object) -> Value:
        try:
            return _DECODE(found.to_json(dereference=True).decode("utf-8"))[0]
        except _DAMAGE:
            return None


def said(value: str) -> str:
    """What a string or name says."""
    match value[:2]:
        case "u:":
            return value[2:]
        case "b:":
            return decoded(bytes.fromhex(value[2:]))
        case "n:":
            return value[2:].removeprefix("/")
        case _:
            return value.removeprefix("/")


def bytes_of(value: Value) -> bytes:
    """The bytes of a string."""
    if type(value) is not str:
        return b""
    return bytes.fromhex(value[2:]) if value.startswith("b:") else value.removeprefix("u:").encode("utf-8")


def decoded(content: bytes) -> str:
    """A text string (ISO 32000-1 §7.9.2.2)."""
    try:
        return str(pikepdf.String(content))
    except UnicodeDecodeError:
        return content.decode("utf-16" if content.startswith((b"\xfe\xff", b"\xff\xfe")) else "latin-1", "replace")


def _stream_text(stream: pikepdf.Stream) -> str | None:
    try:
        content = stream.read_raw_bytes()
        return decoded(stream.read_bytes()) if len(content) <= _MAX_TEXT_STREAM else None
    except _DAMAGE:
        return None

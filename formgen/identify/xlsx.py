"""A workbook -> the stamp it carries, found in its properties, in its hidden cell or in the foot of its pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from formgen.document.lines import line_words
from formgen.document.opening import OfficePackage
from formgen.document.stamp import WRITTEN, identifier, parse_identifier
from formgen.document.unreadable import UnreadableError
from formgen.document.workbook import KEY_PREFIX, PROPERTY, is_key_cell, parse_key_cell
from formgen.model.document import FoundBy, Stamp, Traces
from formgen.model.finding import finding

_CORE, _CUSTOM, _STRINGS = "docProps/core.xml", "docProps/custom.xml", "xl/sharedStrings.xml"
_IDENTIFIER = "{http://purl.org/dc/elements/1.1/}identifier"
_WORKBOOK = "xl/workbook.xml"
_FOOTER_CODE = re.compile(r'&(?:"[^"]*"|[0-9]+|K[0-9A-Fa-f]{6}|[A-Z])')
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_FOOTER = re.compile(rb"<(?:\w+:)?oddFooter[^>]*>(.*?)</", re.DOTALL)
_PREFIX = 40
"""Bytes that a namespace may take before the name of an element."""


def find_stamp(package: OfficePackage) -> tuple[Stamp, FoundBy] | None:
    """Find the stamp of a workbook, None where it has none.

    UnreadableError where it has two that contradict one another, or sheets of several forms or copies.
    """
    stored = set(_stored(package)) or set(_in_cell(package))
    printed = set(_printed(package))
    if len(printed) > 1:
        raise UnreadableError(finding("several-forms", count=len(printed)))
    found = stored | printed
    if len(found) > 1:
        raise UnreadableError(finding("stamps-disagree", stamps=", ".join(sorted(map(identifier, found)))))
    return (found.pop(), FoundBy.METADATA if stored else FoundBy.TEXT) if found else None


def traces(package: OfficePackage) -> Traces:
    """The keys of ours in a workbook, and the lines of its cells and at the foot of its pages."""
    keys: set[str] = set()
    texts: set[str] = set()
    for name in sorted(package.names):
        if name == _WORKBOOK:
            names = (each.get("name", "") for each in package.xml(name).iter("{*}definedName"))
            keys.update(each.removeprefix(KEY_PREFIX) for each in names if each.startswith(KEY_PREFIX))
        elif name == _STRINGS or _SHEET.fullmatch(name):
            entries = package.xml(name).iter("{*}si", "{*}is", "{*}oddFooter")
            texts.update("".join(map(str, entry.itertext())) for entry in entries)
    cells = {text: [key for _, key in parse_key_cell(text)] for text in texts}
    keys.update(key for found in cells.values() for key in found)
    # A key cell is read by nobody, and its keys would pass for words.
    seen = (text for text in texts if not is_key_cell(text))
    lines = {line_words(line) for text in seen for line in _FOOTER_CODE.sub("\n", text).split("\n")}
    return Traces(frozenset(keys), frozenset(lines - {""}))


def _stored(package: OfficePackage) -> Iterator[Stamp]:
    if _CORE in package.names:
        yield from _parsed(element.text or "" for element in package.xml(_CORE).iter(_IDENTIFIER))
    if _CUSTOM in package.names:
        entries = (entry for entry in package.xml(_CUSTOM) if entry.get("name") == PROPERTY)
        yield from _parsed("".join(map(str, entry.itertext())) for entry in entries)


def _in_cell(package: OfficePackage) -> Iterator[Stamp]:
    """The very hidden cell, whose text lies among the shared strings or, as some programs write it, in its sheet."""
    for name in sorted(package.names):
        if name == _STRINGS or _SHEET.fullmatch(name):
            texts = package.xml(name).iter("{*}t")
            yield from _parsed(text.text or "" for text in texts)


def _printed(package: OfficePackage) -> Iterator[Stamp]:
    for name in sorted(package.names):
        if _SHEET.fullmatch(name):
            content = package.part(name)
            start = max(content.find(b"oddFooter") - _PREFIX, 0)
            for footer in _FOOTER.findall(content, start) if start else ():
                yield from _parsed(WRITTEN.findall(footer.decode("utf-8", "replace")))


def _parsed(texts: Iterable[str]) -> Iterator[Stamp]:
    for text in texts:
        stamp = parse_identifier(text)
        if stamp is not None:
            yield stamp

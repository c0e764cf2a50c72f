"""A Word document -> the stamp it carries, found in its properties or in the print of its pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from formgen.document.lines import line_words
from formgen.document.opening import OfficePackage
from formgen.document.stamp import WRITTEN, WRITTEN_BYTES, identifier, parse_identifier
from formgen.document.unreadable import UnreadableError
from formgen.model.document import FoundBy, Stamp, Traces
from formgen.model.finding import finding

_STORED = re.compile(r"docProps/(?:core|custom)\.xml|customXml/item[0-9]+\.xml")
"""Properties, and our own part, which LibreOffice leaves empty where it cannot keep it."""
_PRINTED = re.compile(r"word/(?:footer|header)[0-9]*\.xml")
_DOCUMENT = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT, _PARAGRAPH, _TAG, _BOOKMARK, _BREAK = (f"{_W}{name}" for name in ("t", "p", "tag", "bookmarkStart", "br"))


def find_stamp(package: OfficePackage) -> tuple[Stamp, FoundBy] | None:
    """Find the stamp of a document; None where it has none.

    Raises UnreadableError where the document says of itself that it is two.
    """
    stored = _stamps(package, _STORED)
    found = stored | _stamps(package, _PRINTED)
    if not found:
        found = set(_printed(package))
    if len(found) > 1:
        stamps = ", ".join(sorted(map(identifier, found)))
        raise UnreadableError(finding("stamps-disagree", stamps=stamps))
    return next(((stamp, FoundBy.METADATA if stored else FoundBy.TEXT) for stamp in found), None)


def traces(package: OfficePackage) -> Traces:
    """The keys and bookmarks of ours in a document, and its lines, those at the head and foot of its pages included."""
    keys: set[str] = set()
    lines: set[str] = set()
    pages = filter(_PRINTED.fullmatch, package.in_order)
    for name in (*pages, _DOCUMENT):
        if name in package.names:
            root = package.xml(name)
            keys.update(tag.get(f"{_W}val", "") for tag in root.iter(_TAG))
            keys.update(mark.get(f"{_W}name", "") for mark in root.iter(_BOOKMARK))
            for paragraph in root.iter(_PARAGRAPH):
                lines.update(line_words(line) for line in _shown(paragraph).split("\n"))
    return Traces(frozenset(keys - {""}), frozenset(lines - {""}))


def _shown(paragraph: etree._Element) -> str:
    return "".join("\n" if each.tag == _BREAK else each.text or "" for each in paragraph.iter(_TEXT, _BREAK))


def _stamps(package: OfficePackage, parts: re.Pattern[str]) -> set[Stamp]:
    """The stamps that stand in one piece in some parts: each is plain ASCII, whatever stands around it."""
    named = filter(parts.fullmatch, package.in_order)
    found = {text for name in named for text in WRITTEN_BYTES.findall(package.part(name))}
    return set(_parsed(text.decode("ascii") for text in found))


def _printed(package: OfficePackage) -> Iterator[Stamp]:
    """The stamps in the words of pages, also where they are broken into runs."""
    pages = filter(_PRINTED.fullmatch, package.in_order)
    for name in (*pages, _DOCUMENT):
        if name in package.names:
            yield from _parsed(WRITTEN.findall(_words(package.xml(name))))


def _words(root: etree._Element) -> str:
    return "".join(element.text or "" for element in root.iter(_TEXT))


def _parsed(texts: Iterable[str | None]) -> Iterator[Stamp]:
    for text in texts:
        stamp = parse_identifier(text) if text else None
        if stamp is not None:
            yield stamp

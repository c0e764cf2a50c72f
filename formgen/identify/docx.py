"""A Word document -> the stamp it carries, found in its properties or in the print of its pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from formgen.document.lines import line_words
from formgen.document.opening import OfficePackage, parse_xml
from formgen.document.stamp import parse_identifier
from formgen.model.document import FoundBy, Stamp, Traces

_CORE, _CUSTOM = "docProps/core.xml", "docProps/custom.xml"
_PROPERTY = "formgen"
_STAMP = "{urn:formgen:stamp}stamp"
_IDENTIFIER = "{http://purl.org/dc/elements/1.1/}identifier"
_DATA = re.compile(r"customXml/item[0-9]+\.xml")
_PRINTED = re.compile(r"word/(?:footer|header)[0-9]*\.xml")
_DOCUMENT = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT, _PARAGRAPH, _TAG, _BOOKMARK, _BREAK = (f"{_W}{name}" for name in ("t", "p", "tag", "bookmarkStart", "br"))
_WRITTEN = re.compile(r"formgen:[a-z0-9_]+:[0-9.]+:[A-Za-z_]+:(?:[a-z0-9_]+|-):(?:[A-Z2-7]{12}|-)")


def find_stamp(package: OfficePackage) -> tuple[Stamp, FoundBy] | None:
    """Find the stamp of a document; None where it has none, or two that contradict one another."""
    for stamps_in, found_by in ((_stored, FoundBy.METADATA), (_printed, FoundBy.TEXT)):
        found = set(stamps_in(package))
        if found:
            return (found.pop(), found_by) if len(found) == 1 else None
    return None


def traces(package: OfficePackage) -> Traces:
    """The keys and bookmarks of ours in a document, and its lines, those at the head and foot of its pages included."""
    keys: set[str] = set()
    lines: set[str] = set()
    pages = sorted(name for name in package.names if _PRINTED.fullmatch(name))
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


def _stored(package: OfficePackage) -> Iterator[Stamp]:
    if _CORE in package.names:
        yield from _parsed(element.text for element in package.xml(_CORE).iter(_IDENTIFIER))
    if _CUSTOM in package.names:
        entries = (entry for entry in package.xml(_CUSTOM) if entry.get("name") == _PROPERTY)
        yield from _parsed("".join(map(str, entry.itertext())) for entry in entries)
    for name in sorted(package.names):
        # LibreOffice leaves a part of ours empty where it cannot keep it.
        if _DATA.fullmatch(name) and (content := package.part(name)).strip() and b"urn:formgen:stamp" in content:
            root = parse_xml(content)
            yield from _parsed([root.text] if root.tag == _STAMP else [])


def _printed(package: OfficePackage) -> Iterator[Stamp]:
    pages = sorted(name for name in package.names if _PRINTED.fullmatch(name))
    for name in (*pages, _DOCUMENT):
        if name in package.names:
            yield from _parsed(_WRITTEN.findall(_words(package.xml(name))))


def _words(root: etree._Element) -> str:
    return "".join(element.text or "" for element in root.iter(_TEXT))


def _parsed(texts: Iterable[str | None]) -> Iterator[Stamp]:
    for text in texts:
        stamp = parse_identifier(text) if text else None
        if stamp is not None:
            yield stamp

"""Fill a DOCX by writing the markup that Word itself writes when a person types, picks or ticks."""

from __future__ import annotations

import copy
import datetime as dt
import itertools
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from lxml import etree

from formgen.model.slot import SlotKind
from tests.clients.entry import CannotFillError, Entry
from tests.clients.libreoffice import W14, W, chosen

PART = "word/document.xml"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_LETTERS = re.compile(r"\w+|\W+")


def fill(blank: Path, out: Path, entries: Sequence[Entry]) -> None:
    """Put the entries into a copy of a blank."""
    with zipfile.ZipFile(blank) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    root = etree.fromstring(parts[PART])
    controls: dict[str, etree._Element] = {}
    for control in root.iter(f"{W}sdt"):
        tag = control.find(f"{W}sdtPr/{W}tag")
        if tag is not None:
            controls[tag.get(f"{W}val") or ""] = control
    sessions = _sessions()
    for entry in entries:
        if entry.key not in controls:
            raise CannotFillError(f"no content control for {entry.key}")
        _enter(controls[entry.key], entry, sessions)
    parts[PART] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)


def _sessions() -> Iterator[str]:
    """The numbers Word gives to what is typed in one sitting (`w:rsidR`); here a new one for each answer."""
    return (f"00{number:06X}" for number in itertools.count(0x3C51A7, 0x1F3))


def _enter(control: etree._Element, entry: Entry, sessions: Iterator[str]) -> None:
    properties, content = control.find(f"{W}sdtPr"), control.find(f"{W}sdtContent")
    assert properties is not None
    assert content is not None
    box = properties.find(f"{W14}checkbox")
    if box is not None:
        _tick(box, content, entry)
        return
    placeholder = properties.find(f"{W}showingPlcHdr")
    if placeholder is not None:
        properties.remove(placeholder)
    text = entry.text
    options = properties.find(f"{W}dropDownList")
    date = properties.find(f"{W}date")
    if options is not None:
        words = {item.get(f"{W}displayText") or "": item.get(f"{W}value") or "" for item in options}
        text = chosen(entry, [each for each in words if each])
        options.set(f"{W}lastValue", words[text])
    elif date is not None:
        day = re.fullmatch(r"(\d\d)\.(\d\d)\.(\d{4})", text)
        if day:
            whole = dt.date(int(day[3]), int(day[2]), int(day[1]))
            date.set(f"{W}fullDate", f"{whole.isoformat()}T00:00:00Z")
    paragraphs = content.findall(f"{W}p")
    if paragraphs:
        _paragraphs(content, paragraphs[0], text, next(sessions))
    else:
        _replace(content, text, next(sessions))


def _tick(box: etree._Element, content: etree._Element, entry: Entry) -> None:
    checked = box.find(f"{W14}checked")
    if entry.kind is not SlotKind.TICK or checked is None:
        raise CannotFillError(f"{entry.key} is a check box")
    checked.set(f"{W14}val", "1")
    (glyph,) = content.iter(f"{W}t")
    glyph.text = entry.text


def _paragraphs(content: etree._Element, first: etree._Element, text: str, session: str) -> None:
    for other in content.findall(f"{W}p")[1:]:
        content.remove(other)
    empty = copy.deepcopy(first)
    _replace(first, text.split("\n", maxsplit=1)[0], session)
    for line in text.split("\n")[1:]:
        following = copy.deepcopy(empty)
        following.set(f"{W}rsidR", session)
        following.set(f"{W}rsidRDefault", session)
        _replace(following, line, session)
        content.append(following)


def _replace(holder: etree._Element, text: str, session: str) -> None:
    """Type over the placeholder: it goes with its style; Word marks its spelling and splits the runs there."""
    for run in holder.findall(f"{W}r"):
        holder.remove(run)
    words = _LETTERS.findall(text)
    for number, word in enumerate(words):
        marked = number % 4 == 0 and word.isalpha()
        if marked:
            etree.SubElement(holder, f"{W}proofErr").set(f"{W}type", "spellStart")
        run = etree.SubElement(holder, f"{W}r")
        run.set(f"{W}rsidR", session)
        shown = etree.SubElement(run, f"{W}t")
        shown.text = word
        if word != word.strip():
            shown.set(_SPACE, "preserve")
        if marked:
            etree.SubElement(holder, f"{W}proofErr").set(f"{W}type", "spellEnd")

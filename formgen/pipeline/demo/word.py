"""Fill a Word document with the markup that Word writes when a person types, picks or ticks."""

from __future__ import annotations

import copy
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable

from lxml import etree

from formgen.pipeline.demo.entry import CannotFillError, Entry

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_PART = "word/document.xml"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_DAY = re.compile(r"(\d\d)\.(\d\d)\.(\d{4})")


def fill(blank: bytes, entries: Iterable[Entry]) -> bytes:
    """Put the entries into the content controls of a blank."""
    with zipfile.ZipFile(io.BytesIO(blank)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    root = etree.fromstring(parts[_PART])
    controls = {tag.get(f"{W}val"): tag.getparent() for tag in root.iter(f"{W}tag")}
    for entry in entries:
        properties = controls.get(entry.key)
        control = properties.getparent() if properties is not None else None
        if properties is None or control is None:
            raise CannotFillError(f"no content control for {entry.key}")
        _enter(properties, control.find(f"{W}sdtContent"), entry)
    parts[_PART] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


def _enter(properties: etree._Element, content: etree._Element | None, entry: Entry) -> None:
    assert content is not None
    checked = properties.find(f"{W14}checkbox/{W14}checked")
    if checked is not None:
        checked.set(f"{W14}val", "1")
        next(content.iter(f"{W}t")).text = entry.text
        return
    for placeholder in properties.findall(f"{W}showingPlcHdr"):
        properties.remove(placeholder)
    date, day = properties.find(f"{W}date"), _DAY.fullmatch(entry.text)
    if date is not None and day is not None:
        whole = dt.date(int(day[3]), int(day[2]), int(day[1]))
        date.set(f"{W}fullDate", f"{whole.isoformat()}T00:00:00Z")
    first = content.find(f"{W}p")
    if first is None:
        _type(content, entry.text)
        return
    for other in content.findall(f"{W}p")[1:]:
        content.remove(other)
    empty = copy.deepcopy(first)
    _type(first, entry.text.split("\n")[0])
    for line in entry.text.split("\n")[1:]:
        following = copy.deepcopy(empty)
        _type(following, line)
        content.append(following)


def _type(holder: etree._Element, text: str) -> None:
    """Type over the placeholder, which goes with its style."""
    for run in holder.findall(f"{W}r"):
        holder.remove(run)
    words = etree.SubElement(etree.SubElement(holder, f"{W}r"), f"{W}t")
    words.text = text
    words.set(_SPACE, "preserve")

"""Filled copies of the forms as Word documents, and what people and programs do to them, as rewrites of markup."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from lxml import etree

from formgen.document.stamp import bookmark_name
from formgen.model.document import Format
from formgen.model.slot import Slot, SlotKind, slots
from tests.clients import word
from tests.clients.libreoffice import W14, W
from tests.loop import LOCALES, blank, localized, read
from tests.roundtrip.cases import Case, cases, entries, expected_record

PART = "word/document.xml"
CASES = {
    case.form: case for case in cases() if case.name.endswith("-armenian") or case.form.startswith("service_evaluation")
}
"""One complete case of every form and variant."""
BASES = [(form, locale) for form in sorted(CASES) for locale in LOCALES]
WORD = W.strip("{}")
_XML = f'<x xmlns:w="{WORD}" xmlns:w14="{W14.strip("{}")}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'


@cache
def filled(form: str, locale: str) -> bytes:
    """A blank filled by the markup Word writes."""
    return _in_word(form, locale, complete=True)


@cache
def unfilled(form: str, locale: str) -> bytes:
    """A blank."""
    return blank(form, locale, Format.DOCX)


def _in_word(form: str, locale: str, *, complete: bool) -> bytes:
    with TemporaryDirectory() as name:
        source, out = Path(name) / "blank.docx", Path(name) / "filled.docx"
        source.write_bytes(blank(form, locale, Format.DOCX))
        word.fill(source, out, entries(CASES[form], localized(form, locale)) if complete else [])
        return out.read_bytes()


@dataclass(frozen=True)
class Read:
    """What `extract --json` says of a copy."""

    line: dict[str, Any]

    @property
    def record(self) -> dict[str, Any]:
        return self.line["record"] or {}

    @property
    def findings(self) -> list[tuple[str, str | None]]:
        """Codes with fields; what every copy in a mail lacks, ink, is left out."""
        return [(each["code"], each["field"]) for each in self.line["findings"] if each["code"] != "unsigned"]

    def written(self, code: str) -> list[str]:
        return [each["written"] or "" for each in self.line["findings"] if each["code"] == code]


class Copy:
    """A document in somebody's hands."""

    def __init__(self, form: str, locale: str, *, complete: bool = True) -> None:
        self.form, self.locale = form, locale
        self.case: Case = CASES[form]
        self.parts = parts_of(filled(form, locale) if complete else unfilled(form, locale))
        self.root = etree.fromstring(self.parts[PART])
        self.words = localized(form, locale)

    # --- finding

    @property
    def body(self) -> etree._Element:
        found = self.root.find(f"{W}body")
        assert found is not None
        return found

    def tables(self) -> list[etree._Element]:
        return self.body.findall(f"{W}tbl")

    def control(self, key: str) -> etree._Element:
        return next(self.controls(key))

    def controls(self, key: str) -> Iterator[etree._Element]:
        for tag in self.root.iter(f"{W}tag"):
            if tag.get(f"{W}val") == key:
                yield next(tag.iterancestors(f"{W}sdt"))

    def cell(self, key: str) -> etree._Element:
        return next(self.control(key).iterancestors(f"{W}tc"))

    def row(self, key: str) -> etree._Element:
        return next(self.control(key).iterancestors(f"{W}tr"))

    def label(self, name: str) -> etree._Element:
        return next(self._marks(name)[0].iterancestors(f"{W}tc"))

    def _marks(self, name: str) -> list[etree._Element]:
        wanted = bookmark_name("fgl_", name)
        return [mark for mark in self.root.iter(f"{W}bookmarkStart") if mark.get(f"{W}name") == wanted]

    def slots(self, *kinds: SlotKind, answered: bool = True) -> list[Slot]:
        """The places outside tables that the case answers, or leaves empty, of some kinds."""
        given = {entry.key for entry in entries(self.case, self.words)}
        return [
            slot
            for slot in slots(self.words.form)
            if slot.kind in kinds
            and slot.table is None
            and (slot.key in given) is answered
            and slot.key not in self.words.form.printed
        ]

    def entry(self, key: str) -> str:
        """What was typed at a key."""
        return next(entry.text for entry in entries(self.case, self.words) if entry.key == key)

    # --- changing

    def unlock(self, key: str) -> etree._Element:
        """Delete a control and leave what stood in it; the paragraph of its words."""
        control = self.control(key)
        (content,) = control.findall(f"{W}sdtContent")
        words = list(content)
        replace(control, words)
        return words[0]

    def forget_label(self, name: str) -> None:
        """Delete the bookmark of a label."""
        for mark in self._marks(name):
            remove(mark)

    def empty(self, key: str) -> None:
        """Take an answer back: the control shows its placeholder again."""
        before = Copy(self.form, self.locale, complete=False).control(key)
        replace(self.control(key), [copy.deepcopy(before)])

    def write(self, key: str, content: str) -> None:
        """Put runs, or paragraphs, into a control instead of its words."""
        (holder,) = self.control(key).findall(f"{W}sdtContent")
        for old in list(holder):
            holder.remove(old)
        holder.extend(runs(content))

    def type_into(self, cell: etree._Element, content: str) -> None:
        """Type at the end of a cell's last paragraph; paragraphs come after it."""
        made = runs(content)
        if made[0].tag in {f"{W}p", f"{W}tbl"}:
            cell.extend(made)
        else:
            cell.findall(f".//{W}p")[-1].extend(made)

    def drop_signs(self, *names: str) -> None:
        """Delete every element of some names, and leave what is in them."""
        for name in names:
            for element in list(self.root.iter(f"{W}{name}")):
                remove(element)

    # --- reading

    def content(self) -> bytes:
        self.parts[PART] = etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", standalone=True)
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in self.parts.items():
                package.writestr(name, content)
        return stream.getvalue()

    def read(self, folder: Path) -> Read:
        path = folder / "copy.docx"
        path.write_bytes(self.content())
        return Read(read(path, self.case.received))

    @property
    def expected(self) -> dict[str, Any]:
        return expected_record(self.case, self.words.form)

    @property
    def expected_findings(self) -> list[tuple[str, str | None]]:
        return [*self.case.findings]


def parts_of(content: bytes) -> dict[str, bytes]:
    """The parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def runs(content: str) -> list[etree._Element]:
    """Markup, or words as one run."""
    if not content.startswith("<w:"):
        content = f'<w:r><w:t xml:space="preserve">{content}</w:t></w:r>'
    return list(etree.fromstring(f"{_XML}{content}</x>"))


def remove(element: etree._Element) -> None:
    """Take an element out; the text behind it stays."""
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def replace(element: etree._Element, others: Sequence[etree._Element]) -> None:
    """Put other elements in the place of one."""
    parent = element.getparent()
    assert parent is not None
    place = parent.index(element)
    parent.remove(element)
    for offset, other in enumerate(others):
        parent.insert(place + offset, other)


def text_of(element: etree._Element) -> str:
    """All words in an element."""
    return "".join(text.text or "" for text in element.iter(f"{W}t"))


# --- programs that rewrite everything


def without_properties(held: Copy) -> None:
    """Only what is on the pages goes into the new file: no properties, no data parts."""
    for name in list(held.parts):
        if name.startswith(("docProps/", "customXml/", "word/glossary/")):
            del held.parts[name]
    kept = {f"/{name}" for name in held.parts}
    for name in ("[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels"):
        root = etree.fromstring(held.parts[name])
        for each in list(root):
            target = each.get("PartName") or each.get("Target") or ""
            if target.startswith("/") and target not in kept and not target.startswith("/word/"):
                root.remove(each)
        held.parts[name] = etree.tostring(root)


def as_google(held: Copy) -> None:
    """Controls become plain words, bookmarks go, every run gets a look of its own, spans are written anew."""
    plain_controls(held)
    held.drop_signs("bookmarkStart", "bookmarkEnd", "proofErr", "pStyle", "tblStyle", "trHeight", "cantSplit")
    for number, run in enumerate(held.root.iter(f"{W}r")):
        look = run.find(f"{W}rPr")
        if look is None:
            look = etree.Element(f"{W}rPr")
            run.insert(0, look)
        etree.SubElement(look, f"{W}rtl").set(f"{W}val", "0")
        run.set(f"{W}rsidDel", "00000000")
        run.set(f"{W}rsidR", f"{number:08X}")
    for text in held.root.iter(f"{W}t"):
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    without_properties(held)


def as_onlyoffice(held: Copy) -> None:
    """Controls become plain words, runs of one look are joined, label bookmarks stay with their end elsewhere."""
    plain_controls(held)
    held.drop_signs("proofErr")
    for paragraph in held.root.iter(f"{W}p"):
        plain = [run for run in paragraph.findall(f"{W}r") if run.find(f"{W}rPr") is None]
        for first, second in pairwise(plain):
            if first.getnext() is second and len(first) == len(second) == 1:
                second[0].text = (first[0].text or "") + (second[0].text or "")
                second[0].set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                paragraph.remove(first)
    for name in list(held.parts):
        if name.startswith(("customXml/", "word/glossary/")):
            del held.parts[name]


def as_pages(held: Copy) -> None:
    """The same, and every bookmark and property goes; tables lose their spans by cells of the grid's width."""
    plain_controls(held)
    held.drop_signs("bookmarkStart", "bookmarkEnd", "proofErr", "tblGrid", "gridSpan", "tcW")
    without_properties(held)


def plain_controls(held: Copy) -> None:
    """Leave of every control only what is shown."""
    for control in list(held.root.iter(f"{W}sdt")):
        content = control.find(f"{W}sdtContent")
        replace(control, [] if content is None else list(content))


PROGRAMS: dict[str, Callable[[Copy], None]] = {
    "google": as_google,
    "onlyoffice": as_onlyoffice,
    "pages": as_pages,
}

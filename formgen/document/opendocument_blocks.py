"""The text of OpenDocument -> the WordprocessingML that says the same, element by element."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from formgen.document.unreadable import UnreadableError
from formgen.model.limits import Limits, passed

_NAMESPACES = {
    **{
        name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
        for name in ("office", "text", "table", "style", "meta")
    },
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
}
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WORD_2010 = "http://schemas.microsoft.com/office/word/2010/wordml"
_SPACE = re.compile(r"[ \t\r\n]+")
_POINTS = re.compile(r"([0-9.]+)pt")
_WIDEST, _MOST_SPACES = 64, 10_000
"""Cells a row may repeat or span, and spaces that stand as a number; more are cut to it."""
_MOST_CELLS = 20_000


def q(name: str) -> str:
    """A qualified name of OpenDocument: `text:p`."""
    prefix, _, stem = name.partition(":")
    return f"{{{_NAMESPACES[prefix]}}}{stem}"


def _w(name: str) -> str:
    return f"{{{_WORD}}}{name}"


def _w14(name: str) -> str:
    return f"{{{_WORD_2010}}}{name}"


_PARAGRAPHS = frozenset({q("text:p"), q("text:h")})
_TABLE, _ROW = q("table:table"), q("table:table-row")
_CELLS = {q("table:table-cell"): True, q("table:covered-table-cell"): False}
_CONTROL, _NOTE, _COMMENT = q("loext:content-control"), q("text:note"), q("office:annotation")
_TEXT_BOX, _TRACKED, _DELETED = q("draw:text-box"), q("text:tracked-changes"), q("text:deletion")
_SIGNS = {q("text:tab"): "tab", q("text:line-break"): "br"}
_PASSED = frozenset(
    map(
        q,
        (
            *("text:sequence-decls", "text:variable-decls", "text:user-field-decls", "text:soft-page-break"),
            *(
                "office:forms",
                "office:event-listeners",
                "office:annotation-end",
                "text:bookmark-end",
                "text:note-citation",
            ),
            *(
                "text:ruby-text",
                "text:script",
                "table:table-column",
                "table:table-columns",
                "table:table-header-columns",
            ),
            *(
                "table:table-source",
                "text:tracked-changes",
                "text:index-title-template",
                "text:alphabetical-index-source",
            ),
        ),
    )
)
_DRAW = _NAMESPACES["draw"]
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_KEPT = "{http://www.w3.org/XML/1998/namespace}space"
_LOOKS = ("vanish", "strike", "color", "sz")


class Styles:
    """The looks of a text that matter to its reader: what hides words, and what strikes them out."""

    def __init__(self, roots: Iterable[etree._Element]) -> None:
        self._styles: dict[tuple[str, str], etree._Element] = {}
        for root in roots:
            for style in root.iter(q("style:style")):
                self._styles[style.get(q("style:family"), ""), style.get(q("style:name"), "")] = style

    def look(self, family: str, name: str | None) -> dict[str, str]:
        """What a style says of its words; a style of its own says more than the one it is based on."""
        found: dict[str, str] = {}
        for _ in range(16):
            style = self._styles.get((family, name or ""))
            if style is None:
                break
            for words in style.iterfind(q("style:text-properties")):
                found = {**_look(words), **found}
            name = style.get(q("style:parent-style-name"))
        return found


def _look(words: etree._Element) -> dict[str, str]:
    found = {}
    if display := words.get(q("text:display")):
        found["vanish"] = "1" if display == "none" else "0"
    if line := words.get(q("style:text-line-through-style")) or words.get(q("style:text-line-through-type")):
        found["strike"] = "0" if line == "none" else "1"
    if colour := words.get(q("fo:color")):
        found["color"] = colour.lstrip("#").upper()
    if size := _POINTS.fullmatch(words.get(q("fo:font-size"), "")):
        found["sz"] = str(round(2 * float(size[1])))
    return found


class Writer:
    """Writes blocks of text as WordprocessingML; notes and comments it comes upon are put into parts of their own."""

    def __init__(self, styles: Styles, limits: Limits) -> None:
        self._styles = styles
        self._limits = limits
        self._cells = 0
        self._deleted: dict[str, etree._Element] = {}
        self._inserted: frozenset[str] = frozenset()
        self._open: set[str] = set()
        self.comments = etree.Element(_w("comments"), nsmap={"w": _WORD})
        self.notes = etree.Element(_w("footnotes"), nsmap={"w": _WORD})

    def part(self, name: str, blocks: Sequence[tuple[str, etree._Element]]) -> etree._Element:
        """A part named so in WordprocessingML, with the blocks of an element, each in an element named before it."""
        root = etree.Element(_w(name), nsmap={"w": _WORD, "w14": _WORD_2010})
        for around, element in blocks:
            self._read_changes(element)
            holder = etree.SubElement(root, _w(around)) if around else root
            self._blocks(element, holder)
        return root

    def _read_changes(self, element: etree._Element) -> None:
        tracked = element.find(_TRACKED)
        regions = () if tracked is None else tracked.iter(q("text:changed-region"))
        inserted: set[str] = set()
        for region in regions:
            number = region.get(q("text:id"), "") or region.get(_ID, "")
            deletion = region.find(_DELETED)
            if deletion is not None:
                self._deleted[number] = deletion
            elif region.find(q("text:insertion")) is not None:
                inserted.add(number)
        self._inserted = frozenset(inserted)

    # --- blocks

    def _blocks(self, parent: etree._Element, out: etree._Element) -> None:
        for child in parent:
            tag = child.tag
            if tag in _PARAGRAPHS:
                self._paragraph(child, out)
            elif tag == _TABLE:
                self._table(child, out)
            elif isinstance(tag, str) and tag.startswith(f"{{{_DRAW}}}"):
                self._drawing(child, etree.SubElement(etree.SubElement(out, _w("p")), _w("r")))
            elif tag not in _PASSED:
                self._change(child, etree.Element("none"))
                self._blocks(child, out)

    def _paragraph(self, element: etree._Element, out: etree._Element) -> None:
        paragraph = etree.SubElement(out, _w("p"))
        look = self._styles.look("paragraph", element.get(q("text:style-name")))
        self._inline(element, paragraph, look)
        texts = list(paragraph.iter(_w("t")))
        # White space at both ends is the file's own, but for that which stands as elements.
        if texts and texts[0].get(_KEPT) is None:
            texts[0].text = (texts[0].text or "").lstrip(" ")
        if texts and texts[-1].get(_KEPT) is None:
            texts[-1].text = (texts[-1].text or "").rstrip(" ")

    def _table(self, element: etree._Element, out: etree._Element) -> None:
        table = etree.SubElement(out, _w("tbl"))
        for row in _rows(element):
            repeats = _count(row, "table:number-rows-repeated") if "".join(map(str, row.itertext())).strip() else 1
            for _ in range(repeats):
                self._row(row, etree.SubElement(table, _w("tr")))

    def _row(self, element: etree._Element, row: etree._Element) -> None:
        covered = 0
        for child in element:
            is_open = _CELLS.get(child.tag)
            if is_open is None:
                continue
            for _ in range(_count(child, "table:number-columns-repeated")):
                if not is_open and covered:
                    covered -= 1
                    continue
                self._cells += 1
                if self._cells > _MOST_CELLS:
                    raise UnreadableError(passed(self._limits, "cells", self._cells))
                cell = etree.SubElement(row, _w("tc"))
                look = etree.SubElement(cell, _w("tcPr"))
                if not is_open:
                    # Covered by the cell above: Word has a cell there.
                    etree.SubElement(look, _w("vMerge"))
                    self._blocks(child, cell)
                    continue
                covered = _count(child, "table:number-columns-spanned") - 1
                if covered:
                    etree.SubElement(look, _w("gridSpan")).set(_w("val"), str(covered + 1))
                self._blocks(child, cell)

    # --- words

    def _inline(self, element: etree._Element, out: etree._Element, look: dict[str, str]) -> None:
        self._words(element.text, out, look)
        for child in element:
            self._piece(child, out, look)
            self._words(child.tail, out, look)

    def _piece(self, child: etree._Element, out: etree._Element, look: dict[str, str]) -> None:  # noqa: C901  (a table of elements)
        tag = child.tag
        if tag in _SIGNS:
            etree.SubElement(self._run(out, look), _w(_SIGNS[tag]))
        elif tag == q("text:s"):
            self._words(" " * min(_count(child, "text:c", _MOST_SPACES), _MOST_SPACES), out, look, kept=True)
        elif tag in (q("text:bookmark-start"), q("text:bookmark")):
            etree.SubElement(out, _w("bookmarkStart")).set(_w("name"), child.get(q("text:name"), ""))
        elif tag == _CONTROL:
            self._control(child, out, look)
        elif tag == _NOTE:
            note = etree.SubElement(self.notes, _w("footnote"))
            for body in child.iterfind(q("text:note-body")):
                self._blocks(body, note)
        elif tag == _COMMENT:
            number = str(len(self.comments))
            comment = etree.SubElement(self.comments, _w("comment"))
            comment.set(_w("id"), number)
            self._blocks(child, comment)
            etree.SubElement(self._run(out, {}), _w("commentReference")).set(_w("id"), number)
        elif tag == q("text:span"):
            self._inline(child, out, {**look, **self._styles.look("text", child.get(q("text:style-name")))})
        elif tag == q("text:hidden-text"):
            self._words(child.get(q("text:string-value")) or "", out, {**look, "vanish": "1"})
        elif isinstance(tag, str) and tag.startswith(f"{{{_DRAW}}}") and tag != q("draw:a"):
            self._drawing(child, self._run(out, {}))
        elif not self._change(child, out) and tag not in _PASSED:
            self._inline(child, out, look)

    def _change(self, child: etree._Element, out: etree._Element) -> bool:
        """The marks between which text was inserted, and where text was deleted."""
        number = child.get(q("text:change-id"), "")
        if child.tag == q("text:change-start"):
            self._open |= {number} & self._inserted
        elif child.tag == q("text:change-end"):
            self._open.discard(number)
        elif child.tag == q("text:change"):
            if number in self._deleted:
                run = etree.SubElement(etree.SubElement(out, _w("del")), _w("r"))
                etree.SubElement(run, _w("delText")).text = "\n".join(_lines(self._deleted[number]))
        else:
            return False
        return True

    def _words(self, text: str | None, out: etree._Element, look: dict[str, str], *, kept: bool = False) -> None:
        """A run of words; white space in them is one space, but for that which stands as elements."""
        words = text if kept else _SPACE.sub(" ", text or "")
        if words:
            piece = etree.SubElement(self._run(out, look), _w("t"))
            piece.text = words
            if kept:
                piece.set(_KEPT, "preserve")

    def _run(self, out: etree._Element, look: dict[str, str]) -> etree._Element:
        run = etree.SubElement(etree.SubElement(out, _w("ins")) if self._open else out, _w("r"))
        if look:
            properties = etree.SubElement(run, _w("rPr"))
            for name in _LOOKS:
                if name in look:
                    etree.SubElement(properties, _w(name)).set(_w("val"), look[name])
        return run

    def _control(self, element: etree._Element, out: etree._Element, look: dict[str, str]) -> None:
        control = etree.SubElement(out, _w("sdt"))
        properties = etree.SubElement(control, _w("sdtPr"))
        said = {name: element.get(q(f"loext:{name}"), "") for name in ("tag", "checked", "current-date")}
        if said["tag"]:
            etree.SubElement(properties, _w("tag")).set(_w("val"), said["tag"])
        if element.get(q("loext:showing-place-holder")) == "true":
            etree.SubElement(properties, _w("showingPlcHdr"))
        if element.get(q("loext:checkbox")) == "true":
            box = etree.SubElement(properties, _w14("checkbox"))
            etree.SubElement(box, _w14("checked")).set(_w14("val"), "1" if said["checked"] == "true" else "0")
        if element.get(q("loext:date")) == "true":
            date = etree.SubElement(properties, _w("date"))
            if said["current-date"]:
                date.set(_w("fullDate"), said["current-date"])
        items = element.findall(q("loext:list-item"))
        if items:
            choices = etree.SubElement(properties, _w("dropDownList"))
            for item in items:
                entry = etree.SubElement(choices, _w("listItem"))
                for ours, theirs in (("displayText", "display-text"), ("value", "value")):
                    if item.get(q(f"loext:{theirs}")) is not None:
                        entry.set(_w(ours), item.get(q(f"loext:{theirs}"), ""))
        content = etree.SubElement(control, _w("sdtContent"))
        self._inline(element, content, look)

    def _drawing(self, element: etree._Element, run: etree._Element) -> None:
        """A drawing; the words of its boxes and shapes as those of a text box."""
        drawing = etree.SubElement(run, _w("drawing"))
        holders = [each for each in element.iter() if each is element or each.tag == _TEXT_BOX]
        for holder in holders:
            if any(child.tag in _PARAGRAPHS or child.tag == _TABLE for child in holder):
                self._blocks(holder, etree.SubElement(drawing, _w("txbxContent")))


def _rows(parent: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table, those of its head and of groups included."""
    for child in parent:
        if child.tag == _ROW:
            yield child
        elif child.tag != _TABLE and child.tag not in _PASSED:
            yield from _rows(child)


def _lines(element: etree._Element) -> Iterator[str]:
    for paragraph in element.iter(*_PARAGRAPHS):
        yield _SPACE.sub(" ", "".join(map(str, paragraph.itertext())))


def _count(element: etree._Element, name: str, most: int = _WIDEST) -> int:
    value = element.get(q(name), "1")
    return max(1, min(int(value), most)) if value.isascii() and value.isdigit() else 1

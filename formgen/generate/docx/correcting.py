"""A Word form -> one that is sent back: its head says what is wrong, what is asked about is marked, all else locked."""

from __future__ import annotations

from lxml import etree

from formgen.document.printed import told_mark
from formgen.generate.docx.markup import WORD, bookmarked, paragraph, run, w
from formgen.model.catalog import LocalizedForm
from formgen.model.correction import Correction
from formgen.model.slot import slots_by_key

_LOCKED = "sdtContentLocked"
_MARKED, _RED = "FFF2B3", "9C1C1C"
_STYLE = "FormIntro"
_AFTER_SHADING = ("noWrap", "tcMar", "textDirection", "tcFitText", "vAlign", "hideMark")
"""What stands behind the shading of a cell (ECMA-376 part 1 §17.4.70)."""


def corrected(document: bytes, localized: LocalizedForm, correction: Correction) -> bytes:
    """Lock and mark the controls of a document part, and say at its head what is asked."""
    root = etree.fromstring(document)
    asked = slots_by_key(localized.form)
    for control in root.iter(w("sdt")):
        properties = control.find(w("sdtPr"))
        tag = None if properties is None else properties.find(w("tag"))
        slot = None if tag is None else asked.get(tag.get(w("val"), ""))
        if slot is None or properties is None:
            continue
        lock = properties.find(w("lock"))
        if not correction.opens(slot) and lock is not None:
            lock.set(w("val"), _LOCKED)
        cell = next(control.iterancestors(w("tc")), None)
        if correction.marks(slot) and cell is not None:
            _shade(cell)
    body = root.find(w("body"))
    assert body is not None
    for place, line in enumerate((correction.heading, *correction.lines)):
        body.insert(place, _told(line, is_heading=place == 0))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _told(line: str, *, is_heading: bool) -> etree._Element:
    words = bookmarked(told_mark(line), run(line))
    element = etree.fromstring(f'<w:root xmlns:w="{WORD}">{paragraph(_STYLE, words, keep=is_heading)}</w:root>')[0]
    for each in element.iter(w("r")):
        look = etree.Element(w("rPr"))
        if is_heading:
            etree.SubElement(look, w("b"))
        etree.SubElement(look, w("color")).set(w("val"), _RED)
        each.insert(0, look)
    return element


def _shade(cell: etree._Element) -> None:
    properties = cell.find(w("tcPr"))
    assert properties is not None
    for old in properties.findall(w("shd")):
        properties.remove(old)
    shade = etree.Element(w("shd"))
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", _MARKED)):
        shade.set(w(name), value)
    behind = [each for each in properties if etree.QName(each).localname in _AFTER_SHADING]
    properties.insert(properties.index(behind[0]) if behind else len(properties), shade)

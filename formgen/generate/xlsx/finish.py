"""A workbook as openpyxl saves it -> the same with valid styles, without clock or chance."""

from __future__ import annotations

import copy
import io
from collections.abc import Callable, Iterator

from lxml import etree
from openpyxl import Workbook

from formgen.generate.package import read_parts, write_parts

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_DATES = "{http://purl.org/dc/terms/}"

_FONT_ORDER = (
    "b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "rFont", "name",
    "family", "charset", "scheme",
)  # fmt: skip
"""The order of a font's children that Microsoft's SDK asks for (ECMA-376 part 1 §18.8.22)."""

_APPLICATION = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>formgen</Application></Properties>"
)


def finish(book: Workbook) -> bytes:
    """Save a workbook; the same workbook gives the same bytes."""
    stream = io.BytesIO()
    book.save(stream)
    parts = read_parts(stream.getvalue())
    parts["docProps/app.xml"] = _APPLICATION.encode()
    parts["docProps/core.xml"] = _rewritten(parts["docProps/core.xml"], _drop_dates)
    parts["xl/styles.xml"] = _rewritten(parts["xl/styles.xml"], _mend_styles)
    for name in [name for name in parts if name.startswith("xl/worksheets/sheet")]:
        parts[name] = _rewritten(parts[name], _order_fonts)
    return write_parts(parts)


def _rewritten(content: bytes, change: Callable[[etree._Element], None]) -> bytes:
    root = etree.fromstring(content)
    change(root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _drop_dates(root: etree._Element) -> None:
    """Take out when the file was made: it is the form's version that counts."""
    for each in list(root):
        if str(each.tag).startswith(_DATES):
            root.remove(each)


def _mend_styles(root: etree._Element) -> None:
    _order_fonts(root)
    cells = root.find(f"{S}cellXfs")
    assert cells is not None
    for twin in list(_quoted(cells)):
        cells.append(twin)
    cells.set("count", str(len(cells)))


def _quoted(cells: etree._Element) -> Iterator[etree._Element]:
    """For each style of text, the same with a quote prefix: what is filled in with `=` in front stays text."""
    for each in cells:
        if each.get("numFmtId") == "49" and each.get("quotePrefix") != "1":
            twin = copy.deepcopy(each)
            twin.set("quotePrefix", "1")
            yield twin


def _order_fonts(root: etree._Element) -> None:
    for font in root.iter(f"{S}font", f"{S}rPr"):
        font[:] = sorted(font, key=lambda child: _FONT_ORDER.index(etree.QName(child).localname))

"""Words and cells -> WordprocessingML, the XML of Word documents (ECMA-376 part 1, section 17)."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORD_2010 = "http://schemas.microsoft.com/office/word/2010/wordml"
WORD_2012 = "http://schemas.microsoft.com/office/word/2012/wordml"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"

TWIPS_PER_MM = 1440 / 25.4

_UNHOLDABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_END = re.compile("\r\n?")
_PIECES = re.compile("([\t\n])")


def w(name: str) -> str:
    """The qualified name of an element or attribute of Word's main namespace."""
    return f"{{{WORD}}}{name}"


def w14(name: str) -> str:
    """The qualified name of an element or attribute of Word 2010's namespace."""
    return f"{{{WORD_2010}}}{name}"


def twips(millimetres: float) -> int:
    """Millimetres in twentieths of a point, the unit of Word's tables."""
    return round(millimetres * TWIPS_PER_MM)


def stable_id(name: str) -> int:
    """A positive 31-bit number for a name, the same on every run."""
    return zlib.crc32(name.encode("utf-8")) & 0x7FFFFFFF or 1


def holdable(text: str) -> str:
    """Put U+FFFD for what XML 1.0 (section 2.2) cannot hold, such as control characters and lone surrogates."""
    return _UNHOLDABLE.sub("\ufffd", text)


def attribute(text: str) -> str:
    """A text as a quoted attribute value."""
    return quoteattr(holdable(text), {"\n": "&#10;", "\t": "&#9;", "\r": "&#13;"})


def run(text: str, style: str | None = None) -> str:
    """A run of text; line ends become line breaks, tabs tab stops."""
    look = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    content = "".join(
        "<w:br/>" if piece == "\n" else "<w:tab/>" if piece == "\t" else _text(piece)
        for piece in _PIECES.split(_LINE_END.sub("\n", holdable(text)))
        if piece
    )
    return f"<w:r>{look}{content}</w:r>"


def lines_of(text: str) -> list[str]:
    """The lines of a text, whichever of the usual line ends divide them."""
    return _LINE_END.sub("\n", text).split("\n")


def paragraph(style: str, content: str, *, keep: bool = False) -> str:
    """A paragraph of a named style; `keep` holds it on one page with the next."""
    look = f'<w:pPr><w:pStyle w:val="{style}"/>{"<w:keepNext/>" if keep else ""}</w:pPr>'
    return f"<w:p>{look}{content}</w:p>"


def bookmarked(name: str, content: str) -> str:
    """Runs between the two ends of a bookmark."""
    number = stable_id(f"bookmark:{name}")
    return f'<w:bookmarkStart w:id="{number}" w:name={attribute(name)}/>{content}<w:bookmarkEnd w:id="{number}"/>'


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell from one distance to another from the left edge, in twips, holding paragraphs."""

    left: int
    right: int
    content: str
    fill: str | None = None
    open_sides: tuple[str, ...] = ()
    top: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Cells side by side without gaps; `height` is the least height in twips."""

    cells: tuple[Cell, ...]
    height: int
    whole: bool = True


def table(rows: Sequence[Row], style: str) -> str:
    """Rows of cells of any widths as one table, whose grid has every edge that a cell has."""
    edges = sorted({edge for row in rows for cell in row.cells for edge in (cell.left, cell.right)})
    grid = "".join(f'<w:gridCol w:w="{right - left}"/>' for left, right in pairwise(edges))
    column = {edge: place for place, edge in enumerate(edges)}
    look = (
        f'<w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{edges[-1] - edges[0]}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0000"/></w:tblPr>'
    )
    return f"<w:tbl>{look}<w:tblGrid>{grid}</w:tblGrid>{''.join(_row(row, column) for row in rows)}</w:tbl>"


def _row(row: Row, column: dict[int, int]) -> str:
    whole = "<w:cantSplit/>" if row.whole else ""
    look = f'<w:trPr>{whole}<w:trHeight w:val="{row.height}" w:hRule="atLeast"/></w:trPr>'
    return f"<w:tr>{look}{''.join(_cell(cell, column) for cell in row.cells)}</w:tr>"


def _cell(cell: Cell, column: dict[int, int]) -> str:
    span = column[cell.right] - column[cell.left]
    look = [f'<w:tcW w:w="{cell.right - cell.left}" w:type="dxa"/>']
    if span > 1:
        look.append(f'<w:gridSpan w:val="{span}"/>')
    if cell.open_sides:
        sides = "".join(f'<w:{side} w:val="nil"/>' for side in cell.open_sides)
        look.append(f"<w:tcBorders>{sides}</w:tcBorders>")
    if cell.fill:
        look.append(f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.fill}"/>')
    if cell.top:
        look.append('<w:vAlign w:val="top"/>')
    return f"<w:tc><w:tcPr>{''.join(look)}</w:tcPr>{cell.content}</w:tc>"


def _text(piece: str) -> str:
    space = "" if piece == " ".join(piece.split()) else ' xml:space="preserve"'
    return f"<w:t{space}>{escape(piece)}</w:t>"

"""Part of a Word document -> the text a person sees there (ECMA-376 part 1, section 17).

Insertions count, deletions do not; a line is a paragraph or a line break. Hidden text is
not seen. Hyphens that Word keeps as elements become the hyphen they look like.
"""

from __future__ import annotations

from collections.abc import Container

from lxml import etree

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORD_2010 = "http://schemas.microsoft.com/office/word/2010/wordml"
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_MATHEMATICS = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def w(name: str) -> str:
    """The qualified name of an element or attribute of Word's main namespace."""
    return f"{{{WORD}}}{name}"


def w14(name: str) -> str:
    """The qualified name of an element or attribute of Word 2010's namespace."""
    return f"{{{WORD_2010}}}{name}"


PICTURES = (w("drawing"), w("pict"), w("object"))

_PARAGRAPH, _RUN, _TEXT = w("p"), w("r"), w("t")
_SYMBOL = w("sym")
_TEXTS = frozenset({_TEXT, f"{{{_MATHEMATICS}}}t"})
_SIGNS = {
    w("tab"): "\t",
    w("ptab"): "\t",
    w("br"): "\n",
    w("cr"): "\n",
    w("noBreakHyphen"): "-",
}
_UNSEEN = frozenset(
    {
        *map(w, ("del", "moveFrom", "delText", "instrText", "delInstrText", "rPr", "pPr", "sdtPr", "sdtEndPr")),
        *map(w, ("tcPr", "trPr", "tblPr", "tblGrid", "softHyphen", "rt")),
        f"{{{_COMPATIBILITY}}}Fallback",
    }
)
_HIDDEN = f"{w('rPr')}/{w('vanish')}"
INTRICATE = (
    *map(w, ("del", "moveFrom", "rt", "sym", "txbxContent", "vanish")),
    *_SIGNS,
    f"{{{_MATHEMATICS}}}t",
)
"""What keeps a text from being read word by word."""
_OFF = frozenset({"0", "false", "off"})
_WINGDINGS = {"FE": "☒", "FD": "☒", "FC": "✓", "FB": "✗", "A8": "☐", "6F": "☐", "78": "☒", "52": "☑", "54": "☒"}
_WINGDINGS_2 = {"50": "✓", "51": "☒", "52": "☑", "53": "☒", "54": "☒", "A3": "☐", "4F": "✗"}


def is_on(switch: etree._Element | None) -> bool:
    """Whether an on/off element is there and on (section 17.17.4)."""
    return switch is not None and switch.get(w("val"), "1") not in _OFF


def seen_text(region: etree._Element, leaving_out: Container[etree._Element] = ()) -> str:
    """The text of a cell, control or paragraph as lines; the elements named are passed over."""
    lines: list[list[str]] = []
    _read(region, lines, leaving_out)
    return "\n".join("".join(line) for line in lines)


def _read(element: etree._Element, lines: list[list[str]], leaving_out: Container[etree._Element]) -> None:
    for child in element:
        tag = child.tag
        if tag in _TEXTS:
            _line(lines).append(child.text or "")
        elif tag in _UNSEEN or child in leaving_out:
            continue
        elif tag == _PARAGRAPH:
            lines.append([])
            _read(child, lines, leaving_out)
        elif tag in _SIGNS:
            _line(lines).append(_SIGNS[tag])
        elif tag == _SYMBOL:
            _line(lines).append(_symbol(child))
        elif tag != _RUN or not is_on(child.find(_HIDDEN)):
            _read(child, lines, leaving_out)


def _line(lines: list[list[str]]) -> list[str]:
    if not lines:
        lines.append([])
    return lines[-1]


def _symbol(element: etree._Element) -> str:
    """A character of a symbol font, which stands at its own code or in U+F000 to U+F0FF."""
    font = element.get(w("font"), "").casefold()
    code = element.get(w("char"), "").upper()
    if font.startswith("wingdings"):
        table = _WINGDINGS_2 if font.endswith("2") else _WINGDINGS
        return table.get(code.removeprefix("F0").removeprefix("00"), "\ufffd")
    try:
        sign = chr(int(code, 16))
    except (ValueError, OverflowError):
        return "\ufffd"
    return "\ufffd" if "\ud800" <= sign <= "\uf8ff" else sign

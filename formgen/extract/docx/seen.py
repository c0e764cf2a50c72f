"""Part of a Word document -> the text a person sees there (ECMA-376 part 1, section 17).

A line is a paragraph or a line break. Insertions count and deletions do not, or, for what stood there before changes
were recorded, the other way round. Hidden, white and tiny text is not seen. Hyphens that Word keeps as elements become
the hyphen they look like. A text box lies over the page and belongs to no cell.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from enum import Enum

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


class View(Enum):
    """Which text is meant: as it stands now, or before the changes that are recorded in it."""

    NOW = "now"
    BEFORE = "before"


PICTURES = (w("drawing"), w("pict"), w("object"))
TEXT_BOX, FALLBACK = w("txbxContent"), f"{{{_COMPATIBILITY}}}Fallback"
COLOR, SIZE = w("color"), w("sz")
STRIKES = (w("strike"), w("dstrike"))
SHOWING = w("showingPlcHdr")
"""How Word marks a control that shows its placeholder."""

_PARAGRAPH, _RUN, _TEXT, _ROW, _OLD_TEXT = w("p"), w("r"), w("t"), w("tr"), w("delText")
_SYMBOL = w("sym")
_FORM_FIELD = w("ffData")
_TEXTS = frozenset({_TEXT, _OLD_TEXT, f"{{{_MATHEMATICS}}}t"})
_SIGNS = {
    w("tab"): "\t",
    w("ptab"): "\t",
    w("br"): "\n",
    w("cr"): "\n",
    w("noBreakHyphen"): "-",
}
_SAYING = frozenset({*_TEXTS, _SYMBOL, _FORM_FIELD, *_SIGNS})
_NEVER_SEEN = frozenset(
    {
        *map(w, ("instrText", "delInstrText", "rPr", "pPr", "sdtPr", "sdtEndPr")),
        *map(w, ("tcPr", "trPr", "tblPr", "tblGrid", "softHyphen", "rt")),
        FALLBACK,
        TEXT_BOX,
    }
)
_UNSEEN = {
    View.NOW: _NEVER_SEEN.union(map(w, ("del", "moveFrom", "delText"))),
    View.BEFORE: _NEVER_SEEN.union(map(w, ("ins", "moveTo"))),
}
_ROW_GONE = {View.NOW: f"{w('trPr')}/{w('del')}", View.BEFORE: f"{w('trPr')}/{w('ins')}"}
_MARK_GONE = {
    View.NOW: tuple(f"{w('pPr')}/{w('rPr')}/{w(name)}" for name in ("del", "moveFrom")),
    View.BEFORE: tuple(f"{w('pPr')}/{w('rPr')}/{w(name)}" for name in ("ins", "moveTo")),
}
CHANGES = tuple(map(w, ("ins", "del", "moveFrom", "moveTo")))
_LOOK, VANISH = w("rPr"), w("vanish")
INTRICATE = (
    *CHANGES,
    *map(w, ("rt", "sym", "ffData", "vanish")),
    *STRIKES,
    *PICTURES,
    TEXT_BOX,
    FALLBACK,
    *_SIGNS,
    f"{{{_MATHEMATICS}}}t",
)
"""What keeps a text from being read word by word."""
_OFF = frozenset({"0", "false", "off", "none"})
_WHITE = 0xF8
"""From here on, of 255, a colour is not seen on white paper."""
_TINY = 6
"""Half points: the largest size nobody can read."""
_WINGDINGS = {"FE": "☒", "FD": "☒", "FC": "✓", "FB": "✗", "A8": "☐", "6F": "☐", "78": "☒", "52": "☑", "54": "☒"}
_WINGDINGS_2 = {"50": "✓", "51": "☒", "52": "☑", "53": "☒", "54": "☒", "A3": "☐", "4F": "✗"}


def is_on(switch: etree._Element | None) -> bool:
    """Whether an on/off element is there and on (section 17.17.4)."""
    return switch is not None and switch.get(w("val"), "1") not in _OFF


def is_faint(look: etree._Element) -> bool:
    """Whether a colour or a size is one nobody sees."""
    value = look.get(w("val"), "")
    if look.tag == SIZE:
        return value.isascii() and value.isdigit() and int(value) <= _TINY
    try:
        colour = bytes.fromhex(value)
    except ValueError:
        return False
    return len(colour) == len("RGB") and min(colour) >= _WHITE


def seen_text(region: etree._Element, leaving_out: Container[etree._Element] = (), view: View = View.NOW) -> str:
    """The text of a cell, control or paragraph as lines; the elements named are passed over."""
    lines: list[list[str]] = []
    _read(region, lines, leaving_out, view)
    return "\n".join("".join(line) for line in lines)


def hidden_text(region: etree._Element) -> str:
    """The text that stands in a region and nobody sees."""
    return _text_of(run for run in region.iter(_RUN) if _is_hidden(run))


def struck_text(region: etree._Element) -> str:
    """The words that are struck out in a region; what is deleted is not there any more."""
    runs = (run for run in region.iter(_RUN) if _is_struck(run))
    return _text_of(run for run in runs if next(run.iterancestors(*CHANGES[1:3]), None) is None)


def text_boxes(region: etree._Element) -> Iterator[str]:
    """The texts of the boxes that lie over a region, without the copies for older programs."""
    for box in region.iter(TEXT_BOX):
        if next(box.iterancestors(FALLBACK, TEXT_BOX), None) is None:
            yield seen_text(box)


def _read(element: etree._Element, lines: list[list[str]], leaving_out: Container[etree._Element], view: View) -> None:
    joined = False
    unseen = _UNSEEN[view]
    for child in element:
        tag = child.tag
        if tag in unseen or child in leaving_out:
            continue
        if tag in _SAYING:
            _line(lines).append(_said(child))
        elif tag == _PARAGRAPH:
            if not joined:
                lines.append([])
            _read(child, lines, leaving_out, view)
            joined = any(child.find(path) is not None for path in _MARK_GONE[view])
        elif not ((tag == _RUN and _is_hidden(child)) or (tag == _ROW and child.find(_ROW_GONE[view]) is not None)):
            _read(child, lines, leaving_out, view)


def _said(element: etree._Element) -> str:
    """What an element itself says."""
    tag = element.tag
    if tag in _TEXTS:
        return element.text or ""
    if tag == _FORM_FIELD:
        return _form_field(element)
    return _symbol(element) if tag == _SYMBOL else _SIGNS[tag]


def _is_hidden(run: etree._Element) -> bool:
    for child in run:  # in half the time that `find` takes
        if child.tag == _LOOK:
            return any(is_on(each) if each.tag == VANISH else is_faint(each) for each in child if each.tag in _FAINT)
    return False


_FAINT = frozenset({VANISH, COLOR, SIZE})


def _is_struck(run: etree._Element) -> bool:
    look = run.find(_LOOK)
    return look is not None and any(is_on(look.find(name)) for name in STRIKES)


def _text_of(runs: Iterator[etree._Element]) -> str:
    return "".join(text.text or "" for run in runs for text in run.iter(_TEXT)).strip()


def _line(lines: list[list[str]]) -> list[str]:
    if not lines:
        lines.append([])
    return lines[-1]


def _form_field(element: etree._Element) -> str:
    """What a form field of older versions of Word shows that holds no words (section 17.16): a box, or an entry."""
    box, choices = element.find(w("checkBox")), element.find(w("ddList"))
    if box is not None:
        return "☒" if is_on(_state(box, "checked")) else "☐"
    if choices is None:
        return ""
    entries = {str(number): entry.get(w("val"), "") for number, entry in enumerate(choices.iter(w("listEntry")))}
    chosen = _state(choices, "result")
    return entries.get("0" if chosen is None else chosen.get(w("val"), ""), "")


def _state(field: etree._Element, name: str) -> etree._Element | None:
    """What a form field was set to; else what it began with."""
    state = field.find(w(name))
    return field.find(w("default")) if state is None else state


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

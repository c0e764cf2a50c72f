"""What a box is for -> fonts, fills, borders and formats of its cells."""

from __future__ import annotations

from dataclasses import dataclass, replace

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

from formgen.generate.xlsx.grid import BOLD, SIZES, Box, Look
from formgen.model.catalog import LocalizedForm
from formgen.model.correction import Correction
from formgen.model.form import Field, FieldType
from formgen.model.slot import Slot, SlotKind

FONT = "Arial"
"""On every Windows and with Armenian letters; other programs take Noto Sans or DejaVu Sans in its place."""
SYMBOLS = "Segoe UI Symbol"

DATE_FORMAT = r"DD\.MM\.YYYY"
TEXT_FORMAT = "@"
GENERAL = "General"

_NAVY, _INK, _GREY, _WHITE = "1F3864", "1A1A1A", "595F69", "FFFFFF"
_BAND, _LABEL_FILL = "DDE6F0", "F2F5F8"
_LINE, _BOX = "B8C2CE", "7D8997"
_RED, _MARKED = "9C1C1C", "FFF2B3"

_COLORS = dict.fromkeys((Look.CENTRE, Look.TITLE, Look.SECTION, Look.TOTAL), _NAVY) | dict.fromkeys(
    (Look.RUNNING, Look.APPROVAL, Look.ADDRESS, Look.REMARK, Look.FOOT, Look.OPTIONS, Look.INTRO), _GREY
)
_COLORS[Look.DIMENSION] = _WHITE
_COLORS |= {Look.ASKED: _RED, Look.WRONG: _RED}
_FILLS = dict.fromkeys((Look.LABEL, Look.CAPTION, Look.HEADING, Look.PRINTED, Look.TOTAL), _LABEL_FILL)
_FILLS |= {Look.DIMENSION: _NAVY, Look.SECTION: _BAND}
_CENTRED = frozenset({Look.RUNNING, Look.CENTRE, Look.ADDRESS, Look.TITLE, Look.VARIANT, Look.REMARK, Look.TICK})
_CENTRED |= {Look.TOTAL}


@dataclass(frozen=True, slots=True)
class Style:
    """The style of one cell."""

    font: Font
    fill: PatternFill
    border: Border
    alignment: Alignment
    protection: Protection
    number_format: str


def face(localized: LocalizedForm) -> str:
    """The font of the forms: the first that the settings name, for a cell names one alone."""
    return next(iter(localized.settings.office_fonts), FONT)


def style(box: Box, font: str, *, first: bool, last: bool) -> Style:
    """The style of a cell of a box; `first` and `last` are its outermost cells, which carry the side lines."""
    color = _COLORS.get(box.look, _INK)
    name = SYMBOLS if box.look is Look.TICK else font
    return Style(
        font=Font(name=name, size=SIZES[box.look], bold=box.look in BOLD, color=f"FF{color}", family=2),
        fill=_fill(box.look),
        border=_border(box.look, first=first, last=last),
        alignment=_alignment(box),
        protection=Protection(locked=box.slot is None or box.look is Look.PRINTED),
        number_format=number_format(box),
    )


def corrected(wanted: Style, slot: Slot, correction: Correction) -> Style:
    """The style of a place for an answer in a copy that is sent back: marked where it is asked about, else locked."""
    fill = PatternFill("solid", fgColor=f"FF{_MARKED}") if correction.marks(slot) else wanted.fill
    return replace(wanted, fill=fill, protection=Protection(locked=not correction.opens(slot)))


def aside_color() -> str:
    """The colour of what is said quietly after a label."""
    return f"FF{_GREY}"


def number_format(box: Box) -> str:
    """Real dates and numbers where they are asked; text elsewhere, so that `007` and a telephone number stay."""
    if box.live or box.look is Look.PRINTED:
        return GENERAL
    if box.slot is None or box.slot.kind in {SlotKind.TICK, SlotKind.ONE_OF}:
        return GENERAL
    match box.slot.field.type:
        case FieldType.DATE:
            return DATE_FORMAT
        case FieldType.NUMBER:
            return _places(box.slot.field)
        case _:
            return TEXT_FORMAT


def _places(field: Field) -> str:
    """A format that is not General, which would turn `5.6` into a date and `50%` into a half."""
    places = 6 if field.limits.decimals is None else field.limits.decimals
    return "0" if places == 0 else "0.0" + "#" * (places - 1)


def _fill(look: Look) -> PatternFill:
    color = _FILLS.get(look)
    return PatternFill("solid", fgColor=f"FF{color}") if color else PatternFill()


def _border(look: Look, *, first: bool, last: bool) -> Border:
    if look in {Look.INPUT, Look.BLOCK, Look.CHOICE, Look.SIGNATURE, Look.PRINTED, Look.TOTAL}:
        line = Side("thin", f"FF{_BOX}")
    elif look in {Look.LABEL, Look.CAPTION, Look.HEADING, Look.OPTIONS}:
        line = Side("thin", f"FF{_LINE}")
    elif look is Look.RUNNING:
        return Border(bottom=Side("thin", f"FF{_NAVY}"))
    else:
        return Border()
    return Border(top=line, bottom=line, left=line if first else None, right=line if last else None)


def _alignment(box: Box) -> Alignment:
    across = "center" if box.look in _CENTRED else "right" if box.look is Look.APPROVAL else "left"
    down = {Look.CAPTION: "bottom", Look.BLOCK: "top", Look.NOTE: "top", Look.SIGNATURE: "bottom"}.get(
        box.look, "center"
    )
    return Alignment(horizontal=across, vertical=down, wrap_text=box.look is not Look.TICK)

"""The styles of a workbook -> which cells show their text struck out, and which show nothing of it."""

from __future__ import annotations

from functools import cached_property

from lxml import etree

TINY = 4.0
"""Points below which nobody reads a text."""
_NEAR = 48
"""How far two colours may be apart, over their three channels, and still be taken for one."""
_WHITE, _BLACK = (255, 255, 255), (0, 0, 0)
_INDEXED = {"0": _BLACK, "1": _WHITE, "8": _BLACK, "9": _WHITE, "64": _BLACK, "65": _WHITE}
"""The colours of the old palette that can hide a text (ECMA-376 part 1 §18.8.27)."""
_THEME = {"0": _WHITE, "1": _BLACK}
_RGB = 6

Color = tuple[int, int, int]


class Looks:
    """The fonts and fills of a workbook's cell styles."""

    def __init__(self, styles: etree._Element | None) -> None:
        self._styles = styles
        self._unseen: dict[int, bool] = {}

    def is_struck(self, style: int) -> bool:
        """Whether a text in this style is struck out."""
        font = self._font(style)
        return font is not None and any(
            each.get("val") not in {"0", "false"} for each in font.iterchildren("{*}strike")
        )

    def is_unseen(self, style: int) -> bool:
        """Whether a text in this style has the colour of its ground, or letters too small to read."""
        if style not in self._unseen:
            self._unseen[style] = self._is_tiny(style) or self._is_colorless(style)
        return self._unseen[style]

    def _is_tiny(self, style: int) -> bool:
        font = self._font(style)
        size = None if font is None else font.find("{*}sz")
        try:
            return size is not None and float(size.get("val", "11")) < TINY
        except ValueError:
            return False

    def _is_colorless(self, style: int) -> bool:
        font = self._font(style)
        letters = None if font is None else _color(font.find("{*}color"))
        if letters is None:
            return False
        ground = self._ground(style)
        return ground is not None and sum(abs(a - b) for a, b in zip(letters, ground, strict=True)) <= _NEAR

    def _ground(self, style: int) -> Color | None:
        fill = self._of(style, "fillId", self._fills)
        pattern = None if fill is None else fill.find("{*}patternFill")
        if pattern is None or pattern.get("patternType", "none") == "none":
            return _WHITE if fill is None or pattern is not None else None
        return _color(pattern.find("{*}fgColor")) if pattern.get("patternType") == "solid" else None

    def _font(self, style: int) -> etree._Element | None:
        return self._of(style, "fontId", self._fonts)

    def _of(self, style: int, name: str, those: list[etree._Element]) -> etree._Element | None:
        number = self._cells[style].get(name, "0") if style < len(self._cells) else "0"
        return those[int(number)] if number.isdecimal() and int(number) < len(those) else None

    @cached_property
    def _cells(self) -> list[etree._Element]:
        return self._children("cellXfs")

    @cached_property
    def _fonts(self) -> list[etree._Element]:
        return self._children("fonts")

    @cached_property
    def _fills(self) -> list[etree._Element]:
        return self._children("fills")

    def _children(self, name: str) -> list[etree._Element]:
        found = None if self._styles is None else self._styles.find(f"{{*}}{name}")
        return [] if found is None else list(found)


def _color(element: etree._Element | None) -> Color | None:
    """A colour as it is shown; None for one that is not known."""
    if element is None:
        return None
    rgb, indexed, theme = element.get("rgb"), element.get("indexed"), element.get("theme")
    if rgb is not None:
        digits = rgb[-_RGB:]
        try:
            return (int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16))
        except ValueError:
            return None
    if indexed is not None:
        return _INDEXED.get(indexed)
    return _tinted(_THEME[theme], element.get("tint", "0")) if theme in _THEME else None


def _tinted(color: Color, tint: str) -> Color | None:
    """A colour of the theme made lighter or darker (ECMA-376 part 1 §18.3.1.15)."""
    try:
        share = float(tint)
    except ValueError:
        return None
    grey = color[0] * (1 + share) if share < 0 else color[0] * (1 - share) + 255 * share
    return (round(grey),) * 3

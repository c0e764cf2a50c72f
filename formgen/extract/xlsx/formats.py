"""The styles of a workbook -> which cells show a number as a date or a percentage, and which day a serial is."""

from __future__ import annotations

import datetime as dt
import re

from lxml import etree

_BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""Formats of dates and times that are not written out in a file (ECMA-376 part 1 §18.8.30)."""
_BUILT_IN_PERCENT = frozenset({9, 10})
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]')
_SCALED = re.compile("[0#?],+(?![0#?,])")
_LEAP_DAY = 60
_LAST_SERIAL = 2958465


class Formats:
    """The number formats of a workbook's cell styles; `since_1904` is its date system."""

    def __init__(self, styles: etree._Element | None, *, since_1904: bool) -> None:
        self._since_1904 = since_1904
        self._written: dict[int, str] = {}
        self._of_style: list[int] = []
        if styles is not None:
            for each in styles.iter("{*}numFmt"):
                self._written[_number(each.get("numFmtId"))] = each.get("formatCode", "")
            cells = styles.find("{*}cellXfs")
            if cells is not None:
                self._of_style = [_number(each.get("numFmtId")) for each in cells]

    def is_date(self, style: int) -> bool:
        """Whether a number in this style is shown as a date."""
        number = self._number_format(style)
        if number not in self._written:
            return number in _BUILT_IN_DATES
        code = _LITERAL.sub("", self._written[number].partition(";")[0]).lower()
        return any(letter in code for letter in "dy") or ("m" in code and "0" not in code)

    def is_percent(self, style: int) -> bool:
        """Whether a number in this style is shown a hundred times as large, with a percent sign."""
        number = self._number_format(style)
        if number not in self._written:
            return number in _BUILT_IN_PERCENT
        return "%" in _LITERAL.sub("", self._written[number])

    def is_hidden(self, style: int) -> bool:
        """Whether nothing is shown of a value in this style: its format has only empty parts."""
        code = self._written.get(self._number_format(style))
        return code is not None and code.count(";") > 1 and not code.replace(";", "").strip()

    def is_scaled(self, style: int) -> bool:
        """Whether a number in this style is shown a thousand times smaller, or smaller still."""
        code = self._written.get(self._number_format(style))
        return code is not None and _SCALED.search(_LITERAL.sub("", code)) is not None

    def day(self, serial: float) -> dt.date | None:
        """The day of a serial number, None where there is none (ECMA-376 part 1 §18.17.4.1).

        The 1900 system has a 29 February 1900 that never was, so the days before it lie one further.
        """
        whole = int(serial // 1)
        if self._since_1904:
            return dt.date(1904, 1, 1) + dt.timedelta(whole) if 0 <= whole <= _LAST_SERIAL - 1462 else None
        if not 1 <= whole <= _LAST_SERIAL or whole == _LEAP_DAY:
            return None
        return dt.date(1899, 12, 31 if whole < _LEAP_DAY else 30) + dt.timedelta(whole)

    def _number_format(self, style: int) -> int:
        return self._of_style[style] if style < len(self._of_style) else 0


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0

"""The styles of a workbook -> which cells show a number as a date or a percentage, and which day a serial is."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator

from lxml import etree

_BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""Formats of dates and times that are not written out in a file (ECMA-376 part 1 §18.8.30)."""
_BUILT_IN_CODES = {14: "dd.mm.yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 22: "dd.mm.yyyy h:mm"}
"""Those of them that show the same parts of a date everywhere."""
_BUILT_IN_PERCENT = frozenset({9, 10})
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]')
_SCALED = re.compile("[0#?],+(?![0#?,])")
_TOKEN = re.compile(
    r"""(?P<time>\[?h+\]?(?:\\?[:.]m+)?(?:\\?[:.]s+(?:\.0+)?)?|\[?m+\]?\\?:s+(?:\.0+)?|\[?s+\]|am/pm|a/p)
    |"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[[^\]]*\]|(?P<part>y+|m+|d+)|(?P<sign>.)""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_WHOLE = ({"d", "dd"}, {"m", "mm", "mmm", "mmmm"}, {"yy", "yyyy"})
_LONGEST = 255
"""Characters that a format may have."""
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

    def is_partial(self, style: int) -> bool:
        """Whether a date in this style is shown without its day, its month or its year."""
        if not self.is_date(style):
            return False
        parts = {text for kind, text in _tokens(self._date_code(style)) if kind == "part"}
        return not all(parts & those for those in _WHOLE)

    def shown(self, style: int, day: dt.date) -> str:
        """A day as this style shows it, in English and without its time."""
        tokens = _tokens(self._date_code(style))
        return "".join(_part(text, day) if kind == "part" else text for kind, text in tokens).strip(" :,")

    def _date_code(self, style: int) -> str:
        number = self._number_format(style)
        return self._written.get(number, _BUILT_IN_CODES.get(number, "")).partition(";")[0][:_LONGEST]

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


def _tokens(code: str) -> Iterator[tuple[str, str]]:
    """The parts of a date and the words between them; years and weekdays in as many letters as they are shown with."""
    for match in _TOKEN.finditer(code):
        kind, text = match.lastgroup or "", match[match.lastgroup or 0]
        if kind == "part":
            text = text.lower()
            yield kind, ("yy" if len(text) <= len("yy") else "yyyy") if text[0] == "y" else text
        elif kind in {"quoted", "escaped", "sign"}:
            yield kind, text


def _part(part: str, day: dt.date) -> str:
    match part:
        case "yy":
            return f"{day.year % 100:02}"
        case "yyyy":
            return f"{day.year:04}"
        case "m" | "d":
            return str(day.month if part == "m" else day.day)
        case "mm" | "dd":
            return f"{day.month if part == 'mm' else day.day:02}"
        case "mmm" | "mmmm":
            return (calendar.month_abbr if part == "mmm" else calendar.month_name)[day.month]
        case "ddd":
            return calendar.day_abbr[day.weekday()]
        case _:
            return calendar.month_name[day.month][0] if part[0] == "m" else calendar.day_name[day.weekday()]


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0

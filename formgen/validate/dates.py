"""A date as written -> every date it can mean; certain where that is one."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_MONTH_TABLE = """\
հունվար    հնվ հունվ       january jan        январь января янв
փետրվար    փտվ փետ փետր    february feb       февраль февраля фев февр
մարտ       մրտ մար         march mar          март марта мар
ապրիլ      ապր             april apr          апрель апреля апр
մայիս      մյս մայ         may                май мая
հունիս     հնս             june jun           июнь июня июн
հուլիս     հլս հուլ        july jul           июль июля июл
օգոստոս    օգս օգոստ       august aug         август августа авг
սեպտեմբեր  սեպ սեպտ        september sep sept сентябрь сентября сен сент
հոկտեմբեր  հոկ հոկտ        october oct        октябрь октября окт
նոյեմբեր   նոյ             november nov       ноябрь ноября ноя нояб
դեկտեմբեր  դեկ             december dec       декабрь декабря дек"""
_WEEKDAY_TABLE = """\
երկուշաբթի monday понедельник
երեքշաբթի tuesday вторник
չորեքշաբթի wednesday среда
հինգշաբթի thursday четверг
ուրբաթ friday пятница
շաբաթ saturday суббота
կիրակի sunday воскресенье"""
_ARMENIAN_ENDINGS = ("ի", "ին", "ից")


def _months() -> Iterator[tuple[str, int]]:
    for number, line in enumerate(_MONTH_TABLE.splitlines(), start=1):
        words = line.split()
        for word in (*words, *(words[0] + ending for ending in _ARMENIAN_ENDINGS)):
            yield word, number


MONTHS = dict(_months())
"""Month words in Armenian, English and Russian, in the cases dates are written in."""

WEEKDAYS = {word: number for number, line in enumerate(_WEEKDAY_TABLE.splitlines()) for word in line.split()}

_DAY_ENDINGS = {"ին", "ից", "ի", "ը", "րդ", "st", "nd", "rd", "th", "го", "е"}
_YEAR_WORDS = {"թ", "թվ", "թվական", "թվականի", "թվականին", "г", "год", "года"}
_SMALL_WORDS = {"of", "the", *_DAY_ENDINGS, *_YEAR_WORDS}

_YEAR_END = r"\s*(?:թ|թվական|թվականի|г|года)?\s*[.։]?"
_DAY_FIRST = re.compile(r"(\d{1,2})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})" + _YEAR_END, re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})([./-])(\d{1,2})\2(\d{1,2})", re.ASCII)
_IN_WORDS = re.compile(r"""(?:[0-9]|[^\W\d_]|[\s.,։«»“”„"'՝-])+""")
_PARTS = re.compile(r"[0-9]+|[^\W\d_]+")
_SAME = str.maketrans({"․": ".", "–": "-", "—": "-", "‑": "-", "‐": "-", "֊": "-", "−": "-", "՛": "", "՜": "", "՞": ""})
_LONGEST = 60
_FIRST_YEAR = 1000
_TWO_DIGITS = 2
_LAST_OF_2000, _FIRST_OF_1900 = 40, 70
_STORED = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?", re.ASCII)


# A year of forms has few days, each written a few ways.
@lru_cache(maxsize=4096)
def date_readings(written: str, *, birth_date: bool = False) -> frozenset[dt.date]:
    """Every date a text can mean (CONTRACT.md section 4, dates); empty where it is no date.

    Years of two digits are certain only with dots, and only from 1970 to 2040; never for a birth date.
    """
    text = unicodedata.normalize("NFC", written).translate(_SAME).strip().lower()
    if len(text) > _LONGEST:
        return frozenset()
    certain = True
    if match := _DAY_FIRST.fullmatch(text):
        day, sign, month, year = match.groups()
        certain = len(year) > _TWO_DIGITS or (sign == "." and not birth_date)
        years = _years(year, certain=certain)
        orders = [(day, month), (month, day)] if sign == "/" else [(day, month)]
    elif match := _YEAR_FIRST.fullmatch(text):
        year, sign, month, day = match.groups()
        years = [int(year)]
        orders = [(day, month)] if sign == "-" else [(day, month), (month, day)]
    else:
        return frozenset(_in_words(text))
    dates = frozenset(date for year in years for day, month in orders for date in _date(year, int(month), int(day)))
    # 29/02/00 exists in one century only, which makes the century no surer.
    return dates if certain or len(dates) > 1 else frozenset()


def exact_date(stored: str) -> dt.date | None:
    """Read a date as a file stores it: ISO, with or without the time of midnight."""
    match = _STORED.fullmatch(stored)
    try:
        return dt.date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def _years(written: str, *, certain: bool) -> list[int]:
    number = int(written)
    if len(written) > _TWO_DIGITS:
        return [number]
    if certain and number <= _LAST_OF_2000:
        return [2000 + number]
    if certain and number >= _FIRST_OF_1900:
        return [1900 + number]
    return [1900 + number, 2000 + number]


def _date(year: int, month: int, day: int) -> Iterator[dt.date]:
    try:
        date = dt.date(year, month, day)
    except ValueError:
        return
    if year >= _FIRST_YEAR:
        yield date


def _in_words(text: str) -> Iterator[dt.date]:
    """A day of one or two digits, a month's name and a year of four, in any order, with a weekday that fits."""
    if not _IN_WORDS.fullmatch(text):
        return
    parts: dict[str, list[int]] = {"day": [], "month": [], "year": [], "weekday": [], "other": []}
    for word in _PARTS.findall(text):
        if word not in _SMALL_WORDS:
            kind, number = _part(word)
            parts[kind].append(number)
    if [len(parts[kind]) for kind in ("day", "month", "year", "other")] != [1, 1, 1, 0]:
        return
    for date in _date(parts["year"][0], parts["month"][0], parts["day"][0]):
        if all(date.weekday() == weekday for weekday in parts["weekday"]):
            yield date


def _part(word: str) -> tuple[str, int]:
    if word.isdecimal():
        return {1: "day", 2: "day", 4: "year"}.get(len(word), "other"), int(word)
    if word in MONTHS:
        return "month", MONTHS[word]
    return ("weekday", WEEKDAYS[word]) if word in WEEKDAYS else ("other", 0)

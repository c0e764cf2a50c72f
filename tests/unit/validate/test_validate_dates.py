"""A date is read where it is one certain date, and nowhere else."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from formgen.validate.dates import MONTHS, WEEKDAYS, date_readings, exact_date

THE_DAY = dt.date(2026, 11, 21)


@pytest.mark.parametrize(
    "written",
    [
        "21.11.2026",
        " 21.11.2026 ",
        "21․11․2026",
        "21. 11. 2026",
        "21-11-2026",
        "21–11–2026",
        "21֊11֊2026",
        "2026-11-21",
        "2026.11.21",
        "21/11/2026",
        "11/21/2026",
        "21.11.26",
        "21.11.2026թ.",
        "21.11.2026 թ․",
        "21.11.2026 թվականի",
        "21.11.2026 г.",
        "21.11.2026։",
        "21 նոյեմբերի 2026 թ։",
        "«21» նոյեմբերի 2026 թ.",
        "21 նոյեմբերի, 2026 թ.",
        "21 ՆՈՅԵՄԲԵՐԻ 2026Թ",
        "21-ին նոյեմբերի 2026",
        "21-ը նոյեմբեր 2026 թվական",
        "2026 թ. նոյեմբերի 21",
        "2026 թ. նոյեմբերի 21, շաբաթ",
        "2026 թվականի նոյեմբերի 21-ին",
        "21 նոյ, 2026 թ.",
        "21 November 2026",
        "21st of November 2026",
        "Saturday, 21 November 2026",
        "November 21, 2026",
        "21 Nov. 2026",
        "21-Nov-2026",
        "21 ноября 2026 г.",
        "21 ноября 2026 года",
        "21 нояб. 2026",
        "суббота, 21 ноября 2026 г.",
    ],
)
def test_one_certain_date(written: str) -> None:
    assert date_readings(written) == {THE_DAY}


@pytest.mark.parametrize(
    "written",
    [
        "",
        "21.11",
        "21112026",
        "21 11 2026",
        "21.11/2026",
        "31.02.2026",
        "21.13.2026",
        "0.11.2026",
        "11.21.2026",
        "21.11.226",
        "21.11.0026",
        "31.12.0999",
        "21.11.20266",
        "021.11.2026",
        "21.11.2026?",
        "21.11.2026 21.11.2026",
        "21-22 նոյեմբերի 2026",
        "21 նոյեմբերի",
        "նոյեմբերի 2026",
        "21 նոյեմբերի 26 թ.",
        "21 նոյեմբերի դեկտեմբերի 2026",
        "21 նոյեմբերի 2026 2027",
        "21 нояабря 2026",
        "circa 21 November 2026",
        "Sunday, 21 November 2026",
        "31 November 2026",
        "21 November 2026, 10:00",
        "21 November 226",
        "٢١.١١.٢٠٢٦",
        "29/02/00",
        "21.11.2026" + " " * 60 + "x",
        "46347",
    ],
)
def test_no_certain_date(written: str) -> None:
    assert date_readings(written) == frozenset()


@pytest.mark.parametrize("written", ["05/06/2026", "5/6/2026", "05/06/26", "21/11/26", "21-11-26", "2026.05.06"])
def test_more_than_one_date(written: str) -> None:
    assert len(date_readings(written)) > 1


def test_the_longest_and_the_oldest_date() -> None:
    assert date_readings("1.1.1000") == {dt.date(1000, 1, 1)}
    words = "21 November 2026"
    assert date_readings(words + "," * (60 - len(words))) == {THE_DAY}
    assert date_readings(words + "," * (61 - len(words))) == frozenset()


def test_both_readings_of_a_slash_are_told() -> None:
    assert date_readings("05/06/2026") == {dt.date(2026, 6, 5), dt.date(2026, 5, 6)}
    assert date_readings("06/06/2026") == {dt.date(2026, 6, 6)}


@pytest.mark.parametrize(("year", "read"), [("00", {2000}), ("40", {2040}), ("41", {1941, 2041}), ("69", {1969, 2069})])
def test_the_century_is_certain_only_near_today(year: str, read: set[int]) -> None:
    assert {date.year for date in date_readings(f"01.02.{year}")} == read
    assert {date.year for date in date_readings("01.02.70")} == {1970}
    assert {date.year for date in date_readings("01.02.99")} == {1999}


@pytest.mark.parametrize("written", ["21.11.26", "21.11.85", "21.11.05", "29.02.00"])
def test_two_digits_never_make_a_birth_date(written: str) -> None:
    assert len(date_readings(written, birth_date=True)) != 1
    assert date_readings("21.11.1985", birth_date=True) == {dt.date(1985, 11, 21)}


def test_the_tables_are_whole() -> None:
    assert sorted(set(MONTHS.values())) == list(range(1, 13))
    assert sorted(set(WEEKDAYS.values())) == list(range(7))
    for word in ("հունվարի", "մայիս", "may", "мая", "sept", "հոկտեմբերին", "դեկտեմբերից"):
        assert word in MONTHS
    assert (MONTHS["հունիսի"], MONTHS["հուլիսի"], MONTHS["июня"], MONTHS["июля"]) == (6, 7, 6, 7)
    assert date_readings("Monday 16 November 2026") == {dt.date(2026, 11, 16)}
    assert date_readings("կիրակի, 22 նոյեմբերի 2026") == {dt.date(2026, 11, 22)}


@pytest.mark.parametrize("number", range(1, 13))
def test_months_of_the_locale_data(number: int) -> None:
    from babel.dates import format_date

    day = dt.date(2026, number, 9)
    for locale in ("hy", "en_GB", "ru"):
        assert date_readings(format_date(day, "d MMMM y", locale=locale)) == {day}
        assert date_readings(format_date(day, "LLLL d, y", locale=locale)) == {day}
        assert date_readings(format_date(day, "full", locale=locale)) == {day}


@pytest.mark.parametrize(
    ("stored", "date"),
    [
        ("2026-11-21", THE_DAY),
        ("2026-11-21T00:00:00", THE_DAY),
        ("2026-11-21 00:00", THE_DAY),
        ("2026-11-21T10:00:00", None),
        ("2026-02-31", None),
        ("20261121", None),
        ("21.11.2026", None),
        ("", None),
    ],
)
def test_dates_as_files_store_them(stored: str, date: dt.date | None) -> None:
    assert exact_date(stored) == date


@given(st.dates(min_value=dt.date(1000, 1, 1)))
@example(dt.date(2024, 2, 29))
def test_every_day_comes_back(date: dt.date) -> None:
    assert date_readings(f"{date.day}.{date.month}.{date.year}") == {date}
    assert date_readings(date.isoformat()) == {date}
    assert date in date_readings(f"{date.month}/{date.day}/{date.year}")
    assert exact_date(date.isoformat()) == date


@given(st.text())
def test_any_text_may_be_read(written: str) -> None:
    assert all(date.year >= 1000 for date in date_readings(written))

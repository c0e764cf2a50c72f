"""A number is read where it is one certain number, and nowhere else."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formgen.validate.numbers import canonical, decimals, exact_number, number_readings


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("5", "5"),
        (" 5 ", "5"),
        ("007", "7"),
        ("0", "0"),
        ("-5", "-5"),
        ("−5", "-5"),
        ("–5", "-5"),
        ("+5", "5"),
        ("-0", "0"),
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("12․5", "12.5"),
        ("12,50", "12.5"),
        ("0,125", "0.125"),
        ("0.125", "0.125"),
        ("1234,567", "1234.567"),
        ("1 234", "1234"),
        ("1\u00a0234\u00a0567,89", "1234567.89"),
        ("1\u202f234.5", "1234.5"),
        ("1 234,567", "1234.567"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234,567", "1234.567"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("-1,234,567.8", "-1234567.8"),
        ("9" * 30, "9" * 30),
        ("123456789012345678901234567,8", "123456789012345678901234567.8"),
    ],
)
def test_one_certain_number(written: str, number: str) -> None:
    assert number_readings(written) == {Decimal(number)}
    assert str(next(iter(number_readings(written)))) == number


@pytest.mark.parametrize(
    ("written", "whole"), [("1,234", 1234), ("1.234", 1234), ("12,345", 12345), ("123.456", 123456), ("-1.234", -1234)]
)
def test_two_numbers(written: str, whole: int) -> None:
    assert number_readings(written) == {Decimal(whole), Decimal(whole) / 1000}


@pytest.mark.parametrize(
    "written",
    [
        "",
        "-",
        "--5",
        "+-5",
        "five",
        "5.",
        ".5",
        "5 people",
        "5%",
        "1 23",
        "12 34",
        "1,2,3",
        "1.2.3",
        "0.123.456",
        "1,23,456.7",
        "1 234.567,8",
        "1.234 567",
        "1e5",
        "1_000",
        "NaN",
        "inf",
        "½",
        "٥",
        "1'234",
        "5?",
        "1" * 31,
    ],
)
def test_no_number(written: str) -> None:
    assert number_readings(written) == frozenset()


@pytest.mark.parametrize(
    ("stored", "number"),
    [("70", "70"), ("70.0", "70"), ("0.10", "0.1"), ("1e2", "100"), ("-5", "-5"), ("-0.0", "0"), ("1.5E+1", "15")],
)
def test_numbers_as_files_store_them(stored: str, number: str) -> None:
    assert str(exact_number(stored)) == number


@pytest.mark.parametrize("stored", ["", "1,5", "NaN", "Infinity", "1e999", "5 ", "0x1", "1."])
def test_what_no_file_stores_as_a_number(stored: str) -> None:
    assert exact_number(stored) is None


@pytest.mark.parametrize(
    ("number", "places"), [("5", 0), ("5.0", 0), ("100", 0), ("1E+3", 0), ("0.25", 2), ("0.250", 2)]
)
def test_decimal_places(number: str, places: int) -> None:
    assert decimals(Decimal(number)) == places


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_numbers_come_back(number: Decimal) -> None:
    assert number in number_readings(f"{number:f}")
    assert number_readings(f"{number:f}") == number_readings(f"{number:f}".replace(".", ","))
    assert canonical(number) == number
    assert exact_number(f"{number:f}") == number


@given(st.text())
def test_any_text_may_be_read(written: str) -> None:
    assert all(number.is_finite() for number in number_readings(written))

"""A telephone number is read where it is one, and told apart where it is doubtful."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formgen.validate.phones import PhoneReading, read_phone


@pytest.mark.parametrize(
    "written",
    [
        "091234567",
        "091 23-45-67",
        "91 234567",
        "(091) 23 45 67",
        "091/23/45/67",
        "+374 91 234567",
        "+374(0)91 234567",
        "00374 91 23 45 67",
        "374 91 234567",
        "091․23․45․67",
        "091֊234֊567",
        "О91234567",
        "o91 23 45 67",
        "Օ91 234567",
        "հեռ. 091 23-45-67",
        "Tel.: 091 234567",
        "тел 091 234567",
        "091\u00a0234567",
        "091 234567։",
        "091 234567, ",
        "091" + " " * 51 + "234567",
    ],
)
def test_one_number(written: str) -> None:
    assert read_phone(written) == PhoneReading("+37491234567")


def test_numbers_of_other_places() -> None:
    assert read_phone("(010) 54-32-10") == PhoneReading("+37410543210")
    assert read_phone("(0312) 51234") == PhoneReading("+37431251234")
    assert read_phone("+7 916 123-45-67") == PhoneReading("+79161234567")


def test_a_possible_number_that_nobody_is_known_to_have() -> None:
    assert read_phone("060 123456") == PhoneReading("+37460123456", known=False)


@pytest.mark.parametrize("word", ["ext. 12", "x12", "#12", "ներք. 12", "доб. 12", "(ext 12)"])
def test_an_extension_is_told(word: str) -> None:
    assert read_phone(f"010 543210 {word}") == PhoneReading("+37410543210", extension="12")


@pytest.mark.parametrize(
    "written",
    [
        "",
        "091234567, 093123456",
        "091234567; 093123456",
        "091234567/093123456",
        "091234567 093123456",
        "091234567\n093123456",
        "091234567,12",
        "091 HELLO",
        "091 234567 (Անի)",
        "Անի",
        "O",
        "911",
        "543210",
        "12",
        "+374 +374 91 234567",
        "8 10 374 91 234567",
        "٠٩١٢٣٤٥٦٧",
        "ext. 12",
        "091 234567" + " " * 60 + "(",
    ],
)
def test_not_one_number(written: str) -> None:
    assert read_phone(written) == PhoneReading(None)


@given(st.text(alphabet="0123456789+-/ ().,;xoОՕ#\nab"))
def test_any_text_may_be_read(written: str) -> None:
    number = read_phone(written).number
    assert number is None or (number.startswith("+") and number[1:].isdigit())


def test_the_library_is_loaded_only_for_a_number() -> None:
    code = "import sys, formgen.validate; sys.exit('phonenumbers' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

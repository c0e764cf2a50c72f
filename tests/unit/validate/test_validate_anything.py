"""Whatever a person types, in any field: the record is what the contract says, and everything else is told."""

from __future__ import annotations

import datetime as dt
import json
import re
import time
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.model.finding import KINDS, Severity
from formgen.model.form import FieldType, Limits
from formgen.model.record import Signature
from formgen.validate.garbled import is_garbled
from formgen.validate.letters import mended
from formgen.validate.numbers import canonical
from formgen.validate.old_fonts import MEANT, armenian_of
from formgen.validate.script import script_findings
from formgen.validate.stops import mended_spelling, mended_stops
from formgen.validate.words import folded, kept
from tests.forms import choices, field, form, judge, table

ASKED = form(
    field("text", limits=Limits(max_len=40)),
    field("block", FieldType.MULTILINE),
    field("day", FieldType.DATE),
    field("born", FieldType.DATE, Limits(birth_date=True)),
    field("number", FieldType.NUMBER),
    field("phone", FieldType.PHONE),
    field("yes", FieldType.YES_NO),
    field("one", FieldType.CHOICE, choices=choices("red", "green")),
    field("some", FieldType.MULTI_CHOICE, choices=choices("red", "green")),
    field("mark", FieldType.RATING),
    field("signed", FieldType.SIGNATURE),
    table("rows", field("word"), field("when", FieldType.DATE)),
)
KEYS = (
    *("text", "block", "day", "born", "number", "phone", "yes", "one", "some.red", "mark", "signed"),
    *("rows.1.word", "rows.2.when", "rows.9.word"),
)
PLANES = st.text(st.characters(), max_size=60)
TYPED = st.one_of(
    PLANES,
    st.text("աբգԱԲուևեւoOuSfgհ․:։.,/-–«»՝՞ \n\t0123456789", max_size=40),
    st.text("".join(MEANT) + " ", max_size=40),
    st.text("0123456789./-․,+() ", max_size=24),
    st.text(st.characters(categories=["Mn", "Cf", "Cc", "Co", "Cs", "Lo"]), max_size=20),
    st.sampled_from(["այո", "ոչ", "yes", "Red", "5", "☒", "☐", "x", "21.11.2026", "05/06/26", "091 234567", "1,234"]),
)


def _is_typed(key: str, value: object) -> bool:
    """Whether a value has the type that the contract gives a key."""
    match key:
        case "text" | "block" | "rows.1.word" | "rows.9.word":
            return isinstance(value, str) and unicodedata.normalize("NFC", value) == value and value.strip() == value
        case "day" | "born" | "rows.2.when":
            return isinstance(value, dt.date)
        case "number":
            return isinstance(value, Decimal) and value == canonical(value)
        case "phone":
            return isinstance(value, str) and re.fullmatch(r"\+[0-9]{5,15}", value) is not None
        case "yes":
            return isinstance(value, bool)
        case "one":
            return value in {"red", "green"}
        case "some.red":
            return value == ("red",)
        case "mark":
            return value in {1, 2, 3, 4, 5}
        case _:
            return isinstance(value, Signature)


@settings(max_examples=150)
@given(st.sampled_from(KEYS), TYPED)
def test_what_is_typed_is_in_the_record_or_told(key: str, written: str) -> None:
    judged = judge(ASKED, {key: written})
    values = judged.record.values
    if key.startswith("rows."):
        (cell,) = (row[key.rpartition(".")[2]] for row in values["rows"]) if values["rows"] else (None,)
    else:
        cell = values[key.partition(".")[0]]
    told = {each.code for each in judged.findings if each.field == key or each.field is None}
    if cell in (None, ()):
        says = [each for each in written if not each.isspace() and unicodedata.category(each) not in {"Cf", "Cc", "Cs"}]
        nothing = not set(says) - set("☐□\ufffe\uffff") or (
            key == "some.red" and folded(written) in {"no", "false", "off", "0", "ոչ", "нет"}
        )
        assert told or nothing
    else:
        assert _is_typed(key, cell), (key, cell)
    assert all(each.severity is KINDS[each.code].severity for each in judged.findings)


@settings(max_examples=150)
@given(st.one_of(PLANES, TYPED))
def test_texts_are_kept_to_the_letter(written: str) -> None:
    """NFC, line ends, outer white space; whatever else is missing is said to be."""
    text, removed = kept(written)
    plain = unicodedata.normalize("NFC", re.sub("\r\n|[\r\v\f]", "\n", written)).strip()
    if text is None:
        assert all(each.isspace() or unicodedata.category(each) in {"Cf", "Cc", "Cs", "Cn"} for each in plain)
    elif not removed:
        assert text == plain
    if text is not None:
        assert json.loads(json.dumps(text)) == text
        text.encode("utf-8")
        assert kept(text) == (text, False)


@settings(max_examples=150)
@given(st.one_of(PLANES, TYPED))
def test_a_proposal_is_another_text_and_needs_no_further_one(written: str) -> None:
    for find in (mended, mended_spelling, mended_stops):
        for typed, meant in find(written):
            assert typed != meant
    for _, meant in mended(written):
        assert list(mended(meant)) == []
    armenian = armenian_of(written)
    assert armenian is None or armenian_of(armenian) is None


@settings(max_examples=100)
@given(st.one_of(PLANES, TYPED))
def test_what_is_said_of_letters_is_said_once_and_never_breaks_a_rule(written: str) -> None:
    told = [(each.code, each.severity) for each in script_findings("a", written, written)]
    assert len(told) == len(set(told))
    assert Severity.ERROR not in {severity for _, severity in told}


@pytest.mark.parametrize(
    "part",
    [
        "ա:",
        "ա ա:Ա",
        "եւ",
        "u",
        "uս",
        "Ð³",
        "․",
        "ա․ ",
        "«»",
        "a․a",
        "ե՞",
        " \n",
        ":",
        "աաա ",
        "ա",
        "»",
        "Ð",
        "12",
        "ա:  ",
    ],
)
def test_no_text_takes_long(part: str) -> None:
    """Twenty times the text takes no more than some twenty times as long, not four hundred times."""
    text = part * (20_000 // len(part))
    started = time.process_time()
    judged = judge(ASKED, {"block": text})
    assert time.process_time() - started < 1.5
    assert judged.record.values["block"] == (None if is_garbled(text) else text.strip() or None)

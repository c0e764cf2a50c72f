"""Documents whose stamp is gone: taken for what they are, for nothing else, and never guessed."""

from __future__ import annotations

import datetime as dt
import importlib
import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from formgen.document.lines import line_words
from formgen.document.opening import UnreadableError, kind_of, open_pdf
from formgen.document.stamp import bookmark_name
from formgen.identify.resemblance import LABEL_PREFIX, Candidate, candidate_of, recognize
from formgen.message import Message
from formgen.model.catalog import Catalog, LocalizedForm
from formgen.model.document import Format, Stamp, Traces
from formgen.model.finding import Finding
from formgen.model.form import FormDefinition
from formgen.model.slot import slots
from tests.forms import RECEIVED, field, form, section, table
from tests.loop import LOCALES, PROJECT, SHEETS, blank, read, stampable

QUESTIONS = ("Name of the visitor", "Day of the visit", "Purpose of the visit", "Room that was booked", "Remarks")
HY = ("Այցելուի անունը", "Այցի օրը", "Այցի նպատակը", "Պատվիրված սենյակը", "Նշումներ")


def worded(definition: FormDefinition, locale: str = "en") -> LocalizedForm:
    words = {("label", one): other for one, other in zip(QUESTIONS, HY, strict=True)}
    words |= {
        ("title", "Form"): "Ձև",
        ("title", "only"): "Միակ",
        ("print.version", "Form version {version}"): "Տարբերակ {version}",
    }
    return LocalizedForm(definition, Catalog(locale, words if locale == "hy" else {}))


def visit(version: str = "1.0", questions: Iterable[str] = QUESTIONS) -> FormDefinition:
    asked = [replace(field(f"q{rank}"), label=Message("label", text)) for rank, text in enumerate(questions)]
    return replace(form(*asked), version=version)


def candidate(version: str = "1.0", questions: Iterable[str] = QUESTIONS, locale: str = "en") -> Candidate:
    return candidate_of([worded(visit(version, questions), locale)])


def shown(*lines: str, keys: Iterable[str] = ()) -> Traces:
    return Traces(frozenset(keys), frozenset(map(line_words, lines)))


def refusal(traces: Traces, *candidates: Candidate) -> Finding:
    with pytest.raises(UnreadableError) as caught:
        recognize(traces, candidates)
    return caught.value.finding


ONE, TWO = candidate("1.0"), candidate("1.1")
NUMBERED = tuple(f"1.{rank} {text}" for rank, text in enumerate(QUESTIONS, start=1))
NUMBERED_HY = ("Ձև", "1 Միակ", *(f"1.{rank} {text}" for rank, text in enumerate(HY, start=1)))
ALL = ("Form", "1  only", *NUMBERED)


def test_a_document_that_shows_every_label_is_that_form() -> None:
    assert recognize(shown(*ALL), [ONE]) == Stamp("small", "1.0", "en", None, None)


def test_two_versions_that_print_the_same_are_never_chosen_between() -> None:
    found = refusal(shown(*ALL), ONE, TWO)
    assert found.code == "form-unclear"
    assert found.values["forms"] == "small 1.0 en, small 1.1 en"


@pytest.mark.parametrize(("line", "version"), [("Form version 1.0", "1.0"), ("Form version 1.1 · Page 1", "1.1")])
def test_the_printed_version_decides(line: str, version: str) -> None:
    assert recognize(shown(*ALL, line), [ONE, TWO]).version == version


def test_a_version_that_is_not_here_is_none_of_those_that_are() -> None:
    found = refusal(shown(*ALL, "Form version 1.2"), ONE, TWO)
    assert (found.code, dict(found.values)) == ("unknown-form", {"form": "small", "version": "1.2"})


def test_a_version_of_a_longer_number_is_another_one() -> None:
    assert refusal(shown(*ALL, "Form version 1.0.1"), ONE).code == "unknown-form"


def test_a_question_added_later_tells_the_versions_apart() -> None:
    more = candidate("1.1", (*QUESTIONS, "Number of the badge"))
    assert recognize(shown(*ALL, "1.6 Number of the badge"), [ONE, more]).version == "1.1"
    assert recognize(shown(*ALL), [ONE, more]).version == "1.0"
    # Where the end of the document is lost, the question may have been there.
    assert refusal(shown(*ALL[:-1]), ONE, more).code == "form-unclear"


def test_a_question_that_begins_like_another_is_not_that_one() -> None:
    longer = candidate("1.1", (*QUESTIONS[:-1], "Remarks of the porter"))
    assert recognize(shown(*ALL[:-1], "1.5 Remarks of the porter"), [ONE, longer]).version == "1.1"
    assert recognize(shown(*ALL), [ONE, longer]).version == "1.0"


def test_the_language_is_that_of_the_labels() -> None:
    both = [ONE, candidate(locale="hy")]
    keys = [slot.key for slot in slots(visit())]
    assert recognize(shown(*ALL, keys=keys), both).locale == "en"
    assert recognize(shown(*NUMBERED_HY, keys=keys), both).locale == "hy"


def test_a_document_in_both_languages_and_one_in_none_are_left_to_a_person() -> None:
    both = [ONE, candidate(locale="hy")]
    keys = [slot.key for slot in slots(visit())]
    assert refusal(shown(*ALL, *NUMBERED_HY, keys=keys), *both).code == "form-unclear"
    assert refusal(shown("Форма", "Имя посетителя", keys=keys), *both).code == "form-unclear"


def test_labels_of_one_form_and_keys_of_another_are_left_to_a_person() -> None:
    other = candidate_of([worded(replace(form(*(field(f"z{each}") for each in range(8))), id="other"))])
    assert refusal(shown(*ALL, keys=[f"z{each}" for each in range(8)]), ONE, other).code == "form-unclear"


@pytest.mark.parametrize(
    "lines",
    [
        (),
        ("Invoice", "Name", "Date", "Signature"),
        ("Remarks", "Form", "only"),
        # The same questions on a form of somebody else's: the source of the wording is public.
        ("Form", "only", *QUESTIONS),
        tuple(f"{rank}. {text}" for rank, text in enumerate(QUESTIONS, start=1)),
        ("Name of the visitor was not known, purpose of the journey: none",),
    ],
)
def test_a_stranger_is_foreign(lines: tuple[str, ...]) -> None:
    assert refusal(shown(*lines), ONE, TWO).code == "foreign"


def test_half_a_form_is_shown_to_a_person() -> None:
    assert refusal(shown("Form", "1 only", *NUMBERED[:3]), ONE).code == "form-unclear"


def test_keys_in_the_writing_of_bookmarks_count() -> None:
    keys = [bookmark_name(LABEL_PREFIX, slot.key) for slot in slots(visit())]
    assert recognize(shown("Form", keys=keys), [ONE]).form == "small"


def test_labels_broken_over_lines_are_put_together() -> None:
    long = ("Name of the person who came to see us today", *QUESTIONS[1:])
    lines = ("Form", "1 only", "1.1 Name of the person who", "came to see us today *", *NUMBERED[1:])
    assert recognize(shown(*lines), [candidate(questions=long)]).form == "small"


def test_a_label_reworded_without_a_new_version_is_known_in_both_wordings() -> None:
    old = LocalizedForm(visit(), Catalog("en", {("label", text): f"{text} (old)" for text in QUESTIONS}))
    both = candidate_of([worded(visit()), old])
    assert recognize(shown(*ALL), [both]).form == "small"
    assert recognize(shown("Form", "1 only", *(f"{text} (old)" for text in NUMBERED)), [both]).form == "small"


def test_columns_of_tables_are_labels_and_variants_are_named() -> None:
    asked = section("only", table("rows", field("first column"), field("second column"), rows=2))
    wide = candidate_of([worded(form(asked))])
    assert {"first column", "second column", "1 1 rows"} <= set().union(*wide.labels)
    assert "rows.2.first column" in wide.keys


def traces(content: bytes, format_: Format) -> Traces:
    _, package = kind_of(content)
    opened = package or open_pdf(content)
    found: Traces = importlib.import_module(f"formgen.identify.{format_}").traces(opened)
    return found


@pytest.mark.parametrize(("locale", "format_"), [("hy", "pdf"), ("en", "docx"), ("hy", "xlsx"), ("en", "xlsx")])
@pytest.mark.parametrize("sheet", SHEETS)
def test_every_blank_is_known_by_its_words_and_keys_and_by_its_words_alone(
    sheet: str, locale: str, format_: str
) -> None:
    found = traces(blank(sheet, locale, Format(format_)), Format(format_))
    name, _, variant = sheet.partition("-")
    wanted = Stamp(name, "1.0", locale, variant or None, None)
    assert recognize(found, PROJECT.candidates) == wanted
    assert recognize(replace(found, keys=frozenset()), PROJECT.candidates) == wanted


_STAMP = re.compile(rb"formgen:[a-z0-9_]+:[0-9.]+:[a-z]+:[a-z0-9_-]+:[A-Z2-7-]+")


def unstamped(content: bytes) -> bytes:
    """An office file in which nothing says any more which form it is."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            after.writestr(name, _STAMP.sub(b"", before.read(name)))
    return out.getvalue()


@pytest.mark.parametrize("format_", [Format.DOCX, Format.XLSX])
@pytest.mark.parametrize("locale", LOCALES)
def test_answers_of_a_document_without_a_stamp_are_read_for_a_person(
    locale: str, format_: Format, tmp_path: Path
) -> None:
    data = {"case_number": "ԵՐ-2026-00777", "case_closed": dt.date(2026, 10, 5), "supervisor_assessment": "Լավ է"}
    path = tmp_path / f"a.{format_}"
    path.write_bytes(unstamped(stampable("closure", locale, format_).fill(data, "ABCDEFGHIJKL")))
    line = read(path, RECEIVED)
    assert line["stamp"] == {
        "form": "closure",
        "version": "1.0",
        "locale": locale,
        "variant": None,
        "copy": None,
        "found_by": "labels",
    }
    assert line["status"] == "review"
    assert line["findings"][0]["code"] == "identified-by-labels"
    assert line["record"]["case_number"] == "ԵՐ-2026-00777"
    assert line["record"]["case_closed"] == "2026-10-05"


def test_a_stranger_with_words_of_ours_in_it_is_rejected(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in ("Case number", "Name and surname", "Date of birth", "Telephone", "Address", "Signature", "Comments"):
        book.active.append([row, ""])
    path = tmp_path / "a.xlsx"
    book.save(path)
    line = read(path, RECEIVED)
    assert (line["status"], line["stamp"], [each["code"] for each in line["findings"]]) == (
        "rejected",
        None,
        ["foreign"],
    )

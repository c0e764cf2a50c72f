"""What is known of a received file, of a limit it passes, and of a text without room."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from formgen.message import Message, fill
from formgen.model.catalog import Catalog, LocalizedForm
from formgen.model.document import FileKind, Format, Submission
from formgen.model.finding import KINDS, Severity, Status, finding, status_of
from formgen.model.layout import Layout, Place
from formgen.model.limits import FIXED, Limits, passed
from formgen.model.room import Room
from formgen.model.settings import Settings
from tests.forms import field, form
from tests.sayable import unsayable


def test_a_submission_has_the_digest_and_size_of_its_bytes() -> None:
    got = Submission.of("a.pdf", b"abc", FileKind.PDF)
    assert got.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert (got.path, got.format, got.size, got.content) == ("a.pdf", FileKind.PDF, 3, None)
    assert Submission.of("a", b"abc", keep=True) == replace(got, path="a", format=None, content=b"abc")


def test_each_kind_of_file_is_read_as_a_format_of_ours() -> None:
    assert {kind: kind.reads_as for kind in FileKind} == {
        FileKind.PDF: Format.PDF,
        FileKind.DOCX: Format.DOCX,
        FileKind.XLSX: Format.XLSX,
        FileKind.ODT: Format.DOCX,
        FileKind.ODS: Format.XLSX,
    }


@pytest.mark.parametrize("name", [*(each.name for each in fields(Limits)), *FIXED])
def test_every_limit_that_is_passed_can_be_told(name: str) -> None:
    found = passed(replace(Limits(), **({} if name in FIXED else {name: 7})), name, "> 9")
    assert unsayable(found.text) == []
    limit = found.values["limit"]
    assert isinstance(limit, Message)
    assert limit.values == {"found": "> 9", "limit": FIXED.get(name, 7)}
    assert found.code == ("too-heavy" if name in {"seconds", "memory_megabytes"} else "too-large")


def test_a_limit_may_be_told_without_how_much_was_found() -> None:
    limit = passed(Limits(), "seconds").values["limit"]
    assert isinstance(limit, Message)
    assert limit.values == {"found": "", "limit": 20}
    assert str(limit) == "20 seconds"


@pytest.mark.parametrize(
    ("width", "widest", "over"), [(20.0, 20.0, 0.0), (20.0, 20.05, 0.0), (20.0, 20.5, 0.5), (20.0, 3.0, 0.0)]
)
def test_a_text_is_over_its_room_from_a_tenth_of_a_millimetre(width: float, widest: float, over: float) -> None:
    assert Room("x", 1, width, widest, "words").over == pytest.approx(over)


def test_room_is_told_in_words() -> None:
    assert str(Room("x", 1, 20.4, 3.0, "words")) == "Room: 20 mm a line, over as many lines as it needs."
    assert str(Room("x", 1, 20.4, 3.0, "words", whole=True)) == "Room: 20 mm in one line."


def test_a_setting_is_said_in_its_language_else_for_all_else_not_at_all() -> None:
    said = Settings(
        centre_name={"hy": "Շիրակ", "*": "Shirak"},
        centre_address={"*": "Gyumri"},
        return_to={"hy": "Գյումրի"},
        processor={"en": ""},
        approving_order={"*": "No 5"},
    )
    assert said.terms("hy") == {
        "centre_name": "Շիրակ",
        "centre_address": "Gyumri",
        "return_to": "Գյումրի",
        "approving_order": "No 5",
    }
    assert said.terms("en") == {"centre_name": "Shirak", "centre_address": "Gyumri", "approving_order": "No 5"}
    assert Settings(processor={"en": "us"}).terms("en") == {"processor": "us"}


def test_a_finding_has_its_code_s_severity_unless_another_is_given() -> None:
    assert finding("required", "a").severity is Severity.ERROR
    assert finding("required", "a", severity=Severity.INFO).severity is Severity.INFO
    told = finding("too-long", "a", "xyz", length=3, limit=2)
    assert (told.field, told.written, dict(told.values)) == ("a", "xyz", {"length": 3, "limit": 2})
    assert told.text == KINDS["too-long"].text
    assert dict(told.text.values) == {"field": "a", "written": "xyz", "length": 3, "limit": 2}
    assert dict(finding("blank").text.values) == {"field": "", "written": ""}


@pytest.mark.parametrize(
    ("severities", "status"),
    [
        ((), Status.ACCEPTED),
        ((Severity.INFO, Severity.INFO), Status.ACCEPTED),
        ((Severity.INFO, Severity.REVIEW), Status.REVIEW),
        ((Severity.ERROR,), Status.REVIEW),
    ],
)
def test_a_document_needs_a_person_for_an_error_or_a_doubt(severities: tuple[Severity, ...], status: Status) -> None:
    assert status_of(tuple(finding("blank", severity=each) for each in severities)) is status


def test_every_code_can_be_said_in_armenian() -> None:
    empty = [unsayable(Message(kind.text.context, kind.text.text)) for kind in KINDS.values()]
    assert [each for wanting in empty for each in wanting if ":" in each] == []


def test_messages_are_filled_from_the_inside_and_only_once() -> None:
    inner = Message("in", "in {place}", {"place": "{name}"})
    words = {("out", "{name} {inner}"): "{inner}՝ {name}", ("in", "in {place}"): "{place}-ում"}
    outer = Message("out", "{name} {inner}", {"name": "Ani", "inner": inner})
    assert Catalog("hy", words).text(outer) == "{name}-ում՝ Ani"
    assert Catalog("hy", words).text(outer, {"name": "Anna"}) == "{name}-ում՝ Anna"
    assert Catalog("en", {}).text(Message("x", "{a} {b}", {"a": 1})) == "1 {b}"
    assert Catalog("hy", {("x", "y"): ""}).text(Message("x", "y")) == "y"
    assert fill("{a}{a} {b}", {"a": "{b}", "b": 2}) == "{b}{b} 2"


def test_a_form_is_said_with_the_terms_of_its_centre() -> None:
    localized = LocalizedForm(form(field("a")), Catalog("hy", {}), None, {"processor": "the centre"})
    assert localized.text(Message("x", "by {processor}")) == "by the centre"
    assert localized.locale == "hy"


def test_a_layout_is_asked_by_key_and_by_page() -> None:
    one, two, three = (Place(key, None, page, (0, 0, 1, 1)) for key, page in (("a", 1), ("b", 3), ("a", 3)))
    layout = Layout((one, two, three), lambda: None)
    assert layout.pages == 3
    assert layout.by_key == {"a": (one, three), "b": (two,)}
    assert layout.by_page == {1: (one,), 2: (), 3: (two, three)}
    assert Layout((), lambda: None).pages == 0

"""Catalogs are brought up to date with nothing lost that a translator wrote, and states follow the texts."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from formgen.message import Message
from formgen.translate.plurals import plural_forms
from formgen.translate.po import Entry, PoFile, Previous, read_po, write_po
from formgen.translate.states import Mark, State, answered, digest, mark_of, marked, state_of
from formgen.translate.template import Source
from formgen.translate.updating import template, update


def source(context: str, text: str, *notes: str) -> Source:
    return Source(Message(context, text), notes, "forms/x.yaml")


def entry(context: str, text: str, said: str, **more: object) -> Entry:
    return replace(Entry(text, (said,), context), **more)


def updated(sources: list[Source], *entries: Entry, locale: str = "hy") -> tuple[Entry, ...]:
    once = update(PoFile(Entry(""), entries), sources, locale, "x")
    twice = update(read_po(write_po(once), "x.po"), sources, locale, "x")
    assert write_po(twice) == write_po(once)
    return once.entries


def test_new_texts_stand_where_they_are_read_and_old_ones_keep_everything() -> None:
    known = entry("b", "Two", "Երկու", comments=("my note",), flags=("no-wrap",))
    found = updated([source("a", "One", "Kind: x."), source("b", "Two")], known)
    assert [(each.context, each.said) for each in found] == [("a", ""), ("b", "Երկու")]
    assert found[1].comments == ("my note",)
    assert found[1].flags == ("no-wrap",)
    assert found[0].notes == ("Kind: x.",)


def test_a_changed_text_is_fuzzy_with_the_previous_one() -> None:
    mark = marked(entry("a", "One", "Մեկ"), Mark(State.APPROVED, "A. Sample", "2026-11-22"))
    assert state_of(mark) is State.APPROVED
    (found,) = updated([source("a", "A completely different sentence.")], mark)
    assert found.said == "Մեկ"
    assert found.fuzzy
    assert found.previous == Previous(None, "One")
    assert mark_of(found) is None
    assert not any(comment.startswith("state:") for comment in found.comments)


def test_a_near_text_elsewhere_is_offered() -> None:
    old = entry("old", "Name of the client (surname first)", "Շահառուի անունը")
    far = entry("far", "Something else", "Այլ բան")
    found = updated([source("new", "Name of the client (surname, name)")], old, far)
    assert [(each.context, each.obsolete, each.said) for each in found] == [
        ("new", False, "Շահառուի անունը"),
        ("far", True, "Այլ բան"),
    ]
    assert found[0].previous == Previous("old", "Name of the client (surname first)")


def test_what_is_gone_stays_and_comes_back() -> None:
    gone = updated([source("a", "One")], entry("a", "One", "Մեկ"), entry("b", "Unlike it", "Ուրիշ", comments=("why",)))
    assert gone[1].obsolete
    assert gone[1].comments == ("why",)
    back = updated([source("a", "One"), source("b", "Unlike it")], *gone)
    assert [(each.said, each.obsolete, each.fuzzy) for each in back] == [("Մեկ", False, False), ("Ուրիշ", False, False)]


def test_a_second_translation_of_a_text_is_kept_too() -> None:
    found = updated([source("a", "One")], entry("a", "One", "Մեկ"), entry("a", "One", "Մի"))
    assert [(each.said, each.obsolete) for each in found] == [("Մեկ", False), ("Մի", True)]


def test_no_translation_is_ever_dropped() -> None:
    """Whatever the texts become, every word of a translator is still in the file."""
    known = [entry(f"c{number}", f"Text number {number} of many", f"Թարգմանություն {number}") for number in range(30)]
    sources = [source(f"d{number}", f"Text number {number} of many more") for number in range(0, 30, 2)]
    sources += [source(f"c{number}", f"Text number {number} of many") for number in range(1, 10, 2)]
    said = {each.said for each in updated(sources, *known)}
    assert {each.said for each in known} <= said


def test_doubts_start_as_to_review_and_a_person_takes_them_further() -> None:
    sources = [source("a", "One", "Doubt: one or single?")]
    (doubted,) = updated(sources, entry("a", "One", "Մեկ"))
    assert state_of(doubted) is State.TO_REVIEW
    assert doubted.comments == ("state: to review",)
    reviewed = marked(doubted, Mark(State.REVIEWED, "A. Sample", str(dt.date(2026, 11, 22))))
    (again,) = updated(sources, reviewed)
    assert again == reviewed
    assert again.comments == (f"state: reviewed; by: A. Sample; on: 2026-11-22; of: {digest(again)}",)
    (english,) = updated(sources, entry("a", "One", "One"), locale="en")
    assert state_of(english) is State.TRANSLATED


def test_a_state_written_by_hand_counts_and_is_sealed() -> None:
    by_hand = entry(
        "a", "One", "Մեկ", comments=("State: Approved; by: A. Sample", "answered: glossary, identical; why: so")
    )
    assert state_of(by_hand) is State.APPROVED
    (sealed,) = updated([source("a", "One")], by_hand)
    assert sealed.comments[0].startswith("answered: glossary, identical; why: so; of: ")
    assert sealed.comments[1] == f"state: approved; by: A. Sample; of: {digest(sealed)}"
    edited = replace(sealed, strings=("Միակ",))
    assert state_of(edited) is State.TRANSLATED
    assert answered(edited) == frozenset()


def test_comments_that_only_look_like_states_are_left_alone() -> None:
    (found,) = updated([source("a", "One")], entry("a", "One", "Մեկ", comments=("state: the word of the law",)))
    assert found.comments == ("state: the word of the law",)


def test_english_says_what_the_source_says() -> None:
    (found,) = updated([source("a", "One {n}")], entry("a", "Old", "Old"), locale="en")
    assert found.said == "One {n}"
    assert found.flags == ("python-brace-format",)


def test_the_template_is_empty() -> None:
    file = template([source("a", "One")], "x")
    assert [each.said for each in file.entries] == [""]
    assert "nplurals=INTEGER" in file.header.said


@pytest.mark.parametrize(
    ("locale", "rule"),
    [("hy", "nplurals=2; plural=(n > 1);"), ("hy_AM", "nplurals=2; plural=(n > 1);"), ("ja", "nplurals=1; plural=0;")],
)
def test_plural_headers(locale: str, rule: str) -> None:
    assert plural_forms(locale) == rule
    assert plural_forms("ru").startswith("nplurals=3;")


def test_the_header_keeps_what_translators_put_there() -> None:
    said = (
        "Language: xx\nLast-Translator: A. Sample <a@example.org>\nX-Generator: Poedit 3.4\nPlural-Forms: nplurals=1;\n"
    )
    file = update(PoFile(Entry("", (said,), comments=("Thanks.",)), ()), [], "hy", "x")
    assert file.headers["Last-Translator"] == "A. Sample <a@example.org>"
    assert file.headers["X-Generator"] == "Poedit 3.4"
    assert file.headers["Language"] == "hy"
    assert file.headers["Plural-Forms"] == "nplurals=2; plural=(n > 1);"
    assert file.header.comments == ("Words of formgen: x.", "Thanks.")

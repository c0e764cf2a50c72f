"""Every class of fault, planted in the real catalogs one by one, is found where it is, and nothing beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pytest

from formgen.pipeline.project import Project
from formgen.pipeline.translating.catalogs import Domain, domains
from formgen.pipeline.translating.checks import check_catalogs, language, wanted_of
from formgen.translate.checking import Wanted, check_file
from formgen.translate.faults import KINDS, TranslationFault
from formgen.translate.po import Entry, PoFile, read_po, write_po
from tests.catalogs.plants import PLANTS, Plant
from tests.loop import ROOT

PROJECT = Project(ROOT)
IN_THE_LAYOUT = {"too-wide", "too-long"}
IN_THE_FILE = {"unreadable", "duplicate", "plural-header", "plural-forms"}


@cache
def asked(name: str) -> tuple[Domain, Wanted]:
    domain = next(each for each in domains(PROJECT) if each.name == name)
    return domain, wanted_of(domain)


def catalog(locale: str, name: str) -> PoFile:
    path = PROJECT.catalog_path(locale, name)
    return read_po(path.read_bytes(), path)


def check(content: bytes, locale: str, name: str) -> list[TranslationFault]:
    return check_file(content, "x.po", language(PROJECT, locale), asked(name)[1])[1]


def with_entries(known: PoFile, entries: Sequence[Entry]) -> bytes:
    return write_po(replace(known, entries=tuple(entries)))


def line_of(content: bytes, context: str, start: str) -> int:
    """Where the translation of a context begins, counted without our own reader."""
    lines = content.decode("utf-8").split("\n")
    first = next(at for at, line in enumerate(lines) if line.endswith(f'msgctxt "{context}"'))
    return 1 + next(at for at in range(first, len(lines)) if lines[at].removeprefix("#~ ").startswith(start))


def test_the_catalogs_have_no_fault() -> None:
    """No error, and no warning that nobody has answered."""
    found = [
        f"{fault.file}:{fault.line}: {fault.code} {fault.context}: {fault.what}" for fault in check_catalogs(PROJECT)
    ]
    assert found == []


def name_of(plant: Plant) -> str:
    return f"{plant.code}-{plant.locale}-{plant.context}"


@pytest.mark.parametrize("plant", PLANTS, ids=name_of)
def test_a_planted_fault_is_found_alone(plant: Plant) -> None:
    known = catalog(plant.locale, plant.domain)
    assert [entry.context for entry in known.entries].count(plant.context) == 1
    planted = [plant.change(entry) if entry.context == plant.context else entry for entry in known.entries]
    assert planted != list(known.entries)
    content = with_entries(known, planted)
    found = check(content, plant.locale, plant.domain)
    before = {(fault.code, fault.context) for fault in check(write_po(known), plant.locale, plant.domain)}
    found = [fault for fault in found if (fault.code, fault.context) not in before]
    expected = {(plant.code, plant.context, line_of(content, plant.at or plant.context, "msgstr"))}
    if plant.code == "obsolete":  # the text itself is then no longer translated
        expected.add(("missing", plant.context, 0))
    assert {(fault.code, fault.context, fault.line) for fault in found} == expected
    assert all(fault.locale == plant.locale and fault.text and str(fault.remedy) for fault in found)


def test_every_class_has_its_plants() -> None:
    planted = {plant.code for plant in PLANTS}
    assert planted | IN_THE_LAYOUT | IN_THE_FILE == set(KINDS)
    assert len(PLANTS) >= 60


@pytest.mark.parametrize("locale", ["hy", "en"])
def test_faults_of_the_file(locale: str) -> None:
    known = catalog(locale, "closure")
    whole = write_po(known)
    first = whole.split(b"\n\n")[1]
    twice = check(whole + b"\n" + first + b"\n", locale, "closure")
    assert [fault.code for fault in twice] == ["duplicate"]
    assert twice[0].line == whole.count(b"\n") + 2 + first.count(b"\n")
    header = check(whole.replace(b"nplurals=2", b"nplurals=3"), locale, "closure")
    assert [(fault.code, fault.line) for fault in header] == [("plural-header", 3)]
    for broken, line in ((b'msgid "Case number', 0), (b"nonsense here\n", 0)):
        lines = whole.split(b"\n")
        place = lines.index(b'msgid "Case number"')
        lines[place] = broken.strip()
        found = check(b"\n".join(lines), locale, "closure")
        assert [(fault.code, fault.line) for fault in found] == [("unreadable", place + 1)], line
    one_form = replace(known.entries[0], plural="Case closure forms", strings=("x",))
    found = check(with_entries(known, [one_form, *known.entries[1:]]), locale, "closure")
    assert [fault.code for fault in found] == ["plural-forms"]


def test_an_answered_warning_rests_until_the_text_changes() -> None:
    known = catalog("hy", "closure")
    label = "closure.closure.transfer_to.label"
    answered = next(entry for entry in known.entries if entry.context == label)
    assert any(comment.startswith("answered: brackets-lost") for comment in answered.comments)
    others = [entry for entry in known.entries if entry is not answered]
    changed = replace(answered, strings=(f"{answered.said} այլ",))
    found = check(with_entries(known, [changed, *others]), "hy", "closure")
    assert [(fault.code, fault.context) for fault in found] == [("brackets-lost", label)]

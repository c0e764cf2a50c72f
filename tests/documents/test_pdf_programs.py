"""Forms filled in the programs and libraries people use, in one or two, saved once more: nothing lost or added."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from tests.clients.entry import Entry
from tests.clients.pdf_fillers import FILLERS
from tests.clients.pdf_saves import SAVES
from tests.documents.pdf_copies import Copy, Returned
from tests.loop import localized
from tests.roundtrip.cases import entries

COPIES = {
    "closure": Copy("closure-armenian", "hy"),
    "referral": Copy("referral-armenian", "en"),
    "certification": Copy("certification-armenian", "hy"),
    "client": Copy("evaluation-client", "en"),
    "long": Copy("closure-long", "hy"),
    "hostile": Copy("referral-hostile", "en"),
}
LIBRARIES = ("mupdf", "pypdf", "pikepdf", "pdflib", "pdftk", "pypdfform")
"""The others fill every case in tests/roundtrip."""
CHAINS = [
    ("pdfium", "poppler"),
    ("poppler", "pdfium"),
    ("pdfjs", "mupdf"),
    ("mupdf", "pdfjs"),
    ("pikepdf", "pdfium"),
    ("pdflib", "poppler"),
    ("pdftk", "pdfjs"),
    ("pypdf", "mupdf"),
]


def typed(copy: Copy) -> list[Entry]:
    return entries(copy.case, localized(copy.case.form, copy.locale))


def assert_accepted(copy: Copy, returned: Returned) -> None:
    assert copy.differences(returned) == {}
    assert [each for each in returned.told if each not in copy.expected_findings] == []
    assert returned.status == ("review" if copy.expected_findings else "accepted")


FILLED = [
    pytest.param(library, name, id=f"{library}-{name}")
    for library in LIBRARIES
    for name in (COPIES if library != "pypdfform" else ("closure", "client"))  # it takes seconds for long forms
]


@pytest.mark.parametrize(("library", "name"), FILLED)
def test_filled_by_a_library(library: str, name: str, tmp_path: Path) -> None:
    copy = COPIES[name]
    blank, out = tmp_path / "blank.pdf", tmp_path / "filled.pdf"
    blank.write_bytes(copy.blank)
    FILLERS[library](blank, out, typed(copy))
    assert_accepted(copy, copy.read(out.read_bytes(), tmp_path))


@pytest.mark.parametrize("chain", CHAINS, ids="-".join)
def test_filled_by_two_programs(chain: tuple[str, str], tmp_path: Path) -> None:
    """One person begins, another goes on with another program."""
    copy = COPIES["closure"]
    first, between, last = (tmp_path / f"{name}.pdf" for name in ("blank", "begun", "filled"))
    first.write_bytes(copy.blank)
    all_entries = typed(copy)
    FILLERS[chain[0]](first, between, all_entries[::2])
    FILLERS[chain[1]](between, last, all_entries[1::2])
    assert_accepted(copy, copy.read(last.read_bytes(), tmp_path))


@pytest.mark.parametrize("name", ["closure", "referral"])
@pytest.mark.parametrize("save", SAVES)
def test_saved_once_more(save: str, name: str, tmp_path: Path) -> None:
    copy = COPIES[name]
    filled, out = tmp_path / "filled.pdf", tmp_path / "saved.pdf"
    filled.write_bytes(copy.content())
    SAVES[save](filled, out)
    assert_accepted(copy, copy.read(out.read_bytes(), tmp_path))


@pytest.mark.parametrize("engine", ["pdfjs", "poppler"])
def test_corrected_by_a_person(engine: str, tmp_path: Path) -> None:
    """What was prefilled and then typed anew is the new answer, and nothing of the old one."""
    copy = COPIES["closure"]
    before, after = tmp_path / "before.pdf", tmp_path / "after.pdf"
    before.write_bytes(copy.content("ABCDEFGHIJ23"))
    entry = next(each for each in typed(copy) if each.key == "cm_name")
    FILLERS[engine](before, after, [Entry(entry.key, entry.kind, "Ուրիշ Նմուշ")])
    returned = copy.read(after.read_bytes(), tmp_path)
    assert copy.differences(returned) == {"cm_name": ("Վարողյան Նմուշ", "Ուրիշ Նմուշ")}
    assert returned.told == []


def test_a_script_that_stores_values_and_draws_nothing_is_told(tmp_path: Path) -> None:
    """Neither drawn nor asked for: a person opens an empty form where a program reads answers."""
    copy = COPIES["closure"]
    blank, out = tmp_path / "blank.pdf", tmp_path / "filled.pdf"
    blank.write_bytes(copy.blank)
    FILLERS["pikepdf"](blank, out, typed(copy))
    with pikepdf.open(out, allow_overwriting_input=True) as pdf:
        del pdf.Root.AcroForm["/NeedAppearances"]
        pdf.save(out)
    returned = copy.read(out.read_bytes(), tmp_path)
    assert returned.codes == {"drawn-differs"}
    assert returned.record["client_name"] is None
    assert copy.inventions(returned) == {}

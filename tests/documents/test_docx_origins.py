"""Word documents as the usual programs leave them, untouched: the same record, and no finding without a reason."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from formgen.generate.docx import compile_blank, default_template
from formgen.generate.package import write_parts
from formgen.model.slot import SlotKind
from tests.clients.libreoffice import LibreOffice, W
from tests.documents.word_copies import BASES, PART, PROGRAMS, Copy, Read, parts_of, remove
from tests.loop import read

TRIPS = {"docx": ("docx",), "odt": ("odt",), "odt-docx": ("odt", "docx")}


@pytest.mark.parametrize(("form", "locale"), BASES)
def test_word_s_own_copy_is_accepted(form: str, locale: str, tmp_path: Path) -> None:
    held = Copy(form, locale)
    found = held.read(tmp_path)
    assert found.record == held.expected
    assert found.findings == held.expected_findings
    assert {answer["read_by"] for answer in found.line["answers"].values()} == {"key"}


@pytest.mark.parametrize("trip", TRIPS)
@pytest.mark.parametrize(("form", "locale"), BASES)
def test_libreoffice_s_copy_is_accepted(
    form: str, locale: str, trip: str, office: Callable[[], LibreOffice], tmp_path: Path
) -> None:
    """LibreOffice 7.4 drops every tag; bookmarks, words and properties stay, in its own format too."""
    held = Copy(form, locale)
    path = tmp_path / "sent.docx"
    path.write_bytes(held.content())
    for number, ending in enumerate(TRIPS[trip]):
        saved = tmp_path / f"saved{number}.{ending}"
        office().save(path, saved)
        path = saved
    found = Read(read(path, held.case.received))
    assert found.record == held.expected
    assert found.findings == held.expected_findings
    assert {answer["read_by"] for answer in found.line["answers"].values()} == {"bookmark"}
    assert found.line["source"]["format"] == path.suffix[1:]


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize(("form", "locale"), BASES)
def test_programs_that_know_no_controls(form: str, locale: str, program: str, tmp_path: Path) -> None:
    """Where bookmarks are left nothing is to be told; where they are not, one finding says so of all answers."""
    held = Copy(form, locale)
    PROGRAMS[program](held)
    found = held.read(tmp_path)
    assert found.record == held.expected
    told = [] if program == "onlyoffice" else [("all-found-by-label", None)]
    assert sorted(map(str, found.findings)) == sorted(map(str, [*held.expected_findings, *told]))


@pytest.mark.parametrize(("form", "locale"), BASES)
def test_tags_alone_are_enough(form: str, locale: str, tmp_path: Path) -> None:
    held = Copy(form, locale)
    held.drop_signs("bookmarkStart", "bookmarkEnd")
    found = held.read(tmp_path)
    assert (found.record, found.findings) == (held.expected, held.expected_findings)


@pytest.mark.parametrize("name", ["x", "Date Picker"])
@pytest.mark.parametrize(("form", "locale"), BASES)
def test_controls_of_other_names_are_no_hindrance(form: str, locale: str, name: str, tmp_path: Path) -> None:
    """Whatever a program calls the controls, the labels beside them say what stands there."""
    held = Copy(form, locale)
    for tag in held.root.iter(f"{W}tag"):
        tag.set(f"{W}val", name)
    found = held.read(tmp_path)
    assert (found.record, found.findings) == (held.expected, held.expected_findings)
    held.drop_signs("bookmarkStart", "bookmarkEnd")
    found = held.read(tmp_path)
    assert found.record == held.expected
    assert sorted(map(str, found.findings)) == sorted(map(str, [*held.expected_findings, ("all-found-by-label", None)]))


@pytest.mark.parametrize("name", ["x", "Date Picker"])
def test_words_in_a_control_that_nothing_names_are_told(name: str, tmp_path: Path) -> None:
    held = Copy("closure", "hy")
    places = [slot.key for slot in held.slots(SlotKind.TEXT)][:2]
    written = [held.entry(key) for key in places]
    for key in places:
        held.label(key).getparent().remove(held.label(key))  # type: ignore[union-attr]
        next(held.control(key).iter(f"{W}tag")).set(f"{W}val", name)
    found = held.read(tmp_path)
    assert not {*places} & {*found.line["answers"]}
    told = " ".join([*found.written("outside-answer"), *found.written("remark")])
    assert all(each in told for each in written)


@pytest.mark.parametrize(("form", "locale"), BASES)
def test_pasted_into_a_new_document(form: str, locale: str, tmp_path: Path) -> None:
    """Word keeps the controls and loses properties, heads and feet: the form is known by its keys and words."""
    held = Copy(form, locale)
    for name in list(held.parts):
        if name.startswith(("docProps/", "customXml/")) or "header" in name or "footer" in name:
            del held.parts[name]
    for reference in [*held.root.iter(f"{W}headerReference"), *held.root.iter(f"{W}footerReference")]:
        remove(reference)
    found = held.read(tmp_path)
    assert found.record == held.expected
    assert found.findings == [("identified-by-labels", None), *held.expected_findings]


@pytest.mark.parametrize(("form", "locale"), BASES[::4])
def test_a_centre_s_own_template(form: str, locale: str, tmp_path: Path) -> None:
    """What a template prints around the questions is no remark; what is written beside it is."""
    parts = parts_of(default_template())
    line = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    parts[PART] = parts[PART].replace(b"<w:body>", b"<w:body>" + line.format("Շիրակի տարածքային կենտրոն").encode(), 1)
    foot = "word/footer1.xml"
    parts[foot] = parts[foot].replace(b"</w:ftr>", line.format("Հեռ.՝ 0312 12345").encode() + b"</w:ftr>")
    held = Copy(form, locale)
    filled = held.parts
    held.parts = parts_of(compile_blank(held.words, write_parts(parts)))
    made = {name: content for name, content in held.parts.items() if name != PART}
    root = etree.fromstring(held.parts[PART])
    body = root.find(f"{W}body")
    assert body is not None
    assert body[0].find(f".//{W}t").text == "Շիրակի տարածքային կենտրոն"  # type: ignore[union-attr]
    held.parts = {**filled, **made}
    held.body.insert(0, body[0])
    found = held.read(tmp_path)
    assert (found.record, found.findings) == (held.expected, held.expected_findings)
    other = copy.deepcopy(held.body[0])
    next(other.iter(f"{W}t")).text = "Լոռու տարածքային կենտրոն"
    held.body.insert(0, other)
    found = held.read(tmp_path)
    assert found.written("remark") == ["Լոռու տարածքային կենտրոն"]


def test_a_copy_stays_where_it_was(tmp_path: Path) -> None:
    """Nothing is written to a received file."""
    held = Copy(*BASES[0])
    held.read(tmp_path)
    before = shutil.copy(tmp_path / "copy.docx", tmp_path / "kept.docx")
    read(tmp_path / "copy.docx", held.case.received)
    assert Path(before).read_bytes() == (tmp_path / "copy.docx").read_bytes()

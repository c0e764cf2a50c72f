"""A centre's own Word template: restyled, rearranged, saved by other programs, forgetful, faulty or hostile."""

from __future__ import annotations

import dataclasses
import struct
import zlib
from pathlib import Path

import pytest
from lxml import etree

from formgen.cli.app import run
from formgen.document.opening import OfficePackage
from formgen.errors import ExitCode
from formgen.extract.docx import extract
from formgen.generate.docx import Blank, compile_blank, default_template
from formgen.generate.docx.compiling import IncompleteDocumentError
from formgen.generate.docx.markup import w
from formgen.generate.docx.template import TemplateFaultError
from formgen.generate.package import read_parts, write_parts
from formgen.model.settings import Logo, Settings
from formgen.model.slot import slots
from tests.clients.conversion import converted
from tests.judges.office_lint import lint
from tests.judges.open_xml import open_xml_errors
from tests.workbooks import COPY, VISIT, localized

ROOT = Path(__file__).parents[3]
DOCUMENT, HEAD, STYLES = "word/document.xml", "word/header1.xml", "word/styles.xml"
VALUES = {"visitor": "Անի", "mood": "angry", "why": "one\ntwo", "seen.garden": True, "steps.2.step": "call"}


def restyled(old: str, new: str) -> bytes:
    parts = read_parts(default_template())
    assert old.encode() in parts[DOCUMENT]
    parts[DOCUMENT] = parts[DOCUMENT].replace(old.encode(), new.encode())
    return write_parts(parts)


def test_a_template_may_place_questions_by_hand() -> None:
    ids = [item.id for item in VISIT.items.values()]
    placed = "".join(f"<w:p><w:r><w:t>{{{{p question.{each} }}}}</w:t></w:r></w:p>" for each in reversed(ids))
    tag = "<w:p><w:r><w:t>{{p section.questions }}</w:t></w:r></w:p>"
    root = etree.fromstring(read_parts(compile_blank(localized(), restyled(tag, placed)))[DOCUMENT])
    tags = [each.get(w("val")) for each in root.iter(w("tag"))]
    assert sorted(map(str, tags)) == sorted(slot.key for slot in slots(VISIT))
    assert tags[0] == "signed_on"


def test_a_template_that_forgets_or_doubles_a_question_is_refused_with_its_keys() -> None:
    tag = "{{p section.questions }}"
    forgetful = restyled(tag, "{{p question.seen }}")
    with pytest.raises(IncompleteDocumentError) as caught:
        compile_blank(localized(), forgetful)
    assert caught.value.exit_code is ExitCode.AT_FAULT
    assert "visitor" in str(caught.value)
    assert "notice" in str(caught.value)
    assert "seen.house" not in str(caught.value)
    doubled = f"{tag}</w:t></w:r></w:p><w:p><w:r><w:t>{{{{p question.seen }}}}"
    with pytest.raises(IncompleteDocumentError, match=r"Placed twice: seen\.house, seen\.garden, seen\.street"):
        compile_blank(localized(), restyled(tag, doubled))


@pytest.mark.parametrize(
    "tag",
    [
        "{{ titel }}",
        "{{ title.__class__.__mro__ }}",
        "{% for x in range(10**9) %}{% endfor %}",
        "{{ title",
        "{% if %}",
        "{{ 1 // 0 }}",
        "{{ 1 + title }}",
        "{{ title() }}",
        "{% include 'secrets' %}",
    ],
)
def test_a_template_with_a_mistake_or_a_trick_in_it_is_refused(tag: str) -> None:
    with pytest.raises(TemplateFaultError) as caught:
        compile_blank(localized(), restyled("{{ title }}", tag))
    assert caught.value.exit_code is ExitCode.AT_FAULT


def test_a_file_that_is_no_template_is_refused() -> None:
    for content in (b"", b"%PDF-1.7", write_parts({"[Content_Types].xml": b"<x/>"})):
        with pytest.raises(TemplateFaultError):
            compile_blank(localized(), content)


def test_a_template_without_our_prefixes_gives_a_sound_document(tmp_path: Path) -> None:
    parts = read_parts(default_template())
    document = parts[DOCUMENT].decode()
    start, end = document.index("<w:document"), document.index("<w:body>")
    head = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    head += ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    parts[DOCUMENT] = (document[:start] + head + document[end:]).encode()
    path = tmp_path / "plain.docx"
    path.write_bytes(compile_blank(localized(), write_parts(parts)))
    assert lint(path) == []
    assert open_xml_errors([path]) == {path: []}


def test_a_template_without_the_identifier_in_head_or_foot_is_refused() -> None:
    parts = read_parts(default_template())
    for name in ("word/footer1.xml", "word/footer2.xml"):
        parts[name] = parts[name].replace(b"{{ identifier }}", b"")
    with pytest.raises(IncompleteDocumentError, match="identifier"):
        compile_blank(localized(), write_parts(parts))


def answered(blank: bytes) -> dict[str, str]:
    """What is read of a blank in which `VALUES` were filled."""
    response = extract(OfficePackage(Blank(blank, localized()).fill(VALUES, COPY)), localized())
    assert response.findings == ()
    return {key: answer.written for key, answer in response.answers.items()}


def test_other_styles_and_another_order_give_the_same_record(tmp_path: Path) -> None:
    parts = read_parts(default_template())
    styles = parts[STYLES].decode()
    assert 'w:val="1F3864"' in styles
    parts[STYLES] = styles.replace("Sylfaen", "Georgia").replace('w:val="1F3864"', 'w:val="7A1F1F"').encode()
    document = parts[DOCUMENT].decode()
    start = document.index("<w:p><w:r><w:t>{%p for section")
    end = document.index('<w:p><w:pPr><w:pStyle w:val="FormSource"')
    tags = [f"{{{{p question.{key} }}}}" for key in reversed(VISIT.items)]
    placed = "".join(f"<w:p><w:r><w:t>{tag}</w:t></w:r></w:p>" for tag in tags)
    parts[DOCUMENT] = (document[:start] + placed + document[end:]).encode()
    centre = dataclasses.replace(localized(), settings=Settings(office_fonts=("GHEA Grapalat",)))
    path = tmp_path / "own.docx"
    path.write_bytes(compile_blank(centre, write_parts(parts)))
    made = read_parts(path.read_bytes())[STYLES]
    assert b"7A1F1F" in made
    assert b"Georgia" in made
    assert b"Grapalat" not in made
    assert answered(path.read_bytes()) == answered(compile_blank(localized()))
    assert lint(path) == []
    assert open_xml_errors([path]) == {path: []}


def test_a_template_saved_by_libreoffice_gives_a_sound_document_and_the_same_record(tmp_path: Path) -> None:
    template = tmp_path / "template.docx"
    template.write_bytes(default_template())
    saved = converted(template, "docx", tmp_path / "saved")
    path = tmp_path / "visit.docx"
    path.write_bytes(compile_blank(localized(), saved.read_bytes()))
    assert answered(path.read_bytes()) == answered(compile_blank(localized()))
    assert lint(path) == []
    assert open_xml_errors([path]) == {path: []}
    assert converted(path, "pdf", tmp_path / "printed").is_file()


# --- what a centre sets


def png(width: int, height: int) -> bytes:
    """A white picture."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    rows = zlib.compress((b"\0" + b"\xff" * width) * height, 9)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


SETTINGS = Settings(
    centre_name={"*": "Centre <A&B>"},
    centre_address={"*": "1 Sample Street"},
    return_to={"*": "Room 5"},
    approving_order={"*": "Order 7"},
    logo=Logo(png(40, 10), "png", (40, 10)),
    office_fonts=("GHEA Grapalat", "GHEA Mariam"),
)


def words(content: bytes) -> str:
    return "".join(text.text or "" for text in etree.fromstring(content).iter(w("t")))


def test_the_head_names_the_centre_its_logo_and_the_approving_order(tmp_path: Path) -> None:
    form = dataclasses.replace(localized(), settings=SETTINGS, terms=SETTINGS.terms("en"))
    path = tmp_path / "visit.docx"
    path.write_bytes(compile_blank(form))
    parts = read_parts(path.read_bytes())
    head = words(parts[HEAD])
    assert "Centre <A&B>1 Sample Street" in head
    assert "Approved by Order 7" in head
    assert "Return the completed form to: Room 5" in words(parts[DOCUMENT])
    assert parts["word/media/formgen-logo.png"] == SETTINGS.logo.content  # type: ignore[union-attr]
    extent = next(each for each in etree.fromstring(parts[HEAD]).iter() if each.tag.endswith("}extent"))
    width, height = int(extent.get("cx", "0")), int(extent.get("cy", "0"))
    assert abs(width - 4 * height) <= 4
    assert b'w:ascii="GHEA Grapalat"' in parts[STYLES]
    assert b'w:val="GHEA Mariam,Sylfaen,Arial"' in parts["word/fontTable.xml"]
    assert lint(path) == []
    assert open_xml_errors([path]) == {path: []}
    assert converted(path, "pdf", tmp_path).is_file()


def test_without_settings_the_head_says_that_the_form_is_a_draft() -> None:
    parts = read_parts(compile_blank(localized()))
    assert "Draft" in words(parts[HEAD])
    assert not any("media" in name for name in parts)
    assert b'w:ascii="Sylfaen"' in parts[STYLES]


def test_a_logo_that_was_moved_into_the_text_is_shown_there(tmp_path: Path) -> None:
    parts = read_parts(default_template())
    parts[HEAD] = parts[HEAD].replace(b"{{r logo }}", b"")
    title = b'<w:p><w:pPr><w:pStyle w:val="FormTitle"/>'
    moved = b'<w:p><w:pPr><w:pStyle w:val="FormLogo"/></w:pPr><w:r><w:t>{{r logo }}</w:t></w:r></w:p>'
    parts[DOCUMENT] = parts[DOCUMENT].replace(title, moved + title)
    path = tmp_path / "visit.docx"
    path.write_bytes(compile_blank(dataclasses.replace(localized(), settings=SETTINGS), write_parts(parts)))
    made = read_parts(path.read_bytes())
    assert b"formgenLogo" in made["word/_rels/document.xml.rels"]
    assert "word/_rels/header1.xml.rels" not in made
    assert open_xml_errors([path]) == {path: []}


# --- the commands


def generate(*arguments: str, locale: str = "en") -> int:
    return run(["--ui-locale", locale, "--project", str(ROOT), "generate", *arguments])


def test_the_starting_template_is_written_once_and_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "own.docx"
    assert generate("--write-template", str(path)) == 0
    assert path.read_bytes() == default_template()
    assert generate("--write-template", str(path)) == 0
    assert generate("closure", "--template", str(path), "--out", str(tmp_path / "out")) == 0
    assert {each.name for each in (tmp_path / "out").iterdir()} == {"closure-1.0.hy.docx", "closure-1.0.en.docx"}
    path.write_bytes(restyled("{{ source }}", "ours"))
    assert generate("--write-template", str(path)) == 1
    assert path.read_bytes() == restyled("{{ source }}", "ours")
    assert generate("closure", "--template", str(path), "--format", "pdf") == 2
    assert "--format docx" in capsys.readouterr().err


@pytest.mark.parametrize("locale", ["en", "hy"])
@pytest.mark.parametrize(
    ("tag", "told"), [("{{p question.case_number }}", "case_closed"), ("{{ title.__class__ }}", "__class__")]
)
def test_a_faulty_template_makes_nothing_and_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], locale: str, tag: str, told: str
) -> None:
    path = tmp_path / "own.docx"
    path.write_bytes(restyled("{{p section.questions }}", tag))
    assert generate("closure", "--template", str(path), "--out", str(tmp_path / "out"), locale=locale) == 3
    said = capsys.readouterr().err
    assert told in said
    assert ("Word" in said) and any("ա" <= letter <= "ֆ" for letter in said) == (locale == "hy")
    assert not (tmp_path / "out").exists()

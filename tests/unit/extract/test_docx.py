"""What a person did to a Word form, told by its markup, and what is read of it."""

from __future__ import annotations

import copy
import gc
from collections.abc import Callable

import pytest
from lxml import etree

from formgen.document.opening import OfficePackage, UnreadableError
from formgen.document.stamp import bookmark_name
from formgen.extract.docx import extract
from formgen.extract.docx.body import Body, Cell, Grid, Row
from formgen.extract.docx.seen import WORD, seen_text, w, w14
from formgen.generate.docx import Blank, compile_blank
from formgen.generate.package import read_parts, write_parts
from formgen.model.document import Answer, ReadBy, Response
from formgen.model.slot import slots
from tests.workbooks import COPY, VISIT, localized

DOCUMENT = "word/document.xml"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
VALUES = {"visitor": "Ani", "mood": "calm", "why": "one\ntwo", "seen.garden": True, "steps.2.step": "call"}


class Desk:
    """A blank in the hands of a person: its document part, and the means to change it."""

    def __init__(self, content: bytes) -> None:
        self.parts = read_parts(content)
        self.root = etree.fromstring(self.parts[DOCUMENT])

    def control(self, key: str) -> etree._Element:
        return next(next(tag.iterancestors(w("sdt"))) for tag in self.root.iter(w("tag")) if tag.get(w("val")) == key)

    def cell(self, key: str) -> etree._Element:
        return next(self.control(key).iterancestors(w("tc")))

    def properties(self, key: str) -> etree._Element:
        return self.control(key)[0]

    def type(self, key: str, content: str, *, showing: bool = False) -> None:
        """Put runs (or paragraphs, in a block) into a control as if they had been typed."""
        holder = self.control(key)[-1]
        for old in list(holder):
            holder.remove(old)
        holder.extend(runs(content))
        mark = self.properties(key).find(w("showingPlcHdr"))
        if mark is not None and not showing:
            self.properties(key).remove(mark)

    def without_tags(self) -> None:
        """What LibreOffice 7.4 does when it saves."""
        for tag in list(self.root.iter(w("tag"), w("showingPlcHdr"))):
            tag.getparent().remove(tag)  # type: ignore[union-attr]

    def without_control(self, key: str, content: str) -> None:
        """Delete a control and type plain words in its place."""
        control = self.control(key)
        holder = control.getparent()
        assert holder is not None
        place = holder.index(control)
        holder.remove(control)
        for offset, run in enumerate(runs(content)):
            holder.insert(place + offset, run)

    def read(self, placeholders: frozenset[str] = frozenset()) -> Response:
        self.parts[DOCUMENT] = etree.tostring(self.root)
        return extract(OfficePackage(write_parts(self.parts)), localized(), placeholders)


def runs(content: str) -> list[etree._Element]:
    if "<" not in content:
        content = f'<w:r><w:t xml:space="preserve">{content}</w:t></w:r>'
    return list(etree.fromstring(f'<x xmlns:w="{WORD}" xmlns:w14="{W14}">{content}</x>'))


def form_field(data: str) -> str:
    """A form field of older versions of Word."""
    begin = f"<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:enabled/>{data}</w:ffData></w:fldChar></w:r>"
    return begin + "<w:r><w:instrText>FORM</w:instrText></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>"


ENTRIES = "<w:listEntry w:val='tense'/><w:listEntry w:val='calm'/>"


@pytest.fixture(scope="module")
def blank() -> bytes:
    return compile_blank(localized())


@pytest.fixture
def desk(blank: bytes) -> Desk:
    return Desk(blank)


@pytest.fixture
def filled(blank: bytes) -> Desk:
    return Desk(Blank(blank, localized()).fill(VALUES, COPY))


def written(response: Response) -> dict[str, str]:
    return {key: answer.written for key, answer in response.answers.items()}


def codes(response: Response) -> set[tuple[str, str | None]]:
    return {(finding.code, finding.field) for finding in response.findings}


READ = {"visitor": "Ani", "mood": "Calm", "why": "one\ntwo", "seen.garden": "☒", "steps.2.step": "call"}


def test_a_blank_has_no_answers_and_no_findings(desk: Desk) -> None:
    assert desk.read() == Response({}, ())


def test_a_blank_whose_keys_and_placeholder_marks_are_gone_has_none_either(desk: Desk) -> None:
    desk.without_tags()
    assert desk.read() == Response({}, ())


def test_answers_are_found_by_key(filled: Desk) -> None:
    response = filled.read()
    assert written(response) == READ
    assert {answer.read_by for answer in response.answers.values()} == {ReadBy.KEY}


def test_answers_are_found_by_bookmark_where_the_keys_are_gone(filled: Desk) -> None:
    filled.without_tags()
    response = filled.read()
    assert written(response) == READ
    assert response.answers["mood"].exact == "calm"
    assert {answer.read_by for answer in response.answers.values()} == {ReadBy.BOOKMARK}
    assert response.findings == ()


def test_a_control_that_was_deleted_is_read_by_its_cell(desk: Desk) -> None:
    desk.without_control("visitor", "Ani")
    desk.without_control("mood", "rather calm")
    desk.without_control("seen.house", "X")
    response = desk.read()
    assert response.answers == {
        "visitor": Answer("visitor", "Ani", ReadBy.BOOKMARK),
        "mood": Answer("mood", "rather calm", ReadBy.BOOKMARK),
        "seen.house": Answer("seen.house", "X", ReadBy.BOOKMARK),
    }


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            "<w:r><w:t>Ա</w:t></w:r><w:proofErr w:type='spellStart'/><w:r><w:rPr><w:b/></w:rPr><w:t>նի</w:t></w:r>",
            "Անի",
        ),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:t>d</w:t></w:r>", "a\tb\nc\nd"),
        ("<w:r><w:t>A</w:t><w:noBreakHyphen/><w:t>1</w:t><w:softHyphen/><w:t>2\u00a03</w:t></w:r>", "A-12\u00a03"),
        (
            (
                "<w:del w:id='1' w:author='a'><w:r><w:delText>old</w:delText></w:r></w:del>"
                "<w:ins w:id='2' w:author='a'><w:r><w:t>new</w:t></w:r></w:ins>"
            ),
            "new",
        ),
        (
            (
                "<w:moveFrom w:id='1' w:author='a'><w:r><w:t>here</w:t></w:r></w:moveFrom>"
                "<w:moveTo w:id='2' w:author='a'><w:r><w:t>there</w:t></w:r></w:moveTo>"
            ),
            "there",
        ),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:t>seen</w:t></w:r>", "seen"),
        ("<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>seen</w:t></w:r>", "seen"),
        ("<w:hyperlink><w:r><w:t>a@b.am</w:t></w:r></w:hyperlink>", "a@b.am"),
        ("<w:r><w:sym w:font='Wingdings' w:char='F0FE'/></w:r>", "☒"),
        ("<w:r><w:t xml:space='preserve'> «Ա» №1 ֏ և եւ ՞ ․ “x” </w:t></w:r>", " «Ա» №1 ֏ և եւ ՞ ․ “x” "),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>7</w:t></w:r>", "7"),
        (form_field("<w:checkBox><w:sizeAuto/><w:checked/></w:checkBox>"), "☒"),
        (form_field("<w:checkBox><w:default w:val='1'/></w:checkBox>") + "<w:r><w:t>a</w:t></w:r>", "☒a"),
        (form_field("<w:checkBox><w:default w:val='1'/><w:checked w:val='0'/></w:checkBox>") * 2, "☐☐"),
        (form_field(f"<w:ddList><w:result w:val='1'/>{ENTRIES}</w:ddList>"), "calm"),
        (form_field(f"<w:ddList><w:default w:val='1'/>{ENTRIES}</w:ddList>"), "calm"),
        (form_field(f"<w:ddList>{ENTRIES}</w:ddList>"), "tense"),
        (form_field("<w:textInput><w:default w:val='a'/></w:textInput>") + "<w:r><w:t>b</w:t></w:r>", "b"),
    ],
)
def test_the_text_is_what_a_person_sees(desk: Desk, content: str, expected: str) -> None:
    desk.type("visitor", content)
    assert written(desk.read()) == {"visitor": expected}


def test_form_fields_of_older_versions_of_word_are_read(desk: Desk) -> None:
    for key, field in (
        ("seen.house", "<w:checkBox><w:checked/></w:checkBox>"),
        ("seen.garden", "<w:checkBox><w:default w:val='0'/></w:checkBox>"),
        ("mood", f"<w:ddList><w:result w:val='1'/>{ENTRIES}</w:ddList>"),
    ):
        desk.without_control(key, form_field(field))
    response = desk.read()
    assert written(response) == {"seen.house": "☒", "mood": "calm"}
    assert response.findings == ()


def test_paragraphs_are_lines_also_those_typed_after_the_control(desk: Desk) -> None:
    line = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    desk.type("why", line.format("one") + "<w:p/>" + line.format("two"))
    desk.type("visitor", "Ani")
    desk.cell("visitor").extend(runs(line.format("Petrosyan")))
    assert written(desk.read()) == {"why": "one\n\ntwo", "visitor": "Ani\nPetrosyan"}


def test_the_value_is_the_whole_cell_without_the_placeholder(desk: Desk) -> None:
    paragraph = desk.control("visitor").getparent()
    assert paragraph is not None
    paragraph.extend(runs("Ani"))
    assert desk.read().answers == {"visitor": Answer("visitor", "Ani", ReadBy.KEY)}


@pytest.mark.parametrize("typed", ["…Ani", "… Ani"])
def test_a_placeholder_left_beside_what_was_typed_falls_away_where_word_did_not_clear_it(
    desk: Desk, typed: str
) -> None:
    desk.type("visitor", typed)
    desk.type("day", "21.11.2026 DD.MM.YYYY")
    desk.type("signed_on", "DD.MM.YYYY21.11.2026")
    desk.without_tags()
    assert written(desk.read()) == {"visitor": "Ani", "day": "21.11.2026", "signed_on": "21.11.2026"}


def test_three_dots_that_a_person_wrote_are_theirs(desk: Desk) -> None:
    desk.type("visitor", "and so on…")
    desk.type("number", "…and so on")
    assert written(desk.read()) == {"visitor": "and so on…", "number": "…and so on"}
    desk.without_tags()
    assert written(desk.read())["visitor"] == "and so on…"


def test_a_placeholder_of_another_language_is_no_answer(desk: Desk) -> None:
    desk.type("day", "ՕՕ.ԱԱ.ՏՏՏՏ")
    assert written(desk.read()) == {"day": "ՕՕ.ԱԱ.ՏՏՏՏ"}
    assert desk.read(frozenset({"ՕՕ.ԱԱ.ՏՏՏՏ"})).answers == {}


def test_words_in_a_control_that_says_it_shows_its_placeholder_are_in_doubt(desk: Desk) -> None:
    desk.type("visitor", "Ani", showing=True)
    assert desk.read().answers == {"visitor": Answer("visitor", "Ani", ReadBy.KEY, doubt="signs-disagree")}


@pytest.mark.parametrize(
    ("state", "sign", "expected"),
    [
        ("1", "☒", Answer("seen.house", "☒")),
        ("1", "☑", Answer("seen.house", "☑")),
        ("0", "☐", None),
        ("1", "☐", Answer("seen.house", "☐", doubt="signs-disagree")),
        ("0", "☒", Answer("seen.house", "☒", doubt="signs-disagree")),
        ("0", "X", Answer("seen.house", "X", doubt="signs-disagree")),
        ("0", "perhaps", Answer("seen.house", "perhaps")),
    ],
)
def test_a_checkbox_has_two_signs_that_must_agree(desk: Desk, state: str, sign: str, expected: Answer | None) -> None:
    next(desk.control("seen.house").iter(w14("checked"))).set(w14("val"), state)
    next(desk.control("seen.house").iter(w("t"))).text = sign
    assert desk.read().answers.get("seen.house") == expected


@pytest.mark.parametrize(
    ("text", "stored", "expected"),
    [
        ("07.05.2026", "2026-05-07T00:00:00Z", Answer("day", "07.05.2026", exact="2026-05-07")),
        ("7.5.2026", "2026-05-07T00:00:00Z", Answer("day", "7.5.2026", exact="2026-05-07")),
        ("08.05.2026", "2026-05-07T00:00:00Z", Answer("day", "08.05.2026", doubt="signs-disagree")),
        ("31.02.2026", "2026-05-07T00:00:00Z", Answer("day", "31.02.2026", doubt="signs-disagree")),
        ("07.05.2026", None, Answer("day", "07.05.2026")),
        ("07.05.2026", "soon", Answer("day", "07.05.2026")),
    ],
)
def test_the_text_of_a_date_and_its_stored_day_must_agree(
    desk: Desk, text: str, stored: str | None, expected: Answer
) -> None:
    desk.type("day", text)
    if stored is not None:
        next(desk.control("day").iter(w("date"))).set(w("fullDate"), stored)
    assert desk.read().answers == {"day": expected}


def test_a_choice_is_exact_where_the_words_are_those_of_an_item(desk: Desk) -> None:
    desk.type("mood", "Angry")
    desk.type("again", "by no means")
    answers = desk.read().answers
    assert answers["mood"].exact == "angry"
    assert answers["again"] == Answer("again", "by no means")


def test_the_item_that_takes_an_answer_back_is_no_answer(desk: Desk) -> None:
    desk.type("mood", "Select")
    assert desk.read().answers == {}


def test_two_copies_of_a_control_with_two_answers_are_in_doubt_with_one_are_one(filled: Desk) -> None:
    table = next(filled.root.iter(w("tbl")))
    table.addnext(copy.deepcopy(table))
    assert written(filled.read()) == READ
    filled.type("visitor", "Aram")
    answer = filled.read().answers["visitor"]
    assert (answer.doubt, answer.written, answer.exact) == ("two-answers", "Aram / Ani", None)


def test_a_copy_in_the_same_cell_is_not_joined_to_the_first(filled: Desk) -> None:
    control = filled.control("visitor")
    control.addnext(copy.deepcopy(control))
    assert written(filled.read()) == READ
    filled.type("visitor", "Aram")
    answer = filled.read().answers["visitor"]
    assert (answer.doubt, answer.written) == ("two-answers", "Aram / Ani")


def test_a_place_that_is_gone_is_told(desk: Desk) -> None:
    for key in ("visitor", "seen.house", "steps.2.step"):
        row = desk.cell(key).getparent()
        assert row is not None
        assert row.getparent() is not None
        row.getparent().remove(row)  # type: ignore[union-attr]
    gone = {field for code, field in codes(desk.read()) if code == "place-missing"}
    assert {"visitor", "number", "seen", "steps.2.step", "steps.2.until", "steps.2.done"} == gone


def test_an_answer_at_a_key_the_form_does_not_ask_is_told(filled: Desk) -> None:
    tag = next(filled.control("visitor").iter(w("tag")))
    tag.set(w("val"), "stranger")
    for mark in list(filled.root.iter(w("bookmarkStart"))):
        if mark.get(w("name")) == bookmark_name("fgl_", "visitor"):
            mark.getparent().remove(mark)  # type: ignore[union-attr]
    response = filled.read()
    assert codes(response) == {("outside-answer", "stranger"), ("place-missing", "visitor")}
    assert "visitor" not in response.answers


def test_a_signature_is_typed_or_drawn_or_not_there(desk: Desk) -> None:
    assert "signature" not in desk.read().answers
    desk.type("signature", "Ani Petrosyan")
    assert desk.read().answers["signature"] == Answer("signature", "Ani Petrosyan", exact="typed")
    desk.type("signature", "<w:r><w:drawing/></w:r>")
    assert desk.read().answers["signature"] == Answer("signature", "", exact="drawn")
    desk.without_tags()
    assert desk.read().answers["signature"] == Answer("signature", "", ReadBy.BOOKMARK, exact="drawn")


# --- tables


def rows(desk: Desk) -> list[etree._Element]:
    return [next(desk.control(f"steps.{number}.step").iterancestors(w("tr"))) for number in (1, 2, 3)]


def plain_row(like: etree._Element, *words: str) -> etree._Element:
    row = copy.deepcopy(like)
    for cell, word in zip(row.findall(w("tc")), ("", *words), strict=True):
        for old in cell.findall(w("p")) + cell.findall(w("sdt")):
            cell.remove(old)
        cell.extend(runs(f"<w:p><w:r><w:t>{word}</w:t></w:r></w:p>"))
    return row


def test_rows_that_people_add_keep_numbers_of_their_own(filled: Desk) -> None:
    last = rows(filled)[-1]
    last.addnext(plain_row(last, "visit", "01.02.2026", "All"))
    rows(filled)[0].addprevious(plain_row(last, "first", "", ""))
    response = filled.read()
    assert response.answers["steps.2.step"] == Answer("steps.2.step", "call")
    assert response.answers["steps.4.step"] == Answer("steps.4.step", "visit", ReadBy.POSITION)
    assert response.answers["steps.4.until"].written == "01.02.2026"
    assert codes(response) == {
        ("found-by-position", key) for key in ("steps.4.step", "steps.4.until", "steps.4.done", "steps.5.step")
    } & {("found-by-position", key) for key in response.answers}


def test_a_row_copied_with_its_controls_is_one_more_row(filled: Desk) -> None:
    row = rows(filled)[1]
    row.addnext(copy.deepcopy(row))
    filled.type("steps.2.step", "write")
    answers = filled.read().answers
    assert answers["steps.2.step"] == Answer("steps.2.step", "write")
    assert answers["steps.4.step"] == Answer("steps.4.step", "call")


def test_rows_are_known_by_their_numbers_whatever_their_order(filled: Desk) -> None:
    first, second, _ = rows(filled)
    first.addprevious(second)
    assert written(filled.read())["steps.2.step"] == "call"
    filled.without_tags()
    response = filled.read()
    assert response.answers["steps.2.step"] == Answer("steps.2.step", "call", ReadBy.BOOKMARK)


def test_the_row_after_the_table_is_no_row_of_it(desk: Desk) -> None:
    desk.type("signature", "Ani")
    desk.without_tags()
    assert set(desk.read().answers) == {"signature"}


# --- hostile files


def test_a_document_type_is_refused(desk: Desk) -> None:
    desk.parts[DOCUMENT] = b'<!DOCTYPE x [<!ENTITY e "x">]><x>&e;</x>'
    with pytest.raises(UnreadableError):
        extract(OfficePackage(write_parts(desk.parts)), localized())


@pytest.mark.parametrize(
    "spoil",
    [
        lambda desk: [element.clear() for element in list(desk.root.iter(w("sdtPr")))],
        lambda desk: [element.clear() for element in list(desk.root.iter(w("sdtContent")))],
        lambda desk: [element.clear() for element in list(desk.root.iter(w("tr")))],
        lambda desk: [tag.set(w("val"), "steps.99999.step") for tag in desk.root.iter(w("tag"))],
        lambda desk: [tag.attrib.clear() for tag in desk.root.iter(w("tag"), w("bookmarkStart"), w("listItem"))],
    ],
)
def test_spoiled_markup_is_read_without_failing_and_without_inventing(
    desk: Desk, spoil: Callable[[Desk], object]
) -> None:
    spoil(desk)
    response = desk.read()
    assert response.answers == {}


def test_one_key_on_every_control_makes_no_answers_of_labels_and_placeholders(desk: Desk) -> None:
    for tag in desk.root.iter(w("tag")):
        tag.set(w("val"), "steps.7.step")
    # A box that stands where words are asked for is what a person sees there.
    assert set(written(desk.read()).values()) == {"☐"}


def test_text_outside_runs_is_not_lost() -> None:
    region = etree.fromstring(
        f'<w:tc xmlns:w="{WORD}"><w:p><w:smartTag><w:r><w:t>a</w:t></w:r></w:smartTag></w:p></w:tc>'
    )
    assert seen_text(region) == "a"


def test_nothing_of_a_document_waits_for_the_collector(filled: Desk) -> None:
    gc.collect()
    gc.disable()
    try:
        filled.read()
        assert [each for each in gc.get_objects() if isinstance(each, Body | Grid | Row | Cell)] == []
    finally:
        gc.enable()


def test_every_slot_is_looked_for() -> None:
    empty = f'<w:document xmlns:w="{WORD}"><w:body/></w:document>'.encode()
    response = extract(OfficePackage(write_parts({DOCUMENT: empty})), localized())
    assert {field for _, field in codes(response)} == {slot.item_id for slot in slots(VISIT)}

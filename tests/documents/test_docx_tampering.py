"""What people do to a Word form that nobody planned: the answer is read, or a person is told; never another answer.

Each document is a complete case of a form and language to which one thing was done. Everything else of its record must
be as it was, and there must be no finding but those named.
"""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from formgen.model.slot import SlotKind, slots
from tests.clients.libreoffice import W
from tests.documents.word_copies import BASES, Copy, Read, remove, replace, runs, text_of

Told = list[tuple[str, str | None]]
ANY_TEXT = (SlotKind.TEXT, SlotKind.BLOCK)
INSERTED = '<w:ins w:id="{0}" w:author="A" w:date="2026-11-01T10:00:00Z">{1}</w:ins>'
DELETED = (
    '<w:del w:id="{0}" w:author="A" w:date="2026-11-01T10:00:00Z"><w:r><w:delText xml:space="preserve">{1}</w:delText>'
    "</w:r></w:del>"
)
RUN = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
BOX = (
    "<w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent><w:p><w:r><w:t>{}</w:t>"
    "</w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)


def judge(held: Copy, tmp_path: Path, told: Told, **changed: Any) -> Read:
    """The record is the case's but for what changed, and the findings are those named and the case's own."""
    found = held.read(tmp_path)
    expected = {**held.expected, **changed}
    assert {key: found.record.get(key) for key, value in expected.items() if found.record.get(key) != value} == {
        key: value for key, value in expected.items() if found.record.get(key) != value
    }
    assert sorted(map(str, found.findings)) == sorted(map(str, [*held.expected_findings, *told]))
    return found


def pick(held: Copy, *kinds: SlotKind, answered: bool = True, number: int = 0) -> str:
    """A place of one of some kinds; another one in each form and language."""
    found = held.slots(*kinds, answered=answered)
    if not found:
        pytest.skip(f"{held.form} has no such place")
    return found[(BASES.index((held.form, held.locale)) + number) % len(found)].key


every = pytest.mark.parametrize(("form", "locale"), BASES)
some = pytest.mark.parametrize(("form", "locale"), BASES[1::4])


# --- controls


@every
def test_controls_deleted_and_typed_over(form: str, locale: str, tmp_path: Path) -> None:
    """The label's bookmark says where: a line, a long text, an option and a tick in each form."""
    held = Copy(form, locale)
    for kind in (SlotKind.TEXT, SlotKind.BLOCK, SlotKind.ONE_OF, SlotKind.TICK):
        if held.slots(kind):
            held.unlock(pick(held, kind))
    judge(held, tmp_path, [])


@every
def test_controls_and_bookmarks_deleted(form: str, locale: str, tmp_path: Path) -> None:
    """The words of the label say where, and a person is told of each."""
    held = Copy(form, locale)
    keys = [pick(held, kind) for kind in (SlotKind.TEXT, SlotKind.BLOCK, SlotKind.ONE_OF) if held.slots(kind)]
    for key in keys:
        held.unlock(key)
        held.forget_label(key)
    judge(held, tmp_path, [("found-by-label", key) for key in keys])


@every
def test_answers_typed_after_and_before_the_placeholder(form: str, locale: str, tmp_path: Path) -> None:
    held = Copy(form, locale)
    for number, kind in enumerate((SlotKind.TEXT, SlotKind.BLOCK)):
        if held.slots(kind):
            key = pick(held, kind)
            words = held.entry(key)
            if "\n" in words:
                continue
            held.empty(key)
            if number:
                held.cell(key).append(runs(f"<w:p>{RUN.format(words)}</w:p>")[0])
            else:
                paragraph = held.control(key).getparent()
                assert paragraph is not None
                paragraph.insert(paragraph.index(held.control(key)), runs(words)[0])
    judge(held, tmp_path, [])


@every
def test_words_typed_beside_an_answer_belong_to_it(form: str, locale: str, tmp_path: Path) -> None:
    held = Copy(form, locale)
    key = pick(held, SlotKind.BLOCK) if held.slots(SlotKind.BLOCK) else pick(held, SlotKind.ONE_OF)
    held.type_into(held.cell(key), "<w:p><w:r><w:t>և ևս մեկ խոսք</w:t></w:r></w:p>")
    if held.slots(SlotKind.BLOCK):
        judge(held, tmp_path, [], **{key: f"{held.expected[key]}\nև ևս մեկ խոսք"})
    else:
        judge(held, tmp_path, [("choice-unknown", key)], **{key: None})


@every
def test_an_answer_in_the_cell_of_its_label(form: str, locale: str, tmp_path: Path) -> None:
    held = Copy(form, locale)
    key = pick(held, *ANY_TEXT)
    words = held.entry(key)
    held.empty(key)
    lines = words.split("\n")
    held.label(key).findall(f"{W}p")[0].append(runs(f": {lines[0]}")[0])
    for line in lines[1:]:
        held.label(key).append(runs(f"<w:p>{RUN.format(line)}</w:p>")[0])
    judge(held, tmp_path, [("found-by-label", key)])


@every
def test_a_remark_in_the_cell_of_a_label(form: str, locale: str, tmp_path: Path) -> None:
    held = Copy(form, locale)
    key = pick(held, *ANY_TEXT)
    held.label(key).append(runs("<w:p><w:r><w:t>տես հավելվածը</w:t></w:r></w:p>")[0])
    found = judge(held, tmp_path, [("remark", key)])
    assert found.written("remark") == ["տես հավելվածը"]


@pytest.mark.parametrize("mark", ["X", "x", "✓", "х", "այո", "yes", "V", "+", "☑", "☒"])
@pytest.mark.parametrize("locale", ["hy", "en"])
def test_a_mark_typed_for_a_tick(mark: str, locale: str, tmp_path: Path) -> None:
    """Instead of the box, in every multi-choice question of three forms."""
    for form in ("closure", "referral", "service_evaluation-client"):
        held = Copy(form, locale)
        key = pick(held, SlotKind.TICK, number=ord(mark[0]))
        held.unlock(key)
        first = next(
            text
            for text in held.label(key).getparent().iter(f"{W}t")
            if text.text == "☒"  # type: ignore[union-attr]
        )
        first.text = mark
        judge(held, tmp_path, [])


@pytest.mark.parametrize("mark", ["-", "?", "մասամբ", "o"])
@some
def test_a_mark_that_says_nothing_certain_for_a_tick(form: str, locale: str, mark: str, tmp_path: Path) -> None:
    held = Copy(form, locale)
    key = pick(held, SlotKind.TICK, answered=False)
    held.unlock(key)
    cell = _left_of(held.label(key))
    next(cell.iter(f"{W}t")).text = mark
    judge(held, tmp_path, [("tick-unclear", key)])


@pytest.mark.parametrize("mark", ["X", "☒", "այո", "+"])
@some
def test_a_box_overtyped_whose_state_says_otherwise(form: str, locale: str, mark: str, tmp_path: Path) -> None:
    held = Copy(form, locale)
    key = pick(held, SlotKind.TICK, answered=False)
    next(held.control(key).iter(f"{W}t")).text = mark
    judge(held, tmp_path, [("signs-disagree", key)])


def _left_of(cell: etree._Element) -> etree._Element:
    before = cell.getprevious()
    assert before is not None
    return before


def _printed_options(held: Copy, *, answered: bool) -> tuple[str, etree._Element]:
    """A question whose options are printed in the cell of its label, and the words of them."""
    for slot in held.slots(SlotKind.ONE_OF, answered=answered):
        for text in held.label(slot.key).iter(f"{W}t"):
            if " · " in (text.text or "") and (text.text or "").count("·") == len(slot.field.choices) - 1:
                return slot.key, text
    pytest.skip(f"{held.form} prints no options beside an answer")


@every
def test_an_option_marked_where_it_is_printed(form: str, locale: str, tmp_path: Path) -> None:
    """The list was left alone: the mark is the answer, and a person is told."""
    held = Copy(form, locale)
    key, text = _printed_options(held, answered=True)
    shown = held.entry(key)
    held.empty(key)
    words = (text.text or "").split(" · ")
    chosen = next(number for number, word in enumerate(words) if word.strip().endswith(shown))
    words[chosen] = f" ☒ {words[chosen].strip()}"
    text.text = " · ".join(words)
    judge(held, tmp_path, [("found-by-label", key)])


@every
def test_a_list_chosen_and_another_option_marked(form: str, locale: str, tmp_path: Path) -> None:
    held = Copy(form, locale)
    key, text = _printed_options(held, answered=True)
    shown = held.entry(key)
    words = (text.text or "").split(" · ")
    other = next(number for number, word in enumerate(words) if not word.strip().endswith(shown))
    words[other] = f"{words[other]} ✓"
    text.text = " · ".join(words)
    found = held.read(tmp_path)
    assert found.record[key] is None
    assert ("two-answers", key) in found.findings
    assert {name: value for name, value in found.record.items() if held.expected[name] != value} == {key: None}


@some
def test_two_options_marked_of_one(form: str, locale: str, tmp_path: Path) -> None:
    held = Copy(form, locale)
    key, text = _printed_options(held, answered=True)
    held.empty(key)
    words = (text.text or "").split(" · ")
    text.text = " · ".join([f" X {words[0].strip()}", f"X {words[1]}", *words[2:]])
    found = held.read(tmp_path)
    assert found.record[key] is None
    assert ("two-answers", key) in found.findings


@every
def test_a_control_moved_to_another_question(form: str, locale: str, tmp_path: Path) -> None:
    """Its key says one question, the label beside it another: nothing is chosen."""
    held = Copy(form, locale)
    first, second = (slot.key for slot in _simple_texts(held)[:2])
    one, other = held.control(first), held.control(second)
    replaced = copy.deepcopy(one)
    replace(other, [replaced])
    remove(one)
    found = held.read(tmp_path)
    assert found.record[first] is None
    assert found.record[second] is None
    assert ("signs-disagree", first) in found.findings
    assert ("place-missing", second) in found.findings


def _simple_texts(held: Copy) -> list[Any]:
    found = [slot for slot in held.slots(SlotKind.TEXT) if slot.field.type == "text"]
    if len(found) < 2:
        pytest.skip(f"{held.form} has no two lines of text")
    return found


@every
def test_words_in_a_control_that_shows_its_placeholder(form: str, locale: str, tmp_path: Path) -> None:
    held = Copy(form, locale)
    key = pick(held, *ANY_TEXT)
    held.control(key)[0].append(runs("<w:showingPlcHdr/>")[0])
    judge(held, tmp_path, [("signs-disagree", key)], **{key: None})


@every
def test_the_words_of_an_option_edited(form: str, locale: str, tmp_path: Path) -> None:
    held = Copy(form, locale)
    key = pick(held, SlotKind.ONE_OF)
    for item in held.control(key).iter(f"{W}listItem"):
        if item.get(f"{W}displayText") == held.entry(key):
            item.set(f"{W}displayText", "մի ուրիշ բան")
    held.write(key, "մի ուրիշ բան")
    found = held.read(tmp_path)
    assert found.record == {**held.expected, key: None}
    assert ("signs-disagree", key) in found.findings


# --- recorded changes


@every
def test_an_answer_replaced_with_changes_recorded(form: str, locale: str, tmp_path: Path) -> None:
    held = Copy(form, locale)
    key = pick(held, SlotKind.BLOCK) if held.slots(SlotKind.BLOCK) else _simple_texts(held)[0].key
    new = "այլ պատասխան" if held.slots(SlotKind.BLOCK) else held.entry(key)
    content = DELETED.format(901, "նախկին խոսք") + INSERTED.format(902, RUN.format(new))
    held.write(key, f"<w:p>{content}</w:p>" if held.slots(SlotKind.BLOCK) else content)
    found = judge(held, tmp_path, [("tracked-change", key)], **{key: new})
    (message,) = [each["message"] for each in found.line["findings"] if each["code"] == "tracked-change"]
    assert "նախկին խոսք" in message
    assert found.written("tracked-change") == [new]


@every
def test_an_answer_deleted_with_changes_recorded(form: str, locale: str, tmp_path: Path) -> None:
    held = Copy(form, locale)
    key = pick(held, *ANY_TEXT)
    words = DELETED.format(901, held.entry(key))
    is_block = held.control(key).find(f"{W}sdtContent/{W}p") is not None
    held.write(key, f"<w:p>{words}</w:p>" if is_block else words)
    found = held.read(tmp_path)
    assert found.record[key] is None
    assert ("tracked-change", key) in found.findings
    assert not any(code in {"remark", "found-by-label"} for code, _ in found.findings)


@every
def test_everything_typed_with_changes_recorded_is_no_change(form: str, locale: str, tmp_path: Path) -> None:
    """Placeholders deleted and answers inserted: that is filling the form in, not changing it."""
    held = Copy(form, locale)
    given = set(held.expected)
    for number, run in enumerate(list(held.root.iter(f"{W}r"))):
        control = next(run.iterancestors(f"{W}sdt"), None)
        if control is not None and control.find(f".//{W}showingPlcHdr") is None and given:
            inserted = runs(INSERTED.format(1000 + number, ""))[0]
            replace(run, [inserted])
            inserted.append(run)
    found = held.read(tmp_path)
    assert found.record == held.expected


@every
def test_looks_changed_with_changes_recorded_are_nothing(form: str, locale: str, tmp_path: Path) -> None:
    held = Copy(form, locale)
    look = (
        '<w:rPr><w:b/><w:rPrChange w:id="77" w:author="A"><w:rPr><w:strike/><w:vanish/></w:rPr></w:rPrChange></w:rPr>'
    )
    key = pick(held, *ANY_TEXT)
    for cell in (held.label(key), held.cell(key)):
        for run in cell.iter(f"{W}r"):
            for old in run.findall(f"{W}rPr"):
                run.remove(old)
            run.insert(0, runs(look)[0])
    judge(held, tmp_path, [])


@some
def test_a_paragraph_mark_deleted_with_changes_recorded(form: str, locale: str, tmp_path: Path) -> None:
    held = Copy(form, locale)
    key = pick(held, SlotKind.BLOCK)
    gone = "<w:pPr><w:rPr><w:del w:id='5' w:author='A'/></w:rPr></w:pPr>"
    held.write(key, f"<w:p>{gone}{RUN.format('մեկ ')}</w:p><w:p>{RUN.format('երկու')}</w:p>")
    judge(held, tmp_path, [("tracked-change", key)], **{key: "մեկ երկու"})


@pytest.mark.parametrize("locale", ["hy", "en"])
def test_a_row_of_a_table_deleted_with_changes_recorded(locale: str, tmp_path: Path) -> None:
    held = Copy("closure", locale)
    name, row = _first_row(held)
    properties = row.find(f"{W}trPr")
    assert properties is not None
    properties.append(runs("<w:del w:id='9' w:author='A'/>")[0])
    found = held.read(tmp_path)
    assert found.record[name] == held.expected[name][1:]
    assert {code for code, field in found.findings if (field or "").startswith(f"{name}.1.")} == {"tracked-change"}


# --- words elsewhere


@every
def test_words_between_and_after_the_tables(form: str, locale: str, tmp_path: Path) -> None:
    held = Copy(form, locale)
    table = held.tables()[len(held.tables()) // 2]
    table.addnext(runs("<w:p><w:r><w:t>Հավելված՝ 3 էջ</w:t></w:r></w:p>")[0])
    held.body.insert(len(held.body) - 1, runs("<w:p><w:r><w:t>Այո</w:t></w:r></w:p>")[0])
    found = judge(held, tmp_path, [("remark", None), ("remark", None)])
    assert found.written("remark") == ["Հավելված՝ 3 էջ", "Այո"]


@every
def test_a_text_box_tells_its_words(form: str, locale: str, tmp_path: Path) -> None:
    held = Copy(form, locale)
    key = pick(held, *ANY_TEXT)
    held.type_into(held.cell(key), BOX.format("ճշտել հեռախոսով"))
    found = judge(held, tmp_path, [("remark", None)])
    assert found.written("remark") == ["ճշտել հեռախոսով"]


@every
def test_comments_notes_heads_and_feet(form: str, locale: str, tmp_path: Path) -> None:
    held = Copy(form, locale)
    said = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    start = f'<?xml version="1.0"?><w:{{0}} xmlns:w="{W.strip("{}")}">'
    held.parts["word/comments.xml"] = (
        start.format("comments")
        + f'<w:comment w:id="1" w:author="A">{said.format("սա ճիշտ չէ")}</w:comment></w:comments>'
    ).encode()
    held.parts["word/footnotes.xml"] = (
        start.format("footnotes") + f'<w:footnote w:id="2">{said.format("տես ներքևում")}</w:footnote></w:footnotes>'
    ).encode()
    footer = next(name for name in sorted(held.parts) if "footer" in name)
    held.parts[footer] = held.parts[footer].replace(b"</w:ftr>", said.format("Ստացվեց 12.05").encode() + b"</w:ftr>")
    key = pick(held, *ANY_TEXT)
    held.type_into(held.cell(key), '<w:r><w:commentReference w:id="1"/></w:r>')
    found = judge(held, tmp_path, [("remark", key), ("remark", None), ("remark", None)])
    assert sorted(found.written("remark")) == sorted(["սա ճիշտ չէ", "տես ներքևում", "Ստացվեց 12.05"])


@every
def test_a_picture_in_the_place_of_an_answer(form: str, locale: str, tmp_path: Path) -> None:
    held = Copy(form, locale)
    key = pick(held, *ANY_TEXT)
    held.empty(key)
    held.type_into(held.cell(key), "<w:r><w:drawing/></w:r>")
    found = held.read(tmp_path)
    assert found.record[key] is None
    assert ("answer-is-picture", key) in found.findings


@some
def test_a_drawing_over_the_form_and_a_document_in_it(form: str, locale: str, tmp_path: Path) -> None:
    held = Copy(form, locale)
    held.body.insert(len(held.body) - 1, runs("<w:p><w:r><w:drawing/></w:r></w:p>")[0])
    held.body.insert(len(held.body) - 1, runs("<w:altChunk/>")[0])
    judge(held, tmp_path, [("unread-part", None), ("unread-part", None)])


def test_an_answer_that_stands_in_two_rows(tmp_path: Path) -> None:
    """Cells that a person joined: for which row the answer is, nobody can tell."""
    held = Copy("closure", "hy")
    one, below = (held.cell(f"services_summary.{row}.provider") for row in (1, 2))
    held.empty("services_summary.2.provider")
    for cell, look in ((one, '<w:vMerge w:val="restart"/>'), (below, "<w:vMerge/>")):
        cell.find(f"{W}tcPr").append(runs(look)[0])
    one.extend(below.findall(f"{W}p"))
    below.append(runs("<w:p/>")[0])
    assert ("unread-part", "services_summary") in held.read(tmp_path).findings


@every
def test_words_nobody_sees_are_no_answer(form: str, locale: str, tmp_path: Path) -> None:
    held = Copy(form, locale)
    keys = [slot.key for slot in held.slots(*ANY_TEXT)][:3]
    for key, look in zip(keys, ("<w:vanish/>", '<w:color w:val="FFFFFF"/>', '<w:sz w:val="2"/>'), strict=False):
        held.type_into(held.cell(key), f"<w:r><w:rPr>{look}</w:rPr><w:t>թաքուն</w:t></w:r>")
    found = judge(held, tmp_path, [("hidden-answer", key) for key in keys])
    assert set(found.written("hidden-answer")) == {"թաքուն"}


@every
def test_an_answer_struck_out(form: str, locale: str, tmp_path: Path) -> None:
    held = Copy(form, locale)
    key = pick(held, *ANY_TEXT, SlotKind.ONE_OF)
    for run in held.cell(key).iter(f"{W}r"):
        for old in run.findall(f"{W}rPr"):
            run.remove(old)
        run.insert(0, runs("<w:rPr><w:strike/></w:rPr>")[0])
    judge(held, tmp_path, [("struck-out", key)], **{key: None})


@some
def test_a_printed_option_struck_out(form: str, locale: str, tmp_path: Path) -> None:
    held = Copy(form, locale)
    key, text = _printed_options(held, answered=True)
    run = text.getparent()
    assert run is not None
    for old in run.findall(f"{W}rPr"):
        run.remove(old)
    run.insert(0, runs("<w:rPr><w:dstrike/></w:rPr>")[0])
    judge(held, tmp_path, [("struck-out", key)])


# --- words as programs write them


@pytest.mark.parametrize(
    ("markup", "value"),
    [
        (RUN.format("Ա") + "<w:proofErr w:type='spellStart'/>" + RUN.format("նի"), "Անի"),
        ("<w:r><w:t>5</w:t><w:noBreakHyphen/><w:t>րդ</w:t><w:softHyphen/></w:r>", "5-րդ"),
        ("<w:hyperlink><w:r><w:t>a@b.am</w:t></w:r></w:hyperlink>", "a@b.am"),
        ("<w:fldSimple w:instr=' DATE '><w:r><w:t>մայիս</w:t></w:r></w:fldSimple>", "մայիս"),
        ("<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>ներսում</w:t></w:r></w:sdtContent></w:sdt>", "ներսում"),
        (
            (
                "<mc:AlternateContent><mc:Choice Requires='w14'><w:r><w:t>նոր</w:t></w:r></mc:Choice>"
                "<mc:Fallback><w:r><w:t>հին</w:t></w:r></mc:Fallback></mc:AlternateContent>"
            ),
            "նոր",
        ),
        ("<w:smartTag><w:r><w:t>Գյումրի</w:t></w:r></w:smartTag>", "Գյումրի"),
    ],
)
@some
def test_markup_around_words_changes_nothing(form: str, locale: str, markup: str, value: str, tmp_path: Path) -> None:
    held = Copy(form, locale)
    key = pick(held, SlotKind.BLOCK)
    held.write(key, f"<w:p>{markup if markup.startswith('<w:') else f'<w:r/>{markup}'}</w:p>")
    judge(held, tmp_path, [], **{key: value})


# --- tables and pages


def _first_row(held: Copy) -> tuple[str, etree._Element]:
    """A table that the case answers, and its first row."""
    for name, table in held.words.form.tables.items():
        if held.expected[name]:
            return name, held.row(f"{name}.1.{table.columns[0].id}")
    pytest.skip(f"{held.form} has no table")


WITH_TABLES = [base for base in BASES if base[0] in {"closure", "referral", "certification"}]


@pytest.mark.parametrize(("form", "locale"), WITH_TABLES)
def test_rows_moved(form: str, locale: str, tmp_path: Path) -> None:
    held = Copy(form, locale)
    _, row = _first_row(held)
    after = row.getnext()
    assert after is not None
    after.addnext(row)
    judge(held, tmp_path, [])


@pytest.mark.parametrize(("form", "locale"), WITH_TABLES)
def test_a_row_deleted(form: str, locale: str, tmp_path: Path) -> None:
    held = Copy(form, locale)
    name, row = _first_row(held)
    remove(row)
    columns = [column.id for column in held.words.form.tables[name].columns]
    told: Told = [("place-missing", f"{name}.1.{column}") for column in columns]
    judge(held, tmp_path, told, **{name: held.expected[name][1:]})


@pytest.mark.parametrize(("form", "locale"), WITH_TABLES)
def test_a_row_added_without_controls(form: str, locale: str, tmp_path: Path) -> None:
    held = Copy(form, locale)
    name, row = _first_row(held)
    table = held.words.form.tables[name]
    last = held.row(f"{name}.{table.rows}.{table.columns[0].id}")
    added = copy.deepcopy(row)
    for cell in added.findall(f"{W}tc"):
        words = text_of(cell) if cell is not added.findall(f"{W}tc")[0] else ""
        for old in [*cell.findall(f"{W}p"), *cell.findall(f"{W}sdt")]:
            cell.remove(old)
        cell.append(runs(f"<w:p>{RUN.format(words)}</w:p>")[0])
    last.addnext(added)
    found = held.read(tmp_path)
    assert found.record[name] == [*held.expected[name], held.expected[name][0]]
    assert {code for code, _ in found.findings} - {code for code, _ in held.expected_findings} == {"found-by-position"}
    assert {field.rpartition(".")[0] for code, field in found.findings if code == "found-by-position" and field} == {
        f"{name}.{table.rows + 1}"
    }


@every
def test_a_table_doubled(form: str, locale: str, tmp_path: Path) -> None:
    """Two equal copies say the same: one answer each. Where they differ, nothing is chosen."""
    held = Copy(form, locale)
    key = pick(held, *ANY_TEXT)
    table = next(held.control(key).iterancestors(f"{W}tbl"))
    table.addnext(copy.deepcopy(table))
    judge(held, tmp_path, [])
    (second,) = list(held.controls(key))[1:]
    for text in list(second.iter(f"{W}t"))[1:]:
        text.text = ""
    next(second.iter(f"{W}t")).text = "ուրիշ"
    judge(held, tmp_path, [("two-answers", key)], **{key: None})


@every
def test_a_table_doubled_whose_copy_has_no_signs(form: str, locale: str, tmp_path: Path) -> None:
    """As where words are pasted: what stands in the copy is known by its labels."""
    held = Copy(form, locale)
    key = pick(held, *ANY_TEXT)
    table = next(held.control(key).iterancestors(f"{W}tbl"))
    second = copy.deepcopy(table)
    for control in list(second.iter(f"{W}sdt")):
        content = control.find(f"{W}sdtContent")
        replace(control, [] if content is None else list(content))
    for mark in [*second.iter(f"{W}bookmarkStart"), *second.iter(f"{W}bookmarkEnd")]:
        remove(mark)
    table.addnext(second)
    judge(held, tmp_path, [])
    words = held.entry(key).replace("\n", "")
    cell = next(cell for cell in second.iter(f"{W}tc") if text_of(cell) == words)
    cell.findall(f"{W}p")[0].extend(runs(" – ոչ"))
    judge(held, tmp_path, [("two-answers", key)], **{key: None})


@every
def test_pages_deleted(form: str, locale: str, tmp_path: Path) -> None:
    """Every question that stood there is named; nothing of it is made up."""
    held = Copy(form, locale)
    table = held.tables()[-1]
    keys = {tag.get(f"{W}val") or "" for tag in table.iter(f"{W}tag")}
    remove(table)
    items = {key.partition(".")[0] for key in keys}
    found = held.read(tmp_path)
    assert {field for code, field in found.findings if code == "place-missing"} == items
    nothing = {name: [] if isinstance(value, list) else None for name, value in held.expected.items()}
    lost = items - set(held.words.form.printed)
    assert found.record == {name: nothing[name] if name in lost else value for name, value in held.expected.items()}


@every
def test_a_label_and_its_answer_merged_into_one_cell(form: str, locale: str, tmp_path: Path) -> None:
    held = Copy(form, locale)
    key = pick(held, *ANY_TEXT)
    label, cell = held.label(key), held.cell(key)
    label.extend(each for each in list(cell) if each.tag != f"{W}tcPr")
    remove(cell)
    judge(held, tmp_path, [])
    held.unlock(key)
    judge(held, tmp_path, [("found-by-label", key)])


@every
def test_a_table_typed_into_an_answer(form: str, locale: str, tmp_path: Path) -> None:
    held = Copy(form, locale)
    key = pick(held, SlotKind.BLOCK) if held.slots(SlotKind.BLOCK) else pick(held, SlotKind.TEXT)
    is_text = held.slots(SlotKind.BLOCK)
    if not is_text:
        pytest.skip("no long text")
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    held.type_into(held.cell(key), f"<w:tbl><w:tr>{cell.format('ա')}{cell.format('բ')}</w:tr></w:tbl><w:p/>")
    judge(held, tmp_path, [], **{key: f"{held.expected[key]}\nա\nբ"})


# --- labels


@every
def test_a_slip_in_a_label(form: str, locale: str, tmp_path: Path) -> None:
    """The bookmark still says which question it is; a person is told that its words are others."""
    held = Copy(form, locale)
    key = _long_label(held)
    text = next(text for text in held.label(key).iter(f"{W}t") if len(text.text or "") > 12)
    words = text.text or ""
    slip = next(place for place in range(7, len(words)) if words[place].isalpha())
    text.text = words[:slip] + words[slip + 1 :]
    judge(held, tmp_path, [("words-changed", key)])
    held.unlock(key)
    held.forget_label(key)
    judge(held, tmp_path, [("words-changed", key), ("found-by-label", key)])


def _long_label(held: Copy) -> str:
    for slot in held.slots(*ANY_TEXT):
        if sum(len(text.text or "") for text in held.label(slot.key).find(f"{W}p").iter(f"{W}t")) > 15:  # type: ignore[union-attr]
            return slot.key
    pytest.skip("no long label")


@every
def test_a_label_in_the_other_language(form: str, locale: str, tmp_path: Path) -> None:
    held = Copy(form, locale)
    other = Copy(form, "en" if locale == "hy" else "hy")
    for slot in held.slots(*ANY_TEXT)[:4]:
        cell = held.label(slot.key)
        for old in cell.findall(f"{W}p"):
            cell.remove(old)
        cell.extend(copy.deepcopy(line) for line in other.label(slot.key).findall(f"{W}p"))
    judge(held, tmp_path, [])
    first = held.slots(*ANY_TEXT)[0].key
    held.unlock(first)
    held.forget_label(first)
    judge(held, tmp_path, [("found-by-label", first)])


@every
def test_a_label_deleted_with_every_sign(form: str, locale: str, tmp_path: Path) -> None:
    """What stands between the answers before and after it can only be that question's; a person is told."""
    held = Copy(form, locale)
    key = _between_others(held)
    label = held.label(key)
    held.forget_label(key)
    held.unlock(key)
    for text in label.iter(f"{W}t"):
        text.text = ""
    judge(held, tmp_path, [("found-by-position", key)])


@every
def test_other_words_put_where_a_label_was(form: str, locale: str, tmp_path: Path) -> None:
    """They are no answer, even where nothing else stands between the answers before and after."""
    held = Copy(form, locale)
    key = _between_others(held)
    first, *rest = held.label(key).iter(f"{W}t")
    held.forget_label(key)
    for text in (*rest, *held.control(key).iter(f"{W}t")):
        text.text = ""
    held.unlock(key)
    first.text = "Ուրիշ հարց"
    found = judge(held, tmp_path, [("place-missing", key), ("remark", None)], **{key: None})
    assert found.written("remark") == ["Ուրիշ հարց"]


def _between_others(held: Copy) -> str:
    """An answered question in whose table the ones before and after it stand too."""
    every_key = [slot.key for slot in slots(held.words.form) if slot.table is None]
    texts = [slot.key for slot in held.slots(*ANY_TEXT)]
    for each in texts[1:-1]:
        if _grid(held, every_key, each, -1) is _grid(held, every_key, each, 1):
            return each
    pytest.skip("no such place")


def _grid(held: Copy, keys: list[str], key: str, step: int) -> etree._Element:
    near = keys[keys.index(key) + step]
    return next(held.control(near).iterancestors(f"{W}tbl"))


@some
def test_a_table_pasted_beside_the_form(form: str, locale: str, tmp_path: Path) -> None:
    """One remark says all of it."""
    held = Copy(form, locale)
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    rows = "".join(f"<w:tr>{cell.format(f'անուն {number}')}{cell.format(number)}</w:tr>" for number in range(70, 75))
    held.body.insert(len(held.body) - 1, runs(f"<w:tbl>{rows}</w:tbl>")[0])
    found = judge(held, tmp_path, [("remark", None)])
    assert found.written("remark")[0].split("\n")[:2] == ["անուն 70", "70"]

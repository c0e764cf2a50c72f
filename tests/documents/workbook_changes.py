"""What people do to a workbook, each with what must be said of it and what becomes of the record."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from formgen.extract.xlsx.book import number_of
from formgen.model.form import FieldType
from formgen.model.slot import Slot, SlotKind
from tests.documents.workbook_copies import BASES, BOOK, Copy, S, sheet_of
from tests.loop import localized

FORMS = sorted({form for form, _ in BASES})
NOTE = "Նշում՝ զանգել 12-ին"


@dataclass
class Told:
    """What must be said of a change, and the values it takes out of the record or puts into it."""

    codes: list[tuple[str, str | None]] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)


Change = Callable[[Copy], Told]
CHANGES: dict[str, Change] = {}


def change(made: Change) -> Change:
    CHANGES[made.__name__] = made
    return made


def some_text(held: Copy, number: int = 0) -> Slot:
    """An answered line or block of text on which nothing else depends."""
    return [slot for slot in held.slots(SlotKind.TEXT, SlotKind.BLOCK) if slot.field.type in TEXTS][number]


TEXTS = {FieldType.TEXT, FieldType.MULTILINE}


def row_of(reference: str) -> int:
    return int(reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


def column_of(reference: str) -> int:
    return number_of(reference.rstrip("0123456789"))


def keys_in(held: Copy, *, row: int | None = None, column: int | None = None) -> list[str]:
    at = {key: held.at(key) for key in held.names}
    return [key for key, cell in at.items() if row in {None, row_of(cell)} and column in {None, column_of(cell)}]


def down(at: int, by: int) -> Callable[[int, int], tuple[int, int] | None]:
    """Rows put in before a row, or taken out from it on."""

    def where(row: int, column: int) -> tuple[int, int] | None:
        if by < 0 and at <= row < at - by:
            return None
        return (row + by if row >= at else row), column

    return where


# --- rows, columns and sheets


@change
def rows_put_in(held: Copy) -> Told:
    held.move(down(row_of(held.at(some_text(held).key)), 2))
    return Told()


@change
def a_column_put_in(held: Copy) -> Told:
    at = column_of(held.at(some_text(held, -1).key)) + 1
    held.move(lambda row, column: (row, column + 1 if column >= at else column))
    return Told()


@change
def a_column_put_in_before_all(held: Copy) -> Told:
    held.move(lambda row, column: (row, column + 1))
    return Told()


@change
def a_row_taken_out(held: Copy) -> Told:
    slot = some_text(held)
    row = row_of(held.at(slot.key))
    keys = keys_in(held, row=row)
    held.move(down(row, -1))
    return Told([("place-missing", key) for key in keys], dict.fromkeys(keys))


@change
def the_sheet_renamed(held: Copy) -> Told:
    title, new = held.title, "O'Neil, 2026"
    next(held.roots[BOOK].iter(f"{S}sheet")).set("name", new)
    for name in held.roots[BOOK].iter(f"{S}definedName"):
        name.text = (name.text or "").replace(f"'{title}'", "'O''Neil, 2026'")
    return Told()


@change
def the_sheet_copied(held: Copy) -> Told:
    held.add_sheet("Պատճեն", copy.deepcopy(held.sheet))
    return Told([("second-sheet", None)])


@change
def the_sheet_copied_in_front(held: Copy) -> Told:
    held.add_sheet("Պատճեն", copy.deepcopy(held.sheet), first=True)
    return Told([("second-sheet", None)])


@change
def the_sheet_hidden(held: Copy) -> Told:
    next(held.roots[BOOK].iter(f"{S}sheet")).set("state", "hidden")
    held.add_sheet("Sheet1", sheet_of((NOTE,)))
    return Told([("hidden-sheet", None), ("remark", None)])


@change
def the_sheet_moved_to_the_end(held: Copy) -> Told:
    sheets = held.roots[BOOK].find(f"{S}sheets")
    assert sheets is not None
    sheets.append(sheets[0])
    return Told()


@change
def a_row_hidden(held: Copy) -> Told:
    slot = some_text(held)
    row = row_of(held.at(slot.key))
    held.hide_row(row)
    answered = [key for key in keys_in(held, row=row) if key in _answered(held)]
    return Told([("hidden-answer", key) for key in answered], dict.fromkeys(answered))


@change
def a_row_filtered_out(held: Copy) -> Told:
    told = a_row_hidden(held)
    etree.SubElement(held.sheet, f"{S}autoFilter", ref="B2:Y60")
    return told


@change
def a_row_without_height(held: Copy) -> Told:
    slot = some_text(held)
    row = row_of(held.at(slot.key))
    held.hide_row(row, ht="0", customHeight="1")
    answered = [key for key in keys_in(held, row=row) if key in _answered(held)]
    return Told([("hidden-answer", key) for key in answered], dict.fromkeys(answered))


def _answered(held: Copy) -> set[str]:
    from tests.roundtrip.cases import entries

    return {entry.key for entry in entries(held.case, held.words)}


# --- cells


@change
def a_cell_cut_to_an_empty_place(held: Copy) -> Told:
    """In Excel and LibreOffice the name goes with the cell."""
    slot = some_text(held)
    target = f"C{_last(held) + 5}"
    held.cut(held.at(slot.key), target)
    held.point(slot.key, target)
    return Told([("signs-disagree", slot.key)], {slot.key: None})


def _last(held: Copy) -> int:
    return max(int(row.get("r", "0")) for row in held.rows())


@change
def a_cell_cut_onto_another_in_excel(held: Copy) -> Told:
    one, other = some_text(held), some_text(held, 1)
    target = held.at(other.key)
    held.cut(held.at(one.key), target)
    held.point(one.key, target)
    held.point(other.key, None)
    return Told([("signs-disagree", one.key), ("signs-disagree", other.key)], {one.key: None, other.key: None})


@change
def a_cell_cut_onto_another_in_libreoffice(held: Copy) -> Told:
    one, other = some_text(held), some_text(held, 1)
    target = held.at(other.key)
    held.cut(held.at(one.key), target)
    held.point(one.key, target)
    return Told([("signs-disagree", one.key), ("signs-disagree", other.key)], {one.key: None, other.key: None})


@change
def two_names_on_one_cell(held: Copy) -> Told:
    one, other = some_text(held), some_text(held, 1)
    held.point(one.key, held.at(other.key))
    return Told([("signs-disagree", one.key), ("signs-disagree", other.key)], {one.key: None, other.key: None})


@change
def the_words_of_two_rows_changed_over(held: Copy) -> Told:
    """As sorting does that leaves the key column out."""
    found = [held.label(slot.key) for slot in (some_text(held), some_text(held, 1))]
    assert found[0] != found[1]
    texts = [held.text(reference) for reference in found]
    held.type(found[0], texts[1])
    held.type(found[1], texts[0])
    answered = _answered(held)
    keys = {key for reference in found for key in _beside(held, reference) if key in answered}
    told = [("signs-disagree", key) for key in sorted(keys)]
    return Told(told, {key.partition(".")[0]: None for key in keys})


def _beside(held: Copy, label: str) -> list[str]:
    """The keys on the row of a label, or below it where it has none."""
    row = row_of(label)
    return keys_in(held, row=row) or keys_in(held, row=row + 1)


@change
def a_formula(held: Copy) -> Told:
    one, other = some_text(held), some_text(held, 1)
    held.store(held.at(one.key), held.entry(one.key), "str", 'HYPERLINK("http://example.org","x")')
    held.store(held.at(other.key), "#REF!", "e")
    return Told([("formula", one.key), ("formula", other.key)], {one.key: None, other.key: None})


@change
def struck_out(held: Copy) -> Told:
    slot = some_text(held)
    held.restyle(held.at(slot.key), "<strike/>")
    return Told([("struck-out", slot.key)], {slot.key: None})


@change
def a_word_struck_out(held: Copy) -> Told:
    slot = some_text(held)
    cell = held.cell(held.at(slot.key))
    held.type(held.at(slot.key), "")
    said = cell.find(f"{S}is")
    assert said is not None
    said[:] = []
    for text, struck in (("Հին ", True), ("նոր", False)):
        run = etree.SubElement(said, f"{S}r")
        if struck:
            etree.SubElement(etree.SubElement(run, f"{S}rPr"), f"{S}strike")
        etree.SubElement(run, f"{S}t").text = text
    return Told([("struck-out", slot.key)], {slot.key: None})


@change
def white_on_white(held: Copy) -> Told:
    slot = some_text(held)
    held.restyle(held.at(slot.key), '<color rgb="FFFFFFFF"/>')
    return Told([("hidden-answer", slot.key)], {slot.key: None})


@change
def tiny_letters(held: Copy) -> Told:
    slot = some_text(held)
    held.restyle(held.at(slot.key), '<sz val="1"/>')
    return Told([("hidden-answer", slot.key)], {slot.key: None})


@change
def a_format_that_shows_nothing(held: Copy) -> Told:
    slot = some_text(held)
    held.restyle(held.at(slot.key), number_format=";;;")
    return Told([("hidden-answer", slot.key)], {slot.key: None})


@change
def a_number_for_a_text(held: Copy) -> Told:
    slot = next(slot for slot in held.slots(SlotKind.TEXT) if slot.field.type is FieldType.TEXT and not _strict(slot))
    held.store(held.at(slot.key), "42")
    return Told([("typed-as-number", slot.key)], {slot.key: "42"})


def _strict(slot: Slot) -> bool:
    return slot.field.limits.pattern is not None or slot.field.limits.email


@change
def a_date_made_of_a_text(held: Copy) -> Told:
    slot = some_text(held)
    held.store(held.at(slot.key), "46082")
    held.restyle(held.at(slot.key), number_format="d mmm")
    return Told([("typed-as-number", slot.key)], {slot.key: None})


@change
def digits_a_spreadsheet_does_not_keep(held: Copy) -> Told:
    slot = some_text(held)
    held.store(held.at(slot.key), "1.2345678901234567E+19")
    return Told([("typed-as-number", slot.key)], {slot.key: None})


@change
def a_word_of_the_other_language(held: Copy) -> Told:
    """The value is the same, and so is one with blanks around it."""
    other = localized(held.form, "en" if held.locale == "hy" else "hy")
    for slot in held.slots(SlotKind.ONE_OF):
        code = next(each.code for each in _entries(held) if each.key == slot.key)
        choice = next(each for each in slot.field.choices if each.code == code)
        held.type(held.at(slot.key), f"  {other.text(choice.label)} ")
    return Told()


def _entries(held: Copy) -> Any:
    from tests.roundtrip.cases import entries

    return entries(held.case, held.words)


@change
def a_word_of_no_list(held: Copy) -> Told:
    slot = held.slots(SlotKind.ONE_OF)[-1]
    held.type(held.at(slot.key), "թերևս")
    return Told([("choice-unknown", slot.key)], {slot.key: None})


@change
def two_options_in_one_cell(held: Copy) -> Told:
    slot = held.slots(SlotKind.ONE_OF)[-1]
    words = [held.words.text(choice.label) for choice in slot.field.choices[:2]]
    held.type(held.at(slot.key), ", ".join(words))
    return Told([("choice-unknown", slot.key)], {slot.key: None})


# --- beside the cells


@change
def a_note_below_the_form(held: Copy) -> Told:
    held.type(f"C{_last(held) + 2}", NOTE)
    return Told([("remark", None)])


@change
def a_note_right_of_the_form(held: Copy) -> Told:
    held.type(f"AB{row_of(held.label(some_text(held).key)) - 1}", NOTE)
    return Told([("remark", None)])


@change
def words_of_an_option_written_somewhere(held: Copy) -> Told:
    """They are printed on the form as well, and yet somebody wrote them."""
    slot = next(iter(held.slots(SlotKind.ONE_OF)), None)
    assert slot is not None
    held.type(f"C{_last(held) + 2}", held.words.text(slot.field.choices[0].label))
    return Told([("remark", None)])


@change
def a_sheet_with_a_note(held: Copy) -> Told:
    held.add_sheet("Sheet1", sheet_of((NOTE, "2"), ("", "երեք")))
    held.add_sheet("Sheet2", sheet_of(("hidden",)), "hidden")
    return Told([("remark", None), ("remark", None)])


@change
def an_empty_sheet(held: Copy) -> Told:
    held.add_sheet("Sheet1", sheet_of())
    return Told()


@change
def a_comment(held: Copy) -> Told:
    cell = held.at(some_text(held).key)
    main = S[1:-1]
    held.beside(
        "xl/comments1.xml",
        f'<comments xmlns="{main}"><commentList><comment ref="{cell}"><text><r><t>{NOTE}</t></r></text></comment>'
        f'<comment ref="B9"><text><t>[Threaded comment] Your version …</t></text></comment></commentList></comments>',
    )
    held.beside(
        "xl/threadedComments/threadedComment1.xml",
        f'<ThreadedComments xmlns="urn:t"><threadedComment ref="B9"><text>{NOTE}</text></threadedComment>'
        "</ThreadedComments>",
    )
    return Told([("remark", None), ("remark", None)])


@change
def a_text_box_and_a_picture(held: Copy) -> Told:
    held.beside(
        "xl/drawings/drawing9.xml",
        drawing(anchor(30, 3, f"<a:p><a:r><a:t>{NOTE}</a:t></a:r></a:p>") + anchor(31, 3)),
    )
    return Told([("remark", None), ("remark", None)])


def anchor(row: int, column: int, text: str = "") -> str:
    inside = (
        f"<xdr:sp><xdr:txBody>{text}</xdr:txBody></xdr:sp>" if text else '<xdr:pic><xdr:cNvPr name="Scan"/></xdr:pic>'
    )
    corner = f"<xdr:from><xdr:col>{column}</xdr:col><xdr:row>{row}</xdr:row></xdr:from>"
    return f"<xdr:twoCellAnchor>{corner}{inside}</xdr:twoCellAnchor>"


def drawing(anchors: str) -> str:
    spaces = 'xmlns:xdr="urn:xdr" xmlns:a="urn:a"'
    return f"<xdr:wsDr {spaces}>{anchors}</xdr:wsDr>"


@change
def an_answer_in_the_cell_of_its_label(held: Copy) -> Told:
    slot = some_text(held)
    label = held.label(slot.key)
    held.clear(held.at(slot.key))
    held.type(label, f"{held.text(label)}\n{held.entry(slot.key)}")
    return Told([("found-by-label", slot.key)])


@change
def an_answer_in_the_cell_of_a_label_that_has_one(held: Copy) -> Told:
    label = held.label(some_text(held).key)
    held.type(label, f"{held.text(label)} {NOTE}")
    return Told([("remark", None)])


# --- signs that are gone


@change
def names_and_key_column_gone(held: Copy) -> Told:
    held.drop_names()
    held.drop_keys()
    return Told([("all-found-by-label", None)])


@change
def everything_gone(held: Copy) -> Told:
    held.drop_names()
    held.drop_keys()
    held.drop_stamps()
    return Told([("identified-by-labels", None), ("all-found-by-label", None)])


@change
def one_name_and_its_key_gone(held: Copy) -> Told:
    slot = some_text(held)
    held.drop_names(slot.key)
    held.drop_keys(slot.key)
    return Told([("found-by-label", slot.key)])


@change
def one_name_its_key_and_its_label_gone(held: Copy) -> Told:
    """Of a question between two others nothing is left but its answer."""
    slot = some_text(held, 1)
    held.clear(held.label(slot.key))
    held.drop_names(slot.key)
    held.drop_keys(slot.key)
    return Told([("found-by-position", slot.key)])


@change
def another_question_put_where_every_sign_is_gone(held: Copy) -> Told:
    """Words that somebody put in the place of a label are no answer."""
    slot = some_text(held, 1)
    label = held.label(slot.key)
    held.clear(held.at(slot.key))
    held.type(label, "Ուրիշ հարց")
    held.drop_names(slot.key)
    held.drop_keys(slot.key)
    return Told([("place-missing", slot.key), ("remark", None)], {slot.key: None})


@change
def two_texts_where_every_sign_is_gone(held: Copy) -> Told:
    """None of them is chosen."""
    slots = [some_text(held, number) for number in range(1, 5)]
    slot = next(each for each in slots if keys_in(held, row=row_of(held.at(each.key)))[-1] == each.key)
    held.type(f"AA{row_of(held.at(slot.key)) + 1}", NOTE)
    held.clear(held.label(slot.key))
    held.drop_names(slot.key)
    held.drop_keys(slot.key)
    return Told([("place-missing", slot.key), ("remark", None), ("remark", None)], {slot.key: None})


@change
def the_stamp_gone(held: Copy) -> Told:
    held.drop_stamps()
    return Told([("identified-by-labels", None)])

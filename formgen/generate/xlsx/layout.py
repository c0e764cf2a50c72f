"""A form in one language -> the rows of its sheet, labels to the left of the boxes to write in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from formgen.document.workbook import option_words
from formgen.generate import wording
from formgen.generate.arrange import Block, Line, Matrix, Options, arrange
from formgen.generate.xlsx.grid import (
    COLUMNS,
    PEN_ROW,
    SIZES,
    TICK_ROW,
    Box,
    Look,
    Row,
    room,
    row,
)
from formgen.generate.xlsx.head import asked, foot, head
from formgen.generate.xlsx.measure import height, height_for
from formgen.generate.xlsx.total import has_live_total
from formgen.model.catalog import LocalizedForm
from formgen.model.form import Field, FieldType, FormDefinition, Note, Section, Table
from formgen.model.slot import Slot, slots_of_field, slots_of_table

LABELS = (6, 8, 10)
"""Columns of the grid that the labels of a section may take beside their boxes."""
CHOSEN = 5
"""Columns of the cell that one of several options is chosen in."""
TIED = 16
"""Letters of an option that is never broken over two lines."""
_NUMBER = re.compile("[0-9]{1,3} (– )?")
INLINE_OPTIONS = 24
"""Letters of options that may stand behind each question of a grid; longer ones head the grid."""
LEADING = 0.5
"""Points of the space around typed lines that may lie on the border of the box."""
TYPED_AIR = 1.5
SIGNATURE_ROW = 25.5
"""Points; 9 mm."""
BAND_ROW = 13.5
DIMENSION_ROW = 18.0

Shape = tuple[tuple[FieldType, int], ...]
"""The kinds and widths of the questions of a line."""


def lay_out(localized: LocalizedForm) -> tuple[Row, ...]:
    """The rows of the sheet, from the running head that every page repeats to the foot."""
    rows = [*head(localized), *asked(localized)]
    for section in localized.form.sections:
        rows += _section(localized, section)
    if has_live_total(localized.form) and not (localized.form.scoring and localized.form.scoring.total_field):
        rows.append(_live_total(localized))
    rows += foot(localized)
    return tuple(rows)


def _section(localized: LocalizedForm, section: Section) -> Iterator[Row]:
    dimension = wording.dimension_heading(localized, section)
    if dimension:
        yield row(Box(1, COLUMNS, Look.DIMENSION, dimension), least=DIMENSION_ROW, air=3, keep=True)
    number = localized.form.numbers[f"section:{section.id}"]
    aside = wording.skip_instruction(localized, section.visible_if) or ""
    band = Box(1, COLUMNS, Look.SECTION, f"{number}  {localized.text(section.title)}", aside)
    yield row(band, least=BAND_ROW, air=1, keep=True)
    if section.intro is not None:
        yield row(Box(1, COLUMNS, Look.INTRO, localized.text(section.intro)), keep=True)
    yield from min((_blocks(localized, arrange(section), label) for label in LABELS), key=_total)


def _blocks(localized: LocalizedForm, blocks: Sequence[Block], label: int) -> list[Row]:
    """The rows of a section's blocks; lines of the same shape are set in the same way, whichever is lower in all."""
    gained: dict[Shape, float] = defaultdict(float)
    for block in blocks:
        if isinstance(block, Line):
            beside, below = _line_ways(localized, block.fields, label)
            gained[_shape(block.fields)] += _total(beside) - _total(below)
    stacked = frozenset(shape for shape, gain in gained.items() if gain > 0)
    return [row for block in blocks for row in _block(localized, block, label, stacked)]


def _block(localized: LocalizedForm, block: Block, label: int, stacked: frozenset[Shape]) -> Iterator[Row]:
    """The rows of a block; `label` is how many columns the labels beside boxes take."""
    match block:
        case Matrix(fields):
            yield from _matrix(localized, fields, label)
        case Options(field) if field.type is FieldType.MULTI_CHOICE:
            yield from _ticks(localized, field)
        case Options(field):
            yield _whole_row(localized, field, label)
        case Table():
            yield from _table(localized, block)
        case Note():
            yield from _note(localized, block)
        case Line(fields):
            beside, below = _line_ways(localized, fields, label)
            yield from below if _shape(fields) in stacked else beside
            if any(_is_total(localized.form, field) for field in fields):
                yield _live_total(localized)


# --- fields beside one another


def _line_ways(localized: LocalizedForm, fields: tuple[Field, ...], label: int) -> tuple[list[Row], list[Row]]:
    """Several questions side by side, and each on its own row; who signs stays with the date."""
    signed = any(field.type is FieldType.SIGNATURE for field in fields)
    beside = list(_beside(localized, fields, SIGNATURE_ROW if signed else PEN_ROW))
    if signed:
        return beside, beside
    below = [row for field in fields for row in _own_rows(localized, field, label)]
    return (below if len(fields) == 1 else beside), below


def _shape(fields: tuple[Field, ...]) -> Shape:
    return tuple((field.type, field.span) for field in fields)


def _total(rows: list[Row]) -> float:
    return sum(each.height for each in rows)


def _own_rows(localized: LocalizedForm, field: Field, label: int) -> Iterator[Row]:
    left = [_whole_row(localized, field, label)]
    above = list(_beside(localized, (field,), PEN_ROW))
    yield from above if _total(above) < _total(left) else left


def _beside(localized: LocalizedForm, fields: tuple[Field, ...], least: float) -> Iterator[Row]:
    """Questions side by side, the labels above the boxes, as wide as their definition says."""
    spans = [field.span * COLUMNS // 12 for field in fields]
    spans[-1] += COLUMNS - sum(spans)
    labels: list[Box] = []
    boxes: list[Box] = []
    left = 1
    for field, span in zip(fields, spans, strict=True):
        options = _options(localized, field) if field.is_one_of and not field.combo else ""
        aside = " · ".join(text for text in (_aside(localized, field), options) if text)
        labels.append(Box(left, span, Look.CAPTION, _label(localized, field), aside))
        boxes.append(_box(localized, left, span, slots_of_field(field)[0]))
        left += span
    yield row(*labels, air=0.75, keep=True)
    highest = max(_box_height(localized, field, span) for field, span in zip(fields, spans, strict=True))
    yield row(*boxes, least=max(least, highest))


def _whole_row(localized: LocalizedForm, field: Field, label: int) -> Row:
    """One question over the width of the page."""
    words = Box(1, label, Look.LABEL, _label(localized, field), _aside(localized, field))
    (slot,) = slots_of_field(field)
    if field.is_one_of and not field.combo:
        cell = _box(localized, label + 1, CHOSEN, slot)
        left = label + CHOSEN + 1
        options = Box(left, COLUMNS + 1 - left, Look.OPTIONS, _options(localized, field))
        return row(words, cell, options, least=_box_height(localized, field, CHOSEN))
    box = _box(localized, label + 1, COLUMNS - label, slot)
    return row(words, box, least=_box_height(localized, field, COLUMNS - label))


def _box(localized: LocalizedForm, left: int, span: int, slot: Slot) -> Box:
    """The box for an answer, or the answer that the form itself prints there."""
    printed = localized.form.printed.get(slot.key)
    if printed is None:
        return Box(left, span, _look(slot.field), slot=slot)
    return Box(left, span, Look.PRINTED, wording.shown(printed, localized.locale), slot=slot)


def _box_height(localized: LocalizedForm, field: Field, span: int) -> float:
    """Lines to write on by hand, or the longest answer typed or chosen, whichever is higher."""
    size = SIZES[_look(field)]
    if field.choices:
        needed = max(height(option_words(localized, field, each), size, room(span)) for each in field.choices)
    else:
        needed = height_for(field.limits.max_len or 1, size, room(span))
    least = PEN_ROW * field.lines
    return least if needed <= least + LEADING else needed + TYPED_AIR


def _look(field: Field) -> Look:
    match field.type:
        case FieldType.MULTILINE:
            return Look.BLOCK
        case FieldType.SIGNATURE:
            return Look.SIGNATURE
        case _ if field.is_one_of:
            return Look.CHOICE
        case _:
            return Look.INPUT


def _label(localized: LocalizedForm, item: Field | Table) -> str:
    """Number, words and star of a question; the star stays with the last word."""
    return wording.numbered_label(localized, item).replace(" *", "\u00a0*")


def _aside(localized: LocalizedForm, field: Field | Table) -> str:
    """What is said quietly after a label: how to write, when to skip, what to know."""
    hint = wording.hint(field) if isinstance(field, Field) and field.id not in localized.form.printed else None
    said = [
        localized.text(hint) if hint else None,
        wording.skip_instruction(localized, field.visible_if),
        localized.text(field.help) if field.help else None,
    ]
    return " · ".join(text for text in said if text)


def _options(localized: LocalizedForm, field: Field) -> str:
    return "\u00a0· ".join(_tied(option_words(localized, field, choice)) for choice in field.choices)


def _tied(option: str) -> str:
    """An option with its number tied to its first word; a short one is not broken at all."""
    if len(option) <= TIED:
        return option.replace(" ", "\u00a0")
    number = _NUMBER.match(option)
    return option if number is None else number[0].replace(" ", "\u00a0") + option[number.end() :]


# --- questions with options


def _matrix(localized: LocalizedForm, fields: tuple[Field, ...], label: int) -> Iterator[Row]:
    """Questions with the same options, which stand behind each where they are short, else above all."""
    options = _options(localized, fields[0])
    inline = len(options) <= INLINE_OPTIONS
    if not inline and len(fields) > 1:
        yield row(Box(1, COLUMNS, Look.OPTIONS, options), keep=True)
    for number, field in enumerate(fields, start=1):
        (slot,) = slots_of_field(field)
        words = Box(1, 17, Look.LABEL, _label(localized, field), _aside(localized, field))
        if inline:
            boxes = (_box(localized, 18, 4, slot), Box(22, 3, Look.OPTIONS, options))
            yield row(words, *boxes, least=PEN_ROW)
        elif len(fields) > 1:
            made = row(words, _box(localized, 18, 7, slot), least=_box_height(localized, field, 7))
            # The options stand above the first question alone: the others follow it where they can.
            yield replace(made, keep=number == 1, prefer=number < len(fields))
        else:
            yield _whole_row(localized, field, label)


def _ticks(localized: LocalizedForm, field: Field) -> Iterator[Row]:
    """A question of which several options may be ticked: as many options a row as make it lowest."""
    aside = " · ".join(text for text in (localized.text(wording.SELECT_ALL), _aside(localized, field)) if text)
    yield row(Box(1, COLUMNS, Look.LABEL, _label(localized, field), aside), air=2, keep=True)
    ways = [_tick_rows(localized, field, across) for across in (4, 3, 2)]
    rows = min(ways, key=lambda way: sum(each.height for each in way))
    for number, each in enumerate(rows, start=1):
        yield replace(each, keep=number == 1 < len(rows), prefer=number < len(rows))


def _tick_rows(localized: LocalizedForm, field: Field, across: int) -> list[Row]:
    span = COLUMNS // across
    slots = slots_of_field(field)
    rows = []
    for first in range(0, len(slots), across):
        boxes = []
        for place, slot in enumerate(slots[first : first + across]):
            assert slot.choice is not None
            left = place * span + 1
            boxes.append(Box(left, 1, Look.TICK, slot=slot))
            boxes.append(Box(left + 1, span - 1, Look.WORDS, option_words(localized, field, slot.choice)))
        rows.append(row(*boxes, least=TICK_ROW, air=1.5))
    return rows


# --- tables, notes and the live total


def _table(localized: LocalizedForm, table: Table) -> Iterator[Row]:
    aside = _aside(localized, table)
    yield row(Box(1, COLUMNS, Look.LABEL, _label(localized, table), aside), air=2, keep=True)
    spans = [column.span * COLUMNS // 12 for column in table.columns]
    spans[-1] += COLUMNS - sum(spans)
    lefts = [1 + sum(spans[:place]) for place in range(len(spans))]
    heads = []
    for column, left, span in zip(table.columns, lefts, spans, strict=True):
        hints = [_aside(localized, column), _options(localized, column) if not column.combo else ""]
        star = " *" if column.required else ""
        label = localized.text(column.label) + star
        heads.append(Box(left, span, Look.HEADING, label, " · ".join(text for text in hints if text)))
    yield row(*heads, keep=True)
    cells: dict[int, list[Slot]] = {}
    for slot in slots_of_table(table):
        cells.setdefault(slot.row or 0, []).append(slot)
    for number, slots in cells.items():
        boxes = [_box(localized, left, span, slot) for slot, left, span in zip(slots, lefts, spans, strict=True)]
        least = max(_box_height(localized, slot.field, span) for slot, span in zip(slots, spans, strict=True))
        made = row(*boxes, least=least, air=0)
        yield Row(made.height, made.boxes, keep=number == 1, prefer=number < table.rows)


def _note(localized: LocalizedForm, note: Note) -> Iterator[Row]:
    skip = wording.skip_instruction(localized, note.visible_if)
    if skip:
        yield row(Box(1, COLUMNS, Look.NOTE, "", skip), air=3, keep=True)
    for paragraph in note.paragraphs:
        yield row(Box(1, COLUMNS, Look.NOTE, localized.text(paragraph)), air=1, keep=True)


def _is_total(form: FormDefinition, field: Field) -> bool:
    return has_live_total(form) and form.scoring is not None and form.scoring.total_field == field.id


def _live_total(localized: LocalizedForm) -> Row:
    """What the marks add up to so far, for the eye of the person who fills the form in; never read back."""
    label = Box(1, 17, Look.LABEL, localized.text(wording.LIVE_TOTAL))
    return row(label, Box(18, 7, Look.TOTAL, live=True), least=PEN_ROW)

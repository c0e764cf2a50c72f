"""The blocks of a section -> the rows of its table: one answer, one cell, its label in the cell beside it.

A label stands to the left of its answer; the words of a tick stand to its right. Reading a
document that has lost its controls rests on that rule (`formgen.extract.docx`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from formgen.document.stamp import bookmark_name
from formgen.generate import wording
from formgen.generate.arrange import COLUMNS, Block, Line, Matrix, Options
from formgen.generate.docx.controls import NOTE_PREFIX, answer_place, label
from formgen.generate.docx.markup import Cell, Row, bookmarked, paragraph, run, twips
from formgen.model.catalog import LocalizedForm
from formgen.model.form import Field, FieldType, Note, Table
from formgen.model.slot import SlotKind, slots_of_field, slots_of_table

WIDTH = 10488
"""Twips between the margins of an A4 page: 185 mm."""

_HALF = WIDTH // 2
_LABEL = _HALF // 2
_WIDE_LABEL = _HALF + _LABEL
_MIDDLE = WIDTH * 3 // 8
_TICK = twips(7)
_ROW_NUMBER = twips(7)

_PEN_ROW = twips(8) + 1
"""The least height of a row to write in by hand."""
_BLOCK_LINE = twips(7)
_SIGNATURE_ROW = twips(11.5)
_TICK_ROW = twips(5.2)
_HEADING_ROW = twips(5.5)

_DAY = twips(27)
_NARROW_LABEL = twips(30.5)
_THREE = 3
_NAME = 46
"""Characters of the longest answers that may share a row with two others."""
_LONGEST_WORD = 15
"""Letters of the longest word that a narrow label holds on one line."""
_SHORT_SPAN = 7
_LONG_LABEL = 36
_PAIRED_OPTIONS = 40
_COMBO_FROM = 10
_INLINE_OPTIONS = 30
"""Characters of options that are printed beside a label; longer ones go below it."""
_SHADE = "EEF2F6"


def rows_of_blocks(localized: LocalizedForm, blocks: Sequence[Block]) -> list[Row]:
    """The rows of a section's blocks in reading order; short fields share a row by twos."""
    rows: list[Row] = []
    waiting: list[Field] = []
    for block in blocks:
        if isinstance(block, Line):
            if any(field.type is FieldType.SIGNATURE for field in block.fields):
                # A signature stays with the name and day beside which it is asked.
                rows += _lines(localized, waiting)
                waiting = []
                rows += _signatures(localized, block)
            else:
                waiting += block.fields
            continue
        rows += _lines(localized, waiting)
        waiting = []
        match block:
            case Matrix(fields):
                rows += _matrix(localized, fields)
            case Options(field) if field.type is FieldType.MULTI_CHOICE:
                rows += _ticks(localized, field)
            case Options(field):
                rows.append(_wide(localized, field))
            case Table():
                rows += _table(localized, block)
            case Note():
                rows.append(_note(localized, block))
    return [*rows, *_lines(localized, waiting)]


def _signatures(localized: LocalizedForm, line: Line) -> Iterator[Row]:
    if len(line.fields) == _THREE and all(_is_brief(localized, field) for field in line.fields):
        yield _side_by_side(localized, line.fields)
    else:
        yield from _lines(localized, line.fields)


def _lines(localized: LocalizedForm, fields: Sequence[Field]) -> Iterator[Row]:
    waiting: list[Field] = []
    for field in fields:
        if waiting and _fit(localized, [*waiting, field]):
            yield _side_by_side(localized, [*waiting, field])
            waiting = []
            continue
        yield from (_alone(localized, each) for each in waiting)
        if field.type is FieldType.MULTI_CHOICE:
            yield from _ticks(localized, field)
            waiting = []
        else:
            waiting = [field]
    yield from (_alone(localized, each) for each in waiting)


def _fit(localized: LocalizedForm, fields: Sequence[Field]) -> bool:
    """Whether two fields share a row: both short, or one long line beside a day."""
    days = [field for field in fields if field.type is FieldType.DATE]
    others = [field for field in fields if field.type is not FieldType.DATE]
    if len(days) == 1 and others[0].type in {FieldType.TEXT, FieldType.SIGNATURE}:
        return others[0].span + days[0].span <= COLUMNS
    return all(_is_short(localized, field) for field in fields)


def _side_by_side(localized: LocalizedForm, fields: Sequence[Field]) -> Row:
    """Two or three fields in a row; a day needs little room, the others share what is left."""
    labels = _LABEL if len(fields) < _THREE else _NARROW_LABEL
    room = WIDTH - labels * len(fields)
    uneven = len(fields) == _THREE or not all(_is_short(localized, field) for field in fields)
    days = sum(field.type is FieldType.DATE for field in fields) if uneven else 0
    whole = sum(field.span for field in fields if not days or field.type is not FieldType.DATE)
    cells: list[Cell] = []
    left = 0
    for number, field in enumerate(fields, start=1):
        if days and field.type is FieldType.DATE:
            width = _DAY
        elif uneven:
            width = (room - days * _DAY) * field.span // whole
        else:
            width = room // len(fields)
        right = WIDTH if number == len(fields) else left + labels + width
        cells += _pair(localized, field, (left, left + labels, right))
        left = right
    return Row(tuple(cells), max(map(_height, fields)))


def _is_short(localized: LocalizedForm, field: Field) -> bool:
    """Whether a field shares its row: its answer is short, and so is what is printed in its label cell."""
    if field.type in {FieldType.MULTILINE, FieldType.MULTI_CHOICE}:
        return False
    if field.type in {FieldType.SIGNATURE, FieldType.DATE, FieldType.NUMBER, FieldType.PHONE}:
        return field.span < COLUMNS
    if _prints_options(field) and len(_options(localized, field)) > _PAIRED_OPTIONS:
        return False
    return field.span <= _SHORT_SPAN


def _is_brief(localized: LocalizedForm, field: Field) -> bool:
    """Whether a third of a row is enough: a day, a signature, a name."""
    longest = max(map(len, localized.text(field.label).split()))
    brief = not field.is_one_of and (field.limits.max_len or 0) <= _NAME
    return brief and longest <= _LONGEST_WORD and _is_short(localized, field)


def _alone(localized: LocalizedForm, field: Field) -> Row:
    if field.is_one_of and not _is_short(localized, field):
        return _wide(localized, field)
    edge = (
        _MIDDLE
        if field.type is not FieldType.MULTILINE and len(_label_words(localized, field)) > _LONG_LABEL
        else _LABEL
    )
    return Row(_pair(localized, field, (0, edge, WIDTH)), _height(field))


def _wide(localized: LocalizedForm, field: Field) -> Row:
    question = Cell(0, _WIDE_LABEL, _label(localized, field), _SHADE)
    return Row((question, _answer(localized, field, _WIDE_LABEL, WIDTH)), _PEN_ROW)


def _pair(localized: LocalizedForm, field: Field, edges: tuple[int, int, int]) -> tuple[Cell, Cell]:
    left, middle, right = edges
    return Cell(left, middle, _label(localized, field), _SHADE), _answer(localized, field, middle, right)


def _answer(localized: LocalizedForm, field: Field, left: int, right: int) -> Cell:
    (slot,) = slots_of_field(field)
    low = slot.kind is SlotKind.BLOCK
    return Cell(left, right, answer_place(localized, slot, localized.text(field.label)), top=low)


def _height(field: Field) -> int:
    if field.type is FieldType.MULTILINE:
        return max(_PEN_ROW, field.lines * _BLOCK_LINE)
    return _SIGNATURE_ROW if field.type is FieldType.SIGNATURE else _PEN_ROW


def _matrix(localized: LocalizedForm, fields: Sequence[Field]) -> Iterator[Row]:
    options = _options(localized, fields[0])
    shared = len(fields) > 1 and len(options) > _INLINE_OPTIONS
    if shared:
        yield Row((Cell(0, WIDTH, paragraph("FormHint", run(options), keep=True), _SHADE),), _HEADING_ROW)
    for field in fields:
        question = Cell(0, _WIDE_LABEL, _label(localized, field, options=not shared), _SHADE)
        yield Row((question, _answer(localized, field, _WIDE_LABEL, WIDTH)), _PEN_ROW)


def _ticks(localized: LocalizedForm, field: Field) -> Iterator[Row]:
    content = paragraph(
        "FormHeading",
        label(field.id, _label_runs(localized, field)) + run(f"  {_ticks_hint(localized, field)}", "FormAside"),
        keep=True,
    )
    yield Row((Cell(0, WIDTH, content, _SHADE),), _HEADING_ROW)
    slots = iter(slots_of_field(field))
    words = [localized.text(choice.label) for choice in field.choices]
    edges = _tick_edges(words)
    while line := list(islice(slots, len(edges) - 1)):
        cells = []
        for slot, left, right in zip(line, edges, edges[1:], strict=False):
            title = localized.text(slot.choice.label) if slot.choice else ""
            words_beside = paragraph("FormOption", label(slot.key, run(title)))
            cells.append(Cell(left, left + _TICK, answer_place(localized, slot, title), open_sides=("right",)))
            cells.append(Cell(left + _TICK, right, words_beside, open_sides=("left",)))
        if len(line) < len(edges) - 1:
            cells.append(Cell(edges[len(line)], WIDTH, paragraph("FormOption", "")))
        yield Row(tuple(cells), _TICK_ROW)


def _tick_edges(words: Sequence[str]) -> list[int]:
    """Where the columns of options begin and end: as many as the usual option has room for."""
    usual = sorted(map(len, words))[len(words) * 3 // 4 :][0]
    columns = 4 if usual <= 16 else 3 if usual <= 46 else 2  # noqa: PLR2004  (characters that fit at 7.5 points)
    return [WIDTH * place // columns for place in range(columns + 1)]


def _ticks_hint(localized: LocalizedForm, field: Field) -> str:
    return "; ".join([localized.text(wording.SELECT_ALL), *_hints(localized, field)])


def _table(localized: LocalizedForm, item: Table) -> Iterator[Row]:
    hints = _hints(localized, item)
    aside = run("  " + "; ".join(hints), "FormAside") if hints else ""
    heading = label(item.id, _label_runs(localized, item)) + aside
    yield Row((Cell(0, WIDTH, paragraph("FormHeading", heading, keep=True), _SHADE),), _HEADING_ROW)
    edges = _column_edges(item)
    spans = list(pairwise(edges))
    heads = [Cell(0, _ROW_NUMBER, paragraph("FormHint", "", keep=True), _SHADE)]
    for column, (left, right) in zip(item.columns, spans, strict=True):
        heads.append(Cell(left, right, _column_label(localized, item, column), _SHADE))
    yield Row(tuple(heads), _HEADING_ROW)
    slots = iter(slots_of_table(item))
    for number in range(1, item.rows + 1):
        head = paragraph("FormHint", label(f"{item.id}.{number}", run(str(number))))
        cells = [Cell(0, _ROW_NUMBER, head, _SHADE)]
        for (left, right), slot in zip(spans, islice(slots, len(item.columns)), strict=True):
            title = f"{number}. {localized.text(slot.field.label)}"
            cells.append(Cell(left, right, answer_place(localized, slot, title)))
        yield Row(tuple(cells), _PEN_ROW)


def _column_edges(item: Table) -> list[int]:
    whole = sum(column.span for column in item.columns)
    room, edges, taken = WIDTH - _ROW_NUMBER, [_ROW_NUMBER], 0
    for column in item.columns:
        taken += column.span
        edges.append(_ROW_NUMBER + room * taken // whole)
    return edges


def _column_label(localized: LocalizedForm, item: Table, column: Field) -> str:
    star = "\u00a0*" if column.required else ""
    head = label(f"{item.id}.{column.id}", run(localized.text(column.label) + star))
    options = run("  " + _options(localized, column), "FormAside") if _prints_options(column) else ""
    return paragraph("FormHeading", head + options, keep=True)


def _note(localized: LocalizedForm, note: Note) -> Row:
    first, *others = (localized.text(message) for message in note.paragraphs)
    skip = wording.skip_instruction(localized, note.visible_if)
    hint = paragraph("FormHint", run(skip)) if skip else ""
    content = paragraph("FormNote", bookmarked(bookmark_name(NOTE_PREFIX, note.id), run(first)))
    content += "".join(paragraph("FormNote", run(text)) for text in others)
    return Row((Cell(0, WIDTH, hint + content),), _PEN_ROW, whole=False)


def _label(localized: LocalizedForm, field: Field, *, options: bool = True) -> str:
    words = _options(localized, field) if options and _prints_options(field) else ""
    inline = words if len(words) <= _INLINE_OPTIONS else ""
    question = label(field.id, _label_runs(localized, field))
    if inline:
        question += run(f"  {inline}", "FormAside")
    hints = _hints(localized, field)
    parts = [paragraph("FormLabel", question)]
    if words and not inline:
        parts.append(paragraph("FormHint", run(words)))
    if hints:
        parts.append(paragraph("FormHint", run("; ".join(hints))))
    return "".join(parts)


def _label_runs(localized: LocalizedForm, item: Field | Table) -> str:
    # The star stays with the last word.
    return run(wording.numbered_label(localized, item).replace(" *", "\u00a0*"))


def _label_words(localized: LocalizedForm, field: Field) -> str:
    return " ".join([localized.text(field.label), *_hints(localized, field)])


def _hints(localized: LocalizedForm, item: Field | Table) -> list[str]:
    """What is printed small beside a question: its help, how to write it, when it applies."""
    hints = [localized.text(item.help)] if item.help else []
    # How a date is written stands in its control already.
    asked = isinstance(item, Field) and item.type is not FieldType.DATE and item.id not in localized.form.printed
    if asked and isinstance(item, Field) and (how := wording.hint(item)):
        hints.append(localized.text(how))
    skip = wording.skip_instruction(localized, item.visible_if)
    return [*hints, skip] if skip else hints


def _prints_options(field: Field) -> bool:
    return field.is_one_of and not (field.combo and len(field.choices) >= _COMBO_FROM)


def _options(localized: LocalizedForm, field: Field) -> str:
    """The options as paper shows them; graded ones with their marks."""
    words = []
    for choice in field.choices:
        label = localized.text(choice.label)
        words.append(f"{choice.value} – {label}" if choice.value is not None else label)
    return " · ".join(words)

"""A localized form -> the words and keys that form.typ lays out, as plain JSON values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from formgen.document.stamp import identifier
from formgen.generate import wording
from formgen.generate.arrange import Block, Line, Matrix, Options, arrange
from formgen.message import Message
from formgen.model.catalog import LocalizedForm
from formgen.model.condition import Condition
from formgen.model.document import Stamp
from formgen.model.form import Choice, Field, FieldType, Note, Section, Table

Words = Mapping[str, object]
"""JSON for the layout: texts already translated, keys, counts."""

_PAGE = Message(wording.PAGE.context, wording.PAGE.text, {"page": "{page}", "pages": "{pages}"})


def content(localized: LocalizedForm, stamp: Stamp) -> Words:
    """All that stands on the pages; a string that is no key, number or catalog text has no place here."""
    form, text = localized.form, localized.text
    source = Message(wording.SOURCE.context, wording.SOURCE.text, {"source": form.source})
    logo = localized.settings.logo
    centre = wording.centre_lines(localized)
    return {
        "lang": localized.locale.partition("_")[0],
        "identifier": identifier(stamp),
        "ministry": text(wording.MINISTRY),
        "service": text(wording.SERVICE),
        "centre": list(centre),
        "owner": localized.terms.get("centre_name") or text(wording.SERVICE),
        "logo": list(logo.content) if logo else None,
        "title": title(localized),
        "title-at": form.title.context,
        "source-at": form.source.context,
        "required": text(wording.REQUIRED),
        "approval": wording.approval_line(localized),
        "across": text(wording.ACROSS) if localized.draft else None,
        "return-to": wording.return_line(localized),
        "version": text(wording.version_line(form)),
        "source": text(source),
        "page": text(_PAGE),
        "correction": _correction(localized),
        "sections": [_section(localized, section) for section in form.sections],
    }


def _correction(localized: LocalizedForm) -> Words | None:
    asked = localized.correction
    return None if asked is None else {"heading": asked.heading, "lines": list(asked.lines)}


def title(localized: LocalizedForm) -> str:
    """The form's title, with the variant it is printed for."""
    name = localized.text(localized.form.title)
    labels = [localized.text(each.label) for each in localized.form.variants if each.code == localized.variant]
    return " · ".join([name, *labels])


def _section(localized: LocalizedForm, section: Section) -> Words:
    return {
        "at": section.title.context,
        "intro-at": section.intro.context if section.intro else None,
        "dimension-at": section.dimension.context if section.dimension else None,
        "dimension": wording.dimension_heading(localized, section),
        "level": 3 if section.dimension else 2,
        "number": localized.form.numbers[f"section:{section.id}"],
        "title": localized.text(section.title),
        "notes": _notes(localized, section.visible_if),
        "intro": localized.text(section.intro) if section.intro else None,
        "blocks": [each for block in arrange(section) for each in _block(localized, block)],
    }


def _block(localized: LocalizedForm, block: Block) -> Iterable[Words]:
    match block:
        case Line(fields):
            yield {"layout": "line", "cells": [_cell(localized, field) for field in fields]}
        case Options(field):
            yield {"layout": "line", "cells": [{**_cell(localized, field), "wide": True}]}
        case Matrix(fields) if fields[0].type is FieldType.YES_NO:
            yield {"layout": "questions", "cells": [_cell(localized, field) for field in fields]}
        case Matrix((field,)):
            yield {"layout": "line", "cells": [{**_cell(localized, field), "wide": True}]}
        case Matrix(fields):
            yield {
                "layout": "matrix",
                "question": localized.text(wording.QUESTION),
                "heads": [_option_head(localized, fields[0], choice) for choice in fields[0].choices],
                "rows": [_cell(localized, field) for field in fields],
            }
        case Table():
            yield _table(localized, block)
        case Note(_, paragraphs, condition):
            notes = _notes(localized, condition)
            yield {
                "layout": "note",
                "paragraphs": [*notes, *(localized.text(each) for each in paragraphs)],
                "at": [*(None for _ in notes), *(each.context for each in paragraphs)],
            }


def _cell(localized: LocalizedForm, field: Field) -> Words:
    return {
        **_label(localized, field),
        **_place(localized, field, field.id),
        "span": field.span,
        "lines": field.lines,
        "wide": False,
        "printed": field.id in localized.form.printed,
    }


def _label(localized: LocalizedForm, item: Field | Table) -> Words:
    hints = _hints(localized, item) if isinstance(item, Field) else []
    helped = [localized.text(item.help)] if item.help else []
    return {
        "number": localized.form.numbers[item.id],
        "label": localized.text(item.label),
        "at": item.label.context,
        "help-at": item.help.context if item.help else None,
        "required": item.required and item.id not in localized.form.printed,
        "hints": hints,
        "notes": [*helped, *_notes(localized, item.visible_if)],
    }


def _hints(localized: LocalizedForm, field: Field) -> list[str]:
    written = None if field.id in localized.form.printed else wording.hint(field)
    if written is None and field.type is FieldType.CHOICE and not field.combo:
        written = wording.SELECT_ONE
    if written is None and field.type is FieldType.MULTI_CHOICE:
        written = wording.SELECT_ALL
    return [localized.text(written)] if written else []


def _notes(localized: LocalizedForm, condition: Condition | None) -> list[str]:
    instruction = wording.skip_instruction(localized, condition)
    return [instruction] if instruction else []


def _place(localized: LocalizedForm, field: Field, key: str) -> dict[str, object]:
    """How a place for an answer looks: a line, lines to write on, circles, boxes or a signature."""
    match field.type:
        case FieldType.MULTI_CHOICE:
            kind = "tick"
            options = [(f"{key}.{choice.code}", choice) for choice in field.choices]
        case FieldType.SIGNATURE | FieldType.MULTILINE:
            kind, options = ("signature" if field.type is FieldType.SIGNATURE else "block"), []
        case _ if field.is_one_of and not field.combo:
            kind = "circle"
            options = [(f"{key}#{choice.code}", choice) for choice in field.choices]
        case _:
            kind, options = "text", []
    place: dict[str, object] = {"kind": kind, "key": key}
    if options:
        place["options"] = [
            {"key": name, "label": _option_label(localized, field, each), "at": each.label.context}
            for name, each in options
        ]
    return place


def _option_head(localized: LocalizedForm, field: Field, choice: Choice) -> Words:
    graded = field.type is FieldType.RATING and choice.code.isdigit()
    return {"grade": choice.code if graded else None, "label": localized.text(choice.label), "at": choice.label.context}


def _option_label(localized: LocalizedForm, field: Field, choice: Choice) -> str:
    head = _option_head(localized, field, choice)
    return f"{head['grade']} · {head['label']}" if head["grade"] else str(head["label"])


def _table(localized: LocalizedForm, table: Table) -> Words:
    whole = sum(column.span for column in table.columns)
    return {
        "layout": "table",
        **_label(localized, table),
        "columns": [
            {
                "label": localized.text(column.label) + (" *" if column.required else ""),
                "at": column.label.context,
                "help-at": column.help.context if column.help else None,
                "hints": [] if column.type is FieldType.CHOICE else _hints(localized, column),
                "notes": [localized.text(column.help)] if column.help else [],
                "span": column.span,
            }
            for column in table.columns
        ],
        "rows": [
            [
                {**_place(localized, column, f"{table.id}.{row}.{column.id}"), "share": column.span / whole}
                for column in table.columns
            ]
            for row in range(1, table.rows + 1)
        ],
    }

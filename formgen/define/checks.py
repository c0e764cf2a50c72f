"""The faults of a definition that no single line shows: names that lead nowhere, limits that contradict."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from formgen.define.schema import ConditionSource, FormSource, ItemSource, QuestionSource
from formgen.message import Message

Place = tuple[str | int, ...]
PlacedFault = tuple[Place, Message]

COMBO_FROM = 10
"""Lists this long may be a drop-down; shorter ones are printed (CONTRACT.md section 1)."""

_WITH_CHOICES = {"choice", "multi_choice", "rating"}
_IN_A_TABLE = {"text", "multiline", "date", "number", "phone", "choice", "yes_no", "rating"}
_TICK_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_]*")


def cross_faults(source: FormSource, stem: str) -> Iterator[PlacedFault]:
    """Yield every fault that needs more than one line to see, with its place in the file."""
    if source.form != stem:
        yield (
            ("form",),
            Message(
                "fault.form-name",
                "The form is called “{form}” but the file “{stem}”. Give both one name.",
                {"form": source.form, "stem": stem},
            ),
        )
    items = {item.id: item for section in source.sections for item in section.items}
    yield from _doubles(source)
    yield from _form_references(source, items)
    for rank, section in enumerate(source.sections):
        place: Place = ("sections", rank)
        yield from _condition_faults(source, items, section.visible_if, (*place, "visible_if"))
        for number, item in enumerate(section.items):
            here = (*place, "items", number)
            yield from _item_faults(source, item, here)
            yield from _reference_faults(item, items, here)
            yield from _condition_faults(source, items, item.visible_if, (*here, "visible_if"))
            for column_rank, column in enumerate(item.columns):
                yield from _question_faults(source, column, (*here, "columns", column_rank), _IN_A_TABLE)


def _doubles(source: FormSource) -> Iterator[PlacedFault]:
    seen: Counter[str] = Counter()
    for rank, section in enumerate(source.sections):
        for number, item in enumerate(section.items):
            seen[item.id] += 1
            if seen[item.id] == 2:  # noqa: PLR2004  (told once, at the second)
                yield (
                    ("sections", rank, "items", number, "id"),
                    Message("fault.double-id", "“{id}” names two items. Give each its own id.", {"id": item.id}),
                )
            columns = Counter(column.id for column in item.columns)
            for column_rank, column in enumerate(item.columns):
                if columns[column.id] > 1:
                    yield (
                        ("sections", rank, "items", number, "columns", column_rank, "id"),
                        Message("fault.double-id", "“{id}” names two items. Give each its own id.", {"id": column.id}),
                    )
    sections = Counter(section.id for section in source.sections)
    for rank, section in enumerate(source.sections):
        if sections[section.id] > 1:
            yield (
                ("sections", rank, "id"),
                Message("fault.double-id", "“{id}” names two items. Give each its own id.", {"id": section.id}),
            )


def _nowhere(name: str, what: str) -> Message:
    return Message(
        "fault.leads-nowhere",
        "“{word}: {name}” names nothing that this form has. Correct the name.",
        {"word": what, "name": name},
    )


def _form_references(source: FormSource, items: dict[str, ItemSource]) -> Iterator[PlacedFault]:
    for word, name in (("number_field", source.number_field),):
        if name is not None and name not in items:
            yield (word,), _nowhere(name, word)
    yield from _variant_faults(source, items)
    if source.scoring is None:
        return
    for word in ("total_field", "benchmark_field", "conclusion_field"):
        name = getattr(source.scoring, word)
        if name is not None and name not in items:
            yield ("scoring", word), _nowhere(name, word)
    conclusion = items.get(source.scoring.conclusion_field or "")
    for word in ("passed_code", "failed_code", "deferred_code"):
        code = getattr(source.scoring, word)
        if code is not None and (conclusion is None or code not in (_codes(source, conclusion) or {code})):
            yield ("scoring", word), _nowhere(code, word)


def _variant_faults(source: FormSource, items: dict[str, ItemSource]) -> Iterator[PlacedFault]:
    if (source.variant_field is None) != (source.variants is None):
        yield (
            ("variant_field",),
            Message(
                "fault.half-variant", "“variant_field” and “variants” belong together. Add the one that is missing."
            ),
        )
    if source.variants is not None and source.variants not in source.choices:
        yield ("variants",), _nowhere(source.variants, "variants")
    if source.variant_field is not None:
        field = items.get(source.variant_field)
        if field is None or field.type != "choice" or field.choices != source.variants:
            yield ("variant_field",), _nowhere(source.variant_field, "variant_field")


def _codes(source: FormSource, item: QuestionSource) -> set[str] | None:
    """The codes an item may be answered with; None where its list is at fault itself."""
    if item.type == "yes_no":
        return {"yes", "no"}
    if item.type in _WITH_CHOICES and item.choices not in source.choices:
        return None
    return {*source.choices.get(item.choices or "", {}), *(["na"] if item.na_allowed else [])}


def _item_faults(source: FormSource, item: ItemSource, here: Place) -> Iterator[PlacedFault]:
    if item.type == "note":
        if not item.paragraphs:
            yield here, Message("fault.empty-note", "The note “{id}” has no paragraphs. Add its text.", {"id": item.id})
        return
    if item.type == "table":
        if not item.columns or item.rows is None:
            yield (
                here,
                Message("fault.empty-table", "The table “{id}” needs “columns” and “rows”. Add them.", {"id": item.id}),
            )
    elif item.columns or item.rows is not None:
        yield (
            here,
            Message("fault.not-a-table", "“{id}” has columns or rows but is no table. Remove them.", {"id": item.id}),
        )
    yield from _question_faults(source, item, here, None)


def _question_faults(
    source: FormSource, item: QuestionSource, here: Place, allowed: set[str] | None
) -> Iterator[PlacedFault]:
    about = {"id": item.id, "type": item.type}
    if item.label is None:
        yield here, Message("fault.no-label", "“{id}” has no label. Add one.", about)
    if allowed is not None and item.type not in allowed:
        yield (
            (*here, "type"),
            Message("fault.not-in-table", "A column cannot be of the type “{type}”. Choose another.", about),
        )
    yield from _choice_faults(source, item, here)
    if item.type == "text" and item.max_len is None and not item.pattern and not item.email:
        yield here, Message("fault.no-length", "The text “{id}” has no “max_len”. Say what its box holds.", about)
    if item.lines > 1 and item.type != "multiline":
        yield (
            (*here, "lines"),
            Message("fault.lines", "Only a multiline field has “lines”. Remove them from “{id}”.", about),
        )
    if item.type == "multiline" and item.max_len is None:
        yield here, Message("fault.no-length", "The text “{id}” has no “max_len”. Say what its box holds.", about)
    if item.min is not None and item.max is not None and item.min > item.max:
        yield (*here, "max"), Message("fault.limits", "“max” of “{id}” is below its “min”. Correct one of them.", about)
    if item.pattern is not None:
        try:
            re.compile(item.pattern)
        except re.error as error:
            yield (
                (*here, "pattern"),
                Message(
                    "fault.pattern",
                    "The pattern of “{id}” is not a regular expression: {reason}. Correct it.",
                    {**about, "reason": error},
                ),
            )


def _choice_faults(source: FormSource, item: QuestionSource, here: Place) -> Iterator[PlacedFault]:
    about = {"id": item.id, "type": item.type}
    if item.type in _WITH_CHOICES:
        if item.choices is None:
            yield here, Message("fault.no-choices", "“{id}” of the type “{type}” needs “choices”. Name a list.", about)
        elif item.choices not in source.choices:
            yield (*here, "choices"), _nowhere(item.choices, "choices")
    elif item.choices is not None:
        yield (
            (*here, "choices"),
            Message("fault.needless-choices", "“{id}” of the type “{type}” takes no “choices”. Remove them.", about),
        )
    codes = _codes(source, item)
    if codes is None:
        return
    if item.widget == "combo" and len(codes) < COMBO_FROM:
        yield (
            (*here, "widget"),
            Message(
                "fault.short-combo",
                "“{id}” has fewer than {number} options, so paper must show them. Remove “widget: combo”.",
                {**about, "number": COMBO_FROM},
            ),
        )
    yield from _code_faults(source, item, here, codes)


def _code_faults(source: FormSource, item: QuestionSource, here: Place, codes: set[str]) -> Iterator[PlacedFault]:
    about = {"id": item.id, "type": item.type}
    for word, wanted in (("exclusive", item.exclusive), ("must_equal", [item.must_equal] if item.must_equal else [])):
        for code in wanted:
            if code not in codes:
                yield (*here, word), _nowhere(code, word)
    if item.type == "multi_choice":
        for code in sorted(codes):
            if not _TICK_CODE.fullmatch(code):
                yield (
                    (*here, "choices"),
                    Message(
                        "fault.tick-code",
                        "The option “{code}” of “{id}” is part of a key: use letters, digits and _ only.",
                        {**about, "code": code},
                    ),
                )
    if item.type == "rating":
        options = source.choices.get(item.choices or "", {})
        if any(not code.isdigit() for code in options):
            yield (
                (*here, "choices"),
                Message(
                    "fault.rating-code",
                    "The options of the rating “{id}” must be whole numbers. Correct the list.",
                    about,
                ),
            )


_SAME_TYPE = {"not_before": "date", "after": "date", "not_above": "number", "combine_with": "rating"}


def _reference_faults(item: ItemSource, items: dict[str, ItemSource], here: Place) -> Iterator[PlacedFault]:
    for word, kind in _SAME_TYPE.items():
        name = getattr(item, word)
        if name is not None and (name not in items or items[name].type != kind or item.type != kind):
            yield (
                (*here, word),
                Message(
                    "fault.wrong-reference",
                    "“{word}: {name}” of “{id}” must name a field of the type {kind}. Correct it.",
                    {"word": word, "name": name, "id": item.id, "kind": kind},
                ),
            )


def _condition_faults(
    source: FormSource, items: dict[str, ItemSource], condition: ConditionSource | None, here: Place
) -> Iterator[PlacedFault]:
    if condition is None:
        return
    forms = [condition.field is not None, condition.not_ is not None, condition.all_ is not None]
    if sum(forms) != 1 or (condition.field is not None) != (condition.is_ is not None):
        yield (
            here,
            Message(
                "fault.condition", "A condition is {field, is}, {not} or {all}, and nothing beside it. Correct it."
            ),
        )
        return
    if condition.not_ is not None:
        yield from _condition_faults(source, items, condition.not_, (*here, "not"))
    for rank, each in enumerate(condition.all_ or []):
        yield from _condition_faults(source, items, each, (*here, "all", rank))
    if condition.field is None:
        return
    codes = [condition.is_] if isinstance(condition.is_, str) else (condition.is_ or [])
    if condition.field == source.variant_field:
        known: set[str] | None = set(source.choices.get(source.variants or "", {}))
    elif condition.field in items:
        known = _codes(source, items[condition.field])
    else:
        yield (*here, "field"), _nowhere(condition.field, "field")
        return
    for code in codes:
        if known is not None and code not in known:
            yield (*here, "is"), _nowhere(code, "is")

"""The scoring rule of a form -> the formula of the total that its sheet shows while marks are given."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from formgen.generate.xlsx.lists import Lists
from formgen.model.catalog import LocalizedForm
from formgen.model.form import Field, FormDefinition, ScoreRule

MAX_FORMULA = 8192
"""Characters of a formula that Excel reads."""


def has_live_total(form: FormDefinition) -> bool:
    """Whether a sheet can say the total for certain: marks that add up, every one of which always counts."""
    if form.scoring is None or form.scoring.rule is not ScoreRule.SUM:
        return False
    marked = [field for fields in _marked(form) for field in fields]
    return bool(marked) and not any(form.conditions[field.id] for field in marked)


def total_formula(localized: LocalizedForm, places: Mapping[str, str], lists: Lists) -> str | None:
    """Weight times mark, summed; where two assessors mark one item, their mean. Empty until every mark is given.

    An item without a mark, or to which the scale does not apply, keeps the total empty: it never counts as zero.
    None where the form has more items than a formula holds.
    """
    terms = []
    for fields in _marked(localized.form):
        marks = [_mark(each, places, lists) for each in fields]
        mean = marks[0] if len(marks) == 1 else f"({'+'.join(marks)})/{len(marks)}"
        weight = Decimal(1) if fields[0].weight is None else fields[0].weight
        terms.append(mean if weight == 1 else f"{weight:f}*{mean}")
    formula = f'=IFERROR({"+".join(terms)},"")'
    return formula if len(formula) <= MAX_FORMULA else None


def _marked(form: FormDefinition) -> tuple[tuple[Field, ...], ...]:
    """The items that count, each with the fields whose marks are averaged."""
    partners: dict[str, list[Field]] = {}
    for field in form.fields.values():
        if field.combine_with is not None:
            partners.setdefault(field.combine_with, []).append(field)
    return tuple(
        (field, *partners.get(field.id, ()))
        for field in form.fields.values()
        if field.combine_with is None and (field.weight is not None or field.id in partners)
    )


def _mark(field: Field, places: Mapping[str, str], lists: Lists) -> str:
    words, values = lists.name_of(field, field.id), lists.values_of(field)
    place = places[field.id].rpartition("!")[2]
    return f"INDEX({values},MATCH({place},{words},0))"

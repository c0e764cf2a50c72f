"""The scoring rule of a form -> the formula of the total that its sheet shows while marks are given."""

from __future__ import annotations

from collections.abc import Mapping

from formgen.generate.xlsx.lists import Lists
from formgen.model.catalog import LocalizedForm
from formgen.model.form import Field


def total_formula(localized: LocalizedForm, places: Mapping[str, str], lists: Lists) -> str:
    """Weight times mark, summed; where two assessors mark one item, their mean. Empty until every mark is given."""
    fields = localized.form.fields.values()
    partners: dict[str, list[Field]] = {}
    for field in fields:
        if field.combine_with:
            partners.setdefault(field.combine_with, []).append(field)
    terms = []
    for field in fields:
        if field.weight is not None and not field.combine_with:
            marks = [_mark(each, places, lists) for each in (field, *partners.get(field.id, ()))]
            mean = marks[0] if len(marks) == 1 else f"({'+'.join(marks)})/{len(marks)}"
            terms.append(f"{field.weight:f}*{mean}")
    return f'=IFERROR({"+".join(terms)},"")'


def _mark(field: Field, places: Mapping[str, str], lists: Lists) -> str:
    words, values = lists.name_of(field, field.id), lists.values_of(field)
    place = places[field.id].rpartition("!")[2]
    return f"INDEX({values},MATCH({place},{words},0))"

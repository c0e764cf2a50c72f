"""The answers of a document -> which of its items apply, as far as that is certain."""

from __future__ import annotations

from collections.abc import Mapping

from formgen.model.condition import Codes, holds
from formgen.model.form import conditions_of
from formgen.validate.answers import Answers


def visibility(answers: Answers, variant: str | None = None) -> Mapping[str, bool | None]:
    """Tell of every item whether it applies; None where a controlling field leaves it open.

    A controlling field that itself does not apply, and was left empty, matches nothing. One that was not read
    for certain, that was left empty, or that was answered although it does not apply, leaves everything open.
    """
    form = answers.form
    known: dict[str, bool | None] = {}
    asked: set[str] = set()

    def applies(item_id: str) -> bool | None:
        if item_id in known:
            return known[item_id]
        if item_id in asked:
            # Conditions that lead back to themselves decide nothing.
            return None
        asked.add(item_id)
        states = [holds(condition, codes_of) for condition in conditions_of(form, form.items[item_id])]
        known[item_id] = False if False in states else None if None in states else True
        return known[item_id]

    def codes_of(item_id: str) -> Codes:
        if item_id == form.variant_field and variant is not None:
            return frozenset({variant})
        if item_id not in form.items or item_id in answers.unread:
            return None
        if applies(item_id) is False:
            return None if answers.is_answered(item_id) else frozenset()
        return answers.codes(item_id) or None

    return {item_id: applies(item_id) for item_id in form.items}

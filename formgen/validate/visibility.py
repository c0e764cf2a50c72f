"""The answers of a document -> which of its items apply, as far as that is certain."""

from __future__ import annotations

from collections.abc import Mapping

from formgen.model.condition import Codes, holds
from formgen.validate.answers import Answers


def visibility(answers: Answers, variant: str | None = None) -> Mapping[str, bool | None]:
    """Tell of every item whether it applies; None where a controlling field leaves it open.

    A controlling field that itself does not apply, and was left empty, matches nothing. One that was not read
    for certain, that was left empty, or that was answered although it does not apply, leaves everything open.
    """
    seen = _Visibility(answers, variant)
    return {item_id: not under or seen.applies(item_id) for item_id, under in answers.form.conditions.items()}


class _Visibility:
    """What is known so far of which items apply."""

    def __init__(self, answers: Answers, variant: str | None) -> None:
        self._answers = answers
        self._variant = variant
        self._known: dict[str, bool | None] = {}
        self._asked: set[str] = set()

    def applies(self, item_id: str) -> bool | None:
        if item_id in self._known:
            return self._known[item_id]
        if item_id in self._asked:
            # Conditions that lead back to themselves decide nothing.
            return None
        self._asked.add(item_id)
        states = [holds(condition, self._codes_of) for condition in self._answers.form.conditions[item_id]]
        self._known[item_id] = False if False in states else None if None in states else True
        return self._known[item_id]

    def _codes_of(self, item_id: str) -> Codes:
        answers = self._answers
        if item_id == answers.form.variant_field and self._variant is not None:
            return frozenset({self._variant})
        if item_id not in answers.form.items or item_id in answers.unread:
            return None
        if self.applies(item_id) is False:
            return None if answers.is_answered(item_id) else frozenset()
        return answers.codes(item_id) or None

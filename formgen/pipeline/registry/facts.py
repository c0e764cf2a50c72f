"""The values of a record -> what it is about, and what it is found by."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from formgen.model.form import FormDefinition
from formgen.model.record import Record, Signature, Value
from formgen.store.kept import Facts
from formgen.validate.words import folded


@dataclass(frozen=True, slots=True)
class Identity:
    """Which answers say what a document of a form is about.

    Two documents whose answers to all of `key` are the same are about the same thing, unless both answer one of
    `apart` and say different things there: a case is evaluated with several providers, and over several periods.
    """

    key: tuple[str, ...]
    apart: tuple[str, ...] = ()


_OF_EVALUATION = ("referral_number", "provider_name", "service_name", "period_from", "period_to")

IDENTITIES: Mapping[str, tuple[Identity, ...]] = {
    "closure": (Identity(("case_number",)),),
    "service_evaluation": (
        Identity(("case_number", "respondent_group"), _OF_EVALUATION),
        Identity(("programme", "period_from", "respondent_group"), _OF_EVALUATION),
        Identity(("referral_number", "respondent_group"), _OF_EVALUATION),
    ),
    "certification": (Identity(("cm_name", "form_date")),),
    "performance_monitoring": (Identity(("cm_name", "evaluation_date")),),
}
"""The identity of forms without a number of their own (`number_field`), which is the identity of all others.

Of several the first counts whose questions the variant asks: not everybody is asked for the number of a case.
"""

CITING: Mapping[str, tuple[str, ...]] = {"certification": ("closed_cases_analysis",)}
"""The answers in whose words cases are named, by form."""

CASE = "case_number"
REFERRAL = "referral_number"
CENTRE = "cm_centre"

_NUMBER = re.compile(r"[^\W_][\w/.-]{2,29}")


def identity_rule(form: FormDefinition) -> Identity | None:
    """Which answers identify a document of a form; None where only its copy id can."""
    if form.number_field is not None:
        return Identity((form.number_field,))
    asked = {*form.items, form.variant_field}
    return next((rule for rule in IDENTITIES.get(form.id, ()) if asked.issuperset(rule.key)), None)


def identity_of(form: FormDefinition, record: Record) -> str | None:
    """What a record is about, folded; None where an answer that says it is missing."""
    rule = identity_rule(form)
    parts = [match_key(record.values.get(name)) for name in rule.key] if rule else []
    return "|".join(parts) if parts and all(parts) else None


def are_apart(form: FormDefinition, one: Record, other: Record) -> bool:
    """Whether two records of the same identity say that they are of different things all the same."""
    rule = identity_rule(form)
    for name in rule.apart if rule else ():
        keys = match_key(one.values.get(name)), match_key(other.values.get(name))
        if all(keys) and keys[0] != keys[1]:
            return True
    return False


def match_key(value: Value) -> str:
    """A number, name or day as it is matched: case, dashes, spaces and look-alike letters make no difference."""
    match value:
        case None | tuple() | Signature():
            return ""
        case dt.date():
            return value.isoformat()
        case _:
            return folded(str(value))


def facts_of(form: FormDefinition, record: Record) -> Facts:
    """Everything a record is found by."""
    rule = identity_rule(form)
    named = [_shown(record.values.get(name)) for name in (rule.key if rule else (CASE,))]
    centre = record.values.get(CENTRE)
    return Facts(
        identity=identity_of(form, record),
        title=" · ".join(text for text in named if text) or None,
        centre=centre if isinstance(centre, str) else None,
        centre_key=match_key(centre) or None,
        words=" ".join(word for value in record.values.values() for word in _words(value)),
        references=frozenset(_references(form, record)),
    )


def _references(form: FormDefinition, record: Record) -> Iterator[tuple[str, str]]:
    for kind, name in (("case", CASE), ("referral", REFERRAL)):
        key = match_key(record.values.get(name))
        if key:
            yield kind, key
    for name in CITING.get(form.id, ()):
        value = record.values.get(name)
        for match in _NUMBER.finditer(value if isinstance(value, str) else ""):
            number = match[0].rstrip("/.-")
            if any(char.isdigit() for char in number):
                yield "cited", folded(number)


def _shown(value: Value) -> str:
    if isinstance(value, dt.date):
        return value.strftime("%d.%m.%Y")
    return "" if value is None or isinstance(value, tuple) else str(value)


def _words(value: Value) -> Iterator[str]:
    match value:
        case None | bool():
            return
        case tuple():
            for each in value:
                for inner in each.values() if isinstance(each, Mapping) else (each,):
                    yield from _words(inner)
        case Signature():
            yield from _words(value.name)
        case dt.date():
            yield from (value.isoformat(), folded(_shown(value)))
        case _:
            yield folded(str(value))

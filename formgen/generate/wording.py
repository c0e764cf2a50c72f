"""The words printed around the questions: hints, skip instructions, head and foot of every page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from formgen.document import headings, placeholders
from formgen.message import Message
from formgen.model.catalog import LocalizedForm
from formgen.model.condition import All, AnyOf, Condition, Not
from formgen.model.form import Field, FieldType, FormDefinition, Section, Table

MINISTRY = Message("print.ministry", "Ministry of Labour and Social Affairs of the Republic of Armenia")
SERVICE = Message("print.service", "Unified Social Service")
VERSION = headings.VERSION
PAGE = Message("print.page", "Page {page} of {pages}")
SOURCE = Message("print.source", "Source of the wording: {source}")
RETURN_TO = Message("print.return-to", "Return the completed form to the territorial centre that gave it to you.")
RETURN_ADDRESS = Message("print.return-address", "Return the completed form to: {address}")
APPROVED = Message("print.approved", "Approved by {order}")
DRAFT = Message("print.draft", "Draft")
REQUIRED = Message("print.required", "Questions marked * must be answered.")
SELECT_ONE = Message("print.select-one", "select one")
SELECT_ALL = Message("print.select-all", "select all that apply")
SELECT = placeholders.SELECT
TYPE_HERE = placeholders.TYPE_HERE
DATE_HINT = placeholders.DATE_HINT
WHOLE_NUMBER_HINT = Message("print.whole-number-hint", "whole number")
NUMBER_HINT = Message("print.number-hint", "number, for example 12.5")
PHONE_HINT = Message("print.phone-hint", "for example 091 234567")
SIGN_HERE = placeholders.SIGN_HERE
FOR = headings.FOR
ROW = Message("print.row", "row {row}")
SHEET = Message("print.sheet", "Form")
QUESTION = Message("print.question", "Question")
LIVE_TOTAL = Message("print.live-total", "Total, computed by this sheet")

ACROSS = Message("print.draft-across", "DRAFT")
"""What stands across the pages of a draft."""

_ONLY_IF = Message("print.only-if", "only if {number} is “{answer}”")
_NOT_IF = Message("print.not-if", "not if {number} is “{answer}”")

PRINTED = (
    *(MINISTRY, SERVICE, VERSION, PAGE, SOURCE, RETURN_TO, DRAFT, REQUIRED, SELECT_ONE, SELECT_ALL, SELECT, TYPE_HERE),
    *(DATE_HINT, WHOLE_NUMBER_HINT, NUMBER_HINT, PHONE_HINT, SIGN_HERE, FOR, ROW, SHEET, QUESTION, _ONLY_IF, _NOT_IF),
)
"""The program's own words without which no form is whole."""


def hint(field: Field) -> Message | None:
    """How an answer is written, where that is not plain: dates, numbers, telephone numbers."""
    match field.type:
        case FieldType.DATE:
            return DATE_HINT
        case FieldType.PHONE:
            return PHONE_HINT
        case FieldType.NUMBER:
            return NUMBER_HINT if field.limits.decimals else WHOLE_NUMBER_HINT
        case _:
            return None


def skip_instruction(localized: LocalizedForm, condition: Condition | None) -> str | None:
    """Say in words when a question or section applies, since paper cannot hide it."""
    if condition is None:
        return None
    return "; ".join(_conditions(localized, condition, _ONLY_IF)) or None


def _conditions(localized: LocalizedForm, condition: Condition, wording: Message) -> list[str]:
    match condition:
        case Not(inner):
            return _conditions(localized, inner, _NOT_IF if wording is _ONLY_IF else _ONLY_IF)
        case All(conditions):
            return [text for each in conditions for text in _conditions(localized, each, wording)]
        case AnyOf(name, codes):
            controlling = localized.form.fields[name]
            labels = [localized.text(each.label) for each in controlling.choices if each.code in codes]
            values: Mapping[str, object] = {
                "number": localized.form.numbers[name],
                "answer": " / ".join(labels),
            }
            return [localized.text(Message(wording.context, wording.text, values))]


def numbered_label(localized: LocalizedForm, item: Field | Table) -> str:
    """A question's number, words and required mark, unless the form itself answers: `2.3 Surname *`."""
    star = " *" if item.required and item.id not in localized.form.printed else ""
    return f"{localized.form.numbers[item.id]} {localized.text(item.label)}{star}"


def shown(value: object, locale: str) -> str:
    """How a typed value stands on a document of a locale: dates `21.11.2026`, decimals `12,5` in hy."""
    if isinstance(value, date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.replace(".", ",") if locale != "en" else text
    return str(value)


def centre_lines(localized: LocalizedForm) -> tuple[str, ...]:
    """The centre's name and address for the head, as far as its settings have them."""
    return tuple(localized.terms[name] for name in ("centre_name", "centre_address") if localized.terms.get(name))


def approval_line(localized: LocalizedForm) -> str:
    """The order that approved the form; without one the form says in small print that it is a draft."""
    order = localized.terms.get("approving_order")
    return localized.text(Message(APPROVED.context, APPROVED.text, {"order": order}) if order else DRAFT)


def return_line(localized: LocalizedForm) -> str:
    """Where the completed form is to be returned."""
    address = localized.terms.get("return_to")
    return localized.text(
        Message(RETURN_ADDRESS.context, RETURN_ADDRESS.text, {"address": address}) if address else RETURN_TO
    )


def dimension_heading(localized: LocalizedForm, section: Section) -> str | None:
    """The heading over the first section of each dimension; None over the others."""
    sections = localized.form.sections
    place = sections.index(section)
    before = sections[place - 1].dimension if place else None
    return localized.text(section.dimension) if section.dimension and section.dimension != before else None


def variant_line(localized: LocalizedForm) -> str | None:
    """For whom a document of a form with variants is: `Respondent group: Client`; printed in the head."""
    variant = next((each for each in localized.form.variants if each.code == localized.variant), None)
    return localized.text(Message(FOR.context, FOR.text, {"group": variant.label})) if variant else None


def version_line(form: FormDefinition) -> Message:
    """The form's version in words."""
    return Message(VERSION.context, VERSION.text, {"version": form.version})

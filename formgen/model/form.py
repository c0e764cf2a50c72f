"""What a form asks: definition, sections, fields, tables, choices and their limits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from functools import cached_property, lru_cache

from formgen.message import Message
from formgen.model.condition import All, AnyOf, Condition, Not, holds


class FieldType(StrEnum):
    """The types of CONTRACT.md section 4, as a definition names them."""

    TEXT = "text"
    MULTILINE = "multiline"
    DATE = "date"
    NUMBER = "number"
    PHONE = "phone"
    YES_NO = "yes_no"
    CHOICE = "choice"
    MULTI_CHOICE = "multi_choice"
    RATING = "rating"
    SIGNATURE = "signature"


class Privacy(StrEnum):
    """Whose data an answer is; `special` is a category that the law protects most."""

    NONE = "none"
    PERSONAL = "personal"
    SPECIAL = "special"
    STAFF = "staff"


class Origin(StrEnum):
    """Where a wording comes from: the source as printed, its running text, or formgen."""

    SOURCE = "source"
    SOURCE_TEXT = "source_text"
    EXPANDED = "expanded"
    OURS = "ours"


NOT_APPLICABLE = "na"

KEPT = 64
"""How many forms what follows from a definition alone is kept for."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One option; `code` is ASCII and permanent, `value` its number where it is graded."""

    code: str
    label: Message
    special: bool = False
    value: int | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What an answer may be; None or empty where nothing is asked.

    Lengths count characters; `minimum` and `maximum` bound numbers, `earliest` dates.
    `not_before`, `after` and `not_above` name another field of the form.
    """

    max_len: int | None = None
    pattern: str | None = None
    email: bool = False
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    decimals: int | None = None
    earliest: dt.date | None = None
    birth_date: bool = False
    not_future: bool = False
    not_before: str | None = None
    after: str | None = None
    not_above: str | None = None
    exclusive: tuple[str, ...] = ()
    must_equal: str | None = None
    allows_special: bool = False


UNLIMITED = Limits()
"""The limits of a field that has none; the only one of its kind, so that it is known by identity."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A measurable target of an evaluation question: `share >= 0.9` of the codes named, or `mean >= 4`."""

    statistic: str
    comparison: str
    value: Decimal
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `span` is its width in twelfths of the page, `lines` its height in printed lines."""

    id: str
    type: FieldType
    label: Message
    required: bool = False
    help: Message | None = None
    choices: tuple[Choice, ...] = ()
    combo: bool = False
    na_allowed: bool = False
    limits: Limits = UNLIMITED
    visible_if: Condition | None = None
    privacy: Privacy = Privacy.NONE
    origin: Origin = Origin.OURS
    span: int = 12
    lines: int = 1
    weight: Decimal | None = None
    combine_with: str | None = None
    computed: bool = False
    default: str | None = None
    dimension: str | None = None
    indicators: tuple[Indicator, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes an answer may have, in the definition's order."""
        return tuple([choice.code for choice in self.choices])  # a list is made in half the time

    @property
    def is_one_of(self) -> bool:
        """Whether exactly one option is asked for."""
        return self.type in {FieldType.YES_NO, FieldType.CHOICE, FieldType.RATING}


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of the same few fields; `rows` are printed, more than that is against the rule."""

    id: str
    label: Message
    columns: tuple[Field, ...]
    rows: int
    help: Message | None = None
    required: bool = False
    visible_if: Condition | None = None
    privacy: Privacy = Privacy.NONE
    origin: Origin = Origin.OURS

    @property
    def span(self) -> int:
        """A table takes the width of the page."""
        return 12


@dataclass(frozen=True, slots=True)
class Note:
    """Printed text between the questions, such as a consent."""

    id: str
    paragraphs: tuple[Message, ...]
    visible_if: Condition | None = None

    @property
    def span(self) -> int:
        """A note takes the width of the page."""
        return 12


Item = Field | Table | Note


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of a form; `dimension` groups sections for computed means."""

    id: str
    title: Message
    items: tuple[Item, ...]
    intro: Message | None = None
    dimension: Message | None = None
    visible_if: Condition | None = None
    origin: Origin = Origin.OURS


class ScoreRule(StrEnum):
    """How scored answers become a result."""

    SUM = "sum"
    MEAN = "mean"


@dataclass(frozen=True, slots=True)
class Scoring:
    """The published rule of a scored form; the fields named carry what a person wrote of it."""

    rule: ScoreRule
    benchmark: Decimal | None = None
    total_field: str | None = None
    benchmark_field: str | None = None
    conclusion_field: str | None = None
    passed_code: str | None = None
    failed_code: str | None = None
    deferred_code: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What became of questions and options after version `since`; columns are named `table.column`.

    `renamed` and the inner mappings of `merged` go from the old name to the new one.
    """

    since: str
    renamed: Mapping[str, str] = field(default_factory=dict)
    removed: tuple[str, ...] = ()
    merged: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class FormDefinition:
    """One form: what it asks, in which order, by which rules; `comments` are for translators, by context."""

    id: str
    version: str
    title: Message
    source: Message
    sections: tuple[Section, ...]
    number_field: str | None = None
    variant_field: str | None = None
    variants: tuple[Choice, ...] = ()
    scoring: Scoring | None = None
    pages_at_most: int | None = None
    changes: tuple[Change, ...] = ()
    comments: Mapping[str, str] = field(default_factory=dict)

    def __hash__(self) -> int:
        # The variants of a form share its id and version, and mostly not the number of questions.
        return hash((self.id, self.version, len(self.items)))

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """Every item by its id, in reading order."""
        return {item.id: item for section in self.sections for item in section.items}

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Every field outside a table by its id, in reading order."""
        return {key: item for key, item in self.items.items() if isinstance(item, Field)}

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        """Every table by its id, in reading order."""
        return {key: item for key, item in self.items.items() if isinstance(item, Table)}

    @cached_property
    def section_of(self) -> Mapping[str, Section]:
        """The section of each item, by the item's id."""
        return {item.id: section for section in self.sections for item in section.items}

    @cached_property
    def conditions(self) -> Mapping[str, tuple[Condition, ...]]:
        """The conditions each item stands under, by the item's id: its section's, then its own."""
        return {
            item.id: tuple(each for each in (section.visible_if, item.visible_if) if each is not None)
            for section in self.sections
            for item in section.items
        }

    @cached_property
    def printed(self) -> Mapping[str, Decimal]:
        """What the form itself says in the place of an answer, by field: its benchmark, which nobody is asked for."""
        scoring = self.scoring
        if scoring is None or scoring.benchmark is None or scoring.benchmark_field is None:
            return {}
        return {scoring.benchmark_field: scoring.benchmark}

    @cached_property
    def max_score(self) -> Decimal:
        """The highest total the scored questions can give; two assessors of one question count once."""
        scored = (each for each in self.fields.values() if each.weight is not None and each.combine_with is None)
        best = ((each.weight, max((choice.value or 0 for choice in each.choices), default=0)) for each in scored)
        return sum((weight * value for weight, value in best if weight is not None), Decimal(0))

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """The printed number of each section (`2`) and question (`2.3`), by id."""
        numbers: dict[str, str] = {}
        for place, section in enumerate(self.sections, start=1):
            numbers[f"section:{section.id}"] = str(place)
            questions = (item for item in section.items if not isinstance(item, Note))
            for rank, item in enumerate(questions, start=1):
                numbers[item.id] = f"{place}.{rank}"
        return numbers


@lru_cache(maxsize=KEPT)
def for_variant(form: FormDefinition, variant: str | None) -> FormDefinition:
    """Keep what one variant asks; conditions on the variant field are settled and fall away.

    The variant field itself is printed and stamped, not asked.
    """
    if form.variant_field is None or variant is None:
        return form
    sections = []
    for section in form.sections:
        condition, shown = _settle(section.visible_if, form.variant_field, variant)
        if not shown:
            continue
        items = []
        for item in section.items:
            remaining, kept = _settle(item.visible_if, form.variant_field, variant)
            if kept and item.id != form.variant_field:
                items.append(replace(item, visible_if=remaining))
        if items:
            sections.append(replace(section, visible_if=condition, items=tuple(items)))
    return replace(form, sections=tuple(sections))


def _settle(condition: Condition | None, variant_field: str, variant: str) -> tuple[Condition | None, bool]:
    """Split a condition into what remains of it once the variant is known, and whether it can hold."""
    if condition is None:
        return None, True
    held = holds(condition, lambda field: frozenset({variant}) if field == variant_field else None)
    if held is False:
        return None, False
    if held is True:
        return None, True
    if isinstance(condition, All):
        settled = [_settle(each, variant_field, variant)[0] for each in condition.conditions]
        remaining = tuple(each for each in settled if each is not None)
        return (remaining[0] if len(remaining) == 1 else All(remaining)), True
    assert isinstance(condition, AnyOf | Not)
    return condition, True

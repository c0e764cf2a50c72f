"""The words a definition file may use, checked strictly at the border."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,47}$")]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$")]
Words = Annotated[str, StringConstraints(min_length=1, pattern=r"^\S(.|\n)*\S$|^\S$")]
Version = Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+)*$")]


def _plain_number(value: object) -> object:
    """Take YAML's numbers as decimals without passing through binary floating point."""
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value


Number = Annotated[Decimal, BeforeValidator(_plain_number)]


class Strict(BaseModel):
    """Nothing that is not named here, and no silent conversion."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class ChoiceSource(Strict):
    """An option with more to it than its label."""

    label: Words
    special: bool = False
    value: int | None = None
    doubt: str | None = None
    comment: str | None = None
    origin: Literal["source", "source_text", "expanded", "ours"] | None = None


class ConditionSource(Strict):
    """`{field: x, is: code}`, `{field: x, is: [a, b]}`, `{not: …}` or `{all: […]}`."""

    field: Identifier | None = None
    is_: Code | list[Code] | None = Field(default=None, alias="is")
    not_: ConditionSource | None = Field(default=None, alias="not")
    all_: list[ConditionSource] | None = Field(default=None, alias="all")


class IndicatorSource(Strict):
    """A measurable target of one question."""

    statistic: Literal["mean", "share"]
    comparison: Literal[">", ">=", "<", "<=", "=="]
    value: Number
    codes: list[Code] = []


class QuestionSource(Strict):
    """What a field and a table column may say."""

    id: Identifier
    type: Literal[
        "text",
        "multiline",
        "date",
        "number",
        "phone",
        "yes_no",
        "choice",
        "multi_choice",
        "rating",
        "signature",
        "table",
        "note",
    ]
    label: Words | None = None
    help: Words | None = None
    origin: Literal["source", "source_text", "expanded", "ours"] = "ours"
    privacy: Literal["none", "personal", "special", "staff"] = "none"
    required: bool = False
    choices: Identifier | None = None
    widget: Literal["radio", "combo"] = "radio"
    na_allowed: bool = False
    max_len: int | None = Field(default=None, ge=1)
    pattern: str | None = None
    email: bool = False
    min: Number | None = None
    max: Number | None = None
    decimals: int | None = Field(default=None, ge=0)
    earliest: dt.date | None = None
    birth_date: bool = False
    not_future: bool = False
    not_before: Identifier | None = None
    after: Identifier | None = None
    not_above: Identifier | None = None
    exclusive: list[Code] = []
    must_equal: Code | None = None
    allows_special: bool = False
    visible_if: ConditionSource | None = None
    span: int = Field(default=12, ge=1, le=12)
    lines: int = Field(default=1, ge=1, le=60)
    weight: Number | None = None
    combine_with: Identifier | None = None
    computed: bool = False
    default: str | None = None
    dimension: str | None = None
    indicators: list[IndicatorSource] = []
    doubt: str | None = None
    comment: str | None = None


class ItemSource(QuestionSource):
    """An item of a section: a question, a table (`columns`, `rows`) or a note (`paragraphs`)."""

    columns: list[QuestionSource] = []
    rows: int | None = Field(default=None, ge=1, le=100)
    paragraphs: list[Words] = []


class SectionSource(Strict):
    """A numbered part of a form."""

    id: Identifier
    title: Words
    intro: Words | None = None
    dimension: Words | None = None
    origin: Literal["source", "source_text", "expanded", "ours"] = "ours"
    visible_if: ConditionSource | None = None
    items: list[ItemSource] = Field(min_length=1)
    doubt: str | None = None
    comment: str | None = None


class ScoringSource(Strict):
    """The published rule of a scored form."""

    rule: Literal["sum", "mean"]
    benchmark: Number | None = None
    total_field: Identifier | None = None
    benchmark_field: Identifier | None = None
    conclusion_field: Identifier | None = None
    passed_code: Code | None = None
    failed_code: Code | None = None
    deferred_code: Code | None = None


class ChangeSource(Strict):
    """What became of questions and options of an earlier version; columns are named `table.column`."""

    since: Version
    renamed: dict[str, str] = {}
    removed: list[str] = []
    merged: dict[str, dict[Code, Code]] = {}


class FormSource(Strict):
    """A whole definition file."""

    form: Identifier
    version: Version
    title: Words
    source: Words
    number_field: Identifier | None = None
    variant_field: Identifier | None = None
    variants: Identifier | None = None
    pages_at_most: int | None = Field(default=None, ge=1)
    scoring: ScoringSource | None = None
    choices: dict[Identifier, dict[Code, Words | ChoiceSource]] = {}
    sections: list[SectionSource] = Field(min_length=1)
    changes: list[ChangeSource] = []
    comment: str | None = None

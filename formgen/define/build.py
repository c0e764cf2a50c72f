"""A checked definition file -> FormDefinition, with a context on every message."""

from __future__ import annotations

from decimal import Decimal

from formgen.define.schema import (
    ChoiceSource,
    ConditionSource,
    FormSource,
    ItemSource,
    QuestionSource,
    SectionSource,
)
from formgen.message import Message
from formgen.model.condition import All, AnyOf, Condition, Not
from formgen.model.form import (
    NOT_APPLICABLE,
    UNLIMITED,
    Change,
    Choice,
    Field,
    FieldType,
    FormDefinition,
    Indicator,
    Item,
    Limits,
    Note,
    Origin,
    Privacy,
    ScoreRule,
    Scoring,
    Section,
    Table,
)

YES_NO = (
    Choice("yes", Message("print.yes", "Yes")),
    Choice("no", Message("print.no", "No")),
)
NA = Choice(NOT_APPLICABLE, Message("print.not-applicable", "Not applicable"))


def build(source: FormSource) -> FormDefinition:
    """Make the definition of a file that has passed every check."""
    lists = {
        name: tuple(_choice(source.form, name, code, option) for code, option in options.items())
        for name, options in source.choices.items()
    }
    comments: dict[str, str] = {}
    for name, options in source.choices.items():
        for code, option in options.items():
            if isinstance(option, ChoiceSource):
                _comment(comments, f"{source.form}.choices.{name}.{code}", option.doubt, option.comment)
    sections = tuple(_section(source.form, section, lists, comments) for section in source.sections)
    scoring = None
    if source.scoring is not None:
        scoring = Scoring(**{**source.scoring.model_dump(), "rule": ScoreRule(source.scoring.rule)})
    return FormDefinition(
        id=source.form,
        version=source.version,
        title=Message(f"{source.form}.title", source.title),
        source=Message(f"{source.form}.source", source.source),
        sections=sections,
        number_field=source.number_field,
        variant_field=source.variant_field,
        variants=lists[source.variants] if source.variants else (),
        scoring=scoring,
        pages_at_most=source.pages_at_most,
        changes=tuple(Change(each.since, each.renamed, tuple(each.removed), each.merged) for each in source.changes),
        comments=comments,
    )


def _comment(comments: dict[str, str], context: str, doubt: str | None, comment: str | None) -> None:
    said = [f"Doubt: {doubt}" if doubt else None, comment]
    if any(said):
        comments[context] = "\n".join(text for text in said if text)


def _choice(form: str, name: str, code: str, option: str | ChoiceSource) -> Choice:
    context = f"{form}.choices.{name}.{code}"
    if isinstance(option, str):
        return Choice(code, Message(context, option))
    return Choice(code, Message(context, option.label), option.special, option.value)


def _section(
    form: str, source: SectionSource, lists: dict[str, tuple[Choice, ...]], comments: dict[str, str]
) -> Section:
    context = f"{form}.{source.id}"
    _comment(comments, f"{context}.title", source.doubt, source.comment)
    return Section(
        id=source.id,
        title=Message(f"{context}.title", source.title),
        items=tuple(_item(context, item, lists, comments) for item in source.items),
        intro=Message(f"{context}.intro", source.intro) if source.intro else None,
        dimension=Message(f"{form}.dimension", source.dimension) if source.dimension else None,
        visible_if=_condition(source.visible_if),
        origin=Origin(source.origin),
    )


def _item(parent: str, source: ItemSource, lists: dict[str, tuple[Choice, ...]], comments: dict[str, str]) -> Item:
    context = f"{parent}.{source.id}"
    if source.type == "note":
        paragraphs = tuple(
            Message(f"{context}.{number}", text) for number, text in enumerate(source.paragraphs, start=1)
        )
        for paragraph in paragraphs:
            _comment(comments, paragraph.context, source.doubt, source.comment)
        return Note(source.id, paragraphs, _condition(source.visible_if))
    if source.type == "table":
        _comment(comments, f"{context}.label", source.doubt, source.comment)
        return Table(
            id=source.id,
            label=Message(f"{context}.label", source.label or ""),
            columns=tuple(_field(context, column, lists, comments) for column in source.columns),
            rows=source.rows or 1,
            help=Message(f"{context}.help", source.help) if source.help else None,
            required=source.required,
            visible_if=_condition(source.visible_if),
            privacy=Privacy(source.privacy),
            origin=Origin(source.origin),
        )
    return _field(parent, source, lists, comments)


def _field(
    parent: str, source: QuestionSource, lists: dict[str, tuple[Choice, ...]], comments: dict[str, str]
) -> Field:
    context = f"{parent}.{source.id}"
    _comment(comments, f"{context}.label", source.doubt, source.comment)
    kind = FieldType(source.type)
    choices = YES_NO if kind is FieldType.YES_NO else lists.get(source.choices or "", ())
    weight = source.weight
    if weight is None and source.combine_with:
        weight = Decimal(1)
    return Field(
        id=source.id,
        type=kind,
        label=Message(f"{context}.label", source.label or ""),
        required=source.required,
        help=Message(f"{context}.help", source.help) if source.help else None,
        choices=(*choices, NA) if source.na_allowed else choices,
        combo=source.widget == "combo",
        na_allowed=source.na_allowed,
        limits=_limits(source),
        visible_if=_condition(source.visible_if),
        privacy=Privacy(source.privacy),
        origin=Origin(source.origin),
        span=source.span,
        lines=source.lines,
        weight=weight,
        combine_with=source.combine_with,
        computed=source.computed,
        default=source.default,
        dimension=source.dimension,
        indicators=tuple(
            Indicator(each.statistic, each.comparison, each.value, tuple(each.codes)) for each in source.indicators
        ),
    )


def _limits(source: QuestionSource) -> Limits:
    limits = Limits(
        max_len=source.max_len,
        pattern=source.pattern,
        email=source.email,
        minimum=source.min,
        maximum=source.max,
        decimals=source.decimals,
        earliest=source.earliest,
        birth_date=source.birth_date,
        not_future=source.not_future,
        not_before=source.not_before,
        after=source.after,
        not_above=source.not_above,
        exclusive=tuple(source.exclusive),
        must_equal=source.must_equal,
        allows_special=source.allows_special,
    )
    return UNLIMITED if limits == UNLIMITED else limits


def _condition(source: ConditionSource | None) -> Condition | None:
    if source is None:
        return None
    if source.not_ is not None:
        inner = _condition(source.not_)
        return None if inner is None else Not(inner)
    if source.all_ is not None:
        return All(tuple(each for each in map(_condition, source.all_) if each is not None))
    codes = [source.is_] if isinstance(source.is_, str) else (source.is_ or [])
    return AnyOf(source.field or "", tuple(codes))

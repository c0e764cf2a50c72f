"""Small forms written inside the tests, and the real ones in their two languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from formgen.define import load_definition
from formgen.message import Message
from formgen.model.catalog import Catalog, LocalizedForm
from formgen.model.condition import Condition
from formgen.model.document import Answer, Response
from formgen.model.finding import Finding
from formgen.model.form import (
    Choice,
    Field,
    FieldType,
    FormDefinition,
    Item,
    Limits,
    Note,
    Scoring,
    Section,
    Table,
    for_variant,
)
from formgen.translate import localize, read_catalog
from formgen.validate import Judgment, Lexicon, make_lexicon, validate

PROJECT = Path(__file__).parent.parent
RECEIVED = dt.date(2026, 11, 21)

YES_NO = (Choice("yes", Message("print.yes", "Yes")), Choice("no", Message("print.no", "No")))
MARKS = tuple(
    Choice(str(value), Message("marks", word), value=value)
    for value, word in enumerate(("Bad", "Weak", "Fair", "Good", "Excellent"), start=1)
)
NA = Choice("na", Message("print.not-applicable", "Not applicable"))


def choices(*codes: str, special: tuple[str, ...] = ()) -> tuple[Choice, ...]:
    """Options whose English words are their codes, capitalised."""
    return tuple(Choice(code, Message(f"choice.{code}", code.capitalize()), special=code in special) for code in codes)


def field(name: str, kind: FieldType = FieldType.TEXT, limits: Limits | None = None, **more: object) -> Field:
    """A field labelled by its id."""
    if kind is FieldType.YES_NO:
        more.setdefault("choices", YES_NO)
    if kind is FieldType.RATING:
        more.setdefault("choices", MARKS)
    return Field(name, kind, Message("label", name), limits=limits or Limits(), **more)  # type: ignore[arg-type]


def table(name: str, *columns: Field, rows: int = 3, **more: object) -> Table:
    """A table labelled by its id."""
    return Table(name, Message("label", name), columns, rows, **more)  # type: ignore[arg-type]


def note(name: str) -> Note:
    """A printed text."""
    return Note(name, (Message("note", name),))


def section(name: str, *items: Item, visible_if: Condition | None = None, dimension: str | None = None) -> Section:
    """A section of some items."""
    words = Message("dimension", dimension) if dimension else None
    return Section(name, Message("title", name), items, visible_if=visible_if, dimension=words)


def form(*items: Item | Section, scoring: Scoring | None = None, **more: object) -> FormDefinition:
    """A form; items outside a section are put into one."""
    loose = tuple(item for item in items if not isinstance(item, Section))
    sections = [section("only", *loose)] if loose else []
    sections.extend(item for item in items if isinstance(item, Section))
    title = Message("title", "Form")
    return FormDefinition("small", "1.0", title, title, tuple(sections), scoring=scoring, **more)  # type: ignore[arg-type]


ARMENIAN: Mapping[tuple[str, str], str] = {
    ("print.yes", "Yes"): "Այո",
    ("print.no", "No"): "Ոչ",
    ("print.not-applicable", "Not applicable"): "Կիրառելի չէ",
    ("marks", "Excellent"): "Գերազանց",
    ("choice.yerevan", "Yerevan"): "Երևան",
    ("choice.other", "Other"): "Այլ",
}


def localized(definition: FormDefinition, locale: str = "en", variant: str | None = None) -> LocalizedForm:
    """A form in English, or with the few Armenian words above."""
    return LocalizedForm(for_variant(definition, variant), Catalog(locale, ARMENIAN if locale == "hy" else {}), variant)


def lexicon(definition: FormDefinition) -> Lexicon:
    """The words of a small form in both languages."""
    return make_lexicon(localized(definition, locale) for locale in ("hy", "en"))


def response(written: Mapping[str, str | Answer], *findings: Finding) -> Response:
    """A response in which some words were written at some keys."""
    answers = {key: Answer(key, each) if isinstance(each, str) else each for key, each in written.items()}
    return Response(answers, findings)


def judge(
    definition: FormDefinition,
    written: Mapping[str, str | Answer],
    *findings: Finding,
    locale: str = "hy",
    variant: str | None = None,
    received: dt.date = RECEIVED,
) -> Judgment:
    """Judge what was written on a small form."""
    return validate(response(written, *findings), localized(definition, locale, variant), lexicon(definition), received)


def codes(found: tuple[Finding, ...]) -> list[tuple[str, str | None]]:
    """The codes of findings, each with its field."""
    return [(each.code, each.field) for each in found]


@cache
def real(name: str, locale: str = "hy", variant: str | None = None) -> LocalizedForm:
    """One of the published forms in one of its languages."""
    definition = load_definition(PROJECT / "forms" / f"{name}.yaml")
    catalog = read_catalog(PROJECT / "locales", locale, ["formgen", name])
    return localize(definition, catalog, variant, {"processor": "the centre"})


@cache
def real_lexicon(name: str) -> Lexicon:
    """The words of a published form in both languages."""
    return make_lexicon([real(name, "hy"), real(name, "en")])

"""A small form with every kind of question, and the workbooks made of it for the tests."""

from __future__ import annotations

import io
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

import openpyxl

from formgen.document.opening import OfficePackage
from formgen.document.printed import Printed
from formgen.extract.xlsx import extract
from formgen.generate.filling import Filled
from formgen.generate.xlsx import Blank, compile_blank
from formgen.message import Message
from formgen.model.catalog import Catalog, LocalizedForm
from formgen.model.condition import AnyOf
from formgen.model.document import Response
from formgen.model.form import (
    Choice,
    Field,
    FieldType,
    FormDefinition,
    Limits,
    Note,
    ScoreRule,
    Scoring,
    Section,
    Table,
)
from formgen.pipeline.printing import printed_on

COPY = "ABCDEFGHIJ23"


def said(text: str) -> Message:
    return Message("test", text)


def options(*labels: str) -> tuple[Choice, ...]:
    return tuple(Choice(label.lower().replace(" ", "_"), said(label)) for label in labels)


GRADES = tuple(
    Choice(str(number), said(words), value=number)
    for number, words in enumerate(("Poor", "Weak", "Fair", "Good", "Fine"), start=1)
)
YES_NO = (Choice("yes", said("Yes")), Choice("no", said("No")))

VISIT = FormDefinition(
    id="visit",
    version="1.0",
    title=said("Visit & report"),
    source=said("an example"),
    sections=(
        Section(
            "main",
            said("The visit"),
            (
                Field("visitor", FieldType.TEXT, said("Visitor"), required=True, limits=Limits(max_len=40), span=6),
                Field("number", FieldType.TEXT, said("Number"), limits=Limits(max_len=30), span=6),
                Field("day", FieldType.DATE, said("Day"), span=4),
                Field("share", FieldType.NUMBER, said("Share"), limits=Limits(decimals=2), span=4),
                Field("phone", FieldType.PHONE, said("Phone"), span=4),
                Field("people", FieldType.NUMBER, said("People"), limits=Limits(None, decimals=0), span=6),
                Field(
                    "region", FieldType.CHOICE, said("Region"), choices=options("North", "South"), combo=True, span=6
                ),
                Field("mood", FieldType.CHOICE, said("Mood"), choices=options("Calm", "Angry", "=odd")),
                Field(
                    "why",
                    FieldType.MULTILINE,
                    said("Why"),
                    limits=Limits(max_len=300),
                    lines=2,
                    visible_if=AnyOf("mood", ("angry",)),
                ),
                Field("seen", FieldType.MULTI_CHOICE, said("Seen"), choices=options("House", "Garden", "Street")),
                Field("again", FieldType.YES_NO, said("Again?"), choices=YES_NO),
                Table(
                    "steps",
                    said("Steps"),
                    (
                        Field("step", FieldType.TEXT, said("Step"), limits=Limits(max_len=50), span=6),
                        Field("until", FieldType.DATE, said("Until"), span=3),
                        Field("done", FieldType.CHOICE, said("Done"), choices=options("All", "Part"), span=3),
                    ),
                    rows=3,
                ),
                Note("notice", (said("What is written here is kept."),)),
                Field("signature", FieldType.SIGNATURE, said("Signature"), span=8),
                Field("signed_on", FieldType.DATE, said("Signed on"), span=4),
            ),
        ),
    ),
    pages_at_most=1,
)

SCORED = FormDefinition(
    id="marks",
    version="1.0",
    title=said("Marks"),
    source=said("an example"),
    sections=(
        Section(
            "marks",
            said("Marks"),
            (
                Field("one", FieldType.RATING, said("One"), choices=GRADES, weight=Decimal(1)),
                Field("two", FieldType.RATING, said("Two"), choices=GRADES, weight=Decimal("2.5")),
                Field(
                    "two_again",
                    FieldType.RATING,
                    said("Two, by another"),
                    choices=GRADES,
                    weight=Decimal(1),
                    combine_with="two",
                ),
                Field("total", FieldType.NUMBER, said("Total"), limits=Limits(decimals=1), computed=True),
            ),
        ),
    ),
    scoring=Scoring(ScoreRule.SUM, benchmark=Decimal(10), total_field="total"),
)


def localized(
    form: FormDefinition = VISIT, locale: str = "en", words: Mapping[str, str] | None = None
) -> LocalizedForm:
    """A form in a locale; what has no words there is English."""
    known = {("test", text): translation for text, translation in (words or {}).items()}
    return LocalizedForm(form, Catalog(locale, {**known, ("print.sheet", "Form"): "Ձև" if locale == "hy" else "Form"}))


def filled(values: Mapping[str, Filled], form: LocalizedForm | None = None) -> bytes:
    """A copy of the small form, or of another, with values in it."""
    form = form or localized()
    return Blank(compile_blank(form), form).fill(values, COPY)


def read(content: bytes, form: LocalizedForm | None = None) -> Response:
    form = form or localized()
    return extract(OfficePackage(content), form, _printed(form))


@lru_cache(maxsize=16)
def _printed_in(form: FormDefinition, locale: str, words: tuple[tuple[tuple[str, str], str], ...]) -> Printed:
    return printed_on([LocalizedForm(form, Catalog(locale, dict(words)))])


def _printed(form: LocalizedForm) -> Printed:
    return _printed_in(form.form, form.locale, tuple(form.catalog.words.items()))


def written(response: Response) -> dict[str, str]:
    return {key: answer.written for key, answer in response.answers.items()}


def place(book: openpyxl.Workbook, key: str) -> tuple[str, str]:
    """The sheet and the cell of a key."""
    return next(iter(book.defined_names[f"fg_{key}"].destinations))


def typed(content: bytes, entries: Mapping[str, object]) -> bytes:
    """What a person types or chooses in the cells of a workbook, saved by openpyxl."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for key, value in entries.items():
        sheet, cell = place(book, key)
        book[sheet][cell].value = value
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()

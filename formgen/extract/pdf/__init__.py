"""A fillable PDF and its form -> the answers written into its fields, each under its key."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pikepdf

from formgen.document.stamp import FIELD_NAME
from formgen.extract.pdf.annotations import drawn_signatures, remarks
from formgen.extract.pdf.fields import Field, fields_of
from formgen.extract.pdf.reading import read, stored
from formgen.model.catalog import LocalizedForm
from formgen.model.document import Answer, Response
from formgen.model.finding import Finding, finding
from formgen.model.form import FormDefinition
from formgen.model.slot import Slot, slots, slots_of_table

_ROW = re.compile(r"(?P<table>[^.]+)\.(?P<row>[1-9][0-9]{0,3})\.(?P<column>[^.]+)")


def extract(pdf: pikepdf.Pdf, localized: LocalizedForm) -> Response:
    """Read every field of a form; what cannot be told for certain carries its doubt, what is lost a finding."""
    fields: dict[str, list[Field]] = {}
    for each in fields_of(pdf):
        fields.setdefault(each.key, []).append(each)
    asked = {slot.key: slot for slot in slots(localized.form)}
    answers: dict[str, Answer] = {}
    findings = list(_missing(localized, asked, fields))
    for key, slot in [*asked.items(), *_further_rows(localized.form, asked, fields)]:
        answer = _one(key, slot, localized, fields.pop(key, []))
        if answer is not None and not _is_printed(localized, answer):
            answers[key] = answer
    for key in drawn_signatures(pdf, asked):
        answers.setdefault(key, Answer(key, "", exact="drawn"))
    for key, group in fields.items():
        written = [text for field in group if key != FIELD_NAME and (text := stored(field)) is not None]
        findings.extend(finding("outside-answer", key, text) for text in written[:1])
    findings.extend(remarks(pdf, asked))
    if pdf.get_warnings():
        findings.append(finding("repaired"))
    return Response(answers, tuple(findings))


def _is_printed(localized: LocalizedForm, answer: Answer) -> bool:
    """Whether a field still says what the form itself prints there, which nobody wrote."""
    printed = localized.form.printed.get(answer.key)
    if printed is None or answer.doubt is not None:
        return False
    return answer.written in {f"{printed:f}", f"{printed:f}".replace(".", ",")}


def _one(key: str, slot: Slot, localized: LocalizedForm, fields: list[Field]) -> Answer | None:
    """The answer of one key; two fields of the same name must say the same."""
    labels = {choice.code: localized.text(choice.label) for choice in slot.field.choices}
    found = [answer for field in fields if (answer := read(key, slot.kind, labels, field)) is not None]
    different = list(dict.fromkeys(found))
    if len(different) <= 1:
        return different[0] if different else None
    return Answer(key, " / ".join(dict.fromkeys(each.written for each in different)), doubt="signs-disagree")


def _further_rows(
    form: FormDefinition, asked: Mapping[str, Slot], fields: Mapping[str, list[Field]]
) -> Iterator[tuple[str, Slot]]:
    """The cells of rows that were added beyond those printed."""
    for key in fields:
        match = _ROW.fullmatch(key)
        if match is not None and key not in asked and match["table"] in form.tables:
            row = int(match["row"])
            for slot in slots_of_table(form.tables[match["table"]], rows=1):
                if slot.field.id == match["column"]:
                    yield key, replace(slot, key=key, row=row)


def _missing(
    localized: LocalizedForm, asked: Mapping[str, Slot], fields: Mapping[str, list[Field]]
) -> Iterator[Finding]:
    """The places that are gone: by key, by question where all of it is gone, or once where the whole form is."""
    gone = [slot for slot in asked.values() if slot.key not in fields]
    if len(gone) == len(asked):
        yield replace(finding("place-missing"), values={"field": localized.text(localized.form.title)})
        return
    whole = {slot.item_id for slot in gone} - {slot.item_id for slot in asked.values() if slot.key in fields}
    said = dict.fromkeys(slot.item_id if slot.item_id in whole else slot.key for slot in gone)
    yield from (finding("place-missing", name) for name in said)

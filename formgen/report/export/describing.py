"""Tables that were exported -> a Frictionless data package of them, and the JSON Schema of a record.

The vocabulary is that of https://specs.frictionlessdata.io (Data Package 1, Table Schema 1, CSV Dialect 1.2) and of
JSON Schema 2020-12. `privacy` and `labels` are properties of our own, which both leave free.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from formgen.message import Message
from formgen.model.catalog import LocalizedForm
from formgen.model.form import NOT_APPLICABLE, Choice, Field, FieldType, FormDefinition, Privacy, Table
from formgen.report.export.columns import NUMBER, ROW, Column, Kind, Sheet, Source, Wanted, heading
from formgen.report.export.text import Dialect

Json = dict[str, Any]

GUARDED = Message(
    "export.guarded",
    "Made for Excel: an apostrophe (') stands before every text that Excel would run as a formula or turn into a "
    "number or a date. Programs should use the exact format (csv) instead.",
)
TICKS = Message(
    "export.ticks",
    "A question with several answers has a column for each option, true or false; empty where none was chosen.",
)
TITLE = Message("export.title", "Records of completed forms")
CODES = Message("export.codes", "The options of every question: codes, and their words in every language")
_TYPES = {
    Kind.TEXT: "string",
    Kind.CODE: "string",
    Kind.DATE: "date",
    Kind.NUMBER: "number",
    Kind.INTEGER: "integer",
    Kind.BOOLEAN: "boolean",
}
_DRAFT = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a form in every language, by locale, and the language people are told in."""

    by_locale: Mapping[str, LocalizedForm]
    shown: LocalizedForm

    def titles(self, message: Message) -> Mapping[str, str]:
        """A message in every language."""
        return {locale: localized.text(message) for locale, localized in self.by_locale.items()}


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written: its name, size and digest, and the separator and comma in it, where it has them."""

    name: str
    size: int
    sha256: str
    dialect: Dialect | None = None
    sheet: str | None = None


def resource(sheet: Sheet, written: Written, headings: Sequence[str], words: Words, *, labelled: bool) -> Json:
    """The description of one table: its file, its columns, what ties it to the records."""
    columns = [
        _field(column, name, written.dialect, words, labelled=labelled)
        for column, name in zip(sheet.columns, headings, strict=True)
    ]
    schema: Json = {"fields": columns, "missingValues": [""]}
    number = headings[0]
    if sheet.table is None:
        schema["primaryKey"] = [number]
    else:
        schema["primaryKey"] = [number, headings[1]]
        target = {"resource": resource_name(sheet.form.id), "fields": [number]}
        schema["foreignKeys"] = [{"fields": [number], "reference": target}]
    title = sheet.form.title if sheet.table is None else sheet.table.label
    description = [words.shown.text(TICKS)]
    if written.dialect and written.dialect.guarded:
        description.append(words.shown.text(GUARDED))
    return {
        "name": resource_name(sheet.name),
        "title": words.shown.text(title),
        "titles": words.titles(title),
        "description": " ".join(description),
        **_file(written),
        "schema": schema,
    }


def lines_resource(form: FormDefinition, written: Written, schema: str, words: Words) -> Json:
    """The description of a file of JSON Lines; `schema` is the name of the file that describes a line."""
    return {
        "name": resource_name(form.id),
        "title": words.shown.text(form.title),
        "titles": words.titles(form.title),
        "path": written.name,
        "profile": "data-resource",
        "format": "ndjson",
        "mediatype": "application/x-ndjson",
        "encoding": "utf-8",
        "bytes": written.size,
        "hash": f"sha256:{written.sha256}",
        "jsonSchema": schema,
    }


def package(resources: Sequence[Json], shown: LocalizedForm) -> Json:
    """The data package of an export."""
    return {"profile": "data-package", "name": "formgen-records", "title": shown.text(TITLE), "resources": resources}


def resource_name(name: str) -> str:
    """A name as data packages take them: small letters, digits, `.`, `-` and `_`."""
    return name.lower()


def _file(written: Written) -> Json:
    told: Json = {"path": written.name, "profile": "tabular-data-resource"}
    if written.dialect is None:
        told |= {"format": "xlsx", "dialect": {"sheetName": written.sheet, "excel": {"sheet": written.sheet}}}
        told["mediatype"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    else:
        told |= {"format": "csv", "mediatype": "text/csv"}
        encoding = "utf-8-sig" if written.dialect.mark else "utf-8"
        told |= {"encoding": encoding, "dialect": {"delimiter": written.dialect.separator, "lineTerminator": "\r\n"}}
    return {**told, "bytes": written.size, "hash": f"sha256:{written.sha256}"}


def _field(column: Column, name: str, dialect: Dialect | None, words: Words, *, labelled: bool) -> Json:
    shown = words.shown
    told: Json = {"name": name, "type": _TYPES[column.kind], "title": heading(column, shown)}
    if name != column.name:
        told["key"] = column.name
    is_worded = labelled and bool(column.choices)
    if is_worded and column.kind is not Kind.INTEGER:
        told["type"] = "string"
    if column.kind is Kind.NUMBER and dialect is not None and dialect.decimal != ".":
        told["decimalChar"] = dialect.decimal
    constraints = dict(_constraints(column, is_worded=is_worded))
    if constraints:
        told["constraints"] = constraints
    if column.field is not None and column.field.privacy is not Privacy.NONE:
        told["privacy"] = column.field.privacy
    if column.choices and not is_worded:
        told["labels"] = {choice.code: words.titles(choice.label) for choice in column.choices}
    return told


def _constraints(column: Column, *, is_worded: bool) -> Iterator[tuple[str, object]]:
    if column.name in {NUMBER, ROW}:
        yield "required", True
    if column.source is Source.OFFICE or is_worded:
        return
    if column.kind is Kind.CODE and column.choices:
        yield "enum", [choice.code for choice in column.choices]


# --- the schema of a record


def record_schema(form: FormDefinition, wanted: Wanted, words: Words) -> Json:
    """The JSON Schema of a line: a record with the types of CONTRACT.md section 4, and what the office says of it."""
    shown = words.shown
    text, whole = {"type": "string"}, {"type": "integer"}
    record = {item.id: _item(item, wanted, words) for item in form.items.values() if _is_asked(item, wanted)}
    properties: Json = {
        "record_number": {"type": "string", "pattern": "^[0-9]{4}-[0-9]+$"},
        "form": {"const": form.id},
        "version": text,
        "locale": text,
        "variant": {"type": ["string", "null"]},
        "status": text,
        "received": {"type": "string", "format": "date"},
        "revision": whole,
        "findings": whole,
        "record": {"type": "object", "properties": record, "additionalProperties": False},
        "computed": {"type": "object"},
    }
    return {
        "$schema": _DRAFT,
        "title": shown.text(form.title),
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _is_asked(item: object, wanted: Wanted) -> bool:
    return isinstance(item, Field | Table) and wanted.allows(item)


def _item(item: object, wanted: Wanted, words: Words) -> Json:
    if isinstance(item, Table):
        cells = {column.id: _value(column, wanted, words) for column in item.columns if wanted.allows(column)}
        row = {"type": "object", "properties": cells, "required": list(cells), "additionalProperties": False}
        return {"title": words.shown.text(item.label), "type": "array", "items": row}
    assert isinstance(item, Field)
    return _value(item, wanted, words)


def _value(field: Field, wanted: Wanted, words: Words) -> Json:
    told: Json = {"title": words.shown.text(field.label)}
    if field.privacy is not Privacy.NONE:
        told["privacy"] = field.privacy
    codes = [choice.code for choice in field.choices if wanted.allows_option(choice)]
    if field.choices and field.type is not FieldType.YES_NO:
        told["labels"] = {choice.code: words.titles(choice.label) for choice in field.choices if choice.code in codes}
    return {**told, **_type(field, codes)}


def _type(field: Field, codes: Sequence[str]) -> Json:
    match field.type:
        case FieldType.DATE:
            return {"type": ["string", "null"], "format": "date"}
        case FieldType.NUMBER:
            return {"type": ["number", "null"]}
        case FieldType.YES_NO:
            return {"type": ["boolean", "null"]}
        case FieldType.CHOICE:
            return {"enum": [*codes, None]}
        case FieldType.MULTI_CHOICE:
            return {"type": "array", "items": {"enum": list(codes)}}
        case FieldType.RATING:
            return {"enum": [*(code if code == NOT_APPLICABLE else int(code) for code in codes), None]}
        case FieldType.SIGNATURE:
            properties = {"kind": {"type": "string"}, "name": {"type": ["string", "null"]}}
            return {"type": ["object", "null"], "properties": {**properties, "valid": {"type": ["boolean", "null"]}}}
        case _:
            return {"type": ["string", "null"]}


# --- the codes and their words


def code_headings(locales: Sequence[str]) -> list[str]:
    """The headings of the sheet of codes."""
    return ["form", "field", "code", *locales]


def code_rows(form: FormDefinition, wanted: Wanted, words: Words) -> Iterator[list[str]]:
    """Every question of a form with its words in every language, and below it its options."""
    for item in form.items.values():
        if not _is_asked(item, wanted):
            continue
        assert isinstance(item, Field | Table)
        yield [form.id, item.id, "", *words.titles(item.label).values()]
        if isinstance(item, Field):
            yield from _option_rows(form, item.id, _choices(form, item), wanted, words)
        else:
            for column in item.columns:
                if wanted.allows(column):
                    name = f"{item.id}.{column.id}"
                    yield [form.id, name, "", *words.titles(column.label).values()]
                    yield from _option_rows(form, name, column.choices, wanted, words)


def _choices(form: FormDefinition, field: Field) -> tuple[Choice, ...]:
    return form.variants if field.id == form.variant_field else field.choices


def _option_rows(
    form: FormDefinition, name: str, choices: Sequence[Choice], wanted: Wanted, words: Words
) -> Iterator[list[str]]:
    for choice in choices:
        if wanted.allows_option(choice):
            yield [form.id, name, choice.code, *words.titles(choice.label).values()]

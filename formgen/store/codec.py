"""Values, answers and findings -> JSON text that any database can hold, and back."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from formgen.message import Message
from formgen.model.document import Answer, ReadBy
from formgen.model.finding import Finding, Severity
from formgen.model.form import Field, FieldType, FormDefinition, Table
from formgen.model.record import Record, Row, Scalar, Signature, SignatureKind, Value
from formgen.store.kept import Reading

_SURROGATE = re.compile("[\ud800-\udfff]")


def text_of(value: object) -> str:
    """JSON on one line, in the order given; half characters, which no database takes, are written as escapes."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)
    return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def parsed(text: str | None) -> Any:
    """What `text_of` wrote; None for no text. A number with a fraction is a Decimal."""
    return None if text is None else json.loads(text, parse_float=Decimal)


def digest(*texts: str | None) -> str:
    """The SHA-256 of some texts, in hexadecimal, by which a changed row is known."""
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()


def storable(text: str) -> str:
    """A text as a database holds it: half characters and NUL, as some file names have them, become escapes."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")


def _plain(value: object) -> object:
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case dt.date():
            return value.isoformat()
        case Signature():
            return {"kind": value.kind, "name": value.name, "valid": value.valid}
        case Message():
            return {"message": [value.context, value.text, dict(value.values)]}
        case Mapping():
            return dict(value)
        case frozenset():
            return sorted(value)
        case _:
            return str(value)


def plain_values(values: Mapping[str, Value]) -> Mapping[str, object]:
    """The values of a record as JSON has them (CONTRACT.md section 4)."""
    found: dict[str, object] = parsed(text_of(values))
    return found


def typed_record(values: Mapping[str, object], form: FormDefinition) -> Record:
    """A kept record in the types of its form, a value for every item; what the form does not ask is left out."""
    found: dict[str, Value] = {}
    if form.variant_field is not None:
        found[form.variant_field] = _scalar(values.get(form.variant_field), FieldType.CHOICE)
    for item in form.items.values():
        value = values.get(item.id)
        if isinstance(item, Table):
            rows = value if isinstance(value, list) else []
            found[item.id] = tuple(_row(row, item) for row in rows)
        elif isinstance(item, Field) and item.type is FieldType.MULTI_CHOICE:
            found[item.id] = tuple(str(code) for code in value) if isinstance(value, list) else ()
        elif isinstance(item, Field):
            found[item.id] = _scalar(value, item.type)
    return Record(found)


def _row(row: Mapping[str, object], table: Table) -> Row:
    return {column.id: _scalar(row.get(column.id), column.type) for column in table.columns}


def _scalar(value: object, kind: FieldType) -> Scalar:
    match kind, value:
        case FieldType.DATE, str():
            return dt.date.fromisoformat(value)
        case FieldType.NUMBER, int() | float() | Decimal():
            return Decimal(str(value))
        case FieldType.SIGNATURE, {"kind": str(sign), "name": name, "valid": valid}:
            return Signature(SignatureKind(sign), name, valid)
        case _, None | str() | bool() | int():
            return value
        case _:
            raise TypeError(f"{kind}: {type(value).__name__}")


def plain_findings(findings: tuple[Finding, ...]) -> list[dict[str, object]]:
    """Findings as JSON has them, with what fills their words, so that they can be said in any language later."""
    return [
        {
            "code": each.code,
            "severity": each.severity,
            "field": each.field,
            "written": each.written,
            "values": dict(each.values),
        }
        for each in findings
    ]


def findings_of(found: object) -> tuple[Finding, ...]:
    """What `plain_findings` wrote."""
    return tuple(
        Finding(
            each["code"],
            each["field"],
            each["written"],
            {name: _worded(value) for name, value in each["values"].items()},
            Severity(each["severity"]),
        )
        for each in (found if isinstance(found, list) else ())
    )


def _worded(value: object) -> object:
    match value:
        case {"message": [str(context), str(text), dict(values)]}:
            return Message(context, text, {name: _worded(inner) for name, inner in values.items()})
        case _:
            return value


def reading_text(reading: Reading) -> str:
    """A reading as JSON text."""
    answers = {
        key: [answer.written, answer.read_by, answer.exact, answer.doubt] for key, answer in reading.answers.items()
    }
    return text_of(
        {
            "record": reading.record,
            "computed": reading.computed,
            "answers": answers,
            "findings": plain_findings(reading.findings),
        }
    )


def reading_of(text: str | None) -> Reading:
    """What `reading_text` wrote; an empty reading for no text."""
    found = parsed(text)
    if found is None:
        return Reading(None)
    answers = {
        key: Answer(key, written, ReadBy(read_by), exact, doubt)
        for key, (written, read_by, exact, doubt) in found["answers"].items()
    }
    return Reading(found["record"], found["computed"], answers, findings_of(found["findings"]))

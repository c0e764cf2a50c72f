"""A report -> one line of JSON, as CONTRACT.md section 4 says."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from decimal import Decimal

from formgen.model.catalog import LocalizedForm
from formgen.model.finding import Finding
from formgen.model.record import Signature
from formgen.model.report import Report
from formgen.report.doctor import plain_document
from formgen.report.words import describe

_ACTING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters that act on a terminal, turn the direction of text or are half a one: names of files may have them."""


def json_line(report: Report, shown: LocalizedForm) -> str:
    r"""One report as JSON without line breaks; messages are said in the words of `shown`.

    What could act on whoever looks at the line is written as `\uXXXX`, which says the same to a program. The bytes
    of a file's name that are no text stand as U+DC80 to U+DCFF, as Python has them (PEP 383). `document` is there
    only where the history of the document was asked for.
    """
    line = json.dumps(_plain(report, shown), ensure_ascii=False, default=plain)
    return _ACTING.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def _plain(report: Report, shown: LocalizedForm) -> Mapping[str, object]:
    submission, stamp = report.submission, report.stamp
    return {
        "source": {
            "path": submission.path,
            "sha256": submission.sha256,
            "bytes": submission.size,
            "format": submission.format,
        },
        "stamp": stamp
        and {
            "form": stamp.form,
            "version": stamp.version,
            "locale": stamp.locale,
            "variant": stamp.variant,
            "copy": stamp.copy,
            "found_by": report.found_by,
        },
        "status": report.status,
        "record": report.record and dict(report.record.values),
        "computed": dict(report.computed),
        "answers": {
            key: {"written": answer.written, "read_by": answer.read_by} for key, answer in report.answers.items()
        },
        "findings": [plain_finding(each, shown) for each in report.findings],
        **({} if report.diagnosis is None else {"document": plain_document(report)}),
    }


def plain_finding(finding: Finding, shown: LocalizedForm) -> Mapping[str, object]:
    """A finding as JSON has it, with its words."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "field": finding.field,
        "written": finding.written,
        "message": describe(finding, shown),
    }


def plain(value: object) -> object:
    """A typed value as JSON has it; a decimal with a fraction becomes the nearest JSON number."""
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case dt.date():
            return value.isoformat()
        case Signature():
            return {"kind": value.kind, "name": value.name, "valid": value.valid}
        case Mapping():
            return dict(value)
        case _:
            raise TypeError(type(value).__name__)

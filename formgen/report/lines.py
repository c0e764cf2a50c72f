"""A report -> one line of JSON, as CONTRACT.md section 4 says."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from decimal import Decimal

from formgen.model.catalog import LocalizedForm
from formgen.model.finding import Finding
from formgen.model.record import Signature
from formgen.model.report import Report
from formgen.report.words import describe


def json_line(report: Report, shown: LocalizedForm) -> str:
    """One report as JSON without line breaks; messages are said in the words of `shown`."""
    return json.dumps(_plain(report, shown), ensure_ascii=False, default=plain)


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
        "findings": [_finding(each, shown) for each in report.findings],
    }


def _finding(finding: Finding, shown: LocalizedForm) -> Mapping[str, object]:
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

"""What is to be said of a record somebody wants filled in."""

from __future__ import annotations

from collections.abc import Mapping

from formgen.message import Message
from formgen.model.kinds.kind import Kind, Severity

ERROR, REVIEW = Severity.ERROR, Severity.REVIEW

RECORDS: Mapping[str, Kind] = {
    # --- records given to `fill`
    "unknown-field": Kind(
        ERROR, Message("finding.unknown-field", "“{field}” is not a field of this form. {suggestion}")
    ),
    "not-asked": Kind(
        ERROR,
        Message(
            "finding.not-asked",
            "“{field}” is not asked where {variant_field} is {variant}. Leave it out, or correct {variant_field}.",
        ),
    ),
    "bad-record": Kind(
        ERROR,
        Message("finding.bad-record", "The data cannot be read as a record at {written}: {reason}. Correct it there."),
    ),
    "other-form": Kind(
        ERROR,
        Message(
            "finding.other-form", "The record is of another form, “{written}”. Fill that one with it, or take it out."
        ),
    ),
    "number-twice": Kind(
        ERROR,
        Message(
            "finding.number-twice",
            "“{field}”: another record, at {place}, has the number {written} as well. Give each its own.",
        ),
    ),
    "stray-cell": Kind(
        ERROR,
        Message("finding.stray-cell", "“{written}” stands in a column without a heading. Give the column one."),
    ),
    "variant-missing": Kind(
        ERROR,
        Message(
            "finding.variant-missing",
            "“{field}” must say for whom the form is: {options}. The record says “{written}”.",
        ),
    ),
    "would-overwrite": Kind(
        ERROR,
        Message(
            "finding.would-overwrite",
            "{field} is there already with other contents and was left as it is. "
            "Move it away, or name another folder with --out.",
        ),
    ),
    "overflow": Kind(
        REVIEW,
        Message(
            "finding.overflow",
            "“{field}” is longer than its box on the page ({format}): the document keeps it whole, the print does not "
            "show its end. Shorten it, or send the document itself.",
        ),
    ),
    "wrong-type": Kind(ERROR, Message("finding.wrong-type", "“{field}”: “{written}” is not {expected}.")),
}

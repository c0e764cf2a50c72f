"""What is to be said of a document, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from enum import StrEnum

from formgen.message import Message
from formgen.model.kinds import KINDS, Severity

__all__ = ["KINDS", "Finding", "Severity", "Status", "finding", "status_of"]


class Status(StrEnum):
    """What becomes of a document (CONTRACT.md section 4)."""

    ACCEPTED = "accepted"
    REVIEW = "review"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to be said of a document; never raised, always kept with the record.

    `field` is a field id, or a key where one tick or cell is meant; `values` fill the
    words of the code. `severity` is the code's usual one unless the form says otherwise.
    """

    code: str
    field: str | None = None
    written: str | None = None
    values: Mapping[str, object] = attribute(default_factory=dict, compare=False)
    severity: Severity = Severity.REVIEW

    @property
    def text(self) -> Message:
        """The words of the finding, with what they are about."""
        message = KINDS[self.code].text
        about = {"field": self.field or "", "written": self.written or "", **self.values}
        return Message(message.context, message.text, about)


def finding(
    code: str,
    field: str | None = None,
    written: str | None = None,
    severity: Severity | None = None,
    **values: object,
) -> Finding:
    """Make a finding of a known code, with the code's usual severity unless one is given."""
    return Finding(code, field, written, values, severity or KINDS[code].severity)


def status_of(findings: tuple[Finding, ...]) -> Status:
    """Tell accepted from for-review; rejection is decided where no record can be made."""
    grave = {Severity.ERROR, Severity.REVIEW}
    return Status.REVIEW if any(f.severity in grave for f in findings) else Status.ACCEPTED

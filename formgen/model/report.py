"""What became of one received file: everything a person or a program is told of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from formgen.model.document import Answer, Diagnosis, FoundBy, Stamp, Submission
from formgen.model.finding import Finding, Status
from formgen.model.form import FormDefinition
from formgen.model.record import Record


@dataclass(frozen=True, slots=True)
class Report:
    """The journey of one submission; `stamp`, `form` and `record` are None where it was rejected."""

    submission: Submission
    status: Status
    findings: tuple[Finding, ...]
    stamp: Stamp | None = None
    found_by: FoundBy | None = None
    form: FormDefinition | None = None
    record: Record | None = None
    computed: Mapping[str, object] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    diagnosis: Diagnosis | None = None

"""A document that was read, or could not be -> what was done to it on its way."""

from __future__ import annotations

import importlib
from dataclasses import replace
from typing import Any

from formgen.document.saving import saved_by
from formgen.document.unreadable import UnreadableError, foreign
from formgen.model.document import Count, Diagnosis, FoundBy, Sign
from formgen.model.report import Report
from formgen.pipeline.project import Project

NOTHING = Diagnosis(None, {})
"""What is known of a document that could not be opened."""


def diagnosis_of(project: Project, report: Report, opened: Any) -> Diagnosis:
    """What became of a document; `opened` is what its readers got, None where there was nothing to give them."""
    kind = report.submission.format
    if opened is None or kind is None:
        return NOTHING
    format_ = kind.reads_as
    try:
        with foreign():
            if report.stamp is None or report.form is None:
                return Diagnosis(saved_by(opened, format_), {})
            localized = project.shown(report.form, report.stamp.locale, report.stamp.variant)
            reader = importlib.import_module(f"formgen.extract.{format_}.diagnosis")
            found: Diagnosis = reader.diagnose(opened, localized)
    except UnreadableError:
        return NOTHING
    stamp = Count(int(report.found_by is FoundBy.METADATA), 1)
    return replace(found, signs={Sign.STAMP: stamp, **found.signs})

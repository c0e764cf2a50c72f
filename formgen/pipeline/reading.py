"""One place in a received file -> its report (identify, extract, validate), or what the container there holds."""

from __future__ import annotations

import datetime as dt
import importlib
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from formgen.document.active import active_content
from formgen.document.container import Opener
from formgen.document.opening import kind_of, open_pdf
from formgen.document.unreadable import UnreadableError, foreign
from formgen.model.catalog import LocalizedForm
from formgen.model.document import Format, FoundBy, Response, Stamp, Submission
from formgen.model.finding import Status, finding, status_of
from formgen.model.form import FormDefinition, for_variant
from formgen.model.limits import Limits, passed
from formgen.model.listing import Listing
from formgen.model.report import Report
from formgen.pipeline.jobs import Job, Wish, rejected, today
from formgen.pipeline.project import Project


def reader(folder: bytes, limits: Limits) -> Callable[[Job], Report | Listing]:
    """Prepare to read documents for a project; a container is answered with what it holds."""
    project = Project(Path(os.fsdecode(folder)))
    opener = Opener(limits)

    def read(job: Job) -> Report | Listing:
        found = _read_place(project, opener, (Path(os.fsdecode(job.path)), job.inside), job.wish)
        return replace(found, form=None) if isinstance(found, Report) else found  # whoever asks has the forms

    return read


def read_document(project: Project, path: Path, received: dt.date | None = None) -> Report:
    """Read one file of a known sender in this very process; what cannot be read is a rejected report with the reason.

    Files of strangers are read by `intake.extract`, where they can do no harm. An archive or a mail is not opened.
    """
    opener = Opener(project.settings.limits)
    found = _read_place(project, opener, (path, ()), Wish(received or today(), keep=True))
    opener.close()
    return found if isinstance(found, Report) else rejected(path.as_posix(), finding("container", kind="ZIP / EML"))


def _read_place(project: Project, opener: Opener, place: tuple[Path, tuple[int, ...]], wish: Wish) -> Report | Listing:
    submission = Submission(place[0].as_posix())
    opened: Any = None
    try:
        found = opener.open(*place)
        if not isinstance(found, bytes):
            with foreign():
                return found.listing()
        submission = Submission.of(submission.path, found, keep=wish.keep)
        with foreign():
            kind, package = kind_of(found, opener.limits)
            submission = replace(submission, format=kind)
            opened = open_pdf(found, opener.limits) if package is None else package
        report = _read(project, submission, opened, wish.received)
    except UnreadableError as error:
        report = Report(submission=submission, status=Status.REJECTED, findings=(error.finding,))
    return _explained(project, report, opened) if wish.explain else report


def _explained(project: Project, report: Report, opened: Any) -> Report:
    from formgen.pipeline.explaining import diagnosis_of

    try:
        with foreign():
            return replace(report, diagnosis=diagnosis_of(project, report, opened))
    except UnreadableError:  # what is too damaged to be explained is rejected already, and says so
        return report


def _read(project: Project, submission: Submission, opened: Any, received: dt.date) -> Report:
    from formgen.validate import validate

    assert submission.format is not None
    format_ = submission.format.reads_as
    with foreign():
        found: tuple[Stamp, FoundBy] | None = importlib.import_module(f"formgen.identify.{format_}").find_stamp(opened)
    stamp, found_by = found or (_recognized(project, format_, opened), FoundBy.LABELS)
    definition = _definition(project, stamp)
    localized = project.shown(definition, stamp.locale, stamp.variant)
    if stamp.draft:
        localized = replace(localized, draft=True)
    with foreign():
        response = _response(project, opened, format_, localized)
    characters = sum(len(answer.written) for answer in response.answers.values())
    if characters > project.settings.limits.characters:
        raise UnreadableError(passed(project.settings.limits, "characters", characters))
    judgment = validate(response, localized, project.lexicon(definition, stamp.variant), received)
    with foreign():
        active = active_content(opened)
    told = [finding("active-content", parts="; ".join(active))] if active else []
    told += [finding("draft")] if stamp.draft else []
    told += [finding("identified-by-labels")] if found is None else []
    findings = (*told, *judgment.findings)
    report = Report(
        submission=submission,
        status=status_of(findings),
        stamp=stamp,
        found_by=found_by,
        form=localized.form,
        record=judgment.record,
        computed=judgment.computed,
        answers=response.answers,
        findings=findings,
    )
    return in_today_s_keys(project, report)


def _recognized(project: Project, format_: Format, opened: Any) -> Stamp:
    """The stamp that a document without one must have had; UnreadableError."""
    from formgen.pipeline.recognizing import stamp_of

    try:
        with foreign():
            return stamp_of(project, format_, opened)
    except UnreadableError as error:
        is_damaged = format_ is Format.PDF and bool(opened.get_warnings())
        if error.finding.code == "foreign" and is_damaged:
            raise UnreadableError(finding("damaged")) from error
        raise


def _response(project: Project, opened: Any, format_: Format, localized: LocalizedForm) -> Response:
    """What a person wrote in a document; only a Word document shows words where nobody answered."""
    reader = importlib.import_module(f"formgen.extract.{format_}")
    response: Response
    if format_ is Format.DOCX:
        printed = project.printed(localized.form, localized.variant)
        response = reader.extract(opened, localized, project.placeholders, printed)
    elif format_ is Format.PDF:
        from formgen.pipeline.layouts import layout_of

        response = reader.extract(opened, localized, layout_of(project, localized))
    else:
        response = reader.extract(opened, localized, project.printed(localized.form, localized.variant))
    return response


def in_today_s_keys(project: Project, report: Report) -> Report:
    """Bring the record of an earlier version to today's definition, where the form still has one."""
    from formgen.validate.migration import bring_to_today

    stamp, form, record = report.stamp, report.form, report.record
    if stamp is None or form is None or record is None or stamp.form not in project.definition_paths:
        return report
    today = for_variant(project.definition(stamp.form), stamp.variant)
    if today.version == form.version:
        return report
    brought, told = bring_to_today(record, report.answers, form, today)
    is_blank = any(each.code == "blank" for each in report.findings)
    findings = report.findings if is_blank else (*report.findings, *told)
    return replace(report, record=brought, findings=findings, status=status_of(findings))


def _definition(project: Project, stamp: Stamp) -> FormDefinition:
    """The definition of the version in a stamp, today's or a published one."""
    definition = project.edition(stamp.form, stamp.version) if stamp.locale in project.locales else None
    variants: set[str | None] = {choice.code for choice in definition.variants} if definition else set()
    if definition is None or stamp.variant not in (variants or {None}):
        raise UnreadableError(finding("unknown-form", form=stamp.form, version=stamp.version))
    return definition

"""Received files -> reports: identify, extract, validate, one file after the other."""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from formgen.document.opening import UnreadableError, kind_of, open_pdf, read_file
from formgen.model.catalog import LocalizedForm
from formgen.model.document import FileKind, Format, FoundBy, Response, Stamp, Submission
from formgen.model.finding import Status, finding, status_of
from formgen.model.form import FormDefinition, for_variant
from formgen.model.report import Report
from formgen.pipeline.project import Project

_YEREVAN = dt.timezone(dt.timedelta(hours=4))


def today() -> dt.date:
    """The day it is in Yerevan; UTC+4, where the machine has no time zone data."""
    try:
        zone: dt.tzinfo = ZoneInfo("Asia/Yerevan")
    except ZoneInfoNotFoundError:
        zone = _YEREVAN
    return dt.datetime.now(zone).date()


def files_of(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named, in order; the files of a folder and of its folders sorted by name."""
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            yield from files_of(sorted(path.iterdir(), key=lambda each: each.name))
        else:
            yield path


def extract(project: Project, paths: Iterable[Path], received: dt.date | None = None) -> Iterator[Report]:
    """Read completed documents one by one; every file gives one report, whatever it is."""
    day = received or today()
    for path in files_of(paths):
        yield read_document(project, path, day)


def read_document(project: Project, path: Path, received: dt.date | None = None) -> Report:
    """Read one file; what cannot be read is a rejected report with the reason."""
    content = b""
    kind: FileKind | None = None
    try:
        content = read_file(path)
        kind, package = kind_of(content)
        opened = open_pdf(content) if package is None else package
        submission = Submission(path.as_posix(), content, kind)
        return _read(project, submission, opened, received or today())
    except UnreadableError as error:
        return Report(
            submission=Submission(path.as_posix(), content, kind),
            status=Status.REJECTED,
            findings=(error.finding,),
        )


def _read(project: Project, submission: Submission, opened: Any, received: dt.date) -> Report:
    from formgen.validate import validate

    assert submission.format is not None
    format_ = submission.format.reads_as
    found: tuple[Stamp, FoundBy] | None = importlib.import_module(f"formgen.identify.{format_}").find_stamp(opened)
    stamp, found_by = found or (_recognized(project, format_, opened), FoundBy.LABELS)
    definition = _definition(project, stamp)
    localized = project.shown(definition, stamp.locale, stamp.variant)
    response = _response(project, opened, format_, localized)
    judgment = validate(response, localized, project.lexicon(definition, stamp.variant), received)
    told = (finding("identified-by-labels"),) if found is None else ()
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
    return _in_today_s_keys(project, report)


def _recognized(project: Project, format_: Format, opened: Any) -> Stamp:
    """The stamp that a document without one must have had; UnreadableError."""
    from formgen.pipeline.recognizing import stamp_of

    try:
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
        response = reader.extract(opened, localized, project.placeholders)
    elif format_ is Format.PDF:
        from formgen.pipeline.layouts import layout_of

        response = reader.extract(opened, localized, layout_of(project, localized))
    else:
        response = reader.extract(opened, localized)
    return response


def _in_today_s_keys(project: Project, report: Report) -> Report:
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

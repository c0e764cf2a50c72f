"""A store with records in it, made without documents: what was answered is judged and taken in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from formgen.model.document import Stamp, Submission
from formgen.model.finding import status_of
from formgen.model.report import Report
from formgen.pipeline.project import Project
from formgen.pipeline.reading import read_document
from formgen.pipeline.registry import rejudging
from formgen.pipeline.registry.acting import Actor
from formgen.pipeline.registry.taking import Taken, new_document, take
from formgen.store.address import parse_address
from formgen.store.kept import Origin
from formgen.store.opening import Store, open_store
from formgen.validate import check_filling
from tests.forms import PROJECT, RECEIVED
from tests.loop import PROJECT as SHARED

CLERK = Actor("Sample clerk", "2026-11-21T08:00:00Z")


def new_store(folder: Path) -> Store:
    """An empty store in a folder."""
    return open_store(parse_address(str(folder / "records.db")), create=True)


def put(
    store: Store,
    stamp: Stamp,
    values: Mapping[str, object],
    received: dt.date = RECEIVED,
    sender: str | None = None,
    project: Project | None = None,
) -> Taken:
    """Take in what was answered, by key or nested, as a document of a stamp."""
    project = project or Project(PROJECT)
    shown = rejudging.form_of(project, stamp)
    record, faults = check_filling(values, shown, project.lexicon(shown.form, stamp.variant))
    assert not [each for each in faults if each.code in {"unknown-field", "wrong-type"}], faults
    judgment = rejudging.judge(project, stamp, record, rejudging.CERTAIN, received)
    report = Report(
        Submission("", None),
        status_of(judgment.findings),
        judgment.findings,
        stamp,
        record=judgment.record,
        computed=judgment.computed,
    )
    document = new_document(report, Origin(received, None, sender), has_content=False)
    with store.write() as connection:
        return take(connection, project, report, document, CLERK)


def taken_in(store: Store, path: Path, received: dt.date = RECEIVED) -> Taken:
    """Take in a file, read in this very process."""
    report = read_document(SHARED, path, received)
    with store.write() as connection:
        return take(connection, SHARED, report, new_document(report, Origin(received)), CLERK)

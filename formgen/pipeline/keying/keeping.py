"""A paper copy that was typed, and its scans -> the journal and a record."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from formgen.document.opening import read_file
from formgen.errors import ExitCode, FormgenError
from formgen.message import Message
from formgen.model.document import FileKind, Stamp, Submission
from formgen.model.finding import status_of
from formgen.model.report import Report
from formgen.pipeline.keying.typing import Paper, Typed, judge
from formgen.pipeline.project import Project
from formgen.pipeline.reading import in_today_s_keys
from formgen.pipeline.registry.acting import Actor
from formgen.pipeline.registry.taking import Taken, new_document, take, take_again
from formgen.store.documents import Known, known
from formgen.store.kept import Origin, State
from formgen.store.opening import Store

_EPOCH = (1980, 1, 1, 0, 0, 0)


class AlreadyKeyedError(FormgenError):
    """The scan is in the journal, and its record too."""

    exit_code = ExitCode.NEEDS_A_PERSON
    remedy = Message(
        "error.already-keyed.remedy", "Look at it with “formgen records show”, and correct it with “records correct”."
    )


@dataclass(frozen=True, slots=True)
class Scan:
    """The pictures of a paper copy as one original; several are put into a ZIP file together, unchanged."""

    content: bytes
    sha256: str
    path: str
    kind: FileKind | None


def scan_of(paths: Sequence[Path]) -> Scan | None:
    """Read the scans of a copy, of whatever kind; None where there are none. UnreadableError."""
    if not paths:
        return None
    contents = [read_file(path) for path in paths]
    content = contents[0] if len(contents) == 1 else _together(paths, contents)
    kind = FileKind.PDF if content.startswith(b"%PDF-") else None
    path = ", ".join(each.as_posix() for each in paths)
    return Scan(content, hashlib.sha256(content).hexdigest(), path, kind)


def _together(paths: Sequence[Path], contents: Sequence[bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for number, (path, content) in enumerate(zip(paths, contents, strict=True), start=1):
            archive.writestr(zipfile.ZipInfo(f"{number:02}-{path.name}", _EPOCH), content)
    return out.getvalue()


def place_of(store: Store, scan: Scan | None) -> Known | None:
    """Where a scan stands in the journal that could not be read before; AlreadyKeyedError where it has a record."""
    if scan is None:
        return None
    with store.read() as connection:
        entry = known(connection, [scan.sha256]).get(scan.sha256)
    _refuse(entry)
    return entry


def _refuse(entry: Known | None) -> None:
    if entry is not None and (entry.record is not None or entry.state is not State.REJECTED):
        values = {"document": entry.incoming, "record": entry.record or "–"}
        words = Message("error.already-keyed", "The scan is document {document}, of record {record}.", values)
        raise AlreadyKeyedError(words)


def keep(
    project: Project,
    store: Store,
    sheet: tuple[Paper, Typed, Stamp],
    scan: Scan | None,
    how: tuple[Origin, Actor],
) -> Taken:
    """Enter the copy into the journal and join it with the record it belongs to, as any document."""
    (paper, typed, stamp), (origin, who) = sheet, how
    judgment = judge(paper, typed.answers)
    submission = Submission("")
    if scan is not None:
        submission = Submission(scan.path, scan.kind, scan.sha256, len(scan.content), scan.content)
    report = Report(
        submission,
        status_of(judgment.findings),
        judgment.findings,
        stamp,
        form=paper.shown.form,
        record=judgment.record,
        computed=judgment.computed,
        answers=dict(typed.answers),
    )
    report = in_today_s_keys(project, report)
    document = new_document(report, origin, has_content=scan is not None)
    with store.write() as connection:
        entry = known(connection, [scan.sha256]).get(scan.sha256) if scan else None
        _refuse(entry)
        if entry is not None:
            return take_again(connection, project, report, document, (entry.id, entry.incoming), who)
        return take(connection, project, report, document, who)

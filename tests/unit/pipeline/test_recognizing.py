"""Unstamped documents in a project that has more than one version of a form."""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import zipfile
from pathlib import Path

import pytest

from formgen.model.document import Format
from formgen.pipeline.project import Project
from formgen.pipeline.reading import read_document
from tests.loop import ROOT, stampable

_STAMP = re.compile(rb"formgen:[a-z0-9_]+:[0-9.]+:[a-z]+:[a-z0-9_-]+:[A-Z2-7-]+")
_FOOT = re.compile(rb"<w:(?:header|footer)Reference[^>]*/>")
_DAY = dt.date(2026, 11, 21)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project whose closure form is at 1.1 and prints the same questions as 1.0 did."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "locales", folder / "locales")
    (folder / "forms").mkdir()
    text = (ROOT / "forms" / "closure.yaml").read_text(encoding="utf-8")
    assert 'version: "1.0"' in text
    (folder / "forms" / "closure.yaml").write_text(text.replace('version: "1.0"', 'version: "1.1"'), encoding="utf-8")
    return Project(folder)


def unstamped(*, foot: bool) -> bytes:
    """A completed closure form of version 1.0 without its stamp, and without head and foot where it was pasted."""
    out = io.BytesIO()
    whole = stampable("closure", "hy", Format.DOCX).fill({"case_number": "ԵՐ-2026-00777"}, None)
    with zipfile.ZipFile(io.BytesIO(whole)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            part = _STAMP.sub(b"", before.read(name))
            if foot or not re.match(r"word/(?:header|footer)|docProps|customXml", name):
                after.writestr(name, part if foot else _FOOT.sub(b"", part))
    return out.getvalue()


def test_every_version_there_is_may_be_meant(project: Project) -> None:
    stamps = {(each.stamp.form, each.stamp.version, each.stamp.locale) for each in project.candidates}
    assert {("closure", version, locale) for version in ("1.0", "1.1") for locale in ("hy", "en")} <= stamps
    # Forms that are not in the project any more are still published.
    assert ("referral", "1.0", "hy") in stamps
    variants = {each.stamp.variant for each in project.candidates if each.stamp.form == "service_evaluation"}
    assert len(variants) == 5


def test_the_version_printed_at_the_foot_decides(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(unstamped(foot=True))
    report = read_document(project, path, _DAY)
    assert report.stamp is not None
    assert (report.stamp.version, report.stamp.locale, report.found_by) == ("1.0", "hy", "labels")
    assert report.findings[0].code == "identified-by-labels"
    assert "earlier-version" in [each.code for each in report.findings]
    assert report.answers["case_number"].written == "ԵՐ-2026-00777"


def test_without_it_the_version_is_not_guessed(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(unstamped(foot=False))
    report = read_document(project, path, _DAY)
    assert [each.code for each in report.findings] == ["form-unclear"]
    assert report.findings[0].values["forms"] == "closure 1.0 hy, closure 1.1 hy"
    assert (report.status, report.stamp, report.record) == ("rejected", None, None)

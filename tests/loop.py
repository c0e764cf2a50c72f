"""The loop the tests close: this repository's forms as blanks, and received files as lines of `extract --json`."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from formgen.model.catalog import LocalizedForm
from formgen.model.document import Format
from formgen.pipeline.compiled import Blank, maker
from formgen.pipeline.project import Project
from formgen.pipeline.reading import read_document
from formgen.report.lines import json_line

ROOT = Path(__file__).resolve().parent.parent
PROJECT = Project(ROOT)
LOCALES = ("hy", "en")
FORMATS = tuple(Format)


def _sheets() -> Iterator[str]:
    for form in PROJECT.definitions():
        for variant in [choice.code for choice in form.variants] or [None]:
            yield form.id if variant is None else f"{form.id}-{variant}"


SHEETS = tuple(_sheets())
"""Every form of the repository, and every variant of those that have variants, as file names begin with them."""


@cache
def localized(form: str, locale: str) -> LocalizedForm:
    """A form, or `form-variant`, of the repository in the words of a locale."""
    name, _, variant = form.partition("-")
    return PROJECT.localized(PROJECT.definition(name), locale, variant or None)


@cache
def blank(form: str, locale: str, format_: Format) -> bytes:
    """A compiled blank."""
    return maker(format_).compile_blank(localized(form, locale))


@cache
def stampable(form: str, locale: str, format_: Format) -> Blank:
    """A compiled blank, ready to be filled by formgen."""
    return maker(format_).Blank(blank(form, locale, format_), localized(form, locale))


def read(path: Path, received: dt.date) -> dict[str, Any]:
    """One received file as `extract --json` shows it, with messages in English."""
    report = read_document(PROJECT, path, received)
    form = report.stamp.form if report.stamp else PROJECT.definitions()[0].id
    line = json_line(report, PROJECT.shown(PROJECT.definition(form), "en"))
    assert "\n" not in line
    found: dict[str, Any] = json.loads(line)
    return found

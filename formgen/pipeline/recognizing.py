"""A document whose stamp is gone -> the stamp it must have had, by its words and keys."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from formgen.identify.resemblance import Candidate, candidate_of, recognize
from formgen.model.document import Format, Stamp
from formgen.model.form import FormDefinition
from formgen.pipeline.making import variants_of
from formgen.pipeline.project import Project, shipped


def stamp_of(project: Project, format_: Format, opened: Any) -> Stamp:
    """The stamp a document must have had, but for the copy; UnreadableError where that is not certain."""
    traces = importlib.import_module(f"formgen.identify.{format_}").traces(opened)
    return recognize(traces, project.candidates)


def candidates_of(project: Project) -> Iterator[Candidate]:
    """Every form, version, variant and language of a project; FaultyDefinitionError."""
    for form in _editions(project):
        for variant in variants_of(form):
            for locale in project.locales:
                yield candidate_of(project.wordings(form, locale, variant))


def _editions(project: Project) -> Iterator[FormDefinition]:
    """Today's forms, then the published versions that are no longer today's."""
    forms = project.definitions()
    yield from forms
    known = {(form.id, form.version) for form in forms}
    for name, version in sorted(set(_published(project)) - known):
        form = project.edition(name, version)
        if form is not None:
            yield form


def _published(project: Project) -> Iterator[tuple[str, str]]:
    for folder in (project.published_folder, shipped() / "forms" / "published"):
        for path in _folders(folder):
            name, _, version = path.name.rpartition("-")
            if (path / f"{name}.yaml").is_file():
                yield name, version


def _folders(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []

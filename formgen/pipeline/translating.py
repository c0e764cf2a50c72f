"""The catalogs of a project, kept: brought up to date with definitions and program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from formgen.model.form import FormDefinition
from formgen.pipeline.making import write
from formgen.pipeline.project import PROGRAM, Project
from formgen.translate.catalog import FOLDER, read_file
from formgen.translate.po import Entry, PoFile, write_po
from formgen.translate.template import Source, form_sources, program_sources
from formgen.translate.updating import template, update

PACKAGE = Path(__file__).resolve().parent.parent
"""Where the program's own messages are written."""


@dataclass(frozen=True, slots=True)
class Updated:
    """One file of words after an update: whether it is another now, and how much of it there is."""

    path: Path
    locale: str | None
    changed: bool
    texts: int
    missing: int
    fuzzy: int
    obsolete: int


def sources_of(form: FormDefinition | None) -> Sequence[Source]:
    """The messages of a form's own catalog, or of the program's."""
    return tuple(program_sources(PACKAGE) if form is None else form_sources(form))


def domains(project: Project, names: tuple[str, ...] = ()) -> Iterator[tuple[str, FormDefinition | None]]:
    """The catalogs of a project: one for the program, one a form; or of the forms named alone."""
    if not names:
        yield PROGRAM, None
    for form in project.definitions(names):
        yield form.id, form


def update_catalogs(project: Project, names: tuple[str, ...] = (), locales: tuple[str, ...] = ()) -> Iterator[Updated]:
    """Bring template and catalogs up to date in the project's locales/; every catalog is read before one is written.

    Raises CatalogError for a file that is no catalog, and FaultyDefinitionError.
    """
    folder = project.folder / "locales"
    ready: list[tuple[Path, str | None, PoFile]] = []
    for domain, form in domains(project, names):
        sources = sources_of(form)
        ready.append((folder / f"{domain}.pot", None, template(sources, domain)))
        for locale in project.known_locales(locales):
            known = project.catalog_path(locale, domain)
            catalog = read_file(known) if known.is_file() else PoFile(Entry(""), ())
            path = folder / locale / FOLDER / f"{domain}.po"
            ready.append((path, locale, update(catalog, sources, locale, domain)))
    for path, each, catalog in ready:
        content = write_po(catalog)
        changed = not path.is_file() or path.read_bytes() != content
        if changed:
            write(path, content)
        live = list(catalog.live)
        missing, fuzzy = sum(not entry.said for entry in live), sum(entry.fuzzy for entry in live)
        yield Updated(path, each, changed, len(live), missing, fuzzy, len(catalog.entries) - len(live))

"""The catalogs of a project and the definitions and program of today -> catalogs and templates brought up to date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from formgen.model.form import FormDefinition
from formgen.model.room import Room
from formgen.pipeline.making import variants_of, write
from formgen.pipeline.project import PROGRAM, Project
from formgen.translate.catalog import FOLDER, read_file
from formgen.translate.po import Entry, PoFile, write_po
from formgen.translate.template import Source, form_messages, form_sources, program_messages, program_sources
from formgen.translate.updating import SOURCE_LOCALE, template, update

PACKAGE = Path(__file__).resolve().parents[2]
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


@dataclass(frozen=True, slots=True)
class Domain:
    """One catalog's worth of texts: a form's, or (`form` None) the program's own."""

    name: str
    form: FormDefinition | None


def domains(project: Project, names: tuple[str, ...] = ()) -> Iterator[Domain]:
    """The catalogs of a project: the program's and the forms'; or those of the forms named alone."""
    if not names or PROGRAM in names:
        yield Domain(PROGRAM, None)
    named = tuple(name for name in names if name != PROGRAM)
    if named or not names:
        yield from (Domain(form.id, form) for form in project.definitions(named))


def sources_of(project: Project, domain: Domain) -> Sequence[Source]:
    """The messages of a catalog, described; the room of a form's texts is that of the English layout."""
    if domain.form is None:
        return tuple(program_sources(PACKAGE))
    narrowest: dict[str, Room] = {}
    for room in rooms_of(project, domain.form, SOURCE_LOCALE):
        known = narrowest.setdefault(room.context, room)
        narrowest[room.context] = room if room.width < known.width else known
    return tuple(form_sources(domain.form, narrowest))


def rooms_of(project: Project, form: FormDefinition, locale: str) -> Iterator[Room]:
    """The room of the texts of a form, in all its variants; texts without a translation stand there in English."""
    from formgen.generate.pdf.rooms import rooms

    for variant in variants_of(form):
        yield from rooms(project.drafted(form, locale, variant))


def update_catalogs(project: Project, names: tuple[str, ...] = (), locales: tuple[str, ...] = ()) -> Iterator[Updated]:
    """Bring template and catalogs up to date in the project's locales/; every catalog is read before one is written.

    Raises CatalogError for a file that is no catalog, and FaultyDefinitionError.
    """
    folder = project.folder / "locales"
    ready: list[tuple[Path, str | None, PoFile]] = []
    for domain in domains(project, names):
        sources = sources_of(project, domain)
        ready.append((folder / f"{domain.name}.pot", None, template(sources, domain.name)))
        for locale in project.known_locales(locales):
            path = folder / locale / FOLDER / f"{domain.name}.po"
            catalog = update(catalog_of(project, locale, domain), sources, locale, domain.name)
            ready.append((path, locale, catalog))
    for path, each, catalog in ready:
        content = write_po(catalog)
        changed = not path.is_file() or path.read_bytes() != content
        if changed:
            write(path, content)
        live = list(catalog.live)
        missing, fuzzy = sum(not entry.said for entry in live), sum(entry.fuzzy for entry in live)
        yield Updated(path, each, changed, len(live), missing, fuzzy, len(catalog.entries) - len(live))


def catalog_of(project: Project, locale: str, domain: Domain) -> PoFile:
    """The catalog of a locale as its file has it; an empty one where there is no file. CatalogError."""
    path = project.catalog_path(locale, domain.name)
    return read_file(path) if path.is_file() else PoFile(Entry(""), ())


def keys_of(domain: Domain) -> dict[tuple[str, str], None]:
    """The texts of a catalog by msgctxt and msgid, in their order."""
    messages = program_messages(PACKAGE) if domain.form is None else form_messages(domain.form)
    prefix = "" if domain.form is None else f"{domain.form.id}."
    return {(each.context, each.text): None for each in messages if each.context.startswith(prefix)}


def current_catalog(project: Project, locale: str, domain: Domain) -> PoFile:
    """The catalog of a locale with every text of today, whether or not it was brought up to date. CatalogError."""
    catalog = catalog_of(project, locale, domain)
    if keys_of(domain).keys() <= {entry.key for entry in catalog.live}:
        return catalog
    return update(catalog, sources_of(project, domain), locale, domain.name)

"""The catalogs of a project, or any PO files -> every fault of their translations."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from formgen.errors import FormgenError
from formgen.generate.pdf.face import field_face
from formgen.model.form import FormDefinition
from formgen.model.room import Room
from formgen.pipeline.making import variants_of
from formgen.pipeline.project import Project
from formgen.pipeline.translating.catalogs import Domain, domains, keys_of, rooms_of
from formgen.translate.checking import Language, Wanted, check_file
from formgen.translate.faults import TranslationFault
from formgen.translate.glossary import read_glossary
from formgen.translate.groups import groups
from formgen.translate.po import PoFile
from formgen.translate.signs import Spelling
from formgen.validate.letters import mended
from formgen.validate.old_fonts import armenian_of
from formgen.validate.stops import mended_stops

_PRINTED = "print."
"""The program's own words that stand on the forms."""


@cache
def language(project: Project, locale: str) -> Language:
    """What the checks know of a language: its spelling, its glossary, the font of the forms."""
    spelling = Spelling(mended, mended_stops, armenian_of)
    glossary = read_glossary(project.locale_folders, locale)
    return Language(locale, spelling, glossary, frozenset(field_face().codes))


def check_catalogs(
    project: Project, names: tuple[str, ...] = (), locales: tuple[str, ...] = ()
) -> Iterator[TranslationFault]:
    """Yield the faults of the catalogs of a project: of every form and the program, or of the forms named."""
    for domain in domains(project, names):
        wanted = wanted_of(domain)
        for locale in project.known_locales(locales):
            yield from _check(project, domain, locale, wanted)


def check_domain(project: Project, domain: Domain, locale: str) -> Iterator[TranslationFault]:
    """Yield the faults of one catalog."""
    yield from _check(project, domain, locale, wanted_of(domain))


def wanted_of(domain: Domain) -> Wanted:
    """What a catalog of the project is checked against."""
    keys = list(keys_of(domain))
    printed = frozenset(context for context, _ in keys if domain.form is not None or context.startswith(_PRINTED))
    return Wanted(keys, list(groups(domain.form)) if domain.form else (), printed)


def _check(project: Project, domain: Domain, locale: str, wanted: Wanted) -> Iterator[TranslationFault]:
    path = project.catalog_path(locale, domain.name)
    content = path.read_bytes() if path.is_file() else b""
    catalog, found = check_file(content, str(path), language(project, locale), wanted)
    if domain.form is not None and not any(fault.code == "unreadable" for fault in found):
        found += _layout_faults(project, domain.form, locale, str(path), catalog)
    yield from sorted(found, key=lambda fault: fault.line)


def _layout_faults(
    project: Project, form: FormDefinition, locale: str, file: str, catalog: PoFile
) -> Iterator[TranslationFault]:
    """Texts that do not fit where they are printed, each at its widest place, and a form that is too long."""
    worst: dict[str, Room] = {}
    last = 1
    for room in rooms_of(project, form, locale):
        last = max(last, room.page)
        known = worst.setdefault(room.context, room)
        worst[room.context] = room if room.over > known.over else known
    said = [entry for entry in catalog.live if entry.translated]
    for context, room in worst.items():
        entry = next((entry for entry in said if entry.context == context and room.words in entry.said), None)
        if room.over and entry is not None:
            values = {"words": room.words, "over": f"{room.over:.1f}", "room": f"{room.width:.0f}"}
            yield TranslationFault("too-wide", file, entry.string_line, locale, context, entry.text, values)
    if form.pages_at_most is None or last <= form.pages_at_most:  # every page has a text, so there are no more
        return
    for variant in variants_of(form):
        try:
            _pages(project, form, locale, variant)
        except FormgenError as error:
            title = next((entry for entry in said if entry.context == form.title.context), None)
            line = title.string_line if title else 0
            about = form.title.context, form.title.text
            yield TranslationFault("too-long", file, line, locale, *about, {"reason": error.message})
            return


def _pages(project: Project, form: FormDefinition, locale: str, variant: str | None) -> None:
    from formgen.generate.pdf.compile import compile_blank

    compile_blank(project.drafted(form, locale, variant))


def check_files(project: Project, paths: list[Path]) -> Iterator[TranslationFault]:
    """Yield the faults of PO files of anybody's, by what can be known from the files alone."""
    for path in paths:
        yield from check_file(path.read_bytes(), str(path), language(project, _locale_of(path)), Wanted())[1]


def _locale_of(path: Path) -> str:
    """The language of a PO file: its header's, else that of its folder (hy/LC_MESSAGES/x.po), else its name."""
    from formgen.translate.catalog import read_file
    from formgen.translate.po import CatalogError

    try:
        said = read_file(path).headers.get("Language", "")
    except CatalogError:
        said = ""
    return said or (path.parents[1].name if path.parent.name == "LC_MESSAGES" else path.stem)

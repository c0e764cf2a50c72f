"""A language that is not there yet -> its empty catalogs, once the font of the forms can write it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from babel.core import Locale, UnknownLocaleError

from formgen.errors import ExitCode, FormgenError
from formgen.generate.pdf.face import field_face
from formgen.message import Message
from formgen.pipeline.making import write
from formgen.pipeline.project import Project
from formgen.pipeline.translating.catalogs import Updated, domains, sources_of
from formgen.translate.catalog import FOLDER
from formgen.translate.po import Entry, PoFile, write_po
from formgen.translate.updating import update


class UnknownLanguageError(FormgenError):
    """No such language is known to CLDR, or its name is not one that stamps can carry."""

    remedy = Message(
        "error.unknown-language.remedy",
        "Use a code of two or three small letters, such as ru, or with a country: pt_BR.",
    )


class AlreadyThereError(FormgenError):
    """The language has catalogs already."""

    remedy = Message("error.language-there.remedy", "Translate them; “formgen translate update” brings in new texts.")


class UnwritableError(FormgenError):
    """The font of the forms lacks letters of the language."""

    exit_code = ExitCode.MACHINE_LACKS
    remedy = Message(
        "error.unwritable-language.remedy",
        "The fonts are built by tools/build_fonts.py; add the letters there, then add the language again.",
    )


def add_locale(project: Project, locale: str) -> Iterator[Updated]:
    """Write empty catalogs for a new language, with its plural rules from CLDR.

    Raises UnknownLanguageError, AlreadyThereError, and UnwritableError where the font lacks its letters.
    """
    language = _language(locale)
    if locale in project.locales:
        raise AlreadyThereError(
            Message("error.language-there", "There are catalogs for “{locale}” already.", {"locale": locale})
        )
    absent = sorted(_letters(language) - set(field_face().codes))
    if absent:
        values = {"locale": locale, "letters": " ".join(absent[:40])}
        raise UnwritableError(
            Message("error.unwritable-language", "The font of the forms lacks letters of “{locale}”: {letters}", values)
        )
    for domain in domains(project):
        catalog = update(PoFile(Entry(""), ()), sources_of(project, domain), locale, domain.name)
        path = project.folder / "locales" / locale / FOLDER / f"{domain.name}.po"
        write(path, write_po(catalog))
        yield Updated(path, locale, True, len(catalog.entries), len(catalog.entries), 0, 0)  # noqa: FBT003


def _language(locale: str) -> Locale:
    try:
        language = Locale.parse(locale)
    except (UnknownLocaleError, ValueError) as error:
        raise UnknownLanguageError(
            Message("error.unknown-language", "No language “{locale}” is known.", {"locale": locale})
        ) from error
    if str(language) != locale or language.script or language.variant:
        raise UnknownLanguageError(
            Message("error.unknown-language", "No language “{locale}” is known.", {"locale": locale})
        )
    return language


def _letters(language: Locale) -> set[str]:
    """The letters of a language that CLDR's own words for days, months, countries and languages use."""
    texts: list[str] = [*language.languages.values(), *language.territories.values()]
    for table in (language.days, language.months):
        for widths in table.values():
            for names in widths.values():
                texts += names.values()
    letters = {char for text in texts for char in text if unicodedata.category(char) in {"Ll", "Lu", "Lo"}}
    return {char for char in letters if not char.isascii()}

"""Where forms and words come from: the working directory or --project, then what the wheel carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from formgen.errors import FormgenError
from formgen.message import Message
from formgen.model.catalog import Catalog, LocalizedForm
from formgen.model.form import FormDefinition, for_variant

if TYPE_CHECKING:
    from formgen.document.printed import Printed
    from formgen.identify.resemblance import Candidate
    from formgen.model.layout import Layout
    from formgen.model.settings import Settings
    from formgen.validate import Lexicon

PROGRAM = "formgen"
"""The domain of the program's own messages."""

_PACKAGE = Path(__file__).resolve().parent.parent


class UnknownFormError(FormgenError):
    """A form, locale or variant was asked for that is not there."""


def shipped() -> Path:
    """The folder that holds the forms/ and locales/ of the installed program, or of a source checkout."""
    carried = _PACKAGE / "_project"
    return carried if carried.is_dir() else _PACKAGE.parent


@dataclass(frozen=True)
class Project:
    """The definitions and catalogs in use; a folder of the project takes the place of the shipped one."""

    folder: Path

    @cached_property
    def definition_paths(self) -> Mapping[str, Path]:
        """The definition files by form id."""
        from formgen.define.load import definition_paths

        return definition_paths(self.folder / "forms") or definition_paths(shipped() / "forms")

    @cached_property
    def settings(self) -> Settings:
        """What the centre has set in the project's formgen.toml; FaultyDefinitionError."""
        from formgen.define.settings import load_settings

        return load_settings(self.folder)

    @cached_property
    def locale_folders(self) -> tuple[Path, ...]:
        """The folders that are searched for a PO file, in this order."""
        own = self.folder / "locales"
        return tuple(dict.fromkeys(folder for folder in (own, shipped() / "locales") if folder.is_dir()))

    @cached_property
    def locales(self) -> tuple[str, ...]:
        """Every locale that has catalogs, in alphabetical order."""
        from formgen.translate.catalog import locales_of

        return tuple(sorted({locale for folder in self.locale_folders for locale in locales_of(folder)}))

    @cached_property
    def _definitions(self) -> dict[str, FormDefinition]:
        return {}

    @cached_property
    def _editions(self) -> dict[tuple[str, str], FormDefinition | None]:
        return {}

    @cached_property
    def _catalogs(self) -> dict[tuple[str, str], Catalog]:
        return {}

    @cached_property
    def _shown(self) -> dict[tuple[FormDefinition, str, str | None], LocalizedForm]:
        return {}

    @cached_property
    def layouts(self) -> dict[tuple[str, str, str, str | None], Layout]:
        """The layouts that were read: by form, version, locale and variant."""
        return {}

    @cached_property
    def _lexicons(self) -> dict[tuple[str, str, str | None], Lexicon]:
        return {}

    @cached_property
    def _printed(self) -> dict[tuple[str, str, str | None], Printed]:
        return {}

    def definitions(self, names: tuple[str, ...] = ()) -> tuple[FormDefinition, ...]:
        """The named forms, or all of them; FaultyDefinitionError with every fault of all their files."""
        from formgen.define.load import load_definitions

        unknown = next((name for name in names if name not in self.definition_paths), None)
        if unknown is not None:
            raise UnknownFormError(
                Message("error.unknown-form", "There is no form “{form}”.", {"form": unknown}),
                Message(
                    "error.unknown-form.remedy",
                    "Use one of these: {forms}.",
                    {"forms": ", ".join(self.definition_paths)},
                ),
            )
        wanted = names or tuple(self.definition_paths)
        to_read = [name for name in wanted if name not in self._definitions]
        for form in load_definitions(self.definition_paths[name] for name in to_read):
            self._definitions[form.id] = form
        return tuple(self._definitions[name] for name in wanted)

    def definition(self, name: str) -> FormDefinition:
        """One form by its id; UnknownFormError, FaultyDefinitionError."""
        return self._definitions.get(name) or self.definitions((name,))[0]

    @property
    def published_folder(self) -> Path:
        """Where versions of this project's forms are frozen."""
        return self.folder / "forms" / "published"

    def edition(self, name: str, version: str) -> FormDefinition | None:
        """A version of a form: today's, or one that was published; None where there is neither.

        Raises FaultyDefinitionError.
        """
        from formgen.define.load import load_definition

        if name in self.definition_paths and self.definition(name).version == version:
            return self.definition(name)
        if (name, version) not in self._editions:
            folder = self.edition_folder(name, version)
            self._editions[name, version] = load_definition(folder / f"{name}.yaml") if folder else None
        return self._editions[name, version]

    def edition_folder(self, name: str, version: str) -> Path | None:
        """Where a published version of a form is kept: in the project, or in what formgen carries."""
        folders = (self.published_folder, shipped() / "forms" / "published")
        found = (folder / f"{name}-{version}" for folder in folders)
        return next((folder for folder in found if folder.is_dir()), None)

    def known_locales(self, wanted: tuple[str, ...]) -> tuple[str, ...]:
        """The wanted locales, or all of them; UnknownFormError for one that has no catalogs."""
        from formgen.translate.pseudo import LOCALE

        for locale in wanted:
            if locale not in {*self.locales, LOCALE}:
                raise UnknownFormError(
                    Message(
                        "error.unknown-locale", "There are no catalogs for the locale “{locale}”.", {"locale": locale}
                    ),
                    Message(
                        "error.unknown-locale.remedy",
                        "Use one of these: {locales}.",
                        {"locales": ", ".join(self.locales)},
                    ),
                )
        return wanted or self.locales

    def catalog_path(self, locale: str, domain: str | None) -> Path:
        """Where the words of a domain (a form id, or None for the program's own) stand or should stand."""
        from formgen.translate.catalog import FOLDER

        paths = [folder / locale / FOLDER / f"{domain or PROGRAM}.po" for folder in self.locale_folders]
        return next((path for path in paths if path.is_file()), paths[0])

    def catalog(self, locale: str, domain: str) -> Catalog:
        """The words of the program and of one domain (a form id, or none) in a locale; read once."""
        from formgen.translate.catalog import read_catalog
        from formgen.translate.pseudo import LOCALE

        if locale == LOCALE:
            return self._pseudo_catalog(domain)
        if (locale, domain) not in self._catalogs:
            words: dict[tuple[str, str], str] = {}
            for each in dict.fromkeys((PROGRAM, domain or PROGRAM)):
                folder = self.catalog_path(locale, each).parents[2]
                words.update(read_catalog(folder, locale, [each]).words)
            self._catalogs[(locale, domain)] = Catalog(locale, words)
        return self._catalogs[(locale, domain)]

    def _pseudo_catalog(self, domain: str) -> Catalog:
        """The words of the pseudo-language, in which layouts are tried."""
        from formgen.translate.pseudo import LOCALE, pseudo
        from formgen.translate.template import form_messages, program_messages

        if (LOCALE, domain) not in self._catalogs:
            forms = [self.definition(domain)] if domain in self.definition_paths else []
            messages = [*program_messages(_PACKAGE), *(text for form in forms for text in form_messages(form))]
            words = {(each.context, each.text): pseudo(each.text) for each in messages}
            self._catalogs[LOCALE, domain] = Catalog(LOCALE, words)
        return self._catalogs[LOCALE, domain]

    @cached_property
    def placeholders(self) -> frozenset[str]:
        """The words of unanswered places in every language."""
        from formgen.document.placeholders import ALL

        catalogs = [self.catalog(locale, "") for locale in self.locales]
        return frozenset(catalog.text(message) for catalog in catalogs for message in ALL)

    def localized(self, form: FormDefinition, locale: str, variant: str | None = None) -> LocalizedForm:
        """A form in the words of a locale, for making documents; IncompleteCatalogError."""
        from formgen.translate.catalog import IncompleteCatalogError

        lacking = self.lacking(form, locale)
        if lacking:
            raise IncompleteCatalogError(locale, form.id, lacking)
        return self.drafted(form, locale, variant)

    def lacking(self, form: FormDefinition, locale: str) -> list[Message]:
        """The texts that stand on a form and have no words in a locale."""
        from formgen.generate.wording import PRINTED
        from formgen.translate.catalog import missing

        return missing(form, self.catalog(locale, form.id), PRINTED)

    def languages(
        self, form: FormDefinition, wanted: tuple[str, ...] = (), remedy: Message | None = None
    ) -> tuple[str, ...]:
        """The locales a form is made in: those wanted, or every one that has all words for it.

        Raises UnknownFormError; IncompleteCatalogError where one that is wanted, or every one there is, lacks words.
        """
        from formgen.translate.catalog import IncompleteCatalogError

        lacking = {locale: self.lacking(form, locale) for locale in self.known_locales(wanted)}
        complete = tuple(locale for locale, texts in lacking.items() if not texts)
        if complete and (not wanted or len(complete) == len(lacking)):
            return complete
        nearest = min((locale for locale in lacking if lacking[locale]), key=lambda locale: len(lacking[locale]))
        raise IncompleteCatalogError(nearest, form.id, lacking[nearest], remedy)

    def drafted(self, form: FormDefinition, locale: str, variant: str | None = None) -> LocalizedForm:
        """A form in the words of a locale as far as they go and in English beyond, which makes it a draft."""
        from formgen.translate.pseudo import LOCALE

        catalog = self.catalog(locale, form.id)
        tried = replace(form, pages_at_most=None) if locale == LOCALE else form
        return LocalizedForm(
            for_variant(tried, variant),
            catalog,
            variant,
            self._terms(form, catalog),
            self.settings,
            draft=bool(self.lacking(form, locale)),
        )

    def shown(self, form: FormDefinition, locale: str, variant: str | None = None) -> LocalizedForm:
        """A form in the words of a locale as far as they go, for reading and for messages; made once.

        A version that is no longer today's speaks in the words it was published with.
        """
        found = self._shown.get((form, locale, variant))
        if found is None:
            found = self._shown[form, locale, variant] = self._shown_first(form, locale, variant)
        return found

    def _shown_first(self, form: FormDefinition, locale: str, variant: str | None) -> LocalizedForm:
        is_today_s = form.id not in self.definition_paths or self.definition(form.id).version == form.version
        catalog = self.catalog(locale, form.id) if is_today_s else self._published_catalog(form, locale)
        return LocalizedForm(for_variant(form, variant), catalog, variant)

    def lexicon(self, form: FormDefinition, variant: str | None = None) -> Lexicon:
        """The words of a form's options in every language, as they are and as they were published; made once."""
        from formgen.validate import make_lexicon

        key = (form.id, form.version, variant)
        if key not in self._lexicons:
            said = (self.wordings(form, locale, variant) for locale in self.locales)
            self._lexicons[key] = make_lexicon(each for both in said for each in both)
        return self._lexicons[key]

    def printed(self, form: FormDefinition, variant: str | None = None) -> Printed:
        """Every line that is printed on a form, in every language, as it is and as it was published; made once."""
        from formgen.pipeline.printing import bare, printed_on

        key = (form.id, form.version, variant)
        if key not in self._printed:
            said = [each for locale in self.locales for each in self.wordings(form, locale, variant)]
            own = [replace(each, terms=self._terms(form, each.catalog), settings=self.settings) for each in said]
            self._printed[key] = printed_on([*own, *map(bare, own)])
        return self._printed[key]

    def wordings(self, form: FormDefinition, locale: str, variant: str | None = None) -> tuple[LocalizedForm, ...]:
        """A form in the words a locale has for it, and in those it was published with."""
        today_s = self.shown(form, locale, variant)
        if self.edition_folder(form.id, form.version) is None:
            return (today_s,)
        return today_s, LocalizedForm(today_s.form, self._published_catalog(form, locale), variant)

    @cached_property
    def candidates(self) -> tuple[Candidate, ...]:
        """What a document without a stamp may be: every form there is, as it is and as it was published."""
        from formgen.pipeline.recognizing import candidates_of

        return tuple(candidates_of(self))

    def _published_catalog(self, form: FormDefinition, locale: str) -> Catalog:
        from formgen.translate.catalog import read_words

        folder = self.edition_folder(form.id, form.version)
        words = dict(self.catalog(locale, "").words)
        path = folder / f"{locale}.po" if folder else None
        if path is not None and path.is_file():
            words.update(read_words(path))
        return Catalog(locale, words)

    def _terms(self, form: FormDefinition, catalog: Catalog) -> Mapping[str, str]:
        """What fills the placeholders in a form's own texts: the centre's settings and the published scores."""
        from formgen.generate.wording import SERVICE, shown

        scores = {}
        if form.scoring is not None and form.scoring.benchmark is not None:
            published = {"benchmark": form.scoring.benchmark, "max_score": form.max_score}
            scores = {name: shown(figure, catalog.locale) for name, figure in published.items()}
        return {"processor": catalog.text(SERVICE), **scores, **self.settings.terms(catalog.locale)}

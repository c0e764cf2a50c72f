"""Definitions, settings, catalogs and layouts -> every fault of all of them at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from formgen.define.faults import Fault, FaultyDefinitionError
from formgen.errors import FormgenError
from formgen.message import Message
from formgen.model.document import Format
from formgen.model.form import FormDefinition
from formgen.pipeline.compiled import maker
from formgen.pipeline.making import variants_of
from formgen.pipeline.project import Project
from formgen.pipeline.publishing import version_faults


def check(project: Project) -> Iterator[Fault]:
    """Yield every fault; a form whose definition is at fault is not laid out."""
    try:
        project.settings  # noqa: B018  (read for its faults)
    except FaultyDefinitionError as error:
        yield from error.faults
        return
    for name, path in project.definition_paths.items():
        try:
            form = project.definition(name)
        except FaultyDefinitionError as error:
            yield from error.faults
            continue
        yield from version_faults(project, form)
        for locale in project.locales:
            missing = list(_missing_words(project, form, locale))
            yield from missing
            if not missing:
                yield from _layout_faults(project, form, locale, path)


def _missing_words(project: Project, form: FormDefinition, locale: str) -> Iterator[Fault]:
    from formgen.translate.po import CatalogError
    from formgen.translate.template import form_messages

    try:
        words = project.catalog(locale, form.id).words
    except CatalogError as error:
        yield Fault(project.catalog_path(locale, form.id), error.line, error.message)
        return
    own = project.catalog_path(locale, form.id)
    if not own.is_file():
        what = Message(
            "fault.no-catalog",
            "The catalog of {form} for the language {locale} is not there. Make it with “formgen translate update”.",
            {"form": form.id, "locale": locale},
        )
        yield Fault(own, 0, what)
        return
    for message in form_messages(form):
        if not words.get((message.context, message.text)):
            domain = form.id if message.context.startswith(f"{form.id}.") else None
            what = Message(
                "fault.untranslated",
                "“{text}” ({context}) is not translated. Translate it.",
                {"text": message.text, "context": message.context},
            )
            path = project.catalog_path(locale, domain)
            yield Fault(path, _line_of(path, message), what)


def _line_of(path: Path, message: Message) -> int:
    """Where the translation of a message stands in a catalog that can be read; 0 where it is not there."""
    from formgen.translate.catalog import read_file

    entries = read_file(path).live if path.is_file() else ()
    key = (message.context, message.text)
    return next((entry.string_line for entry in entries if entry.key == key), 0)


def _layout_faults(project: Project, form: FormDefinition, locale: str, path: Path) -> Iterator[Fault]:
    for variant in variants_of(form):
        localized = project.localized(form, locale, variant)
        for format_ in Format:
            try:
                maker(format_).compile_blank(localized)
            except FormgenError as error:
                yield Fault(path, 0, error.message)

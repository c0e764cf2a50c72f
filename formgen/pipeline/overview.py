"""The forms of a project -> what there is of each: version, variants, and how far each language is translated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from formgen.model.form import FormDefinition
from formgen.pipeline.project import Project


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many of the texts a form needs a locale has."""

    translated: int
    texts: int


@dataclass(frozen=True, slots=True)
class Overview:
    """What there is of one form."""

    form: FormDefinition
    locales: Mapping[str, Completeness]


def forms(project: Project) -> Iterator[Overview]:
    """Describe every form of a project; FaultyDefinitionError."""
    from formgen.translate.template import form_messages

    for form in project.definitions():
        texts = [(message.context, message.text) for message in form_messages(form)]
        found = {}
        for locale in project.locales:
            words = project.catalog(locale, form.id).words
            found[locale] = Completeness(sum(bool(words.get(text)) for text in texts), len(texts))
        yield Overview(form, found)

"""The forms of a project -> what there is of each: version, variants, and how far each language is translated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from formgen.model.form import FormDefinition
from formgen.pipeline.project import Project


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many of the texts a form needs a locale has, and how many of them people vouch for or doubt."""

    translated: int
    texts: int
    to_review: int = 0
    reviewed: int = 0
    approved: int = 0


@dataclass(frozen=True, slots=True)
class Overview:
    """What there is of one form."""

    form: FormDefinition
    locales: Mapping[str, Completeness]


def forms(project: Project) -> Iterator[Overview]:
    """Describe every form of a project; FaultyDefinitionError."""
    from formgen.pipeline.translating.catalogs import Domain, catalog_of
    from formgen.translate.states import State, state_of
    from formgen.translate.template import form_messages

    for form in project.definitions():
        texts = [(message.context, message.text) for message in form_messages(form)]
        found = {}
        for locale in project.locales:
            words = project.catalog(locale, form.id).words
            states = Counter(state_of(entry) for entry in catalog_of(project, locale, Domain(form.id, form)).live)
            vouched = (states[state] for state in (State.TO_REVIEW, State.REVIEWED, State.APPROVED))
            found[locale] = Completeness(sum(bool(words.get(text)) for text in texts), len(texts), *vouched)
        yield Overview(form, found)

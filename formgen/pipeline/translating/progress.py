"""The catalogs of a project -> how far each form is translated into each language, and how far people vouch for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from formgen.pipeline.project import Project
from formgen.pipeline.translating.catalogs import Domain, catalog_of, domains, keys_of
from formgen.translate.po import PoFile
from formgen.translate.states import State, state_of


@dataclass(frozen=True, slots=True)
class Progress:
    """One catalog: texts by state, and the English words that are still to be translated."""

    domain: str
    locale: str
    texts: int
    states: dict[State, int]
    words_left: int

    def of(self, *states: State) -> int:
        """How many texts are in one of the states."""
        return sum(self.states.get(state, 0) for state in states)

    @property
    def done(self) -> int:
        """How many texts are translated, whatever people think of them."""
        return self.texts - self.of(State.NEW, State.FUZZY)


def progress(project: Project, names: tuple[str, ...] = (), locales: tuple[str, ...] = ()) -> Iterator[Progress]:
    """Count the texts of the program and of the forms, or of the forms named, in every language."""
    for domain in domains(project, names):
        keys = keys_of(domain)
        for locale in project.known_locales(locales):
            yield progress_of(domain, locale, keys, catalog_of(project, locale, domain))


def progress_of(domain: Domain, locale: str, keys: dict[tuple[str, str], None], catalog: PoFile) -> Progress:
    """Count the texts of one catalog."""
    entries = {entry.key: entry for entry in catalog.live}
    states: dict[State, int] = {}
    left = 0
    for key in keys:
        state = state_of(entries[key]) if key in entries else State.NEW
        states[state] = states.get(state, 0) + 1
        left += len(key[1].split()) if state in {State.NEW, State.FUZZY} else 0
    return Progress(domain.name, locale, len(keys), states, left)

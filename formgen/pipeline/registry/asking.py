"""What a person asks the store for -> a query in folded words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from formgen.pipeline.project import Project
from formgen.store.kept import State
from formgen.store.records import Query
from formgen.validate.words import folded


def query(
    project: Project,
    which: tuple[Sequence[str], Sequence[str]],
    days: tuple[dt.date | None, dt.date | None],
    centre: str | None,
    text: str | None,
) -> Query:
    """Build a query of forms and states, first and last day received, centre and words; UnknownFormError."""
    forms, states = which
    if forms:
        project.definitions(tuple(forms))
    return Query(
        forms=tuple(forms),
        states=tuple(State(each) for each in states),
        since=days[0],
        until=days[1],
        centre_key=folded(centre) if centre else None,
        words=tuple(folded(text).split()) if text else (),
    )

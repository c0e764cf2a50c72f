"""A store -> its faults, with what its records are found by derived anew."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from formgen.pipeline.project import Project
from formgen.pipeline.registry.facts import facts_of
from formgen.pipeline.registry.rejudging import NoFormError, form_of, typed
from formgen.store.kept import Facts, KeptRecord
from formgen.store.verifying import Fault, verify


def faults(connection: Connection, project: Project) -> Iterator[Fault]:
    """Everything that was lost or changed; a record of an earlier version of its form may be found by other words."""

    def derived(kept: KeptRecord) -> Facts | None:
        try:
            form = form_of(project, kept.stamp).form
        except NoFormError:
            return None
        is_of_today = kept.revision.edition == form.version
        return facts_of(form, typed(project, kept.stamp, kept.revision)) if is_of_today else None

    return verify(connection, derived)

"""Records of the same thing that say different things -> both before a person, until one of them is decided about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from formgen.model.document import Stamp
from formgen.model.record import Record
from formgen.pipeline.project import Project
from formgen.pipeline.registry import rejudging
from formgen.pipeline.registry.acting import Actor
from formgen.pipeline.registry.facts import are_apart, identity_of
from formgen.store import records
from formgen.store.events import note
from formgen.store.kept import Action, Event, KeptRecord, State


def rivals(
    connection: Connection, project: Project, stamp: Stamp, record: Record, but: int | None = None
) -> Sequence[KeptRecord]:
    """The other records that are of the same thing: by their identity, or by their copy id.

    A copy id joins only where the identities do not contradict: one prefilled copy may have been given to many.
    """
    form = rejudging.form_of(project, stamp).form
    identity = identity_of(form, record)
    return [
        kept
        for kept in records.alike(connection, stamp.form, identity, stamp.copy)
        if kept.id != but
        and (identity is None or kept.identity is None or kept.identity == identity)
        and not are_apart(form, rejudging.typed(project, kept.stamp, kept.revision), record)
    ]


def rivals_of(connection: Connection, project: Project, kept: KeptRecord) -> Sequence[KeptRecord]:
    """The other records that are of the same thing as a record and were not put aside."""
    record = rejudging.typed(project, kept.stamp, kept.revision)
    return [each for each in rivals(connection, project, kept.stamp, record, kept.id) if is_living(each)]


def is_living(kept: KeptRecord) -> bool:
    """Whether a record counts: a person has not put it aside."""
    return kept.status is not State.REJECTED


def bring_up(
    connection: Connection, project: Project, record_id: int, before: Iterable[KeptRecord], who: Actor
) -> State:
    """Begin and end the conflicts that follow from a change of a record; `before` were its rivals until now.

    Gives the state the record has then.
    """
    kept = records.record_by_id(connection, record_id)
    known = {each.id for each in before}
    others = rivals_of(connection, project, kept) if is_living(kept) else []
    added = [each for each in others if each.id not in known]
    if added:
        _face(connection, kept, added, who)
    elif kept.status is State.CONFLICT and not others:
        _release(connection, kept, who)
    bring_up_all(connection, project, known - {each.id for each in others}, who)
    return records.record_by_id(connection, record_id).status


def bring_up_all(connection: Connection, project: Project, ids: Iterable[int], who: Actor) -> None:
    """End the conflicts of records that nothing contradicts any more."""
    for record_id in sorted(ids):
        kept = records.record_by_id(connection, record_id)
        if kept.status is State.CONFLICT and not rivals_of(connection, project, kept):
            _release(connection, kept, who)


def _face(connection: Connection, kept: KeptRecord, others: Sequence[KeptRecord], who: Actor) -> None:
    for each, against in ((kept, others), *((other, [kept]) for other in others)):
        records.set_status(connection, each.id, State.CONFLICT)
        details = {"with": [str(other.incoming) for other in against]}
        note(
            connection,
            Event(who.at, who.by, Action.CONFLICTED, record_id=each.id, revision=each.revision.number, details=details),
        )


def _release(connection: Connection, kept: KeptRecord, who: Actor) -> None:
    revision = kept.revision
    records.set_status(connection, kept.id, rejudging.state_of(revision.findings, kept.settled))
    note(connection, Event(who.at, who.by, Action.RELEASED, record_id=kept.id, revision=revision.number))

"""A record that is to be forgotten -> gone, unless a legal hold or the years it must be kept forbid it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from formgen.errors import ExitCode, FormgenError
from formgen.message import Message
from formgen.model.settings import Keeping
from formgen.pipeline.project import Project
from formgen.pipeline.registry.acting import Actor
from formgen.pipeline.registry.cases import others_of_case
from formgen.pipeline.registry.conflicts import bring_up_all, rivals_of
from formgen.pipeline.registry.deciding import find_document
from formgen.store import records
from formgen.store.documents import documents_of
from formgen.store.forgetting import forget_document, forget_record
from formgen.store.kept import Action, Document, Event, Incoming, State
from formgen.validate.words import folded


class MayNotForgetError(FormgenError):
    """A legal hold or the years to keep forbid it; nothing was removed."""

    exit_code = ExitCode.NEEDS_A_PERSON
    remedy = Message(
        "error.may-not-forget.remedy", "[records] in formgen.toml says so. Only whoever is responsible may change it."
    )


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was removed: the documents' numbers, where their files were seen, other records of the same case."""

    incoming: tuple[Incoming, ...]
    paths: tuple[str, ...]
    others: tuple[Incoming, ...]


def forget(connection: Connection, project: Project, number: str, how: tuple[Actor, str], today: dt.date) -> Forgotten:
    """Remove a record with its documents, or a document without a record. NoRecordError, MayNotForgetError."""
    who, why = how
    entry = find_document(connection, number)
    if entry.status is State.FORGOTTEN:
        return Forgotten((entry.incoming,), (), ())
    keeping = project.settings.keeping
    event = Event(who.at, who.by, Action.FORGOTTEN, entry.id, why=why)
    if entry.record_id is None:
        _check(keeping, [entry], frozenset(), today)
        forget_document(connection, entry, event)
        return Forgotten((entry.incoming,), entry.paths, ())
    kept = records.record_by_id(connection, entry.record_id)
    named = {key for _, key in records.references_of(connection, kept.id)}
    _check(keeping, documents_of(connection, kept.id), named, today)
    others, rivals = others_of_case(connection, kept), rivals_of(connection, project, kept)
    gone = forget_record(connection, kept.id, Event(who.at, who.by, Action.FORGOTTEN, kept.id, why=why))
    bring_up_all(connection, project, [each.id for each in rivals], who)
    paths = tuple(path for each in gone for path in each.paths)
    return Forgotten(tuple(each.incoming for each in gone), paths, tuple(others))


def _check(keeping: Keeping, documents: Sequence[Document], named: Collection[str], today: dt.date) -> None:
    numbers = {folded(str(each.incoming)) for each in documents} | set(named)
    for held in keeping.legal_hold:
        if held == "*" or folded(held) in numbers:
            raise MayNotForgetError(
                Message("error.legal-hold", "{number} is under a legal hold.", {"number": documents[0].incoming})
            )
    last = max(each.origin.received for each in documents)
    until = _years_after(last, keeping.years)
    if keeping.years and today < until:
        values = {"number": documents[0].incoming, "years": keeping.years, "day": f"{until:%d.%m.%Y}"}
        raise MayNotForgetError(
            Message("error.must-be-kept", "{number} must be kept for {years} years, until {day}.", values)
        )


def _years_after(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, month=3, day=1)

"""What a person decides about a record -> its next revision or status, and a line in its history."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from formgen.errors import FormgenError
from formgen.message import Message
from formgen.model.finding import Finding, Severity
from formgen.model.form import Field, FieldType, FormDefinition, Table
from formgen.model.record import Record, Row, Scalar, Value
from formgen.pipeline.project import Project
from formgen.pipeline.registry import rejudging
from formgen.pipeline.registry.acting import Actor
from formgen.pipeline.registry.conflicts import bring_up, rivals_of
from formgen.pipeline.registry.facts import facts_of
from formgen.store import records
from formgen.store.codec import plain_values
from formgen.store.documents import document
from formgen.store.events import note
from formgen.store.kept import (
    Action,
    Change,
    Document,
    Event,
    Incoming,
    KeptRecord,
    Revision,
    Settled,
    State,
    parse_incoming,
)
from formgen.validate import check_filling


class NoRecordError(FormgenError):
    """There is no record of that number."""

    remedy = Message("error.no-record.remedy", "“formgen records list” shows the numbers there are.")


class UnreadableCorrectionError(FormgenError):
    """A correction cannot be read; nothing was changed. `findings` say why."""

    remedy = Message(
        "error.unreadable-correction.remedy",
        "Write key=value, as in case_closed=2026-10-05, reasons.employment=yes, goals.1.result=reached; "
        "key= takes an answer away.",
    )

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(Message("error.unreadable-correction", "Nothing was changed: a correction is not readable."))
        self.findings = findings


class NeedsReasonError(FormgenError):
    """A decision needs a reason that stands in the history."""

    remedy = Message("error.needs-reason.remedy", "Say why with --why.")


@dataclass(frozen=True, slots=True)
class Decided:
    """A record after a decision, and what is to be said of it now."""

    incoming: Incoming
    revision: int
    state: State
    findings: tuple[Finding, ...]
    settled: Settled = frozenset()


def find_record(connection: Connection, text: str) -> KeptRecord:
    """The record that an incoming number leads to; NoRecordError says what else is known of the number."""
    incoming = parse_incoming(text)
    kept = records.record(connection, incoming) if incoming else None
    if kept is not None:
        return kept
    entry = document(connection, incoming) if incoming else None
    if entry is not None and entry.status is State.FORGOTTEN:
        what = Message("error.record-forgotten", "{number} was forgotten.", {"number": text})
    elif entry is not None:
        what = Message(
            "error.record-unreadable",
            "{number} is a document that could not be read; it has no record.",
            {"number": text},
        )
        remedy = Message("error.record-unreadable.remedy", "Key it in with “formgen records key”.")
        raise NoRecordError(what, remedy)
    else:
        what = Message("error.no-record", "There is no record {number}.", {"number": text})
    raise NoRecordError(what)


def find_document(connection: Connection, text: str) -> Document:
    """The document of an incoming number; NoRecordError."""
    incoming = parse_incoming(text)
    found = document(connection, incoming) if incoming else None
    if found is None:
        raise NoRecordError(Message("error.no-record", "There is no record {number}.", {"number": text}))
    return found


def accept(connection: Connection, kept: KeptRecord, who: Actor, why: str | None) -> Decided:
    """Accept a record as it is, which settles what was to be said of it; NeedsReasonError where a rule is broken."""
    revision = kept.revision
    open_errors = [
        each
        for each in revision.findings
        if each.severity is Severity.ERROR and (each.code, each.field) not in kept.settled
    ]
    if (open_errors or kept.status is State.CONFLICT) and not why:
        raise NeedsReasonError(
            Message(
                "error.needs-reason",
                "{number} contradicts another record, or breaks rules of its form: {count}.",
                {"number": kept.incoming, "count": len(open_errors)},
            )
        )
    settled = frozenset((each.code, each.field) for each in revision.findings if each.severity is not Severity.INFO)
    records.settle(connection, kept.id, settled)
    records.set_status(connection, kept.id, State.ACCEPTED)
    note(connection, Event(who.at, who.by, Action.ACCEPTED, None, kept.id, revision.number, why))
    return Decided(kept.incoming, revision.number, State.ACCEPTED, revision.findings)


def reject(connection: Connection, project: Project, kept: KeptRecord, who: Actor, why: str) -> Decided:
    """Put a record aside; the others of the same thing are no longer in conflict with it."""
    others = rivals_of(connection, project, kept)
    records.set_status(connection, kept.id, State.REJECTED)
    note(connection, Event(who.at, who.by, Action.REJECTED, None, kept.id, kept.revision.number, why))
    bring_up(connection, project, kept.id, others, who)
    return Decided(kept.incoming, kept.revision.number, State.REJECTED, kept.revision.findings)


def correct(
    connection: Connection, project: Project, kept: KeptRecord, given: Mapping[str, str], who: Actor, why: str | None
) -> Decided:
    """Change answers by key, in the next revision; UnreadableCorrectionError where one cannot be read.

    A value that breaks a rule is taken, with its finding. What was to be said of the reading of a corrected item, and
    was settled of it, falls away.
    """
    form, before = rejudging.form_of(project, kept.stamp).form, rejudging.said(project, kept)
    record = _corrected(project, kept, before.record, given)
    items = sorted({key.partition(".")[0] for key in given})
    doubts = rejudging.doubts_of(project, kept.stamp, before, kept.received).without(items)
    judgment = rejudging.judge(project, kept.stamp, record, doubts, kept.received)
    settled = rejudging.still_settled(kept, items)
    revision = Revision(
        number=kept.revision.number + 1,
        change=Change.CORRECTED,
        edition=form.version,
        values=plain_values(record.values),
        computed=judgment.computed,
        findings=judgment.findings,
        by=who.by,
        at=who.at,
        why=why,
    )
    others = rivals_of(connection, project, kept)
    state = rejudging.state_of(judgment.findings, settled)
    if kept.status in {State.CONFLICT, State.REJECTED}:
        state = kept.status
    records.add_revision(connection, kept.id, revision, facts_of(form, record), state, settled)
    event = Event(who.at, who.by, Action.CORRECTED, None, kept.id, revision.number, why, {"items": sorted(given)})
    note(connection, event)
    state = bring_up(connection, project, kept.id, others, who)
    return Decided(kept.incoming, revision.number, state, judgment.findings, settled)


def _value(text: str) -> object:
    """A value as a person types it: nothing, a JSON list of codes or rows, or words."""
    if not text.strip():
        return None
    if text.lstrip().startswith("["):
        try:
            return json.loads(text)
        except json.JSONDecodeError:
            return text
    return text


_UNREADABLE = frozenset(
    {
        "unknown-field",
        "wrong-type",
        "choice-unknown",
        "tick-unclear",
        "date-ambiguous",
        "number-ambiguous",
        "number-unreadable",
        "phone-unreadable",
        "signs-disagree",
        "two-answers",
    }
)


def _corrected(project: Project, kept: KeptRecord, record: Record, given: Mapping[str, str]) -> Record:
    """A record with answers changed by key, each read by itself; UnreadableCorrectionError with all that are not."""
    shown = rejudging.form_of(project, kept.stamp)
    lexicon, form = project.lexicon(shown.form, kept.stamp.variant), shown.form
    bad: list[Finding] = []
    for key, text in given.items():
        value = _value(text)
        # Nothing is read for an answer that is taken away; only its key must be one.
        checked, found = check_filling({key: value if value is not None else ""}, shown, lexicon)
        unreadable = [each for each in found if each.code in _UNREADABLE]
        bad += [each for each in unreadable if value is not None or each.code == "unknown-field"]
        if not unreadable or value is None:
            record = _changed(form, record, key, checked if value is not None else None)
    if bad:
        raise UnreadableCorrectionError(tuple(bad))
    return Record({name: _without_empty_rows(value) for name, value in record.values.items()})


def _changed(form: FormDefinition, record: Record, key: str, checked: Record | None) -> Record:
    """A record with what was checked, or nothing, in the place of a key: an item, one of its ticks, or a cell."""
    item_id, _, rest = key.partition(".")
    item, old = form.items.get(item_id), record.values.get(item_id)
    is_list = isinstance(item, Table) or (isinstance(item, Field) and item.type is FieldType.MULTI_CHOICE)
    new: Value = checked.values.get(item_id) if checked is not None else () if is_list else None
    if isinstance(item, Table) and rest:
        number, _, column = rest.partition(".")
        rows = [row for row in new if isinstance(row, Mapping)] if isinstance(new, tuple) else []
        new = _with_cell(item, old, (int(number), column), rows[0].get(column) if rows else None)
    elif isinstance(item, Field) and rest:
        ticked = {code for code in _codes(old) if code != rest} | set(_codes(new))
        new = tuple(code for code in item.codes if code in ticked)
    return Record({**record.values, item_id: new}) if item is not None else record


def _codes(value: Value) -> list[str]:
    return [code for code in value if isinstance(code, str)] if isinstance(value, tuple) else []


def _with_cell(table: Table, rows: Value, place: tuple[int, str], cell: Scalar) -> tuple[Row, ...]:
    number, column = place
    found = [dict(row) for row in rows if isinstance(row, Mapping)] if isinstance(rows, tuple) else []
    while len(found) < number:
        found.append({each.id: None for each in table.columns})
    found[number - 1][column] = cell
    return tuple(found)


def _without_empty_rows(value: Value) -> Value:
    if not isinstance(value, tuple) or not any(isinstance(each, Mapping) for each in value):
        return value
    rows = [row for row in value if isinstance(row, Mapping)]
    return tuple(row for row in rows if any(cell is not None for cell in row.values()))

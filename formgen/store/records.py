"""Records and their revisions: added, changed, looked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from formgen.model.document import Stamp
from formgen.store.codec import digest, findings_of, parsed, plain_findings, storable, text_of
from formgen.store.kept import Change, Facts, Incoming, KeptRecord, Revision, Settled, State
from formgen.store.later import APART, insert_later
from formgen.store.schema import DOCUMENT, FIX, RECORD, REFERENCE, REVISION, SEARCH

_PAGE = 200
"""How many records are read at a time while looking through many."""


@dataclass(frozen=True, slots=True)
class Query:
    """Which records are wanted; what is None or empty does not restrict.

    `since` and `until` are days received, both included. `centre_key` and `words` are folded. A centre's records are
    those that name it, and those of the cases it refers.
    """

    forms: tuple[str, ...] = ()
    states: tuple[State, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    centre_key: str | None = None
    words: tuple[str, ...] = ()
    case_key: str | None = None


EVERYTHING = Query()

_HEAD = select(
    RECORD,
    DOCUMENT.c.year,
    DOCUMENT.c.number.label("incoming_number"),
    REVISION.c.number,
    REVISION.c.kind,
    REVISION.c.edition,
    REVISION.c.document_id,
    REVISION.c.record,
    REVISION.c.computed,
    REVISION.c.findings,
    REVISION.c.by,
    REVISION.c.at,
    REVISION.c.why,
).select_from(
    RECORD.join(DOCUMENT, DOCUMENT.c.id == RECORD.c.id).join(
        REVISION, and_(REVISION.c.record_id == RECORD.c.id, REVISION.c.number == RECORD.c.revision)
    )
)

# What every document asks of the store is put into words once, not for each.
_OF_FORM = _HEAD.where(RECORD.c.form == bindparam("form")).execution_options(**APART)
_OF_IDENTITY = _OF_FORM.where(RECORD.c.identity == bindparam("identity"))
_OF_COPY = _OF_FORM.where(RECORD.c.copy == bindparam("copy"))
"""Asked one after the other: no index serves both at once, and a form may have a million records."""
_SENT_BACK = select(FIX).where(FIX.c.copy == bindparam("copy")).execution_options(**APART)
_BEGIN, _REVISE = insert(RECORD).execution_options(**APART), insert(REVISION).execution_options(**APART)
_INDEX, _NAME = insert(SEARCH), insert(REFERENCE)


def record(connection: Connection, incoming: Incoming) -> KeptRecord | None:
    """The record that an incoming number leads to: the one it began, or the one its document belongs to."""
    record_id = (
        select(DOCUMENT.c.record_id)
        .where(DOCUMENT.c.year == incoming.year, DOCUMENT.c.number == incoming.number)
        .scalar_subquery()
    )
    found = connection.execute(_HEAD.where(RECORD.c.id == record_id)).first()
    return None if found is None else _kept(found)


def record_by_id(connection: Connection, record_id: int) -> KeptRecord:
    """A record by its id in the store; KeyError."""
    found = connection.execute(_HEAD.where(RECORD.c.id == record_id)).first()
    if found is None:
        raise KeyError(record_id)
    return _kept(found)


def find(connection: Connection, query: Query = EVERYTHING) -> Iterator[KeptRecord]:
    """The records of a query in the order of the journal, read page by page, however many there are."""
    last = 0
    wanted = _HEAD.where(*conditions(query)).order_by(RECORD.c.id).limit(_PAGE)
    while True:
        rows = connection.execute(wanted.where(RECORD.c.id > last)).all()
        yield from map(_kept, rows)
        if len(rows) < _PAGE:
            return
        last = rows[-1].id


def count(connection: Connection, query: Query = EVERYTHING) -> int:
    """How many records a query finds."""
    found = connection.execute(select(func.count()).select_from(RECORD).where(*conditions(query)))
    return int(found.scalar_one())


def conditions(query: Query) -> list[ColumnElement[bool]]:
    """What a record of a query must be, as conditions on its row."""
    table = RECORD.c
    found: list[ColumnElement[bool]] = []
    if query.forms:
        found.append(table.form.in_(query.forms))
    if query.states:
        found.append(table.status.in_(query.states))
    if query.since is not None:
        found.append(table.received >= query.since.isoformat())
    if query.until is not None:
        found.append(table.received <= query.until.isoformat())
    if query.centre_key is not None:
        found.append(_of_centre(query.centre_key))
    if query.case_key is not None:
        found.append(table.id.in_(_naming("case", query.case_key)))
    for word in query.words:
        pattern = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        found.append(table.id.in_(select(SEARCH.c.record_id).where(SEARCH.c.text.like(pattern, escape="\\"))))
    return found


def _naming(kind: str, key: str) -> Select[tuple[int]]:
    return select(REFERENCE.c.record_id).where(REFERENCE.c.kind == kind, REFERENCE.c.number_key == key)


def _of_centre(key: str) -> ColumnElement[bool]:
    of_case = and_(REFERENCE.c.kind == "case", REFERENCE.c.number_key != "")
    cases = (
        select(REFERENCE.c.number_key)
        .join(RECORD, RECORD.c.id == REFERENCE.c.record_id)
        .where(of_case, RECORD.c.centre_key == key)
    )
    linked = select(REFERENCE.c.record_id).where(of_case, REFERENCE.c.number_key.in_(cases))
    return or_(RECORD.c.centre_key == key, and_(RECORD.c.centre_key.is_(None), RECORD.c.id.in_(linked)))


def naming(connection: Connection, kind: str, key: str) -> Sequence[KeptRecord]:
    """The records that name a folded number of a kind, in the order of the journal."""
    wanted = _HEAD.where(RECORD.c.id.in_(_naming(kind, key)))
    return [_kept(row) for row in connection.execute(wanted.order_by(RECORD.c.id))]


def is_named(connection: Connection, form: str, kind: str, key: str) -> bool:
    """Whether a living record of a form names a number."""
    wanted = select(RECORD.c.id).where(
        RECORD.c.id.in_(_naming(kind, key)),
        RECORD.c.form == form,
        RECORD.c.status != State.REJECTED,
    )
    return connection.execute(wanted.limit(1)).first() is not None


def references_of(connection: Connection, record_id: int) -> frozenset[tuple[str, str]]:
    """The (kind, folded number) of what a record names."""
    wanted = select(REFERENCE.c.kind, REFERENCE.c.number_key).where(REFERENCE.c.record_id == record_id)
    return frozenset((row.kind, row.number_key) for row in connection.execute(wanted))


def alike(connection: Connection, form: str, identity: str | None, copy: str | None) -> Sequence[KeptRecord]:
    """The records of a form that may be of the same thing: of the same identity, or the same copy."""
    found: dict[int, Row[tuple[object, ...]]] = {}
    if identity is not None:
        found |= {row.id: row for row in connection.execute(_OF_IDENTITY, {"form": form, "identity": identity})}
    if copy is not None:
        found |= {row.id: row for row in connection.execute(_OF_COPY, {"form": form, "copy": copy})}
    return [_kept(found[record_id]) for record_id in sorted(found)]


def revisions_of(connection: Connection, record_id: int) -> Sequence[Revision]:
    """Every revision of a record, the first first."""
    wanted = select(REVISION).where(REVISION.c.record_id == record_id).order_by(REVISION.c.number)
    return [_revision(row) for row in connection.execute(wanted)]


def add_record(
    connection: Connection,
    record_id: int,
    stamp: Stamp,
    received: dt.date,
    revision: Revision,
    facts: Facts,
    status: State,
) -> None:
    """Begin a record, which has the id of the document it begins with, with its first revision."""
    row = {
        "id": record_id,
        "form": stamp.form,
        "version": stamp.version,
        "variant": stamp.variant,
        "locale": stamp.locale,
        "copy": stamp.copy,
        "received": received.isoformat(),
        **_head(revision, facts, status),
    }
    connection.execute(_BEGIN, row)
    _add_revision(connection, record_id, revision, facts)


def add_revision(
    connection: Connection,
    record_id: int,
    revision: Revision,
    facts: Facts,
    status: State,
    settled: Settled = frozenset(),
) -> None:
    """Add a record's next revision and make it the one that counts; earlier ones stay as they are.

    `revision.number` must be one more than the last: IntegrityError, where somebody was quicker.
    """
    head = _head(revision, facts, status, settled)
    connection.execute(update(RECORD).where(RECORD.c.id == record_id).values(head))
    connection.execute(delete(SEARCH).where(SEARCH.c.record_id == record_id))
    connection.execute(delete(REFERENCE).where(REFERENCE.c.record_id == record_id))
    _add_revision(connection, record_id, revision, facts)


def _head(revision: Revision, facts: Facts, status: State, settled: Settled = frozenset()) -> dict[str, object]:
    """What a record's own row says of its last revision."""
    head = {"status": status, "revision": revision.number, "changed": revision.at}
    return {**head, "settled": _settled_text(settled), **head_of(facts)}


def _add_revision(connection: Connection, record_id: int, revision: Revision, facts: Facts) -> None:
    texts = _texts(revision)
    row = {
        "record_id": record_id,
        "number": revision.number,
        "kind": revision.change,
        "edition": revision.edition,
        "document_id": revision.document_id,
        **texts,
        "digest": revision_digest(record_id, revision.number, texts),
        "by": revision.by,
        "at": revision.at,
        "why": None if revision.why is None else storable(revision.why),
    }
    connection.execute(_REVISE, row)
    insert_later(connection, _INDEX, {"record_id": record_id, "text": storable(facts.words)})
    for kind, key in sorted(facts.references):
        insert_later(connection, _NAME, {"record_id": record_id, "kind": kind, "number_key": storable(key)})


def head_of(facts: Facts) -> Mapping[str, str | None]:
    """What of the facts stands in the record's own row."""
    told = {
        "identity": facts.identity,
        "title": facts.title,
        "centre": facts.centre,
        "centre_key": facts.centre_key,
    }
    return {name: None if text is None else storable(text) for name, text in told.items()}


def _texts(revision: Revision) -> dict[str, str | None]:
    return {
        "record": text_of(revision.values),
        "computed": text_of(revision.computed),
        "findings": text_of(plain_findings(revision.findings)),
    }


def revision_digest(record_id: int, number: int, texts: Mapping[str, str | None]) -> str:
    """The digest a revision's row must have."""
    return digest(str(record_id), str(number), *(texts[name] for name in ("record", "computed", "findings")))


def settle(connection: Connection, record_id: int, settled: Settled) -> None:
    """Note the findings of a record's last revision that a person has decided about."""
    connection.execute(update(RECORD).where(RECORD.c.id == record_id).values(settled=_settled_text(settled)))


def _settled_text(settled: Settled) -> str:
    return text_of(sorted([code, field or ""] for code, field in settled))


def set_status(connection: Connection, record_id: int, status: State) -> None:
    """Give a record another status."""
    connection.execute(update(RECORD).where(RECORD.c.id == record_id).values(status=status))


@dataclass(frozen=True, slots=True)
class Fix:
    """A copy sent back to be put right: of which record and revision, and the items it asks about."""

    record_id: int
    revision: int
    items: tuple[str, ...]


def add_fix(connection: Connection, copy: str, fix: Fix, by: str, at: str) -> None:
    """Note a copy that is sent back; a copy of the same id, which asks the same, takes the place of an earlier one."""
    connection.execute(delete(FIX).where(FIX.c.copy == copy))
    row = {"copy": copy, "record_id": fix.record_id, "revision": fix.revision, "items": text_of(list(fix.items))}
    connection.execute(insert(FIX), {**row, "at": at, "by": by})


def fix_of(connection: Connection, copy: str | None) -> Fix | None:
    """What was sent back under a copy id."""
    if copy is None:
        return None
    found = connection.execute(_SENT_BACK, {"copy": copy}).first()
    return None if found is None else Fix(found.record_id, found.revision, tuple(parsed(found.items)))


def _kept(row: Row[tuple[object, ...]]) -> KeptRecord:
    return KeptRecord(
        id=row.id,
        incoming=Incoming(row.year, row.incoming_number),
        stamp=Stamp(row.form, row.version, row.locale, row.variant, row.copy),
        status=State(row.status),
        received=dt.date.fromisoformat(row.received),
        changed=row.changed,
        identity=row.identity,
        title=row.title,
        centre=row.centre,
        settled=frozenset((code, field or None) for code, field in parsed(row.settled)),
        revision=_revision(row),
    )


def _revision(row: Row[tuple[object, ...]]) -> Revision:
    return Revision(
        number=row.number,
        change=Change(row.kind),
        edition=row.edition,
        values=parsed(row.record) or {},
        computed=parsed(row.computed) or {},
        findings=findings_of(parsed(row.findings)),
        document_id=row.document_id,
        by=row.by,
        at=row.at,
        why=row.why,
    )

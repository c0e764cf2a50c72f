"""A record with open findings -> a copy to send back, in which only what is in question can be changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from formgen.document.stamp import copy_id, file_name
from formgen.errors import ExitCode, FormgenError
from formgen.generate.filling import Filled, filling
from formgen.message import Message
from formgen.model.catalog import LocalizedForm
from formgen.model.condition import fields_of
from formgen.model.correction import Correction
from formgen.model.document import Format, Stamp
from formgen.model.finding import Finding, Severity
from formgen.model.form import Field, FormDefinition, Note, Table
from formgen.model.record import Record
from formgen.model.slot import slots_by_key
from formgen.pipeline.compiled import maker
from formgen.pipeline.project import Project, UnknownFormError
from formgen.pipeline.registry import rejudging
from formgen.pipeline.registry.acting import Actor
from formgen.pipeline.registry.deciding import find_record
from formgen.report.words import describe, question
from formgen.store.events import note
from formgen.store.kept import Action, Event, KeptRecord
from formgen.store.records import Fix, add_fix

HEADING = Message(
    "print.correction",
    "Please put right what is said below and send this form back. Only the marked answers can be changed.",
)
ASKED = Message("print.correction-asked", "“{field}”: please look at this answer again.")

_WITHOUT_CONSENT = "special-data-without-consent"


class NothingToFixError(FormgenError):
    """No answer of a record is in question."""

    exit_code = ExitCode.USAGE
    remedy = Message(
        "error.nothing-to-fix.remedy", "Name the questions that are to be answered again with --field, or send nothing."
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What a copy is to ask: of which record, the items in question, and what is wrong with them."""

    kept: KeptRecord
    items: tuple[str, ...]
    findings: tuple[Finding, ...]
    further: tuple[str, ...] = ()


def asked_of(project: Project, connection: Connection, number: str, further: Sequence[str] = ()) -> Asked:
    """What of a record is in question, and what a person asks about besides.

    Raises NoRecordError, NothingToFixError, UnknownFormError for an item that the form does not have.
    """
    kept = find_record(connection, number)
    form = rejudging.form_of(project, kept.stamp).form
    record = rejudging.typed(project, kept.stamp, kept.revision)
    for name in further:
        if not isinstance(form.items.get(name), Field | Table):
            raise UnknownFormError(
                Message(
                    "error.unknown-item", "The form {form} has no question “{item}”.", {"form": form.id, "item": name}
                )
            )
    findings = tuple(
        each
        for each in kept.revision.findings
        if each.field is not None
        and each.severity is not Severity.INFO
        and (each.code, each.field) not in kept.settled
        and _can_be_sent(form, record, each.field)
    )
    items = tuple(dict.fromkeys((*_in_question(form, findings), *further)))
    if not items:
        raise NothingToFixError(
            Message("error.nothing-to-fix", "No answer of {number} is in question.", {"number": str(kept.incoming)})
        )
    return Asked(kept, items, findings, tuple(further))


def _can_be_sent(form: FormDefinition, record: Record, key: str) -> bool:
    """Whether a question has a place in the form, and its answer the room it needs there."""
    item = form.items.get(key.partition(".")[0])
    if isinstance(item, Table):
        rows = record.values.get(item.id)
        return not isinstance(rows, tuple) or len(rows) <= item.rows
    return isinstance(item, Field) and item.id not in form.printed


def _in_question(form: FormDefinition, findings: Iterable[Finding]) -> Iterator[str]:
    """The items findings are about, those they are held against, and those that depend on either, in their order."""
    wanted = {(each.field or "").partition(".")[0] for each in findings}
    for name in tuple(wanted):
        wanted.update(_partners(form, name))
    if any(each.code == _WITHOUT_CONSENT for each in findings):
        wanted.update(field.id for field in form.fields.values() if field.limits.allows_special)
    controlled = {
        name for name, conditions in form.conditions.items() for each in conditions if wanted & {*fields_of(each)}
    }
    for item in form.items.values():
        is_open = item.id in wanted or item.id in controlled
        if is_open and not isinstance(item, Note) and item.id not in form.printed:
            yield item.id


def _partners(form: FormDefinition, name: str) -> Iterator[str]:
    """The questions that the rules of one look at: a date that must come before, what it applies under."""
    item = form.items[name]
    columns = item.columns if isinstance(item, Table) else (item,) if isinstance(item, Field) else ()
    for field in columns:
        limits = field.limits
        others = (limits.not_before, limits.after, limits.not_above)
        yield from (other for other in others if other is not None and other in form.items)
    yield from (each for condition in form.conditions[name] for each in fields_of(condition) if each in form.items)


@dataclass(frozen=True, slots=True)
class SentBack:
    """A copy that is ready to be sent: its file name and content, and the number of questions that are open."""

    name: str
    content: bytes
    open: int


def prepare(project: Project, asked: Asked, format_: Format, locale: str | None = None) -> tuple[SentBack, str]:
    """Make the copy, and give its copy id; by that id it finds back to its record.

    Raises UnknownFormError, IncompleteCatalogError.
    """
    kept = asked.kept
    (language,) = project.known_locales((locale or kept.stamp.locale,))
    definition = project.definition(kept.stamp.form)
    localized = project.localized(definition, language, kept.stamp.variant)
    correction = Correction(frozenset(asked.items), localized.text(HEADING), tuple(_lines(localized, asked)))
    localized = replace(localized, correction=correction)
    record = rejudging.typed(project, kept.stamp, kept.revision)
    values = _values(localized, record)
    copy = _copy(kept, asked, values)
    blank = maker(format_).Blank(maker(format_).compile_blank(localized), localized)
    name = file_name(replace(localized.stamp, copy=copy), format_, f"{kept.incoming}-fix")
    return SentBack(name, blank.fill(values, copy), len(asked.items)), copy


def _lines(localized: LocalizedForm, asked: Asked) -> Iterator[str]:
    told = {(each.field or "").partition(".")[0] for each in asked.findings}
    yield from dict.fromkeys(describe(each, localized) for each in asked.findings)
    for name in asked.further:
        if name not in told:
            yield localized.text(Message(ASKED.context, ASKED.text, {"field": question(name, localized)}))


def _values(localized: LocalizedForm, record: Record) -> Mapping[str, Filled]:
    """What stands in the copy: everything that has a place in it; rows beyond those printed stay in the store."""
    places = slots_by_key(localized.form)
    return {key: value for key, value in filling(localized.form, record).items() if key in places}


def _copy(kept: KeptRecord, asked: Asked, values: Mapping[str, Filled]) -> str:
    """The id of the copy: of this record, this revision and these questions alone."""
    stamp = kept.stamp
    told = {key: str(value) for key, value in values.items()}
    fix = f"{kept.incoming} {kept.revision.number} {' '.join(sorted(asked.items))}"
    return copy_id(Stamp(stamp.form, stamp.version, "", stamp.variant), {**told, "": fix})


def register(connection: Connection, asked: Asked, copy: str, who: Actor) -> None:
    """Note that a copy is sent back, so that it joins its record when it returns."""
    kept = asked.kept
    fix = Fix(kept.id, kept.revision.number, asked.items)
    add_fix(connection, copy, fix, who.by, who.at)
    details = {"copy": copy, "items": list(asked.items)}
    event = Event(who.at, who.by, Action.SENT_BACK, record_id=kept.id, revision=kept.revision.number, details=details)
    note(connection, event)

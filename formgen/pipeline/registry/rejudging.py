"""Values that were changed, and what was said of the reading before -> the record judged anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from formgen.errors import ExitCode, FormgenError
from formgen.message import Message
from formgen.model.catalog import LocalizedForm
from formgen.model.document import Answer, ReadBy, Response, Stamp
from formgen.model.finding import Finding, Status, status_of
from formgen.model.form import Field, FormDefinition, Table
from formgen.model.record import Record, Signature, Value
from formgen.pipeline.project import Project
from formgen.pipeline.registry.comparing import Said, item_of
from formgen.store.codec import typed_record
from formgen.store.kept import KeptRecord, Revision, Settled, State
from formgen.validate import Judgment, validate


def form_of(project: Project, stamp: Stamp) -> LocalizedForm:
    """The form in whose items the record of a stamp is kept, in the language of the document; NoFormError."""
    return shown_in(project, stamp, stamp.locale)


def shown_in(project: Project, stamp: Stamp, locale: str) -> LocalizedForm:
    """The form in whose items the record of a stamp is kept, in a language; NoFormError."""
    if stamp.form in project.definition_paths:
        form: FormDefinition | None = project.definition(stamp.form)
    else:
        form = project.edition(stamp.form, stamp.version)
    if form is None:
        values = {"form": stamp.form, "version": stamp.version}
        raise NoFormError(Message("error.no-form", "The form {form}, version {version}, is no longer here.", values))
    return project.shown(form, locale, stamp.variant)


def typed(project: Project, stamp: Stamp, revision: Revision) -> Record:
    """The values of a revision in the items of today's form."""
    from formgen.model.form import for_variant
    from formgen.validate.migration import bring_to_today

    today = form_of(project, stamp).form
    if revision.edition == today.version:
        return typed_record(revision.values, today)
    edition = project.edition(stamp.form, revision.edition)
    if edition is None:
        return typed_record(revision.values, today)
    earlier = for_variant(edition, stamp.variant)
    return bring_to_today(typed_record(revision.values, earlier), {}, earlier, today)[0]


def said(project: Project, kept: KeptRecord) -> Said:
    """What a record says now."""
    return Said(typed(project, kept.stamp, kept.revision), kept.revision.findings)


class NoFormError(FormgenError):
    """A record is of a form whose definition the project no longer has."""

    exit_code = ExitCode.AT_FAULT
    remedy = Message("error.no-form.remedy", "Put its definition back under forms/ or forms/published/.")


@dataclass(frozen=True, slots=True)
class Doubts:
    """What is to be said of how values were read, which the values themselves do not show.

    `lost` are the items that nobody could look at, which nothing is required of.
    """

    findings: tuple[Finding, ...] = ()
    lost: frozenset[str] = frozenset()

    def without(self, items: Iterable[str]) -> Doubts:
        """The doubts about other items than some."""
        left_out = frozenset(items)
        return Doubts(tuple(each for each in self.findings if item_of(each) not in left_out), self.lost - left_out)

    def about(self, form: FormDefinition, items: Iterable[str]) -> Doubts:
        """The doubts about some items, and about what is none of the form: the document as a whole, words beside it.

        Of a document that brings nothing for any item, only the words beside it are news.
        """
        wanted = frozenset(items)
        told = [each for each in self.findings if item_of(each) in wanted or item_of(each) not in form.items]
        return Doubts(tuple(each for each in told if wanted or each.written), self.lost & wanted)

    def __or__(self, other: Doubts) -> Doubts:
        return Doubts(tuple(dict.fromkeys((*self.findings, *other.findings))), self.lost | other.lost)


CERTAIN = Doubts()


def judge(project: Project, stamp: Stamp, record: Record, doubts: Doubts, received: dt.date) -> Judgment:
    """Judge values by the rules of the form."""
    shown = form_of(project, stamp)
    lexicon = project.lexicon(shown.form, stamp.variant)
    answers = {answer.key: answer for answer in _answers(shown.form, record)}
    return validate(Response(answers, doubts.findings, doubts.lost), shown, lexicon, received)


def doubts_of(project: Project, stamp: Stamp, what: Said, received: dt.date) -> Doubts:
    """Those of the findings that the values do not show: they are about the reading, and stay until it is settled."""
    shown = judge(project, stamp, what.record, CERTAIN, received).findings
    by_rule = {(each.code, item_of(each)) for each in shown}
    told = {(each.code, item_of(each)) for each in what.findings}
    lost = frozenset(item for code, item in by_rule - told if code == "required")
    return Doubts(tuple(each for each in what.findings if (each.code, item_of(each)) not in by_rule), lost)


def still_settled(kept: KeptRecord, items: Iterable[str]) -> Settled:
    """What a person has decided about other items than some; those have changed, and ask anew."""
    changed = frozenset(items)
    return frozenset(each for each in kept.settled if (each[1] or "").partition(".")[0] not in changed)


def state_of(findings: Iterable[Finding], settled: Settled = frozenset()) -> State:
    """The status that findings give a record; those a person has decided about no longer count."""
    open_ones = tuple(each for each in findings if (each.code, each.field) not in settled)
    return State.ACCEPTED if status_of(open_ones) is Status.ACCEPTED else State.REVIEW


def _answers(form: FormDefinition, record: Record) -> Iterator[Answer]:
    for item in form.items.values():
        value = record.values.get(item.id)
        if isinstance(item, Table):
            rows = [row for row in value if isinstance(row, Mapping)] if isinstance(value, tuple) else []
            for number, row in enumerate(rows, start=1):
                for column in item.columns:
                    yield from _answer(f"{item.id}.{number}.{column.id}", row.get(column.id))
        elif isinstance(item, Field) and isinstance(value, tuple):
            yield from (Answer(f"{item.id}.{code}", "☒", ReadBy.TYPED) for code in value)
        elif isinstance(item, Field):
            yield from _answer(item.id, value)


def _answer(key: str, value: Value) -> Iterator[Answer]:
    match value:
        case None:
            return
        case bool():
            code = "yes" if value else "no"
            yield Answer(key, code, ReadBy.TYPED, exact=code)
        case Signature():
            yield Answer(key, value.name or "", ReadBy.TYPED, exact=value.kind)
        case str():
            yield Answer(key, value, ReadBy.TYPED)
        case _:
            yield Answer(key, str(value), ReadBy.TYPED, exact=str(value))

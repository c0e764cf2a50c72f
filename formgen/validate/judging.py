"""A response -> the record, the computed figures and the findings."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from formgen.model.catalog import LocalizedForm
from formgen.model.document import Response
from formgen.model.finding import Finding, Severity, finding
from formgen.model.form import FieldType, FormDefinition
from formgen.model.record import Record, Value
from formgen.validate.answers import Place, gather, read_answers, with_variant
from formgen.validate.lexicon import Lexicon
from formgen.validate.reading import EMPTY_BOXES
from formgen.validate.rules import Case, judged, special_data
from formgen.validate.scores import computed, score_findings
from formgen.validate.script import script_findings
from formgen.validate.visibility import visibility
from formgen.validate.words import is_visible


@dataclass(frozen=True)
class Judgment:
    """What is accepted of a document, what follows from it, and what is to be said of it."""

    record: Record
    computed: Mapping[str, object]
    findings: tuple[Finding, ...]


def is_blank(response: Response, form: FormDefinition | None = None) -> bool:
    """Tell whether nobody wrote anything: an empty box, and a benchmark that `form` itself prints, are no answers.

    Where something may stand that nobody could look at, nobody can tell.
    """
    printed = form.scoring.benchmark_field if form and form.scoring else None
    answered = any(
        answer.doubt is not None or answer.exact is not None or is_visible(answer.written.strip(EMPTY_BOXES))
        for key, answer in response.answers.items()
        if key != printed
    )
    return not answered and not _lost(response) and not any(each.written for each in response.findings)


def _lost(response: Response) -> frozenset[str]:
    """The keys of places that nobody could look at, or where something was found that is no answer."""
    told = {each.field for each in response.findings if each.field is not None and each.severity is not Severity.INFO}
    return response.lost | (told - response.answers.keys())


def validate(response: Response, localized: LocalizedForm, lexicon: Lexicon, received: dt.date) -> Judgment:
    """Judge a response by the rules of its form (CONTRACT.md section 4).

    `received` is the last day that is not in the future. Findings come in the order of the questions, after
    those of the reading. A blank document has nothing in its record and nothing computed.
    """
    form = localized.form
    if is_blank(response, form):
        return Judgment(Record(_nothing(form)), {}, (finding("blank"), *response.findings))
    places, foreign = read_answers(localized, response.answers.values(), lexicon)
    answers = gather(form, places, _lost(response))
    said: dict[str, list[Finding]] = defaultdict(list)
    for place in places:
        if told := (*place.reading.findings, *_of_letters(place)):
            said[place.slot.item_id] += told
    case = Case(answers, visibility(answers, localized.variant), received)
    figures = computed(case)
    for item in form.items.values():
        if told := tuple(judged(case, item)):
            said[item.id] += told
    for found in (special_data(case), score_findings(case, figures)):
        for item_id, findings in found.items():
            said[item_id] += findings
    by_item = [each for item_id in form.items if item_id in said for each in said[item_id]]
    findings = _once((*response.findings, *foreign, *by_item))
    values = with_variant(form, localized.variant, _with_benchmark(form, answers.values))
    return Judgment(Record(values), figures, findings)


def _of_letters(place: Place) -> Iterable[Finding]:
    """What is to be said of the letters and signs a text was typed in."""
    value = place.reading.value
    if isinstance(value, str) and place.slot.field.type in _TEXTS:
        return script_findings(place.slot.key, value, place.written)
    return ()


_TEXTS = frozenset({FieldType.TEXT, FieldType.MULTILINE})


def _nothing(form: FormDefinition) -> Mapping[str, Value]:
    """The values of a record in which nothing is answered."""
    empty = gather(form, ()).values
    return empty if form.variant_field is None else {form.variant_field: None, **empty}


def _with_benchmark(form: FormDefinition, values: Mapping[str, Value]) -> Mapping[str, Value]:
    """The benchmark is always the published form's own, whatever a document says."""
    if form.scoring is None or form.scoring.benchmark_field is None:
        return values
    return {**values, form.scoring.benchmark_field: form.scoring.benchmark}


def _once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Drop what was said before of the same place, with the same words, by the same code."""
    said: set[tuple[str, str, str | None]] = set()
    kept = []
    for each in findings:
        if each.field is None or (each.code, each.field, each.written) not in said:
            kept.append(each)
        said.add((each.code, each.field or "", each.written))
    return tuple(kept)

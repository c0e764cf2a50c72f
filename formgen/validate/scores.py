"""The marks of a scored form -> its computed figures, and what contradicts them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from formgen.model.finding import Finding, finding
from formgen.model.form import KEPT, NOT_APPLICABLE, Field, FieldType, FormDefinition, ScoreRule, Scoring
from formgen.validate.rules import Case, is_required

PLACES = Decimal("0.01")
"""Means have two decimal places, halves rounded up; sums are never rounded."""


def computed(case: Case) -> Mapping[str, object]:
    """The figures of the form's scoring rule; none where the form is not scored.

    SUM gives `total_score`, `subtotals` by section, `complete` and `passed`. A sum with a mark missing is None
    and so is `passed`: an unscored item never counts as zero. MEAN gives `standards` by section, `dimensions`
    and `overall`; “not applicable” and missing marks are left out, and a mean of nothing is None.
    """
    scoring = case.form.scoring
    if scoring is None:
        return {}
    return _sums(case, scoring) if scoring.rule is ScoreRule.SUM else _means(case)


def score_of(field: Field, codes: Iterable[str]) -> Decimal | None:
    """The mark an answer gives; None where there is none, or it does not apply."""
    for choice in field.choices:
        if choice.code in codes and choice.code != NOT_APPLICABLE:
            if choice.value is not None:
                return Decimal(choice.value)
            return Decimal(choice.code) if field.type is FieldType.RATING else None
    return None


def _sums(case: Case, scoring: Scoring) -> Mapping[str, object]:
    sections: dict[str, list[Decimal | None]] = defaultdict(list)
    for field, partners in _scored(case.form):
        if case.visible[field.id] is False:
            continue
        marks = [score_of(each, case.answers.codes(each.id)) for each in (field, *partners)]
        known = [mark for mark in marks if mark is not None]
        weight = Decimal(1) if field.weight is None else field.weight
        score = sum(known, Decimal(0)) / len(known) * weight if len(known) == len(marks) else None
        sections[case.form.section_of[field.id].id].append(score)
    subtotals = {name: _sum(scores) for name, scores in sections.items()}
    total = _sum(subtotals.values()) if subtotals else None
    passed = None if total is None or scoring.benchmark is None else total > scoring.benchmark
    return {"total_score": total, "subtotals": subtotals, "complete": total is not None, "passed": passed}


def _sum(scores: Iterable[Decimal | None]) -> Decimal | None:
    total = Decimal(0)
    for score in scores:
        if score is None:
            return None
        total += score
    return total


def _scored(form: FormDefinition) -> Iterator[tuple[Field, tuple[Field, ...]]]:
    """Yield the fields that carry a mark, each with those whose mark is averaged with its own."""
    partners: dict[str, list[Field]] = defaultdict(list)
    for field in form.fields.values():
        if field.combine_with is not None:
            partners[field.combine_with].append(field)
    for field in form.fields.values():
        if field.combine_with is None and (field.weight is not None or field.id in partners):
            yield field, tuple(partners[field.id])


def _means(case: Case) -> Mapping[str, object]:
    standards: dict[str, list[Decimal]] = {}
    dimensions: dict[str, list[Decimal]] = {}
    overall: list[Decimal] = []
    for name, marks, standard, dimension in _rated(case.form):
        groups = [overall, standards.setdefault(standard, [])]
        if dimension:
            groups.append(dimensions.setdefault(dimension, []))
        score = next(map(marks.get, case.answers.codes(name)), None)
        if score is not None and case.visible[name] is not False:
            for group in groups:
                group.append(score)
    return {
        "standards": {name: _mean(scores) for name, scores in standards.items()},
        "dimensions": {name: _mean(scores) for name, scores in dimensions.items()},
        "overall": _mean(overall),
    }


@lru_cache(maxsize=KEPT)
def _rated(form: FormDefinition) -> tuple[tuple[str, Mapping[str, Decimal | None], str, str], ...]:
    """The questions that are rated, by id: the mark each code gives, their section, and their dimension, if any."""
    found = []
    for section in form.sections:
        of_section = _key(section.dimension.text) if section.dimension else ""
        for field in section.items:
            if isinstance(field, Field) and field.type is FieldType.RATING:
                marks = {code: score_of(field, (code,)) for code in field.codes}
                found.append((field.id, marks, section.id, field.dimension or of_section))
    return tuple(found)


def _key(words: str) -> str:
    """A dimension's key from its English words: `professional_behaviour`."""
    return "_".join("".join(char if char.isalnum() else " " for char in words.lower()).split())


def _mean(scores: list[Decimal]) -> Decimal | None:
    return (sum(scores, Decimal(0)) / len(scores)).quantize(PLACES, ROUND_HALF_UP) if scores else None


def score_findings(case: Case, figures: Mapping[str, object]) -> Mapping[str, tuple[Finding, ...]]:
    """What a person wrote of the result against the computed figures and the published rule, by item."""
    scoring = case.form.scoring
    if scoring is None:
        return {}
    found: dict[str, tuple[Finding, ...]] = {}
    total = figures.get("total_score")
    name = scoring.total_field
    if name and total is not None and case.answers.values[name] not in (None, total):
        found[name] = (finding("score-mismatch", name, case.answers.written(name), computed=total),)
    name = scoring.benchmark_field
    if name and case.answers.values[name] not in (None, scoring.benchmark):
        found[name] = (benchmark_mismatch(scoring, name, case.answers.written(name)),)
    name = scoring.conclusion_field
    code = _conclusion_fault(case, scoring, figures) if name else None
    if name and code:
        found[name] = (finding(code, name, case.answers.written(name), computed=total),)
    return found


def benchmark_mismatch(scoring: Scoring, name: str, written: str) -> Finding:
    """The finding on a document that prints another benchmark than the published one."""
    return finding("benchmark-mismatch", name, written, benchmark=scoring.benchmark)


def _conclusion_fault(case: Case, scoring: Scoring, figures: Mapping[str, object]) -> str | None:
    codes = case.answers.codes(scoring.conclusion_field or "")
    complete, passed = figures.get("complete"), figures.get("passed")
    if scoring.deferred_code in codes:
        return "conclusion-mismatch" if complete and not _something_missing(case) else None
    wanted = True if scoring.passed_code in codes else False if scoring.failed_code in codes else None
    if wanted is None:
        return None
    if not complete:
        return "conclusion-premature"
    return "conclusion-mismatch" if passed is not None and passed is not wanted else None


def _something_missing(case: Case) -> bool:
    """Whether the form still waits for something: a required answer, or documents of a required list."""
    for item in case.form.items.values():
        if not isinstance(item, Field) or not is_required(case.form, item) or case.visible[item.id] is False:
            continue
        if not case.answers.is_answered(item.id):
            return True
        if item.type is FieldType.MULTI_CHOICE and len(case.answers.codes(item.id)) < len(item.choices):
            return True
    return False

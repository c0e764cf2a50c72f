"""Two records of the same thing -> whether they say the same, one completes the other, or they differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from formgen.model.finding import Finding, Severity
from formgen.model.form import Field, FieldType, FormDefinition, Table
from formgen.model.record import Record, Row, Value
from formgen.pipeline.registry.facts import identity_rule, match_key


class Relation(StrEnum):
    """What the later of two records is to the earlier."""

    SAME = "same"
    """It says nothing that the earlier does not say."""
    COMPLETES = "completes"
    """It only answers what the earlier leaves open, or was asked to say anew."""
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Comparison:
    """`items` are those that differ or were completed; `merged` has the answers of both, None where they differ."""

    relation: Relation
    items: tuple[str, ...] = ()
    merged: Record | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What a document or a revision says: its values, and where something stands that could not be read."""

    record: Record
    findings: tuple[Finding, ...]

    def unread(self) -> Mapping[str, frozenset[tuple[str, str]]]:
        """What is written and not read for certain, by item: keys and words."""
        found: dict[str, set[tuple[str, str]]] = {}
        for each in self.findings:
            if each.field is None or not each.written or each.severity is not Severity.REVIEW:
                continue
            item_id = item_of(each)
            if isinstance(value := self.record.values.get(item_id), tuple) or value is None:
                found.setdefault(str(item_id), set()).add((each.field, each.written))
        return {name: frozenset(words) for name, words in found.items()}


def item_of(finding: Finding) -> str:
    """The item a finding is about; an empty text for the document as a whole."""
    return (finding.field or "").partition(".")[0]


def compare(form: FormDefinition, kept: Said, new: Said, asked: Iterable[str] = ()) -> Comparison:
    """Compare item by item; a blank answers nothing, and what was `asked` anew may differ.

    How a number or name is written that says what a document is about makes no difference.
    Signatures are no answers: they never differ, and complete a record that has none.
    """
    before, now, open_items = kept.unread(), new.unread(), frozenset(asked)
    rule = identity_rule(form)
    numbers = frozenset(rule.key if rule else ())
    completed, differing, merged = [], [], dict(kept.record.values)
    for item in form.items.values():
        if not isinstance(item, Field | Table):
            continue
        old, answer = kept.record.values.get(item.id), new.record.values.get(item.id)
        was, is_ = before.get(item.id, frozenset()), now.get(item.id, frozenset())
        is_same = match_key(old) == match_key(answer) if item.id in numbers else _same(old, answer)
        if (is_same and was == is_) or (_blank(answer) and not is_):
            continue
        together = _together(item, old, answer, readable=not was and not is_)
        if item.id in open_items or (_blank(old) and (not was or not is_)):
            completed.append(item.id)
            merged[item.id] = answer
        elif together is not None:
            if not _same(together, old):
                completed.append(item.id)
                merged[item.id] = together
        else:
            differing.append(item.id)
    if differing:
        return Comparison(Relation.DIFFERS, tuple(differing))
    if completed:
        return Comparison(Relation.COMPLETES, tuple(completed), Record(merged))
    return Comparison(Relation.SAME, (), kept.record)


def _blank(value: Value) -> bool:
    return value is None or value == ()


def _same(one: Value, other: Value) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return one.split() == other.split()
    # True == 1: types are compared too.
    return type(one) is type(other) and one == other


def _together(item: Field | Table, old: Value, new: Value, *, readable: bool) -> Value:
    """The two answers as one; None where they contradict each other."""
    if isinstance(item, Table):
        return _rows_together(old, new) if readable else None
    return old if item.type is FieldType.SIGNATURE and readable else None


def _rows_together(old: Value, new: Value) -> tuple[Row, ...] | None:
    """The rows of two tables as one, row by row; None where a cell of both says different things."""
    first, second = _rows(old), _rows(new)
    found: list[Row] = []
    for number in range(max(len(first), len(second))):
        one = first[number] if number < len(first) else {}
        other = second[number] if number < len(second) else {}
        cells = {**other, **{name: cell for name, cell in one.items() if cell is not None}}
        if any(not _same(cells[name], cell) for name, cell in other.items() if cell is not None):
            return None
        found.append(cells)
    return tuple(found)


def _rows(value: Value) -> list[Row]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, tuple) else []

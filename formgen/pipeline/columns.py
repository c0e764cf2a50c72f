"""The column headings of an office's list -> the keys of a form."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from formgen.errors import ExitCode, FormgenError
from formgen.message import Message
from formgen.model.catalog import LocalizedForm
from formgen.model.form import Field, FieldType, Table
from formgen.model.slot import slots_of_field, slots_of_table
from formgen.report.words import question
from formgen.validate.words import folded

IGNORED = ""
"""What a mapping gives for a column that is not to be read."""


class UnknownColumnsError(FormgenError):
    """Columns of a list are not questions of the form, or could be several of them; nothing was made."""

    exit_code = ExitCode.NEEDS_A_PERSON
    remedy = Message(
        "error.unknown-columns.remedy",
        "Rename the columns, or name a file of headings and keys with --columns; an empty key leaves a column out.",
    )

    def __init__(self, faults: Sequence[tuple[str, Message]]) -> None:
        super().__init__(
            Message(
                "error.unknown-columns",
                "Nothing was written. Columns that do not lead to one question each: {count}.",
                {"count": len(faults)},
            )
        )
        self.headings = frozenset(heading for heading, _ in faults)
        self.details = tuple(fault for _, fault in faults)


@dataclass(frozen=True)
class Headings:
    """Every name a column may have, folded for matching, and the keys it can mean."""

    keys: Mapping[str, frozenset[str]]
    names: Mapping[str, str]

    def resolve(self, headings: Iterable[str], mapping: Mapping[str, str]) -> Mapping[str, str]:
        """The key of each heading; a heading that `mapping` gives no key is left out. UnknownColumnsError."""
        found: dict[str, str] = {}
        faults = []
        for heading in headings:
            meant = self.keys.get(_name(mapping.get(heading, heading)), frozenset())
            if mapping.get(heading) == IGNORED:
                continue
            if len(meant) != 1:
                faults.append((heading, self._fault(mapping.get(heading, heading), meant)))
            elif heading in found or not meant.isdisjoint(found.values()):
                faults.append((heading, _double(heading, next(iter(meant)))))
            else:
                found[heading] = next(iter(meant))
        if faults:
            raise UnknownColumnsError(faults)
        return found

    def known(self, heading: str) -> bool:
        """Whether a heading is the name of a question."""
        return _name(heading) in self.keys

    def _fault(self, heading: str, meant: frozenset[str]) -> Message:
        if meant:
            return Message(
                "fault.column-ambiguous",
                "The column “{heading}” can be {keys}. Name it by one of these keys.",
                {"heading": heading, "keys": ", ".join(sorted(meant))},
            )
        near = difflib.get_close_matches(_name(heading), self.names, n=1, cutoff=0.5)
        if near:
            return Message(
                "fault.column-near",
                "The column “{heading}” is not a question of the form. Did you mean “{name}”?",
                {"heading": heading, "name": self.names[near[0]]},
            )
        return Message(
            "fault.column-unknown", "The column “{heading}” is not a question of the form.", {"heading": heading}
        )


def _double(heading: str, key: str) -> Message:
    return Message(
        "fault.column-double",
        "The column “{heading}” is a second one for {key}. Keep one of them, or leave the other out.",
        {"heading": heading, "key": key},
    )


_NUMBER = re.compile(r"^\d+(\.\d+)*\.?\s+")


def _name(heading: str) -> str:
    return folded(_NUMBER.sub("", heading.strip().rstrip("*").strip()))


def headings_of(forms: Iterable[LocalizedForm]) -> Headings:
    """Collect the names of the questions of a form in the languages given."""
    keys: dict[str, set[str]] = defaultdict(set)
    names: dict[str, str] = {}
    for localized in forms:
        for key, name in _names(localized):
            keys[_name(name)].add(key)
            names.setdefault(_name(name), name)
    return Headings({name: frozenset(found) for name, found in keys.items()}, names)


def _names(localized: LocalizedForm) -> Iterator[tuple[str, str]]:
    form = localized.form
    if form.variant_field is not None:
        yield form.variant_field, form.variant_field
    for item in form.items.values():
        section = localized.text(form.section_of[item.id].title)
        if isinstance(item, Field):
            label = localized.text(item.label)
            yield from ((item.id, item.id), (item.id, label), (item.id, f"{section}: {label}"))
            cells = slots_of_field(item) if item.type is FieldType.MULTI_CHOICE else ()
        elif isinstance(item, Table):
            cells = slots_of_table(item)
        else:
            continue
        for slot in cells:
            yield slot.key, slot.key
            yield slot.key, question(slot.key, localized)

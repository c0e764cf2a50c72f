"""A sample case of a form in Armenian -> its record as values, as words, and as what a person sees at each place."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from formgen.generate.filling import Filled, filling
from formgen.generate.wording import shown
from formgen.model.document import Format
from formgen.model.slot import Slot, SlotKind, slots
from formgen.validate import check_filling
from tests.clients.entry import Entry
from tests.loop import PROJECT, blank, localized, stampable
from tests.roundtrip.cases import Case, cases

COPY = "ABCDEFGHIJ23"
LOCALE = "hy"
TICKED = "☒"


@dataclass(frozen=True)
class Sample:
    """One complete record of a form, and the blanks it goes into."""

    case: Case

    @property
    def form(self) -> str:
        """The form, or form and variant, as file names begin with it."""
        return self.case.form

    @property
    def name(self) -> str:
        """The case's name, for files."""
        return self.case.name

    def blank(self, format_: Format) -> bytes:
        """The blank of a format."""
        return blank(self.form, LOCALE, format_)

    def filled(self, format_: Format) -> bytes:
        """The blank with the record in it, by formgen."""
        return stampable(self.form, LOCALE, format_).fill(self.values, COPY)

    @cached_property
    def slots(self) -> Mapping[str, Slot]:
        """Every place for an answer by its key."""
        return {slot.key: slot for slot in slots(localized(self.form, LOCALE).form)}

    @property
    def printed(self) -> Collection[str]:
        """The keys of figures that the form prints."""
        return localized(self.form, LOCALE).form.printed.keys()

    @cached_property
    def values(self) -> Mapping[str, Filled]:
        """The record as values by key."""
        record, findings = check_filling(self.case.answered, PROJECT.shown(PROJECT.definition(self.form), "en"))
        assert not [each for each in findings if each.severity != "info"], findings
        return filling(localized(self.form, LOCALE).form, record)

    @cached_property
    def words(self) -> Mapping[str, str]:
        """The same as words on the page."""
        return {key: self._word(self.slots[key], value) for key, value in self.values.items()}

    def _word(self, slot: Slot, value: Filled) -> str:
        if slot.kind is SlotKind.TICK:
            return TICKED
        if slot.kind is SlotKind.ONE_OF:
            label = next(each.label for each in slot.field.choices if each.code == value)
            return localized(self.form, LOCALE).text(label)
        return shown(value, LOCALE)

    @cached_property
    def entries(self) -> Sequence[Entry]:
        """The same as what is put at each place."""
        return [
            Entry(key, self.slots[key].kind, word, self.code(key) if self.slots[key].kind is SlotKind.ONE_OF else None)
            for key, word in self.words.items()
        ]

    def code(self, key: str) -> str:
        """The option chosen."""
        return str(self.values[key])

    def is_radio(self, key: str) -> bool:
        """Whether a place is a group of radio buttons in the PDF."""
        slot = self.slots[key]
        return slot.kind is SlotKind.ONE_OF and not slot.field.combo


def samples(forms: Sequence[str] = (), kind: str = "armenian") -> list[Sample]:
    """A complete case in Armenian of each form, or of those named; of the kind `long`, with the longest answers."""
    return [Sample(case) for case in cases() if case.name.endswith(f"-{kind}") and (not forms or case.form in forms)]

"""What a copy that is sent back asks to be put right."""

from __future__ import annotations

from dataclasses import dataclass

from formgen.model.slot import Slot, SlotKind


@dataclass(frozen=True, slots=True)
class Correction:
    """The questions that are open in a copy, by the ids of their items, and what is wrong with each, in words.

    `heading` says what is asked, `lines` are the remarks below it. Everything else in the copy is locked, but for
    signatures: whoever changes an answer may have to sign again.
    """

    items: frozenset[str]
    heading: str
    lines: tuple[str, ...]

    def opens(self, slot: Slot) -> bool:
        """Whether a person may write at a slot."""
        return slot.item_id in self.items or slot.kind is SlotKind.SIGNATURE

    def marks(self, slot: Slot) -> bool:
        """Whether a slot is one of those that are asked about."""
        return slot.item_id in self.items

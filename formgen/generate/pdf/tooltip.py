"""A place for an answer -> the words a screen reader says there and a mouse shows."""

from __future__ import annotations

from formgen.generate import wording
from formgen.message import Message
from formgen.model.catalog import LocalizedForm
from formgen.model.form import Choice
from formgen.model.slot import Slot


def tooltip(localized: LocalizedForm, slot: Slot) -> str:
    """Number and label of the question, how to write the answer, when it applies."""
    item = slot.table or slot.field
    parts = [wording.numbered_label(localized, item)]
    if slot.table is not None and slot.row is not None:
        row = localized.text(Message(wording.ROW.context, wording.ROW.text, {"row": slot.row}))
        parts = [f"{parts[0]}, {row}: {localized.text(slot.field.label)}"]
    hint = None if slot.key in localized.form.printed else wording.hint(slot.field)
    if hint is not None:
        parts.append(f"({localized.text(hint)})")
    if slot.field.help is not None:
        parts.append(localized.text(slot.field.help))
    instruction = wording.skip_instruction(localized, item.visible_if)
    if instruction is not None:
        parts.append(f"({instruction})")
    said = " ".join(parts)
    return said if slot.choice is None else option_tooltip(localized, said, slot.choice)


def option_tooltip(localized: LocalizedForm, question: str, choice: Choice) -> str:
    """The words of one option of a question."""
    return f"{question}: {localized.text(choice.label)}"

"""A place for an answer -> the words that stand in it while nobody has answered, and are never an answer."""

from __future__ import annotations

from formgen.message import Message
from formgen.model.form import FieldType
from formgen.model.slot import Slot, SlotKind

SELECT = Message("print.select", "Select")
TYPE_HERE = Message("print.type-here", "…")
DATE_HINT = Message("print.date-hint", "DD.MM.YYYY")
SIGN_HERE = Message("print.sign-here", "signature")

ALL = (SELECT, TYPE_HERE, DATE_HINT, SIGN_HERE)


def placeholder(slot: Slot) -> Message:
    """The words of an unanswered place; a tick has none."""
    match slot.kind:
        case SlotKind.ONE_OF:
            return SELECT
        case SlotKind.SIGNATURE:
            return SIGN_HERE
        case _:
            return DATE_HINT if slot.field.type is FieldType.DATE else TYPE_HERE

"""A place for an answer -> the rule that guides the person who types there, in the language of the form."""

from __future__ import annotations

from decimal import Decimal

from openpyxl.worksheet.datavalidation import DataValidation

from formgen.document.workbook import EMPTY_BOX, TICKED_BOX
from formgen.generate import wording
from formgen.message import Message
from formgen.model.catalog import LocalizedForm
from formgen.model.form import Field, FieldType
from formgen.model.slot import Slot, SlotKind

TITLE_LENGTH = 32
TEXT_LENGTH = 225
"""Characters Excel shows of an error's words; of a prompt it shows thirty more."""
_FIRST_DAY, _LAST_DAY = "1", "2958465"
_WIDEST = Decimal(10) ** 12

NOT_A_DATE = Message("print.not-a-date", "This is not read as a date here. Write day.month.year, or leave it as text.")
NOT_A_NUMBER = Message("print.not-a-number", "Write a number in digits.")
NUMBER_RANGE = Message("print.number-range", "Write a number from {minimum} to {maximum}.")
TOO_LONG = Message("print.too-long", "At most {limit} characters fit in this box.")
CHOOSE = Message("print.choose", "Choose one of the options of the list.")
TICK = Message("print.tick", "Choose ☒ from the list, or type x.")


def rule(localized: LocalizedForm, slot: Slot, list_name: str | None) -> DataValidation | None:
    """The validation of a cell, or None where anything may be typed.

    A date typed in another order than the program's own stays text: it is warned of, never refused.
    """
    field = slot.field
    match slot.kind:
        case SlotKind.TICK:
            made = DataValidation("list", formula1=f'"{EMPTY_BOX},{TICKED_BOX}"', prompt=localized.text(TICK))
        case SlotKind.ONE_OF:
            made = DataValidation("list", formula1=list_name)
            _tell(made, localized.text(wording.SELECT_ONE), localized.text(CHOOSE))
        case SlotKind.SIGNATURE:
            return None
        case _ if field.type is FieldType.DATE:
            made = DataValidation("date", operator="between", formula1=_earliest(field), formula2=_LAST_DAY)
            made.errorStyle = "warning"
            _tell(made, localized.text(wording.DATE_HINT), localized.text(NOT_A_DATE))
        case _ if field.type is FieldType.NUMBER:
            made = _number(localized, field)
        case _ if field.limits.max_len:
            limit = localized.text(Message(TOO_LONG.context, TOO_LONG.text, {"limit": field.limits.max_len}))
            made = DataValidation("textLength", operator="lessThanOrEqual", formula1=str(field.limits.max_len))
            _tell(made, None, limit)
        case _:
            made = DataValidation()
    return _introduce(made, localized, slot)


def _number(localized: LocalizedForm, field: Field) -> DataValidation:
    limits = field.limits
    least = -_WIDEST if limits.minimum is None else limits.minimum
    most = _WIDEST if limits.maximum is None else limits.maximum
    made = DataValidation("whole" if limits.decimals == 0 else "decimal", operator="between")
    made.formula1, made.formula2 = f"{least:f}", f"{most:f}"
    said = NOT_A_NUMBER
    if limits.minimum is not None and limits.maximum is not None:
        values = {
            "minimum": wording.shown(limits.minimum, localized.locale),
            "maximum": wording.shown(limits.maximum, localized.locale),
        }
        said = Message(NUMBER_RANGE.context, NUMBER_RANGE.text, values)
    hint = wording.hint(field)
    _tell(made, localized.text(hint) if hint else None, localized.text(said))
    return made


def _earliest(field: Field) -> str:
    if field.limits.earliest is None:
        return _FIRST_DAY
    return f"DATE({field.limits.earliest.year},{field.limits.earliest.month},{field.limits.earliest.day})"


def _tell(made: DataValidation, prompt: str | None, error: str) -> None:
    made.prompt = prompt
    made.error = _cut(error, TEXT_LENGTH)
    made.showErrorMessage = True


def _introduce(made: DataValidation, localized: LocalizedForm, slot: Slot) -> DataValidation | None:
    """Name the question over the prompt: a screen reader says it when the cell is reached."""
    label = localized.text(slot.field.label)
    if slot.choice is not None:
        label = localized.text(slot.choice.label)
    if slot.field.type is FieldType.PHONE:
        made.prompt = localized.text(wording.PHONE_HINT)
    helps = [localized.text(slot.field.help)] if slot.field.help else []
    whole = f"{label}. " if len(label) > TITLE_LENGTH else ""
    made.prompt = _cut(whole + " ".join([made.prompt or "", *helps]).strip(), TEXT_LENGTH) or None
    made.promptTitle = _cut(label, TITLE_LENGTH)
    made.errorTitle = made.promptTitle if made.error else None
    made.showInputMessage = True
    made.showErrorMessage = made.error is not None
    made.allow_blank = True
    return made


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"

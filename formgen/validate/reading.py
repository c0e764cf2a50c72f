"""An answer as written -> a typed value, or the finding that says why there is none."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from formgen.model.document import Answer
from formgen.model.finding import Finding, finding
from formgen.model.form import NOT_APPLICABLE, Field, FieldType
from formgen.model.record import Scalar, Signature, SignatureKind
from formgen.model.slot import Slot
from formgen.validate.dates import date_readings, exact_date
from formgen.validate.garbled import is_garbled
from formgen.validate.lexicon import Lexicon
from formgen.validate.numbers import exact_number, number_readings
from formgen.validate.phones import read_phone
from formgen.validate.words import folded, is_visible, kept

T = TypeVar("T")


class Reading(NamedTuple):
    """What one place says; of a box to tick, True or None.

    `unread` means that something is there which nobody could type for certain.
    """

    value: Scalar = None
    findings: tuple[Finding, ...] = ()
    unread: bool = False

    @property
    def says_something(self) -> bool:
        """Whether there is a value, or something that is not read."""
        return self.unread or self.value is not None


UNANSWERED = Reading()

_TICKS = frozenset("xXхХvV+✓✔☑☒✗✘✕✖√✅")
EMPTY_BOXES = "☐□"
"""The signs of a box nobody ticked."""

_TICK_WORDS = {
    **dict.fromkeys(("yes", "true", "on", "1", "այո", "да"), True),
    **dict.fromkeys(("no", "false", "off", "0", "ոչ", "нет"), False),
}


def read_answer(form: str, slot: Slot, answer: Answer, lexicon: Lexicon) -> Reading:
    """Read what stands at a slot of a form; an answer in doubt has no value (CONTRACT.md section 4)."""
    if answer.doubt is not None:
        return _unread(answer.doubt, answer)
    if answer.exact is None and not is_visible(answer.written):
        return _read_text(answer)
    if slot.choice is not None:
        tick = _weigh(answer, _tick_readings(answer.written), _TICK_WORDS.get, "tick-unclear")
        return Reading(tick.value or None, tick.findings, tick.unread)
    field = slot.field
    match field.type:
        case FieldType.RATING | FieldType.CHOICE | FieldType.YES_NO | FieldType.MULTI_CHOICE:
            return _read_option(field, answer, lexicon.codes(form, question_of(slot), answer.written))
        case FieldType.TEXT | FieldType.MULTILINE:
            return _read_text(answer)
        case FieldType.DATE:
            dates = date_readings(answer.written, birth_date=field.limits.birth_date)
            return _weigh(answer, dates, exact_date, "date-ambiguous")
        case FieldType.NUMBER:
            numbers = number_readings(answer.written)
            return _weigh(answer, numbers, exact_number, "number-ambiguous" if numbers else "number-unreadable")
        case FieldType.PHONE:
            return _read_phone(answer)
        case _:
            return _read_signature(answer)


def question_of(slot: Slot) -> str:
    """The question a slot belongs to, as the lexicon names it."""
    return slot.field.id if slot.table is None else f"{slot.table.id}.{slot.field.id}"


def typed_code(field: Field, code: str) -> Scalar:
    """An option's code as the record has it: yes and no as a boolean, a mark as an integer."""
    if field.type is FieldType.YES_NO:
        return code == "yes"
    if field.type is FieldType.RATING and code != NOT_APPLICABLE:
        return int(code)
    return code


def code_of(value: Scalar) -> str | None:
    """The option's code of a value of the record; None of anything that is not an option."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if isinstance(value, int | str) else None


def _unread(code: str, answer: Answer) -> Reading:
    return Reading(None, (finding(code, answer.key, answer.written),), unread=True)


def _weigh(
    answer: Answer,
    seen: frozenset[T],
    parse: Callable[[str], T | None],
    unclear: str,
    typed: Callable[[T], Scalar] | None = None,
) -> Reading:
    """Take the one value a person sees; where the file stores a value too, it may settle but not contradict."""
    value = None if answer.exact is None else parse(answer.exact)
    code = "signs-disagree"
    if answer.exact is None or (value is None and not seen):
        code = unclear
        if len(seen) == 1:
            (value,) = seen
    if value is None or value not in seen:
        return _unread(code, answer)
    return Reading(typed(value) if typed else value)  # type: ignore[arg-type]  # every other T here is a Scalar


def _tick_readings(written: str) -> frozenset[bool]:
    sign = written.strip()
    if sign in _TICKS:
        return frozenset({True})
    if not is_visible(sign.strip(EMPTY_BOXES)):
        return frozenset({False})
    word = folded(sign)
    return frozenset({_TICK_WORDS[word]}) if word in _TICK_WORDS else frozenset()


def _read_option(field: Field, answer: Answer, seen: frozenset[str]) -> Reading:
    return _weigh(
        answer,
        seen,
        lambda code: code if code in field.codes else None,
        "choice-unknown",
        lambda code: typed_code(field, code),
    )


def _read_text(answer: Answer) -> Reading:
    if is_garbled(answer.written):
        return _unread("text-unreadable", answer)
    text, removed = kept(answer.written)
    findings = (finding("characters-removed", answer.key, answer.written),) if removed else ()
    return Reading(text, findings)


def _read_phone(answer: Answer) -> Reading:
    phone = read_phone(answer.written)
    if phone.number is None:
        return _unread("phone-unreadable", answer)
    findings = []
    if not phone.known:
        findings.append(finding("phone-unlikely", answer.key, answer.written))
    if phone.extension:
        findings.append(finding("phone-extension", answer.key, answer.written, extension=phone.extension))
    return Reading(phone.number, tuple(findings))


def _read_signature(answer: Answer) -> Reading:
    stored = SignatureKind.TYPED if answer.exact is None else _KINDS.get(answer.exact)
    if stored is None:
        return _unread("signs-disagree", answer)
    name = None if stored is SignatureKind.DRAWN else kept(answer.written)[0]
    return Reading(Signature(stored, name))


_KINDS = {kind.value: kind for kind in SignatureKind}

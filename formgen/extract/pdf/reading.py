"""One field of a PDF -> the answer a person gave there, or none; where the file's signs disagree, a doubt.

A field's value stands in /V and, for buttons, in the state every widget shows (/AS). Programs write one without the
other, leave Off states about, or store the words instead of the code: no single sign is believed against another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from formgen.extract.pdf.fields import Field, is_off
from formgen.extract.pdf.objects import Objects, Value, bytes_of
from formgen.model.document import Answer
from formgen.model.record import SignatureKind
from formgen.model.slot import SlotKind

TICKED = "☒"
ON = "yes"
_BETWEEN = " / "
_DISAGREE, _TWO, _UNCLEAR = "signs-disagree", "two-answers", "tick-unclear"


def read(key: str, kind: SlotKind, labels: Mapping[str, str], field: Field, objects: Objects) -> Answer | None:
    """Read a field as an answer to the question at `key`; None where nobody answered.

    `labels` are the words of a one-of's codes in the document's language.
    """
    match kind:
        case SlotKind.SIGNATURE:
            return _signature(key, field, objects)
        case SlotKind.TICK:
            return _tick(key, field, objects)
        case SlotKind.ONE_OF if field.type == "Btn":
            return _radio(key, labels, field, objects)
        case SlotKind.ONE_OF:
            return _combo(key, labels, field, objects)
        case _:
            return _text(key, field, objects)


def stored(field: Field, objects: Objects) -> str | None:
    """What a field of no known kind holds, in words; None where that is nothing."""
    if field.type == "Btn":
        shown = [widget.state for widget in field.widgets if not is_off(widget.state)]
        value = objects.text(field.value)
        return None if is_off(value) and not shown else value or _BETWEEN.join(map(str, shown))
    if type(objects.of(field.value)) is dict and objects.stream(field.value) is None:
        return _signer(field, objects) if _is_signed(field, objects) else None
    texts = [text for each in _values(field.value, objects) if (text := objects.text(each)) and text.strip()]
    return _BETWEEN.join(texts) or None


def _text(key: str, field: Field, objects: Objects) -> Answer | None:
    written = stored(field, objects)
    if written is None:
        return None
    expected = field.type in {"Tx", "Ch", ""}
    return Answer(key, written, doubt=None if expected else _DISAGREE)


def _signature(key: str, field: Field, objects: Objects) -> Answer | None:
    if _is_signed(field, objects):
        return Answer(key, _signer(field, objects), exact=SignatureKind.DIGITAL)
    written = stored(field, objects)
    return None if written is None else Answer(key, written, exact=SignatureKind.TYPED)


def _signer(field: Field, objects: Objects) -> str:
    return objects.text(objects.get(objects.of(field.value), "/Name")) or ""


def _is_signed(field: Field, objects: Objects) -> bool:
    """Whether a signature dictionary holds a signature: reserved space is all zero bytes until it is signed."""
    return bool(bytes_of(objects.get(objects.of(field.value), "/Contents")).strip(b"\0"))


def _tick(key: str, field: Field, objects: Objects) -> Answer | None:
    value = objects.text(field.value)
    if field.type != "Btn":
        written = stored(field, objects)
        return None if written is None else Answer(key, written, doubt=_UNCLEAR)
    signs = [(widget.state, widget.states) for widget in field.widgets if widget.state is not None]
    shown = [(state, states) for state, states in signs if not is_off(state)]
    valued = not is_off(value)
    if not valued and not shown:
        return None
    known = all(_means_on(state, states) for state, states in shown)
    if not known or (valued and not any(_means_on(str(value), widget.states) for widget in field.widgets)):
        return Answer(key, str(value) if valued else str(shown[0][0]), doubt=_UNCLEAR)
    agreed = valued and len(shown) == len(signs)
    return Answer(key, TICKED, exact=ON if agreed else None, doubt=None if agreed else _DISAGREE)


def _means_on(state: str, states: tuple[str, ...]) -> bool:
    """Whether a state is the one a box shows when it is ticked; another name counts only where it is the only one."""
    name = state.removeprefix("/")
    return states in {(name,), ()} and (bool(states) or name == ON)


def _radio(key: str, labels: Mapping[str, str], field: Field, objects: Objects) -> Answer | None:
    doubt: str | None = None
    value = objects.text(field.value)
    named = [] if is_off(value) else _codes(str(value).removeprefix("/"), labels, objects, field.options)
    shown: list[str] = []
    lit = {widget.state for widget in field.widgets if not is_off(widget.state)}
    says_nothing = all(widget.state is None for widget in field.widgets)
    for widget in field.widgets:
        if not is_off(widget.state):
            visible = not widget.states or widget.state in widget.states
            found = _codes(str(widget.state), labels, objects, field.options)
            shown.extend(code for code in found if code not in shown)
            doubt = doubt if visible and len(found) == 1 else _DISAGREE
    if not named and not shown:
        return None
    if len(lit) > 1:
        return Answer(key, _words([*shown, *(each for each in named if each not in shown)], labels), doubt=_TWO)
    signs = list(dict.fromkeys([*named, *shown]))
    if len(signs) > 1 or doubt or (not says_nothing and not (named and shown)):
        return Answer(key, _words(signs, labels), doubt=_DISAGREE)
    code = signs[0]
    return Answer(key, labels.get(code, code), exact=code if code in labels else None)


def _codes(state: str, labels: Mapping[str, str], objects: Objects, options: Value) -> list[str]:
    """What a state may mean: the code of its name, or the option it numbers where the field lists its options."""
    listed = objects.items(options)
    meant = [state] if state in labels else []
    if state.isascii() and state.isdigit() and int(state) < len(listed):
        text = objects.text(listed[int(state)])
        if text in labels and text not in meant:
            meant.append(str(text))
    return meant or [state]


def _combo(key: str, labels: Mapping[str, str], field: Field, objects: Objects) -> Answer | None:
    chosen = [text for each in _values(field.value, objects) if (text := objects.text(each)) and text.strip()]
    if not chosen:
        return None
    if len(chosen) > 1:
        return Answer(key, _words(chosen, labels), doubt=_TWO)
    text = chosen[0]
    return Answer(key, labels.get(text, text), exact=text if text in labels else None)


def _values(value: Value, objects: Objects) -> list[Value]:
    return objects.items(value) if type(objects.of(value)) is list else [value]


def _words(codes: Iterable[str], labels: Mapping[str, str]) -> str:
    return _BETWEEN.join(labels.get(code, code) for code in codes)

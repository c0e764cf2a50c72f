"""A slot of a form, in the words of a language -> the content control a person answers in.

A control's `w:tag` is the slot's key (CONTRACT.md section 1); its `w:id` is a digest of the
key. No control is bound to data: LibreOffice 7.4 empties bound parts. A control cannot be
deleted (`sdtLocked`), its content can.
"""

from __future__ import annotations

from collections.abc import Mapping

from formgen.document import placeholders
from formgen.document.stamp import bookmark_name
from formgen.generate.docx.markup import attribute, bookmarked, paragraph, run, stable_id
from formgen.generate.wording import shown
from formgen.message import Message
from formgen.model.catalog import LocalizedForm
from formgen.model.form import FieldType
from formgen.model.slot import Slot, SlotKind

LONGEST_NAME = 64
"""Characters a tag or title of a control may have in Word."""

LABEL_PREFIX = "fgl_"
NOTE_PREFIX = "fgn_"

TICKED, UNTICKED = "☒", "☐"
PLACEHOLDER_STYLE = "PlaceholderText"
ANSWER_STYLE, SIGNATURE_STYLE, TICK_STYLE = "FormAnswer", "FormSignature", "FormTick"

_LANGUAGES = {"hy": "hy-AM", "en": "en-GB", "ru": "ru-RU"}
PLACEHOLDERS: Mapping[Message, str] = {
    placeholders.TYPE_HERE: "fgText",
    placeholders.SELECT: "fgChoice",
    placeholders.DATE_HINT: "fgDate",
    placeholders.SIGN_HERE: "fgSignature",
}
"""The names under which the glossary part keeps what stands in an unanswered control."""


def language(locale: str) -> str:
    """The language tag Office uses for a locale."""
    return _LANGUAGES.get(locale, locale.replace("_", "-"))


def answer_place(localized: LocalizedForm, slot: Slot, title: str) -> str:
    """The paragraph of an unanswered control; `title` is what Word shows above it.

    Where the form itself says the answer, the control holds it and cannot be changed.
    """
    printed = localized.form.printed.get(slot.key)
    if printed is not None:
        properties = _properties(slot.key, title, None, "<w:text/>", lock="sdtContentLocked")
        return paragraph(ANSWER_STYLE, _control(properties, run(shown(printed, localized.locale))))
    if slot.kind is SlotKind.TICK:
        return paragraph(TICK_STYLE, _control(_properties(slot.key, title, None, _CHECKBOX), run(UNTICKED)))
    message = placeholders.placeholder(slot)
    words = placeholder_run(localized, message)
    properties = _properties(slot.key, title, PLACEHOLDERS[message], _kind(localized, slot))
    if slot.kind is SlotKind.BLOCK:
        return _control(properties, paragraph(ANSWER_STYLE, words))
    style = SIGNATURE_STYLE if slot.kind is SlotKind.SIGNATURE else ANSWER_STYLE
    return paragraph(style, _control(properties, words))


def placeholder_run(localized: LocalizedForm, message: Message) -> str:
    """The words of an unanswered control, in the style for them."""
    return run(localized.text(message), PLACEHOLDER_STYLE)


def label(key: str, runs: str) -> str:
    """A label between bookmarks: LibreOffice 7.4 keeps those, and drops every tag.

    It is not locked: a lock on each is a sixth of what a reader has to go through, and guards nothing that is read.
    """
    return bookmarked(bookmark_name(LABEL_PREFIX, key), runs)


_CHECKBOX = (
    '<w14:checkbox><w14:checked w14:val="0"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
    '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
)


def _kind(localized: LocalizedForm, slot: Slot) -> str:
    match slot.kind:
        case SlotKind.BLOCK | SlotKind.SIGNATURE:
            return ""
        case SlotKind.ONE_OF:
            # An item without words of its own takes the control back to its placeholder: an answer can be undone.
            nothing = f"<w:listItem w:value={attribute(localized.text(placeholders.SELECT))}/>"
            items = "".join(
                f"<w:listItem w:displayText={attribute(words)} w:value={attribute(code)}/>"
                for code, words in ((choice.code, localized.text(choice.label)) for choice in slot.field.choices)
            )
            return f"<w:dropDownList>{nothing}{items}</w:dropDownList>"
        case _ if slot.field.type is FieldType.DATE:
            return (
                f'<w:date><w:dateFormat w:val="dd.MM.yyyy"/><w:lid w:val="{language(localized.locale)}"/>'
                '<w:storeMappedDataAs w:val="date"/><w:calendar w:val="gregorian"/></w:date>'
            )
        case _:
            return "<w:text/>"


def _properties(key: str, title: str, placeholder: str | None, kind: str, lock: str = "sdtLocked") -> str:
    unanswered = (
        f'<w:placeholder><w:docPart w:val="{placeholder}"/></w:placeholder><w:showingPlcHdr/>' if placeholder else ""
    )
    return (
        f"<w:sdtPr><w:alias w:val={attribute(_shortened(title))}/><w:tag w:val={attribute(key)}/>"
        f'<w:id w:val="{stable_id(key)}"/><w:lock w:val="{lock}"/>{unanswered}{kind}</w:sdtPr>'
    )


def _control(properties: str, content: str) -> str:
    return f"<w:sdt>{properties}<w:sdtContent>{content}</w:sdtContent></w:sdt>"


def _shortened(title: str) -> str:
    return title if len(title) <= LONGEST_NAME else title[: LONGEST_NAME - 1].rstrip() + "…"

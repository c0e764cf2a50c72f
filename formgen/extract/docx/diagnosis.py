"""A Word document of ours -> which program saved it last, and what it left of our signs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from formgen.document.opening import OfficePackage
from formgen.document.saving import saved_by
from formgen.document.stamp import WRITTEN_BYTES, bookmark_name
from formgen.extract.docx.body import LABEL_PREFIX, TAG
from formgen.extract.docx.seen import w
from formgen.model.catalog import LocalizedForm
from formgen.model.document import Count, Diagnosis, Format, Sign
from formgen.model.form import Field, FieldType, FormDefinition, Table
from formgen.model.slot import SlotKind, slots

_DOCUMENT = "word/document.xml"
_FOOTER = re.compile(r"word/footer[0-9]*\.xml")
_BOOKMARK, _LIST = w("bookmarkStart"), w("dropDownList")


def diagnose(opened: OfficePackage, localized: LocalizedForm) -> Diagnosis:
    """Count the signs that are left, of those the blank had."""
    form = localized.form
    root = opened.xml(_DOCUMENT)
    keys = {slot.key for slot in slots(form)}
    tags = {tag.get(w("val"), "") for tag in root.iter(TAG)}
    names = {mark.get(w("name"), "") for mark in root.iter(_BOOKMARK)}
    labels = {bookmark_name(LABEL_PREFIX, name) for name in _labelled(form)}
    lists = sum(slot.kind is SlotKind.ONE_OF for slot in slots(form))
    feet = [name for name in opened.names if _FOOTER.fullmatch(name)]
    return Diagnosis(
        saved_by(opened, Format.DOCX),
        {
            Sign.KEYS: Count(len(keys & tags), len(keys)),
            Sign.BOOKMARKS: Count(len(labels & names), len(labels)),
            Sign.LISTS: Count(min(lists, sum(1 for _ in root.iter(_LIST))), lists),
            Sign.FOOTER: Count(min(1, sum(_is_marked(opened, name) for name in feet)), 1),
        },
    )


def _is_marked(opened: OfficePackage, name: str) -> bool:
    """Whether a foot carries a stamp; in words that are broken into runs as well."""
    words = "".join(text.text or "" for text in opened.xml(name).iter(w("t")))
    return WRITTEN_BYTES.search(words.encode("utf-8")) is not None


def _labelled(form: FormDefinition) -> Iterator[str]:
    """The names of everything that has a label of its own."""
    for item in form.items.values():
        match item:
            case Field():
                yield item.id
                if item.type is FieldType.MULTI_CHOICE:
                    yield from (f"{item.id}.{choice.code}" for choice in item.choices)
            case Table():
                yield item.id
                yield from (f"{item.id}.{column.id}" for column in item.columns)
                yield from (f"{item.id}.{row}" for row in range(1, item.rows + 1))
            case _:
                pass

"""A Word document of ours -> which of its signs are left, and which an office program has taken away."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from formgen.document.opening import OfficePackage
from formgen.document.saving import saved_by
from formgen.document.stamp import bookmark_name
from formgen.extract.docx.seen import w
from formgen.model.catalog import LocalizedForm
from formgen.model.document import Count, Diagnosis, Format, Sign
from formgen.model.slot import SlotKind, slots

_DOCUMENT = "word/document.xml"
_FOOTER = re.compile(r"word/footer[0-9]*\.xml")
_LABEL_PREFIX = "fgl_"


def diagnose(opened: OfficePackage, localized: LocalizedForm) -> Diagnosis:
    """Count the signs of a document; UnreadableError where a part of it is damaged."""
    root = opened.xml(_DOCUMENT)
    places = slots(localized.form)
    tags = {tag.get(w("val"), "") for tag in root.iter(w("tag"))}
    marks = {mark.get(w("name"), "") for mark in root.iter(w("bookmarkStart"))}
    labels = {bookmark_name(_LABEL_PREFIX, slot.key) for slot in places if slot.table is None}
    chosen = [slot for slot in places if slot.kind is SlotKind.ONE_OF]
    lists = sum(1 for _ in root.iter(w("dropDownList"), w("comboBox")))
    footers = sum("formgen:" in "".join(_texts(opened.xml(name))) for name in opened.names if _FOOTER.fullmatch(name))
    return Diagnosis(
        saved_by(opened, Format.DOCX),
        {
            Sign.KEYS: Count(sum(slot.key in tags for slot in places), len(places)),
            Sign.BOOKMARKS: Count(len(marks & labels), len(labels)),
            Sign.LISTS: Count(min(lists, len(chosen)), len(chosen)),
            Sign.FOOTER: Count(min(footers, 1), 1),
        },
    )


def _texts(root: etree._Element) -> Iterator[str]:
    return (text.text or "" for text in root.iter(w("t")))

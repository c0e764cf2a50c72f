"""A workbook and its form -> which program saved it last, and how much of what ours carry it has kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from formgen.document.opening import OfficePackage
from formgen.document.saving import saved_by
from formgen.document.stamp import parse_identifier
from formgen.document.workbook import KEY_PREFIX, PROPERTY
from formgen.extract.xlsx.book import Book, Sheet
from formgen.extract.xlsx.signs import is_list, key_columns
from formgen.model.catalog import LocalizedForm
from formgen.model.document import Count, Diagnosis, Format, Sign
from formgen.model.slot import Slot, SlotKind, slots

_CORE, _CUSTOM = "docProps/core.xml", "docProps/custom.xml"
_STAMPS = 3
"""Where the stamp is kept: the identifier, the form's own property, and the very hidden cell."""


def diagnose(opened: OfficePackage, localized: LocalizedForm) -> Diagnosis:
    """Say what was done to a workbook on its way; UnreadableError where a part of it is damaged."""
    book = Book(opened)
    asked = {slot.key: slot for slot in slots(localized.form)}
    named = {name.removeprefix(KEY_PREFIX) for name, place in book.names() if place is not None}
    columned = {key for column in key_columns(book) for key, _ in column.keys}
    sheets = [book.sheet(name) for name in book.parts if not is_list(book, name)]
    listed = {_question(slot) for slot in asked.values() if slot.kind in {SlotKind.ONE_OF, SlotKind.TICK}}
    signs = {
        Sign.STAMP: Count(sum(_stamps(opened, book)), _STAMPS),
        Sign.KEYS: Count(len(named & asked.keys()), len(asked)),
        Sign.KEY_COLUMN: Count(len(columned & asked.keys()), len(asked)),
        Sign.LISTS: Count(min(max((sheet.lists() for sheet in sheets), default=0), len(listed)), len(listed)),
        Sign.PROTECTION: Count(int(any(sheet.is_protected() for sheet in sheets)), 1),
        Sign.FOOTER: Count(int(any(_has_stamp(sheet) for sheet in sheets)), 1),
    }
    return Diagnosis(saved_by(opened, Format.XLSX), _without_nothing(signs))


def _stamps(opened: OfficePackage, book: Book) -> Iterator[bool]:
    identifiers = (
        opened.xml(_CORE).iter("{http://purl.org/dc/elements/1.1/}identifier") if _CORE in opened.names else ()
    )
    yield any(parse_identifier(each.text or "") for each in identifiers)
    entries = [each for each in opened.xml(_CUSTOM) if each.get("name") == PROPERTY] if _CUSTOM in opened.names else []
    yield any(parse_identifier("".join(map(str, each.itertext()))) for each in entries)
    yield any(is_list(book, name) for name in book.parts)


def _question(slot: Slot) -> str:
    """What has one rule over all its cells: a column of a table, or one cell."""
    return slot.key if slot.table is None else f"{slot.table.id}.{slot.field.id}"


def _has_stamp(sheet: Sheet) -> bool:
    return any("formgen:" in footer for footer in sheet.footers())


def _without_nothing(signs: Mapping[Sign, Count]) -> Mapping[Sign, Count]:
    """The signs that a blank has at all."""
    return {sign: count for sign, count in signs.items() if count.of}

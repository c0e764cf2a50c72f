"""Python values -> the PDF objects that pypdf writes, in few words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

Value = PdfObject | str | int | float | bytes


def name(text: str) -> NameObject:
    """A name, written without its slash."""
    return NameObject(f"/{text}")


def value(of: Value) -> PdfObject:
    """A PDF object as it is; str becomes a text string, numbers numbers, bytes a byte string."""
    match of:
        case PdfObject():
            return of
        case str():
            return TextStringObject(of)
        case bytes():
            return ByteStringObject(of)
        case int():
            return NumberObject(of)
        case _:
            return FloatObject(round(of, 3))


def array(values: Iterable[Value]) -> ArrayObject:
    """An array."""
    return ArrayObject([value(each) for each in values])


def dictionary(entries: Mapping[str, Value]) -> DictionaryObject:
    """A dictionary; its keys are written without their slashes."""
    return DictionaryObject({name(key): value(each) for key, each in entries.items()})


def stream(content: bytes, entries: Mapping[str, Value], *, compress: bool) -> StreamObject:
    """A stream with its dictionary."""
    made = StreamObject()
    made.set_data(content)
    for key, each in entries.items():
        made[name(key)] = value(each)
    return made.flate_encode() if compress else made


def drawing(
    writer: PdfWriter, content: bytes, size: tuple[float, float], resources: DictionaryObject | None = None
) -> IndirectObject:
    """A form XObject with its lower left at 0, 0; `size` in points."""
    entries: dict[str, Value] = {
        "Type": name("XObject"),
        "Subtype": name("Form"),
        "BBox": array([0, 0, float(size[0]), float(size[1])]),
        "Resources": resources if resources is not None else DictionaryObject(),
    }
    return writer._add_object(stream(content, entries, compress=False))  # noqa: SLF001  (pypdf has no public way)


def add(writer: PdfWriter, made: PdfObject) -> IndirectObject:
    """Give an object a number of its own."""
    return writer._add_object(made)  # noqa: SLF001  (pypdf has no public way)

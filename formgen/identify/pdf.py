"""A PDF -> the stamp it carries, found in its read-only field, its XMP or its Info dictionary."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator

import pikepdf

from formgen.document.lines import line_words
from formgen.document.stamp import FIELD_NAME, parse_identifier
from formgen.model.document import FoundBy, Stamp, Traces

_MAX_FIELDS = 2_000
_MAX_DEPTH = 8
_MAX_PAGES = 30
"""Pages whose words are looked at: no form of ours has as many."""
_MAX_XMP = 1 << 20
_MAX_INFLATED_FROM = 1 << 14
"""Bytes of compressed XMP that are still inflated: a thousand times as many are no danger."""
_WRITTEN = re.compile(rb"formgen:[a-z0-9_]+:[0-9.]+:[A-Za-z_]+:[a-z0-9_-]+:[A-Z2-7-]+")


def find_stamp(pdf: pikepdf.Pdf) -> tuple[Stamp, FoundBy] | None:
    """Find the stamp of a document; None where it has none, or two that contradict one another."""
    found: set[Stamp] = set()
    for place in (_in_field, _in_xmp, _in_info):
        try:
            stamps = [parse_identifier(text) for text in place(pdf)]
        except (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError, RuntimeError):
            continue  # a damaged place carries nothing; the others may
        found.update(stamp for stamp in stamps if stamp is not None)
    return (found.pop(), FoundBy.METADATA) if len(found) == 1 else None


def traces(pdf: pikepdf.Pdf) -> Traces:
    """The names of a document's fields, and the lines of its pages."""
    form = pdf.Root.get("/AcroForm")
    try:
        keys = frozenset(_keys(form.get("/Fields"), "", 0)) if isinstance(form, pikepdf.Dictionary) else frozenset()
    except (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError, RuntimeError):
        keys = frozenset()
    return Traces(keys, frozenset(line_words(line) for line in _lines(pdf)) - {""})


def _keys(fields: object, stem: str, depth: int) -> Iterator[str]:
    if not isinstance(fields, pikepdf.Array) or depth > _MAX_DEPTH:
        return
    for place in range(min(len(fields), _MAX_FIELDS)):
        field = fields[place]
        if isinstance(field, pikepdf.Dictionary) and "/T" in field:
            key = f"{stem}.{field['/T']}" if stem else str(field["/T"])
            yield key
            yield from _keys(field.get("/Kids"), key, depth + 1)


def _lines(pdf: pikepdf.Pdf) -> Iterator[str]:
    """The lines of the first pages; nothing where no words can be made out."""
    import pypdfium2  # noqa: PLC0415  (a library of its own size, wanted only where a stamp is gone)

    saved = io.BytesIO()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what is amiss with a file that is only looked at is told by its reader
            pdf.save(saved)
        document = pypdfium2.PdfDocument(saved.getvalue())
    except (pikepdf.PdfError, pypdfium2.PdfiumError, ValueError, RuntimeError):
        return
    try:
        for number in range(min(len(document), _MAX_PAGES)):
            try:
                text = document[number].get_textpage().get_text_bounded()
            except pypdfium2.PdfiumError:
                continue
            yield from text.splitlines()
    finally:
        document.close()


def _in_field(pdf: pikepdf.Pdf) -> Iterator[str]:
    form = pdf.Root.get("/AcroForm")
    fields = form.get("/Fields") if isinstance(form, pikepdf.Dictionary) else None
    if isinstance(fields, pikepdf.Array):
        for place in range(min(len(fields), _MAX_FIELDS)):
            field = fields[len(fields) - 1 - place]  # ours is the last
            if isinstance(field, pikepdf.Dictionary) and str(field.get("/T", "")) == FIELD_NAME:
                yield str(field.get("/V", ""))


def _in_xmp(pdf: pikepdf.Pdf) -> Iterator[str]:
    metadata = pdf.Root.get("/Metadata")
    if not isinstance(metadata, pikepdf.Stream):
        return
    raw = metadata.read_raw_bytes()
    plain = "/Filter" not in metadata
    if len(raw) <= (_MAX_XMP if plain else _MAX_INFLATED_FROM):
        content = raw if plain else metadata.read_bytes()
        yield from (match.decode("ascii") for match in _WRITTEN.findall(content))


def _in_info(pdf: pikepdf.Pdf) -> Iterator[str]:
    info = pdf.trailer.get("/Info")
    if isinstance(info, pikepdf.Dictionary):
        yield from (str(entry) for entry in info.values() if isinstance(entry, pikepdf.String))

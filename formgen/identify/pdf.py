"""A PDF -> the stamp it carries, found in its read-only field, its XMP or its Info dictionary."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pikepdf

from formgen.document.stamp import FIELD_NAME, parse_identifier
from formgen.model.document import FoundBy, Stamp

_MAX_FIELDS = 2_000
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

"""A PDF -> the stamp it carries: in its read-only field, XMP or Info dictionary, else on its pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

import pikepdf

from formgen.document.lines import line_words
from formgen.document.stamp import FIELD_NAME, WRITTEN_BYTES, identifier, parse_identifier
from formgen.document.unreadable import UnreadableError
from formgen.identify.pdf_pages import drawn_stamps, pages_of_text, read_codes, written_stamps
from formgen.model.document import FoundBy, Stamp, Traces
from formgen.model.finding import finding

_MAX_FIELDS = 2_000
_MAX_DEPTH = 8
_SEVERAL = 2
"""Pages with one stamp that make them a form of its own, and not a page put between."""
_MAX_XMP = 1 << 20
_MAX_INFLATED_FROM = 1 << 14
"""Bytes of compressed XMP that are still inflated: a thousand times as many are no danger."""


def find_stamp(pdf: pikepdf.Pdf) -> tuple[Stamp, FoundBy] | None:
    """Find the stamp of a document: in its metadata, else in print at the foot of its pages, else in their QR codes.

    None where it has none. UnreadableError where two contradict one another, where the pages are those of several
    forms, or pictures that carry no stamp.
    """
    stored = set(_stored(pdf))
    drawn = drawn_stamps(pdf)
    if len(stored) == 1 and not (set(drawn) - {None} - stored):
        return stored.pop(), FoundBy.METADATA
    if len(stored) == 1 and stored & set(drawn):
        return stored.pop(), FoundBy.METADATA  # pages of another form or copy are between: their reader tells
    found_by = FoundBy.TEXT
    printed = [stamp for stamp in drawn if stamp is not None]
    if not printed:
        printed, has_text = written_stamps(pdf)
        if not printed:
            found_by = FoundBy.QR
            printed = read_codes(pdf)
        if not printed and not stored and not has_text and _shows_pictures(pdf):
            raise UnreadableError(finding("damaged" if pdf.get_warnings() else "scanned"))
    if stored:
        found_by = FoundBy.METADATA
    return _only(stored, printed, found_by)


def _only(stored: Collection[Stamp], printed: Collection[Stamp], found_by: FoundBy) -> tuple[Stamp, FoundBy] | None:
    """The one stamp that all signs agree on, a page of another form aside."""
    pages = Counter(printed)
    forms = [stamp for stamp, count in pages.items() if count >= _SEVERAL]
    if len(forms) > 1:
        raise UnreadableError(finding("several-forms", count=len(forms)))
    if not pages:
        candidates = list(stored)
    else:
        (first, most), *others = pages.most_common(2)
        candidates = [first] if not set(stored) - {first} and (not others or most > others[0][1]) else []
    if len(candidates) == 1:
        return candidates[0], found_by
    if not stored and not pages:
        return None
    said = sorted({identifier(stamp) for stamp in (*stored, *pages)})
    raise UnreadableError(finding("stamps-disagree", stamps=", ".join(said)))


def _stored(pdf: pikepdf.Pdf) -> Iterator[Stamp]:
    """The stamps in the places of the metadata."""
    for place in (_in_field, _in_xmp, _in_info):
        try:
            stamps = [parse_identifier(text) for text in place(pdf)]
        except (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError, RuntimeError):
            continue  # a damaged place carries nothing; the others may
        yield from (stamp for stamp in stamps if stamp is not None)


def traces(pdf: pikepdf.Pdf) -> Traces:
    """The names of a document's fields, and the lines of its pages."""
    form = pdf.Root.get("/AcroForm")
    try:
        keys = frozenset(_keys(form.get("/Fields"), "", 0)) if isinstance(form, pikepdf.Dictionary) else frozenset()
    except (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError, RuntimeError):
        keys = frozenset()
    return Traces(keys, frozenset(line_words(line) for page in pages_of_text(pdf) for line in page.splitlines()) - {""})


def _keys(fields: object, stem: str, depth: int) -> Iterator[str]:
    if not isinstance(fields, pikepdf.Array) or depth > _MAX_DEPTH:
        return
    for place in range(min(len(fields), _MAX_FIELDS)):
        field = fields[place]
        if isinstance(field, pikepdf.Dictionary) and "/T" in field:
            key = f"{stem}.{field['/T']}" if stem else str(field["/T"])
            yield key
            yield from _keys(field.get("/Kids"), key, depth + 1)


def _shows_pictures(pdf: pikepdf.Pdf) -> bool:
    """Whether a page draws anything that is kept by itself, as a scanned page is."""
    return any("/XObject" in page.resources for page in pdf.pages)


def _in_field(pdf: pikepdf.Pdf) -> Iterator[str]:
    form = pdf.Root.get("/AcroForm")
    fields = form.get("/Fields") if isinstance(form, pikepdf.Dictionary) else None
    if isinstance(fields, pikepdf.Array):
        for place in range(min(len(fields), _MAX_FIELDS)):
            field = fields[len(fields) - 1 - place]  # ours is the last
            if isinstance(field, pikepdf.Dictionary) and str(field.get("/T", "")) == FIELD_NAME:
                yield str(field.get("/V", ""))
                return


def _in_xmp(pdf: pikepdf.Pdf) -> Iterator[str]:
    metadata = pdf.Root.get("/Metadata")
    if not isinstance(metadata, pikepdf.Stream):
        return
    raw = metadata.read_raw_bytes()
    plain = "/Filter" not in metadata
    if len(raw) <= (_MAX_XMP if plain else _MAX_INFLATED_FROM):
        content = raw if plain else metadata.read_bytes()
        yield from (match.decode("ascii") for match in WRITTEN_BYTES.findall(content))


def _in_info(pdf: pikepdf.Pdf) -> Iterator[str]:
    info = pdf.trailer.get("/Info")
    if isinstance(info, pikepdf.Dictionary):
        yield from (str(entry) for entry in info.values() if isinstance(entry, pikepdf.String))

"""A PDF of ours -> which of its signs are left, and which a viewer or a printer has taken away."""

from __future__ import annotations

import pikepdf

from formgen.document.saving import saved_by
from formgen.model.catalog import LocalizedForm
from formgen.model.document import Count, Diagnosis, Format, Sign
from formgen.model.slot import slots_by_key

_MAX_FIELDS, _MAX_DEPTH = 20_000, 8


def diagnose(opened: pikepdf.Pdf, localized: LocalizedForm) -> Diagnosis:
    """Count the signs of a document; what is damaged counts as gone."""
    keys = slots_by_key(localized.form)
    names: set[str] = set()
    tagged = False
    try:
        form = opened.Root.get("/AcroForm")
        if isinstance(form, pikepdf.Dictionary):
            _collect(form.get("/Fields"), "", names, 0)
        tagged = "/StructTreeRoot" in opened.Root
    except (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError, RuntimeError):
        pass
    return Diagnosis(
        saved_by(opened, Format.PDF),
        {
            Sign.KEYS: Count(len(names & keys.keys()), len(keys)),
            Sign.TAGS: Count(int(tagged), 1),
        },
    )


def _collect(fields: object, stem: str, names: set[str], depth: int) -> None:
    if not isinstance(fields, pikepdf.Array) or depth > _MAX_DEPTH:
        return
    for place in range(min(len(fields), _MAX_FIELDS)):
        field = fields[place]
        if isinstance(field, pikepdf.Dictionary) and "/T" in field and len(names) < _MAX_FIELDS:
            key = f"{stem}.{field['/T']}" if stem else str(field["/T"])
            names.add(key)
            _collect(field.get("/Kids"), key, names, depth + 1)

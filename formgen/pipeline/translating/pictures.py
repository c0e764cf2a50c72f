"""A form in a language -> small pictures of the places where its texts stand."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from PIL import ImageDraw

from formgen.errors import FormgenError
from formgen.generate.pdf.compile import compile_blank
from formgen.generate.pdf.rooms import rooms
from formgen.model.catalog import LocalizedForm
from formgen.model.form import FormDefinition
from formgen.model.room import Room
from formgen.pipeline.making import variants_of
from formgen.pipeline.project import Project
from formgen.pipeline.translating.spots import POINT, spots

PIXELS = 4.0
"""Pixels a millimetre."""
_WIDE, _HIGH = 113, 24
"""Millimetres of the page that a picture shows."""
_SHADES = 16


def pictures(project: Project, form: FormDefinition, locale: str) -> Mapping[str, bytes]:
    """PNG pictures by context, each of the first place of a text; none where the form cannot be laid out."""
    found: dict[str, bytes] = {}
    for variant in variants_of(form):
        localized = project.drafted(form, locale, variant)
        wanted = [room for room in rooms(localized) if room.context not in found]
        try:
            content = compile_blank(localized) if wanted else b""
        except FormgenError:
            continue
        if wanted:
            found.update(_cropped(localized, content, wanted))
    return found


def _cropped(localized: LocalizedForm, content: bytes, wanted: list[Room]) -> dict[str, bytes]:
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    found: dict[str, bytes] = {}
    pages: dict[int, Any] = {}
    for spot in spots(document, localized, wanted):
        if spot.page not in pages:
            page = document[spot.page - 1]
            pages[spot.page] = page.render(scale=PIXELS * POINT, grayscale=True).to_pil()
        image = pages[spot.page]
        left = min(max(0.0, spot.left - 8), image.width / PIXELS - _WIDE)
        top = max(0.0, spot.top - 7)
        box = (int(left * PIXELS), int(top * PIXELS), int((left + _WIDE) * PIXELS), int((top + _HIGH) * PIXELS))
        crop = image.crop(box)
        frame = [(spot.left - left - 1) * PIXELS, (spot.top - top - 1) * PIXELS]
        frame += [(spot.right - left + 1) * PIXELS, (spot.bottom - top + 1) * PIXELS]
        ImageDraw.Draw(crop).rectangle(frame, outline=0, width=2)
        stream = io.BytesIO()
        crop.quantize(_SHADES).save(stream, "PNG")
        found[spot.context] = stream.getvalue()
    document.close()
    return found

"""A form in a language -> small pictures of the places where its texts stand."""

from __future__ import annotations

import io
from collections.abc import Mapping

from formgen.errors import FormgenError
from formgen.generate.pdf.compile import compile_blank
from formgen.generate.pdf.rooms import rooms
from formgen.model.form import FormDefinition
from formgen.model.room import Room
from formgen.pipeline.making import variants_of
from formgen.pipeline.project import Project

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
            found.update(_cropped(content, wanted))
    return found


def _cropped(content: bytes, wanted: list[Room]) -> dict[str, bytes]:
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    found: dict[str, bytes] = {}
    pages: dict[int, object] = {}
    for room in wanted:
        if room.context in found:
            continue
        if room.page not in pages:
            image = document[room.page - 1].render(scale=PIXELS * 25.4 / 72, grayscale=True).to_pil()
            pages[room.page] = image
        page = pages[room.page]
        left = min(max(0.0, room.left - 4), page.width / PIXELS - _WIDE)  # type: ignore[attr-defined]
        top = max(0.0, room.top - 4)
        box = (int(left * PIXELS), int(top * PIXELS), int((left + _WIDE) * PIXELS), int((top + _HIGH) * PIXELS))
        stream = io.BytesIO()
        page.crop(box).quantize(_SHADES).save(stream, "PNG")  # type: ignore[attr-defined]
        found[room.context] = stream.getvalue()
    document.close()
    return found

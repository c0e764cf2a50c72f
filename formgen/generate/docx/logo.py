"""A centre's logo -> the run that shows it in a Word document, and the part that holds it."""

from __future__ import annotations

from formgen.generate import wording
from formgen.generate.docx.markup import attribute
from formgen.model.catalog import LocalizedForm
from formgen.model.settings import Logo

LOGO_RELATION = "formgenLogo"
"""The relationship id by which the parts that show the logo name it."""

_HEIGHT, _WIDTH = 10.5, 60.0
"""Millimetres of the room for the logo."""
_EMU_PER_MM = 36000
"""English Metric Units (ECMA-376 part 1, section 20.1.2.1)."""
_KINDS = {"png": "image/png", "jpg": "image/jpeg"}

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def logo_run(localized: LocalizedForm) -> str:
    """A run with the logo, as large as its room allows; nothing where none is set."""
    logo = localized.settings.logo
    if logo is None:
        return ""
    scale = min(_WIDTH / logo.size[0], _HEIGHT / logo.size[1]) * _EMU_PER_MM
    width, height = (round(side * scale) for side in logo.size)
    said = attribute(" · ".join(wording.centre_lines(localized)) or localized.text(wording.SERVICE))
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" '
        'distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:docPr id="1" name="Logo" descr={said}/>'
        f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/picture">'
        f'<pic:pic xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr><pic:cNvPr id="1" name="Logo" descr={said}/>'
        "<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>"
        f'<a:blip xmlns:r="{_RELATIONSHIPS}" r:embed="{LOGO_RELATION}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def logo_part(logo: Logo) -> tuple[str, str]:
    """The name of the part that holds a logo, and its content type."""
    return f"word/media/formgen-logo.{logo.kind}", _KINDS[logo.kind]

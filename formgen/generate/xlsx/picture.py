"""A centre's logo -> a picture in the head of a sheet, as large as the room for it allows."""

from __future__ import annotations

from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.fill import Blip, BlipFillProperties
from openpyxl.drawing.geometry import PresetGeometry2D
from openpyxl.drawing.image import Image
from openpyxl.drawing.picture import PictureFrame, PictureNonVisual
from openpyxl.drawing.properties import NonVisualDrawingProps
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D

from formgen.model.settings import Logo

LOGO_EDGE = 2.0
"""Points that stay free around the picture."""
_EMU = 12700
"""English Metric Units in a point (ECMA-376 part 1 §20.1.2.1)."""


class Picture(Image):
    """A picture as openpyxl writes it, from its bytes; Pillow, which openpyxl would read it with, is not needed."""

    def __init__(self, content: bytes, kind: str, anchor: OneCellAnchor) -> None:
        self.format = "jpeg" if kind == "jpg" else kind
        self.anchor = anchor
        self._content = content

    def _data(self) -> bytes:
        return self._content


def picture(logo: Logo, said: str, at: tuple[int, int], room: tuple[float, float]) -> Picture:
    """Place a logo in the cell `at` (row, column, from 1), within `room` (width, height, points).

    `said` is what a screen reader says of it.
    """
    scale = min(most / own for most, own in zip(room, logo.size, strict=True))
    width, height = (round(own * scale * _EMU) for own in logo.size)
    marker = AnchorMarker(col=at[1] - 1, row=at[0] - 1, colOff=round(LOGO_EDGE * _EMU), rowOff=round(LOGO_EDGE * _EMU))
    anchor = OneCellAnchor(_from=marker, ext=XDRPositiveSize2D(width, height))
    anchor.pic = PictureFrame(
        nvPicPr=PictureNonVisual(cNvPr=NonVisualDrawingProps(id=2, name="Logo", descr=said)),
        blipFill=BlipFillProperties(blip=Blip(embed="rId1", cstate="print")),
        spPr=GraphicalProperties(prstGeom=PresetGeometry2D(prst="rect")),
    )
    return Picture(logo.content, logo.kind, anchor)

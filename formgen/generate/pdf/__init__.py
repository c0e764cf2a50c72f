"""LocalizedForm -> blank PDF; blank PDF and answers -> filled PDF."""

from formgen.generate.pdf.blank import Blank
from formgen.generate.pdf.compile import TooManyPagesError, compile_blank
from formgen.generate.pdf.places import places
from formgen.model.layout import Place

__all__ = ["Blank", "Place", "TooManyPagesError", "compile_blank", "places"]

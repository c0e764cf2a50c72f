"""LocalizedForm -> blank PDF; blank PDF and answers -> filled PDF."""

from formgen.generate.pdf.blank import Blank
from formgen.generate.pdf.compile import TooManyPagesError, compile_blank

__all__ = ["Blank", "TooManyPagesError", "compile_blank"]

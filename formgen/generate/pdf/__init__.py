"""LocalizedForm -> blank PDF; blank PDF and answers -> filled PDF."""

from formgen.generate.pdf.compile import TooManyPagesError, compile_blank

__all__ = ["TooManyPagesError", "compile_blank"]

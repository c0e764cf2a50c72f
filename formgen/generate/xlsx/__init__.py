"""LocalizedForm -> a blank workbook; a compiled blank and answers -> a filled workbook."""

from __future__ import annotations

from formgen.generate.xlsx.blank import Blank
from formgen.generate.xlsx.finish import finish
from formgen.generate.xlsx.layout import lay_out
from formgen.generate.xlsx.sheet import write_sheet
from formgen.model.catalog import LocalizedForm

__all__ = ["Blank", "compile_blank"]


def compile_blank(localized: LocalizedForm) -> bytes:
    """Make the blank workbook of a form; the same form gives the same bytes."""
    return finish(write_sheet(localized, lay_out(localized)))

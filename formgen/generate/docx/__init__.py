"""LocalizedForm -> blank Word document; a compiled blank and answers -> filled document."""

from formgen.generate.docx.compiling import compile_blank
from formgen.generate.docx.filling import Blank
from formgen.generate.docx.template import default_template

__all__ = ["Blank", "compile_blank", "default_template"]

"""A completed Word document of ours -> what a person wrote in it, place by place."""

from formgen.extract.docx.answers import extract

__all__ = ["extract"]

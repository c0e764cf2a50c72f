"""A fillable PDF and its form -> the answers written into its fields, each under its key."""

from __future__ import annotations

from formgen.extract.pdf.extracting import extract

__all__ = ["extract"]

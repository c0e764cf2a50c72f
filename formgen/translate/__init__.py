"""Catalogs -> the words of a form in one language."""

from formgen.translate.catalog import (
    IncompleteCatalogError,
    locales_of,
    localize,
    read_catalog,
)

__all__ = ["IncompleteCatalogError", "locales_of", "localize", "read_catalog"]

"""A blank PDF -> where each answer stands on its pages."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader

from formgen.model.layout import Place


def places(blank: bytes) -> Iterator[Place]:
    """Yield the places of a blank in reading order."""
    for number, page in enumerate(PdfReader(io.BytesIO(blank)).pages, start=1):
        for reference in page.get("/Annots", ()):
            widget: Any = reference.get_object()
            if widget.get("/Subtype") != "/Widget":
                continue
            kind = widget.get("/FT") or widget["/Parent"].get_object().get("/FT")
            states = [str(state)[1:] for state in widget["/AP"]["/N"] if state != "/Off"] if kind == "/Btn" else []
            left, bottom, right, top = (float(edge) for edge in widget["/Rect"])
            options = tuple(str(option[0]) for option in widget.get("/Opt", ()))
            yield Place(_key(widget), states[0] if states else None, number, (left, bottom, right, top), options)


def _key(widget: Any) -> str:
    names = []
    node = widget
    while node is not None:
        if "/T" in node:
            names.append(str(node["/T"]))
        node = node["/Parent"].get_object() if "/Parent" in node else None
    return ".".join(reversed(names))

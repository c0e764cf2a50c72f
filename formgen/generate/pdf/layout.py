"""The words and keys of a form -> its pages, laid out and tagged by Typst, with a link where each answer goes."""

from __future__ import annotations

import json
from importlib.resources import as_file, files

import typst

from formgen.generate.pdf.content import Words

TEMPLATE = "form.typ"


def layout(words: Words) -> bytes:
    """Lay a form out as PDF/UA-1; the same words give the same bytes."""
    shipped = files("formgen")
    with as_file(shipped.joinpath("templates")) as templates, as_file(shipped.joinpath("fonts")) as fonts:
        return typst.compile(
            templates / TEMPLATE,
            font_paths=[fonts],
            ignore_system_fonts=True,
            sys_inputs={"form": json.dumps(words, ensure_ascii=False, sort_keys=True)},
            pdf_standards="ua-1",
        )

"""The words and keys of a form -> its pages, laid out and tagged by Typst, with a link where each answer goes."""

from __future__ import annotations

import json
from importlib.resources import as_file, files
from pathlib import Path

import typst

from formgen.generate.pdf.content import Words

TEMPLATE = "form.typ"


def layout(words: Words) -> bytes:
    """Lay a form out as PDF/UA-1; the same words give the same bytes."""
    template = files("formgen").joinpath("templates", TEMPLATE).read_bytes()
    with as_file(files("formgen").joinpath("fonts")) as fonts:
        pages = typst.compile(
            template,
            font_paths=[Path(fonts)],
            ignore_system_fonts=True,
            sys_inputs={"form": json.dumps(words, ensure_ascii=False, sort_keys=True)},
            pdf_standards="ua-1",
        )
    assert isinstance(pages, bytes)
    return pages

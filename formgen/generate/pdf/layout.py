"""The words and keys of a form -> its pages, laid out and tagged by Typst, with a link where each answer goes."""

from __future__ import annotations

import json
from importlib.resources import as_file, files

import typst

from formgen.errors import ExitCode, FormgenError
from formgen.generate.pdf.content import Words
from formgen.message import Message

TEMPLATE = "form.typ"


class UnreadableLogoError(FormgenError):
    """The centre's logo is damaged."""

    exit_code = ExitCode.AT_FAULT
    remedy = Message("error.unreadable-logo.remedy", "Save the picture anew as PNG or JPEG, and try again.")


def layout(words: Words) -> bytes:
    """Lay a form out as PDF/UA-1; the same words give the same bytes. UnreadableLogoError."""
    try:
        return _compiled(words)
    except typst.TypstError as error:
        if words["logo"] is None or "image" not in str(error):
            raise
        what = Message("error.unreadable-logo", "The logo cannot be drawn ({reason}).", {"reason": error})
        raise UnreadableLogoError(what) from error


def _compiled(words: Words) -> bytes:
    shipped = files("formgen")
    with as_file(shipped.joinpath("templates")) as templates, as_file(shipped.joinpath("fonts")) as fonts:
        return typst.compile(
            templates / TEMPLATE,
            font_paths=[fonts],
            ignore_system_fonts=True,
            sys_inputs={"form": json.dumps(words, ensure_ascii=False, sort_keys=True)},
            pdf_standards="ua-1",
        )

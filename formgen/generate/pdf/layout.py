"""The words and keys of a form -> its pages, laid out and tagged by Typst, with a link where each answer goes."""

from __future__ import annotations

import json
from importlib.resources import as_file, files
from typing import Any

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
            sys_inputs={"form": _input(words)},
            pdf_standards="ua-1",
        )


def measured(words: Words) -> list[dict[str, Any]]:
    """What the layout tells of the room of its texts: one entry a text and place, in the order of the pages."""
    shipped = files("formgen")
    with as_file(shipped.joinpath("templates")) as templates, as_file(shipped.joinpath("fonts")) as fonts:
        told = typst.query(
            templates / TEMPLATE,
            "<room>",
            field="value",
            format="json",
            font_paths=[fonts],
            ignore_system_fonts=True,
            sys_inputs={"form": _input({**words, "measuring": True})},
        )
    found: list[dict[str, Any]] = json.loads(told)
    return found


def _input(words: Words) -> str:
    return json.dumps(words, ensure_ascii=False, sort_keys=True)

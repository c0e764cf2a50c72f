"""A localized form -> its blank PDF, ready to be filled on a screen, printed, and scanned."""

from __future__ import annotations

import hashlib
import io

from pypdf import PdfWriter
from pypdf.generic import DictionaryObject

from formgen.errors import ExitCode, FormgenError
from formgen.generate.pdf.appearance import FONT_ALIAS
from formgen.generate.pdf.content import Words, content
from formgen.generate.pdf.correcting import correct, covers_of
from formgen.generate.pdf.embedding import embed
from formgen.generate.pdf.face import field_face
from formgen.generate.pdf.furniture import Sheets, furnish, head_height, identifier_width
from formgen.generate.pdf.layout import layout
from formgen.generate.pdf.metadata import stamp_field, write_metadata
from formgen.generate.pdf.objects import add, array, dictionary, name
from formgen.generate.pdf.symbol import qr_version
from formgen.generate.pdf.widgets import make_fields
from formgen.message import Message
from formgen.model.catalog import LocalizedForm

HEADER = "%PDF-1.7"
_MOST_PAGES = 9
"""For the length of the page count in the QR code; no form comes near it."""


class TooManyPagesError(FormgenError):
    """A form is longer than its definition allows."""

    exit_code = ExitCode.AT_FAULT
    remedy = Message(
        "error.too-many-pages.remedy",
        "Lower `lines` or `span` of its fields, shorten its texts, or raise pages_at_most in the definition.",
    )


def compile_blank(localized: LocalizedForm) -> bytes:
    """Make the blank PDF of a form; the same form and words give the same bytes.

    Raises TooManyPagesError where the definition's `pages_at_most` is exceeded.
    """
    form = localized.form
    stamp = localized.stamp
    face = field_face()
    pages = layout(words_of(localized))
    writer = PdfWriter(clone_from=io.BytesIO(pages))
    covers = covers_of(writer.pages, localized)
    if form.pages_at_most is not None and len(writer.pages) - covers > form.pages_at_most:
        raise TooManyPagesError(
            Message(
                "error.too-many-pages",
                "The form {form} takes {pages} pages in {locale}; its definition allows {limit}.",
                {
                    "form": form.id,
                    "pages": len(writer.pages),
                    "locale": localized.locale,
                    "limit": form.pages_at_most,
                },
            )
        )
    font = embed(writer, face)
    fields = make_fields(writer, localized, font)
    beneath = {} if localized.correction is None else correct(fields, localized, localized.correction)
    fields.top.append(stamp_field(writer, stamp))
    furnish(writer, stamp, face, font, Sheets(covers, beneath))
    writer.root_object[name("AcroForm")] = add(
        writer, dictionary({"Fields": fields.top, "DR": fields.resources, "DA": f"/{FONT_ALIAS} 0 Tf 0 g"})
    )
    write_metadata(writer, stamp)
    return _written(writer, hashlib.sha256(pages).digest()[:16])


def words_of(localized: LocalizedForm) -> Words:
    """The words and keys of a form, with the room that the furniture of its pages needs."""
    stamp = localized.stamp
    head, foot = head_height(qr_version(stamp, _MOST_PAGES)), identifier_width(stamp, field_face())
    return {**content(localized, stamp), "head": head, "foot": foot}


def _written(writer: PdfWriter, digest: bytes) -> bytes:
    marking = writer.root_object["/MarkInfo"]
    assert isinstance(marking, DictionaryObject)
    marking.pop("/Suspects", None)  # false is the default, and poppler 22.12 complains of the entry
    writer.pdf_header = HEADER
    writer._ID = array([digest, digest])  # noqa: SLF001  (pypdf's own would be random)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()

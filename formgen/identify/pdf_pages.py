"""A PDF's pages -> the stamps a person sees on them: drawn as formgen draws them, in any print, or in QR codes."""

from __future__ import annotations

import importlib
import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pikepdf

from formgen.document.pdf_codes import decode
from formgen.document.stamp import WRITTEN, parse_identifier, parse_qr
from formgen.model.document import Stamp

_MAX_PAGES = 30
"""Pages that are looked at: no form of ours has as many."""
_DRAWING = "/FormgenStamp"
_DRAWN = re.compile(rb"BT /(\w+) [0-9. ]+ Tf [0-9. rg]+ Td <((?:[0-9A-F]{4})+)> Tj ET\s*\Z")
_SCALES = (2.0, 3.0, 1.2)
"""Pixels a point has in the pictures that are searched for codes, one after the other."""
_MOST_POINTS = 3000.0
_DAMAGE = (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError, RuntimeError, IndexError)


def drawn_stamps(pdf: pikepdf.Pdf) -> list[Stamp | None]:
    """The stamp of each page whose print is still as formgen drew it."""
    found: list[Stamp | None] = []
    known: dict[bytes, Stamp | None] = {}
    try:
        pages = [page.obj for page in pdf.pages[:_MAX_PAGES]]
    except _DAMAGE:
        return []
    for page in pages:
        try:
            drawing = page["/Resources"]["/XObject"][_DRAWING]
            match = _DRAWN.search(drawing.read_bytes())
            if match is not None and match[0] not in known:
                to_unicode = drawing["/Resources"]["/Font"][f"/{match[1].decode('ascii')}"]["/ToUnicode"].read_bytes()
                known[match[0]] = parse_identifier(decode(bytes.fromhex(match[2].decode("ascii")), to_unicode) or "")
            found.append(known[match[0]] if match else None)
        except _DAMAGE:
            found.append(None)
    return found


def written_stamps(pdf: pikepdf.Pdf) -> tuple[list[Stamp], bool]:
    """The stamp in the text of each page that has one, and whether there is any text at all."""
    texts = list(pages_of_text(pdf))
    found = []
    for text in texts:
        match = WRITTEN.search(text)
        stamp = parse_identifier(match[0]) if match else None
        found.extend([stamp] if stamp is not None else [])
    return found, any(each.isalnum() for text in texts for each in text)


def pages_of_text(pdf: pikepdf.Pdf) -> Iterator[str]:
    """The text of the first pages; nothing where no words can be made out."""
    import pypdfium2  # noqa: PLC0415  (a library of its own size, wanted only where a stamp is gone)

    with _rendered(pdf) as document:
        for number in range(0 if document is None else min(len(document), _MAX_PAGES)):
            try:
                yield document[number].get_textpage().get_text_bounded()
            except pypdfium2.PdfiumError:
                continue


def read_codes(pdf: pikepdf.Pdf) -> list[Stamp]:
    """The stamps in the QR codes of the first pages."""
    found: list[Stamp] = []
    with _rendered(pdf) as document:
        for number in range(0 if document is None else min(len(document), _MAX_PAGES)):
            for scale in _SCALES:
                stamps = list(_codes_on(document, number, scale))
                found.extend(stamps)
                if stamps:
                    break
    return found


def _codes_on(document: Any, number: int, scale: float) -> Iterator[Stamp]:
    import pypdfium2  # noqa: PLC0415

    zxing: Any = importlib.import_module("zxingcpp")

    try:
        page = document[number]
        if max(page.get_size()) > _MOST_POINTS:
            return
        picture = page.render(scale=scale, grayscale=True)
        pixels = bytes(picture.buffer)  # kept by this name: the view does not keep what it looks at
        view = zxing.ImageView(pixels, picture.width, picture.height, zxing.ImageFormat.Lum, picture.stride)
        codes = zxing.read_barcodes(view, formats=zxing.BarcodeFormat.QRCode)
    except (pypdfium2.PdfiumError, ValueError, MemoryError, RuntimeError):
        return
    for code in codes:
        read = parse_qr(code.text)
        if read is not None:
            yield read[0]


@contextmanager
def _rendered(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """The document as PDFium has it; None where it cannot be had."""
    import pypdfium2  # noqa: PLC0415

    saved = io.BytesIO()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what is amiss with a file that is only looked at is told by its reader
            pdf.save(saved)
        document = pypdfium2.PdfDocument(saved.getvalue())
    except (pikepdf.PdfError, pypdfium2.PdfiumError, ValueError, RuntimeError):
        yield None
        return
    try:
        yield document
    finally:
        document.close()

"""A filled PDF -> a copy without fields: flattened, printed to PDF, written anew, put on other paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pikepdf
import pymupdf
import pypdfium2
import pypdfium2.raw as pdfium

from tests.clients.pdf_fillers import run
from tests.programs import program

Print = Callable[[Path, Path], None]


def by_qpdf(filled: Path, out: Path) -> None:
    """Qpdf makes what the fields show a part of the page."""
    run([program("qpdf"), "--generate-appearances", "--flatten-annotations=all", str(filled), str(out)])


def by_pdftk(filled: Path, out: Path) -> None:
    """pdftk flattens."""
    run([program("pdftk"), str(filled), "output", str(out), "flatten"])


def by_pdfium(filled: Path, out: Path) -> None:
    """PDFium flattens as it does before Chrome prints."""
    document = pypdfium2.PdfDocument(filled)
    document.init_forms()
    for number in range(len(document)):
        page = document[number]
        pdfium.FPDFPage_Flatten(page, pdfium.FLAT_PRINT)
        page.close()
    document.save(out)
    document.close()


def by_mupdf(filled: Path, out: Path) -> None:
    """MuPDF bakes the fields into the pages."""
    document = pymupdf.open(filled)
    document.bake()
    document.save(out)
    document.close()


def by_mupdf_anew(filled: Path, out: Path) -> None:
    """MuPDF draws the pages into a new document."""
    document = pymupdf.open(filled)
    out.write_bytes(document.convert_to_pdf())
    document.close()


def by_cairo(filled: Path, out: Path) -> None:
    """Poppler prints the pages to a new document, as Evince does."""
    run([program("pdftocairo"), "-pdf", str(filled), str(out)])


def by_ghostscript(filled: Path, out: Path) -> None:
    """Ghostscript writes the pages anew."""
    run([program("gs"), *_GHOSTSCRIPT, f"-sOutputFile={out}", str(filled)])


def on_letter(filled: Path, out: Path) -> None:
    """The same on Letter paper, made to fit."""
    fit = ["-sPAPERSIZE=letter", "-dFIXEDMEDIA", "-dPDFFitPage"]
    run([program("gs"), *_GHOSTSCRIPT, *fit, f"-sOutputFile={out}", str(filled)])


_GHOSTSCRIPT = ["-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=pdfwrite"]


def shifted(filled: Path, out: Path) -> None:
    """Flattened, then made smaller and moved, as a printer's driver does."""
    by_mupdf(filled, out)
    with pikepdf.open(out, allow_overwriting_input=True) as pdf:
        for page in pdf.pages:
            page.contents_add(b"q .94 0 0 .94 14 27 cm", prepend=True)
            page.contents_add(b"Q")
        pdf.save(out)


def as_pictures(filled: Path, out: Path) -> None:
    """Every page as a picture, as a scanner or a fax gives it."""
    source = pypdfium2.PdfDocument(filled)
    source.init_forms()
    pictures = [page.render(scale=150 / 72, grayscale=True).to_pil() for page in source]
    pictures[0].save(out, "PDF", resolution=150, save_all=True, append_images=pictures[1:])
    source.close()


PRINTS: Mapping[str, Print] = {
    "qpdf": by_qpdf,
    "pdftk": by_pdftk,
    "pdfium": by_pdfium,
    "mupdf": by_mupdf,
    "mupdf-anew": by_mupdf_anew,
    "cairo": by_cairo,
    "ghostscript": by_ghostscript,
    "letter": on_letter,
    "shifted": shifted,
}

"""A filled PDF -> the same fields and values, saved once more in another way."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path

import pikepdf
import pymupdf
import pypdf
import pypdfium2

from tests.clients.pdf_fillers import run
from tests.programs import program

Save = Callable[[Path, Path], None]


def linearized(filled: Path, out: Path) -> None:
    """For the web."""
    run([program("qpdf"), "--linearize", str(filled), str(out)])


def object_streams(filled: Path, out: Path) -> None:
    """Objects in compressed streams, pages' contents in one."""
    run([program("qpdf"), "--object-streams=generate", "--coalesce-contents", str(filled), str(out)])


def qdf(filled: Path, out: Path) -> None:
    """Nothing compressed, every object numbered anew."""
    run([program("qpdf"), "--qdf", "--object-streams=disable", str(filled), str(out)])


def by_pypdf(filled: Path, out: Path) -> None:
    """Cloned by pypdf."""
    pypdf.PdfWriter(clone_from=filled).write(out)


def by_pdftk(filled: Path, out: Path) -> None:
    """Saved by pdftk."""
    run([program("pdftk"), str(filled), "output", str(out)])


def by_mupdf(filled: Path, out: Path) -> None:
    """Cleaned by MuPDF."""
    document = pymupdf.open(filled)
    document.save(out, garbage=3, clean=True, deflate=True)
    document.close()


def by_mupdf_updated(filled: Path, out: Path) -> None:
    """Updated by MuPDF: a title added after the end."""
    out.write_bytes(filled.read_bytes())
    document = pymupdf.open(out)
    document.set_page_labels([{"startpage": 0, "prefix": "", "style": "D", "firstpagenum": 1}])
    document.saveIncr()
    document.close()


def by_pdfium(filled: Path, out: Path) -> None:
    """Opened with its forms and saved by PDFium."""
    document = pypdfium2.PdfDocument(filled)
    document.init_forms()
    document.save(out)
    document.close()


def with_xfa(filled: Path, out: Path) -> None:
    """With a form of another kind beside, as Acrobat's LiveCycle had it."""
    with pikepdf.open(filled) as pdf:
        template = pdf.make_stream(b'<template xmlns="http://www.xfa.org/schema/xfa-template/3.0/"/>')
        pdf.Root.AcroForm.XFA = pikepdf.Array([pikepdf.String("template"), template])
        pdf.save(out)


def signed(filled: Path, out: Path) -> None:
    """With a certifying signature that has no place on the pages."""
    with pikepdf.open(filled) as pdf:
        value = pikepdf.Dictionary(
            Type=pikepdf.Name.Sig, Filter=pikepdf.Name("/Adobe.PPKLite"), Contents=pikepdf.String(b"\x30\x82\x01\x00")
        )
        made = pikepdf.Dictionary(FT=pikepdf.Name.Sig, T=pikepdf.String("Signature1"), V=pdf.make_indirect(value))
        pdf.Root.AcroForm.Fields.append(pdf.make_indirect(made))
        pdf.Root.AcroForm.SigFlags = 3
        pdf.save(out)


def by_pikepdf_twice(filled: Path, out: Path) -> None:
    """Saved, opened and saved by pikepdf."""
    between = io.BytesIO()
    with pikepdf.open(filled) as pdf:
        pdf.save(between)
    with pikepdf.open(between) as pdf:
        pdf.save(out, compress_streams=True, recompress_flate=True)


SAVES: Mapping[str, Save] = {
    "linearized": linearized,
    "object-streams": object_streams,
    "qdf": qdf,
    "pypdf": by_pypdf,
    "pdftk": by_pdftk,
    "mupdf": by_mupdf,
    "mupdf-updated": by_mupdf_updated,
    "pdfium": by_pdfium,
    "pikepdf-twice": by_pikepdf_twice,
    "xfa": with_xfa,
    "signed": signed,
}

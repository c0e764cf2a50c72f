"""A stamp -> the places in a PDF's metadata that carry it: a field without a widget, Info and XMP."""

from __future__ import annotations

from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, IndirectObject, StreamObject

from formgen.document.stamp import FIELD_NAME, identifier
from formgen.generate.pdf.objects import add, dictionary, name, stream, value
from formgen.model.document import Stamp

INFO_KEY = "FormgenStamp"
_NAMESPACE = "https://formgen.invalid/ns/1/"
_READ_ONLY = 1
_XMP = (
    '<rdf:Description rdf:about="" xmlns:formgen="{namespace}">'
    "<formgen:stamp>{identifier}</formgen:stamp></rdf:Description></rdf:RDF>"
)


def stamp_field(writer: PdfWriter, stamp: Stamp) -> IndirectObject:
    """The read-only field that carries the stamp; it has no widget, for nobody needs to see it."""
    return add(
        writer,
        dictionary({"FT": name("Tx"), "T": FIELD_NAME, "TU": FIELD_NAME, "Ff": _READ_ONLY, "V": identifier(stamp)}),
    )


def write_metadata(writer: PdfWriter, stamp: Stamp) -> None:
    """Put the stamp beside what the layout wrote: title and language stay."""
    info = writer._info  # noqa: SLF001  (the public property is a copy)
    assert isinstance(info, DictionaryObject)
    info[name(INFO_KEY)] = value(identifier(stamp))
    written = writer.root_object["/Metadata"]
    assert isinstance(written, StreamObject)
    more = _XMP.format(namespace=_NAMESPACE, identifier=identifier(stamp))
    xmp = written.get_data().decode("utf-8").replace("</rdf:RDF>", more)
    entries = {"Type": name("Metadata"), "Subtype": name("XML")}
    writer.root_object[name("Metadata")] = add(writer, stream(xmp.encode("utf-8"), entries, compress=False))

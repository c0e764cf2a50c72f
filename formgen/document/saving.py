"""An opened document -> the program that saved it last, as it names itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from formgen.document.opening import OfficePackage
from formgen.model.document import Format

OURS = "formgen"
_EXTENDED, _CUSTOM = "docProps/app.xml", "docProps/custom.xml"
_LONGEST = 100
_BUILD = re.compile(r"\$.*|\s*\(build.*", re.IGNORECASE | re.DOTALL)
_VERSION = re.compile(r"(?<=[^\W\d])/(?=[0-9])")
_ZEROS = re.compile(r"^([0-9]+)(?:\.0+)+$")
_PRODUCER = re.compile(rb"<(?:[\w-]+:)?Producer>([^<]{1,400})</|\bpdf:Producer=[\"']([^\"']{1,400})[\"']")
_MAX_XMP = 1 << 20


def saved_by(opened: Any, format_: Format) -> str | None:
    """The name and version of the program that saved a document last; None where it does not say.

    `opened` is what the readers of the format get. A program may call itself what it likes: the name is for people.
    """
    for name in _pdf(opened) if format_ is Format.PDF else _office(opened):
        said = _VERSION.sub(" ", _BUILD.sub("", " ".join(name.split())))
        said = "".join(each for each in said if each.isprintable())
        if said:
            return said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…"
    return None


def _office(package: OfficePackage) -> Iterator[str]:
    if _EXTENDED in package.names:
        said = {str(each.tag).rpartition("}")[2]: each.text or "" for each in package.xml(_EXTENDED)}
        if said.get("Application"):
            version = _ZEROS.sub(r"\1", said.get("AppVersion", ""))
            # LibreOffice has its version in its name, and another one in the place of the version.
            yield said["Application"] if "/" in said["Application"] else f"{said['Application']} {version}"
    elif _CUSTOM in package.names and b"formgen:" in package.part(_CUSTOM):
        # The programs that leave out the one part leave out the other as well; ours does not.
        yield OURS


def _pdf(pdf: Any) -> Iterator[str]:
    import pikepdf  # noqa: PLC0415  (a library of its own size)

    try:
        info = pdf.trailer.get("/Info")
        entries = dict(info.items()) if isinstance(info, pikepdf.Dictionary) else {}
        metadata = pdf.Root.get("/Metadata")
        if "/Producer" in entries:
            yield str(entries["/Producer"])
        raw = metadata.read_raw_bytes() if isinstance(metadata, pikepdf.Stream) else b""
        if raw and len(raw) <= _MAX_XMP and "/Filter" not in metadata:
            yield from ((one or other).decode("utf-8", "replace") for one, other in _PRODUCER.findall(raw))
        if "/Creator" in entries:
            yield OURS if "/FormgenStamp" in entries else str(entries["/Creator"])
    except (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError, RuntimeError):
        return

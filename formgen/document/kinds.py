"""The first bytes of a file formgen does not read -> the finding that names its kind and what to do with it."""

from __future__ import annotations

import re

from formgen.model.finding import Finding, finding

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How Microsoft's compound files begin: DOC, XLS, PPT, MSG, and office files under a password."""

_PICTURES = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"II+\0", "TIFF"),
    (b"MM\0+", "TIFF"),
    (b"GIF8", "GIF"),
    (b"AT&TFORM", "DJVU"),
    (b"8BPS", "PSD"),
    (b"\0\0\0\x0cjP  ", "JPEG 2000"),
    (b"\xff\x0a", "JPEG XL"),
)
_HEIF = frozenset({b"heic", b"heix", b"heif", b"hevc", b"mif1", b"msf1"})
_CONTAINERS = (
    (b"7z\xbc\xaf\x27\x1c", "7Z"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"\x1f\x8b", "GZ"),
    (b"BZh", "BZ2"),
    (b"\xfd7zXZ\0", "XZ"),
    (b"\x28\xb5\x2f\xfd", "ZST"),
    (b"MSCF\0\0\0\0", "CAB"),
    (b"\x78\x9f\x3e\x22", "winmail.dat"),
    (b"!BDN", "PST"),
)
_OFFICE = ((b"{\\rtf", "RTF"), (b"%!PS", "PS"))
_MARKUP = re.compile(rb"\s*(?:<\?xml|<!doctype|<html|<head|<body|<table|<!--|<svg|<office:)", re.IGNORECASE)
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_SAMPLE = 4096
_OTHER_OFFICE = (
    (b"presentationml", "PPTX"),
    (b"sheet.binary", "XLSB"),
    (b"fixeddocumentsequence", "XPS"),
    (b"ms-visio", "VSDX"),
)
_OTHER_OPEN = (("epub", "EPUB"), ("opendocument", "ODP / ODG"), ("vnd.sun.xml", "SXW / SXC"))


def why_not_read(content: bytes) -> Finding:
    """Tell what a file is that is neither a document nor a container of ours, by its content."""
    if content.startswith(COMPOUND):
        return _compound(content)
    for magic, kind in _PICTURES:
        if content.startswith(magic):
            return finding("picture-file", kind=kind)
    if _is_other_picture(content) is not None:
        return finding("picture-file", kind=_is_other_picture(content))
    for magic, kind in _CONTAINERS:
        if content.startswith(magic):
            return finding("container", kind=kind)
    if content[257:262] == b"ustar":
        return finding("container", kind="TAR")
    for magic, kind in _OFFICE:
        if content.startswith(magic):
            return finding("old-format", kind=kind)
    return _text(content)


def why_package_not_read(names: frozenset[str], mimetype: str, content_types: bytes) -> Finding | None:
    """Tell what a zip is that is an office file of another kind; None where it is a mere archive."""
    for mark, kind in _OTHER_OFFICE:
        if mark in content_types.lower():
            return finding("old-format", kind=kind)
    if b"macroEnabled" in content_types:
        return finding("unsafe-content", part="macros")
    for mark_, kind in _OTHER_OPEN:
        if mark_ in mimetype:
            return finding("old-format", kind=kind)
    if any(name.endswith(".iwa") for name in names) or "index.apxl" in names:
        return finding("old-format", kind="PAGES / NUMBERS")
    return finding("foreign") if content_types else None


def _compound(content: bytes) -> Finding:
    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in content

    if holds("EncryptedPackage"):
        return finding("encrypted")
    if holds("__substg1.0_") or holds("__properties_version1.0"):
        return finding("container", kind="MSG")
    for name, kind in (("WordDocument", "DOC"), ("Workbook", "XLS"), ("Book", "XLS"), ("PowerPoint Document", "PPT")):
        if holds(name):
            return finding("old-format", kind=kind)
    return finding("old-format", kind="DOC / XLS")


def _is_other_picture(content: bytes) -> str | None:
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF | {b"avif"}:
        return "AVIF" if content[8:12] == b"avif" else "HEIC"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "WEBP"
    return "BMP" if content.startswith(b"BM") and content[6:10] == b"\0\0\0\0" else None


def _text(content: bytes) -> Finding:
    start = content[:_SAMPLE]
    encoding = next((name for mark, name in _BOMS if start.startswith(mark)), None)
    if encoding is not None:
        start = start.decode(encoding, "ignore").lstrip("\ufeff").encode()
    if _MARKUP.match(start):
        return finding("old-format", kind="HTML" if b"<?xml" not in start else "XML")
    if start.startswith(b"From "):
        return finding("container", kind="MBOX")
    return finding("foreign")

"""An opened document -> what in it would act on whoever opens it in another program."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from formgen.document.opening import OfficePackage

if TYPE_CHECKING:
    import pikepdf

_PARTS = (
    (re.compile(r"vbaProject\.bin$"), "VBA"),
    (re.compile(r"/activeX/"), "ActiveX"),
    (re.compile(r"/embeddings/"), "OLE"),
    (re.compile(r"^xl/connections\.xml$"), "connections"),
)
_ACTING = re.compile("|".join(pattern.pattern for pattern, _ in _PARTS))
_FIELD = re.compile(
    rb"(?:instrText[^>]*>|:instr=\")[^<\"]*?\b(DDE(?:AUTO)?|INCLUDETEXT|INCLUDEPICTURE)\b", re.IGNORECASE
)
_REMOTE = re.compile(r"(?:https?|ftp|smb|file)://(?!/)[^/]|\\\\", re.IGNORECASE)
_ACTS = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE"})


def active_content(opened: OfficePackage | pikepdf.Pdf) -> tuple[str, ...]:
    """The scripts, programs and outside files a document would run or fetch, each named once; none is touched here.

    A link a person may click, and a template on a disk of the sender's, do nothing by themselves and are not told.
    """
    found = _of_package(opened) if isinstance(opened, OfficePackage) else _of_pdf(opened)
    return tuple(dict.fromkeys(found))


def _of_package(package: OfficePackage) -> Iterator[str]:
    for name in package.in_order:
        if _ACTING.search(name):
            yield from (said for pattern, said in _PARTS if pattern.search(name))
        if name.endswith(".rels") and _may_say(package.part(name), b"External"):
            for relation in package.xml(name):
                target = relation.get("Target", "")
                is_link = relation.get("Type", "").endswith("/hyperlink")
                if relation.get("TargetMode") == "External" and not is_link and _REMOTE.match(target):
                    yield target[:200]
        elif name.startswith("xl/externalLinks/") and b"<ddeLink" in package.part(name):
            yield "DDE"
    if "word/document.xml" in package.names and _may_say(package.part("word/document.xml"), b"instr"):
        yield from (word.decode().upper() for word in _FIELD.findall(package.part("word/document.xml")))


def _may_say(part: bytes, word: bytes) -> bool:
    """Whether a part may have a word: told at once of nearly every one, so that few are read whole."""
    return word in part or b"\0" in part


def _of_pdf(pdf: pikepdf.Pdf) -> Iterator[str]:
    import pikepdf  # noqa: PLC0415  (a second to import; only PDF files need it)

    names, action = pdf.Root.get("/Names"), pdf.Root.get("/OpenAction")
    if isinstance(names, pikepdf.Dictionary):
        yield from (name[1:] for name in ("/JavaScript", "/EmbeddedFiles") if name in names)
    if isinstance(action, pikepdf.Dictionary) and str(action.get("/S", "")) in _ACTS:
        yield str(action.get("/S"))[1:]
    if "/AA" in pdf.Root:
        yield "AA"

"""A text of OpenDocument -> the Word package that says the same (OpenDocument 1.3 part 3; ECMA-376 part 1, section 17).

Its text, tables, bookmarks, content controls, changes, notes and heads and feet of pages are presented as
WordprocessingML, its properties as those of an Office file; looks are left out, but for what hides words or strikes
them out. So a text and a Word document are read by the very same rules.
"""

from __future__ import annotations

from lxml import etree

from formgen.document.opendocument import PresentedPackage
from formgen.document.opendocument_blocks import Styles, Writer, q
from formgen.document.opening import OfficePackage
from formgen.document.unreadable import UnreadableError
from formgen.model.document import FileKind
from formgen.model.finding import finding

_ENDS = ("header", "footer")


class TextPackage(PresentedPackage):
    """The parts of a text of OpenDocument, as those of a Word document."""

    def __init__(self, package: OfficePackage) -> None:
        super().__init__(package, FileKind.ODT)

    def _presented(self, content: etree._Element, styles: etree._Element | None) -> dict[str, etree._Element]:
        writer = Writer(Styles([root for root in (styles, content) if root is not None]), self.limits)
        body = content.find(f"{q('office:body')}/{q('office:text')}")
        if body is None:
            raise UnreadableError(finding("damaged"))
        parts = {"word/document.xml": writer.part("document", [("body", body)])}
        for kind in _ENDS:
            for number, end in enumerate(_page_ends(styles, kind), start=1):
                parts[f"word/{kind}{number}.xml"] = writer.part({"header": "hdr", "footer": "ftr"}[kind], [("", end)])
        if len(writer.comments):
            parts["word/comments.xml"] = writer.comments
        if len(writer.notes):
            parts["word/footnotes.xml"] = writer.notes
        return parts


def _page_ends(styles: etree._Element | None, kind: str) -> list[etree._Element]:
    """The heads, or feet, of all kinds of pages."""
    pages = () if styles is None else styles.iter(q("style:master-page"))
    return [end for page in pages for end in page if etree.QName(end).localname.startswith(kind)]

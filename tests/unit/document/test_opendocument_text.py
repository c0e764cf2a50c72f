"""A text of OpenDocument, written by hand, and the Word document it is read as."""

from __future__ import annotations

import io
import zipfile

import pytest

from formgen.document.opendocument_text import TextPackage
from formgen.document.opening import UnreadableError, kind_of
from formgen.extract.docx.body import Body
from formgen.extract.docx.seen import View, hidden_text, seen_text, struck_text, text_boxes, w, w14
from formgen.model.document import FileKind

SPACES = " ".join(
    [
        *(
            f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
            for name in ("office", "text", "table", "style", "meta")
        ),
        'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"',
        'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"',
        'xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"',
        'xmlns:dc="http://purl.org/dc/elements/1.1/"',
    ]
)
MIMETYPE = "application/vnd.oasis.opendocument.text"


def odt(body: str, *, styles: str = "", meta: str = "", pages: str = "", manifest: str = "") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("mimetype", MIMETYPE)
        package.writestr(
            "content.xml",
            f"<office:document-content {SPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        )
        package.writestr(
            "styles.xml",
            f"<office:document-styles {SPACES}><office:master-styles>{pages}</office:master-styles>"
            "</office:document-styles>",
        )
        package.writestr(
            "meta.xml", f"<office:document-meta {SPACES}><office:meta>{meta}</office:meta></office:document-meta>"
        )
        package.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
    return stream.getvalue()


def opened(body: str, **more: str) -> TextPackage:
    kind, package = kind_of(odt(body, **more))
    assert kind is FileKind.ODT
    assert isinstance(package, TextPackage)
    return package


def words(body: str, **more: str) -> str:
    return seen_text(opened(body, **more).xml("word/document.xml")[0])


@pytest.mark.parametrize(
    ("paragraph", "seen"),
    [
        ("<text:p>a  b\n c</text:p>", "a b c"),
        ("<text:p>  a<text:s text:c='3'/>b<text:s/></text:p>", "a   b "),
        ("<text:p>a<text:tab/>b<text:line-break/>c</text:p>", "a\tb\nc"),
        ("<text:p>a<text:span>b<text:a>c</text:a></text:span>d</text:p>", "abcd"),
        ("<text:h>one</text:h><text:p/><text:p>two&#13;</text:p>", "one\n\ntwo"),
        ("<text:list><text:list-item><text:p>x</text:p></text:list-item></text:list>", "x"),
        ("<text:section><text:p>inside</text:p></text:section>", "inside"),
        ("<text:p>a<text:note><text:note-citation>1</text:note-citation></text:note>b</text:p>", "ab"),
        ("<text:p>1<text:soft-page-break/>2<text:page-number>7</text:page-number></text:p>", "127"),
        (
            "<text:p><text:ruby><text:ruby-base>a</text:ruby-base><text:ruby-text>b</text:ruby-text></text:ruby></text:p>",
            "a",
        ),
        ("<text:p>Ա<text:text-input>նի</text:text-input></text:p>", "Անի"),
    ],
)
def test_words_are_those_a_person_sees(paragraph: str, seen: str) -> None:
    assert words(paragraph) == seen


def test_cells_that_are_covered_or_repeated() -> None:
    cell = "<table:table-cell{}><text:p>{}</text:p></table:table-cell>"
    covered = "<table:covered-table-cell/>"
    rows = [
        cell.format(" table:number-columns-spanned='2'", "wide") + covered + cell.format("", "last"),
        cell.format(" table:number-columns-repeated='3'", "same"),
        cell.format(" table:number-rows-spanned='2'", "tall") + cell.format("", "b") + cell.format("", "c"),
        covered + cell.format("", "e") + cell.format("", "f"),
    ]
    head = f"<table:table-header-rows><table:table-row>{rows[0]}</table:table-row></table:table-header-rows>"
    others = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows[1:])
    body = Body(opened(f"<table:table>{head}{others}</table:table>").xml("word/document.xml"))
    (grid,) = body.grids
    assert [[cell.text for cell in row.cells] for row in grid.rows] == [
        ["wide", "last"],
        ["same", "same", "same"],
        ["tall", "b", "c"],
        ["", "e", "f"],
    ]


def test_a_table_without_end_is_refused() -> None:
    cell = "<table:table-cell table:number-columns-repeated='16384'><text:p>x</text:p></table:table-cell>"
    row = f"<table:table-row table:number-rows-repeated='1048576'>{cell}</table:table-row>"
    with pytest.raises(UnreadableError):
        opened(f"<table:table>{row * 10}</table:table>")


def test_content_controls() -> None:
    root = opened(
        "<text:p><loext:content-control loext:checkbox='true' loext:checked='true' loext:tag='seen.house'>☒"
        "</loext:content-control><loext:content-control loext:date='true' loext:current-date='2026-05-07T00:00:00Z'>"
        "07.05.2026</loext:content-control><loext:content-control loext:showing-place-holder='true'>"
        "<loext:list-item loext:display-text='Այո' loext:value='yes'/>Ընտրել</loext:content-control></text:p>"
    ).xml("word/document.xml")
    assert [tag.get(w("val")) for tag in root.iter(w("tag"))] == ["seen.house"]
    assert [state.get(w14("val")) for state in root.iter(w14("checked"))] == ["1"]
    assert [date.get(w("fullDate")) for date in root.iter(w("date"))] == ["2026-05-07T00:00:00Z"]
    assert [(item.get(w("displayText")), item.get(w("value"))) for item in root.iter(w("listItem"))] == [("Այո", "yes")]
    assert len(list(root.iter(w("showingPlcHdr")))) == 1
    assert seen_text(root) == "☒07.05.2026Ընտրել"


def test_recorded_changes() -> None:
    changes = (
        "<text:tracked-changes><text:changed-region text:id='1'><text:deletion><text:p>old</text:p></text:deletion>"
        "</text:changed-region><text:changed-region text:id='2'><text:insertion/></text:changed-region>"
        "</text:tracked-changes>"
    )
    root = opened(
        f"{changes}<text:p>a <text:change text:change-id='1'/><text:change-start text:change-id='2'/>new"
        "<text:change-end text:change-id='2'/> z</text:p>"
    ).xml("word/document.xml")
    assert seen_text(root) == "a new z"
    assert seen_text(root, view=View.BEFORE) == "a old z"


def test_comments_notes_boxes_and_drawings() -> None:
    package = opened(
        "<text:p>a<office:annotation><dc:creator>A</dc:creator><text:p>no</text:p></office:annotation>b"
        "<text:note><text:note-body><text:p>see below</text:p></text:note-body></text:note>"
        "<draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box></draw:frame>"
        "<draw:frame><draw:image/></draw:frame></text:p>"
    )
    assert seen_text(package.xml("word/document.xml")) == "ab"
    assert seen_text(package.xml("word/comments.xml")) == "no"
    assert seen_text(package.xml("word/footnotes.xml")) == "see below"
    assert list(text_boxes(package.xml("word/document.xml"))) == ["boxed"]
    assert len(list(package.xml("word/document.xml").iter(w("drawing")))) == 2


def test_words_that_are_hidden_or_struck_out() -> None:
    styles = (
        "<style:style style:name='H' style:family='text'><style:text-properties text:display='none'/></style:style>"
        "<style:style style:name='S' style:family='text'><style:text-properties "
        "style:text-line-through-style='solid'/></style:style>"
        "<style:style style:name='T' style:family='text' style:parent-style-name='S'/>"
        "<style:style style:name='W' style:family='paragraph'><style:text-properties fo:color='#FFFFFF'/></style:style>"
        "<style:style style:name='M' style:family='text'><style:text-properties fo:font-size='1pt'/></style:style>"
    )
    span = "<text:span text:style-name='{}'>{}</text:span>"
    root = opened(
        f"<text:p>{span.format('H', 'hidden')}{span.format('M', 'tiny')}{span.format('T', 'struck')} seen</text:p>"
        "<text:p text:style-name='W'>white</text:p>",
        styles=styles,
    ).xml("word/document.xml")
    assert seen_text(root) == "struck seen\n"
    assert hidden_text(root) == "hiddentinywhite"
    assert struck_text(root) == "struck"


def test_properties_and_pages() -> None:
    package = opened(
        "<text:p/>",
        meta="<meta:generator>LibreOffice/7.4.7.2$Linux</meta:generator>"
        "<meta:user-defined meta:name='OOXMLCorePropertyIdentifier'>formgen:visit:1.0:en:-:-</meta:user-defined>"
        "<meta:user-defined meta:name='formgen'>formgen:visit:1.0:en:-:-</meta:user-defined>",
        pages="<style:master-page><style:header><text:p>head</text:p></style:header>"
        "<style:footer><text:p>foot</text:p></style:footer><style:footer-left><text:p>left</text:p></style:footer-left>"
        "</style:master-page>",
    )
    assert package.names == {
        "word/document.xml",
        "word/header1.xml",
        "word/footer1.xml",
        "word/footer2.xml",
        "docProps/core.xml",
        "docProps/custom.xml",
        "docProps/app.xml",
    }
    assert [seen_text(package.xml(f"word/{name}.xml")) for name in ("header1", "footer1", "footer2")] == [
        "head",
        "foot",
        "left",
    ]
    assert b"formgen:visit:1.0:en:-:-" in package.part("docProps/core.xml")


def test_bookmarks_stand_where_they_stood() -> None:
    root = opened(
        "<text:p><text:bookmark-start text:name='fgl_1'/>a<text:bookmark-end text:name='fgl_1'/></text:p>"
    ).xml("word/document.xml")
    assert [mark.get(w("name")) for mark in root.iter(w("bookmarkStart"))] == ["fgl_1"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (odt("<text:p/>", manifest="<encryption-data/>"), "encrypted"),
        (odt("<text:p>"), "damaged"),
        (odt("</office:text><office:other>").replace(b"office:text", b"office:test"), "damaged"),
    ],
)
def test_what_cannot_be_read(content: bytes, code: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        kind_of(content)
    assert caught.value.finding.code == code

"""A sheet of OpenDocument, written by hand, says what the same workbook says."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from lxml import etree

from formgen.document.opening import OfficePackage, kind_of
from formgen.document.unreadable import UnreadableError
from formgen.extract.xlsx.book import Book, Place
from formgen.model.document import FileKind
from formgen.model.limits import Limits

_SPACES = {
    name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "table", "text", "style", "meta")
}
_SPACES["draw"] = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
_SPACES["fo"] = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
_SPACES["calcext"] = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
_SPACES["number"] = "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"
_ROOT = " ".join(f'xmlns:{name}="{space}"' for name, space in _SPACES.items())
_MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"


def ods(rows: str, *, styles: str = "", names: str = "", more: str = "", parts: dict[str, str] | None = None) -> bytes:
    table = f'<table:table table:name="Form" table:style-name="ta">{rows}</table:table>{more}'
    body = f"<office:body><office:spreadsheet>{table}{names}</office:spreadsheet></office:body>"
    content = f"<office:document-content {_ROOT}><office:automatic-styles>{styles}</office:automatic-styles>{body}"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("mimetype", _MIMETYPE)
        package.writestr("content.xml", content + "</office:document-content>")
        for name, part in (parts or {}).items():
            package.writestr(name, part.replace("ROOT", _ROOT))
    return stream.getvalue()


def row(*cells: str, **attributes: str) -> str:
    said = " ".join(f'table:{name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f"<table:table-row {said}>{''.join(cells)}</table:table-row>"


def cell(text: str = "", **attributes: str) -> str:
    said = " ".join(f'{name.replace("__", ":").replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f"<table:table-cell {said}>{text}</table:table-cell>"


def string(text: str, **attributes: str) -> str:
    return cell(f"<text:p>{text}</text:p>", office__value_type="string", **attributes)


def opened(content: bytes, limits: Limits | None = None) -> OfficePackage:
    kind, package = kind_of(content, limits or Limits())
    assert kind is FileKind.ODS
    assert package is not None
    return package


def at(content: bytes, reference: str, sheet: str = "Form") -> tuple[str, str]:
    letters = reference.rstrip("0123456789")
    found = Book(opened(content)).cell(Place(sheet, int(reference[len(letters) :]), letters))
    return found.kind, found.text


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (string("one <text:s text:c='2'/>two"), ("inlineStr", "one   two")),
        (string("a<text:line-break/>b<text:tab/>c"), ("inlineStr", "a\nb\tc")),
        (string("one</text:p><text:p>two"), ("inlineStr", "one\ntwo")),
        (string("  many\n   blanks "), ("inlineStr", " many blanks ")),
        (string("<text:span>Ա<text:a>Բ</text:a></text:span>Գ"), ("inlineStr", "ԱԲԳ")),
        (string("_x0041_"), ("inlineStr", "_x0041_")),
        (cell("<text:p>71,5</text:p>", office__value_type="float", office__value="71.5"), ("n", "71.5")),
        (cell("<text:p>50%</text:p>", office__value_type="percentage", office__value="0.5"), ("n", "0.5")),
        (cell("<text:p>x</text:p>", office__value_type="boolean", office__boolean_value="true"), ("b", "1")),
        (cell("<text:p>x</text:p>", office__value_type="date", office__date_value="2026-11-21"), ("d", "2026-11-21")),
        (cell("<text:p>x</text:p>", office__value_type="date", office__date_value="1905-07-17"), ("n", "2025")),
        (cell("<text:p>x</text:p>", office__value_type="date", office__date_value="1900-01-04T02:24:00"), ("n", "5.1")),
        (string("#REF!", calcext__value_type="error"), ("e", "#REF!")),
        (cell(), ("n", "")),
    ],
)
def test_what_a_cell_says(made: str, expected: tuple[str, str]) -> None:
    assert at(ods(row(cell(), made)), "B1") == expected


def test_the_numbers_of_days_follow_the_date_system() -> None:
    early = cell("<text:p>x</text:p>", office__value_type="date", office__date_value="1909-07-18")
    null = '<table:calculation-settings><table:null-date table:date-value="1904-01-01"/></table:calculation-settings>'
    assert at(ods(row(early), names=null), "A1") == ("n", "2025")


def test_a_date_keeps_what_is_shown_of_it() -> None:
    parts = "<number:month number:textual='true'/><number:text>-</number:text><number:year/>"
    styles = (
        f"<number:date-style style:name='N1'>{parts}</number:date-style>"
        "<style:style style:name='ce' style:family='table-cell' style:data-style-name='N1'/>"
    )
    said = cell("x", office__value_type="date", office__date_value="2026-10-01", table__style_name="ce")
    book = Book(opened(ods(row(said), styles=styles)))
    style = book.cell(Place("Form", 1, "A")).style
    assert book.formats.is_partial(style)
    assert book.formats.shown(style, dt.date(2026, 10, 1)) == "Oct-26"


def test_heads_and_feet_of_pages_are_kept() -> None:
    pages = (
        "<style:master-page style:name='M'><style:header><text:p>A &amp; B <text:sheet-name>???</text:sheet-name>"
        "</text:p></style:header><style:footer-left><text:p>left</text:p><text:p>right</text:p></style:footer-left>"
        "<style:header-first style:display='false'><text:p>unseen</text:p></style:header-first></style:master-page>"
    )
    styles = (
        f"<office:document-styles ROOT><office:master-styles>{pages}</office:master-styles></office:document-styles>"
    )
    table = "<style:style style:name='ta' style:family='table' style:master-page-name='M'/>"
    book = Book(opened(ods(row(string("x")), styles=table, parts={"styles.xml": styles})))
    assert list(book.sheet("Form").page_lines()) == ["A & B", "left", "right"]


def test_a_formula_is_one() -> None:
    content = ods(row(string("x", table__formula="of:=[.A2]+1")))
    assert Book(opened(content)).cell(Place("Form", 1, "A")).formula == "[.A2]+1"


def test_repeated_rows_and_cells_are_counted() -> None:
    rows = row(cell(table__number_columns_repeated="3"), string("D"), number_rows_repeated="2")
    groups = f"<table:table-header-rows>{row(string('head'))}</table:table-header-rows><table:table-row-group>{rows}"
    content = ods(f"{groups}</table:table-row-group>{row(number_rows_repeated='1000000')}{row(string('last'))}")
    assert [at(content, each)[1] for each in ("A1", "D2", "D3", "A4", "A1000004")] == ["head", "D", "D", "", "last"]


@pytest.mark.parametrize("rows", ["1048576", "20000"])
def test_a_sheet_full_of_repetitions_is_refused(rows: str) -> None:
    content = ods(row(string("x", table__number_columns_repeated="16384"), number_rows_repeated=rows))
    with pytest.raises(UnreadableError) as caught:
        opened(content, Limits(cells=1000))
    assert caught.value.finding.code == "too-large"


def test_names_point_to_their_cells() -> None:
    names = "".join(
        f'<table:named-range table:name="{name}" table:cell-range-address="{address}"/>'
        for name, address in (
            ("fg_a", "$Form.$B$8"),
            ("fg_b", "$'Form'.B9:.C9"),
            ("fg_c", "$Form.#REF!"),
            ("fg_d", "$Gone.$A$1"),
        )
    )
    content = ods(row(string("x")), names=f"<table:named-expressions>{names}</table:named-expressions>")
    found = dict(Book(opened(content)).names())
    assert found == {"fg_a": Place("Form", 8, "B"), "fg_b": Place("Form", 9, "B"), "fg_c": None, "fg_d": None}


def test_what_nobody_sees_is_known() -> None:
    styles = (
        '<style:style style:name="s" style:family="table-cell"><style:text-properties '
        'style:text-line-through-style="solid"/></style:style>'
        '<style:style style:name="w" style:family="table-cell" style:parent-style-name="p"/>'
        '<style:style style:name="p" style:family="table-cell"><style:text-properties fo:color="#fefefe"/>'
        "</style:style>"
        '<style:style style:name="z" style:family="table-row"><style:table-row-properties style:row-height="0in"/>'
        "</style:style>"
    )
    columns = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
    rows = row(string("s", table__style_name="s"), string("w", table__style_name="w"), string("c"))
    rows += row(string("h"), visibility="filter") + row(string("z"), style_name="z")
    book = Book(opened(ods(columns + rows, styles=styles)))
    sheet = book.sheet("Form")
    looks = [book.cell(Place("Form", 1, column)).style for column in "ABC"]
    assert [book.looks.is_struck(look) for look in looks] == [True, False, False]
    assert [book.looks.is_unseen(look) for look in looks] == [False, True, False]
    places = [Place("Form", 1, "B"), Place("Form", 1, "C"), Place("Form", 2, "A"), Place("Form", 3, "A")]
    assert [sheet.is_hidden(place) for place in places] == [False, True, True, True]


def test_a_value_that_its_format_hides_is_known() -> None:
    book = Book(opened(ods(row(cell("<text:p/>", office__value_type="string", office__string_value="secret")))))
    found = book.cell(Place("Form", 1, "A"))
    assert (found.text, book.formats.is_hidden(found.style)) == ("secret", True)


def test_comments_and_drawings_lie_over_their_cells() -> None:
    note = "<office:annotation><text:p>note</text:p></office:annotation><text:p>x</text:p>"
    box = '<draw:frame draw:name="f"><draw:text-box><text:p>box</text:p></draw:text-box></draw:frame>'
    package = opened(ods(row(cell(note, office__value_type="string"), cell(box))))
    assert at(ods(row(cell(note, office__value_type="string"))), "A1") == ("inlineStr", "x")
    texts = ["".join(map(str, package.xml(part).itertext())) for part in Book(package).beside("Form")]
    assert sorted(texts) == ["10box", "note"]


def test_merged_cells_and_a_hidden_sheet() -> None:
    styles = (
        '<style:style style:name="h" style:family="table"><style:table-properties table:display="false"/></style:style>'
    )
    more = f'<table:table table:name="Hidden" table:style-name="h">{row(string("x"))}</table:table>'
    wide = string("w", table__number_columns_spanned="2", table__number_rows_spanned="2")
    book = Book(opened(ods(row(wide, "<table:covered-table-cell/>"), styles=styles, more=more)))
    assert book.hidden == {"Hidden"}
    assert book.sheet("Form").cover_of(Place("Form", 2, "B")) == Place("Form", 1, "A")


def test_properties_are_presented_as_those_of_an_office_file() -> None:
    meta = (
        "<office:document-meta ROOT><office:meta><meta:generator>LibreOffice/7.4.7.2$Linux</meta:generator>"
        '<meta:user-defined meta:name="formgen">formgen:visit:1.0:en:-:-</meta:user-defined></office:meta>'
        "</office:document-meta>"
    )
    package = opened(ods(row(string("x")), parts={"meta.xml": meta}))
    assert b"formgen:visit:1.0:en:-:-" in package.part("docProps/custom.xml")
    assert package.xml("docProps/app.xml").findtext("{*}AppVersion") == "7.4.7.2"


def test_a_sheet_under_a_password_is_told() -> None:
    manifest = "<manifest><encryption-data/></manifest>"
    with pytest.raises(UnreadableError) as caught:
        opened(ods(row(string("x")), parts={"META-INF/manifest.xml": manifest}))
    assert caught.value.finding.code == "encrypted"


@pytest.mark.parametrize("content", ["<x/>", "<x", "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>"])
def test_what_is_no_sheet_is_told(content: str) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("mimetype", _MIMETYPE)
        package.writestr("content.xml", content)
    with pytest.raises(UnreadableError):
        opened(stream.getvalue())


def test_parts_can_be_asked_for_as_bytes() -> None:
    package = opened(ods(row(string("x"))))
    assert etree.fromstring(package.part("xl/workbook.xml")).tag.endswith("}workbook")
    assert package.relationships("xl/worksheets/sheet1.xml") == {}

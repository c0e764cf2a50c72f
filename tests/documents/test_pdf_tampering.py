"""PDFs that people and programs changed on their way: what is read is what was written, or a person is told where."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path

import pikepdf
import pypdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from tests.documents.pdf_copies import Change, Copy, Nodes, Returned, print_on, saved, words
from tests.programs import program

BASES = {
    "closure-hy": Copy("closure-armenian", "hy"),
    "closure-en": Copy("closure-armenian", "en"),
    "referral-hy": Copy("referral-armenian", "hy"),
    "certification-en": Copy("certification-armenian", "en"),
    "client-hy": Copy("evaluation-client", "hy"),
}
OTHER = Copy("closure-russian", "hy")
NUMBER = {"closure": "referral_number", "referral": "referral_number"}
base = pytest.mark.parametrize("copy", BASES.values(), ids=BASES)
ODD = "ABCDEFGHIJ23"


def read(copy: Copy, content: bytes, folder: Path) -> Returned:
    """What is read of a copy; never anything that nobody wrote."""
    returned = copy.read(content, folder)
    if returned.status != "rejected":
        assert returned.told
    return returned


def empty(pdf: Pdf, node: pikepdf.Object) -> None:
    """A field nobody filled in."""
    del node["/V"]
    node.AP.N = pdf.make_stream(b"/Tx BMC\nEMC", Dictionary(dict(node.AP.N.stream_dict.items())))


def box(node: pikepdf.Object) -> tuple[float, ...]:
    return tuple(float(edge) for edge in node.Rect)


def first_text(copy: Copy, at: Nodes, number: int = 0) -> str:
    """The key of a text somebody wrote on the first page."""
    keys = [key for key, value in copy.expected.items() if isinstance(value, str) and key in at and "/V" in at[key]]
    return [key for key in keys if at[key].get("/FT") == "/Tx"][number]


# --- pages


@base
@pytest.mark.parametrize("page", [0, -1])
def test_a_page_is_missing(copy: Copy, page: int, tmp_path: Path) -> None:
    """What its fields still hold is on no page: nobody sees it, so it is not taken."""
    gone = copy.changed(lambda pdf, at: pdf.pages.__delitem__(page))
    returned = read(copy, gone, tmp_path)
    assert "page-missing" in returned.codes
    assert copy.inventions(returned) == {}
    assert "required" not in returned.codes


@base
def test_pages_are_in_another_order(copy: Copy, tmp_path: Path) -> None:
    def turn(pdf: Pdf, at: Nodes) -> None:
        pdf.pages.append(pdf.pages[0])
        del pdf.pages[0]

    returned = read(copy, copy.changed(turn), tmp_path)
    assert copy.differences(returned) == {}
    assert returned.told == [("page-order", None)]
    assert returned.status == "accepted"


@base
def test_a_page_is_there_twice(copy: Copy, tmp_path: Path) -> None:
    returned = read(copy, copy.changed(lambda pdf, at: pdf.pages.append(pdf.pages[-1])), tmp_path)
    assert returned.told == [("page-doubled", None)]
    assert copy.differences(returned) == {}


@base
@pytest.mark.parametrize("place", [0, 1])
def test_a_page_of_another_form_is_between(copy: Copy, place: int, tmp_path: Path) -> None:
    stranger = Copy("evaluation-provider", copy.locale)

    def put(pdf: Pdf, at: Nodes) -> None:
        with Pdf.open(io.BytesIO(stranger.content())) as other:
            pdf.pages.insert(place, other.pages[0])

    returned = read(copy, copy.changed(put), tmp_path)
    assert copy.differences(returned) == {}
    assert returned.told == [("page-foreign", None)]
    assert f": {place + 1} (of" in returned.message("page-foreign")


def test_a_page_of_another_copy_takes_the_place_of_one(tmp_path: Path) -> None:
    copy = BASES["closure-hy"]

    def put(pdf: Pdf, at: Nodes) -> None:
        with Pdf.open(io.BytesIO(OTHER.content(ODD))) as other:
            pdf.pages[0] = other.pages[0]

    returned = read(copy, copy.changed(put), tmp_path)
    assert {"page-foreign", "page-missing"} <= returned.codes
    assert copy.inventions(returned) == {}


@base
def test_a_letter_is_put_before_the_form(copy: Copy, tmp_path: Path) -> None:
    def put(pdf: Pdf, at: Nodes) -> None:
        page = pdf.add_blank_page()
        page.Resources = Dictionary(Font=Dictionary())
        print_on(pdf, len(pdf.pages) - 1, words("Dear colleague", 100, 700))

    returned = read(copy, copy.changed(put), tmp_path)
    assert copy.differences(returned) == {}
    assert returned.told == [("page-foreign", None)]


def joined_by_pikepdf(*contents: bytes) -> bytes:
    pdf = Pdf.new()
    for content in contents:
        with Pdf.open(io.BytesIO(content)) as other:
            pdf.pages.extend(other.pages)
    return saved(pdf)


def joined_by_pypdf(*contents: bytes) -> bytes:
    writer, out = pypdf.PdfWriter(), io.BytesIO()
    for content in contents:
        writer.append(io.BytesIO(content))
    writer.write(out)
    return out.getvalue()


def joined_by_pypdf_in_groups(*contents: bytes) -> bytes:
    writer, out = pypdf.PdfWriter(), io.BytesIO()
    for number, content in enumerate(contents):
        reader = pypdf.PdfReader(io.BytesIO(content))
        reader.add_form_topname(f"form{number}")
        writer.append(reader)
    writer.write(out)
    return out.getvalue()


def _joined(command: Callable[[list[str], str], list[str]], contents: Iterable[bytes], folder: Path) -> bytes:
    paths = []
    for number, content in enumerate(contents):
        path = folder / f"{number}.pdf"
        path.write_bytes(content)
        paths.append(str(path))
    out = folder / "joined.pdf"
    subprocess.run(command(paths, str(out)), check=True, capture_output=True, timeout=60)
    return out.read_bytes()


JOINERS: dict[str, Callable[[list[bytes], Path], bytes]] = {
    "pikepdf": lambda contents, _: joined_by_pikepdf(*contents),
    "pypdf": lambda contents, _: joined_by_pypdf(*contents),
    "pypdf-groups": lambda contents, _: joined_by_pypdf_in_groups(*contents),
    "qpdf": lambda contents, folder: _joined(
        lambda paths, out: [program("qpdf"), "--empty", "--pages", *paths, "--", out], contents, folder
    ),
    "pdftk": lambda contents, folder: _joined(
        lambda paths, out: [program("pdftk"), *paths, "cat", "output", out], contents, folder
    ),
    "pdfunite": lambda contents, folder: _joined(
        lambda paths, out: [program("pdfunite"), *paths, out], contents, folder
    ),
}


@pytest.mark.parametrize("joiner", JOINERS)
@pytest.mark.parametrize("second", [OTHER, BASES["referral-hy"]], ids=["same-form", "other-form"])
def test_several_forms_in_one_file_are_none_of_them(joiner: str, second: Copy, tmp_path: Path) -> None:
    copy = BASES["closure-hy"]
    content = JOINERS[joiner]([copy.content(), second.content()], tmp_path)
    assert copy.read(content, tmp_path).told == [("several-forms", None)]


@pytest.mark.parametrize("joiner", ["pikepdf", "pypdf", "pypdf-groups", "qpdf"])
@base
def test_one_form_put_into_a_new_file(joiner: str, copy: Copy, tmp_path: Path) -> None:
    """The metadata are gone, the list of fields may be, and fields have other names: all is found by what is left."""
    returned = copy.read(JOINERS[joiner]([copy.content()], tmp_path), tmp_path)
    assert copy.differences(returned) == {}
    assert returned.told == []
    assert returned.line["stamp"]["form"] == copy.case.form.partition("-")[0]


def test_pages_alone_in_a_new_file(tmp_path: Path) -> None:
    """Pypdf's add_page leaves the fields behind, and with them what a group of buttons is called."""
    copy = BASES["closure-hy"]
    writer, out = pypdf.PdfWriter(), io.BytesIO()
    for page in pypdf.PdfReader(io.BytesIO(copy.content())).pages:
        writer.add_page(page)
    writer.write(out)
    returned = read(copy, out.getvalue(), tmp_path)
    assert copy.inventions(returned) == {}
    assert ("signs-disagree", "closure_reason") in returned.told
    assert returned.record["client_name"] == copy.expected["client_name"]


# --- names and places


@pytest.mark.parametrize("change", ["{}#1", "{}_2", "copy1 {}", "{}+1", "Form[0]{}[0]"])
@base
def test_fields_with_other_names_in_their_places(change: str, copy: Copy, tmp_path: Path) -> None:
    def rename(pdf: Pdf, at: Nodes) -> None:
        for each in pdf.Root.AcroForm.Fields:
            each.T = String(change.format(each.T))

    returned = copy.read(copy.changed(rename), tmp_path)
    assert copy.differences(returned) == {}
    assert returned.told == []


def test_fields_whose_names_say_nothing(tmp_path: Path) -> None:
    copy = BASES["closure-en"]

    def rename(pdf: Pdf, at: Nodes) -> None:
        for number, each in zip(count(1), pdf.Root.AcroForm.Fields, strict=False):
            each.T = String(f"Text{number}")

    returned = read(copy, copy.changed(rename), tmp_path)
    assert copy.differences(returned) == {}
    assert returned.codes == {"found-by-position"}


@pytest.mark.parametrize("entry", ["/T", "/Rect"])
@base
def test_fields_that_changed_places(entry: str, copy: Copy, tmp_path: Path) -> None:
    keys: list[str] = []

    def swap(pdf: Pdf, at: Nodes) -> None:
        keys.extend(first_text(copy, at, number) for number in (0, 1))
        one, other = (at[key] for key in keys)
        if entry == "/T":
            one.T, other.T = String(keys[1]), String(keys[0])
        else:
            one.Rect, other.Rect = Array(list(other.Rect)), Array(list(one.Rect))

    returned = read(copy, copy.changed(swap), tmp_path)
    assert [told for told in returned.told if told[0] == "place-moved"] == [("place-moved", key) for key in keys]
    assert copy.inventions(returned) == {}


# --- what is drawn and what is stored


def other_value(copy: Copy, pdf: Pdf, at: Nodes, key: str) -> None:
    at[key].V = String("00-1")


def other_drawing(copy: Copy, pdf: Pdf, at: Nodes, key: str) -> None:
    at[key].AP.N = at[first_text(copy, at, 1)].AP.N


def no_drawing(copy: Copy, pdf: Pdf, at: Nodes, key: str) -> None:
    value = at[key].V
    empty(pdf, at[key])
    at[key].V = value


def no_value(copy: Copy, pdf: Pdf, at: Nodes, key: str) -> None:
    del at[key]["/V"]


def hidden(copy: Copy, pdf: Pdf, at: Nodes, key: str) -> None:
    at[key].F = 2


def off_page(copy: Copy, pdf: Pdf, at: Nodes, key: str) -> None:
    for page in pdf.pages:
        page.Annots = Array([each for each in page.Annots if each.objgen != at[key].objgen])


@base
@pytest.mark.parametrize("forge", [other_value, other_drawing, no_drawing, no_value, hidden, off_page])
def test_what_is_drawn_is_not_what_is_stored(
    forge: Callable[[Copy, Pdf, Nodes, str], None], copy: Copy, tmp_path: Path
) -> None:
    keys: list[str] = []

    def change(pdf: Pdf, at: Nodes) -> None:
        keys.append(first_text(copy, at))
        forge(copy, pdf, at, keys[0])

    returned = read(copy, copy.changed(change), tmp_path)
    assert ("drawn-differs", keys[0]) in returned.told
    assert list(copy.differences(returned)) == keys
    assert returned.record[keys[0]] is None


def test_drawings_of_a_box_that_changed_places(tmp_path: Path) -> None:
    copy = BASES["closure-hy"]

    def swap(pdf: Pdf, at: Nodes) -> None:
        states = at["additional_reasons.concerns_resolved"].AP.N
        both = Dictionary({"/yes": states["/Off"], "/Off": states["/yes"]})
        at["additional_reasons.concerns_resolved"].AP = Dictionary(N=both)
        at["additional_reasons.transferred"].AP = Dictionary(N=both)

    returned = read(copy, copy.changed(swap), tmp_path)
    assert returned.record["additional_reasons"] == []
    assert [told for told in returned.told if told[0] == "drawn-differs"] == [
        ("drawn-differs", "additional_reasons.concerns_resolved"),
        ("drawn-differs", "additional_reasons.transferred"),
    ]


# --- beside the fields


@pytest.mark.parametrize("copy", [BASES["closure-hy"], BASES["referral-hy"]], ids=["closure", "referral"])
def test_text_printed_over_an_empty_field_is_its_answer_by_position(copy: Copy, tmp_path: Path) -> None:
    key = NUMBER[copy.case.form]

    def change(pdf: Pdf, at: Nodes) -> None:
        left, bottom, _, _ = box(at[key])
        if "/V" in at[key]:
            empty(pdf, at[key])
        print_on(pdf, 0, words("TYPED-77", left + 3, bottom + 7))

    returned = read(copy, copy.changed(change), tmp_path)
    assert returned.record[key] == "TYPED-77"
    assert returned.told == [("found-by-position", key)]


def test_text_printed_over_an_answer_is_a_second_answer(tmp_path: Path) -> None:
    copy = BASES["closure-hy"]

    def change(pdf: Pdf, at: Nodes) -> None:
        left, bottom, _, _ = box(at["referral_number"])
        print_on(pdf, 0, words("TYPED-77", left + 3, bottom + 1))

    returned = read(copy, copy.changed(change), tmp_path)
    assert returned.told == [("signs-disagree", "referral_number")]
    assert returned.record["referral_number"] is None


def test_an_answer_that_reads_like_a_stamp_is_an_answer(tmp_path: Path) -> None:
    copy, written = BASES["closure-hy"], "formgen:closure:1.0:hy:-:ABCDEFGHIJ23"

    def change(pdf: Pdf, at: Nodes) -> None:
        left, bottom, _, _ = box(at["client_name"])
        empty(pdf, at["client_name"])
        print_on(pdf, 0, words(written, left + 3, bottom + 7))

    returned = read(copy, copy.changed(change), tmp_path)
    assert returned.record["client_name"] == written
    assert returned.told == [("found-by-position", "client_name")]


@base
def test_text_printed_beside_the_answers_is_a_remark(copy: Copy, tmp_path: Path) -> None:
    returned = read(copy, copy.changed(lambda pdf, at: print_on(pdf, 0, words("Letter", 8, 400))), tmp_path)
    assert copy.differences(returned) == {}
    assert returned.told == [("remark", None)]
    assert "Letter" in returned.message("remark")


def over_by_pypdf(content: bytes, letter: bytes) -> bytes:
    """What pypdf makes of a page and another on top of it: two streams, as many as before."""
    with Pdf.new() as pdf:
        pdf.add_blank_page(page_size=(595.28, 841.89))
        pdf.pages[0].Resources = Dictionary(Font=Dictionary())
        print_on(pdf, 0, letter)
        out = io.BytesIO()
        pdf.save(out)
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    writer.pages[0].merge_page(pypdf.PdfReader(out).pages[0])
    return saved_by(writer)


def turned(content: bytes, letter: bytes) -> bytes:
    """What a program makes of a page that a person turned first."""
    with Pdf.open(io.BytesIO(content)) as pdf:
        pdf.pages[0].rotate(90, relative=True)
        print_on(pdf, 0, letter)
        return saved(pdf)


def saved_by(writer: pypdf.PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("way", [over_by_pypdf, turned])
def test_print_is_read_whatever_put_it_on_the_page(way: Callable[[bytes, bytes], bytes], tmp_path: Path) -> None:
    """An answer on a blank, another over an answer, a remark beside the answers."""
    copy, places = BASES["closure-hy"], {}
    copy.changed(lambda _, at: places.update({key: box(at[key]) for key in ("client_name", "referral_number")}))

    def written(key: str) -> bytes:
        return words("TYPED-77", places[key][0] + 3, places[key][1] + 1)

    returned = read(copy, way(copy.blank, written("client_name")), tmp_path)
    assert (returned.record["client_name"], "blank" in returned.codes) == ("TYPED-77", False)
    returned = read(copy, way(copy.content(), written("referral_number")), tmp_path)
    assert returned.told == [("signs-disagree", "referral_number")]
    returned = read(copy, way(copy.content(), words("Letter", 8, 400)), tmp_path)
    assert (returned.told, copy.differences(returned)) == ([("remark", None)], {})


def test_a_page_behind_whose_fields_nothing_is_known_is_told(tmp_path: Path) -> None:
    copy = BASES["closure-hy"]

    def change(pdf: Pdf, at: Nodes) -> None:
        pdf.pages[0].Contents = pdf.make_stream(b"0.5 g 0 0 595 842 re f")

    assert "page-unreadable" in read(copy, copy.changed(change), tmp_path).codes


def test_white_text_in_a_place_is_no_answer(tmp_path: Path) -> None:
    copy = BASES["closure-hy"]

    def change(pdf: Pdf, at: Nodes) -> None:
        left, bottom, _, _ = box(at["referral_number"])
        empty(pdf, at["referral_number"])
        print_on(pdf, 0, words("SECRET-1", left + 3, bottom + 7).replace(b"0 g", b"1 g"))

    returned = read(copy, copy.changed(change), tmp_path)
    assert returned.record["referral_number"] is None
    assert returned.told == [("drawn-differs", "referral_number")]


def test_a_pen_drawn_into_a_box_and_into_a_text(tmp_path: Path) -> None:
    copy = BASES["closure-hy"]

    def change(pdf: Pdf, at: Nodes) -> None:
        left, bottom, right, top = box(at["additional_reasons.transferred"])
        print_on(pdf, 0, f"q 1.5 w {left} {bottom} m {right} {top} l {left} {top} m {right} {bottom} l S Q".encode())
        empty(pdf, at["referral_number"])
        left, bottom, right, top = box(at["referral_number"])
        print_on(pdf, 0, f"q 1 w {left + 9} {bottom + 5} m {left + 60} {top - 6} l S Q".encode())

    returned = read(copy, copy.changed(change), tmp_path)
    assert returned.record["additional_reasons"] == ["concerns_resolved", "transferred"]
    assert returned.told == [
        ("found-by-position", "additional_reasons.transferred"),
        ("text-unreadable", "referral_number"),
    ]


@pytest.mark.parametrize(("text", "told"), [("ՆՄ-5", "found-by-position"), ("", None)])
def test_a_note_typed_over_an_empty_field(text: str, told: str | None, tmp_path: Path) -> None:
    copy = BASES["closure-hy"]

    def change(pdf: Pdf, at: Nodes) -> None:
        left, bottom, _, top = box(at["referral_number"])
        empty(pdf, at["referral_number"])
        where = Array([left + 4, bottom + 3, left + 90, top - 3])
        note = Dictionary(Type=Name.Annot, Subtype=Name.FreeText, Rect=where, Contents=String(text))
        pdf.pages[0].Annots.append(pdf.make_indirect(note))

    returned = copy.read(copy.changed(change), tmp_path)
    assert returned.record["referral_number"] == (text or None)
    assert returned.told == ([(told, "referral_number")] if told else [])


def test_a_signature_in_a_field_of_its_own(tmp_path: Path) -> None:
    """Programs that sign add a field over the place they are shown, or one that nobody sees."""
    copy = BASES["closure-hy"]

    def sign(pdf: Pdf, at: Nodes) -> None:
        value = Dictionary(Type=Name.Sig, Contents=String(b"\x30\x82"), Name=String("Նմուշյան"))
        made = Dictionary(FT=Name.Sig, T=String("Signature1"), Subtype=Name.Widget, V=value)
        made.Rect = at["client_signature"].Rect
        field = pdf.make_indirect(made)
        pdf.Root.AcroForm.Fields.append(field)
        pdf.pages[-1].Annots.append(field)

    returned = copy.read(copy.changed(sign), tmp_path)
    assert returned.told == []
    assert returned.record["client_signature"] == {"kind": "digital", "name": "Նմուշյան", "valid": None}


# --- stamps


def without_metadata(pdf: Pdf, at: Nodes) -> None:
    del pdf.Root["/Metadata"], pdf.trailer["/Info"]
    pdf.Root.AcroForm.Fields = Array([each for each in pdf.Root.AcroForm.Fields if str(each.T) != "_formgen"])


def without_words(pdf: Pdf, at: Nodes) -> None:
    """As a viewer that draws the small print as curves leaves it: the codes alone."""
    without_metadata(pdf, at)
    for page in pdf.pages:
        drawing = page.Resources.XObject["/FormgenStamp"]
        drawing.write(drawing.read_bytes().partition(b"BT")[0])


def with_another_stamp_in_print(pdf: Pdf, at: Nodes) -> None:
    with Pdf.open(io.BytesIO(OTHER.content(ODD))) as other:
        for page, theirs in zip(pdf.pages, other.pages, strict=True):
            page.Resources.XObject["/FormgenStamp"] = pdf.copy_foreign(theirs.Resources.XObject["/FormgenStamp"])


@base
@pytest.mark.parametrize(("change", "found_by"), [(without_metadata, "text"), (without_words, "qr")])
def test_the_stamp_is_found_in_print_and_in_codes(change: Change, found_by: str, copy: Copy, tmp_path: Path) -> None:
    returned = copy.read(copy.changed(change), tmp_path)
    assert returned.line["stamp"]["found_by"] == found_by
    assert (returned.told, copy.differences(returned)) == ([], {})


@pytest.mark.parametrize("name", ["closure-hy", "closure-en"])
def test_stamps_that_disagree(name: str, tmp_path: Path) -> None:
    copy = BASES[name]
    returned = copy.read(copy.changed(with_another_stamp_in_print), tmp_path)
    assert returned.told == [("stamps-disagree", None)]
    assert returned.status == "rejected"

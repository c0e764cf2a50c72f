from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from decimal import Decimal
from functools import cache

import pikepdf
import pypdfium2
import pytest
from pypdf import PdfReader

from formgen.document.stamp import identifier
from formgen.generate.filling import Filled
from formgen.generate.pdf import Blank, compile_blank
from formgen.model.document import Stamp
from formgen.model.form import FieldType, Limits
from formgen.model.slot import SlotKind, slots
from tests.forms import choices, field, form, localized, real, table

COPY = "Q7ZABCDEF234"
FORM = form(
    field("name", limits=Limits(max_len=40), span=6),
    field("story", FieldType.MULTILINE, limits=Limits(max_len=300), lines=3),
    field("day", FieldType.DATE, span=6),
    field("amount", FieldType.NUMBER, limits=Limits(decimals=2), span=6),
    field("agreed", FieldType.YES_NO),
    field("town", FieldType.CHOICE, choices=choices("yerevan", "other"), combo=True),
    field("needs", FieldType.MULTI_CHOICE, choices=choices("x", "y", "other")),
    table("rows", field("what", limits=Limits(max_len=20), span=6), field("result", FieldType.YES_NO, span=6), rows=2),
    field("signed", FieldType.SIGNATURE),
)
VALUES: Mapping[str, Filled] = {
    "name": "Ծովինար Բաղդասարյան",
    "story": "Առաջին տող՝ № 5, 12 000 ֏։\nВторая строка «ё»\nthird line",
    "day": dt.date(2026, 11, 21),
    "amount": Decimal("12.5"),
    "agreed": "no",
    "town": "yerevan",
    "needs.x": True,
    "needs.other": True,
    "rows.1.what": "Հանդիպում",
    "rows.1.result": "yes",
}


@cache
def blank(locale: str = "hy") -> Blank:
    words = localized(FORM, locale)
    return Blank(compile_blank(words), words)


def seen_by_pypdf(content: bytes) -> dict[str, str]:
    fields = PdfReader(io.BytesIO(content)).get_fields() or {}
    return {key: str(each.value) for key, each in fields.items() if each.value is not None}


def words_on(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    document.init_forms()
    for page in document:
        page.flatten()
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(_saved(document)))


def _saved(document: pypdfium2.PdfDocument) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_another_library_reads_what_was_filled() -> None:
    found = seen_by_pypdf(blank().fill(VALUES, None))
    assert found == {
        "name": VALUES["name"],
        "story": VALUES["story"],
        "day": "21.11.2026",
        "amount": "12,5",
        "agreed": "/no",
        "town": "yerevan",
        "needs.x": "/yes",
        "needs.other": "/yes",
        "rows.1.what": "Հանդիպում",
        "rows.1.result": "/yes",
        "_formgen": "formgen:small:1.0:hy:-:-",
    }


def test_numbers_are_written_as_the_language_does() -> None:
    assert seen_by_pypdf(blank("en").fill({"amount": Decimal("12.50")}, None))["amount"] == "12.50"


def test_what_was_filled_is_seen_on_the_page() -> None:
    seen = words_on(blank().fill(VALUES, COPY))
    for text in ("Ծովինար Բաղդասարյան", "№ 5, 12 000 ֏", "Вторая строка «ё»", "21.11.2026", "12,5", "Երևան", COPY):
        assert text in seen


def test_radio_buttons_and_boxes_show_what_they_hold() -> None:
    pdf = pikepdf.open(io.BytesIO(blank().fill(VALUES, None)))
    fields = {str(each.T): each for each in pdf.Root.AcroForm.Fields}
    assert str(fields["agreed"].V) == "/no"
    assert [str(kid.AS) for kid in fields["agreed"].Kids] == ["/Off", "/no"]
    assert [(str(kid.T), str(kid.AS), "/V" in kid) for kid in fields["needs"].Kids] == [
        ("x", "/yes", True),
        ("y", "/Off", False),
        ("other", "/yes", True),
    ]


def test_the_update_is_appended_and_sound() -> None:
    words = localized(FORM, "hy")
    content = compile_blank(words)
    filled = Blank(content, words).fill(VALUES, COPY)
    assert filled.startswith(content)
    pdf = pikepdf.open(io.BytesIO(filled))
    assert pdf.check_pdf_syntax() == []
    assert pdf.get_warnings() == []


def test_the_same_values_give_the_same_bytes_in_any_order() -> None:
    backwards = dict(reversed(VALUES.items()))
    assert blank().fill(VALUES, COPY) == blank().fill(backwards, COPY)
    assert blank().fill({}, None) == compile_blank(localized(FORM, "hy"))


def test_a_copy_carries_its_id_wherever_the_stamp_is() -> None:
    pdf = pikepdf.open(io.BytesIO(blank().fill(VALUES, COPY)))
    written = identifier(Stamp("small", "1.0", "hy", None, COPY))
    stamped = next(each for each in pdf.Root.AcroForm.Fields if str(each.T) == "_formgen")
    assert str(stamped.V) == written
    assert str(pdf.docinfo["/FormgenStamp"]) == written
    assert written in str(pdf.docinfo["/Keywords"])
    xmp = pdf.Root.Metadata.read_bytes().decode()
    assert xmp.count(written) == xmp.count("formgen:small") >= 1
    assert xmp.count("<rdf:RDF") == 1
    blank_picture = pypdfium2.PdfDocument(compile_blank(localized(FORM, "hy")))[0].render(scale=2).to_numpy()
    picture = pypdfium2.PdfDocument(blank().fill({}, COPY))[0].render(scale=2).to_numpy()
    changed = (blank_picture != picture).any(axis=2)
    assert changed[70:170, 1000:1100].any(), "the QR code is another"
    assert not changed[200:1500].any(), "the page is the same"


def test_a_key_or_code_the_form_lacks_is_refused() -> None:
    for wrong in ({"nmae": "x"}, {"agreed": "perhaps"}, {"needs.x": False}, {"signed": "Ani"}):
        with pytest.raises(KeyError):
            blank().fill(wrong, None)


def test_a_value_is_stored_exactly_whatever_the_font_has() -> None:
    text = "漢字 😀 \u202eab ﬓ"
    assert seen_by_pypdf(blank().fill({"name": text}, None))["name"] == text


def test_a_text_of_any_length_is_stored_whole_and_stays_in_its_box() -> None:
    text = "Երկար պատմություն " * 60
    filled = blank().fill({"story": text}, None)
    assert seen_by_pypdf(filled)["story"] == text
    empty = pypdfium2.PdfDocument(blank().fill({}, None))
    full = pypdfium2.PdfDocument(filled)
    left, bottom, right, top = _box(filled, "story")
    pictures = []
    for document in (empty, full):
        document.init_forms()
        pictures.append(document[0].render(scale=2, may_draw_forms=True).to_numpy())
    rows, columns = (pictures[0] != pictures[1]).any(axis=2).nonzero()
    height = 841.89
    assert rows.size
    assert (height - top) * 2 - 2 <= rows.min()
    assert rows.max() <= (height - bottom) * 2 + 2
    assert left * 2 - 2 <= columns.min()
    assert columns.max() <= right * 2 + 2


def _box(content: bytes, key: str) -> list[float]:
    pdf = pikepdf.open(io.BytesIO(content))
    widget = next(each for each in pdf.Root.AcroForm.Fields if str(each.T) == key)
    return [float(edge) for edge in widget.Rect]


@pytest.mark.parametrize("locale", ["hy", "en"])
@pytest.mark.parametrize("name", ["referral", "closure"])
def test_every_place_of_the_real_forms_can_be_filled(name: str, locale: str) -> None:
    words = real(name, locale)
    values: dict[str, Filled] = {}
    for slot in slots(words.form):
        if slot.kind is SlotKind.ONE_OF:
            values[slot.key] = slot.field.codes[-1]
        elif slot.kind is SlotKind.TICK:
            values[slot.key] = True
        elif slot.kind is not SlotKind.SIGNATURE:
            values[slot.key] = "և"
    found = seen_by_pypdf(Blank(compile_blank(words), words).fill(values, COPY))
    del found["_formgen"]
    assert {key: value.removeprefix("/") for key, value in found.items()} == {
        key: "yes" if value is True else value for key, value in values.items()
    }

from __future__ import annotations

import io
import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pikepdf
import pypdfium2
import pytest
import segno

from formgen.document import marks
from formgen.document.stamp import copy_id
from formgen.errors import ExitCode
from formgen.generate import wording
from formgen.generate.pdf import TooManyPagesError, compile_blank
from formgen.generate.pdf.appearance import wrap
from formgen.generate.pdf.face import field_face
from formgen.generate.pdf.symbol import qr_version, symbol, symbols
from formgen.generate.pdf.widgets import box_of
from formgen.message import Message
from formgen.model.catalog import LocalizedForm
from formgen.model.document import Format, Stamp
from formgen.model.form import Choice, FieldType, Limits
from formgen.model.slot import SlotKind, slots
from tests.clients.widgets import Widget, widgets
from tests.forms import NA, PROJECT, choices, field, form, localized, note, real, section, table
from tests.loop import LOCALES
from tests.loop import SHEETS as FORMS
from tests.loop import blank as compiled
from tests.loop import localized as sheet

VIEWERS_LEADING = 1.35
"""Lines of an answer that is typed in stand furthest apart in pdf.js."""
ALL_KINDS = (
    field("name", limits=Limits(max_len=40), required=True),
    field("story", FieldType.MULTILINE, limits=Limits(max_len=300), lines=2),
    field("day", FieldType.DATE, span=4),
    field("count", FieldType.NUMBER, span=4),
    field("phone", FieldType.PHONE, span=4),
    field("agreed", FieldType.YES_NO),
    field("mark", FieldType.RATING),
    field("town", FieldType.CHOICE, choices=choices("yerevan", "gyumri"), combo=True),
    field("reason", FieldType.CHOICE, choices=choices("a", "b", "other")),
    field("needs", FieldType.MULTI_CHOICE, choices=choices("x", "y")),
    note("consent"),
    table("rows", field("what", limits=Limits(max_len=20), span=6), field("result", FieldType.YES_NO, span=6), rows=2),
    field("signed", FieldType.SIGNATURE),
)


@cache
def small() -> tuple[LocalizedForm, bytes]:
    words = localized(form(*ALL_KINDS))
    return words, compile_blank(words)


@cache
def blank(name: str, locale: str) -> bytes:
    return compiled(name, locale, Format.PDF)


def widgets_of(content: bytes) -> list[Widget]:
    return widgets(io.BytesIO(content))  # type: ignore[arg-type]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", FORMS)
def test_every_slot_has_its_place_and_no_other(name: str, locale: str) -> None:
    asked = slots(sheet(name, locale).form)
    found = widgets_of(blank(name, locale))
    assert {widget.name for widget in found} == {slot.key for slot in asked}
    for slot in asked:
        mine = [widget for widget in found if widget.name == slot.key]
        if slot.kind is SlotKind.ONE_OF and not slot.field.combo:
            assert tuple(widget.state for widget in mine) == slot.field.codes
        elif slot.kind is SlotKind.TICK:
            assert [widget.state for widget in mine] == ["yes"]
        elif slot.field.combo:
            assert tuple(code for code, _ in mine[0].options) == slot.field.codes
        else:
            assert [widget.kind for widget in mine] == ["/Sig" if slot.kind is SlotKind.SIGNATURE else "/Tx"]


@pytest.mark.parametrize("name", FORMS)
def test_fields_follow_one_another_as_the_questions_do(name: str) -> None:
    order = list(dict.fromkeys(widget.name for widget in widgets_of(blank(name, "hy"))))
    assert order == [slot.key for slot in slots(sheet(name, "hy").form)]


def test_nothing_is_answered_in_a_blank() -> None:
    pdf = pikepdf.open(io.BytesIO(small()[1]))
    for number in range(1, len(pdf.objects)):
        each = pdf.get_object(number, 0)
        if isinstance(each, pikepdf.Dictionary) and "/FT" in each and str(each.get("/T", "")) != "_formgen":
            assert "/V" not in each
            assert "/DV" not in each
        if isinstance(each, pikepdf.Dictionary) and "/AS" in each:
            assert str(each.AS) == "/Off"
    assert "/NeedAppearances" not in pdf.Root.AcroForm


def test_dotted_keys_are_a_hierarchy_of_fields() -> None:
    pdf = pikepdf.open(io.BytesIO(small()[1]))
    names = [str(each.T) for each in pdf.Root.AcroForm.Fields]
    assert names == [*dict.fromkeys(slot.key.partition(".")[0] for slot in slots(small()[0].form)), "_formgen"]


def test_text_fields_take_what_their_questions_ask_for() -> None:
    pdf = pikepdf.open(io.BytesIO(small()[1]))
    fields = {str(each.T): each for each in pdf.Root.AcroForm.Fields}
    assert (fields["name"].MaxLen, fields["story"].MaxLen) == (40, 300)
    assert all("/MaxLen" not in fields[key] for key in ("day", "count", "phone"))
    assert fields["story"].Ff == 1 << 12
    assert "/Ff" not in fields["name"]
    assert fields["rows"].Kids[0].Kids[0].Ff == 1 << 12
    assert [[str(part) for part in pair] for pair in fields["town"].Opt] == [
        ["yerevan", "Yerevan"],
        ["gyumri", "Gyumri"],
    ]


def test_tooltips_say_the_number_the_question_and_the_option() -> None:
    pdf = pikepdf.open(io.BytesIO(small()[1]))
    tooltips = [str(each.TU) for page in pdf.pages for each in page.Annots]
    assert tooltips[0] == "1.1 name *"
    assert "1.3 day (DD.MM.YYYY)" in tooltips
    assert "1.6 agreed: Yes" in tooltips
    assert "1.10 needs: X" in tooltips
    assert "1.11 rows, row 2: what" in tooltips


def test_the_field_font_is_embedded_whole() -> None:
    pdf = pikepdf.open(io.BytesIO(small()[1]))
    font = pdf.Root.AcroForm.DR.Font.Webdings
    assert font.Encoding == "/Identity-H"
    descriptor = font.DescendantFonts[0].FontDescriptor
    assert descriptor.FontFile2.read_bytes() == field_face().content


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", FORMS)
def test_the_real_forms_are_short(name: str, locale: str) -> None:
    limit = sheet(name, locale).form.pages_at_most
    assert limit is not None
    assert len(pypdfium2.PdfDocument(blank(name, locale))) <= limit


def test_too_many_pages_is_an_error_with_a_remedy() -> None:
    long = form(*(field(f"f{number}", FieldType.MULTILINE, lines=9) for number in range(9)), pages_at_most=1)
    with pytest.raises(TooManyPagesError) as caught:
        compile_blank(localized(long))
    assert caught.value.exit_code is ExitCode.AT_FAULT
    assert caught.value.remedy is not None


def test_the_same_form_gives_the_same_bytes_in_another_process() -> None:
    script = (
        "import hashlib, sys; sys.path.insert(0, '.'); from tests.forms import real;"
        "from formgen.generate.pdf import compile_blank;"
        "print(hashlib.sha256(compile_blank(real('closure', 'hy'))).hexdigest())"
    )
    runs = {
        subprocess.run([sys.executable, "-c", script], cwd=PROJECT, capture_output=True, check=True, text=True).stdout
        for _ in range(2)
    }
    assert len(runs) == 1
    again = compile_blank(real("closure", "hy"))
    assert again == blank("closure", "hy")


def average_text() -> str:
    """Armenian prose: the consent and the labels of the referral form."""
    words = real("referral", "hy")
    labels = [words.text(each.label) for each in words.form.fields.values()]
    return re.sub(r"[^Ա-֏ ]", "", " ".join(labels))


@pytest.mark.parametrize("name", FORMS)
def test_boxes_hold_what_max_len_promises(name: str) -> None:
    face, prose = field_face(), average_text()
    armenian = face.width(prose, 1) / len(prose)
    latin = face.width("abcdefghijklmnopqrstuvwxyz.-0123456789", 1) / 38
    places = {slot.key: slot for slot in slots(sheet(name, "hy").form)}
    too_small = []
    for widget in widgets_of(blank(name, "hy")):
        slot = places[widget.name]
        limit = slot.field.limits.max_len
        if limit is None:
            continue
        left, bottom, right, top = widget.box
        box = box_of(slot, (right - left, top - bottom))
        if box.several:
            lines = list(wrap(face, prose[:limit], box.size, box.room))
            fits = len(prose) >= limit and len(lines) * box.size * VIEWERS_LEADING <= box.height
        else:
            fits = limit * box.size * (latin if slot.field.limits.email else armenian) <= box.room
        if not fits:
            too_small.append((slot.key, limit, int(box.room / armenian / box.size)))
    assert too_small == []


@pytest.mark.parametrize("name", FORMS)
def test_there_is_room_for_a_pen(name: str) -> None:
    low = [
        (widget.name, widget.box[3] - widget.box[1])
        for widget in widgets_of(blank(name, "hy"))
        if widget.kind != "/Btn" and widget.box[3] - widget.box[1] < 8 * marks.MM - 0.01
    ]
    assert low == []


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", FORMS)
def test_no_field_overlaps_another(name: str, locale: str) -> None:
    found = widgets_of(blank(name, locale))
    for place, one in enumerate(found):
        for other in found[place + 1 :]:
            if one.page == other.page:
                apart = (
                    one.box[2] <= other.box[0]
                    or other.box[2] <= one.box[0]
                    or one.box[3] <= other.box[1]
                    or other.box[3] <= one.box[1]
                )
                assert apart, (one, other)


def test_long_words_over_a_matrix_are_neither_cut_nor_laid_over_one_another() -> None:
    words = ["Անհամաձայնեցվածություն" + letter for letter in "աբգդե"]
    asked = (Choice(str(value), Message("mark", word), value=value) for value, word in enumerate(words, start=1))
    scale = (*asked, NA)
    content = compile_blank(localized(form(*(field(f"f{n}", FieldType.RATING, choices=scale) for n in range(3)))))
    page = pypdfium2.PdfDocument(content)[0]
    text = page.get_textpage()
    printed = re.sub(r"\s+", "", text.get_text_range())
    assert [word for word in words if printed.count(word) != 3] == []
    rights = [text.get_charbox(place)[2] for place in range(text.count_chars())]
    assert max(rights) < marks.PAGE_WIDTH - 15 * marks.MM
    states = [widget.state for widget in widgets_of(content)]
    assert states == [*"12345", "na"] * 3


def dark(page: pypdfium2.PdfPage, points: list[tuple[float, float]]) -> list[bool]:
    """Whether the page is black at some points, in points from its lower left."""
    scale = 4
    picture = page.render(scale=scale, grayscale=True)
    pixels = picture.to_numpy().reshape(picture.height, -1)
    return [bool(pixels[int((marks.PAGE_HEIGHT - y) * scale), int(x * scale)] < 128) for x, y in points]


def module_centers(left: float, bottom: float, side: float, count: int) -> list[tuple[float, float]]:
    return [
        (left + (column + 0.5) * side, bottom + (count - row - 0.5) * side)
        for row in range(count)
        for column in range(count)
    ]


# Rows of the 6x6 modules, 1 black, as `cv2.aruco.generateImageMarker(DICT_4X4_50, number, 6)` of OpenCV 5.0 draws them.
ARUCO = {
    0: "111111101001110101111001111011111111",
    1: "111111111111100001101101101011111111",
    2: "111111111001111001111011100101111111",
    3: "111111101101101101110111110011111111",
    4: "111111110101110111101101100011111111",
    5: "111111110001101101100111100101111111",
    6: "111111101101100011111011100011111111",
    7: "111111100111110111100001111011111111",
    8: "111111100001100011100101101011111111",
    9: "111111100111100001110101110011111111",
    10: "111111100001101101101101111101111111",
    11: "111111111101111101101011110001111111",
}


@pytest.mark.parametrize("name", FORMS)
def test_every_page_has_its_fiducials_and_its_code(name: str) -> None:
    pages = pypdfium2.PdfDocument(blank(name, "hy"))
    words = sheet(name, "hy")
    stamp = Stamp(words.form.id, words.form.version, "hy", words.variant)
    version = qr_version(stamp, len(pages))
    modules = 17 + 4 * version
    assert version <= 3
    for place, page in enumerate(pages, start=1):
        for corner in range(4):
            left, bottom = marks.fiducial_place(corner)
            seen = dark(page, module_centers(left, bottom, marks.MM, 6))
            expected = marks.fiducial((corner + 4 * (place - 1)) % 12)
            assert seen == [module for row in expected for module in row]
        form_name, _, variant = name.partition("-")
        payload = f"FG1:{form_name}:1.0:hy:{variant or '-'}:{place}/{len(pages)}:-".replace("_", "-").upper()
        code = segno.make(payload, error="m", version=version, mask=3, boost_error=False)
        side = modules * marks.QR_MODULE
        top = marks.PAGE_HEIGHT - marks.QR_FROM_TOP
        seen = dark(page, module_centers(marks.QR_RIGHT - side, top - side, marks.QR_MODULE, modules))
        assert seen == [bool(module) for row in code.matrix for module in row]


@pytest.mark.parametrize("number", ARUCO)
def test_fiducials_are_those_of_opencv(number: int) -> None:
    drawn = "".join(str(int(module)) for row in marks.fiducial(number) for module in row)
    assert drawn == ARUCO[number]


@pytest.mark.parametrize("version", ["1.0", "1.10"])
def test_the_codes_of_a_copy_are_those_segno_makes(version: str) -> None:
    """Whether the copy id begins with the first or the second of two characters that are encoded as one number."""
    stamp = Stamp("service_evaluation", version, "hy", "service_provider")
    codes = symbols(stamp, 3)
    for number in range(40):
        copy = replace(stamp, copy=copy_id(stamp, {"number": number}))
        assert codes(copy) == tuple(symbol(copy, page, 3) for page in (1, 2, 3))


@pytest.mark.parametrize("length", range(15, 80))
def test_the_version_of_a_code_is_the_smallest_that_holds_it(length: int) -> None:
    stamp = Stamp("f" * length, "1", "hy")
    payload = f"FG1:{'F' * length}:1:HY:-:3/3:{'A' * 12}"
    expected = segno.make(payload, error="m", micro=False, boost_error=False).version
    assert qr_version(stamp, 3) == max(2, expected)


def test_marks_stand_inside_what_printers_keep() -> None:
    pdf = pikepdf.open(io.BytesIO(blank("closure", "hy")))
    for page in pdf.pages:
        assert [float(edge) for edge in page.MediaBox] == pytest.approx([0, 0, 595.276, 841.89], abs=0.01)
    tops = [marks.PAGE_HEIGHT - y - marks.FIDUCIAL_SIDE for _, y in map(marks.fiducial_place, (0, 1))]
    bottoms = [y for _, y in map(marks.fiducial_place, (2, 3))]
    assert min(tops + bottoms) >= 14 * marks.MM - 0.01


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", FORMS)
def test_the_pages_say_all_that_the_form_says(name: str, locale: str) -> None:
    words = sheet(name, locale)
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(blank(name, locale))]
    printed = re.sub(r"\s+", "", "".join(pages))
    said = [words.form.title, *(each.title for each in words.form.sections)]
    said += [wording.MINISTRY, wording.SERVICE, wording.RETURN_TO, wording.REQUIRED, wording.DRAFT]
    said += [each.dimension for each in words.form.sections if each.dimension]
    said += [each.label for each in words.form.variants if each.code == words.variant]
    for slot in slots(words.form):
        item = slot.table or slot.field
        combo = slot.field.combo and slot.table is None
        said += [item.label, slot.field.label, *(() if combo else (choice.label for choice in slot.field.choices))]
    missing = [text for each in said if re.sub(r"\s+", "", text := words.text(each)) not in printed]
    assert missing == []
    for number, page in enumerate(pages, start=1):
        assert f"formgen:{words.form.id}:1.0:{locale}:{words.variant or '-'}:-" in page
        assert words.text(wording.version_line(words.form)) in page
        assert f"{number} / {len(pages)}" in page or f"{number} of {len(pages)}" in page


def test_a_section_that_may_not_apply_says_so() -> None:
    from formgen.model.condition import AnyOf

    asked = field("agreed", FieldType.YES_NO)
    words = localized(
        form(section("first", asked), section("second", field("why"), visible_if=AnyOf("agreed", ("yes",))))
    )
    printed = pypdfium2.PdfDocument(compile_blank(words))[0].get_textpage().get_text_range()
    assert "only if 1.1 is “Yes”" in printed


def test_the_reading_order_is_the_order_of_the_annotations() -> None:
    pdf = pikepdf.open(io.BytesIO(small()[1]))
    numbers: list[int] = []
    waiting = [pdf.Root.StructTreeRoot]
    while waiting:
        element = waiting.pop()
        kids = element.get("/K")
        kids = [kids] if not isinstance(kids, pikepdf.Array) else list(kids)
        waiting.extend(reversed([kid for kid in kids if isinstance(kid, pikepdf.Dictionary)]))
        if element.get("/Type") == "/OBJR":
            numbers.append(int(element.Obj.StructParent))
    assert len(numbers) == len(widgets_of(small()[1]))
    assert all(one < other for one, other in pairwise(numbers))

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from formgen.document.opening import UnreadableError, open_pdf
from formgen.extract.pdf import extract
from formgen.generate.pdf import Blank, compile_blank
from formgen.identify.pdf import find_stamp
from formgen.model.document import Answer, FoundBy, Response, Stamp
from formgen.model.form import FieldType, Limits
from tests.forms import choices, field, form, localized, table

FORM = form(
    field("name", limits=Limits(max_len=40)),
    field("story", FieldType.MULTILINE),
    field("agreed", FieldType.YES_NO),
    field("mark", FieldType.RATING),
    field("town", FieldType.CHOICE, choices=choices("yerevan", "gyumri", "other"), combo=True),
    field("needs", FieldType.MULTI_CHOICE, choices=choices("x", "y")),
    table("rows", field("what"), rows=2),
    field("signed", FieldType.SIGNATURE),
)
WORDS = localized(FORM, "hy")
STAMP = Stamp("small", "1.0", "hy")
Change = Callable[[Pdf, dict[str, pikepdf.Object]], object]


@cache
def compiled() -> Blank:
    return Blank(compile_blank(WORDS), WORDS)


def nodes(pdf: Pdf) -> dict[str, pikepdf.Object]:
    """Every field by its full name."""
    found: dict[str, pikepdf.Object] = {}
    waiting = [("", each) for each in pdf.Root.AcroForm.Fields]
    while waiting:
        stem, node = waiting.pop()
        if "/T" in node:
            key = f"{stem}.{node.T}".strip(".")
            found[key] = node
            waiting.extend((key, kid) for kid in node.get("/Kids", ()))
    return found


def changed(change: Change, values: dict[str, object] | None = None) -> Response:
    """What is read after a change by another program, which leaves the drawing to the viewer."""
    pdf = Pdf.open(io.BytesIO(compiled().fill(values or {}, None)))  # type: ignore[arg-type]
    pdf.Root.AcroForm.NeedAppearances = True
    change(pdf, nodes(pdf))
    out = io.BytesIO()
    pdf.save(out)
    out.seek(0)
    return extract(Pdf.open(out), WORDS)


def only(response: Response) -> Answer:
    assert response.findings == ()
    (answer,) = response.answers.values()
    return answer


def on_page(pdf: Pdf, node: Dictionary) -> pikepdf.Object:
    """A field that stands on the first page."""
    node.Subtype, node.Rect = Name.Widget, Array([300, 20, 400, 40])
    made = pdf.make_indirect(node)
    pdf.pages[0].Annots.append(made)
    return made


def off_pages(pdf: Pdf, *gone: pikepdf.Object) -> None:
    """Take fields from the pages."""
    numbers = {each.objgen for node in gone for each in (node, *node.get("/Kids", ()))}
    for page in pdf.pages:
        page.Annots = Array([each for each in page.Annots if each.objgen not in numbers])


def test_a_blank_has_no_answers() -> None:
    assert changed(lambda pdf, at: None) == Response({})


def test_what_was_filled_is_read() -> None:
    values = {
        "name": " Անի ",
        "story": "մեկ\nերկու",
        "agreed": "yes",
        "mark": "5",
        "town": "yerevan",
        "needs.y": True,
        "rows.2.what": "Ինչ",
    }
    found = changed(lambda pdf, at: None, values)
    assert found.findings == ()
    assert found.answers == {
        "name": Answer("name", " Անի "),
        "story": Answer("story", "մեկ\nերկու"),
        "agreed": Answer("agreed", "Այո", exact="yes"),
        "mark": Answer("mark", "Գերազանց", exact="5"),
        "town": Answer("town", "Երևան", exact="yerevan"),
        "needs.y": Answer("needs.y", "☒", exact="yes"),
        "rows.2.what": Answer("rows.2.what", "Ինչ"),
    }


@pytest.mark.parametrize("blank", ["", " ", "\n\t ", "\r\n"])
def test_white_space_is_no_answer(blank: str) -> None:
    assert changed(lambda pdf, at: at["name"].update({"/V": String(blank)})).answers == {}


def test_texts_stay_as_the_viewer_stored_them() -> None:
    assert only(changed(lambda pdf, at: at["story"].update({"/V": String("ա\r\nբ\rգ")}))).written == "ա\r\nբ\rգ"


def test_a_text_may_be_a_stream() -> None:
    def change(pdf: Pdf, at: dict[str, pikepdf.Object]) -> None:
        at["story"].V = pdf.make_stream("Անի".encode("utf-16"))

    assert only(changed(change)).written == "Անի"


def test_type_and_value_may_be_inherited() -> None:
    def change(pdf: Pdf, at: dict[str, pikepdf.Object]) -> None:
        leaf = at["rows.1.what"]
        leaf.Parent.FT, leaf.Parent.V = Name.Tx, String("ժառանգված")
        del leaf.FT

    assert only(changed(change)) == Answer("rows.1.what", "ժառանգված")


@pytest.mark.parametrize("off", ["/Off", "/off", "/OFF"])
@pytest.mark.parametrize("key", ["agreed", "needs.x"])
def test_off_is_no_answer(key: str, off: str) -> None:
    def change(pdf: Pdf, at: dict[str, pikepdf.Object]) -> None:
        at[key].V = Name(off)
        for widget in at[key].get("/Kids", [at[key]]):
            widget.AS = Name(off)

    assert changed(change) == Response({})


def test_a_missing_state_leaves_the_value_alone() -> None:
    def change(pdf: Pdf, at: dict[str, pikepdf.Object]) -> None:
        at["agreed"].V = Name.no
        for kid in at["agreed"].Kids:
            del kid.AS

    assert only(changed(change)) == Answer("agreed", "Ոչ", exact="no")


def test_a_value_on_a_radio_buttons_widget_is_none_of_ours() -> None:
    def change(pdf: Pdf, at: dict[str, pikepdf.Object]) -> None:
        for kid in at["agreed"].Kids:
            kid.V = Name.no

    assert changed(change) == Response({})


def test_a_group_may_store_its_value_as_a_string() -> None:
    found = changed(lambda pdf, at: at["agreed"].update({"/V": String("/yes")}), {"agreed": "yes"})
    assert only(found).exact == "yes"


@pytest.mark.parametrize(
    ("value", "states", "doubt", "written"),
    [
        ("/yes", ["/Off", "/no"], "signs-disagree", "Այո / Ոչ"),
        ("/yes", ["/Off", "/Off"], "signs-disagree", "Այո"),
        (None, ["/yes", "/Off"], "signs-disagree", "Այո"),
        ("/Off", ["/Off", "/no"], "signs-disagree", "Ոչ"),
        ("/yes", ["/yes", "/no"], "two-answers", "Այո / Ոչ"),
        (None, ["/yes", "/no"], "two-answers", "Այո / Ոչ"),
        ("/yes", ["/Off", "/yes"], "signs-disagree", "Այո"),
    ],
)
def test_signs_of_a_group_that_disagree_are_a_doubt(
    value: str | None, states: list[str], doubt: str, written: str
) -> None:
    def change(pdf: Pdf, at: dict[str, pikepdf.Object]) -> None:
        if value is not None:
            at["agreed"].V = Name(value)
        for kid, state in zip(at["agreed"].Kids, states, strict=True):
            kid.AS = Name(state)

    assert only(changed(change)) == Answer("agreed", written, doubt=doubt)


def test_states_may_be_numbers_of_listed_options() -> None:
    """As pdf-lib and others write groups: on-states 0, 1, and /Opt."""

    def change(pdf: Pdf, at: dict[str, pikepdf.Object]) -> None:
        group = at["agreed"]
        group.Opt = Array([String("yes"), String("no")])
        for place, kid in enumerate(group.Kids):
            state = next(name for name in kid.AP.N.keys() if name != "/Off")  # noqa: SIM118
            kid.AP.N[f"/{place}"] = kid.AP.N[state]
            del kid.AP.N[state]
        group.V = group.Kids[1].AS = Name("/1")

    assert only(changed(change)) == Answer("agreed", "Ոչ", exact="no")


def test_a_state_that_is_a_code_and_a_number_of_another_option_is_a_doubt() -> None:
    def change(pdf: Pdf, at: dict[str, pikepdf.Object]) -> None:
        at["mark"].Opt = Array([String(str(code)) for code in range(1, 6)])

    assert only(changed(change, {"mark": "2"})).doubt == "signs-disagree"


def test_an_option_of_no_code_is_read_as_it_stands() -> None:
    def change(pdf: Pdf, at: dict[str, pikepdf.Object]) -> None:
        group = at["agreed"]
        kid = group.Kids[0]
        kid.AP.N["/perhaps"] = kid.AP.N["/yes"]
        del kid.AP.N["/yes"]
        group.V = kid.AS = Name.perhaps

    assert only(changed(change)) == Answer("agreed", "perhaps")


@pytest.mark.parametrize("state", ["On", "Yes", "1"])
def test_a_box_may_have_another_on_state(state: str) -> None:
    def change(pdf: Pdf, at: dict[str, pikepdf.Object]) -> None:
        states = at["needs.x"].AP.N
        states[f"/{state}"] = states["/yes"]
        del states["/yes"]
        at["needs.x"].V = at["needs.x"].AS = Name(f"/{state}")

    assert only(changed(change)) == Answer("needs.x", "☒", exact="yes")


def test_a_box_with_two_on_states_is_unclear() -> None:
    def change(pdf: Pdf, at: dict[str, pikepdf.Object]) -> None:
        at["needs.x"].AP.N["/maybe"] = at["needs.x"].AP.N["/yes"]
        at["needs.x"].V = at["needs.x"].AS = Name.maybe

    assert only(changed(change)) == Answer("needs.x", "maybe", doubt="tick-unclear")


@pytest.mark.parametrize(("value", "state"), [("/yes", "/Off"), (None, "/yes"), ("/Off", "/yes")])
def test_signs_of_a_box_that_disagree_are_a_doubt(value: str | None, state: str) -> None:
    def change(pdf: Pdf, at: dict[str, pikepdf.Object]) -> None:
        if value is not None:
            at["needs.x"].V = Name(value)
        at["needs.x"].AS = Name(state)

    assert only(changed(change)) == Answer("needs.x", "☒", doubt="signs-disagree")


@pytest.mark.parametrize(
    ("stored", "answer"),
    [
        (String("yerevan"), Answer("town", "Երևան", exact="yerevan")),
        (String("Երևան"), Answer("town", "Երևան")),
        (String("Yerevan"), Answer("town", "Yerevan")),
        (Array([String("gyumri")]), Answer("town", "Gyumri", exact="gyumri")),
        (Array([String("yerevan"), String("other")]), Answer("town", "Երևան / Այլ", doubt="two-answers")),
    ],
)
def test_a_list_may_store_the_code_or_the_words(stored: pikepdf.Object, answer: Answer) -> None:
    assert only(changed(lambda pdf, at: at["town"].update({"/V": stored}))) == answer


def test_a_digital_signature_is_one_only_when_it_is_signed() -> None:
    def sign(contents: bytes) -> Change:
        signature = Dictionary(Type=Name.Sig, Name=String("Անի"), Contents=String(contents))
        return lambda pdf, at: at["signed"].update({"/V": signature})

    assert only(changed(sign(b"\x30\x82"))) == Answer("signed", "Անի", exact="digital")
    assert changed(sign(b"\0" * 40)).answers == {}


def test_a_name_typed_for_a_signature_is_typed() -> None:
    answer = only(changed(lambda pdf, at: at["signed"].update({"/FT": Name.Tx, "/V": String("Անի")})))
    assert answer == Answer("signed", "Անի", exact="typed")


def test_a_signature_drawn_in_its_place_is_drawn_and_elsewhere_a_remark() -> None:
    def draw(pdf: Pdf, at: dict[str, pikepdf.Object]) -> None:
        for box in (at["signed"].Rect, Array([10, 10, 40, 20])):
            ink = Dictionary(Type=Name.Annot, Subtype=Name.Ink, Rect=box, InkList=Array([]))
            pdf.pages[0].Annots.append(pdf.make_indirect(ink))

    found = changed(draw)
    assert found.answers == {"signed": Answer("signed", "", exact="drawn")}
    (remark,) = found.findings
    assert (remark.code, remark.written) == ("remark", "✎")


def test_a_note_on_the_page_is_told() -> None:
    def write(pdf: Pdf, at: dict[str, pikepdf.Object]) -> None:
        note = Dictionary(Subtype=Name.FreeText, Rect=Array([10, 10, 40, 20]), Contents=String("Տես հակառակ կողմը"))
        pdf.pages[0].Annots.append(pdf.make_indirect(note))

    (remark,) = changed(write).findings
    assert (remark.code, remark.written) == ("remark", "Տես հակառակ կողմը")
    assert "page 1" in WORDS.catalog.text(remark.text)


RICH = String(
    '<?xml version="1.0"?><body xmlns="x"><p>Տես <b>էջ\n2</b> &amp; 3</p><p dir="ltr">Շնորհ&#x561;կալ</p></body>'
)
SEEN = ["Text", "Caret", "Underline", "Squiggly", "Redact", "Watermark", "FileAttachment", "StrikeOut", "Unheard-of"]


def beside(*notes: dict[str, object]) -> list[str]:
    """What is told of annotations on the first page."""

    def write(pdf: Pdf, at: dict[str, pikepdf.Object]) -> None:
        for each in notes:
            note = Dictionary(Type=Name.Annot, Rect=Array([10, 10, 40, 20]), **each)
            pdf.pages[0].Annots.append(pdf.make_indirect(note))

    told = changed(write).findings
    assert {each.code for each in told} <= {"remark"}
    return [each.written for each in told]


@pytest.mark.parametrize("kind", SEEN)
def test_a_comment_of_any_kind_is_told(kind: str) -> None:
    assert beside({"Subtype": Name(f"/{kind}"), "Contents": String("Սիմոնյան")}) == ["Սիմոնյան"]


@pytest.mark.parametrize("kind", ["Link", "Popup", "PrinterMark", "TrapNet"])
def test_what_is_no_comment_is_not_told(kind: str) -> None:
    assert beside({"Subtype": Name(f"/{kind}"), "Contents": String("Սիմոնյան")}) == []


def test_marks_without_words_are_told_where_something_is_seen() -> None:
    drawn = Dictionary(N=Dictionary())
    assert beside({"Subtype": Name.Caret}, {"Subtype": Name.FreeText, "AP": drawn}) == ["✎", "✎"]
    assert beside({"Subtype": Name.Text, "AP": drawn}, {"Subtype": Name.FreeText}) == []


def test_a_comment_may_say_its_words_in_rich_text_or_print_them_over_what_it_removes() -> None:
    rich = {"Subtype": Name.FreeText, "RC": RICH, "Contents": String(" ")}
    assert beside(rich, {"Subtype": Name.Redact, "OverlayText": String("ջնջել")}) == [
        "Տես էջ 2 & 3\nՇնորհակալ",
        "ջնջել",
    ]


def test_unknown_keys_with_values_are_told_and_empty_ones_not() -> None:
    def add(pdf: Pdf, at: dict[str, pikepdf.Object]) -> None:
        for key, value in (("extra", "x"), ("void", "")):
            made = Dictionary(FT=Name.Tx, T=String(key), V=String(value))
            pdf.Root.AcroForm.Fields.append(pdf.make_indirect(made))

    (told,) = changed(add).findings
    assert (told.code, told.field, told.written) == ("outside-answer", "extra", "x")


def test_rows_beyond_those_printed_keep_their_numbers() -> None:
    def add(pdf: Pdf, at: dict[str, pikepdf.Object]) -> None:
        row = pdf.make_indirect(Dictionary(T=String("9"), Parent=at["rows"]))
        cell = on_page(pdf, Dictionary(FT=Name.Tx, T=String("what"), V=String("ավելի"), Parent=row))
        row.Kids = Array([cell])
        at["rows"].Kids.append(row)

    assert only(changed(add)) == Answer("rows.9.what", "ավելի")


def test_a_value_may_stand_on_the_widgets_which_must_agree() -> None:
    def shown(*values: str | None) -> Change:
        def change(pdf: Pdf, at: dict[str, pikepdf.Object]) -> None:
            name = at["name"]
            kids = [on_page(pdf, Dictionary(Parent=name)) for _ in values]
            for kid, value in zip(kids, values, strict=True):
                if value is not None:
                    kid.V = String(value)
            off_pages(pdf, name)
            for entry in {"/Subtype", "/Rect", "/AP"} & set(name.keys()):
                del name[entry]
            name.Kids = Array(kids)

        return change

    assert only(changed(shown(None, "Անի"))) == Answer("name", "Անի")
    assert only(changed(shown("Անի", "Անի"))) == Answer("name", "Անի")
    assert only(changed(shown("Անի", "Արա"))) == Answer("name", "Անի / Արա", doubt="signs-disagree")


def test_two_fields_of_one_name_must_agree() -> None:
    def add(other: str) -> Change:
        def change(pdf: Pdf, at: dict[str, pikepdf.Object]) -> None:
            made = Dictionary(FT=Name.Tx, T=String("name"), V=String(other))
            pdf.Root.AcroForm.Fields.append(on_page(pdf, made))

        return change

    assert only(changed(add("Անի"), {"name": "Անի"})) == Answer("name", "Անի")
    assert only(changed(add("Նարե"), {"name": "Անի"})) == Answer("name", "Անի / Նարե", doubt="signs-disagree")


def test_places_that_are_gone_are_told() -> None:
    def remove(*names: str) -> Change:
        def change(pdf: Pdf, at: dict[str, pikepdf.Object]) -> None:
            kept = [each for each in pdf.Root.AcroForm.Fields if str(each.T) not in names]
            pdf.Root.AcroForm.Fields = Array(kept)
            off_pages(pdf, *(at[name] for name in names))

        return change

    def codes(found: Response) -> list[tuple[str, str | None]]:
        return [(each.code, each.field) for each in found.findings]

    assert codes(changed(remove("name", "needs"))) == [("place-missing", "name"), ("place-missing", "needs")]

    def drop(pdf: Pdf, at: dict[str, pikepdf.Object]) -> None:
        at["needs"].Kids.pop()
        off_pages(pdf, at["needs.y"])

    def flatten(pdf: Pdf, at: dict[str, pikepdf.Object]) -> None:
        del pdf.Root["/AcroForm"]
        off_pages(pdf, *at.values())

    assert codes(changed(drop)) == [("place-missing", "needs.y")]
    flattened = changed(flatten)
    assert codes(flattened) == [("place-missing", None)]
    assert "Form" in WORDS.catalog.text(flattened.findings[0].text)


def test_fields_that_only_the_pages_know_are_read() -> None:
    """As they are where pages were put into another file and its list of fields was not."""
    values = {"name": "Անի", "agreed": "yes", "rows.2.what": "x"}
    found = changed(lambda pdf, at: pdf.Root.__delitem__("/AcroForm"), values)
    assert found.findings == ()
    assert {key: answer.written for key, answer in found.answers.items()} == {
        "name": "Անի",
        "agreed": "Այո",
        "rows.2.what": "x",
    }


def test_a_repaired_file_is_told() -> None:
    content = compiled().fill({"name": "Անի"}, None)
    found = extract(open_pdf(content.replace(b"startxref", b"startxerf")), WORDS)
    assert [each.code for each in found.findings] == ["repaired"]
    assert found.answers == {"name": Answer("name", "Անի")}


def test_a_file_whose_last_save_is_cut_off_is_not_read() -> None:
    content = compiled().fill({"name": "Անի"}, None)
    for length in range(len(compiled().fill({}, None)) + 10, len(content) - 20, 97):
        with pytest.raises(UnreadableError):
            open_pdf(content[:length])


def test_names_may_be_escaped_and_strings_in_any_encoding() -> None:
    content = compiled().fill({"agreed": "yes", "name": "Ani"}, None)
    content = content.replace(b"/V /yes", b"/V /#79es").replace(b"<FEFF0041006E0069>", b"(A\\156i)           ")
    found = extract(Pdf.open(io.BytesIO(content)), WORDS)
    assert found.answers == {"agreed": Answer("agreed", "Այո", exact="yes"), "name": Answer("name", "Ani")}


def test_loops_and_odd_values_do_no_harm() -> None:
    def twist(pdf: Pdf, at: dict[str, pikepdf.Object]) -> None:
        at["rows"].Kids.append(at["rows"])
        at["name"].V = 5
        at["story"].V = Dictionary()
        at["agreed"].V = Array([])
        at["town"].V = True
        pdf.Root.AcroForm.Fields.append(Name.Nonsense)

    found = changed(twist)
    assert found.answers["name"] == Answer("name", "5")
    assert set(found.answers) <= {"name", "town"}


def test_the_stamp_is_found_in_any_of_its_places() -> None:
    def without(*places: str) -> Pdf:
        pdf = Pdf.open(io.BytesIO(compiled().fill({}, "Q7ZABCDEF234")))
        if "field" in places:
            pdf.Root.AcroForm.Fields.pop()
        if "xmp" in places:
            del pdf.Root.Metadata
        if "info" in places:
            del pdf.trailer.Info
        return pdf

    expected = Stamp("small", "1.0", "hy", None, "Q7ZABCDEF234"), FoundBy.METADATA
    for places in ((), ("field",), ("xmp", "info"), ("field", "info"), ("field", "xmp")):
        assert find_stamp(without(*places)) == expected
    assert find_stamp(without("field", "xmp", "info")) == (expected[0], FoundBy.TEXT)


def test_pages_that_are_pictures_are_a_scan_and_empty_ones_nothing_of_ours() -> None:
    pdf = Pdf.new()
    pdf.add_blank_page()
    assert find_stamp(pdf) is None
    entries = {"/Width": 1, "/Height": 1, "/ColorSpace": Name.DeviceGray, "/BitsPerComponent": 8}
    picture = pdf.make_stream(b"\xff", {"/Type": Name.XObject, "/Subtype": Name.Image, **entries})
    pdf.pages[0].add_resource(picture, Name.XObject)
    with pytest.raises(UnreadableError) as caught:
        find_stamp(pdf)
    assert caught.value.finding.code == "scanned"


def test_stamps_that_contradict_one_another_are_told() -> None:
    pdf = Pdf.open(io.BytesIO(compiled().fill({}, None)))
    nodes(pdf)["_formgen"].V = String("formgen:other:1.0:hy:-:-")
    with pytest.raises(UnreadableError) as caught:
        find_stamp(pdf)
    assert caught.value.finding.code == "stamps-disagree"
    assert "formgen:other:1.0:hy:-:-" in str(caught.value.finding.values["stamps"])

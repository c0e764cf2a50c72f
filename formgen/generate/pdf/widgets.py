"""Pages with links -> a fillable form: every link becomes a field of its key, where it stands and in its order.

ISO 32000-1 §12.7 and PDF/UA-1 §7.18: the structure element of a link becomes that of a form field and keeps its
place in the reading order; a dotted key becomes a hierarchy of fields, for a partial name holds no dot.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject

from formgen.generate.pdf import appearance
from formgen.generate.pdf.face import field_face
from formgen.generate.pdf.objects import add, array, dictionary, drawing, name, value
from formgen.generate.pdf.tooltip import option_tooltip, tooltip
from formgen.generate.wording import shown
from formgen.model.catalog import LocalizedForm
from formgen.model.slot import Slot, SlotKind, slots

LINK = "fg:"
ON = "yes"
"""The on-state of a tick; a radio button's is its option's code."""
OFF = "Off"
_PRINT = 4
_READ_ONLY = 1
_MULTILINE = 1 << 12
_RADIO = 1 << 15
_COMBO = 1 << 17
_DISC, _CHECK = "l", "4"
"""How a viewer that draws buttons by itself draws them (ZapfDingbats, ISO 32000-1 table 189)."""

Size = tuple[float, float]
"""Width and height in points."""


@dataclass(slots=True)
class Fields:
    """The field hierarchy while it is built: the top fields, and every node by its full name."""

    writer: PdfWriter
    font: IndirectObject
    top: ArrayObject = field(default_factory=ArrayObject)
    nodes: dict[str, IndirectObject] = field(default_factory=dict)
    states: dict[tuple[bytes, str], IndirectObject] = field(default_factory=dict)

    @property
    def resources(self) -> DictionaryObject:
        """What a drawing with text needs."""
        return dictionary({"Font": dictionary({appearance.FONT_ALIAS: self.font})})

    def state(self, content: bytes, size: Size) -> IndirectObject:
        """The drawing of a button's state; buttons of one size share it."""
        known = content, " ".join(appearance.number(edge) for edge in size)
        if known not in self.states:
            self.states[known] = drawing(self.writer, content, size)
        return self.states[known]

    def hang(self, key: str, made: IndirectObject) -> None:
        """Put a field into the hierarchy under its key, which must be new."""
        if key in self.nodes:
            raise ValueError(f"two places for {key}")
        stem, _, last = key.rpartition(".")
        made.get_object()[name("T")] = value(last)  # type: ignore[index]
        self.nodes[key] = made
        if stem and stem not in self.nodes:
            self.hang(stem, add(self.writer, dictionary({"Kids": ArrayObject()})))
        if stem:
            made.get_object()[name("Parent")] = self.nodes[stem]  # type: ignore[index]
        kids = self.nodes[stem].get_object()["/Kids"] if stem else self.top  # type: ignore[index]
        kids.append(made)


def make_fields(writer: PdfWriter, localized: LocalizedForm, font: IndirectObject) -> Fields:
    """Turn the links of all pages into fields; ValueError where a key of the form has no place, or two."""
    fields = Fields(writer, font)
    asked = {slot.key: slot for slot in slots(localized.form)}
    elements = _link_elements(writer)
    for page in writer.pages:
        for reference in page.get("/Annots", ()):
            link = reference.get_object()
            target = str(link.get("/A", {}).get("/URI", ""))
            if target.startswith(LINK):
                key, _, state = target.removeprefix(LINK).partition("#")
                said = add(writer, value(_make_widget(fields, localized, asked[key], state, reference)))
                link[name("TU")] = said  # one string for both, and none to repeat in every filled copy
                link[name("P")] = page.indirect_reference
                element = elements[reference.idnum]
                element[name("S")] = name("Form")
                element[name("Alt")] = said
    missing = asked.keys() - fields.nodes.keys()
    if missing:
        raise ValueError(f"no place for {', '.join(sorted(missing))}")
    return fields


def _link_elements(writer: PdfWriter) -> Mapping[int, DictionaryObject]:
    """The structure element of each link, by the number of its annotation."""
    found: dict[int, DictionaryObject] = {}
    waiting = [writer.root_object["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop().get_object()
        assert isinstance(element, DictionaryObject)
        for kid in _kids(element):
            if kid.get("/Type") == "/OBJR":
                found[kid.raw_get("/Obj").idnum] = element
            else:
                waiting.append(kid)
    return found


def _kids(element: DictionaryObject) -> Iterator[DictionaryObject]:
    kids = element.get("/K")
    for kid in kids if isinstance(kids, ArrayObject) else [kids]:
        each = kid.get_object() if isinstance(kid, PdfObject) else None
        if isinstance(each, DictionaryObject):
            yield each


def _make_widget(fields: Fields, localized: LocalizedForm, slot: Slot, state: str, reference: IndirectObject) -> str:
    """Make one link a widget; returns the words that name it."""
    widget = reference.get_object()
    assert isinstance(widget, DictionaryObject)
    for entry in ("/A", "/Border", "/Contents"):
        widget.pop(entry, None)
    left, bottom, right, top = (float(edge) for edge in widget["/Rect"])  # type: ignore[attr-defined]
    size = (right - left, top - bottom)
    question = tooltip(localized, slot)
    said = question
    if state:
        choice = next(choice for choice in slot.field.choices if choice.code == state)
        said = option_tooltip(localized, question, choice)
    widget.update(dictionary({"Subtype": name("Widget"), "F": _PRINT}))
    if state:
        if slot.key not in fields.nodes:
            group = dictionary({"FT": name("Btn"), "Ff": _RADIO, "TU": question, "Kids": ArrayObject()})
            fields.hang(slot.key, add(fields.writer, group))
        _make_button(fields, widget, state, appearance.dot_appearance(*size), size)
        widget.update(dictionary({"Parent": fields.nodes[slot.key], "MK": dictionary({"CA": _DISC})}))
        fields.nodes[slot.key].get_object()["/Kids"].append(reference)  # type: ignore[index]
        return said
    if slot.kind is SlotKind.TICK:
        widget.update(dictionary({"FT": name("Btn"), "MK": dictionary({"CA": _CHECK})}))
        _make_button(fields, widget, ON, appearance.tick_appearance(*size), size)
    elif slot.kind is SlotKind.SIGNATURE:
        empty = drawing(fields.writer, b"", size)
        widget.update(dictionary({"FT": name("Sig"), "AP": dictionary({"N": empty})}))
    else:
        _make_text(fields, localized, slot, widget, size)
    fields.hang(slot.key, reference)
    return said


def _make_button(fields: Fields, widget: DictionaryObject, state: str, on: bytes, size: Size) -> None:
    """Give a widget its two states. No /V: an unanswered question has no value, not the value Off."""
    states = dictionary({state: fields.state(on, size), OFF: fields.state(b"", size)})
    widget.update(dictionary({"AP": dictionary({"N": states}), "AS": name(OFF)}))


def _make_text(fields: Fields, localized: LocalizedForm, slot: Slot, widget: DictionaryObject, size: Size) -> None:
    box = box_of(slot, size)
    printed = localized.form.printed.get(slot.key)
    said = None if printed is None else shown(printed, localized.locale)
    content = appearance.empty() if said is None else appearance.text_appearance(field_face(), said, box)
    drawn = drawing(fields.writer, content, size, fields.resources)
    widget.update(
        dictionary(
            {
                "FT": name("Ch" if slot.field.combo else "Tx"),
                "DA": f"/{appearance.FONT_ALIAS} {appearance.number(box.size)} Tf 0 g",
                "AP": dictionary({"N": drawn}),
            }
        )
    )
    if said is not None:
        widget.update(dictionary({"Ff": _READ_ONLY, "V": said}))
        return
    if slot.field.combo:
        options = [array([choice.code, localized.text(choice.label)]) for choice in slot.field.choices]
        widget.update(dictionary({"Ff": _COMBO, "Opt": array(options)}))
        return
    if box.several:
        widget[name("Ff")] = value(_MULTILINE)
    if slot.field.limits.max_len is not None:
        widget[name("MaxLen")] = value(slot.field.limits.max_len)


def box_of(slot: Slot, size: Size) -> appearance.Box:
    """How an answer stands in a text field of a size: long ones, and texts in a table's cells, on several lines."""
    limits = slot.field.limits
    several = slot.kind is SlotKind.BLOCK or (slot.table is not None and limits.max_len is not None)
    points = appearance.SMALL_SIZE if several or limits.email else appearance.LINE_SIZE
    return appearance.Box(*size, several=several, size=points)

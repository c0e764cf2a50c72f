"""A received PDF and its form -> what a person wrote in it: in its fields, or in print where it has none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pikepdf

from formgen.document.opening import UnreadableError
from formgen.document.stamp import FIELD_NAME, parse_identifier
from formgen.extract.pdf.annotations import PEN, on_page, remarks, signed_place
from formgen.extract.pdf.drawn import Drawings
from formgen.extract.pdf.fields import Annotation, Field, annotations_of, box_of, fields_of, is_off
from formgen.extract.pdf.objects import Objects
from formgen.extract.pdf.positions import read_page, stamp_of
from formgen.extract.pdf.prints import Print, blank_pages, prints_of, saved
from formgen.extract.pdf.reading import read, stored
from formgen.extract.pdf.registering import Registration, register, words_of
from formgen.extract.pdf.sheets import Sheet, by_boxes, is_foreign, is_near, several, sheets_of, told
from formgen.model.catalog import LocalizedForm
from formgen.model.document import Answer, ReadBy, Response
from formgen.model.finding import Finding, finding
from formgen.model.layout import Layout, Place
from formgen.model.slot import Slot, SlotKind, slot_of, slots_by_key

_NUMBERED = re.compile(r"[+#_][0-9]+(?=\.|$)")
_HARMLESS = "reported number of objects"
"""Of a parser's warnings, the one that says nothing of what is in a file: poppler counts objects in its own way."""
_STREAMS = (b"/Artifact BMC\n", b"/Artifact<<")
"""How the streams of a page's content begin as formgen writes them: the marks, and what Typst laid out."""


@dataclass(frozen=True, slots=True)
class Registered:
    """A printed page, how it lies on the blank's, where that can be told, and the blank's."""

    printed: Print
    registration: Registration | None
    blank: Print


@dataclass
class _Reading:
    """What is known of a document while it is read."""

    pdf: pikepdf.Pdf
    localized: LocalizedForm
    layout: Layout | None
    objects: Objects
    drawings: Drawings
    annotations: list[Annotation]
    fields: dict[str, list[Field]] = field(default_factory=dict)
    sheets: list[Sheet] = field(default_factory=list)
    prints: list[Registered] = field(default_factory=list)
    by_place: set[str] = field(default_factory=set)
    foreign: set[int] = field(default_factory=set)
    elsewhere: set[int] = field(default_factory=set)
    answers: dict[str, Answer] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def asked(self) -> Mapping[str, Slot]:
        return slots_by_key(self.localized.form)

    @property
    def unread(self) -> set[int]:
        """The pages that are the form's and could not be read: which they are, or how they lie, is unknown.

        Where all of the form's are there, another says why a copy was sent back.
        """
        unplaced = {each.printed.number for each in self.prints if each.registration is None}
        known = {each.page for each in self.sheets} - {None}
        is_whole = self.layout is not None and len(known) == self.layout.pages
        unknown = set() if is_whole else {each.number for each in self.sheets if each.page is None}
        return (unplaced | unknown) - self.foreign


def extract(pdf: pikepdf.Pdf, localized: LocalizedForm, layout: Layout | None = None) -> Response:
    """Read a form; what cannot be told for certain carries its doubt, what is lost a finding.

    Without a `layout` only fields are read. UnreadableError where the file holds several forms, or pictures alone.
    """
    objects = Objects(pdf)
    reading = _Reading(pdf, localized, layout, objects, Drawings(objects), annotations_of(objects))
    for each in fields_of(objects, reading.annotations):
        reading.fields.setdefault(each.key, []).append(each)
    if layout is not None:
        _know_pages(reading, layout)
    _read_fields(reading)
    if layout is not None:
        _doubt_moved(reading, layout)
    _read_remarks(reading)
    if layout is not None:
        _read_prints(reading, layout)
    _tell_positions(reading)
    lost = _missing(reading)
    if any(_HARMLESS not in str(each) for each in pdf.get_warnings()):
        reading.findings.append(finding("repaired"))
    return Response(reading.answers, tuple(reading.findings), lost)


# --- pages


def _know_pages(reading: _Reading, layout: Layout) -> None:
    """Tell which page is which; fields that were renamed get their keys back where they stand in their places."""
    reading.sheets = sheets_of(reading.objects, _all_fields(reading), layout, reading.drawings)
    known = reading.asked
    if any(key not in known and key != FIELD_NAME for key in reading.fields):
        reading.sheets, places = by_boxes(reading.objects, reading.annotations, reading.sheets, layout)
        _rename(reading, places)
    numbers = [sheet.number for sheet in reading.sheets if sheet.page is None or _is_rewritten(reading, sheet)]
    _set_upright(reading, numbers)
    if numbers:
        _know_prints(reading, layout, numbers)
    count = several(reading.sheets, layout)
    if count > 1:
        raise UnreadableError(finding("several-forms", count=count))
    own = reading.localized.stamp
    reading.findings.extend(told(reading.sheets, layout, own))
    reading.foreign = {sheet.number for sheet in reading.sheets if is_foreign(sheet, reading.sheets, own)}
    reading.prints = [each for each in reading.prints if each.printed.number not in reading.foreign]
    if reading.foreign:
        _leave_out(reading)


def _leave_out(reading: _Reading) -> None:
    """Forget the fields of pages that are not read, which is told; their names may be those of this form."""
    for key, group in list(reading.fields.items()):
        here = [each for each in group if not each.widgets or any(w.page not in reading.foreign for w in each.widgets)]
        if here:
            reading.fields[key] = here
        else:
            del reading.fields[key]


def _is_rewritten(reading: _Reading, sheet: Sheet) -> bool:
    """Whether a page's own content is no longer in the streams that formgen writes it in: something may be added."""
    streams = reading.objects.items(reading.objects.pages[sheet.number - 1].get("/Contents"))
    return len(streams) != len(_STREAMS) or not all(map(reading.objects.begins, streams, _STREAMS))


def _set_upright(reading: _Reading, numbers: Sequence[int]) -> None:
    """Turn back pages that were only turned to be looked at: fields, and what was put on them, lie as they were."""
    for number in numbers:
        if reading.sheets[number - 1].page is not None and reading.objects.pages[number - 1].get("/Rotate"):
            reading.pdf.pages[number - 1].obj.Rotate = 0


def _know_prints(reading: _Reading, layout: Layout, numbers: Sequence[int]) -> None:
    """Register pages by the words on them; UnreadableError where all there is are pictures, or no page is known.

    A page with a stamp that is only like one of the form's may be another. Where none lies as the form's do, those
    with its stamp in other print were made in another layout.
    """
    content, blank = saved(reading.pdf), layout.blank()
    pictures, is_ours, stamped = 0, any(sheet.page is not None for sheet in reading.sheets), set()
    if content is not None and blank is not None:
        blanks = blank_pages(blank, layout.pages)
        words = {each.number: words_of(each.signs) for each in blanks}
        for printed in prints_of(content, numbers):
            pictures += printed.is_picture
            page, registration = (None, None) if printed.is_picture else register(printed, words)
            sheet = reading.sheets[printed.number - 1]
            if sheet.page is not None and sheet.page != page:
                # Its fields say which page it is; what else was put on it nobody can tell.
                reading.prints.append(Registered(printed, None, blanks[sheet.page - 1]))
            else:
                stamp = sheet.stamp or stamp_of(printed)
                is_known = registration is not None or stamp is None
                reading.sheets[printed.number - 1] = replace(sheet, page=page if is_known else sheet.page, stamp=stamp)
                reading.prints.extend([Registered(printed, registration, blanks[page - 1])] if page else [])
                stamped.update([printed.number] if stamp != sheet.stamp else [])
    if pictures == len(reading.sheets):
        raise UnreadableError(finding("scanned"))
    if stamped and not is_ours and all(each.registration is None for each in reading.prints):
        reading.elsewhere = stamped
    elif not reading.prints and reading.fields.keys().isdisjoint(reading.asked):
        raise UnreadableError(finding("page-unreadable", pages=", ".join(map(str, numbers))))


def _rename(reading: _Reading, places: Mapping[tuple[int, int], Place]) -> None:
    """Give fields of unknown names their keys, where every widget of theirs stands where one of the key's does."""
    standing = {id(each.node): places.get((each.page, each.place)) for each in reading.annotations}
    own = {key for key in reading.fields if key in reading.asked}
    for name in [name for name in reading.fields if name not in reading.asked and name != FIELD_NAME]:
        kept = []
        for each in reading.fields.pop(name):
            found = {None if place is None else place.key for place in (standing.get(id(w.node)) for w in each.widgets)}
            key = found.pop() if len(found) == 1 else None
            by_name = key is not None and key.rpartition(".")[2] in name
            if key is None or (not by_name and name and key in own):
                kept.append(each)
            else:
                _add(reading.fields.setdefault(key, []), each)
                reading.by_place.update(set() if by_name else {key})
        if kept:
            reading.fields[name] = kept


def _add(group: list[Field], each: Field) -> None:
    """Put a field to those of its key; buttons that lost their names and their group are one again."""
    if group and not each.key and not group[0].key and each.type == "Btn" and each.value is None:
        group[0] = replace(group[0], widgets=(*group[0].widgets, *each.widgets))
    else:
        group.append(each)


# --- print


def _read_prints(reading: _Reading, layout: Layout) -> None:
    """What stands in the places of pages without fields, or beside the fields of the others."""
    for each in reading.prints:
        if each.registration is None:
            continue
        places = layout.by_page[each.registration.page]
        found = read_page(each.printed, each.registration, each.blank, places, reading.asked)
        for answer in found.answers.values():
            _take(reading, answer)
        for key, text in found.unseen.items():
            if key not in reading.answers:
                reading.findings.append(finding("drawn-differs", key, text, drawn=""))
        where = on_page(each.printed.number)
        reading.findings.extend(finding("remark", written=text, place=where) for text in found.beside)
    unread = reading.unread
    elsewhere = unread & reading.elsewhere
    for code, pages in (("other-layout", elsewhere), ("page-unreadable", unread - elsewhere)):
        if pages:
            reading.findings.append(finding(code, pages=", ".join(map(str, sorted(pages)))))


def _take(reading: _Reading, answer: Answer) -> None:
    """An answer found by its place; where a field says something else, neither is chosen."""
    slot = reading.asked[answer.key]
    words = {choice.code: reading.localized.text(choice.label) for choice in slot.field.choices}
    if slot.kind is SlotKind.ONE_OF and answer.exact is not None:
        answer = replace(answer, written=words[answer.exact])
    before = reading.answers.get(answer.key)
    if _is_printed(reading.localized, answer):
        return
    if before is None:
        reading.answers[answer.key] = answer
    elif answer.doubt is not None:
        reading.answers[answer.key] = replace(before, exact=None, doubt=answer.doubt)
    elif "".join(before.written.split()) != "".join(answer.written.split()):
        both = f"{before.written} / {answer.written}"
        reading.answers[answer.key] = replace(before, written=both, exact=None, doubt="signs-disagree")


def _tell_positions(reading: _Reading) -> None:
    """One finding for each answer found by its place, or one for all where none was found otherwise."""
    found = [each for each in reading.answers.values() if each.read_by is ReadBy.POSITION]
    if found and len(found) == len(reading.answers) and len(found) > 1:
        reading.findings.insert(0, finding("all-found-by-position", count=len(found)))
    else:
        certain = (each for each in found if each.doubt is None)
        reading.findings.extend(finding("found-by-position", each.key, each.written) for each in certain)


# --- fields


def _read_fields(reading: _Reading) -> None:
    """The answers of every field, and what is at names that the form does not have."""
    for key, slot in [*reading.asked.items(), *_further_rows(reading)]:
        group = reading.fields.get(key)
        answer = _one(reading, key, slot, group) if group else None
        if answer is not None and not _is_printed(reading.localized, answer):
            by = ReadBy.POSITION if key in reading.by_place else ReadBy.KEY
            reading.answers[key] = replace(answer, read_by=by)
    for key, group in reading.fields.items():
        if key != FIELD_NAME and slot_of(reading.localized.form, key) is None:
            for each in group:
                text = stored(each, reading.objects)
                if text is not None and each.type == "Sig":
                    _sign(reading, each, text)
                elif text is not None and parse_identifier(text) is None and not _is_twin(reading, each, text):
                    reading.findings.append(finding("outside-answer", key, text))


def _is_twin(reading: _Reading, each: Field, text: str) -> bool:
    """Whether a field that stands on no page says again what the field says whose name it got with a number.

    qpdf leaves such behind where the rows of a table stand on two pages.
    """
    name = _NUMBERED.sub("", each.key)
    if name == each.key or any(widget.page is not None for widget in each.widgets):
        return False
    twins = reading.fields.get(name, ())
    return any(stored(twin, reading.objects) == text for twin in twins)


def _sign(reading: _Reading, signature: Field, name: str) -> None:
    """A signature in a field of its own signs the place it covers; one that nobody sees says nothing of the answers."""
    for widget in signature.widgets:
        box = box_of(reading.objects, widget.node)
        if widget.page is None or box is None or box[2] - box[0] < 1 or box[3] - box[1] < 1:
            continue
        key = signed_place(reading.objects, widget.page, box, reading.asked, _all_fields(reading))
        if key is not None:
            reading.answers[key] = Answer(key, name, exact="digital")
        else:
            reading.findings.append(finding("remark", written=f"{PEN} {name}".strip(), place=on_page(widget.page)))


def _all_fields(reading: _Reading) -> list[Field]:
    return [each for group in reading.fields.values() for each in group]


def _doubt_moved(reading: _Reading, layout: Layout) -> None:
    """Doubt answers whose fields stand elsewhere than the form has them, unless all of a page was scaled or shifted."""
    at_home: set[int] = set()
    moved: dict[str, set[int]] = {}
    for key, answer in reading.answers.items():
        for each in reading.fields[key]:
            for widget in each.widgets:
                box = box_of(reading.objects, widget.node)
                if widget.page is None or box is None or (each.type == "Btn" and is_off(widget.state)):
                    continue
                states = {None, widget.state, *widget.states}
                places = [place for place in layout.by_key.get(key, ()) if place.state in states]
                if any(is_near(box, place.box) for place in places):
                    at_home.add(widget.page)
                elif places and answer.doubt is None:
                    moved.setdefault(key, set()).add(widget.page)
    for key, pages in moved.items():
        if pages & at_home:
            reading.answers[key] = replace(reading.answers[key], exact=None, doubt="place-moved")


def _is_printed(localized: LocalizedForm, answer: Answer) -> bool:
    """Whether a field still says what the form itself prints there, which nobody wrote."""
    printed = localized.form.printed.get(answer.key)
    if printed is None or answer.doubt is not None:
        return False
    return answer.written in {f"{printed:f}", f"{printed:f}".replace(".", ",")}


def _one(reading: _Reading, key: str, slot: Slot, group: Sequence[Field]) -> Answer | None:
    """The answer of one key; two fields of the same name must say the same, and show what they say."""
    labels: Mapping[str, str] = {}
    if slot.field.choices and not all(_is_untouched(each) for each in group):
        labels = {choice.code: reading.localized.text(choice.label) for choice in slot.field.choices}
    found = [answer for each in group if (answer := read(key, slot.kind, labels, each, reading.objects)) is not None]
    different = list(dict.fromkeys(found))
    if len(different) > 1:
        return Answer(key, " / ".join(dict.fromkeys(each.written for each in different)), doubt="signs-disagree")
    answer = different[0] if different else None
    if slot.kind is SlotKind.SIGNATURE or not reading.objects.pages:
        return answer
    seen = [each for each in group if any(widget.page is not None for widget in each.widgets)]
    for each in seen or group:
        value = stored(each, reading.objects)
        words = _words_of(reading, each, value, labels) if each.type == "Ch" and value else ()
        drawn = reading.drawings.differs(each, value, words)
        if drawn is not None and not (each.type == "Btn" and answer is not None and answer.doubt is not None):
            written = answer.written if answer else ""
            reading.findings.append(finding("drawn-differs", key, written, drawn=drawn))
            return None if answer is None else replace(answer, exact=None, doubt="drawn-differs")
    return answer


def _is_untouched(each: Field) -> bool:
    return each.value is None and all(is_off(widget.state) for widget in each.widgets)


def _words_of(reading: _Reading, each: Field, value: str, labels: Mapping[str, str]) -> Iterable[str]:
    """The words a list shows for a value."""
    if value in labels:
        yield labels[value]
    for option in reading.objects.items(each.options):
        pair = [reading.objects.text(part) for part in reading.objects.items(option)]
        if len(pair) > 1 and value in pair:
            yield from (word for word in pair if word)


def _further_rows(reading: _Reading) -> Iterator[tuple[str, Slot]]:
    """The cells of rows that were added beyond those printed."""
    for key in reading.fields:
        slot = None if key in reading.asked else slot_of(reading.localized.form, key)
        if slot is not None:
            yield key, slot


def _read_remarks(reading: _Reading) -> None:
    found = remarks(reading.objects, reading.annotations, reading.asked, _all_fields(reading))
    for key in found.signed:
        reading.answers.setdefault(key, Answer(key, "", exact="drawn"))
    reading.findings.extend(found.findings)
    for answer in found.typed:
        before = reading.answers.get(answer.key)
        if before is None:
            reading.answers[answer.key] = answer
        elif before.written != answer.written:
            both = f"{before.written} / {answer.written}"
            reading.answers[answer.key] = replace(before, written=both, exact=None, doubt="signs-disagree")


# --- what is gone


def _missing(reading: _Reading) -> frozenset[str]:
    """The keys that nobody could look at: on missing or unread pages, which are told, and those whose fields are gone.

    The latter are told by question, or once where the whole form is gone.
    """
    on_pages: set[str] = set()
    if reading.layout is not None:
        unread = reading.unread
        there = {each.page for each in reading.sheets if each.number not in reading.foreign | unread}
        there -= {each.page for each in reading.sheets if each.number in unread}
        on_pages = {place.key for place in reading.layout.places if place.page not in there}
    gone = [slot for key, slot in reading.asked.items() if key not in reading.fields and key not in on_pages]
    readable = {each.registration.page for each in reading.prints if each.registration is not None}
    if reading.layout is not None:
        in_print = {place.key for place in reading.layout.places if place.page in readable}
        gone = [slot for slot in gone if slot.key not in in_print]
    if gone and len(gone) == len(reading.asked):
        title = reading.localized.text(reading.localized.form.title)
        reading.findings.append(replace(finding("place-missing"), values={"field": title}))
    else:
        left = {slot.item_id for key, slot in reading.asked.items() if key in reading.fields}
        said = dict.fromkeys(slot.key if slot.item_id in left else slot.item_id for slot in gone)
        reading.findings.extend(finding("place-missing", name) for name in said)
    return frozenset((on_pages | {slot.key for slot in gone}) - reading.answers.keys())

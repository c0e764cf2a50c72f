"""A file's pages -> which pages of the form they are, and what is to be said where they are not all there, once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from formgen.extract.pdf.drawn import Drawings
from formgen.extract.pdf.fields import Annotation, Field, Widget, box_of
from formgen.extract.pdf.objects import Objects
from formgen.model.document import Stamp
from formgen.model.finding import Finding, finding
from formgen.model.layout import Box, Layout, Place

NEAR = 1.5
"""Points by which a widget may stand beside the place it was made for."""
_MOST_OF = 0.5
"""The share of a page's widgets that must stand where those of a page of the form do."""
_SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of the file, `number` from 1: the page of the form it is, where that is known, and its printed stamp."""

    number: int
    page: int | None
    stamp: Stamp | None


def sheets_of(objects: Objects, fields: Iterable[Field], layout: Layout, drawings: Drawings) -> list[Sheet]:
    """The pages of a file, known by the keys on them."""
    votes: dict[int, Counter[int]] = {}
    for field in fields:
        places = layout.by_key.get(field.key)
        if places:
            for widget in field.widgets:
                if widget.page is not None:
                    votes.setdefault(widget.page, Counter())[_page(places, widget)] += 1
    return [
        Sheet(number, votes[number].most_common(1)[0][0] if number in votes else None, drawings.stamp(page))
        for number, page in enumerate(objects.pages, start=1)
    ]


def _page(places: Sequence[Place], widget: Widget) -> int:
    if len(places) == 1:
        return places[0].page
    return next((place.page for place in places if place.state in widget.states), places[0].page)


def by_boxes(
    objects: Objects, annotations: Iterable[Annotation], sheets: Sequence[Sheet], layout: Layout
) -> tuple[list[Sheet], Mapping[tuple[int, int], Place]]:
    """Tell pages and widgets by their boxes alone, whatever their names are.

    The places are by page and place of the annotation.
    """
    boxes: dict[int, list[tuple[int, Box]]] = {}
    for each in annotations:
        box = box_of(objects, each.node) if each.kind == "Widget" else None
        if box is not None:
            boxes.setdefault(each.page, []).append((each.place, box))
    told: list[Sheet] = []
    found: dict[tuple[int, int], Place] = {}
    for sheet in sheets:
        here = boxes.get(sheet.number, [])
        fits = {page: _fitting(here, places) for page, places in layout.by_page.items() if sheet.page in {None, page}}
        page = max(fits, key=lambda each: len(fits[each]), default=None)
        if page is None or len(fits[page]) < max(1, _MOST_OF * len(here)):
            told.append(sheet)
            continue
        told.append(replace(sheet, page=page))
        found.update({(sheet.number, number): place for number, place in fits[page].items()})
    return told, found


def _fitting(boxes: Iterable[tuple[int, Box]], places: Sequence[Place]) -> Mapping[int, Place]:
    found = {}
    for number, box in boxes:
        near = [place for place in places if is_near(box, place.box)]
        if len(near) == 1:
            found[number] = near[0]
    return found


def is_near(one: Box, other: Box) -> bool:
    """Whether two boxes are the same, to the point."""
    return all(abs(a - b) <= NEAR for a, b in zip(one, other, strict=True))


def told(sheets: Sequence[Sheet], layout: Layout, own: Stamp) -> Iterator[Finding]:
    """What is to be said of a file's pages: those that are missing, there twice, in another order, or not of this form.

    `own` is the stamp of the form, its copy id left out. None is missing while there are pages of the form of which
    nobody knows which they are: as many as are not there, or all.
    """
    foreign = [sheet.number for sheet in sheets if is_foreign(sheet, sheets, own)]
    pages = [sheet.page for sheet in sheets if sheet.page is not None and sheet.number not in foreign]
    missing = [page for page in range(1, layout.pages + 1) if page not in pages]
    doubled = sorted(page for page, count in Counter(pages).items() if count > 1)
    unknown = len(sheets) - len(foreign) - len(pages)
    if len(missing) > unknown and (pages or not unknown):
        yield finding("page-missing", pages=_listed(missing), of=layout.pages)
    if doubled:
        yield finding("page-doubled", pages=_listed(doubled))
    if foreign:
        yield finding("page-foreign", pages=_listed(foreign), of=len(sheets))
    if not doubled and pages != sorted(pages):
        yield finding("page-order", pages=_listed(pages))


def several(sheets: Sequence[Sheet], layout: Layout) -> int:
    """How many forms a file holds: all pages of one form again and again, or several stamps with pages of their own."""
    stamps = Counter(sheet.stamp for sheet in sheets if sheet.stamp is not None)
    whole = sum(count >= _SEVERAL for count in stamps.values())
    pages = Counter(sheet.page for sheet in sheets if sheet.page is not None)
    repeated = min((pages[page] for page in range(1, layout.pages + 1)), default=0)
    return max(whole, repeated, 1)


def is_foreign(sheet: Sheet, sheets: Sequence[Sheet], own: Stamp) -> bool:
    """Whether a page is none of the form's, or of another copy than most of them."""
    if sheet.stamp is None:
        return sheet.page is None
    if _form(sheet.stamp) != _form(own):
        return True
    copies = Counter(each.stamp.copy for each in sheets if each.stamp is not None)
    return sheet.stamp.copy != copies.most_common(1)[0][0]


def _form(stamp: Stamp) -> tuple[str, str, str, str | None]:
    return stamp.form, stamp.version, stamp.locale, stamp.variant


def _listed(pages: Iterable[int]) -> str:
    return ", ".join(map(str, pages))

"""A form in one language -> where its answers stand on paper, as it was published or as it is printed today."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Any

from formgen.errors import FormgenError
from formgen.model.catalog import LocalizedForm
from formgen.model.document import Format
from formgen.model.form import FormDefinition
from formgen.model.layout import Layout, Place
from formgen.pipeline.compiled import compiled
from formgen.pipeline.project import Project

_SLACK = 0.5
"""Points by which the same place may differ between two runs of the layout."""


def layout_of(project: Project, localized: LocalizedForm) -> Layout:
    """The layout of a form; read, or laid out, once."""
    form, locale, variant = localized.form, localized.locale, localized.variant
    key = form.id, form.version, locale, variant
    if key not in project.layouts:
        project.layouts[key] = _layout(project, form, locale, variant)
    return project.layouts[key]


def _layout(project: Project, form: FormDefinition, locale: str, variant: str | None) -> Layout:
    blank = cache(partial(_blank, project, form, locale, variant))
    folder = project.edition_folder(form.id, form.version)
    stem = f"{variant}.{locale}" if variant else locale
    path = folder / f"layout.{stem}.json" if folder else None
    if path is not None and path.is_file():
        published = tuple(_place(each) for each in json.loads(path.read_text(encoding="utf-8")))
        return Layout(published, cache(lambda: _as_published(blank(), published)))
    return Layout(_places(blank()), blank)


def _place(each: dict[str, Any]) -> Place:
    left, bottom, right, top = each["box"]
    return Place(each["key"], each["state"], each["page"], (left, bottom, right, top), tuple(each["options"]))


def _places(blank: bytes | None) -> tuple[Place, ...]:
    from formgen.generate.pdf import places

    return () if blank is None else tuple(places(blank))


def _as_published(blank: bytes | None, published: Sequence[Place]) -> bytes | None:
    """A blank, where its places are those published."""
    today_s = _places(blank)
    same = len(today_s) == len(published) and all(map(_is_same, today_s, published))
    return blank if same else None


def _is_same(one: Place, other: Place) -> bool:
    near = all(abs(a - b) <= _SLACK for a, b in zip(one.box, other.box, strict=True))
    return near and (one.key, one.state, one.page) == (other.key, other.state, other.page)


def _blank(project: Project, form: FormDefinition, locale: str, variant: str | None) -> bytes | None:
    """The blank as it is laid out today; None where words or room are missing."""
    try:
        return compiled(_worded(project, form, locale, variant), Format.PDF)
    except FormgenError:
        return None


def _worded(project: Project, form: FormDefinition, locale: str, variant: str | None) -> LocalizedForm:
    """A form with the words it was printed with, and the centre's own."""
    from formgen.generate.wording import PRINTED
    from formgen.translate.catalog import missing

    catalog = project.shown(form, locale, variant).catalog
    is_draft = bool(missing(form, catalog, PRINTED))
    return replace(project.drafted(form, locale, variant), catalog=catalog, draft=is_draft)

"""A form in a language -> its pages as PDF and PNG, the texts that have faults framed and numbered."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from formgen.document.stamp import file_name
from formgen.generate.pdf.compile import compile_blank
from formgen.generate.pdf.rooms import rooms
from formgen.model.catalog import LocalizedForm
from formgen.model.form import FormDefinition
from formgen.pipeline.making import stamp_of, variants_of, write
from formgen.pipeline.project import Project
from formgen.pipeline.translating.catalogs import Domain
from formgen.pipeline.translating.checks import check_domain
from formgen.pipeline.translating.spots import Spot, spots
from formgen.translate.faults import TranslationFault

SCALE = 2.0
"""Pixels a point: 144 dots an inch."""
_MM = SCALE * 72 / 25.4
_FRAME = (200, 30, 30)
_WHITE, _ROOM = 0.7, 4.0


@dataclass(frozen=True, slots=True)
class Previewed:
    """The files of one form, and its faults by the numbers they have on the pages; a fault that is nowhere has none."""

    form: str
    paths: tuple[Path, ...]
    faults: tuple[tuple[int | None, TranslationFault], ...]


def preview(project: Project, locale: str, names: tuple[str, ...], out: Path) -> Iterator[Previewed]:
    """Draw the forms named, or all of them; texts without a translation stand in English. NotWritableError."""
    project.known_locales((locale,))
    for form in project.definitions(names):
        yield preview_form(project, form, locale, out)


def preview_form(project: Project, form: FormDefinition, locale: str, out: Path) -> Previewed:
    """Draw one form in all its variants."""
    faults = list(check_domain(project, Domain(form.id, form), locale)) if locale in project.locales else []
    numbers = {fault.context: number for number, fault in _numbered(faults)}
    paths: list[Path] = []
    drawn: set[str] = set()
    for variant in variants_of(form):
        localized = project.drafted(form, locale, variant)
        content = compile_blank(localized)
        stem = file_name(stamp_of(localized), "pdf")
        write(out / stem, content)
        paths.append(out / stem)
        for number, (png, framed) in enumerate(_pages(localized, content, numbers), start=1):
            path = out / f"{stem.removesuffix('.pdf')}-{number}.png"
            write(path, png)
            paths.append(path)
            drawn |= framed
    told = [(numbers[fault.context] if fault.context in drawn else None, fault) for fault in faults]
    return Previewed(form.id, tuple(paths), tuple(told))


def _numbered(faults: list[TranslationFault]) -> Iterator[tuple[int, TranslationFault]]:
    """One number a text, in the order of the file."""
    first = {fault.context: fault for fault in reversed(faults) if fault.context}
    in_order = [fault for fault in faults if first.get(fault.context) is fault]
    yield from enumerate(in_order, start=1)


def _pages(localized: LocalizedForm, content: bytes, numbers: dict[str, int]) -> Iterator[tuple[bytes, set[str]]]:
    """The pages as PNG, and which texts are framed on each."""
    import pypdfium2
    from PIL import ImageDraw

    document = pypdfium2.PdfDocument(content)
    found: dict[int, dict[str, Spot]] = {}
    wanted = (room for room in (rooms(localized) if numbers else ()) if room.context in numbers)
    for spot in spots(document, localized, wanted):
        found.setdefault(spot.page, {})[spot.context] = spot
    for place, page in enumerate(document, start=1):
        image = page.render(scale=SCALE).to_pil().convert("RGB")
        pencil = ImageDraw.Draw(image)
        for context, spot in found.get(place, {}).items():
            left, top = (spot.left - _WHITE) * _MM, (spot.top - _WHITE) * _MM
            right, bottom = (spot.right + _WHITE) * _MM, (spot.bottom + _WHITE) * _MM
            pencil.rectangle((left, top, right, bottom), outline=_FRAME, width=3)
            pencil.rectangle((left - _ROOM * _MM, top, left, top + _ROOM * _MM), fill=_FRAME)
            pencil.text((left - (_ROOM - 0.6) * _MM, top + 1), str(numbers[context]), fill="white", font_size=16)
        stream = io.BytesIO()
        image.save(stream, "PNG")
        yield stream.getvalue(), set(found.get(place, {}))
    document.close()


def watched(project: Project, locale: str) -> dict[Path, float]:
    """The files whose change makes a preview old, with the time each was changed."""
    paths = [*project.definition_paths.values(), project.folder / "formgen.toml"]
    for folder in project.locale_folders:
        paths += sorted((folder / locale).rglob("*.po"))
    return {path: path.stat().st_mtime for path in paths if path.is_file()}

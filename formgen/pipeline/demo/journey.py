"""Blanks made, sample cases typed into them by other libraries, the copies read back and compared."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from formgen.document.stamp import file_name
from formgen.generate.filling import filling
from formgen.model.document import Format
from formgen.model.form import FormDefinition
from formgen.pipeline.compiled import compiled
from formgen.pipeline.demo.entry import Entry, entries
from formgen.pipeline.making import stamp_of, variants_of, write
from formgen.pipeline.project import Project, shipped
from formgen.pipeline.reading import read_document
from formgen.report.lines import json_line

Typist = Callable[[bytes, Iterable[Entry]], bytes]


@dataclass(frozen=True, slots=True)
class Tried:
    """One copy that went out and came back: `answers` entered, `right` of them read back as they were meant."""

    form: str
    variant: str | None
    locale: str
    format: Format
    path: Path
    answers: int
    right: int
    invented: int


def typist(format_: Format) -> Typist:
    """The library that fills a format: PDFium for PDF, plain markup for Word, openpyxl for Excel."""
    match format_:
        case Format.PDF:
            from formgen.pipeline.demo.pdfium import fill
        case Format.DOCX:
            from formgen.pipeline.demo.word import fill
        case Format.XLSX:
            from formgen.pipeline.demo.excel import fill
    return fill


def samples(project: Project, form: str) -> list[Mapping[str, object]]:
    """The sample records of a form; none where there is no file of them."""
    own = project.folder / "forms" / "samples" / f"{form}.jsonl"
    path = own if own.is_file() else shipped() / "forms" / "samples" / f"{form}.jsonl"
    if not path.is_file():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def demonstrate(project: Project, out: Path) -> Iterator[Tried]:
    """Make every blank, fill the sample cases in, read them back; everything is left in `out`."""
    for form, languages in [(form, project.languages(form)) for form in project.definitions()]:
        cases = samples(project, form.id)
        for variant in variants_of(form):
            fitting = [case for case in cases if variant is None or case.get(form.variant_field or "") == variant]
            for locale in languages:
                for format_ in Format:
                    yield from _try(project, out, form, (variant, locale, format_), fitting)


def _try(
    project: Project,
    out: Path,
    form: FormDefinition,
    which: tuple[str | None, str, Format],
    cases: Iterable[Mapping[str, object]],
) -> Iterator[Tried]:
    from formgen.validate import check_filling

    variant, locale, format_ = which
    localized = project.localized(form, locale, variant)
    blank = compiled(localized, format_)
    write(out / file_name(stamp_of(localized), format_), blank)
    for number, case in enumerate(cases, start=1):
        record, _ = check_filling(case, project.shown(form, "en", variant), project.lexicon(form, variant))
        typed = list(entries(filling(localized.form, record), localized))
        path = out / "filled" / file_name(stamp_of(localized), format_, f"sample-{number}")
        write(path, typist(format_)(blank, typed))
        report = read_document(project, path)
        write(path.with_suffix(f"{path.suffix}.json"), json_line(report, project.shown(form, locale, variant)).encode())
        meant = filling(localized.form, record)
        read = filling(localized.form, report.record) if report.record else {}
        given = meant.keys() | localized.form.printed.keys()
        yield Tried(
            form.id,
            variant,
            locale,
            format_,
            path,
            len(meant),
            sum(read.get(key) == value for key, value in meant.items()),
            len(read.keys() - given),
        )

"""Definitions -> blank documents in a folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from formgen.document.stamp import file_name
from formgen.errors import ExitCode, FormgenError
from formgen.message import Message
from formgen.model.catalog import LocalizedForm
from formgen.model.document import Format, Stamp
from formgen.model.finding import Finding, finding
from formgen.model.form import FormDefinition
from formgen.pipeline.compiled import compiled
from formgen.pipeline.project import Project, UnknownFormError
from formgen.pipeline.urls import Url


class NotWritableError(FormgenError):
    """A document cannot be written."""

    exit_code = ExitCode.MACHINE_LACKS
    remedy = Message(
        "error.not-writable.remedy", "Check the folder, its permissions and the free space, or name another with --out."
    )

    @classmethod
    def of(cls, path: object, error: OSError) -> NotWritableError:
        """What the system says of a place."""
        values = {"path": path, "reason": error.strerror or error}
        return cls(Message("error.not-writable", "{path} cannot be written: {reason}.", values))


_DRAFT = Message(
    "error.incomplete-catalog.generate",
    "Translate the texts named above, then run the command again; or add --draft for a look before that.",
)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which documents are wanted; nothing named means all of that kind."""

    forms: tuple[str, ...] = ()
    locales: tuple[str, ...] = ()
    formats: tuple[Format, ...] = ()
    variants: tuple[str, ...] = ()


EVERYTHING = Selection()


@dataclass(frozen=True, slots=True)
class Made:
    """One document written, or (`path` None) one record that was not filled in, and why.

    `record` is the row or line of the record in its file; `headings` name its columns by key.
    """

    form: str
    locale: str | None
    format: Format | None
    path: Path | Url | None
    record: int | None = None
    findings: tuple[Finding, ...] = ()
    headings: Mapping[str, str] | None = None


def generate(
    project: Project,
    out: Path,
    wanted: Selection = EVERYTHING,
    template: bytes | None = None,
    *,
    draft: bool = False,
) -> Iterator[Made]:
    """Make the blank documents that are wanted; `template` is a centre's own for the Word documents.

    A language that lacks words is left out, and refused where it is wanted by name (IncompleteCatalogError); as a
    `draft` it is filled up with English.
    """
    definitions = project.definitions(wanted.forms)
    locales = project.known_locales(wanted.locales)
    check_variants(definitions, wanted.variants)
    sheets = [
        project.drafted(form, locale, variant)
        for form in definitions
        for languages in [locales if draft else project.languages(form, wanted.locales, _DRAFT)]
        for variant in variants_of(form, wanted.variants)
        for locale in languages
    ]
    for localized in sheets:
        for format_ in wanted.formats or tuple(Format):
            stamp = stamp_of(localized)
            path = out / file_name(stamp, format_)
            content = compiled(localized, format_, template)
            if path.is_file() and path.read_bytes() != content and not _is_untouched(project, path):
                yield Made(stamp.form, stamp.locale, format_, None, findings=(finding("would-overwrite", path.name),))
                continue
            write(path, content)
            yield Made(stamp.form, stamp.locale, format_, path)


def write_template(path: Path) -> bool:
    """Write the Word template to start from; not over another file, which gives False."""
    from formgen.generate.docx import default_template

    content = default_template()
    if path.exists() and path.read_bytes() != content:
        return False
    write(path, content)
    return True


def stamp_of(localized: LocalizedForm, copy: str | None = None) -> Stamp:
    """The stamp of a document of a localized form."""
    return replace(localized.stamp, copy=copy)


def variants_of(form: FormDefinition, wanted: tuple[str, ...] = ()) -> Sequence[str | None]:
    """The variants of a form that are wanted, or all of them; None for a form without variants."""
    if form.variant_field is None:
        return [None]
    return [choice.code for choice in form.variants if not wanted or choice.code in wanted]


def check_variants(forms: Sequence[FormDefinition], wanted: tuple[str, ...]) -> None:
    """Refuse a variant that none of some forms has; UnknownFormError."""
    known = {choice.code for form in forms for choice in form.variants}
    for variant in wanted:
        if variant not in known:
            raise UnknownFormError(
                Message(
                    "error.unknown-variant", "None of these forms has a variant “{variant}”.", {"variant": variant}
                ),
                Message(
                    "error.unknown-variant.remedy",
                    "Leave --variant away, or use one of these: {variants}.",
                    {"variants": ", ".join(sorted(known)) or "–"},
                ),
            )


def _is_untouched(project: Project, path: Path) -> bool:
    """Whether a file is a blank of ours that nobody wrote in, so that a newer one may take its place."""
    from formgen.pipeline.reading import read_document

    codes = {each.code for each in read_document(project, path).findings}
    return "blank" in codes and codes <= {"blank", "draft"}


def write(path: Path | Url, content: bytes) -> None:
    """Write a document whole or not at all; NotWritableError."""
    try:
        if isinstance(path, Url):
            path.write_bytes(content)
        else:
            _write(path, content)
    except OSError as error:
        raise NotWritableError.of(path, error) from error


def _write(path: Path, content: bytes) -> None:
    part = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise

"""Definitions and data -> blank and prefilled documents in a folder."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from formgen.document.stamp import copy_id, file_name
from formgen.errors import ExitCode, FormgenError
from formgen.generate.filling import Filled, filling
from formgen.message import Message
from formgen.model.catalog import LocalizedForm
from formgen.model.document import Format, Stamp
from formgen.model.finding import Finding, Severity, finding
from formgen.model.form import FieldType, FormDefinition
from formgen.model.slot import slot_of
from formgen.pipeline.compiled import Blank, compiled, maker
from formgen.pipeline.project import Project, UnknownFormError
from formgen.pipeline.records import Given, Records

if TYPE_CHECKING:
    from formgen.validate import Lexicon


class NotWritableError(FormgenError):
    """A document cannot be written."""

    exit_code = ExitCode.MACHINE_LACKS
    remedy = Message(
        "error.not-writable.remedy", "Check the folder, its permissions and the free space, or name another with --out."
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
    path: Path | None
    record: int | None = None
    findings: tuple[Finding, ...] = ()
    headings: Mapping[str, str] | None = None


def generate(
    project: Project, out: Path, wanted: Selection = EVERYTHING, template: bytes | None = None
) -> Iterator[Made]:
    """Make the blank documents that are wanted; `template` is a centre's own for the Word documents."""
    definitions = project.definitions(wanted.forms)
    locales = project.known_locales(wanted.locales)
    _check_variants(definitions, wanted.variants)
    sheets = [
        project.localized(form, locale, variant)
        for form in definitions
        for variant in variants_of(form, wanted.variants)
        for locale in locales
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
    form = localized.form
    return Stamp(form.id, form.version, localized.locale, localized.variant, copy)


def variants_of(form: FormDefinition, wanted: tuple[str, ...] = ()) -> Sequence[str | None]:
    """The variants of a form that are wanted, or all of them; None for a form without variants."""
    if form.variant_field is None:
        return [None]
    return [choice.code for choice in form.variants if not wanted or choice.code in wanted]


def _check_variants(forms: Sequence[FormDefinition], wanted: tuple[str, ...]) -> None:
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

    return [each.code for each in read_document(project, path).findings] == ["blank"]


def write(path: Path, content: bytes) -> None:
    """Write a document whole or not at all; NotWritableError."""
    part = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise NotWritableError(
            Message(
                "error.not-writable",
                "{path} cannot be written: {reason}.",
                {"path": path, "reason": error.strerror or error},
            )
        ) from error


@dataclass(frozen=True, slots=True)
class _Blanks:
    """The compiled blanks of a form, each laid out when the first record needs it."""

    project: Project
    form: FormDefinition
    ready: dict[tuple[str, str | None, Format], tuple[LocalizedForm, Blank]]

    def blank(self, locale: str, variant: str | None, format_: Format) -> tuple[LocalizedForm, Blank]:
        key = (locale, variant, format_)
        if key not in self.ready:
            localized = self.project.localized(self.form, locale, variant)
            self.ready[key] = (localized, maker(format_).Blank(compiled(localized, format_), localized))
        return self.ready[key]


def fill(
    project: Project, out: Path, records: Records, wanted: Selection, *, overwrite: bool = False
) -> Iterator[Made]:
    """Make a prefilled document of every record of the one form wanted.

    Every faulty record is told before the first document is written; the others are then made.
    """
    definition = project.definition(wanted.forms[0])
    checker = _Checker(project, definition)
    bad = set()
    numbers: dict[str, tuple[str, int]] = {}
    for given in records():
        copies, faults = checker.check(given)
        if copies is not None and copies.number:
            first, place = numbers.setdefault(copies.number, (copies.id, given.place))
            if first != copies.id:
                faults = (*faults, finding("number-twice", definition.number_field, copies.number, place=place))
                copies = None
        if copies is None:
            bad.add(given.place)
            yield Made(definition.id, None, None, None, given.place, faults, given.headings)
    blanks = _Blanks(project, definition, {})
    for given in records():
        copies, faults = checker.check(given) if given.place not in bad else (None, ())
        if copies is not None:
            copies = _numbered(project, definition, copies)
            for made in _copies(blanks, out, copies, wanted, overwrite=overwrite):
                yield replace(made, record=given.place, findings=(*made.findings, *faults), headings=given.headings)


def _copies(blanks: _Blanks, out: Path, copies: _Copies, wanted: Selection, *, overwrite: bool) -> Iterator[Made]:
    """Write the copies of one record in every locale and format wanted."""
    form = blanks.form.id
    for locale in blanks.project.known_locales(wanted.locales):
        for format_ in wanted.formats or tuple(Format):
            localized, blank = blanks.blank(locale, copies.variant, format_)
            path = out / file_name(stamp_of(localized, copies.id), format_, copies.number or copies.id)
            content = blank.fill(copies.values, copies.id)
            if path.exists() and not overwrite and path.read_bytes() != content:
                yield Made(form, locale, format_, None, findings=(finding("would-overwrite", path.name),))
                continue
            write(path, content)
            cut = (finding("overflow", key, format=format_.upper()) for key in blank.overflowing(copies.values))
            yield Made(form, locale, format_, path, findings=tuple(cut))


@dataclass(frozen=True, slots=True)
class _Copies:
    """What the copies of one record have in common: their id, number, variant and values by key."""

    id: str
    number: str | None
    variant: str | None
    values: Mapping[str, Filled]


@dataclass(frozen=True, slots=True)
class _Checker:
    """Checks records of one form: types, codes, ranges and lengths, in the words of every language."""

    project: Project
    form: FormDefinition

    def check(self, given: Given) -> tuple[_Copies | None, tuple[Finding, ...]]:
        """The values of a record, and what there is to say of it; no values where it breaks a rule."""
        from formgen.validate import check_filling

        if given.form not in {None, self.form.id}:
            return None, (finding("other-form", written=given.form),)
        variant, faults = _variant_of(self.form, given.data)
        if given.fault is not None:
            return None, (given.fault,)
        # Records come in program form (ISO dates, decimal points) unless their text says otherwise.
        localized = self.project.shown(self.form, "en", variant)
        lexicon = self.project.lexicon(self.form, variant)
        record, found = check_filling(_typed(localized.form, given, lexicon), localized, lexicon)
        faults = (*faults, *found)
        if any(each.severity is not Severity.INFO for each in faults):
            return None, faults
        values = filling(localized.form, record)
        canonical = {key: str(value) for key, value in values.items()}
        copy = copy_id(Stamp(self.form.id, self.form.version, "", variant), canonical)
        number = values.get(self.form.number_field or "")
        return _Copies(copy, str(number) if number else None, variant, values), faults


def _typed(form: FormDefinition, given: Given, lexicon: Lexicon) -> Mapping[str, object]:
    """The data of a record in the types its questions ask for, where they come from the cells of a list."""
    if given.headings is None:
        return given.data
    return {key: _cell(form, key, value, lexicon) for key, value in given.data.items()}


def _cell(form: FormDefinition, key: str, value: object, lexicon: Lexicon) -> object:
    field = form.fields.get(key)
    if field is not None and field.type is FieldType.MULTI_CHOICE and isinstance(value, str):
        options = [option.strip() for option in re.split(r"[;\n]", value) if option.strip()]
        if len(options) == 1 and not lexicon.codes(form.id, key, value):
            options = [option.strip() for option in value.split(",") if option.strip()]
        return options
    slot = slot_of(form, key)
    is_number = slot is not None and slot.field.type in {FieldType.NUMBER, FieldType.RATING}
    # A number in a cell is what was typed there: a case number, a telephone number.
    return f"{value:f}" if isinstance(value, Decimal) and not is_number else value


def _numbered(project: Project, form: FormDefinition, copies: _Copies) -> _Copies:
    """Give copies without a number the next one, where the form has a number field and the centre a prefix."""
    from formgen.pipeline.numbering import Numbering
    from formgen.pipeline.reading import today

    prefix = project.settings.number_prefix
    if copies.number or form.number_field is None or prefix is None:
        return copies
    number = Numbering(project.folder, form.id, prefix, today().year).number_for(copies.id)
    return replace(copies, number=number, values={**copies.values, form.number_field: number})


def _variant_of(form: FormDefinition, data: Mapping[str, object]) -> tuple[str | None, tuple[Finding, ...]]:
    """The variant a record is for; it is told in the record, never asked on the page."""
    if form.variant_field is None:
        return None, ()
    given = data.get(form.variant_field)
    codes = [choice.code for choice in form.variants]
    if given in codes:
        return str(given), ()
    return None, (finding("variant-missing", form.variant_field, str(given or ""), options=", ".join(codes)),)

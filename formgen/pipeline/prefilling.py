"""Records -> prefilled documents in a folder, made by this process or by several."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from formgen.document.stamp import copy_id, file_name
from formgen.generate.filling import Filled, filling
from formgen.model.document import Format, Stamp
from formgen.model.finding import Finding, Severity, finding
from formgen.model.form import FieldType, FormDefinition
from formgen.model.slot import slot_of
from formgen.pipeline.compiled import Blank, compiled, maker
from formgen.pipeline.crew import batches, crew
from formgen.pipeline.jobs import today
from formgen.pipeline.making import Made, Selection, stamp_of, write
from formgen.pipeline.numbering import Numbering
from formgen.pipeline.project import Project
from formgen.pipeline.records import Given, Records
from formgen.pipeline.urls import Url

if TYPE_CHECKING:
    from formgen.model.catalog import LocalizedForm
    from formgen.validate import Lexicon

_BATCH = 32
"""Records handed to a process at a time."""
_AT_ONCE = 8
"""Documents written at the same time to a store far away."""


@dataclass(frozen=True)
class Work:
    """What is to be made of every record, as any process can be told."""

    home: os.PathLike[str]
    out: Path | Url
    wanted: Selection
    overwrite: bool


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A record that can be filled in, with the number it was given where it has none of its own."""

    given: Given
    number: str | None


@dataclass(frozen=True, slots=True)
class _Checked:
    """What the first pass keeps of a record: of one that cannot be filled in, only what is to be said of it."""

    given: Given
    copy: str | None
    number: str | None
    faults: tuple[Finding, ...]


def fill(
    project: Project,
    out: Path | Url,
    records: Records,
    wanted: Selection,
    *,
    overwrite: bool = False,
    jobs: int = 1,
    cluster: str | None = None,
) -> Iterator[Made]:
    """Make a prefilled document of every record of the one form wanted, by so many processes, in their order.

    Every faulty record is told before the first document is written; the others are then made. Raises
    UnknownFormError, FaultyDefinitionError, NumbersError, NotWritableError, UrlError, ClusterError.
    """
    _bench.cache_clear()
    project.known_locales(wanted.locales)
    definition = project.definition(wanted.forms[0])
    if isinstance(out, Url):
        out = out.local or out
    # A worker of a cluster has a working directory of its own.
    there = out if isinstance(out, Url) or cluster is None else out.absolute()
    work = Work(project.folder, there, wanted, overwrite)
    numbers = _Numbers(project, definition)
    with crew(jobs, cluster, project) as hands:
        for checked in hands.outcomes(_check, work, batches(records(), _BATCH)):
            for each in map(numbers.take, checked):
                if each.copy is None:
                    yield Made(definition.id, None, None, None, each.given.place, each.faults, each.given.headings)
        sound = (
            _Numbered(given, numbers.assigned.get(given.place)) for given in records() if given.place not in numbers.bad
        )
        for made in hands.outcomes(_make, work, batches(sound, _BATCH)):
            yield from (replace(each, path=each.path and out / each.path.name) for each in made)


class _Numbers:
    """The numbers of all records of a list: no two of them the same, and the next one where a record has none."""

    def __init__(self, project: Project, form: FormDefinition) -> None:
        prefix, self._field = project.settings.number_prefix, form.number_field
        gives = bool(prefix and self._field)
        self._numbering = Numbering(project.folder, form.id, prefix or "", today().year) if gives else None
        self._known: dict[str, tuple[str, int]] = {}
        self.assigned: dict[int, str] = {}
        self.bad: set[int] = set()

    def take(self, record: _Checked) -> _Checked:
        """Enter a record; it comes back without a copy where another has its number."""
        place, copy = record.given.place, record.copy
        if copy is not None and record.number:
            first, where = self._known.setdefault(record.number, (copy, place))
            if first != copy:
                told = finding("number-twice", self._field, record.number, place=where)
                record = replace(record, copy=None, faults=(*record.faults, told))
        elif copy is not None and self._numbering is not None:
            self.assigned[place] = self._numbering.number_for(copy)
        if record.copy is None:
            self.bad.add(place)
        return record


# --- in whichever process


def _check(work: Work, batch: tuple[Given, ...]) -> list[_Checked]:
    bench = _bench(replace(work, home=Path(work.home)))
    checked = []
    with bench.lock:
        for given in batch:
            copies, faults = bench.checker.check(given)
            bare = Given(given.place, {}, None, given.headings)
            checked.append(_Checked(bare, copies.id if copies else None, copies.number if copies else None, faults))
    return checked


def _make(work: Work, batch: tuple[_Numbered, ...]) -> list[Made]:
    bench = _bench(replace(work, home=Path(work.home)))
    with bench.lock:
        return list(bench.written(draft for each in batch for draft in bench.drafts(each)))


@lru_cache(maxsize=1)
def _bench(work: Work) -> _Bench:
    return _Bench(work)


class _Bench:
    """What a process needs at hand for the work: the form, a checker, the blanks compiled so far."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._project = Project(Path(work.home))
        self.lock = threading.Lock()
        """A worker of a cluster may have several threads, and the libraries beneath may not."""
        self.form = self._project.definition(work.wanted.forms[0])
        self._ready: dict[tuple[str, str | None, Format], tuple[LocalizedForm, Blank]] = {}

    @cached_property
    def checker(self) -> _Checker:
        return _Checker(self._project, self.form)

    def drafts(self, record: _Numbered) -> Iterator[_Draft]:
        """The copies of one record in every locale and format wanted."""
        given, wanted = record.given, self._work.wanted
        copies, faults = self.checker.check(given)
        assert copies is not None, "the first pass let it through"
        if record.number is not None and self.form.number_field is not None:
            values = {**copies.values, self.form.number_field: record.number}
            copies = replace(copies, number=record.number, values=values)
        for locale in self._project.known_locales(wanted.locales):
            for format_ in wanted.formats or tuple(Format):
                localized, blank = self._blank(locale, copies.variant, format_)
                name = file_name(stamp_of(localized, copies.id), format_, copies.number or copies.id)
                cut = (finding("overflow", key, format=format_.upper()) for key in blank.overflowing(copies.values))
                path, findings = self._work.out / name, (*cut, *faults)
                made = Made(self.form.id, locale, format_, path, given.place, findings, given.headings)
                yield _Draft(made, blank.fill(copies.values, copies.id), faults)

    def written(self, drafts: Iterable[_Draft]) -> Iterator[Made]:
        """Write copies, one after the other; a store far away is given several at a time."""
        if isinstance(self._work.out, Path):
            yield from map(self._written, drafts)
            return
        with ThreadPoolExecutor(_AT_ONCE, "formgen-write") as threads:
            yield from threads.map(self._written, drafts)

    def _written(self, draft: _Draft) -> Made:
        made, path = draft.made, draft.made.path
        assert path is not None
        if path.exists() and not self._work.overwrite and path.read_bytes() != draft.content:
            return replace(made, path=None, findings=(finding("would-overwrite", path.name), *draft.faults))
        write(path, draft.content)
        return made

    def _blank(self, locale: str, variant: str | None, format_: Format) -> tuple[LocalizedForm, Blank]:
        key = (locale, variant, format_)
        if key not in self._ready:
            localized = self._project.localized(self.form, locale, variant)
            self._ready[key] = (localized, maker(format_).Blank(compiled(localized, format_), localized))
        return self._ready[key]


@dataclass(frozen=True, slots=True)
class _Draft:
    """A copy before it is written, what is told of it then, and what is told of its record in any case."""

    made: Made
    content: bytes
    faults: tuple[Finding, ...]


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


def _variant_of(form: FormDefinition, data: Mapping[str, object]) -> tuple[str | None, tuple[Finding, ...]]:
    """The variant a record is for; it is told in the record, never asked on the page."""
    if form.variant_field is None:
        return None, ()
    given = data.get(form.variant_field)
    codes = [choice.code for choice in form.variants]
    if given in codes:
        return str(given), ()
    return None, (finding("variant-missing", form.variant_field, str(given or ""), options=", ".join(codes)),)

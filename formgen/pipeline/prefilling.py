"""Records -> prefilled documents in a folder, made by this process or by several."""

from __future__ import annotations

import os
import pickle
import re
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Self

from formgen.document.stamp import copy_id, file_name
from formgen.generate.filling import Filled, filling
from formgen.message import Message
from formgen.model.document import Format, Stamp
from formgen.model.finding import Finding, Severity, finding
from formgen.model.form import FieldType, FormDefinition
from formgen.model.slot import slot_of
from formgen.pipeline.compiled import Blank, compiled, maker
from formgen.pipeline.crew import Crew, batches, crew
from formgen.pipeline.jobs import today
from formgen.pipeline.making import Made, NotWritableError, Selection, stamp_of, write
from formgen.pipeline.numbering import Numbering
from formgen.pipeline.project import Project
from formgen.pipeline.records import Given, Line, Records
from formgen.pipeline.urls import Url

if TYPE_CHECKING:
    from formgen.model.catalog import LocalizedForm
    from formgen.validate import Lexicon

_BATCH = 32
"""Records handed to a process at a time."""
_IN_MEMORY = 8 << 20
"""Bytes of checked records that need no file."""
_AT_ONCE = 8
"""Documents written at the same time to a store far away."""
_OTHER = Message(
    "error.incomplete-catalog.fill",
    "Translate the texts named above, or choose another language with --locale, then run the command again.",
)


@dataclass(frozen=True)
class Work:
    """What is to be made of every record, as any process can be told."""

    home: os.PathLike[str]
    out: Path | Url
    wanted: Selection
    overwrite: bool


@dataclass(frozen=True, slots=True)
class _Copies:
    """What the copies of one record have in common: their id, number, variant and values by key.

    The values are packed once, however many hands they go through before they are put into documents.
    """

    id: str
    number: str | None
    variant: str | None
    packed: bytes

    def values(self, number_field: str | None) -> Mapping[str, Filled]:
        """The values by key, with the number the record was given where it has none of its own."""
        values: dict[str, Filled] = pickle.loads(self.packed)  # noqa: S301  (our own)
        if number_field is not None and self.number is not None and not values.get(number_field):
            values[number_field] = self.number
        return values


@dataclass(frozen=True, slots=True)
class _Checked:
    """What the first pass finds of a record: what its copies say, unless it breaks a rule, and what is to be said."""

    place: int
    headings: Mapping[str, str] | None
    copies: _Copies | None
    faults: tuple[Finding, ...]


def fill(
    project: Project,
    out: Path | Url,
    records: Records,
    wanted: Selection,
    *,
    overwrite: bool = False,
    only_checked: bool = False,
    jobs: int = 1,
    cluster: str | None = None,
) -> Iterator[Made]:
    """Make a prefilled document of every record of the one form wanted, by so many processes, in their order.

    Every faulty record is told before the first document is written; the others are then made, unless the records
    are to be checked only, which is for a list some of whose columns are unknown. Raises
    UnknownFormError, FaultyDefinitionError, IncompleteCatalogError, NumbersError, NotWritableError, UrlError,
    ClusterError.
    """
    _bench.cache_clear()
    definition = project.definition(wanted.forms[0])
    wanted = replace(wanted, locales=project.languages(definition, wanted.locales, _OTHER))
    if isinstance(out, Url):
        out = out.local or out
    # A worker of a cluster has a working directory of its own.
    there = out if isinstance(out, Url) or cluster is None else out.absolute()
    work = Work(project.folder, there, wanted, overwrite)
    numbers, sound = _Numbers(project, definition, gives=not only_checked), _Sound()
    with _hands(project, jobs, cluster) as hands, sound:
        for found in hands.outcomes(_check, work, batches(records(), _BATCH)):
            checked = [numbers.take(each) for each in found]
            sound.put(checked)
            for each in checked:
                if faults := _told(each, definition, only_checked=only_checked):
                    yield Made(definition.id, None, None, None, each.place, faults, each.headings)
        if only_checked:
            return
        for made in hands.outcomes(_make, work, sound.batches()):
            yield from (replace(each, path=each.path and out / each.path.name) for each in made)


def _told(record: _Checked, form: FormDefinition, *, only_checked: bool) -> tuple[Finding, ...]:
    """What is to be said of a record that is not filled in; its variant may stand in a column that is unknown."""
    if record.copies is not None:
        return ()
    lost = only_checked and form.variant_field not in (record.headings or {})
    return tuple(each for each in record.faults if not (lost and each.code == "variant-missing"))


def _hands(project: Project, jobs: int, cluster: str | None) -> AbstractContextManager[Crew]:
    if cluster is None:
        return crew(jobs)
    from formgen.pipeline.cluster import joined

    return joined(cluster, project)


class _Numbers:
    """The numbers of all records of a list, and the next one where a record has none.

    No two of them name the same file, which Windows takes two names for that differ in capital letters only.
    """

    def __init__(self, project: Project, form: FormDefinition, *, gives: bool) -> None:
        prefix, self._field = project.settings.number_prefix, form.number_field
        gives = gives and bool(prefix and self._field)
        self._numbering = Numbering(project.folder, form.id, prefix or "", today().year) if gives else None
        self._stamp = Stamp(form.id, form.version, "")
        self._known: dict[str, tuple[str, str, int]] = {}

    def take(self, record: _Checked) -> _Checked:
        """Enter a record; it comes back with a number, or without copies where another has its number."""
        copies = record.copies
        if copies is not None and not copies.number and self._numbering is not None:
            copies = replace(copies, number=self._numbering.number_for(copies.id))
        if copies is None or not copies.number:
            return record
        name = file_name(self._stamp, "", copies.number).casefold()
        first, number, where = self._known.setdefault(name, (copies.id, copies.number, record.place))
        if first == copies.id:
            return replace(record, copies=copies)
        written = number if number == copies.number else f"{copies.number} ({number})"
        told = finding("number-twice", self._field, written, place=where)
        return replace(record, copies=None, faults=(*record.faults, told))


class _Sound:
    """The records that can be filled in, kept from the first pass to the second in a file that nobody else sees.

    A list may be longer than memory, and checking a record takes as long as filling it in.
    """

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  (closed with the block)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def put(self, batch: Iterable[_Checked]) -> None:
        """Keep those of a batch that can be filled in; NotWritableError."""
        try:
            pickle.dump(tuple(each for each in batch if each.copies is not None), self._file)
        except OSError as error:
            raise NotWritableError.of(tempfile.gettempdir(), error) from error

    def batches(self) -> Iterator[tuple[_Checked, ...]]:
        """Yield the batches in the order they were put."""
        end = self._file.tell()
        self._file.seek(0)
        while self._file.tell() < end:
            yield pickle.load(self._file)  # noqa: S301  (our own)


# --- in whichever process


def _check(work: Work, batch: tuple[Given | Line, ...]) -> list[_Checked]:
    bench = _bench(replace(work, home=Path(work.home)))
    with bench.lock:
        records = (each.given() for each in batch)
        return [_Checked(given.place, given.headings, *bench.checker.check(given)) for given in records]


def _make(work: Work, batch: tuple[_Checked, ...]) -> list[Made]:
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

    def drafts(self, record: _Checked) -> Iterator[_Draft]:
        """The copies of one record in every locale and format wanted."""
        copies, faults, wanted = record.copies, record.faults, self._work.wanted
        assert copies is not None, "the first pass let it through"
        values = copies.values(self.form.number_field)
        for locale in wanted.locales:
            for format_ in wanted.formats or tuple(Format):
                localized, blank = self._blank(locale, copies.variant, format_)
                name = file_name(stamp_of(localized, copies.id), format_, copies.number or copies.id)
                cut = (finding("overflow", key, format=format_.upper()) for key in blank.overflowing(values))
                path, findings = self._work.out / name, (*cut, *faults)
                made = Made(self.form.id, locale, format_, path, record.place, findings, record.headings)
                yield _Draft(made, blank.fill(values, copies.id), faults)

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
        faults = (*faults, *(self._asked(each, localized.form, variant) for each in found))
        if any(each.severity is not Severity.INFO for each in faults):
            return None, faults
        values = filling(localized.form, record)
        canonical = {key: str(value) for key, value in values.items()}
        copy = copy_id(Stamp(self.form.id, self.form.version, "", variant), canonical)
        number = values.get(self.form.number_field or "")
        return _Copies(copy, str(number) if number else None, variant, pickle.dumps(values)), faults

    def _asked(self, found: Finding, asked: FormDefinition, variant: str | None) -> Finding:
        """A finding as it is, or what is to be said instead where a field is that of another variant."""
        name = (found.field or "").partition(".")[0]
        if found.code != "unknown-field" or name in asked.items or name not in self.form.items:
            return found
        return finding("not-asked", found.field, found.written, variant_field=self.form.variant_field, variant=variant)


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

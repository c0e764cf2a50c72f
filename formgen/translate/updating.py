"""A catalog and the messages of today -> the catalog brought up to date, with nothing lost that a translator wrote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from formgen.translate.plurals import plural_forms
from formgen.translate.po import BRACES, FUZZY, Entry, PoFile, Previous
from formgen.translate.states import Mark, State, mark_of, marked, sealed
from formgen.translate.template import Source, has_placeholder

SOURCE_LOCALE = "en"
"""The language the messages are written in; its catalog says what the source says."""

DOUBT = "Doubt: "
"""How a note on a translation begins that its authors were not sure of."""

ALIKE = 0.75
"""From this likeness of two English texts (difflib's ratio) a translation is offered for the other one."""


def update(catalog: PoFile, sources: Iterable[Source], locale: str, domain: str) -> PoFile:
    """Bring a catalog up to date; doing it twice changes nothing.

    The entries stand in the order of the sources. A translation whose English text has changed, and one found for
    a text that is nearly the same, is fuzzy and keeps the previous text. Texts no longer asked for stay at the end.
    """
    wanted = {source.key: source for source in sources}
    known = _known(catalog.entries)
    left = {key: entry for key, entry in known.items() if key not in wanted}
    entries = []
    for key, source in wanted.items():
        entry = replace(known[key], obsolete=False) if key in known else _offered(source, left)
        entries.append(_described(entry, source, locale))
    if locale == SOURCE_LOCALE:
        left = {key: entry for key, entry in left.items() if entry.said != entry.text}
    gone = [replace(entry, obsolete=True, notes=(), references=()) for entry in left.values() if _kept(entry)]
    gone += [replace(entry, obsolete=True) for entry in _doubles(catalog.entries, known)]
    return PoFile(header(catalog.header, locale, domain), (*entries, *gone))


def template(sources: Iterable[Source], domain: str) -> PoFile:
    """The template a new translation starts from: every message without a translation."""
    entries = tuple(
        _described(Entry(source.message.text, context=source.message.context), source, "") for source in sources
    )
    return PoFile(header(Entry(""), "", domain), entries)


def header(old: Entry, locale: str, domain: str) -> Entry:
    """The header with what must be right; what translators and their programs put there stays."""
    lines = dict(_pairs(old.said))
    fixed = {
        "Project-Id-Version": lines.get("Project-Id-Version") or "formgen",
        "Language": locale,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plural_forms(locale) if locale else "nplurals=INTEGER; plural=EXPRESSION;",
    }
    said = "".join(f"{name}: {text}\n" for name, text in {**lines, **fixed}.items())
    title = f"Words of formgen: {domain}."
    comments = old.comments if title in old.comments else (title, *old.comments)
    return replace(old, strings=(said,), comments=comments, flags=())


_PLACEHOLDERS = {"EMAIL@ADDRESS", "FULL NAME <EMAIL@ADDRESS>", "hy <LL@li.org>", "en <LL@li.org>"}
_OF_PROGRAMS = {"Generated-By"}


def _pairs(said: str) -> Iterator[tuple[str, str]]:
    for line in said.split("\n"):
        name, colon, text = line.partition(":")
        if colon and text.strip() not in _PLACEHOLDERS and name.strip() not in _OF_PROGRAMS:
            yield name.strip(), text.strip()


def _known(entries: Sequence[Entry]) -> dict[tuple[str, str], Entry]:
    """The entries by key: one in use before one that is obsolete, a translated one before an empty one."""
    known: dict[tuple[str, str], Entry] = {}
    for entry in sorted(entries, key=lambda each: (each.obsolete, not each.said)):
        known.setdefault(entry.key, entry)
    return {entry.key: known[entry.key] for entry in entries}


def _doubles(entries: Sequence[Entry], known: Mapping[tuple[str, str], Entry]) -> Iterator[Entry]:
    """The entries a second time in the file with another translation."""
    for entry in entries:
        chosen = known[entry.key]
        if entry is not chosen and entry.said and entry.strings != chosen.strings:
            yield entry


def _kept(entry: Entry) -> bool:
    return bool(entry.said or entry.comments)


def _offered(source: Source, left: dict[tuple[str, str], Entry]) -> Entry:
    """A new entry, with the translation of the same place or of nearly the same text, if there is one."""
    context, text = source.key
    fresh = Entry(text, context=context)
    near = max(
        (entry for entry in left.values() if entry.said),
        key=lambda entry: _likeness(entry, context, text),
        default=None,
    )
    if near is None or _likeness(near, context, text) < ALIKE:
        return fresh
    if not near.obsolete:
        del left[near.key]
    moved = near.context if near.context != context else None
    return replace(
        near,
        context=context,
        text=text,
        flags=tuple(sorted({*near.flags, FUZZY})),
        previous=Previous(moved, near.text, near.plural),
        obsolete=False,
    )


def _likeness(entry: Entry, context: str, text: str) -> float:
    """From 0 to 2: the same place counts more than the same words elsewhere."""
    if (entry.context or "") == context:
        return 2.0 - entry.obsolete
    if entry.text == text:
        return 1.5 - entry.obsolete / 4
    matcher = SequenceMatcher(None, entry.text, text, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE else 0.0


def _described(entry: Entry, source: Source, locale: str) -> Entry:
    """The entry with the notes and flags of today, its state put right."""
    doubted = {note for note in source.notes if note.startswith(DOUBT)} - set(entry.notes)
    flags = {flag for flag in entry.flags if not flag.endswith("-format")}
    if has_placeholder(source.message.text):
        flags.add(BRACES)
    strings = entry.strings
    if locale == SOURCE_LOCALE:
        flags.discard(FUZZY)
        strings = (source.message.text,)
    flags -= set() if any(strings) else {FUZZY}
    previous = entry.previous if FUZZY in flags else None
    described = replace(
        entry,
        strings=strings,
        notes=source.notes,
        references=(source.reference,) if source.reference else (),
        flags=tuple(sorted(flags)),
        previous=previous,
    )
    if doubted and locale not in {"", SOURCE_LOCALE} and mark_of(described) is None:
        described = marked(described, Mark(State.TO_REVIEW))
    return sealed(described)

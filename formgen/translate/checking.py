"""A catalog, its messages and what is known of its language -> every fault of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from formgen.translate import signs
from formgen.translate.faults import KINDS, Severity, TranslationFault
from formgen.translate.glossary import Glossary
from formgen.translate.groups import Group
from formgen.translate.plurals import number_of_forms, plural_forms
from formgen.translate.po import CatalogError, Entry, PoFile, read_po
from formgen.translate.signs import Found, Spelling
from formgen.translate.states import answered
from formgen.translate.updating import SOURCE_LOCALE


@dataclass(frozen=True)
class Language:
    """What the checks need to know besides the catalog.

    `drawn` are the characters the font of the forms has, for the contexts in `printed`; None asks nothing of fonts.
    """

    locale: str
    spelling: Spelling
    glossary: Glossary = field(default_factory=lambda: Glossary({}))
    drawn: frozenset[str] | None = None

    @property
    def name(self) -> str:
        """The language without its country."""
        return self.locale.replace("-", "_").partition("_")[0]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a catalog is checked against: the texts of today, those that must differ, those printed on forms."""

    keys: Sequence[tuple[str, str]] | None = None
    groups: Sequence[Group] = ()
    printed: frozenset[str] = frozenset()


def check_file(content: bytes, file: str, language: Language, wanted: Wanted) -> tuple[PoFile, list[TranslationFault]]:
    """Read and check one PO file; a file that cannot be read has that one fault."""
    try:
        catalog = read_po(content, file)
    except CatalogError as error:
        found = [TranslationFault("unreadable", file, error.line, language.locale, "", "", {"reason": error.reason})]
        return PoFile(Entry(""), ()), found
    return catalog, list(check_catalog(catalog, file, language, wanted))


def check_catalog(catalog: PoFile, file: str, language: Language, wanted: Wanted) -> Iterator[TranslationFault]:
    """Yield the faults of a catalog in the order of its lines."""
    found = [*_header_faults(catalog, file, language)]
    first: dict[tuple[str, str], int] = {}
    for entry in catalog.live:
        if entry.key in first:
            found.append(fault_of("duplicate", entry, file, language.locale, {"first": first[entry.key]}))
            continue
        first[entry.key] = entry.line
        is_wanted = wanted.keys is None or entry.key in wanted.keys
        codes = entry_faults(entry, language, wanted) if is_wanted else [("obsolete", {})]
        found += [fault_of(code, entry, file, language.locale, values) for code, values in codes]
    for entry in catalog.entries:
        if entry.obsolete:
            found.append(fault_of("obsolete", entry, file, language.locale, {}))
    for context, text in wanted.keys or ():
        if (context, text) not in first:
            found.append(TranslationFault("missing", file, 0, language.locale, context, text, {}))
    same = list(_same_words(catalog, file, language, wanted.groups))
    elsewhere = {fault.line for fault in same}  # the words of another text lack the terms of this one
    found = [fault for fault in found if fault.code != "glossary" or fault.line not in elsewhere] + same
    silent = {entry.key: answered(entry) for entry in catalog.entries if entry.comments}
    for fault in sorted(found, key=lambda each: each.line):
        is_answered = fault.code in silent.get((fault.context, fault.text), ())
        if not (is_answered and fault.severity is Severity.WARNING):
            yield fault


def fault_of(code: str, entry: Entry, file: str, locale: str, values: Mapping[str, object]) -> TranslationFault:
    """A fault at the place of an entry's translation."""
    assert code in KINDS
    line = entry.string_line or entry.line
    return TranslationFault(code, file, line, locale, entry.context or "", entry.text, values)


def _header_faults(catalog: PoFile, file: str, language: Language) -> Iterator[TranslationFault]:
    said = catalog.headers.get("Plural-Forms", "")
    expected = plural_forms(language.locale)
    ours = language.name == "hy"
    is_right = _rule(said) == _rule(expected) if ours else number_of_forms(said) == number_of_forms(expected)
    if not is_right:
        yield fault_of("plural-header", catalog.header, file, language.locale, {"found": said, "expected": expected})


def _rule(header: str) -> str:
    return "".join(header.split()).replace("(", "").replace(")", "").rstrip(";")


def entry_faults(entry: Entry, language: Language, wanted: Wanted) -> Iterator[Found]:
    """Yield what is wrong with one translation; what follows from another fault is not told beside it."""
    if entry.fuzzy and entry.said:
        yield "fuzzy", {"previous": (entry.previous and entry.previous.text) or entry.text}
    elif not any(entry.strings):
        yield "missing", {}
    elif entry.plural is not None:
        yield from _plural_faults(entry, language)
    else:
        yield from text_faults(entry, language, wanted)


def _plural_faults(entry: Entry, language: Language) -> Iterator[Found]:
    expected = number_of_forms(plural_forms(language.locale)) or len(entry.strings)
    if len(entry.strings) != expected or not all(entry.strings):
        found = sum(map(bool, entry.strings))
        yield "plural-forms", {"found": found, "expected": expected, "last": expected - 1}


def text_faults(entry: Entry, language: Language, wanted: Wanted) -> Iterator[Found]:
    """Yield what is wrong with the words of one translation."""
    text, said = entry.text, entry.said
    spelling = language.spelling
    proposal = None if said.isascii() else spelling.old_font(said)
    if proposal is not None:
        yield "old-encoding", {"proposal": proposal}
        return
    if _is_identical(entry, language):
        yield "identical", {}
        return
    letters = list(signs.letter_faults(said, spelling))
    yield from letters
    said = unicodedata.normalize("NFC", said)
    for typed, meant in spelling.mixed(said) if letters else ():
        said = said.replace(typed, meant)
    yield from signs.placeholder_faults(text, said, entry.flags)
    yield from signs.number_faults(text, said)
    yield from signs.space_faults(text, said)
    yield from signs.bracket_faults(text, said)
    yield from signs.end_faults(text, said, language.name, spelling)
    yield from signs.quote_faults(text, said, language.name)
    if language.drawn is not None and (entry.context or "") in wanted.printed:
        absent = sorted({char for char in entry.said if char not in language.drawn and char not in text + "\n\t"})
        if absent and not letters:
            yield "no-glyph", {"signs": ", ".join(f"{char} (U+{ord(char):04X})" for char in absent)}
    if language.locale != SOURCE_LOCALE:
        for term, expected in language.glossary.missed(text.partition("Example:")[0], said):
            yield "glossary", {"term": term, "expected": expected}


def _is_identical(entry: Entry, language: Language) -> bool:
    if language.name == SOURCE_LOCALE or entry.said != entry.text:
        return False
    return sum(map(str.isalpha, signs.masked(entry.text))) > 1


def _same_words(catalog: PoFile, file: str, language: Language, groups: Iterable[Group]) -> Iterator[TranslationFault]:
    """Texts of a group that say the same in the translation and not in English, told at the later one."""
    entries = {entry.key: entry for entry in catalog.live if entry.translated}
    for code, messages in groups:
        said: dict[str, Entry] = {}
        found = [entries.get((message.context, message.text)) for message in messages]
        known = [entry for entry in found if entry is not None]
        for rank, entry in enumerate(known):
            words = " ".join(entry.said.split())
            other = said.setdefault(words, entry)
            if code == "title-is-label" and (rank == 0 or other is not known[0] or found[0] is None):
                continue
            if other is not entry and other.text != entry.text:
                at = known[0] if code == "title-is-label" else entry
                about = entry if code == "title-is-label" else other
                yield fault_of(code, at, file, language.locale, {"other": about.context})

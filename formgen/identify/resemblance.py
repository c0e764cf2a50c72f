"""What a document without a stamp shows -> the one form it must be, or the finding that says it is not certain.

The words of a form's questions, and the keys of its places, are weighed against every form, version, variant and
language there is. A form is taken only where nothing in the document speaks for another one: never a guessed version.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from formgen.document.headings import FOR, VERSION
from formgen.document.lines import line_words
from formgen.document.opening import UnreadableError
from formgen.document.stamp import bookmark_name, identifier
from formgen.message import Message
from formgen.model.catalog import LocalizedForm
from formgen.model.document import Stamp, Traces
from formgen.model.finding import finding
from formgen.model.form import Field, Note, Table
from formgen.model.slot import slots_by_key

LABEL_PREFIX = "fgl_"
"""The stem of the bookmarks of labels: they are keys of ours as well, in another writing."""

OURS = 0.75
"""The share of a form's words, by their length, that makes a document ours without any key."""
OURS_BY_KEYS = 0.5
"""The share of a form's keys that makes a document ours."""
NEAR, NEAR_BY_KEYS = 0.4, 0.25
"""The shares from which a person is asked whether it is one of ours."""
FEWEST = 5
"""Labels, or keys, a document must show at least: small forms are soon like one another."""
_STRAY = 0.05
"""What may be found of another form's own words beside ours: people write words that stand on other forms."""
_LONG = 4
"""Words from which a label may be broken over lines."""
_PIECED = 0.6
"""The share of neighbouring words that a label broken over lines keeps."""


@dataclass(frozen=True)
class Candidate:
    """A form as it may have been printed: `labels` are its texts, each with the wordings it has had."""

    stamp: Stamp
    keys: frozenset[str]
    labels: tuple[frozenset[str], ...]
    version_words: tuple[str, str]
    """What is printed before the version's number, and the number."""

    @cached_property
    def signs(self) -> frozenset[str]:
        """Every key, and every wording of every label."""
        return self.keys.union(*self.labels)


@dataclass(frozen=True)
class _Likeness:
    """How much of a candidate a document shows."""

    candidate: Candidate
    on_a_line: frozenset[str]
    """The labels that stand on a line."""
    broken: frozenset[str]
    """The labels that seem to be broken over lines; one like them may be meant."""
    keys: frozenset[str]

    @property
    def labels(self) -> frozenset[str]:
        """The labels that are shown, for certain or not."""
        return self.on_a_line | self.broken

    @cached_property
    def of_labels(self) -> float:
        """The share of the labels that is shown, by their length."""
        lengths = [(max(map(len, wordings)), bool(wordings & self.labels)) for wordings in self.candidate.labels]
        return _share(sum(length for length, shown in lengths if shown), sum(length for length, _ in lengths))

    @cached_property
    def of_keys(self) -> float:
        """The share of the keys that is there."""
        return _share(len(self.keys), len(self.candidate.keys))

    @property
    def is_ours(self) -> bool:
        """Whether the document is this form, or one very like it."""
        return self._reaches(OURS, OURS_BY_KEYS)

    @property
    def is_near(self) -> bool:
        """Whether the document may be this form."""
        return self._reaches(NEAR, NEAR_BY_KEYS)

    def _reaches(self, by_labels: float, by_keys: float) -> bool:
        enough = min(FEWEST, len(self.candidate.labels)), min(FEWEST, len(self.candidate.keys))
        return (self.of_labels >= by_labels and len(self.labels) >= enough[0]) or (
            self.of_keys >= by_keys and len(self.keys) >= enough[1]
        )

    @property
    def signs(self) -> frozenset[str]:
        """Everything of the candidate that the document shows for certain."""
        return self.on_a_line | self.keys

    @property
    def is_whole(self) -> bool:
        """Whether nothing of the candidate's words is missing."""
        return all(wordings & self.labels for wordings in self.candidate.labels)


def candidate_of(wordings: Collection[LocalizedForm]) -> Candidate:
    """What one form, version and variant looks like in one language, from that form in each wording it has had."""
    shown = next(iter(wordings))
    form = shown.form
    texts: dict[str, set[str]] = {}
    for each in wordings:
        for place, text in _texts(each):
            texts.setdefault(place, set()).add(line_words(text))
    version = line_words(form.version)
    before = line_words(shown.text(VERSION).partition("{version}")[0])
    return Candidate(
        Stamp(form.id, form.version, shown.locale, shown.variant),
        frozenset(slots_by_key(form)),
        tuple(frozenset(said) for said in dict.fromkeys(frozenset(each - {""}) for each in texts.values()) if said),
        (before, version),
    )


def _texts(localized: LocalizedForm) -> Iterator[tuple[str, str]]:
    """The printed texts by what they stand for; questions and sections with their numbers, which are ours alone.

    Others may ask the same: the wording of several forms was published by somebody else.
    """
    form = localized.form
    yield "", localized.text(form.title)
    variant = next((each for each in form.variants if each.code == localized.variant), None)
    if variant is not None:
        yield "variant", localized.text(Message(FOR.context, FOR.text, {"group": variant.label}))
    for section in form.sections:
        name = f"section:{section.id}"
        yield name, f"{form.numbers[name]} {localized.text(section.title)}"
        for item in section.items:
            if isinstance(item, Note):
                continue
            yield item.id, f"{form.numbers[item.id]} {localized.text(item.label)}"
            if isinstance(item, Table):
                yield from ((f"{item.id}.{column.id}", localized.text(column.label)) for column in item.columns)
            elif isinstance(item, Field) and item.help is not None:
                yield f"{item.id}:help", localized.text(item.help)


def recognize(traces: Traces, candidates: Iterable[Candidate]) -> Stamp:
    """The stamp a document must have had, but for the copy; UnreadableError where that is not certain."""
    shown = _Shown(traces)
    likenesses = [likeness for each in candidates if (likeness := shown.likeness(each)).is_near]
    ours = [likeness for likeness in likenesses if likeness.is_ours]
    if ours and (other := _version_said(shown, ours)) is not None:
        raise UnreadableError(finding("unknown-form", form=ours[0].candidate.stamp.form, version=other))
    possible = [likeness for likeness in likenesses if not shown.says_another_version(likeness.candidate)]
    for one in possible:
        if one.is_ours and all(one is other or _beats(one, other) for other in possible):
            return one.candidate.stamp
    if not likenesses:
        raise UnreadableError(finding("foreign"))
    raise UnreadableError(finding("form-unclear", forms=", ".join(_names(_unbeaten(possible) or likenesses))))


def _unbeaten(likenesses: list[_Likeness]) -> list[_Likeness]:
    """Those that a person has to choose among: what is beaten by another of them is not meant."""
    ours = [likeness for likeness in likenesses if likeness.is_ours] or likenesses
    return [one for one in ours if not any(_beats(other, one) for other in ours if other is not one)] or ours


def _version_said(shown: _Shown, ours: list[_Likeness]) -> str | None:
    """The version a document says it has, where it is none of those known; None where it says nothing else."""
    if not all(shown.says_another_version(likeness.candidate) for likeness in ours):
        return None
    return next((said for each in ours if (said := shown.version_said(each.candidate))), None)


def _beats(one: _Likeness, other: _Likeness) -> bool:
    """Whether a document shows what only `one` has, next to nothing of what only `other` has.

    Where `one` has nothing of its own, it must be there from end to end, and nothing of the other's own.
    """
    mine = one.signs - other.candidate.signs
    theirs = other.signs - one.candidate.signs
    mine, theirs = _without_parts(mine, theirs), _without_parts(theirs, mine)
    if mine:
        return len(theirs) <= _STRAY * len(mine)
    return not theirs and one.is_whole and not one.candidate.signs >= other.candidate.signs


def _without_parts(some: frozenset[str], others: frozenset[str]) -> frozenset[str]:
    """The texts that are no part of another text that is shown as well."""
    return frozenset(text for text in some if not any(f" {text} " in f" {other} " for other in others))


def _names(likenesses: list[_Likeness]) -> Iterator[str]:
    """The candidates by form, version and language, the most alike first: `closure 1.0 hy`."""
    for each in sorted(likenesses, key=lambda each: (-each.of_labels - each.of_keys, identifier(each.candidate.stamp))):
        stamp = each.candidate.stamp
        yield " ".join(part for part in (stamp.form, stamp.version, stamp.locale, stamp.variant) if part)


class _Shown:
    """The lines and keys of a document, ready to be asked."""

    def __init__(self, traces: Traces) -> None:
        self._keys = traces.keys
        self._text = "\n".join(f" {line} " for line in sorted(traces.lines))
        self._words = frozenset(self._text.split())

    @cached_property
    def _neighbours(self) -> frozenset[tuple[str, str]]:
        words = (line.split() for line in self._text.splitlines())
        return frozenset(pair for each in words for pair in pairwise(each))

    def likeness(self, candidate: Candidate) -> _Likeness:
        """What of a candidate is shown."""
        labels = {each for wordings in candidate.labels for each in wordings if self._words.issuperset(each.split())}
        on_a_line = {label for label in labels if f" {label} " in self._text}
        broken = filter(self._is_broken, labels - on_a_line)
        keys = (key for key in candidate.keys if key in self._keys or bookmark_name(LABEL_PREFIX, key) in self._keys)
        return _Likeness(candidate, frozenset(on_a_line), frozenset(broken), frozenset(keys))

    def _is_broken(self, label: str) -> bool:
        """Whether most words of a label stand beside one another."""
        words = label.split()
        pairs = list(pairwise(words))
        return len(words) >= _LONG and sum(pair in self._neighbours for pair in pairs) >= _PIECED * len(pairs)

    def version_said(self, candidate: Candidate) -> str | None:
        """The version a document says it has, in a candidate's language."""
        before, _ = candidate.version_words
        match = re.search(rf" {re.escape(before)} (\d+(?: \d+)*) ", self._text)
        return match[1].replace(" ", ".") if match else None

    def says_another_version(self, candidate: Candidate) -> bool:
        """Whether a document says its version in a candidate's language, and never the candidate's."""
        before, version = candidate.version_words
        said = re.search(rf" {re.escape(before)} {re.escape(version)} (?!\d)", self._text)
        return said is None and self.version_said(candidate) is not None


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0

"""What can be wrong with a translation: the codes, how grave each is, what is wrong and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from formgen.message import Message


class Severity(StrEnum):
    """An error keeps a catalog from being right; a warning may be answered by a person and then rests."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Kind:
    """One class of fault; the texts may use the placeholders that the fault has values for."""

    severity: Severity
    what: Message
    remedy: Message


@dataclass(frozen=True, slots=True)
class TranslationFault:
    """One fault of one translation: `line` from 1, or 0 for a whole file; `text` is the English text."""

    code: str
    file: str
    line: int
    locale: str
    context: str
    text: str
    values: Mapping[str, object]

    @property
    def severity(self) -> Severity:
        """How grave it is."""
        return KINDS[self.code].severity

    @property
    def what(self) -> Message:
        """What is wrong."""
        what = KINDS[self.code].what
        return Message(what.context, what.text, self.values)

    @property
    def remedy(self) -> Message:
        """How to mend it."""
        remedy = KINDS[self.code].remedy
        return Message(remedy.context, remedy.text, self.values)


_E, _W = Severity.ERROR, Severity.WARNING

KINDS: Mapping[str, Kind] = {
    "unreadable": Kind(
        _E,
        Message("translation.unreadable", "The file cannot be read from here on: {reason}."),
        Message("translation.unreadable.remedy", "Mend this line, or take the last copy that could be read."),
    ),
    "plural-header": Kind(
        _E,
        Message("translation.plural-header", "The header's plural rule is “{found}”."),
        Message("translation.plural-header.remedy", "Write: Plural-Forms: {expected}"),
    ),
    "plural-forms": Kind(
        _E,
        Message("translation.plural-forms", "There are {found} plural forms; this language has {expected}."),
        Message("translation.plural-forms.remedy", "Translate every form, msgstr[0] to msgstr[{last}]."),
    ),
    "duplicate": Kind(
        _E,
        Message("translation.duplicate", "The text stands in the file twice (first at line {first})."),
        Message("translation.duplicate.remedy", "Delete one of the two, the worse translation."),
    ),
    "missing": Kind(
        _E,
        Message("translation.missing", "The translation is missing."),
        Message("translation.missing.remedy", "Translate the text."),
    ),
    "fuzzy": Kind(
        _E,
        Message("translation.fuzzy", "The English text has changed or is new; the translation is of: “{previous}”."),
        Message("translation.fuzzy.remedy", "Put the translation right, then take the mark “fuzzy” away."),
    ),
    "obsolete": Kind(
        _W,
        Message("translation.obsolete", "The text is no longer used."),
        Message("translation.obsolete.remedy", "Delete it if nobody will need the translation again."),
    ),
    "placeholder-lost": Kind(
        _E,
        Message("translation.placeholder-lost", "The placeholder {name} is missing."),
        Message("translation.placeholder-lost.remedy", "Put {name} where its value belongs in the sentence."),
    ),
    "placeholder-added": Kind(
        _E,
        Message("translation.placeholder-added", "The English text has no placeholder {name}, or not so often."),
        Message("translation.placeholder-added.remedy", "Take {name} out."),
    ),
    "placeholder-misspelt": Kind(
        _E,
        Message("translation.placeholder-misspelt", "{found} stands where {name} must stand."),
        Message("translation.placeholder-misspelt.remedy", "Write {name}: what is in braces is never translated."),
    ),
    "number-differs": Kind(
        _E,
        Message("translation.number-differs", "The numbers are {found}; in English they are {expected}."),
        Message("translation.number-differs.remedy", "Use the same numbers, in figures."),
    ),
    "space-leading": Kind(
        _E,
        Message("translation.space-leading", "There is a space before the first word."),
        Message("translation.space-leading.remedy", "Delete it."),
    ),
    "space-trailing": Kind(
        _E,
        Message("translation.space-trailing", "There is a space or line break after the last word."),
        Message("translation.space-trailing.remedy", "Delete it."),
    ),
    "space-double": Kind(
        _E,
        Message("translation.space-double", "Two spaces stand together: “{words}”."),
        Message("translation.space-double.remedy", "Delete one of them."),
    ),
    "brackets": Kind(
        _E,
        Message("translation.brackets", "Brackets do not go together: {found}; in English they are {expected}."),
        Message("translation.brackets.remedy", "Close every bracket that is opened, by one of its kind."),
    ),
    "brackets-lost": Kind(
        _W,
        Message("translation.brackets-lost", "The brackets of the English text are not there."),
        Message("translation.brackets-lost.remedy", "Put them in, or answer this warning."),
    ),
    "end-punctuation": Kind(
        _E,
        Message("translation.end-punctuation", "The text ends with “{found}”; “{expected}” belongs there."),
        Message("translation.end-punctuation.remedy", "End the text as in English, with the sign of the language."),
    ),
    "colon-for-stop": Kind(
        _E,
        Message("translation.colon-for-stop", "A colon (:) stands for the Armenian full stop: “{words}”."),
        Message("translation.colon-for-stop.remedy", "Type the full stop ։ (U+0589)."),
    ),
    "leader-for-stop": Kind(
        _E,
        Message("translation.leader-for-stop", "The sign ․ (U+2024) stands for a full stop: “{words}”."),
        Message("translation.leader-for-stop.remedy", "Type the full stop ։ (U+0589)."),
    ),
    "question-mark": Kind(
        _E,
        Message("translation.question-mark", "A question without its mark ՞."),
        Message(
            "translation.question-mark.remedy", "Put ՞ after the stressed vowel of the word asked about; end with ։."
        ),
    ),
    "mixed-script": Kind(
        _E,
        Message("translation.mixed-script", "Letters of two alphabets stand in one word: “{words}”."),
        Message("translation.mixed-script.remedy", "Type the word anew: {proposal}."),
    ),
    "old-encoding": Kind(
        _E,
        Message("translation.old-encoding", "The text was typed in an old Armenian font, not in Unicode."),
        Message("translation.old-encoding.remedy", "Type it anew; it probably means: {proposal}"),
    ),
    "quotes": Kind(
        _E,
        Message("translation.quotes", "Quotation marks {found} stand where {expected} belong."),
        Message("translation.quotes.remedy", "Type {expected}."),
    ),
    "not-nfc": Kind(
        _E,
        Message("translation.not-nfc", "Letters are put together from parts (“{words}”)."),
        Message("translation.not-nfc.remedy", "Type the text anew, in Unicode's composed form (NFC)."),
    ),
    "no-glyph": Kind(
        _E,
        Message("translation.no-glyph", "The font of the forms has no sign {signs}."),
        Message("translation.no-glyph.remedy", "Use another sign; paper and PDF would show an empty box."),
    ),
    "too-wide": Kind(
        _E,
        Message("translation.too-wide", "“{words}” does not fit where it is printed: by {over} mm, of {room} mm."),
        Message("translation.too-wide.remedy", "Use a shorter word, or one that can be broken at a space."),
    ),
    "too-long": Kind(
        _E,
        Message("translation.too-long", "The words make the form too long: {reason}"),
        Message("translation.too-long.remedy", "Shorten the longest texts of the form."),
    ),
    "glossary": Kind(
        _W,
        Message("translation.glossary", "The glossary says “{expected}” for “{term}”."),
        Message("translation.glossary.remedy", "Use the word of the glossary, or answer this warning."),
    ),
    "same-options": Kind(
        _E,
        Message("translation.same-options", "Another option of the same list has the same words ({other})."),
        Message("translation.same-options.remedy", "Let the options differ as they do in English."),
    ),
    "same-labels": Kind(
        _E,
        Message("translation.same-labels", "Another label of the same section has the same words ({other})."),
        Message("translation.same-labels.remedy", "Let the labels differ as they do in English."),
    ),
    "title-is-label": Kind(
        _E,
        Message("translation.title-is-label", "A question of this section has the same words as its title ({other})."),
        Message("translation.title-is-label.remedy", "Let the title of the section say more than the question."),
    ),
    "identical": Kind(
        _W,
        Message("translation.identical", "The translation is the English text."),
        Message("translation.identical.remedy", "Translate it, or answer this warning if it is the same word."),
    ),
}
"""Every class of fault by its code; the codes are permanent."""

"""The words of every option in every language -> the option's code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from formgen.model.catalog import LocalizedForm
from formgen.model.form import NOT_APPLICABLE, Choice, Field, FieldType, Table
from formgen.validate.words import folded

Codes = frozenset[str]

# A bare plus, minus or cross is left to a person: it can mean either.
_YES_NO = {
    "yes": ("yes", "y", "true", "այո", "հա", "ayo", "ha", "да"),
    "no": ("no", "n", "false", "ոչ", "չէ", "voch", "che", "нет"),
}
_NOT_APPLICABLE = ("na", "n/a", "չ/կ", "н/п")


@dataclass(frozen=True)
class Lexicon:
    """Which codes a word can mean, as it is printed and folded, by form and question (`table.column` for a column)."""

    words: Mapping[tuple[str, str], Mapping[str, Codes]]

    def codes(self, form: str, question: str, written: str) -> Codes:
        """The codes of the options whose words were written; two where the words are ambiguous."""
        known = self.words.get((form, question), {})
        # Most words come back as they were printed.
        return known.get(written) or known.get(folded(written), frozenset())


def make_lexicon(forms: Iterable[LocalizedForm]) -> Lexicon:
    """Collect the words of the options of some forms, each given in every language and variant it has."""
    words: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    printed: dict[tuple[str, str], set[str]] = defaultdict(set)
    for localized in forms:
        for question, field in _questions(localized):
            place = (localized.form.id, question)
            for choice in field.choices:
                for word in _spellings(localized, field, choice):
                    words[place][folded(word)].add(choice.code)
                    printed[place].add(word)
    return Lexicon({place: _known(meanings, printed[place]) for place, meanings in words.items()})


def _known(meanings: Mapping[str, set[str]], printed: Iterable[str]) -> Mapping[str, Codes]:
    """The meanings of folded words, and of the printed words that fold to them."""
    codes = {word: frozenset(each) for word, each in meanings.items()}
    return {**{word: codes[folded(word)] for word in printed}, **codes}


def _questions(localized: LocalizedForm) -> Iterator[tuple[str, Field]]:
    for item in localized.form.items.values():
        match item:
            case Field():
                yield item.id, item
            case Table():
                for column in item.columns:
                    yield f"{item.id}.{column.id}", column
            case _:
                pass


def _spellings(localized: LocalizedForm, field: Field, choice: Choice) -> Iterator[str]:
    label = localized.text(choice.label)
    yield from (choice.code, label, choice.label.text)
    if field.type is FieldType.YES_NO:
        yield from _YES_NO.get(choice.code, ())
    elif field.type is FieldType.RATING and choice.code == NOT_APPLICABLE:
        yield from _NOT_APPLICABLE
    elif field.type is FieldType.RATING:
        yield from (f"{choice.code} {label}", f"{label} {choice.code}")

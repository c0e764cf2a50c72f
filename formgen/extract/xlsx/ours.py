"""A text in a cell -> whether the form itself prints it, and which question it is the label of."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cached_property

from formgen.document.printed import Printed, squeezed
from formgen.document.workbook import text_mark
from formgen.model.form import Field, FieldType, FormDefinition, Table


class Ours:
    """The texts of one form: by the marks that the key column keeps of them, or by their words where it is gone."""

    def __init__(self, marks: Iterable[str], printed: Printed, form: FormDefinition) -> None:
        self._marks = frozenset(marks)
        self._printed = printed
        self._form = form
        self._known: dict[str, bool] = {}

    def has(self, text: str) -> bool:
        """Whether the form prints a text; white space alone is nobody's."""
        if self._marks and text_mark(text) in self._marks:
            return True
        if text not in self._known:
            self._known[text] = not text.strip() or self._is_printed(text)
        return self._known[text]

    def _is_printed(self, text: str) -> bool:
        return not self._marks and self._consists_of_lines(text)

    def _consists_of_lines(self, text: str) -> bool:
        """Whether a text is put together of lines that are printed on the form, and nothing else."""
        rest, found = squeezed(text), False
        if rest in self._printed.lines:
            return not rest.isdecimal()
        for line in self._lines:
            if line in rest:
                rest, found = rest.replace(line, " "), True
                if not any(char.isalnum() for char in rest):
                    return True
        return found and not any(char.isalnum() for char in rest)

    @cached_property
    def _lines(self) -> list[str]:
        headings = (heading.replace(".", "", 1) for heading in self._printed.sections)
        lines = {line for line in (*self._printed.lines, *self._printed.pieces, *headings) if len(line) > 1}
        return sorted(lines, key=lambda line: (-len(line), line))

    def is_option(self, text: str) -> bool:
        """Whether a text is no more than the words of an option to tick, which a person may write as an answer too."""
        return squeezed(text) in self._options

    @cached_property
    def _options(self) -> frozenset[str]:
        fields = (item for item in self._form.fields.values() if item.type is FieldType.MULTI_CHOICE)
        names = (f"{field.id}.{code}" for field in fields for code in field.codes)
        return frozenset(squeezed(words) for name in names for words in self._printed.words.get(name, ()))

    def label_of(self, text: str) -> tuple[str, str] | None:
        """The item a text is the label of, and what somebody wrote after it; None where it is no item's label."""
        bare = squeezed(text)
        for start, item_id, words in self._labels:
            if bare.startswith(start):
                rest = _after(text, len(start))
                return item_id, "" if self._is_hint(text, words, rest) else rest.strip()
        return None

    def _is_hint(self, text: str, words: str, rest: str) -> bool:
        """Whether what stands after a label is printed there: how to write, when to skip."""
        return not rest.strip(" *") or self.has(text) or any(map(self._consists_of_lines, (rest, words + rest)))

    def is_section(self, text: str) -> bool:
        """Whether a text heads a section."""
        bare = squeezed(text)
        return any(bare.startswith(each) for each in self._headings)

    @cached_property
    def _headings(self) -> tuple[str, ...]:
        return tuple(heading.replace(".", "", 1) for heading in self._printed.sections)

    def column_of(self, table: Table, text: str) -> str | None:
        """The column of a table that a text heads."""
        bare = squeezed(text)
        for column in table.columns:
            for words in self._printed.words.get(f"{table.id}.{column.id}", ()):
                if bare.startswith(squeezed(words)):
                    return column.id
        return None

    def tick_of(self, field: Field, text: str) -> tuple[str, str] | None:
        """The option of a question that a text names, and what is written before or after its words."""
        for code in field.codes:
            for words in self._printed.words.get(f"{field.id}.{code}", ()):
                bare, wanted = squeezed(text), squeezed(words)
                if wanted and wanted in bare and len(bare) <= len(wanted) + _TICK_LENGTH:
                    return code, bare.replace(wanted, "", 1)
        return None

    @cached_property
    def _labels(self) -> list[tuple[str, str, str]]:
        """The wordings of numbered labels, squeezed, with the item's id: the longest first."""
        found = [
            (squeezed(words), item_id, words)
            for item_id, item in self._form.items.items()
            if isinstance(item, Field | Table)
            for words in self._printed.words.get(item_id, ())
        ]
        return sorted(found, key=lambda each: (-len(each[0]), each[1]))


def _after(text: str, count: int) -> str:
    """What stands in a text after so many signs that are seen."""
    composed = unicodedata.normalize("NFC", text)
    for place, char in enumerate(composed):
        if count == 0:
            return composed[place:]
        count -= squeezed(char) != ""
    return ""


_TICK_LENGTH = 4
"""Signs somebody may write beside an option to tick it: `այո`, `[x]`."""

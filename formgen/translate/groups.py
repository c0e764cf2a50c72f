"""FormDefinition -> the texts that must not say the same: options of a list, labels of a section, its title."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from formgen.message import Message
from formgen.model.form import Field, FormDefinition, Note, Table

Group = tuple[str, Sequence[Message]]
"""The code of the fault where two say the same, and the texts; of `title-is-label` the first is the title."""


def groups(form: FormDefinition) -> Iterator[Group]:
    """Yield the groups of a form; a list that several questions share comes once."""
    lists: dict[tuple[str, ...], Sequence[Message]] = {}
    for section in form.sections:
        labels = []
        for item in section.items:
            if isinstance(item, Note):
                continue
            labels.append(item.label)
            columns = item.columns if isinstance(item, Table) else ()
            yield "same-labels", [column.label for column in columns]
            for field in (item, *columns):
                if isinstance(field, Field) and field.choices:
                    options = [choice.label for choice in field.choices]
                    lists[tuple(option.context for option in options)] = options
        yield "same-labels", labels
        yield "title-is-label", [section.title, *labels]
    lists[tuple(choice.label.context for choice in form.variants)] = [choice.label for choice in form.variants]
    yield from (("same-options", options) for options in lists.values())

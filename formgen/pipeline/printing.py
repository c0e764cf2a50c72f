"""A form in its languages -> every line that is printed on it, so that what people wrote can be told from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from formgen.document import workbook
from formgen.document.printed import Printed, squeezed
from formgen.generate import wording
from formgen.message import Message
from formgen.model.catalog import LocalizedForm
from formgen.model.form import Choice, Field, FieldType, Item, Note, Section, Table


def printed_on(wordings: Iterable[LocalizedForm]) -> Printed:
    """Collect the lines of a form from its wordings, each given with and without what a centre has set."""
    lines: set[str] = set()
    pieces: set[str] = set()
    words: dict[str, set[str]] = defaultdict(set)
    labels: dict[str, set[str]] = defaultdict(set)
    sections: dict[str, str] = {}
    options: dict[str, list[dict[str, str]]] = defaultdict(list)
    for localized in wordings:
        pieces.update(_furniture(localized))
        lines.update(_body(localized))
        for section in localized.form.sections:
            heading = f"{localized.form.numbers[f'section:{section.id}']}. {localized.text(section.title)}"
            sections[squeezed(heading)] = section.id
            lines.update((heading, *_around(localized, section)))
            for item in section.items:
                lines.update(_lines_of(localized, item))
                for name, said in _labels(localized, item):
                    words[name].add(said)
                    labels[squeezed(said)].add(name)
        for name, field in _questions(localized):
            if field.is_one_of:
                options[name].append({choice.code: option_words(localized, choice) for choice in field.choices})
    longest = {name: tuple(sorted(said, key=lambda each: (-len(each), each))) for name, said in words.items()}
    return Printed(
        frozenset(squeezed(line) for line in (*lines, *pieces, *(said for each in longest.values() for said in each))),
        tuple(sorted({squeezed(piece) for piece in pieces} - {""}, key=lambda each: (-len(each), each))),
        {said: frozenset(names) for said, names in labels.items()},
        longest,
        sections,
        {name: tuple(each) for name, each in options.items()},
    )


def bare(localized: LocalizedForm) -> LocalizedForm:
    """A form in the same words, without what a centre has set."""
    return replace(localized, terms={name: said for name, said in localized.terms.items() if name in _OWN_TERMS})


_OWN_TERMS = frozenset({"processor", "benchmark", "max_score"})


def _furniture(localized: LocalizedForm) -> Iterator[str]:
    """What the head and foot of pages, and the first lines, are put together of."""
    form = localized.form
    yield localized.text(form.title)
    yield wording.variant_line(localized) or ""
    yield from map(localized.text, (wording.MINISTRY, wording.SERVICE, wording.REQUIRED, wording.DRAFT, wording.ACROSS))
    yield from (wording.approval_line(localized), wording.return_line(localized), *wording.centre_lines(localized))
    yield localized.text(wording.version_line(form))
    page = localized.text(Message(wording.PAGE.context, wording.PAGE.text, {"page": "0", "pages": "0"}))
    yield page


def _body(localized: LocalizedForm) -> Iterator[str]:
    source = Message(wording.SOURCE.context, wording.SOURCE.text, {"source": localized.form.source})
    yield localized.text(source)
    yield f"{localized.text(wording.REQUIRED)} {wording.return_line(localized)}"
    yield from map(localized.text, (wording.DATE_HINT, wording.SELECT_ALL, wording.LIVE_TOTAL))


def _around(localized: LocalizedForm, section: Section) -> Iterator[str]:
    yield wording.dimension_heading(localized, section) or ""
    yield localized.text(section.dimension) if section.dimension else ""
    yield localized.text(section.intro) if section.intro else ""
    yield wording.skip_instruction(localized, section.visible_if) or ""


def _lines_of(localized: LocalizedForm, item: Item) -> Iterator[str]:
    """The lines of a question besides its label: hints, and options as they are printed for paper."""
    if isinstance(item, Note):
        yield wording.skip_instruction(localized, item.visible_if) or ""
        yield from (localized.text(said) for said in item.paragraphs)
        return
    hints = _hints(localized, item)
    yield "; ".join(hints)
    yield from hints
    if isinstance(item, Field):
        yield "; ".join([localized.text(wording.SELECT_ALL), *hints])
        yield _options(localized, item)
        yield _options_of_lists(localized, item)
        if item.type is FieldType.MULTI_CHOICE:
            yield from (localized.text(choice.label) for choice in item.choices)
    if isinstance(item, Table):
        yield from (str(number) for number in range(1, item.rows + 1))
        yield from (hint for column in item.columns for hint in _hints(localized, column))
        yield from (_options_of_lists(localized, column) for column in item.columns)


def _labels(localized: LocalizedForm, item: Item) -> Iterator[tuple[str, str]]:
    """The names of an item's labels, each with every way its label may stand in one paragraph."""
    match item:
        case Note():
            return
        case Field():
            label = wording.numbered_label(localized, item)
            hints = _hints(localized, item)
            yield item.id, label
            if item.type is FieldType.MULTI_CHOICE:
                yield item.id, f"{label} {'; '.join([localized.text(wording.SELECT_ALL), *hints])}"
                yield from ((f"{item.id}.{choice.code}", localized.text(choice.label)) for choice in item.choices)
            elif item.is_one_of:
                yield item.id, f"{label} {_options(localized, item)}"
        case Table():
            label = wording.numbered_label(localized, item)
            yield item.id, label
            yield item.id, f"{label} {'; '.join(_hints(localized, item))}"
            for column in item.columns:
                words = localized.text(column.label) + (" *" if column.required else "")
                yield f"{item.id}.{column.id}", words
                if column.is_one_of:
                    yield f"{item.id}.{column.id}", f"{words} {_options(localized, column)}"


def _hints(localized: LocalizedForm, item: Field | Table) -> list[str]:
    hints = [localized.text(item.help)] if item.help else []
    asked = isinstance(item, Field) and item.type is not FieldType.DATE and item.id not in localized.form.printed
    if asked and isinstance(item, Field) and (how := wording.hint(item)):
        hints.append(localized.text(how))
    skip = wording.skip_instruction(localized, item.visible_if)
    return [*hints, skip] if skip else hints


def _options(localized: LocalizedForm, field: Field) -> str:
    return " · ".join(option_words(localized, choice) for choice in field.choices)


def _options_of_lists(localized: LocalizedForm, field: Field) -> str:
    """The options as they are printed beside a drop-down list of a workbook."""
    return " · ".join(workbook.option_words(localized, field, choice) for choice in field.choices)


def option_words(localized: LocalizedForm, choice: Choice) -> str:
    """An option as it is printed for paper: a graded one with its mark."""
    label = localized.text(choice.label)
    return f"{choice.value} – {label}" if choice.value is not None else label


def _questions(localized: LocalizedForm) -> Iterator[tuple[str, Field]]:
    for item in localized.form.items.values():
        match item:
            case Field():
                yield item.id, item
            case Table():
                yield from ((f"{item.id}.{column.id}", column) for column in item.columns)
            case _:
                pass

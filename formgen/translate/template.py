"""FormDefinition and program -> the messages that a catalog must translate, with what a translator wants to know."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from formgen.message import Message
from formgen.model.form import Field, FormDefinition, Note, Section, Table
from formgen.model.room import Room

_PLACEHOLDER = re.compile(r"\{[a-z_]+\}")


def has_placeholder(text: str) -> bool:
    """Whether values are put into a text where it is shown."""
    return _PLACEHOLDER.search(text) is not None


@dataclass(frozen=True, slots=True)
class Source:
    """A message as the template has it: `notes` are for the translator, `reference` is where it is written."""

    message: Message
    notes: tuple[str, ...] = ()
    reference: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What its translation is found by."""
        return self.message.context, self.message.text


def form_messages(form: FormDefinition) -> Iterator[Message]:
    """Yield every text of a form in reading order, each once."""
    seen: set[tuple[str, str]] = set()
    for message, _ in _described(form):
        key = (message.context, message.text)
        if key not in seen:
            seen.add(key)
            yield message


def form_sources(form: FormDefinition, rooms: Mapping[str, Room] | None = None) -> Iterator[Source]:
    """Yield the texts that belong to a form's own catalog, described; `rooms` by context."""
    found: dict[tuple[str, str], list[str]] = {}
    messages: dict[tuple[str, str], Message] = {}
    for message, said in _described(form):
        if message.context.startswith(f"{form.id}."):
            key = (message.context, message.text)
            messages.setdefault(key, message)
            if said not in found.setdefault(key, []):
                found[key].append(said)
    for key, message in messages.items():
        uses = found[key]
        notes = [f"Form: {form.title.text}.", *uses[:4]]
        if len(uses) > len(notes) - 1:
            notes.append(f"And in {len(uses) - 4} more places.")
        if rooms and message.context in rooms:
            room = rooms[message.context]
            notes += [
                str(room),
                f"Seen: on page {room.page} of the PDF and of paper; in Word and Excel in the same place.",
            ]
        comment = form.comments.get(message.context, "")
        notes += [line for line in comment.split("\n") if line]
        yield Source(message, tuple(notes), f"forms/{form.id}.yaml")


def _described(form: FormDefinition) -> Iterator[tuple[Message, str]]:
    yield form.title, "Kind: title of the form, at the head of every page."
    yield form.source, "Kind: where the wording comes from, in small print at the foot of every page."
    for variant in form.variants:
        yield variant.label, "Kind: for whom the form is, beside its title."
    for section in form.sections:
        yield from _of_section(form, section)


def _of_section(form: FormDefinition, section: Section) -> Iterator[tuple[Message, str]]:
    where = f"Section {form.numbers[f'section:{section.id}']}: {section.title.text}."
    yield section.title, f"Kind: title of section {form.numbers[f'section:{section.id}']}."
    if section.intro is not None:
        yield section.intro, f"{where} Kind: instruction below the title of the section."
    if section.dimension is not None:
        yield section.dimension, "Kind: heading over several sections."
    for item in section.items:
        match item:
            case Note():
                for paragraph in item.paragraphs:
                    yield paragraph, f"{where} Kind: paragraph of a note printed between the questions."
            case Table():
                yield from _question(form, item, where, "label of table")
                for column in item.columns:
                    yield from _question(form, column, where, f"heading of a column of table {form.numbers[item.id]},")
            case Field():
                yield from _question(form, item, where, "label of question")


def _question(form: FormDefinition, item: Field | Table, where: str, kind: str) -> Iterator[tuple[Message, str]]:
    number = form.numbers.get(item.id)
    named = f"{kind} {number}" if number else f"{kind} “{item.label.text}”"
    yield item.label, f"{where} Kind: {named.removesuffix(f', “{item.label.text}”')}."
    if item.help is not None:
        yield item.help, f"{where} Kind: hint in small print beside the {named}, “{item.label.text}”."
    if isinstance(item, Field):
        of = f"question {number}, “{item.label.text}”" if number else f"the {named}"
        kinds = "answer in a list to choose from" if item.combo else "answer printed to be ticked"
        for choice in item.choices:
            yield choice.label, f"{where} Kind: {kinds}, of {of}."


_KINDS = {
    "cli": "words of a command in the terminal",
    "click": "words of the command line in the terminal",
    "error": "error told to the operator; what stopped the program, or with “remedy” what to do",
    "fault": "fault of a definition or catalog, told by “check”",
    "finding": "finding about a completed document or a record, told to a clerk",
    "print": "printed on the forms",
    "place": "shown in a form where an answer is missing",
    "report": "word or sentence in reports for clerks",
    "translation": "fault of a translation, told to the translator",
}


def program_sources(package: Path) -> Iterator[Source]:
    """Yield the program's own messages, by context, described; an installed package has its sources too."""
    found: dict[tuple[str, str], Source] = {}
    for path, message in _written(package):
        kind = _KINDS.get(message.context.partition(".")[0], "words of the program")
        place = f"formgen/{path.relative_to(package).as_posix()}"
        found.setdefault((message.context, message.text), Source(message, (f"Kind: {kind}.",), place))
    yield from (found[key] for key in sorted(found))


def program_messages(package: Path) -> Iterator[Message]:
    """Yield every `Message("context", "text", …)` written in the program's source files."""
    yield from (message for _, message in _written(package))


def _written(package: Path) -> Iterator[tuple[Path, Message]]:
    for path in sorted(package.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Name(id="Message"),
                    args=[ast.Constant(value=str(context)), ast.Constant(value=str(text)), *_],
                ):
                    yield path, Message(context, text)

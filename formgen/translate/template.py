"""FormDefinition and program -> the messages that a catalog must translate."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from formgen.message import Message
from formgen.model.form import Field, FormDefinition, Note, Table


def form_messages(form: FormDefinition) -> Iterator[Message]:
    """Yield every text of a form in reading order, each once."""
    seen: set[tuple[str, str]] = set()
    for message in _form_messages(form):
        key = (message.context, message.text)
        if key not in seen:
            seen.add(key)
            yield message


def _form_messages(form: FormDefinition) -> Iterator[Message]:
    yield form.title
    yield form.source
    for variant in form.variants:
        yield variant.label
    for section in form.sections:
        yield section.title
        yield from (text for text in (section.intro, section.dimension) if text is not None)
        for item in section.items:
            match item:
                case Note():
                    yield from item.paragraphs
                case Table():
                    yield from _question(item)
                    for column in item.columns:
                        yield from _question(column)
                case Field():
                    yield from _question(item)


def _question(item: Field | Table) -> Iterator[Message]:
    yield item.label
    if item.help is not None:
        yield item.help
    if isinstance(item, Field):
        for choice in item.choices:
            yield choice.label


def program_messages(package: Path) -> Iterator[Message]:
    """Yield every `Message("context", "text", …)` written in the program's source files."""
    for path in sorted(package.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Name(id="Message"),
                    args=[ast.Constant(value=str(context)), ast.Constant(value=str(text)), *_],
                ):
                    yield Message(context, text)

"""Read definition files: YAML with line numbers, then the schema, then the checks across fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from formgen.define.build import build
from formgen.define.checks import cross_faults
from formgen.define.faults import Fault, FaultyDefinitionError
from formgen.define.schema import FormSource
from formgen.message import Message
from formgen.model.form import FormDefinition


def definition_paths(folder: Path) -> Mapping[str, Path]:
    """The definition files of a folder by form id, which is the file's stem."""
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}


def load_definitions(paths: Iterable[Path]) -> tuple[FormDefinition, ...]:
    """Read several definitions; FaultyDefinitionError with the faults of all of them."""
    forms: list[FormDefinition] = []
    faults: list[Fault] = []
    for path in paths:
        form, found = _load(path)
        faults.extend(found)
        if form is not None:
            forms.append(form)
    if faults:
        raise FaultyDefinitionError(faults)
    return tuple(forms)


def load_definition(path: Path) -> FormDefinition:
    """Read one definition; FaultyDefinitionError with every fault of the file."""
    return load_definitions([path])[0]


def _load(path: Path) -> tuple[FormDefinition | None, list[Fault]]:
    try:
        tree: Any = YAML(typ="rt").load(path.read_bytes().decode("utf-8-sig"))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        return None, [Fault(path, line, _unreadable(error.problem or str(error)))]
    except (YAMLError, UnicodeDecodeError, OSError) as error:
        return None, [Fault(path, 0, _unreadable(str(error)))]
    try:
        source = FormSource.model_validate(_plain(tree))
    except ValidationError as error:
        return None, [Fault(path, _line(tree, detail["loc"]), _schema_fault(detail)) for detail in error.errors()]
    faults = [Fault(path, _line(tree, place), what) for place, what in cross_faults(source, path.stem)]
    return (None, faults) if faults else (build(source), [])


def _unreadable(reason: str) -> Message:
    return Message("fault.unreadable", "The file is not readable as YAML: {reason}.", {"reason": reason})


def _schema_fault(detail: ErrorDetails) -> Message:
    where = ".".join(str(part) for part in detail["loc"])
    values = {"where": where, "reason": detail["msg"], "given": repr(detail["input"])[:60]}
    if detail["type"] == "extra_forbidden":
        return Message("fault.unknown-word", "“{where}” is not a word of definitions. Remove or correct it.", values)
    if detail["type"] == "missing":
        return Message("fault.missing-word", "“{where}” is missing. Add it.", values)
    return Message("fault.wrong-value", "“{where}” has the value {given}: {reason}. Correct it.", values)


def _plain(node: Any) -> Any:
    """Turn the reader's annotated containers into plain ones; scalars keep their types."""
    if isinstance(node, Mapping):
        return {_plain(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(each) for each in node]
    if isinstance(node, bool) or node is None:
        return node
    for kind in (str, int, float):
        if isinstance(node, kind):
            return kind(node)
    return node


def _line(tree: Any, place: Iterable[str | int]) -> int:
    """The line, from 1, of the innermost part of a place that the file has."""
    line = 1
    node = tree
    for part in place:
        marks = getattr(node, "lc", None)
        if marks is None:
            break
        try:
            if isinstance(node, list) and isinstance(part, int):
                line, node = marks.item(part)[0] + 1, node[part]
            elif isinstance(node, Mapping) and part in node:
                line, node = marks.key(part)[0] + 1, node[part]
        except (KeyError, IndexError, TypeError):
            break
    return int(line)

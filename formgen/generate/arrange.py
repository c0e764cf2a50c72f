"""The items of a section -> the lines, grids and tables they are printed as, in every format alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from formgen.model.form import Field, FieldType, Note, Section, Table

COLUMNS = 12
"""A page is twelve columns wide; `Field.span` counts them."""


@dataclass(frozen=True, slots=True)
class Line:
    """Fields side by side; their spans add up to twelve at most."""

    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Questions below one another that share the same options, which head the columns."""

    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Options:
    """One question whose options are printed over the width of the page."""

    field: Field


Block = Line | Matrix | Options | Table | Note

_GRID = {FieldType.YES_NO, FieldType.RATING}
_LISTED = {FieldType.CHOICE, FieldType.MULTI_CHOICE}


def arrange(section: Section) -> tuple[Block, ...]:
    """Arrange the items of a section in their order."""
    return tuple(_blocks(section))


def _blocks(section: Section) -> Iterator[Block]:
    line: list[Field] = []
    grid: list[Field] = []
    for item in section.items:
        in_grid = isinstance(item, Field) and item.type in _GRID and item.span == COLUMNS
        in_line = isinstance(item, Field) and not in_grid and not _stands_alone(item)
        if grid and not (in_grid and isinstance(item, Field) and item.choices == grid[0].choices):
            yield Matrix(tuple(grid))
            grid = []
        if line and not (in_line and sum(field.span for field in line) + item.span <= COLUMNS):
            yield Line(tuple(line))
            line = []
        match item:
            case Field() if in_grid:
                grid.append(item)
            case Field() if in_line:
                line.append(item)
            case Field():
                yield Options(item)
            case Table() | Note():
                yield item
    if grid:
        yield Matrix(tuple(grid))
    if line:
        yield Line(tuple(line))


def _stands_alone(field: Field) -> bool:
    return field.type in _LISTED and not field.combo and field.span == COLUMNS

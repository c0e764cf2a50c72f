"""Rows that nothing asks for while documents are taken in -> kept back, and written together, table by table.

Each statement costs more than its row, so that a hundred rows are written at a fraction of the price of a hundred
statements. Nobody sees the difference: whatever else is done in the transaction, and its end, writes first what is
kept back. Only statements that are `APART` do not wait for it; they ask for and touch other tables.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, Insert
from sqlalchemy.engine import ExecutionContext

_Row = Mapping[str, object]

_LATER, _APART = "formgen_later", "formgen_apart"

APART = {_APART: True}
"""The option of statements on other tables than those whose rows are written later."""


class Later:
    """The rows kept back in one transaction, in their order; they go with it if it fails."""

    def __init__(self) -> None:
        self._rows: dict[Insert, list[_Row]] = {}

    @property
    def option(self) -> Mapping[str, Later]:
        """What makes a connection keep rows back."""
        return {_LATER: self}

    def add(self, statement: Insert, row: _Row) -> None:
        """Keep a row back."""
        self._rows.setdefault(statement, []).append(row)

    def write(self, connection: Connection) -> None:
        """Write what is kept back; each time it is written once."""
        kept, self._rows = self._rows, {}
        for statement, rows in kept.items():
            connection.execute(statement, rows)


def insert_later(connection: Connection, statement: Insert, row: _Row) -> None:
    """Insert a row before anything in the transaction can ask for it, at its end at the latest."""
    later: Later = connection.get_execution_options()[_LATER]
    later.add(statement, row)


def write_first(
    connection: Connection, _cursor: object, _words: object, _row: object, context: ExecutionContext, _many: object
) -> None:
    """Before a statement is executed: write what it may ask for."""
    options = context.execution_options
    later = options.get(_LATER)
    if later is not None and not options.get(_APART):
        later.write(connection)

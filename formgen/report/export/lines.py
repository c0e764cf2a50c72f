"""A record -> one line of JSON Lines, with the types of CONTRACT.md section 4."""

from __future__ import annotations

import json
from collections.abc import Mapping

from formgen.model.form import Field, FormDefinition, Table
from formgen.model.record import Value
from formgen.report.export.columns import Entry, Wanted
from formgen.report.lines import plain


def record_line(form: FormDefinition, entry: Entry, wanted: Wanted) -> str:
    """One record as JSON with its line end; what is not wanted is left out."""
    stamp = entry.stamp
    told = {
        "record_number": entry.number,
        "form": stamp.form,
        "version": stamp.version,
        "locale": stamp.locale,
        "variant": stamp.variant,
        "status": entry.status,
        "received": entry.received,
        "revision": entry.revision,
        "findings": entry.findings,
        "record": _record(form, entry.record.values, wanted),
        "computed": dict(entry.computed),
    }
    return json.dumps(told, ensure_ascii=False, default=plain) + "\n"


def _record(form: FormDefinition, values: Mapping[str, Value], wanted: Wanted) -> Mapping[str, object]:
    found: dict[str, object] = {}
    for name, value in values.items():
        item = form.items.get(name)
        if not isinstance(item, Field | Table) or not wanted.allows(item):
            continue
        if isinstance(item, Table):
            rows = [row for row in value if isinstance(row, Mapping)] if isinstance(value, tuple) else []
            columns = [column.id for column in item.columns if wanted.allows(column)]
            found[name] = [{column: row.get(column) for column in columns} for row in rows]
        elif isinstance(value, tuple):
            found[name] = [code for code in value if _is_wanted_option(item, code, wanted)]
        else:
            found[name] = value
    return found


def _is_wanted_option(field: Field, code: object, wanted: Wanted) -> bool:
    return all(wanted.allows_option(choice) for choice in field.choices if choice.code == code)

"""A message of the program -> what keeps it from being said whole in both languages."""

from __future__ import annotations

import re
from functools import cache

from formgen.message import Message
from formgen.model.catalog import Catalog
from formgen.translate import read_catalog
from tests.forms import PROJECT

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_AS_WRITTEN = {"fault.condition": {"not", "all"}}
"""Words that a message shows in braces because definitions have them so."""


@cache
def _catalog() -> Catalog:
    return read_catalog(PROJECT / "locales", "hy", ["formgen"])


def unsayable(message: Message) -> list[str]:
    """What is amiss with a message: words without a translation, or a placeholder without a value."""
    said = _catalog().words.get((message.context, message.text))
    wanting = [] if said else [f"{message.context}: {message.text}"]
    names = set(_PLACEHOLDER.findall(message.text)) - _AS_WRITTEN.get(message.context, set())
    wanting += sorted(name for name in names if message.values.get(name) is None)
    for value in message.values.values():
        wanting += unsayable(value) if isinstance(value, Message) else []
    return wanting

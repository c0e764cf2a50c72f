"""Words for people: an English text with its context, translated where it is shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Message:
    """A text of the program or of a form, before translation.

    `context` and `text` are the gettext msgctxt and msgid; `values` fill the named
    placeholders of the translation (`{name}`), never of the English alone.
    """

    context: str
    text: str
    values: Mapping[str, object] = field(default_factory=dict, compare=False)

    def __str__(self) -> str:
        return fill(self.text, self.values)


_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


def fill(text: str, values: Mapping[str, object]) -> str:
    """Put values into the named placeholders; a placeholder without a value stays visible.

    A value is never searched for placeholders itself.
    """
    if not values:
        return text
    return _PLACEHOLDER.sub(lambda match: str(values.get(match[1], match[0])), text)

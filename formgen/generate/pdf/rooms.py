"""A localized form -> the room of each of its texts on the pages of the PDF, as the layout itself measures it."""

from __future__ import annotations

from formgen.generate.pdf.compile import words_of
from formgen.generate.pdf.layout import measured
from formgen.model.catalog import LocalizedForm
from formgen.model.room import Room


def rooms(localized: LocalizedForm) -> list[Room]:
    """The texts in the order of the pages; one that stands at several places comes several times."""
    return [
        Room(
            each["at"],
            each["page"],
            each["room"],
            each["widest"],
            each["word"],
            whole=each["whole"],
            left=each["left"],
            top=each["top"],
        )
        for each in measured(words_of(localized))
    ]

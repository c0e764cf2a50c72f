"""Where the answers of a form stand on its printed pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points from the lower left corner of the page."""


@dataclass(frozen=True, slots=True)
class Place:
    """The box of one key: `page` from 1, `state` of a tick or radio button.

    `options` are the codes of a list to choose from.
    """

    key: str
    state: str | None
    page: int
    box: Box
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layout:
    """The places of a form in one language, in reading order.

    `blank` gives the blank document itself, which is laid out when it is first needed; None where today's layout is
    no longer the one that was printed.
    """

    places: tuple[Place, ...]
    blank: Callable[[], bytes | None] = field(compare=False)

    @cached_property
    def pages(self) -> int:
        """How many pages the form has."""
        return max((place.page for place in self.places), default=0)

    @cached_property
    def by_key(self) -> Mapping[str, tuple[Place, ...]]:
        """The places of each key; of a group of circles, one for each."""
        found: dict[str, list[Place]] = {}
        for place in self.places:
            found.setdefault(place.key, []).append(place)
        return {key: tuple(places) for key, places in found.items()}

    @cached_property
    def by_page(self) -> Mapping[int, tuple[Place, ...]]:
        """The places of each page, from 1."""
        return {page: tuple(place for place in self.places if place.page == page) for page in range(1, self.pages + 1)}

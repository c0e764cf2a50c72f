"""What an archive or a mail holds, by its own list of contents."""

from __future__ import annotations

from dataclasses import dataclass

from formgen.model.finding import Finding


@dataclass(frozen=True, slots=True)
class Member:
    """One thing in a container: its name there, its number, and what is wrong with it by the list alone."""

    name: str
    number: int
    fault: Finding | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """The members of one container in the order of their names, without what programs leave beside documents."""

    members: tuple[Member, ...]

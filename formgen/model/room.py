"""How much room a text has where it is printed, and how much it takes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Room:
    """One text at one place: `context` names it, `page` counts from 1, widths are in mm,
    `left` and `top` are those of its block on the page, in mm from the upper left corner.

    `widest` is the width of what cannot be broken: the longest word, or the `whole` text where it stands in one line.
    """

    context: str
    page: int
    width: float
    widest: float
    words: str
    whole: bool = False
    left: float = 0.0
    top: float = 0.0

    @property
    def over(self) -> float:
        """By how much the text exceeds its room, in mm; below a tenth nobody sees it."""
        over = self.widest - self.width
        return over if over >= 0.1 else 0.0  # noqa: PLR2004

    def __str__(self) -> str:
        return f"Room: {self.width:.0f} mm " + (
            "in one line." if self.whole else "a line, over as many lines as it needs."
        )

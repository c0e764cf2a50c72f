"""What a centre decides for all its forms: its name, addresses, logo, processor, fonts, numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from formgen.model.limits import DEFAULT, Limits

Words = Mapping[str, str]
"""A text by locale; under `*` the text for every locale that has none of its own."""


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture for the head of the forms: its bytes, its kind (`png` or `jpg`), width and height in pixels."""

    content: bytes
    kind: str
    size: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Keeping:
    """What may not be forgotten: records younger than some years, and those of numbers under a legal hold."""

    years: int = 0
    legal_hold: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a project; an empty text means that the forms say what they say by default."""

    centre_name: Words = field(default_factory=dict)
    centre_address: Words = field(default_factory=dict)
    return_to: Words = field(default_factory=dict)
    processor: Words = field(default_factory=dict)
    approving_order: Words = field(default_factory=dict)
    logo: Logo | None = None
    office_fonts: tuple[str, ...] = ()
    number_prefix: str | None = None
    limits: Limits = DEFAULT
    keeping: Keeping = Keeping()

    def terms(self, locale: str) -> Mapping[str, str]:
        """The texts set for a locale, by the name of the placeholder or line they fill."""
        said = {
            "centre_name": self.centre_name,
            "centre_address": self.centre_address,
            "return_to": self.return_to,
            "processor": self.processor,
            "approving_order": self.approving_order,
        }
        chosen = {name: words.get(locale) or words.get("*") or "" for name, words in said.items()}
        return {name: text for name, text in chosen.items() if text}

"""One language's words, and a form in the words of one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from formgen.message import Message, fill
from formgen.model.correction import Correction
from formgen.model.document import Stamp
from formgen.model.form import FormDefinition
from formgen.model.settings import Settings


@dataclass(frozen=True)
class Catalog:
    """The translations of one locale, by msgctxt and msgid."""

    locale: str
    words: Mapping[tuple[str, str], str]

    def text(self, message: Message, values: Mapping[str, object] | None = None) -> str:
        """Translate a message and fill its placeholders, nested messages first.

        A message without a translation is shown in English: `define` and `translate`
        refuse incomplete catalogs before any form is made.
        """
        filled = {
            name: self.text(value) if isinstance(value, Message) else value
            for name, value in {**message.values, **(values or {})}.items()
        }
        return fill(self.words.get((message.context, message.text)) or message.text, filled)


@dataclass(frozen=True)
class LocalizedForm:
    """A form, of one variant where it has variants, in one language.

    `terms` fill the placeholders in the form's texts, such as `processor`; `settings` are the
    centre's, with the logo and fonts for the head. In a `draft` English stands for words that are missing.
    With a `correction` only some questions are open.
    """

    form: FormDefinition
    catalog: Catalog
    variant: str | None = None
    terms: Mapping[str, str] = field(default_factory=dict)
    settings: Settings = field(default_factory=Settings)
    draft: bool = False
    correction: Correction | None = None

    @property
    def locale(self) -> str:
        """The language of the words, such as `hy`."""
        return self.catalog.locale

    @property
    def stamp(self) -> Stamp:
        """What a blank of it is stamped with."""
        return Stamp(self.form.id, self.form.version, self.locale, self.variant, draft=self.draft)

    def text(self, message: Message) -> str:
        """Say a message of the form in its language."""
        return self.catalog.text(message, self.terms)

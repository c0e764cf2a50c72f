"""What the commands of one run share: where the project is, and how messages are said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import click

from formgen.cli.language import Say
from formgen.message import Message

if TYPE_CHECKING:
    from formgen.model.catalog import LocalizedForm
    from formgen.model.finding import Finding
    from formgen.model.form import FormDefinition
    from formgen.model.report import Report
    from formgen.pipeline.project import Project


HERE = "."
"""The working directory."""
LEFT_OUT = Message(
    "cli.left-out",
    "The language {locale} is left out. Texts that it lacks, by form: {forms}. Translate them, “formgen translate "
    "status” shows how far it is; for a look before that: formgen generate --locale {locale} --draft",
)


@dataclass
class Session:
    """One run of the program."""

    folder: str
    locale: str
    say: Say

    @cached_property
    def project(self) -> Project:
        """The definitions and catalogs in use."""
        from pathlib import Path

        from formgen.pipeline.project import Project

        return Project(Path(self.folder))

    def shown(self, form: str | None, variant: str | None = None) -> LocalizedForm:
        """A form, or no form, in the language of the messages."""
        from formgen.model.catalog import Catalog, LocalizedForm
        from formgen.model.form import FormDefinition

        if form is not None:
            return self.project.shown(self.project.definition(form), self.locale, variant)
        words = self.project.catalog(self.locale, "").words if self.locale != "en" else {}
        nothing = Message(context="", text="")
        return LocalizedForm(FormDefinition("", "", nothing, nothing, ()), Catalog(self.locale, words))

    def shown_of(self, report: Report) -> LocalizedForm:
        """The form of a report in the language of the messages."""
        if report.stamp is None:
            return self.shown(None)
        return self.shown(report.stamp.form, report.stamp.variant)

    def tell(self, message: Message) -> None:
        """Say something to the person at the terminal."""
        click.echo(self.say(message), err=True)

    def tell_left_out(self, forms: Iterable[FormDefinition]) -> None:
        """Say which languages are left out, since they lack words that others have; each on a line."""
        left: dict[str, list[str]] = {}
        for form in forms:
            lacking = {locale: len(self.project.lacking(form, locale)) for locale in self.project.locales}
            for locale, count in lacking.items() if 0 in lacking.values() else ():
                if count:
                    left.setdefault(locale, []).append(f"{form.id} ({count})")
        for locale, names in left.items():
            self.tell(Message(LEFT_OUT.context, LEFT_OUT.text, {"locale": locale, "forms": ", ".join(names)}))

    def tell_findings(self, about: str, findings: Iterable[Finding], shown: LocalizedForm) -> None:
        """Say findings to the person at the terminal, each on a line."""
        from formgen.report.words import describe

        for each in findings:
            click.echo(f"{about}: {describe(each, shown)}", err=True)

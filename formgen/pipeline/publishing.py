"""A form as it stands -> a version frozen for ever: definition, words and the places on its pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

from formgen.define.faults import Fault
from formgen.errors import ExitCode, FormgenError
from formgen.message import Message
from formgen.model.document import Format
from formgen.model.form import Field, FormDefinition, Table
from formgen.pipeline.compiled import maker
from formgen.pipeline.making import variants_of, write
from formgen.pipeline.project import Project


class AlreadyPublishedError(FormgenError):
    """The version was published with another definition; a published version never changes."""

    exit_code = ExitCode.AT_FAULT
    remedy = Message(
        "error.already-published.remedy", "Give the definition a new version, and declare under “changes” what changed."
    )


def publish(project: Project, name: str) -> tuple[Path, bool]:
    """Freeze a form's version under forms/published; return where, and whether it was not there before.

    Raises AlreadyPublishedError, and IncompleteCatalogError where a language lacks words.
    """
    from formgen.generate.pdf import places

    form = project.definition(name)
    folder = project.published_folder / f"{form.id}-{form.version}"
    before = project.edition_folder(form.id, form.version)
    if before is not None:
        if not same_form(_published(project, form), form):
            raise AlreadyPublishedError(
                Message(
                    "error.already-published",
                    "Version {version} of {form} is published already, and the definition has changed since.",
                    {"form": form.id, "version": form.version},
                )
            )
        return before, False
    for locale in project.locales:
        for variant in variants_of(form):
            localized = project.localized(form, locale, variant)
            found = [asdict(place) for place in places(maker(Format.PDF).compile_blank(localized))]
            stem = f"{variant}.{locale}" if variant else locale
            write(folder / f"layout.{stem}.json", _lines(found))
        _write_words(project, form, locale, folder / f"{locale}.po")
    # The definition comes last: a folder without it is not taken for a published version.
    write(folder / f"{form.id}.yaml", project.definition_paths[form.id].read_bytes())
    return folder, True


def _lines(found: list[dict[str, object]]) -> bytes:
    """The places as a JSON list, one a line."""
    return ("[\n" + ",\n".join(json.dumps(place) for place in found) + "\n]\n").encode()


def _write_words(project: Project, form: FormDefinition, locale: str, path: Path) -> None:
    from formgen.translate.catalog import write_words
    from formgen.translate.template import form_messages

    write_words(path, form_messages(form), project.catalog(locale, form.id))


def _published(project: Project, form: FormDefinition) -> FormDefinition:
    from formgen.define.load import load_definition

    folder = project.edition_folder(form.id, form.version)
    assert folder is not None
    return load_definition(folder / f"{form.id}.yaml")


def same_form(one: FormDefinition, other: FormDefinition) -> bool:
    """Whether two definitions ask the same in the same way; comments for translators do not count."""
    return replace(one, comments={}) == replace(other, comments={})


def version_faults(project: Project, form: FormDefinition) -> Iterator[Fault]:
    """Yield what a definition lacks towards its published versions: a new version, or a word on what went."""
    path = project.definition_paths[form.id]
    if project.edition_folder(form.id, form.version) is not None and not same_form(_published(project, form), form):
        values = {"version": form.version}
        yield Fault(
            path,
            0,
            Message(
                "fault.changed-after-publishing",
                "The definition has changed since version {version} was published. Give it a new version.",
                values,
            ),
        )
    for version in published_versions(project, form.id):
        earlier = project.edition(form.id, version)
        if earlier is not None and earlier.version != form.version:
            yield from (Fault(path, 0, what) for what in _undeclared(earlier, form))


def published_versions(project: Project, name: str) -> list[str]:
    """The published versions of a form in the project, in the order of their numbers."""
    found = [folder.name.removeprefix(f"{name}-") for folder in project.published_folder.glob(f"{name}-*")]
    return sorted(found, key=lambda version: [int(part) for part in version.split(".") if part.isdigit()])


def _undeclared(earlier: FormDefinition, today: FormDefinition) -> Iterator[Message]:
    changes = [change for change in today.changes if change.since >= earlier.version]
    renamed = {old: new for change in changes for old, new in change.renamed.items()}
    removed = {name for change in changes for name in change.removed}
    merged = {(name, code) for change in changes for name, codes in change.merged.items() for code in codes}
    for item_id, item in earlier.items.items():
        if not isinstance(item, Field | Table) or item_id in removed:
            continue
        now = today.items.get(renamed.get(item_id, item_id))
        if now is None:
            yield Message(
                "fault.undeclared-field",
                "“{id}” of version {version} is gone. Declare it under “changes” as renamed or removed.",
                {"id": item_id, "version": earlier.version},
            )
        elif isinstance(item, Field) and isinstance(now, Field):
            for code in item.codes:
                if code not in now.codes and (item_id, code) not in merged:
                    yield Message(
                        "fault.undeclared-option",
                        "The option “{code}” of “{id}” of version {version} is gone. "
                        "Declare under “changes” which one it is merged into.",
                        {"code": code, "id": item_id, "version": earlier.version},
                    )

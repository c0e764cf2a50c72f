"""Read a locale's PO files, and put a form into its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from formgen.errors import ExitCode, FormgenError
from formgen.message import Message
from formgen.model.catalog import Catalog, LocalizedForm
from formgen.model.form import FormDefinition, for_variant
from formgen.model.settings import Settings
from formgen.translate.po import BRACES, CatalogError, Entry, PoFile, read_po, write_entries
from formgen.translate.template import form_messages, has_placeholder

FOLDER = "LC_MESSAGES"

_NAMED = 10
"""Texts that are lacking and named; of the others it is said how many they are."""
_LACKS = Message(
    "error.incomplete-catalog", "Texts of the form {form} that the locale {locale} lacks: {count}.{missing}"
)
_LACKS_MORE = Message(
    "error.incomplete-catalog.more",
    "Texts of the form {form} that the locale {locale} lacks: {count}.{missing}\n… and {more} more",
)


class IncompleteCatalogError(FormgenError):
    """A locale lacks words a form needs; nothing is generated as if it had them."""

    exit_code = ExitCode.AT_FAULT
    remedy = Message(
        "error.incomplete-catalog.remedy",
        "Translate the texts named above, then run the command again.",
    )

    def __init__(self, locale: str, form: str, missing: Sequence[Message], remedy: Message | None = None) -> None:
        shown = "".join(f"\n  {message.context}: {message.text[:60]}" for message in missing[:_NAMED])
        what = _LACKS if len(missing) <= _NAMED else _LACKS_MORE
        values = {"locale": locale, "form": form, "missing": shown, "count": len(missing)}
        super().__init__(Message(what.context, what.text, {**values, "more": len(missing) - _NAMED}), remedy)


def locales_of(folder: Path) -> tuple[str, ...]:
    """The locales a folder has catalogs for, in alphabetical order."""
    return tuple(sorted(path.parent.name for path in folder.glob(f"*/{FOLDER}") if path.is_dir()))


def read_catalog(folder: Path, locale: str, domains: Sequence[str]) -> Catalog:
    """Read the PO files of some domains; fuzzy and obsolete entries count as untranslated.

    Raises CatalogError where a file is not a PO file. A missing file is an empty one.
    """
    words: dict[tuple[str, str], str] = {}
    for domain in domains:
        path = folder / locale / FOLDER / f"{domain}.po"
        if path.is_file():
            words.update(read_words(path))
    return Catalog(locale, words)


def read_file(path: Path) -> PoFile:
    """Read one PO file whole; CatalogError with its line."""
    try:
        return read_po(path.read_bytes(), path)
    except OSError as error:
        raise CatalogError(path, 0, str(error.strerror or error)) from error


def read_words(path: Path) -> Mapping[tuple[str, str], str]:
    """Read one PO file: its translations by msgctxt and msgid. CatalogError."""
    return {entry.key: entry.said for entry in read_file(path).live if entry.translated and entry.plural is None}


def write_words(path: Path, messages: Iterable[Message], catalog: Catalog) -> None:
    """Write the translations of some messages as a PO file; the same words give the same bytes."""
    path.write_bytes(write_entries(_entry(message, catalog) for message in messages))


def _entry(message: Message, catalog: Catalog) -> Entry:
    said = catalog.words.get((message.context, message.text), "")
    flags = (BRACES,) if has_placeholder(message.text) else ()
    return Entry(message.text, (said,), message.context, flags=flags)


def missing(form: FormDefinition, catalog: Catalog, printed: Iterable[Message] = ()) -> list[Message]:
    """The texts that a form needs and a catalog lacks; `printed` are those that stand on every form."""
    texts = (*form_messages(form), *printed)
    return [message for message in texts if not catalog.words.get((message.context, message.text))]


def localize(
    form: FormDefinition,
    catalog: Catalog,
    variant: str | None = None,
    terms: Mapping[str, str] | None = None,
    settings: Settings | None = None,
) -> LocalizedForm:
    """Put a form, or one variant of it, into the words of a catalog, with what a centre has set.

    Raises IncompleteCatalogError where the catalog lacks a text of the form.
    """
    lacking = missing(form, catalog)
    if lacking:
        raise IncompleteCatalogError(catalog.locale, form.id, lacking)
    return LocalizedForm(for_variant(form, variant), catalog, variant, terms or {}, settings or Settings())

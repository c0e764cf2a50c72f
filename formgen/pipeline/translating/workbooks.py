"""Catalogs -> the translator's workbook; a workbook that came back -> the catalogs with what was changed in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from formgen.document.opening import kind_of, read_file
from formgen.document.unreadable import UnreadableError
from formgen.errors import FormgenError
from formgen.extract.xlsx.book import Book, Place, number_of
from formgen.message import Message
from formgen.model.document import Format
from formgen.pipeline.making import write
from formgen.pipeline.project import Project
from formgen.pipeline.translating.catalogs import Domain, current_catalog, domains
from formgen.pipeline.translating.pictures import pictures
from formgen.translate.book import SCHEME, STATES, Part, write_book
from formgen.translate.catalog import FOLDER
from formgen.translate.po import write_po
from formgen.translate.states import State
from formgen.translate.workbook import Column, Given, Person, Told, merge, rows


class NotAWorkbookError(FormgenError):
    """The file is no workbook of texts of ours."""

    remedy = Message("error.not-a-words-book.remedy", "Give a workbook that “formgen translate export” has written.")


def export(project: Project, locale: str, path: Path, names: tuple[str, ...], say: Callable[[Message], str]) -> int:
    """Write the workbook of a language; returns how many texts it has. NotWritableError."""
    project.known_locales((locale,))
    parts = []
    for domain in domains(project, names):
        catalog = current_catalog(project, locale, domain)
        drawn: Mapping[str, bytes] = pictures(project, domain.form, locale) if domain.form is not None else {}
        parts.append(Part(domain.name, list(rows(catalog)), drawn))
    write(path, write_book(locale, parts, say))
    return sum(len(part.rows) for part in parts)


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of the rows of one sheet; `path` is the catalog, None where nothing in it was changed."""

    domain: str
    path: Path | None
    told: Sequence[Told]


def import_book(project: Project, locale: str, path: Path, person: Person) -> Iterator[Imported]:
    """Take the changes of a workbook into the project's catalogs; everything is read before anything is written.

    Raises NotAWorkbookError; UnknownFormError where the language has no catalogs.
    """
    project.known_locales((locale,))
    sheets = _sheets(path, locale)
    states = _state_words(project)
    by_name = {domain.name: domain for domain in domains(project)}
    results: list[tuple[Domain, Path, bytes | None, list[Told]]] = []
    for name, given in sheets.items():
        domain = by_name.get(name)
        if domain is None:
            continue
        catalog = current_catalog(project, locale, domain)
        merged, told = merge(catalog, given, person, states)
        target = project.folder / "locales" / locale / FOLDER / f"{name}.po"
        results.append((domain, target, write_po(merged) if merged != catalog else None, told))
    for domain, target, content, told in results:
        if content is not None:
            write(target, content)
        yield Imported(domain.name, target if content is not None else None, told)


def _state_words(project: Project) -> Mapping[str, State]:
    words = {str(state): state for state in State}
    for locale in project.locales:
        catalog = project.catalog(locale, "")
        words.update({catalog.text(message).lower(): state for state, message in STATES.items()})
    return words


def _sheets(path: Path, locale: str) -> Mapping[str, list[Given]]:
    """The rows of the sheets of ours, by catalog; a sheet may come twice, renamed or in part."""
    try:
        kind, package = kind_of(read_file(path))
        if package is None or kind.reads_as is not Format.XLSX:
            raise _not_ours(path)
        book = Book(package)
        found: dict[str, list[Given]] = {}
        for sheet in book.parts:
            title, given = _rows(book, sheet)
            scheme, _, rest = title.partition(":")
            domain, _, language = rest.partition(":")
            if scheme == SCHEME and language == locale:
                found.setdefault(domain, []).extend(given)
    except UnreadableError as error:
        raise _not_ours(path) from error
    if not found:
        raise _not_ours(path)
    return found


def _not_ours(path: Path) -> NotAWorkbookError:
    return NotAWorkbookError(
        Message("error.not-a-words-book", "{file} is not a workbook of texts in this language.", {"file": path})
    )


_TEXT = {"s", "str", "inlineStr"}


def _rows(book: Book, sheet: str) -> tuple[str, list[Given]]:
    """The title in the row of names, and the rows below it; columns are found by their names."""
    grid: dict[int, dict[int, str | None]] = {}
    for reference in book.sheet(sheet).filled:
        letters = reference.rstrip("0123456789")
        cell = book.at(sheet, reference)
        row, column = int(reference[len(letters) :]), number_of(letters)
        text = cell.text.replace("\r\n", "\n") if cell.kind in _TEXT else _plain(cell.text)
        if text != "":
            grid.setdefault(row, {})[column] = text
    names = next((row for row in sorted(grid) if (grid[row].get(_first(grid[row])) or "").startswith(SCHEME)), None)
    if names is None:
        return "", []
    start = _first(grid[names])
    columns = {start: Column.KEY}
    columns.update({place: Column(name) for place, name in grid[names].items() if name in set(Column)})
    given = []
    for row in sorted(grid):
        if row > names + 1:
            cells = {name: grid[row].get(place, "") for place, name in columns.items()}
            given.append(Given(f"{sheet}!{Place(sheet, row, '').row}", cells))
    return grid[names][start] or "", given


def _first(cells: Mapping[int, str | None]) -> int:
    return next((place for place in sorted(cells) if (cells[place] or "").startswith(SCHEME)), 0)


def _plain(text: str) -> str | None:
    """A whole number as it was typed; None for what a program may have made of a date or a fraction."""
    return text if text == "" or text.isdecimal() else None

"""Records, one after the other -> the files of one format."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import IO, Protocol

from formgen.message import Message
from formgen.model.catalog import LocalizedForm
from formgen.model.form import FormDefinition
from formgen.pipeline.exporting.orders import Exported, ExportFormat, Order, TooManyRowsError
from formgen.pipeline.exporting.parts import Parts
from formgen.pipeline.project import Project
from formgen.report.export import describing, text
from formgen.report.export.columns import Cell, Entry, Kind, Sheet, heading, labelled, rows_of, sheets_of
from formgen.report.export.describing import Json, Words, Written
from formgen.report.export.lines import record_line
from formgen.report.export.workbook import MOST_ROWS, Page, write_workbook

BOOK = "records"
CODES = "codes"


class Sink(Protocol):
    """Where records of one format go."""

    def add(self, form: FormDefinition, entry: Entry) -> None:
        """Write a record."""

    def finish(self, made: Exported) -> None:
        """End the files and describe them."""

    def close(self) -> None:
        """Let go of what is open, whatever happened."""


class Tables:
    """What sinks of tables have in common: the sheets of a form, its words, headings and rows."""

    def __init__(self, project: Project, order: Order) -> None:
        self.project = project
        self.order = order
        self.sheets: dict[str, tuple[Sheet, ...]] = {}
        self._headings: dict[str, list[str]] = {}
        self._words: dict[str, Words] = {}

    def sheets_of(self, form: FormDefinition) -> tuple[Sheet, ...]:
        """The sheets of a form; it is described with those asked for before."""
        if form.id not in self.sheets:
            self.sheets[form.id] = sheets_of(form, self.order.wanted)
        return self.sheets[form.id]

    def words(self, form: FormDefinition) -> Words:
        """A form in every language, and in that of the export."""
        if form.id not in self._words:
            said = {locale: self.project.shown(form, locale) for locale in self.project.locales}
            shown = self.project.shown(form, self.order.labels or self.order.locale)
            self._words[form.id] = Words(said, shown)
        return self._words[form.id]

    def headings(self, sheet: Sheet) -> list[str]:
        """The names of a sheet's columns: keys, or words."""
        if sheet.name not in self._headings:
            shown = self.words(sheet.form).shown
            named = [heading(each, shown) if self.order.labels else each.name for each in sheet.columns]
            self._headings[sheet.name] = named
        return self._headings[sheet.name]

    def rows(self, sheet: Sheet, entry: Entry) -> Iterator[Sequence[Cell]]:
        """The rows of a record in a sheet, as codes or as words."""
        for row in rows_of(sheet, entry):
            if self.order.labels:
                shown = self.words(sheet.form).shown
                yield [labelled(column, cell, shown) for column, cell in zip(sheet.columns, row, strict=True)]
            else:
                yield row

    def describe(self, written: Mapping[str, Written]) -> Json:
        """The data package of all sheets, by the files they were written into."""
        found = []
        for sheets in self.sheets.values():
            for sheet in sheets:
                words, headings = self.words(sheet.form), self.headings(sheet)
                labels = self.order.labels is not None
                found.append(describing.resource(sheet, written[sheet.name], headings, words, labelled=labels))
        return describing.package(found, self.shown)

    @property
    def shown(self) -> LocalizedForm:
        """The language of the description where no form is meant."""
        return next(iter(self._words.values())).shown

    def schemas(self, parts: Parts, stem: str | None) -> dict[str, str]:
        """Write the JSON Schema of each form's records."""
        names = {}
        for form_id in self.sheets:
            form = self.project.definition(form_id)
            names[form_id] = f"{stem}.{form_id}.schema.json" if stem else f"{form_id}.schema.json"
            parts.json(names[form_id], describing.record_schema(form, self.order.wanted, self.words(form)))
        return names


def _package_name(stem: str | None) -> str:
    return f"{stem}.datapackage.json" if stem else "datapackage.json"


class _CsvSink:
    """One CSV file for the records of each form, and one for each of its tables."""

    def __init__(self, project: Project, order: Order, parts: Parts, stem: str | None) -> None:
        self._tables = Tables(project, order)
        self._parts, self._stem = parts, stem
        exact = order.format is ExportFormat.CSV
        self._dialect = text.EXACT if exact else text.for_excel(order.labels or order.locale)
        self._streams: dict[str, IO[bytes]] = {}

    def add(self, form: FormDefinition, entry: Entry) -> None:
        for sheet in self._tables.sheets_of(form):
            stream = self._streams.get(sheet.name) or self._begin(sheet)
            for row in self._tables.rows(sheet, entry):
                stream.write(text.line(row, self._dialect).encode("utf-8", "backslashreplace"))

    def _begin(self, sheet: Sheet) -> IO[bytes]:
        stream = self._streams[sheet.name] = self._parts.open(self._name(sheet))
        stream.write((self._dialect.mark + text.line(self._tables.headings(sheet), self._dialect)).encode("utf-8"))
        return stream

    def _name(self, sheet: Sheet) -> str:
        return f"{self._stem}.{sheet.name}.csv" if self._stem else f"{sheet.name}.csv"

    def finish(self, made: Exported) -> None:  # noqa: ARG002
        for stream in self._streams.values():
            stream.flush()
        sheets = [sheet for each in self._tables.sheets.values() for sheet in each]
        if sheets:
            written = {sheet.name: self._parts.written(self._name(sheet), self._dialect) for sheet in sheets}
            self._tables.schemas(self._parts, self._stem)
            self._parts.json(_package_name(self._stem), self._tables.describe(written))

    def close(self) -> None:
        """The files are closed with the others of the export."""


class _XlsxSink:
    """A workbook with a sheet for the records of each form, one for each of its tables, and one of the codes."""

    def __init__(self, project: Project, order: Order, parts: Parts, stem: str | None) -> None:
        self._tables = Tables(project, order)
        self._parts, self._stem = parts, stem
        self._pages: dict[str, Page] = {}

    def add(self, form: FormDefinition, entry: Entry) -> None:
        for sheet in self._tables.sheets_of(form):
            page = self._pages.get(sheet.name) or self._begin(sheet)
            for row in self._tables.rows(sheet, entry):
                if page.is_full:
                    values = {"form": sheet.name, "limit": MOST_ROWS}
                    raise TooManyRowsError(
                        Message("error.too-many-rows", "“{form}” has more rows than a sheet holds ({limit}).", values)
                    )
                page.add(row)

    def _begin(self, sheet: Sheet) -> Page:
        page = Page(sheet.name, self._tables.headings(sheet), [column.kind for column in sheet.columns])
        self._pages[sheet.name] = page
        return page

    def finish(self, made: Exported) -> None:
        if not self._pages:
            return
        locales = self._tables.project.locales
        headings = describing.code_headings(locales)
        codes = Page(CODES, headings, [Kind.TEXT] * len(headings))
        self._pages[CODES] = codes
        wanted = self._tables.order.wanted
        for form_id in self._tables.sheets:
            form = self._tables.project.definition(form_id)
            for row in describing.code_rows(form, wanted, self._tables.words(form)):
                codes.add(row)
        # The records of every form stand before the rows of tables, the codes at the end.
        order = sorted(self._pages, key=lambda name: (name == CODES, "." in name))
        pages = [self._pages[name] for name in order]
        made.cut = sum(page.cut for page in pages)
        name = f"{self._stem or BOOK}.xlsx"
        with self._parts.open(name) as stream:
            names = write_workbook(stream, pages)
        book = self._parts.written(name)
        written = {
            sheet: Written(book.name, book.size, book.sha256, None, names[place]) for place, sheet in enumerate(order)
        }
        self._tables.schemas(self._parts, self._stem)
        self._parts.json(_package_name(self._stem), self._tables.describe(written))

    def close(self) -> None:
        for page in self._pages.values():
            page.close()


class _JsonlSink:
    """One file of JSON Lines for the records of each form, tables within them."""

    def __init__(self, project: Project, order: Order, parts: Parts, stem: str | None) -> None:
        self._tables = Tables(project, order)
        self._parts, self._stem = parts, stem
        self._streams: dict[str, IO[bytes]] = {}

    def add(self, form: FormDefinition, entry: Entry) -> None:
        self._tables.sheets_of(form)
        if form.id not in self._streams:
            self._streams[form.id] = self._parts.open(self._name(form.id))
        said = record_line(form, entry, self._tables.order.wanted)
        self._streams[form.id].write(said.encode("utf-8", "backslashreplace"))

    def _name(self, form: str) -> str:
        return f"{self._stem}.{form}.jsonl" if self._stem else f"{form}.jsonl"

    def finish(self, made: Exported) -> None:  # noqa: ARG002
        for stream in self._streams.values():
            stream.flush()
        if not self._streams:
            return
        described = []
        forms = {name: self._tables.project.definition(name) for name in self._streams}
        words = {name: self._tables.words(form) for name, form in forms.items()}
        schemas = self._tables.schemas(self._parts, self._stem)
        for name, form in forms.items():
            written = self._parts.written(self._name(name))
            described.append(describing.lines_resource(form, written, schemas[name], words[name]))
        self._parts.json(_package_name(self._stem), describing.package(described, self._tables.shown))

    def close(self) -> None:
        """The files are closed with the others of the export."""


SINKS: Mapping[ExportFormat, Callable[[Project, Order, Parts, str | None], Sink]] = {
    ExportFormat.CSV: _CsvSink,
    ExportFormat.EXCEL_CSV: _CsvSink,
    ExportFormat.XLSX: _XlsxSink,
    ExportFormat.JSONL: _JsonlSink,
}

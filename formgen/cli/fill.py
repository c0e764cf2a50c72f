"""formgen fill: prefilled forms from data."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from formgen.cli.generate import FORMAT, FORMATS, LOCALE, MADE
from formgen.cli.language import Say
from formgen.cli.places import PathOrUrl, work_options
from formgen.cli.session import Session
from formgen.errors import ExitCode
from formgen.message import Message
from formgen.model.document import Format
from formgen.model.finding import Severity

if TYPE_CHECKING:
    from formgen.pipeline.columns import UnknownColumnsError
    from formgen.pipeline.making import Made, Selection
    from formgen.pipeline.records import Records
    from formgen.pipeline.urls import Url

HELP = Message(
    "cli.fill.help",
    "Make one prefilled document of every record in FILE, in every language and format unless some are chosen.\n\n"
    "FILE is CSV or XLSX, whose columns are keys or the words of the questions, or JSON or JSON Lines; - reads "
    "standard input. A record may be partial. Bad records are told before anything is written, and left out.\n\n"
    "Example: formgen fill referral --data clients.xlsx --locale hy --format docx",
)
DATA = Message("cli.fill.data", "The records: a CSV, XLSX, JSON or JSON Lines file, or - for standard input.")
COLUMNS = Message("cli.fill.columns", "A CSV or JSON file of column headings and the keys they stand for.")
OVERWRITE = Message("cli.fill.overwrite", "Replace documents of the same name.")
MERGE = Message("cli.fill.merge", "Also write all PDF documents as one file for printing.")
MERGE_FORMATS = Message(
    "cli.fill.merge-formats", "--merge is for PDF documents: add --format pdf, or name no format at all."
)
MERGE_IS_THERE = Message(
    "cli.fill.merge-is-there",
    "{path} is there already and was left as it is. Move it away, name another file with --merge, or replace it with "
    "--overwrite.",
)
MERGE_IS_READ = Message(
    "cli.fill.merge-is-read",
    "{path} is the list itself, or the file of its columns, and was left as it is. Name another file with --merge.",
)
OUT_OR_URL = Message("cli.fill.out", "The folder the documents are written to, by path or URL.")
NO_RECORDS = Message("cli.fill.no-records", "There is no record in the data. Check the file.")
RECORD = Message("cli.fill.record", "record {record}")
ROW = Message("cli.fill.row", "row {record}")
CELL = Message("cli.fill.cell", "row {record}, column “{heading}”")


def build(say: Say) -> click.Command:
    """The command, with its help in the language of the messages."""

    @click.command(help=say(HELP))
    @click.argument("form")
    @click.option(
        "--data", required=True, type=click.Path(exists=True, dir_okay=False, allow_dash=True), help=say(DATA)
    )
    @click.option("--locale", "locales", multiple=True, help=say(LOCALE))
    @click.option("--format", "formats", multiple=True, type=FORMATS, help=say(FORMAT))
    @click.option(
        "--columns", "mapping", type=click.Path(exists=True, dir_okay=False, path_type=Path), help=say(COLUMNS)
    )
    @click.option("--merge", type=click.Path(dir_okay=False, path_type=Path), help=say(MERGE))
    @click.option("--overwrite", is_flag=True, help=say(OVERWRITE))
    @work_options(say)
    @click.option("--out", type=PathOrUrl(file_okay=False), default="output", help=say(OUT_OR_URL))
    @click.pass_obj
    def command(
        session: Session,
        form: str,
        data: str,
        locales: tuple[str, ...],
        formats: tuple[str, ...],
        mapping: Path | None,
        merge: Path | None,
        overwrite: bool,  # noqa: FBT001
        jobs: int,
        cluster: str | None,
        out: Path | Url,
    ) -> int:
        from formgen.pipeline.making import Selection
        from formgen.pipeline.merging import Merged
        from formgen.pipeline.prefilling import fill

        wanted = Selection((form,), locales, tuple(Format(each) for each in formats))
        _check_print(session, merge, wanted, [data, mapping], overwrite=overwrite)
        shown = session.shown(form)
        if not locales:
            session.tell_left_out([session.project.definition(form)])
        count = 0
        bad = set()
        printed = Merged()
        with _file(data) as path, _progress() as advance:
            records, unknown = _records(session, form, path, mapping)
            making = fill(
                session.project,
                out,
                records,
                wanted,
                overwrite=overwrite,
                only_checked=unknown is not None,
                jobs=jobs,
                cluster=cluster,
            )
            for made in advance(making, records):
                for each in made.findings:
                    session.tell_findings(_place(session, made, each.field), [each], shown)
                if made.path is None or any(each.severity is Severity.REVIEW for each in made.findings):
                    bad.add(made.record)
                if made.path is None:
                    continue
                count += 1
                click.echo(made.path)
                if merge is not None and made.format is Format.PDF:
                    printed.add(made.path)
        if unknown is not None:
            raise unknown
        if merge is not None and printed.pages:
            printed.save(merge)
            click.echo(merge)
        session.tell(Message(MADE.context, MADE.text, {"count": count, "folder": out}) if count or bad else NO_RECORDS)
        return int(ExitCode.OK if count and not bad else ExitCode.NEEDS_A_PERSON)

    return command


def _check_print(
    session: Session, merge: Path | None, wanted: Selection, read: Iterable[str | Path | None], *, overwrite: bool
) -> None:
    """Refuse a file for printing that cannot be made, or must not be."""
    if merge is None:
        return
    if wanted.formats and Format.PDF not in wanted.formats:
        raise click.UsageError(session.say(MERGE_FORMATS))
    if not merge.exists():
        return
    is_read = any(merge.samefile(each) for each in read if each not in {None, "-"})
    if is_read or not overwrite:
        template = MERGE_IS_READ if is_read else MERGE_IS_THERE
        raise click.UsageError(session.say(Message(template.context, template.text, {"path": merge})))


@contextmanager
def _progress() -> Iterator[Callable[[Iterable[Made], Records], Iterator[Made]]]:
    """Follow the filling of a list with a bar, where a person watches; it counts records, not documents."""
    if not sys.stderr.isatty():
        yield lambda making, _: iter(making)
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:

        def advance(making: Iterable[Made], records: Records) -> Iterator[Made]:
            task = progress.add_task("", total=sum(1 for _ in records()))
            done: set[int | None] = set()
            for made in making:
                done.add(made.record)
                progress.update(task, completed=len(done))
                yield made

        yield advance


def _records(
    session: Session, form: str, path: Path, mapping: Path | None
) -> tuple[Records, UnknownColumnsError | None]:
    """The records; with columns that are unknown, the error, and the records as far as their columns are known."""
    from formgen.pipeline.columns import IGNORED, UnknownColumnsError, headings_of
    from formgen.pipeline.records import open_records, read_mapping

    definition = session.project.definition(form)
    headings = headings_of(session.project.shown(definition, locale) for locale in session.project.locales)
    keys = read_mapping(mapping) if mapping else {}
    try:
        return open_records(path, headings, keys), None
    except UnknownColumnsError as error:
        return open_records(path, headings, {**keys, **dict.fromkeys(error.headings, IGNORED)}), error


def _place(session: Session, made: Made, key: str | None) -> str:
    heading = (made.headings or {}).get(key or "")
    template = CELL if heading else RECORD if made.headings is None else ROW
    return session.say(Message(template.context, template.text, {"record": made.record, "heading": heading}))


@contextmanager
def _file(data: str) -> Iterator[Path]:
    """The data file; standard input is kept in a file for as long as it is read, since it is read twice."""
    if data != "-":
        yield Path(data)
        return
    with tempfile.TemporaryDirectory(prefix="formgen-") as folder:
        path = Path(folder) / "stdin"
        with path.open("wb") as stream:
            shutil.copyfileobj(sys.stdin.buffer, stream)
        yield path

"""formgen records export: records as files for other programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from formgen.cli.language import Say
from formgen.cli.records.filters import Chosen, filters
from formgen.cli.session import Session
from formgen.cli.store import opened, store_option
from formgen.errors import ExitCode
from formgen.message import Message

if TYPE_CHECKING:
    from formgen.pipeline.exporting import Exported, ExportFormat
    from formgen.report.export.columns import Wanted

HELP = Message(
    "cli.records.export.help",
    "Write records into files: csv for programs, excel-csv for a double click in Excel, xlsx, or jsonl. Rejected "
    "records are left out unless they are asked for.\n\n"
    "Tables of a form are files or sheets of their own, tied by the record's number. Beside them lie a data package, "
    "which describes every column, and the JSON Schema of each form's records. Answers of the specially protected kind "
    "are only written with --with-special. The files hold personal data: keep them as you keep the forms.\n\n"
    "Example: formgen records export --form closure --out closures.xlsx",
)
FORMAT = Message("cli.records.export.format", "The format; by default that of the name of --out, or xlsx.")
JSON = Message("cli.records.export.json", "One JSON object of what was written.")
OUT = Message("cli.records.export.out", "The folder to write into, or the name of the file.")
LABELS = Message(
    "cli.records.export.labels", "Words of a language, hy or en, in place of codes and keys; marks stay numbers."
)
WITHOUT = Message(
    "cli.records.export.without",
    "Leave out answers with these privacy marks: personal, special, staff; several with commas.",
)
WITH_SPECIAL = Message("cli.records.export.with-special", "Also write answers of the specially protected kind.")
DONE = Message("cli.records.export.done", "Records of “{form}”: {count}.")
KEPT_BACK = Message("cli.records.export.kept-back", "Questions of “{form}” left out for privacy: {count}.")
CUT = Message(
    "cli.records.export.cut", "Texts longer than a cell of a workbook, which were cut: {count}. csv has them whole."
)
UNKNOWN = Message("cli.records.export.unknown", "Records of forms that this project does not have: {count}.")
GUARDED = Message(
    "cli.records.export.guarded",
    "In these files an apostrophe (') stands before texts that Excel would run or change. Programs should use csv.",
)
NOTHING = Message("cli.records.export.nothing", "No record fits what was asked for. Nothing was written.")
BAD_MARK = Message("cli.records.export.bad-mark", "“{mark}” is not a privacy mark. Use personal, special or staff.")
BAD_ENDING = Message(
    "cli.records.export.bad-ending",
    "No file is written that ends in {ending}. Use one of {endings}, or a name without an ending for a folder.",
)
LIVING = ("accepted", "review", "conflict")


def build(say: Say) -> click.Command:
    """The command, with its help in the language of the messages."""

    @click.command(help=say(HELP))
    @filters(say)
    @click.option("--format", "format_name", type=click.Choice(["csv", "excel-csv", "xlsx", "jsonl"]), help=say(FORMAT))
    @click.option("--labels", metavar="LOCALE", help=say(LABELS))
    @click.option("--without", multiple=True, metavar="MARKS", help=say(WITHOUT))
    @click.option("--with-special", is_flag=True, help=say(WITH_SPECIAL))
    @click.option("--out", type=click.Path(path_type=Path), default="output/export", help=say(OUT))
    @click.option("--json", "as_json", is_flag=True, help=say(JSON))
    @store_option(say)
    @click.pass_obj
    def command(
        session: Session,
        chosen: Chosen,
        format_name: str | None,
        labels: str | None,
        without: tuple[str, ...],
        with_special: bool,  # noqa: FBT001
        out: Path,
        as_json: bool,  # noqa: FBT001
        db: str,
    ) -> int:
        from formgen.pipeline.exporting import Order, export

        if labels is not None:
            session.project.known_locales((labels,))
        format_ = _format(session, format_name, out)
        wanted = _wanted(session, without, with_special=with_special)
        order = Order(format_, chosen.query(session, LIVING), wanted, labels, session.locale)
        made = export(session.project, opened(db), out, order)
        if as_json:
            told = {"files": [str(path) for path in made.paths], "records": made.counts, "left_out": made.left_out}
            click.echo(json.dumps({**told, "unknown": made.unknown, "cut": made.cut}, ensure_ascii=False))
        else:
            for path in made.paths:
                click.echo(path)
            _tell(session, made, format_)
        return int(ExitCode.OK if made.paths else ExitCode.NEEDS_A_PERSON)

    return command


def _format(session: Session, name: str | None, out: Path) -> ExportFormat:
    from formgen.pipeline.exporting import ENDINGS, ExportFormat

    ending = out.suffix.lower()
    if ending and ending not in ENDINGS and not out.is_dir():
        values = {"ending": ending, "endings": ", ".join(ENDINGS)}
        raise click.UsageError(session.say(Message(BAD_ENDING.context, BAD_ENDING.text, values)))
    return ExportFormat(name) if name else ENDINGS.get(ending, ExportFormat.XLSX)


def _wanted(session: Session, without: tuple[str, ...], *, with_special: bool) -> Wanted:
    from formgen.model.form import Privacy
    from formgen.report.export.columns import Wanted

    marks = {name.strip() for each in without for name in each.split(",") if name.strip()}
    known = {str(mark): mark for mark in Privacy if mark is not Privacy.NONE}
    for name in sorted(marks - known.keys()):
        raise click.UsageError(session.say(Message(BAD_MARK.context, BAD_MARK.text, {"mark": name})))
    if not with_special:
        marks.add(Privacy.SPECIAL)
    return Wanted(frozenset(known[name] for name in marks))


def _tell(session: Session, made: Exported, format_: ExportFormat) -> None:
    if not made.paths:
        session.tell(NOTHING)
    for name, count in made.counts.items():
        shown = session.shown(name)
        title = shown.text(shown.form.title)
        session.tell(Message(DONE.context, DONE.text, {"count": count, "form": title}))
        if made.left_out[name]:
            values = {"count": made.left_out[name], "form": title}
            session.tell(Message(KEPT_BACK.context, KEPT_BACK.text, values))
    if made.cut:
        session.tell(Message(CUT.context, CUT.text, {"count": made.cut}))
    if made.unknown:
        session.tell(Message(UNKNOWN.context, UNKNOWN.text, {"count": made.unknown}))
    if made.paths and format_ == "excel-csv":
        session.tell(GUARDED)

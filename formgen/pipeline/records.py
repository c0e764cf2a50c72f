"""Data files as offices have them (JSON, JSON Lines, CSV, XLSX) -> records by key, one after the other."""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
import json
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from formgen.document.opening import OfficePackage, UnreadableError
from formgen.errors import ExitCode, FormgenError
from formgen.message import Message
from formgen.model.document import FileKind
from formgen.model.finding import Finding, finding
from formgen.pipeline.columns import Headings

_SEPARATORS = ",;\t|"
_SAMPLE = 1 << 16
_WORDS = re.compile(r"[^\W\d_]*[^\x00-\x7f\W\d_][^\W\d_]*")
_SHOWN = 60
"""Letters shown of a line that cannot be read."""
_RUSSIAN = re.compile("[А-ЯЁ]?[а-яё]+|[А-ЯЁ]+")


class UnreadableDataError(FormgenError):
    """A data file is not text in a known encoding, or not a list at all."""

    exit_code = ExitCode.NEEDS_A_PERSON
    remedy = Message(
        "error.unreadable-data.remedy", "Save it as CSV in UTF-8, as XLSX, or as JSON, and run the command again."
    )


@dataclass(frozen=True, slots=True)
class Given:
    """One record as it was given: `place` says where (a line or row, from 1), `headings` name its columns by key.

    `form` is the form it was read from, where it is a line of `extract --json`.
    """

    place: int
    data: Mapping[str, object]
    fault: Finding | None = None
    headings: Mapping[str, str] | None = None
    form: str | None = None

    def given(self) -> Given:
        """The record itself."""
        return self


class Line(NamedTuple):
    """One record as a line of JSON that nobody has read yet: it goes to whoever checks it as it is."""

    place: int
    text: str

    def given(self) -> Given:
        """The record, or what is wrong with the line."""
        try:
            return _record(self.place, _parsed(self.text))
        except json.JSONDecodeError as error:
            fault = finding("bad-record", written=f"{self.place}:{error.colno}", reason=error.msg)
            return Given(self.place, {}, fault)


Records = Callable[[], Iterator[Given | Line]]
"""Starts reading a data file from its beginning, as often as it is called."""


def open_records(path: Path, headings: Headings, mapping: Mapping[str, str]) -> Records:
    """Prepare a data file, of whichever kind its content shows, for reading.

    Raises UnreadableDataError and UnknownColumnsError before the first record.
    """
    with path.open("rb") as stream:
        start = stream.read(_SAMPLE)
    if start.startswith(b"PK\3\4"):
        return _rows(path, lambda: _sheet_rows(path), headings, mapping)
    encoding = _encoding(start, path)
    text = start.decode(encoding, errors="ignore").lstrip("\ufeff \t\r\n")
    if text.startswith(("{", "[")):
        return lambda: _json_records(path, encoding)
    separator = _separator(text, headings)
    return _rows(path, lambda: _csv_rows(path, encoding, separator), headings, mapping)


def read_mapping(path: Path) -> Mapping[str, str]:
    """A mapping file: a JSON object, or CSV lines, of heading and key; an empty key leaves the column out."""
    with path.open("rb") as stream:
        encoding = _encoding(stream.read(_SAMPLE), path)
    text = path.read_text(encoding).lstrip("\ufeff")
    if text.lstrip().startswith("{"):
        try:
            return {str(heading): str(key or "") for heading, key in _parsed(text).items()}
        except json.JSONDecodeError as error:
            values = {"file": path, "reason": error}
            raise UnreadableDataError(
                Message("error.unreadable-mapping", "{file} is not readable as JSON: {reason}.", values)
            ) from error
    separator = max(_SEPARATORS, key=text.count)
    rows = [_readable(path, row) for _, row in _delimited(io.StringIO(text), separator)]
    return {str(row[0]).strip(): str(row[1]).strip() if len(row) > 1 else "" for row in rows if row}


def _encoding(start: bytes, path: Path) -> str:
    marked = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
    for encoding in (next((name for mark, name in marked if start.startswith(mark)), "utf-8"), "cp1251"):
        if _is_in(encoding, path):
            return encoding
    raise UnreadableDataError(
        Message("error.unreadable-data", "{file} is not text in a known encoding.", {"file": path})
    )


def _is_in(encoding: str, path: Path) -> bool:
    """Whether all of a file, which may be longer than memory, is text in an encoding; in cp1251, Russian text.

    Text of the old Armenian fonts has Cyrillic letters too when it is read so, but of mixed case.
    """
    is_russian = False
    try:
        with path.open(encoding=encoding) as stream:
            while piece := stream.read(_SAMPLE):
                words = _WORDS.findall(piece) if encoding == "cp1251" else []
                if not all(map(_RUSSIAN.fullmatch, words)):
                    return False
                is_russian = is_russian or bool(words)
    except UnicodeDecodeError:
        return False
    return is_russian or encoding != "cp1251"


def _separator(text: str, headings: Headings) -> str:
    """The separator that makes the most known headings of the first line, or the most columns."""

    def score(separator: str) -> tuple[int, int]:
        first = next(csv.reader(io.StringIO(text), delimiter=separator), [])
        return sum(bool(headings.known(name)) for name in first), len(first)

    return max(_SEPARATORS, key=score)


Row = tuple[int, Sequence[object] | Finding]
"""A row's number and its cells, or why they cannot be told apart."""


def _csv_rows(path: Path, encoding: str, separator: str) -> Iterator[Row]:
    with path.open(encoding=encoding, newline="") as stream:
        yield from _delimited(stream, separator)


def _delimited(stream: TextIO, separator: str) -> Iterator[Row]:
    """Rows as a spreadsheet program counts them: a cell may hold several lines.

    With a quotation mark that is not closed the rows after it are no rows: they are told with the one it opens in.
    """
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for line in stream:
            taken.append(line)
            yield line

    reader = csv.reader(lines(), delimiter=separator, strict=True)
    for number in itertools.count(1):
        taken.clear()
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            if sum(map(len, taken)) > csv.field_size_limit():
                taken += deque(stream, maxlen=1)
            ends = dict.fromkeys(line.strip("\r\n") for line in (taken[0], taken[-1]))
            shown = (line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…" for line in ends)
            yield number, finding("bad-record", written=str(number), reason=" … ".join(shown))
        else:
            yield number, row


def _readable(path: Path, row: Sequence[object] | Finding) -> Sequence[object]:
    """The cells of a row without which a file is of no use; UnreadableDataError."""
    if isinstance(row, Finding):
        values = {"file": path, "row": row.written, "reason": row.values["reason"]}
        raise UnreadableDataError(
            Message("error.unreadable-row", "Row {row} of {file} cannot be read: {reason}", values),
            Message("error.unreadable-row.remedy", "Correct its quotation marks, and run the command again."),
        )
    return row


def _sheet_rows(path: Path) -> Iterator[Row]:
    """The rows of a workbook's only visible sheet that holds anything, with typed cells."""
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        is_workbook = OfficePackage(path.read_bytes()).format is FileKind.XLSX
        book = openpyxl.load_workbook(path if is_workbook else "", read_only=True, data_only=True)
        formulas = openpyxl.load_workbook(path, read_only=True)
    except (UnreadableError, KeyError, ValueError, InvalidFileException) as error:
        raise UnreadableDataError(
            Message("error.unreadable-workbook", "{file} is not a workbook that can be read.", {"file": path})
        ) from error
    try:
        written = _list_of(formulas, path)
        if written is None:
            return
        sheet: Any = book[written.title]
        # A formula is seen only beside its stored value: a list saved by a program may have none.
        for number, (row, raw) in enumerate(zip(sheet.iter_rows(), written.iter_rows(), strict=False), start=1):
            yield number, [_cell(cell, source) for cell, source in zip(row, raw, strict=False)]
    finally:
        book.close()
        formulas.close()


def _list_of(book: Any, path: Path) -> Any:
    """The sheet of a workbook with the records, if it has any; UnreadableDataError where it may be several."""
    visible = (each for each in book.worksheets if each.sheet_state == "visible")
    filled = [each for each in visible if any(map(_filled, each.iter_rows(values_only=True)))]
    if len(filled) > 1:
        values = {"file": path, "sheets": ", ".join(each.title for each in filled)}
        raise UnreadableDataError(
            Message("error.several-sheets", "{file} has several sheets that are not empty: {sheets}.", values),
            Message(
                "error.several-sheets.remedy",
                "Hide all but the one with the records, or keep each in a file of its own.",
            ),
        )
    return filled[0] if filled else None


@dataclass(frozen=True, slots=True)
class _Unread:
    """A cell that holds no value: a formula nobody has computed, or an error of the spreadsheet program."""

    written: str


def _cell(cell: Any, source: Any) -> object:
    value = cell.value
    if cell.data_type == "e" or (source.data_type == "f" and value is None):
        return _Unread(str(source.value))
    match value:
        case dt.datetime():
            return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
        case dt.date():
            return value.isoformat()
        case bool() | None:
            return value
        case int() | float():
            return Decimal(repr(value))
        case _:
            return str(value)


def _rows(path: Path, rows: Callable[[], Iterator[Row]], headings: Headings, mapping: Mapping[str, str]) -> Records:
    first = _readable(path, next((row for _, row in rows() if _filled(row)), []))
    names = [str(name).strip() if name is not None else "" for name in first]
    keys = headings.resolve([name for name in names if name], mapping)
    by_key = {key: name for name, key in keys.items()}

    def read() -> Iterator[Given]:
        lines = (row for row in rows() if _filled(row[1]))
        next(lines, None)
        for number, row in lines:
            if isinstance(row, Finding):
                yield Given(number, {}, row, by_key)
                continue
            data = {
                keys[name]: value for name, value in zip(names, row, strict=False) if name in keys and _given(value)
            }
            stray = [str(value) for value in row[len(names) :] if _given(value)]
            stray += [str(value) for name, value in zip(names, row, strict=False) if not name and _given(value)]
            fault = finding("stray-cell", written="; ".join(stray)) if stray else None
            for key, value in data.items():
                if isinstance(value, _Unread):
                    fault = finding("formula", key, value.written)
            yield Given(number, data, fault, by_key)

    return read


def _given(value: object) -> bool:
    return value is not None and str(value).strip() != ""


def _filled(row: Sequence[object] | Finding) -> bool:
    return isinstance(row, Finding) or any(_given(value) for value in row)


def _json_records(path: Path, encoding: str) -> Iterator[Given | Line]:
    """The records of a JSON list, of one JSON record, or of JSON Lines; a faulty line is told and passed over."""
    with path.open(encoding=encoding) as stream:
        first = next((line for line in stream if line.strip()), "")
    if first.lstrip("\ufeff \t").startswith("[") or not _is_json(first):
        try:
            whole = _parsed(path.read_text(encoding))
        except json.JSONDecodeError as error:
            with path.open(encoding=encoding) as stream:
                if any(line.startswith("{") and _is_json(line) for line in stream):
                    stream.seek(0)
                    yield from _json_lines(stream)
                    return
            place = f"{error.lineno}:{error.colno}"
            yield Given(error.lineno, {}, finding("bad-record", written=place, reason=error.msg))
            return
        for number, each in enumerate(whole if isinstance(whole, list) else [whole], start=1):
            yield _record(number, each)
        return
    with path.open(encoding=encoding) as stream:
        yield from _json_lines(stream)


def _json_lines(stream: TextIO) -> Iterator[Line]:
    lines = enumerate(stream, start=1)
    return (Line(number, line) for number, line in lines if line.strip("\ufeff \t\r\n"))


def _parsed(text: str) -> Any:
    """The value of a JSON text; JSONDecodeError also where Python has no room for what it says."""
    try:
        return json.loads(text.lstrip("\ufeff"), parse_float=Decimal, object_pairs_hook=_once)
    except json.JSONDecodeError:
        raise
    except (RecursionError, ValueError, InvalidOperation) as error:
        raise json.JSONDecodeError("Lists nested too deep, or too long a number", text, 0) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object as a dictionary; of a key that stands twice nobody knows which value is meant."""
    found = dict(pairs)
    if len(found) < len(pairs):
        double = next(key for place, (key, _) in enumerate(pairs) if key in dict(pairs[:place]))
        raise json.JSONDecodeError(f"“{double}” × 2", "", 0)
    return found


def _is_json(line: str) -> bool:
    try:
        _parsed(line)
    except json.JSONDecodeError:
        return False
    return True


def _record(number: int, data: object) -> Given:
    """One record; a line of `extract --json` is accepted as it is, its `record` is taken."""
    form = None
    if isinstance(data, dict) and "source" in data and "record" in data:
        stamp, data = data.get("stamp"), data["record"]
        form = str(stamp.get("form")) if isinstance(stamp, dict) else None
    if not isinstance(data, dict):
        return Given(number, {}, finding("bad-record", written=str(number), reason="{ … }"))
    return Given(number, data, form=form)

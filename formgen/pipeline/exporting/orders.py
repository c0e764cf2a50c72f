"""What is to be exported, and what was."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from formgen.errors import ExitCode, FormgenError
from formgen.message import Message
from formgen.report.export.columns import Wanted
from formgen.store.records import Query


class ExportFormat(StrEnum):
    """What records are exported as."""

    CSV = "csv"
    EXCEL_CSV = "excel-csv"
    XLSX = "xlsx"
    JSONL = "jsonl"


ENDINGS = {".csv": ExportFormat.CSV, ".xlsx": ExportFormat.XLSX, ".jsonl": ExportFormat.JSONL}
ENDING_OF = {each: ending for ending, each in ENDINGS.items()} | {ExportFormat.EXCEL_CSV: ".csv"}


class TooManyRowsError(FormgenError):
    """There are more records than a sheet has rows."""

    exit_code = ExitCode.USAGE
    remedy = Message(
        "error.too-many-rows.remedy", "Export fewer at a time with --form, --since and --until, or as csv or jsonl."
    )


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be exported, and how; `labels` is the locale whose words take the place of codes and keys."""

    format: ExportFormat
    query: Query
    wanted: Wanted
    labels: str | None = None
    locale: str = "en"


@dataclass
class Exported:
    """What was exported: the files, records and rows by form; `cut` texts were longer than a cell of a workbook."""

    paths: list[Path] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)
    unknown: int = 0
    cut: int = 0

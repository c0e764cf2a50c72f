"""What is asked of a process that reads received documents, and what is said of those it cannot read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from formgen.model.document import Submission
from formgen.model.finding import Finding, Status
from formgen.model.report import Report

_YEREVAN = dt.timezone(dt.timedelta(hours=4))


def today() -> dt.date:
    """The day it is in Yerevan; UTC+4, where the machine has no time zone data."""
    try:
        zone: dt.tzinfo = ZoneInfo("Asia/Yerevan")
    except ZoneInfoNotFoundError:
        zone = _YEREVAN
    return dt.datetime.now(zone).date()


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of reading a document: the day it was received, whether its bytes are wanted, and its history."""

    received: dt.date
    keep: bool = False
    explain: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """One place to read: a file by its path as the system spells it, and in it a member of a member (by numbers)."""

    path: bytes
    inside: tuple[int, ...]
    wish: Wish


def rejected(path: str, why: Finding) -> Report:
    """The report of what could not be opened."""
    return Report(submission=Submission(path), status=Status.REJECTED, findings=(why,))

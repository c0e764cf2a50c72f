"""An office's store in the tests: documents are given as what was read of them, and taken in as `ingest` does."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from formgen.model.document import Answer, FileKind, FoundBy, Stamp, Submission
from formgen.model.finding import Finding, status_of
from formgen.model.report import Report
from formgen.pipeline.registry import rejudging
from formgen.pipeline.registry.acting import Actor
from formgen.pipeline.registry.deciding import find_record
from formgen.pipeline.registry.taking import Taken, new_document, take
from formgen.store.address import parse_address
from formgen.store.documents import now
from formgen.store.kept import KeptRecord, Origin
from formgen.store.opening import Store, open_store
from formgen.validate import check_filling
from tests.loop import PROJECT, ROOT

DAY = dt.date(2026, 11, 21)


def case(name: str) -> dict[str, Any]:
    """The answers of a sample case."""
    found: dict[str, Any] = json.loads((ROOT / "tests" / "cases" / f"{name}.json").read_text(encoding="utf-8"))[
        "record"
    ]
    return found


def report_of(stamp: Stamp, values: dict[str, Any], *said: Finding, salt: str = "") -> Report:
    """What reading a document with these answers gives, and findings of the reading with it."""
    shown = rejudging.form_of(PROJECT, stamp)
    record, _ = check_filling(values, shown, PROJECT.lexicon(shown.form, stamp.variant))
    judgment = rejudging.judge(PROJECT, stamp, record, rejudging.Doubts(said), DAY)
    content = json.dumps([str(stamp), values, [each.code for each in said], salt], default=str).encode()
    name = hashlib.sha256(content).hexdigest()[:12]
    return Report(
        submission=Submission.of(f"in/{name}.pdf", content, FileKind.PDF, keep=True),
        status=status_of(judgment.findings),
        findings=judgment.findings,
        stamp=stamp,
        found_by=FoundBy.METADATA,
        form=shown.form,
        record=judgment.record,
        computed=judgment.computed,
        answers={key: Answer(key, str(value)) for key, value in values.items() if isinstance(value, str)},
    )


@dataclass
class Registry:
    """A store with somebody who works on it."""

    store: Store

    @classmethod
    def at(cls, address: str | Path) -> Registry:
        """The store of an address, made if need be."""
        return cls(open_store(parse_address(str(address)), create=True))

    def receive(self, stamp: Stamp, values: dict[str, Any], *said: Finding, salt: str = "") -> Taken:
        """Take a document in."""
        return self.enter(report_of(stamp, values, *said, salt=salt))

    def enter(self, report: Report, day: dt.date = DAY) -> Taken:
        """Take in what was read."""
        with self.store.write() as connection:
            return take(connection, PROJECT, report, new_document(report, Origin(day)), self.who())

    def who(self, by: str = "clerk") -> Actor:
        """Somebody, now."""
        return Actor(by, now())

    def record(self, number: object) -> KeptRecord:
        """A record as it is now."""
        with self.store.read() as connection:
            return find_record(connection, str(number))

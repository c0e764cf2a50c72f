"""Records, documents and events of the store -> what `records … --json` writes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from formgen.model.catalog import LocalizedForm
from formgen.model.document import Stamp
from formgen.model.finding import Finding
from formgen.report.lines import plain_finding
from formgen.store.kept import Document, Event, Incoming, KeptRecord, Revision, Settled


def plain_record(kept: KeptRecord, shown: LocalizedForm) -> dict[str, object]:
    """A record as it is now; messages are said in the words of `shown`."""
    return {
        "number": str(kept.incoming),
        "status": kept.status,
        **_stamp(kept.stamp),
        "received": kept.received.isoformat(),
        "changed": kept.changed,
        "title": kept.title,
        "centre": kept.centre,
        "revision": kept.revision.number,
        "record": kept.revision.values,
        "computed": kept.revision.computed,
        "findings": plain_findings(kept.revision.findings, kept.settled, shown),
    }


def plain_findings(findings: Sequence[Finding], settled: Settled, shown: LocalizedForm) -> list[dict[str, object]]:
    """Findings, each with whether a person has decided about it."""
    return [{**plain_finding(each, shown), "settled": (each.code, each.field) in settled} for each in findings]


def plain_document(document: Document, shown: LocalizedForm) -> dict[str, object]:
    """A document of the journal, with what was written in it."""
    stamp, reading = document.stamp, document.reading
    return {
        "number": str(document.incoming),
        "status": document.status,
        "received": document.origin.received.isoformat(),
        "channel": document.origin.channel,
        "from": document.origin.sender,
        "paths": list(document.paths),
        "sha256": document.sha256,
        "bytes": document.size,
        "format": document.kind,
        "stamp": {**_stamp(stamp), "found_by": document.found_by} if stamp else None,
        "answers": {
            key: {"written": answer.written, "read_by": answer.read_by} for key, answer in reading.answers.items()
        },
        "findings": [plain_finding(each, shown) for each in reading.findings],
        "taken_in": {"at": document.at, "by": document.by},
    }


def plain_revision(revision: Revision) -> dict[str, object]:
    """A revision, with its values."""
    return {
        "revision": revision.number,
        "change": revision.change,
        "at": revision.at,
        "by": revision.by,
        "why": revision.why,
        "record": revision.values,
    }


def plain_event(event: Event, numbers: Mapping[int, Incoming]) -> dict[str, object]:
    """An event; `numbers` are the incoming numbers of documents by their ids."""
    document = numbers.get(event.document_id or 0)
    return {
        "at": event.at,
        "by": event.by,
        "action": event.action,
        "document": str(document) if document else None,
        "revision": event.revision,
        "why": event.why,
        "details": dict(event.details),
    }


def _stamp(stamp: Stamp) -> dict[str, object]:
    return {
        "form": stamp.form,
        "version": stamp.version,
        "locale": stamp.locale,
        "variant": stamp.variant,
        "copy": stamp.copy,
    }

"""What was done to a document on its way -> words for a clerk and the `document` of a line of JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum

from formgen.message import Message
from formgen.model.catalog import LocalizedForm
from formgen.model.document import Answer, Count, FoundBy, ReadBy, Sign
from formgen.model.finding import Severity
from formgen.model.report import Report
from formgen.report.words import question


class Sureness(StrEnum):
    """How sure the reading of one answer is.

    An answer is certain where it stood in its own place and nothing spoke against it, likely where it was found by a
    lesser sign, and uncertain where a person has to decide what it says.
    """

    CERTAIN = "certain"
    LIKELY = "likely"
    UNCERTAIN = "uncertain"


TITLE = Message("doctor.title", "What became of the file")
SAVED_BY = Message("doctor.saved-by", "Saved last by")
UNKNOWN = Message("doctor.unknown-program", "it does not say")
KNOWN_BY = Message("doctor.known-by", "Form told by")
LOST = Message("doctor.lost", "Lost on the way")
NOTHING = Message("doctor.nothing", "nothing")
ANSWERS = Message("doctor.answers", "Answers read")
SURE = Message("doctor.sure", "How sure")
UNSURE = Message("doctor.unsure", "Compare")
_NONE_LEFT = Message("doctor.none-left", "{sign} (none of {of} left)")
_SOME_LEFT = Message("doctor.some-left", "{sign} ({found} of {of} left)")
_MORE = Message("doctor.more", "and {count} more")

_FOUND_BY = {
    FoundBy.METADATA: Message("doctor.found-by.metadata", "the stamp in its properties"),
    FoundBy.TEXT: Message("doctor.found-by.text", "the stamp printed on its pages"),
    FoundBy.QR: Message("doctor.found-by.qr", "the QR code on its pages"),
    FoundBy.LABELS: Message("doctor.found-by.labels", "its questions and keys"),
}
_SIGNS = {
    Sign.STAMP: Message("doctor.sign.stamp", "stamp in the properties"),
    Sign.KEYS: Message("doctor.sign.keys", "keys of the fields"),
    Sign.BOOKMARKS: Message("doctor.sign.bookmarks", "bookmarks of the labels"),
    Sign.KEY_COLUMN: Message("doctor.sign.key-column", "hidden column of keys"),
    Sign.LISTS: Message("doctor.sign.lists", "lists to choose from"),
    Sign.PROTECTION: Message("doctor.sign.protection", "protection of the sheet"),
    Sign.TAGS: Message("doctor.sign.tags", "structure for screen readers"),
    Sign.FOOTER: Message("doctor.sign.footer", "stamp in the footer"),
}
_ROADS = {
    ReadBy.KEY: Message("doctor.road.key", "in their fields: {count}"),
    ReadBy.BOOKMARK: Message("doctor.road.bookmark", "by bookmarks or the hidden column: {count}"),
    ReadBy.LABEL: Message("doctor.road.label", "beside their labels: {count}"),
    ReadBy.POSITION: Message("doctor.road.position", "by their place on the page: {count}"),
    ReadBy.MARK: Message("doctor.road.mark", "by marks: {count}"),
    ReadBy.OCR: Message("doctor.road.ocr", "from a picture: {count}"),
    ReadBy.TYPED: Message("doctor.road.typed", "keyed in: {count}"),
}
_SURE = {
    Sureness.CERTAIN: Message("doctor.sure.certain", "certain: {count}"),
    Sureness.LIKELY: Message("doctor.sure.likely", "likely: {count}"),
    Sureness.UNCERTAIN: Message("doctor.sure.uncertain", "uncertain: {count}"),
}
_SURE_ROADS = {ReadBy.KEY, ReadBy.BOOKMARK, ReadBy.TYPED}
_OF_THE_ROAD = {"found-by-label", "found-by-position"}
_OF_THE_RULES = {"must-be", "not-applicable-answered"}
_OF_ALL = {"identified-by-labels", "repaired"}
_MOST = 8
"""Answers to be compared that are named; more are counted."""


def sureness(report: Report) -> Mapping[str, Sureness]:
    """How sure the reading of each answer of a report is, by key."""
    doubted = {
        each.field
        for each in report.findings
        if each.severity is Severity.REVIEW and each.code not in _OF_THE_ROAD | _OF_THE_RULES
    }
    at_most_likely = any(each.code in _OF_ALL for each in report.findings)
    return {key: _sureness(answer, doubted, at_most_likely) for key, answer in report.answers.items()}


def _sureness(answer: Answer, doubted: set[str | None], at_most_likely: bool) -> Sureness:  # noqa: FBT001
    if answer.doubt is not None or answer.key in doubted or answer.key.partition(".")[0] in doubted:
        return Sureness.UNCERTAIN
    if at_most_likely or answer.read_by not in _SURE_ROADS:
        return Sureness.LIKELY
    return Sureness.CERTAIN


def plain_document(report: Report) -> Mapping[str, object] | None:
    """What was done to the document, as `extract --json --explain` has it; None where nobody asked.

    `lost` names the signs of which something is gone, `signs` how much is left of each.
    """
    diagnosis = report.diagnosis
    if diagnosis is None:
        return None
    return {
        "saved_by": diagnosis.saved_by,
        "signs": {str(sign): {"found": count.found, "of": count.of} for sign, count in diagnosis.signs.items()},
        "lost": [str(sign) for sign, count in diagnosis.signs.items() if count.found < count.of],
        "answers": {
            key: {"read_by": report.answers[key].read_by, "sureness": sure} for key, sure in sureness(report).items()
        },
    }


def explained(report: Report, shown: LocalizedForm) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What was done to the document in words: what each line is about, and its entries."""
    diagnosis = report.diagnosis
    if diagnosis is None or (report.stamp is None and diagnosis.saved_by is None):
        return
    yield shown.text(SAVED_BY), (diagnosis.saved_by or shown.text(UNKNOWN),)
    if report.stamp is None or report.found_by is None:
        return
    yield shown.text(KNOWN_BY), (shown.text(_FOUND_BY[report.found_by]),)
    lost = tuple(_left(sign, count, shown) for sign, count in diagnosis.signs.items() if count.found < count.of)
    yield shown.text(LOST), lost or (shown.text(NOTHING),)
    if not report.answers:
        return
    roads = Counter(answer.read_by for answer in report.answers.values())
    yield shown.text(ANSWERS), tuple(_counted(_ROADS[road], roads[road], shown) for road in ReadBy if roads[road])
    sure = sureness(report)
    counts = Counter(sure.values())
    yield shown.text(SURE), tuple(_counted(_SURE[each], counts[each], shown) for each in Sureness if counts[each])
    unsure = [key for least in (Sureness.UNCERTAIN, Sureness.LIKELY) for key, each in sure.items() if each is least]
    if unsure:
        named = [question(key, shown) for key in unsure[:_MOST]]
        more = [_counted(_MORE, len(unsure) - _MOST, shown)] if len(unsure) > _MOST else []
        yield shown.text(UNSURE), (*named, *more)


def _left(sign: Sign, count: Count, shown: LocalizedForm) -> str:
    wording = _SOME_LEFT if count.found else _NONE_LEFT
    values = {"sign": _SIGNS[sign], "found": count.found, "of": count.of}
    return shown.text(Message(wording.context, wording.text, values))


def _counted(wording: Message, count: int, shown: LocalizedForm) -> str:
    return shown.text(Message(wording.context, wording.text, {"count": count}))

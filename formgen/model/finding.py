"""What is to be said of a document: the permanent codes, how grave each is, and its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from enum import StrEnum

from formgen.message import Message


class Severity(StrEnum):
    """`error` breaks a rule of the form, `review` was not read for certain, `info` only tells."""

    ERROR = "error"
    REVIEW = "review"
    INFO = "info"


class Status(StrEnum):
    """What becomes of a document (CONTRACT.md section 4)."""

    ACCEPTED = "accepted"
    REVIEW = "review"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Kind:
    """The usual severity and the words of one code; `{field}`, `{written}` and others are filled in."""

    severity: Severity
    text: Message


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to be said of a document; never raised, always kept with the record.

    `field` is a field id, or a key where one tick or cell is meant; `values` fill the
    words of the code. `severity` is the code's usual one unless the form says otherwise.
    """

    code: str
    field: str | None = None
    written: str | None = None
    values: Mapping[str, object] = attribute(default_factory=dict, compare=False)
    severity: Severity = Severity.REVIEW

    @property
    def text(self) -> Message:
        """The words of the finding, with what they are about."""
        message = KINDS[self.code].text
        about = {"field": self.field or "", "written": self.written or "", **self.values}
        return Message(message.context, message.text, about)


def finding(
    code: str,
    field: str | None = None,
    written: str | None = None,
    severity: Severity | None = None,
    **values: object,
) -> Finding:
    """Make a finding of a known code, with the code's usual severity unless one is given."""
    return Finding(code, field, written, values, severity or KINDS[code].severity)


def status_of(findings: tuple[Finding, ...]) -> Status:
    """Tell accepted from for-review; rejection is decided where no record can be made."""
    grave = {Severity.ERROR, Severity.REVIEW}
    return Status.REVIEW if any(f.severity in grave for f in findings) else Status.ACCEPTED


_E, _R, _I = Severity.ERROR, Severity.REVIEW, Severity.INFO


def _kind(severity: Severity, text: Message) -> Kind:
    return Kind(severity, text)


# The codes are permanent: programs and old reports depend on them. A new meaning takes a new code.
KINDS: Mapping[str, Kind] = {
    # --- the document
    "empty-file": _kind(_E, Message("finding.empty-file", "The file is empty. Ask the sender for it again.")),
    "not-a-file": _kind(
        _E, Message("finding.not-a-file", "This is not a regular file and was not opened. Give the document itself.")
    ),
    "unreachable": _kind(
        _E,
        Message(
            "finding.unreachable", "The file could not be opened: {reason}. Check that it is there and may be read."
        ),
    ),
    "too-large": _kind(
        _E,
        Message(
            "finding.too-large",
            "The file or a part of it is larger than a form can be ({limit}), so it was not read. "
            "Check by eye what it is.",
        ),
    ),
    "unsafe-content": _kind(
        _E,
        Message(
            "finding.unsafe-content",
            "The file holds something no form needs ({part}), so it was not read. "
            "Ask the sender for a copy made from our blank form.",
        ),
    ),
    "active-content": _kind(
        _R,
        Message(
            "finding.active-content",
            "The document would run or fetch something when it is opened ({parts}). Its answers were read, "
            "and nothing of that was done. Do not open it in an office program.",
        ),
    ),
    "encrypted": _kind(
        _E,
        Message(
            "finding.encrypted",
            "The file is protected by a password. Open it, save it without the password, and give it again.",
        ),
    ),
    "old-format": _kind(
        _E,
        Message(
            "finding.old-format",
            "Files of the kind {kind} are not read. Open it in an office program, save it as PDF, DOCX or XLSX, "
            "or key it in.",
        ),
    ),
    "picture-file": _kind(
        _E,
        Message(
            "finding.picture-file",
            "This is a picture ({kind}), and pictures and scans are not read. Look at it, and key in what it says.",
        ),
    ),
    "container": _kind(
        _E,
        Message(
            "finding.container",
            "This is an archive or a mailbox of a kind that is not opened here ({kind}). "
            "Take the documents out of it and give them themselves.",
        ),
    ),
    "empty-container": _kind(
        _E,
        Message(
            "finding.empty-container",
            "There is no document in this archive or mail. Look whether it says something itself, "
            "or ask the sender for the form.",
        ),
    ),
    "unsafe-name": _kind(
        _E,
        Message(
            "finding.unsafe-name",
            "The name this has in the archive leads out of the archive, so it was not read. "
            "Ask the sender for the document itself.",
        ),
    ),
    "same-name": _kind(
        _E,
        Message(
            "finding.same-name",
            "The archive holds more than one document under this name, so none of them was read. "
            "Take them out of it and give them under names of their own.",
        ),
    ),
    "too-heavy": _kind(
        _E,
        Message(
            "finding.too-heavy",
            "Reading the file took more than {limit}, so it was ended. Look at the document, and key it in.",
        ),
    ),
    "reader-ended": _kind(
        _E,
        Message(
            "finding.reader-ended",
            "The reader broke down on this file, so nothing was read from it. Look at the document, and key it in.",
        ),
    ),
    "damaged": _kind(
        _E, Message("finding.damaged", "The file is damaged and cannot be read. Ask the sender for it again.")
    ),
    "foreign": _kind(
        _E,
        Message(
            "finding.foreign",
            "This is not one of our forms. Put it aside, or ask for the answers on a form made by formgen.",
        ),
    ),
    "unknown-form": _kind(
        _E,
        Message(
            "finding.unknown-form",
            "The document says it is the form {form}, version {version}, which is not among the forms here. "
            "Add its definition, or ask for the current form.",
        ),
    ),
    "blank": _kind(
        _R, Message("finding.blank", "The form came back with no answer in it. Ask the sender for the completed copy.")
    ),
    "repaired": _kind(
        _R,
        Message(
            "finding.repaired",
            "The file was damaged and had to be repaired to be read. Compare the answers with the document.",
        ),
    ),
    # --- documents that were changed on their way
    "stamps-disagree": _kind(
        _E,
        Message(
            "finding.stamps-disagree",
            "The document says of itself that it is two different forms or copies ({stamps}), so it was not read. "
            "Look which it is, and key it in.",
        ),
    ),
    "identified-by-labels": _kind(
        _R,
        Message(
            "finding.identified-by-labels",
            "What the document says of itself is gone; by its words it is this form. Compare it with the document.",
        ),
    ),
    "form-unclear": _kind(
        _E,
        Message(
            "finding.form-unclear",
            "What the document says of itself is gone, and it could be any of these: {forms}. "
            "Look which it is, and key it in.",
        ),
    ),
    "several-forms": _kind(
        _E,
        Message(
            "finding.several-forms",
            "The file holds {count} forms, so it was not read. Save each as a file of its own and give them again.",
        ),
    ),
    "found-by-label": _kind(
        _R,
        Message(
            "finding.found-by-label",
            "“{field}”: the answer “{written}” was found beside its label, not in its field. "
            "Compare it with the document.",
        ),
    ),
    "found-by-position": _kind(
        _R,
        Message(
            "finding.found-by-position",
            "“{field}”: the answer “{written}” was found by its place on the page only. Compare it with the document.",
        ),
    ),
    "all-found-by-label": _kind(
        _R,
        Message(
            "finding.all-found-by-label",
            "The fields of the document are gone; its {count} answers were found beside their labels. "
            "Compare them with the document.",
        ),
    ),
    "all-found-by-position": _kind(
        _R,
        Message(
            "finding.all-found-by-position",
            "The document has no fields (it was printed or flattened); its {count} answers were found by their place "
            "on the page. Compare them with the document.",
        ),
    ),
    "remark": _kind(
        _R,
        Message("finding.remark", "Somebody wrote beside the answers: “{written}” ({place}). Look at the document."),
    ),
    "tracked-change": _kind(
        _R,
        Message(
            "finding.tracked-change",
            "“{field}”: the answer was changed with changes recorded (now “{written}”, before “{before}”). "
            "Look at the document and decide.",
        ),
    ),
    "words-changed": _kind(
        _R,
        Message(
            "finding.words-changed",
            "“{field}”: the printed words of the question were changed (“{written}”). "
            "Look whether the answer is to the question of the form.",
        ),
    ),
    "answer-is-picture": _kind(
        _R,
        Message(
            "finding.answer-is-picture",
            "“{field}”: a picture or a drawing stands in the place of the answer. Look at the document and key it in.",
        ),
    ),
    "unread-part": _kind(
        _R,
        Message("finding.unread-part", "The document holds {what} that no program reads. Look at the document."),
    ),
    "drawn-differs": _kind(
        _R,
        Message(
            "finding.drawn-differs",
            "“{field}”: the page shows “{drawn}”, the file stores “{written}”. Ask which is meant.",
        ),
    ),
    # --- pages of a PDF
    "scanned": _kind(
        _E,
        Message(
            "finding.scanned",
            "The pages are pictures without text (a scan or a photograph), which are not read. Key the answers in.",
        ),
    ),
    "page-missing": _kind(
        _R,
        Message(
            "finding.page-missing",
            "Pages of the form are missing: {pages} (of {of}). What was written there is not known. Ask for them.",
        ),
    ),
    "page-doubled": _kind(
        _R,
        Message(
            "finding.page-doubled",
            "Pages of the form are there more than once: {pages}. Compare them, and key in what differs.",
        ),
    ),
    "page-foreign": _kind(
        _R,
        Message(
            "finding.page-foreign",
            "Pages of the file are not of this form or of another copy of it: {pages} (of {of}). "
            "They were not read. Look at them.",
        ),
    ),
    "page-order": _kind(
        _I,
        Message(
            "finding.page-order",
            "The pages of the form are in another order: {pages}. They were read by what they are.",
        ),
    ),
    "page-unreadable": _kind(
        _R,
        Message(
            "finding.page-unreadable",
            "Pages of the form could not be read by the places on them: {pages}. Key in what is written there.",
        ),
    ),
    "place-moved": _kind(
        _R,
        Message(
            "finding.place-moved",
            "“{field}”: its field stands elsewhere on the page than the form has it (“{written}”), so that it may "
            "answer another question. Look at the document.",
        ),
    ),
    "text-unreadable": _kind(
        _R,
        Message(
            "finding.text-unreadable",
            "“{field}”: something is written there that cannot be read as text (“{written}”). "
            "Look at the document and key it in.",
        ),
    ),
    "cut-off": _kind(
        _R,
        Message(
            "finding.cut-off",
            "“{field}”: the text may go on beyond its box, where it is not printed (“{written}”). "
            "Ask for the whole answer.",
        ),
    ),
    # --- reading the answers
    "signs-disagree": _kind(
        _R,
        Message(
            "finding.signs-disagree",
            "“{field}”: the document gives two different answers in one place (“{written}”). "
            "Look at the document and choose.",
        ),
    ),
    "two-answers": _kind(
        _R,
        Message(
            "finding.two-answers",
            "“{field}”: more than one answer is marked (“{written}”), and only one is asked for. Ask which is meant.",
        ),
    ),
    "place-missing": _kind(
        _R,
        Message(
            "finding.place-missing",
            "“{field}”: its place in the document is gone, so an answer may be lost. Look at the document.",
        ),
    ),
    "outside-answer": _kind(
        _R,
        Message(
            "finding.outside-answer",
            "The document holds an answer at “{field}” (“{written}”), which this form does not ask. "
            "Look at the document.",
        ),
    ),
    "second-sheet": _kind(
        _R,
        Message(
            "finding.second-sheet",
            "The workbook holds the form more than once. Only the sheet “{read}” was read, not “{sheet}”. "
            "Compare the two.",
        ),
    ),
    "formula": _kind(
        _R,
        Message(
            "finding.formula",
            "“{field}”: the cell holds a formula instead of an answer (“{written}”). Type the answer itself.",
        ),
    ),
    "typed-as-number": _kind(
        _R,
        Message(
            "finding.typed-as-number",
            "“{field}”: the cell holds a number or a date instead of text (“{written}”), so zeros, signs or digits may "
            "have been lost. Compare it with the document.",
        ),
    ),
    "hidden-answer": _kind(
        _R,
        Message(
            "finding.hidden-answer",
            "“{field}”: an answer (“{written}”) is in the file where nobody sees it: hidden, covered, tiny or in the "
            "colour of the paper. Ask whether it is meant.",
        ),
    ),
    "struck-out": _kind(
        _R,
        Message(
            "finding.struck-out",
            "“{field}”: the answer “{written}”, or a part of it, is struck out. Ask whether it is meant.",
        ),
    ),
    "hidden-sheet": _kind(
        _R,
        Message(
            "finding.hidden-sheet",
            "The sheet “{sheet}”, from which the answers were read, is hidden. Look at what the others show.",
        ),
    ),
    "choice-unknown": _kind(
        _R,
        Message(
            "finding.choice-unknown",
            "“{field}”: “{written}” is none of the options. Look at the document and choose one.",
        ),
    ),
    "tick-unclear": _kind(
        _R,
        Message(
            "finding.tick-unclear",
            "“{field}”: “{written}” is neither a tick nor empty. Look at the document and decide.",
        ),
    ),
    "date-ambiguous": _kind(
        _R,
        Message(
            "finding.date-ambiguous",
            "“{field}”: “{written}” is not one certain date. Write it as day.month.year, for example 21.11.2026.",
        ),
    ),
    "number-ambiguous": _kind(
        _R,
        Message(
            "finding.number-ambiguous",
            "“{field}”: “{written}” can be read as two different numbers. Write it without separators.",
        ),
    ),
    "number-unreadable": _kind(
        _R, Message("finding.number-unreadable", "“{field}”: “{written}” is not a number. Write it in digits.")
    ),
    "phone-unreadable": _kind(
        _R,
        Message(
            "finding.phone-unreadable",
            "“{field}”: “{written}” is not one telephone number. Write one number, for example 091 234567.",
        ),
    ),
    "phone-unlikely": _kind(
        _R,
        Message(
            "finding.phone-unlikely",
            "“{field}”: no such telephone number is known to be in use (“{written}”). Compare it with the document.",
        ),
    ),
    "phone-extension": _kind(
        _R,
        Message(
            "finding.phone-extension",
            "“{field}”: the extension {extension} of “{written}” is not kept with the number. Note it elsewhere.",
        ),
    ),
    "mixed-letters": _kind(
        _R,
        Message(
            "finding.mixed-letters",
            "“{field}”: letters of different alphabets that look alike stand in one word ({words}). "
            "Probably meant: {proposal}. Look at the document and correct it.",
        ),
    ),
    "old-font": _kind(
        _R,
        Message(
            "finding.old-font",
            "“{field}” was typed in an old Armenian font and cannot be read as it is. Probably meant: “{proposal}”. "
            "Compare it with the document.",
        ),
    ),
    "stop-look-alike": _kind(
        _I,
        Message(
            "finding.stop-look-alike",
            "“{field}”: a sign that looks like the Armenian full stop was typed for it ({words}). "
            "Probably meant: {proposal}",
        ),
    ),
    "yev-spelled-out": _kind(
        _I,
        Message(
            "finding.yev-spelled-out",
            "“{field}”: և is spelled with two letters ({words}). In today's spelling: {proposal}",
        ),
    ),
    "characters-removed": _kind(
        _I, Message("finding.characters-removed", "“{field}”: control characters that cannot be stored were left out.")
    ),
    # --- the rules of the form
    "required": _kind(_E, Message("finding.required", "“{field}” is required and was left empty. Ask for the answer.")),
    "too-long": _kind(
        _E, Message("finding.too-long", "“{field}” has {length} characters; {limit} fit in its box. Shorten it.")
    ),
    "format-mismatch": _kind(
        _E,
        Message(
            "finding.format-mismatch",
            "“{field}”: “{written}” is not written as it must be. Compare it with the document it comes from.",
        ),
    ),
    "out-of-range": _kind(
        _E,
        Message(
            "finding.out-of-range",
            "“{field}”: {written} is outside the range from {minimum} to {maximum}. Check the number.",
        ),
    ),
    "too-many-decimals": _kind(
        _E,
        Message(
            "finding.too-many-decimals",
            "“{field}”: {written} has more decimal places than the {decimals} asked for. Check the number.",
        ),
    ),
    "date-in-future": _kind(
        _E,
        Message(
            "finding.date-in-future",
            "“{field}”: {written} is later than the day the form was received. Check the date.",
        ),
    ),
    "date-too-early": _kind(
        _E, Message("finding.date-too-early", "“{field}”: {written} is before {earliest}. Check the date.")
    ),
    "date-order": _kind(
        _E,
        Message(
            "finding.date-order", "“{field}” ({written}) must not be before “{other}” ({limit}). Check both dates."
        ),
    ),
    "date-not-after": _kind(
        _E,
        Message(
            "finding.date-not-after", "“{field}” ({written}) must be later than “{other}” ({limit}). Check both dates."
        ),
    ),
    "above-other": _kind(
        _E,
        Message(
            "finding.above-other",
            "“{field}” ({written}) must not be more than “{other}” ({limit}). Check both numbers.",
        ),
    ),
    "exclusive-option": _kind(
        _E,
        Message(
            "finding.exclusive-option",
            "“{field}”: “{option}” cannot stand together with other options. Ask which is meant.",
        ),
    ),
    "must-be": _kind(
        _R,
        Message(
            "finding.must-be", "“{field}” was not answered “{option}”. Without it the form must not be used further."
        ),
    ),
    "special-data-without-consent": _kind(
        _E,
        Message(
            "finding.special-data-without-consent",
            "“{field}” holds data of a special category, and there is no consent to process them. "
            "Obtain the consent or remove the data.",
        ),
    ),
    "not-applicable-answered": _kind(
        _R,
        Message(
            "finding.not-applicable-answered",
            "“{field}” was answered (“{written}”) although by the other answers it does not apply. "
            "Look at the document and decide which answer is meant.",
        ),
    ),
    "too-many-rows": _kind(
        _E,
        Message(
            "finding.too-many-rows",
            "“{field}” has {rows} rows; {limit} are provided. Put the others on an additional form.",
        ),
    ),
    "unsigned": _kind(
        _I, Message("finding.unsigned", "“{field}”: there is no signature in the file. The paper original needs it.")
    ),
    # --- scores
    "score-mismatch": _kind(
        _E,
        Message(
            "finding.score-mismatch",
            "“{field}”: the total written is {written}, the marks add up to {computed}. Check the marks.",
        ),
    ),
    "benchmark-mismatch": _kind(
        _E,
        Message(
            "finding.benchmark-mismatch",
            "“{field}”: the document says {written}, the published form says {benchmark}. The published value counts.",
        ),
    ),
    "conclusion-mismatch": _kind(
        _E,
        Message(
            "finding.conclusion-mismatch",
            "“{field}”: the conclusion “{written}” does not follow from the marks ({computed}). Check both.",
        ),
    ),
    "conclusion-premature": _kind(
        _E,
        Message(
            "finding.conclusion-premature",
            "“{field}”: the conclusion “{written}” was drawn although marks are missing. Complete the marks.",
        ),
    ),
    # --- forms that were never meant to be filled in
    "draft": _kind(
        _R,
        Message(
            "finding.draft",
            "The form is a draft: not all of it was translated. Ask for the answers on a form that is none.",
        ),
    ),
    # --- copies of earlier versions
    "earlier-version": _kind(
        _I,
        Message(
            "finding.earlier-version",
            "The document is of version {version}; its record was brought to the keys of version {today}.",
        ),
    ),
    "no-longer-asked": _kind(
        _I,
        Message(
            "finding.no-longer-asked",
            "“{field}” (“{written}”) is no longer asked and is not in the record. It is kept as it was written.",
        ),
    ),
    "option-gone": _kind(
        _R,
        Message(
            "finding.option-gone",
            "“{field}”: the option “{written}” is no longer there. Choose one of today's options.",
        ),
    ),
    # --- records given to `fill`
    "unknown-field": _kind(_E, Message("finding.unknown-field", "“{field}” is not a field of this form. {suggestion}")),
    "bad-record": _kind(
        _E,
        Message("finding.bad-record", "The data cannot be read as a record at {written}: {reason}. Correct it there."),
    ),
    "other-form": _kind(
        _E,
        Message(
            "finding.other-form", "The record is of another form, “{written}”. Fill that one with it, or take it out."
        ),
    ),
    "number-twice": _kind(
        _E,
        Message(
            "finding.number-twice",
            "“{field}”: another record, at {place}, has the number {written} as well. Give each its own.",
        ),
    ),
    "stray-cell": _kind(
        _E,
        Message("finding.stray-cell", "“{written}” stands in a column without a heading. Give the column one."),
    ),
    "variant-missing": _kind(
        _E,
        Message(
            "finding.variant-missing",
            "“{field}” must say for whom the form is: {options}. The record says “{written}”.",
        ),
    ),
    "would-overwrite": _kind(
        _E,
        Message(
            "finding.would-overwrite",
            "{field} is there already with other contents and was left as it is. "
            "Move it away, or name another folder with --out.",
        ),
    ),
    "overflow": _kind(
        _R,
        Message(
            "finding.overflow",
            "“{field}” is longer than its box on the page ({format}): the document keeps it whole, the print does not "
            "show its end. Shorten it, or send the document itself.",
        ),
    ),
    "wrong-type": _kind(_E, Message("finding.wrong-type", "“{field}”: “{written}” is not {expected}.")),
}

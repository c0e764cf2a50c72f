"""What is to be said of an answer: how it was read, which rule it breaks."""

from __future__ import annotations

from collections.abc import Mapping

from formgen.message import Message
from formgen.model.kinds.kind import Kind, Severity

ERROR, REVIEW, INFO = Severity.ERROR, Severity.REVIEW, Severity.INFO

ANSWERS: Mapping[str, Kind] = {
    # --- reading the answers
    "signs-disagree": Kind(
        REVIEW,
        Message(
            "finding.signs-disagree",
            "“{field}”: the document gives two different answers in one place (“{written}”). "
            "Look at the document and choose.",
        ),
    ),
    "two-answers": Kind(
        REVIEW,
        Message(
            "finding.two-answers",
            "“{field}”: more than one answer is marked (“{written}”), and only one is asked for. Ask which is meant.",
        ),
    ),
    "place-missing": Kind(
        REVIEW,
        Message(
            "finding.place-missing",
            "“{field}”: its place in the document is gone, so an answer may be lost. Look at the document.",
        ),
    ),
    "outside-answer": Kind(
        REVIEW,
        Message(
            "finding.outside-answer",
            "The document holds an answer at “{field}” (“{written}”), which this form does not ask. "
            "Look at the document.",
        ),
    ),
    "second-sheet": Kind(
        REVIEW,
        Message(
            "finding.second-sheet",
            "The workbook holds the form more than once. Only the sheet “{read}” was read, not “{sheet}”. "
            "Compare the two.",
        ),
    ),
    "formula": Kind(
        REVIEW,
        Message(
            "finding.formula",
            "“{field}”: the cell holds a formula instead of an answer (“{written}”). Type the answer itself.",
        ),
    ),
    "typed-as-number": Kind(
        REVIEW,
        Message(
            "finding.typed-as-number",
            "“{field}”: the cell holds a number or a date instead of text (“{written}”), so zeros, signs or digits may "
            "have been lost. Compare it with the document.",
        ),
    ),
    "hidden-answer": Kind(
        REVIEW,
        Message(
            "finding.hidden-answer",
            "“{field}”: an answer (“{written}”) is in the file where nobody sees it: hidden, covered, tiny or in the "
            "colour of the paper. Ask whether it is meant.",
        ),
    ),
    "struck-out": Kind(
        REVIEW,
        Message(
            "finding.struck-out",
            "“{field}”: the answer “{written}”, or a part of it, is struck out. Ask whether it is meant.",
        ),
    ),
    "hidden-sheet": Kind(
        REVIEW,
        Message(
            "finding.hidden-sheet",
            "The sheet “{sheet}”, from which the answers were read, is hidden. Look at what the others show.",
        ),
    ),
    "choice-unknown": Kind(
        REVIEW,
        Message(
            "finding.choice-unknown",
            "“{field}”: “{written}” is none of the options. Look at the document and choose one.",
        ),
    ),
    "tick-unclear": Kind(
        REVIEW,
        Message(
            "finding.tick-unclear",
            "“{field}”: “{written}” is neither a tick nor empty. Look at the document and decide.",
        ),
    ),
    "date-ambiguous": Kind(
        REVIEW,
        Message(
            "finding.date-ambiguous",
            "“{field}”: “{written}” is not one certain date. Write it as day.month.year, for example 21.11.2026.",
        ),
    ),
    "number-ambiguous": Kind(
        REVIEW,
        Message(
            "finding.number-ambiguous",
            "“{field}”: “{written}” can be read as two different numbers. Write it without separators.",
        ),
    ),
    "number-unreadable": Kind(
        REVIEW, Message("finding.number-unreadable", "“{field}”: “{written}” is not a number. Write it in digits.")
    ),
    "phone-unreadable": Kind(
        REVIEW,
        Message(
            "finding.phone-unreadable",
            "“{field}”: “{written}” is not one telephone number. Write one number, for example 091 234567.",
        ),
    ),
    "phone-unlikely": Kind(
        REVIEW,
        Message(
            "finding.phone-unlikely",
            "“{field}”: no such telephone number is known to be in use (“{written}”). Compare it with the document.",
        ),
    ),
    "phone-extension": Kind(
        REVIEW,
        Message(
            "finding.phone-extension",
            "“{field}”: the extension {extension} of “{written}” is not kept with the number. Note it elsewhere.",
        ),
    ),
    "mixed-letters": Kind(
        REVIEW,
        Message(
            "finding.mixed-letters",
            "“{field}”: letters of different alphabets that look alike stand in one word ({words}). "
            "Probably meant: {proposal}. Look at the document and correct it.",
        ),
    ),
    "old-font": Kind(
        REVIEW,
        Message(
            "finding.old-font",
            "“{field}” was typed in an old Armenian font and cannot be read as it is. Probably meant: “{proposal}”. "
            "Compare it with the document.",
        ),
    ),
    "stop-look-alike": Kind(
        INFO,
        Message(
            "finding.stop-look-alike",
            "“{field}”: a sign that looks like the Armenian full stop was typed for it ({words}). "
            "Probably meant: {proposal}",
        ),
    ),
    "yev-spelled-out": Kind(
        INFO,
        Message(
            "finding.yev-spelled-out",
            "“{field}”: և is spelled with two letters ({words}). In today's spelling: {proposal}",
        ),
    ),
    "characters-removed": Kind(
        INFO,
        Message("finding.characters-removed", "“{field}”: control characters that cannot be stored were left out."),
    ),
    # --- the rules of the form
    "required": Kind(
        ERROR, Message("finding.required", "“{field}” is required and was left empty. Ask for the answer.")
    ),
    "too-long": Kind(
        ERROR, Message("finding.too-long", "“{field}” has {length} characters; {limit} fit in its box. Shorten it.")
    ),
    "format-mismatch": Kind(
        ERROR,
        Message(
            "finding.format-mismatch",
            "“{field}”: “{written}” is not written as it must be. Compare it with the document it comes from.",
        ),
    ),
    "out-of-range": Kind(
        ERROR,
        Message(
            "finding.out-of-range",
            "“{field}”: {written} is outside the range from {minimum} to {maximum}. Check the number.",
        ),
    ),
    "too-many-decimals": Kind(
        ERROR,
        Message(
            "finding.too-many-decimals",
            "“{field}”: {written} has more decimal places than the {decimals} asked for. Check the number.",
        ),
    ),
    "date-in-future": Kind(
        ERROR,
        Message(
            "finding.date-in-future",
            "“{field}”: {written} is later than the day the form was received. Check the date.",
        ),
    ),
    "date-too-early": Kind(
        ERROR, Message("finding.date-too-early", "“{field}”: {written} is before {earliest}. Check the date.")
    ),
    "date-order": Kind(
        ERROR,
        Message(
            "finding.date-order", "“{field}” ({written}) must not be before “{other}” ({limit}). Check both dates."
        ),
    ),
    "date-not-after": Kind(
        ERROR,
        Message(
            "finding.date-not-after", "“{field}” ({written}) must be later than “{other}” ({limit}). Check both dates."
        ),
    ),
    "above-other": Kind(
        ERROR,
        Message(
            "finding.above-other",
            "“{field}” ({written}) must not be more than “{other}” ({limit}). Check both numbers.",
        ),
    ),
    "exclusive-option": Kind(
        ERROR,
        Message(
            "finding.exclusive-option",
            "“{field}”: “{option}” cannot stand together with other options. Ask which is meant.",
        ),
    ),
    "must-be": Kind(
        REVIEW,
        Message(
            "finding.must-be", "“{field}” was not answered “{option}”. Without it the form must not be used further."
        ),
    ),
    "special-data-without-consent": Kind(
        ERROR,
        Message(
            "finding.special-data-without-consent",
            "“{field}” holds data of a special category, and there is no consent to process them. "
            "Obtain the consent or remove the data.",
        ),
    ),
    "not-applicable-answered": Kind(
        REVIEW,
        Message(
            "finding.not-applicable-answered",
            "“{field}” was answered (“{written}”) although by the other answers it does not apply. "
            "Look at the document and decide which answer is meant.",
        ),
    ),
    "too-many-rows": Kind(
        ERROR,
        Message(
            "finding.too-many-rows",
            "“{field}” has {rows} rows; {limit} are provided. Put the others on an additional form.",
        ),
    ),
    "unsigned": Kind(
        INFO, Message("finding.unsigned", "“{field}”: there is no signature in the file. The paper original needs it.")
    ),
    # --- scores
    "score-mismatch": Kind(
        ERROR,
        Message(
            "finding.score-mismatch",
            "“{field}”: the total written is {written}, the marks add up to {computed}. Check the marks.",
        ),
    ),
    "benchmark-mismatch": Kind(
        ERROR,
        Message(
            "finding.benchmark-mismatch",
            "“{field}”: the document says {written}, the published form says {benchmark}. The published value counts.",
        ),
    ),
    "conclusion-mismatch": Kind(
        ERROR,
        Message(
            "finding.conclusion-mismatch",
            "“{field}”: the conclusion “{written}” does not follow from the marks ({computed}). Check both.",
        ),
    ),
    "conclusion-premature": Kind(
        ERROR,
        Message(
            "finding.conclusion-premature",
            "“{field}”: the conclusion “{written}” was drawn although marks are missing. Complete the marks.",
        ),
    ),
}

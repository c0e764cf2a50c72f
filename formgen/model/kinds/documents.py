"""What is to be said of a document as a whole: whether it can be read, what was done to it on its way."""

from __future__ import annotations

from collections.abc import Mapping

from formgen.message import Message
from formgen.model.kinds.kind import Kind, Severity

ERROR, REVIEW, INFO = Severity.ERROR, Severity.REVIEW, Severity.INFO

DOCUMENTS: Mapping[str, Kind] = {
    # --- the document
    "empty-file": Kind(ERROR, Message("finding.empty-file", "The file is empty. Ask the sender for it again.")),
    "not-a-file": Kind(
        ERROR, Message("finding.not-a-file", "This is not a regular file and was not opened. Give the document itself.")
    ),
    "unreachable": Kind(
        ERROR,
        Message(
            "finding.unreachable", "The file could not be opened: {reason}. Check that it is there and may be read."
        ),
    ),
    "too-large": Kind(
        ERROR,
        Message(
            "finding.too-large",
            "The file or a part of it is larger than a form can be ({limit}), so it was not read. "
            "Check by eye what it is.",
        ),
    ),
    "unsafe-content": Kind(
        ERROR,
        Message(
            "finding.unsafe-content",
            "The file holds something no form needs ({part}), so it was not read. "
            "Ask the sender for a copy made from our blank form.",
        ),
    ),
    "active-content": Kind(
        REVIEW,
        Message(
            "finding.active-content",
            "The document would run or fetch something when it is opened ({parts}). Its answers were read, "
            "and nothing of that was done. Do not open it in an office program.",
        ),
    ),
    "encrypted": Kind(
        ERROR,
        Message(
            "finding.encrypted",
            "The file is protected by a password. Open it, save it without the password, and give it again.",
        ),
    ),
    "old-format": Kind(
        ERROR,
        Message(
            "finding.old-format",
            "Files of the kind {kind} are not read. Open it in an office program, save it as PDF, DOCX or XLSX, "
            "or key it in.",
        ),
    ),
    "picture-file": Kind(
        ERROR,
        Message(
            "finding.picture-file",
            "This is a picture ({kind}), and pictures and scans are not read. Look at it, and key in what it says.",
        ),
    ),
    "container": Kind(
        ERROR,
        Message(
            "finding.container",
            "This is an archive or a mailbox of a kind that is not opened here ({kind}). "
            "Take the documents out of it and give them themselves.",
        ),
    ),
    "empty-container": Kind(
        ERROR,
        Message(
            "finding.empty-container",
            "There is no document in this archive or mail. Look whether it says something itself, "
            "or ask the sender for the form.",
        ),
    ),
    "unsafe-name": Kind(
        ERROR,
        Message(
            "finding.unsafe-name",
            "The name this has in the archive leads out of the archive, so it was not read. "
            "Ask the sender for the document itself.",
        ),
    ),
    "same-name": Kind(
        ERROR,
        Message(
            "finding.same-name",
            "The archive holds more than one document under this name, so none of them was read. "
            "Take them out of it and give them under names of their own.",
        ),
    ),
    "too-heavy": Kind(
        ERROR,
        Message(
            "finding.too-heavy",
            "Reading the file took more than {limit}, so it was ended. Look at the document, and key it in.",
        ),
    ),
    "reader-ended": Kind(
        ERROR,
        Message(
            "finding.reader-ended",
            "The reader broke down on this file, so nothing was read from it. Look at the document, and key it in.",
        ),
    ),
    "damaged": Kind(
        ERROR, Message("finding.damaged", "The file is damaged and cannot be read. Ask the sender for it again.")
    ),
    "foreign": Kind(
        ERROR,
        Message(
            "finding.foreign",
            "This is not one of our forms. Put it aside, or ask for the answers on a form made by formgen.",
        ),
    ),
    "unknown-form": Kind(
        ERROR,
        Message(
            "finding.unknown-form",
            "The document says it is the form {form}, version {version}, which is not among the forms here. "
            "Add its definition, or ask for the current form.",
        ),
    ),
    "blank": Kind(
        REVIEW,
        Message("finding.blank", "The form came back with no answer in it. Ask the sender for the completed copy."),
    ),
    "repaired": Kind(
        REVIEW,
        Message(
            "finding.repaired",
            "The file was damaged and had to be repaired to be read. Compare the answers with the document.",
        ),
    ),
    # --- documents that were changed on their way
    "stamps-disagree": Kind(
        ERROR,
        Message(
            "finding.stamps-disagree",
            "The document says of itself that it is two different forms or copies ({stamps}), so it was not read. "
            "Look which it is, and key it in.",
        ),
    ),
    "identified-by-labels": Kind(
        REVIEW,
        Message(
            "finding.identified-by-labels",
            "What the document says of itself is gone; by its words it is this form. Compare it with the document.",
        ),
    ),
    "form-unclear": Kind(
        ERROR,
        Message(
            "finding.form-unclear",
            "What the document says of itself is gone, and it could be any of these: {forms}. "
            "Look which it is, and key it in.",
        ),
    ),
    "several-forms": Kind(
        ERROR,
        Message(
            "finding.several-forms",
            "The file holds {count} forms, so it was not read. Save each as a file of its own and give them again.",
        ),
    ),
    "found-by-label": Kind(
        REVIEW,
        Message(
            "finding.found-by-label",
            "“{field}”: the answer “{written}” was found beside its label, not in its field. "
            "Compare it with the document.",
        ),
    ),
    "found-by-position": Kind(
        REVIEW,
        Message(
            "finding.found-by-position",
            "“{field}”: the answer “{written}” was found by its place on the page only. Compare it with the document.",
        ),
    ),
    "all-found-by-label": Kind(
        REVIEW,
        Message(
            "finding.all-found-by-label",
            "The fields of the document are gone; its {count} answers were found beside their labels. "
            "Compare them with the document.",
        ),
    ),
    "all-found-by-position": Kind(
        REVIEW,
        Message(
            "finding.all-found-by-position",
            "The document has no fields (it was printed or flattened); its {count} answers were found by their place "
            "on the page. Compare them with the document.",
        ),
    ),
    "remark": Kind(
        REVIEW,
        Message("finding.remark", "Somebody wrote beside the answers: “{written}” ({place}). Look at the document."),
    ),
    "tracked-change": Kind(
        REVIEW,
        Message(
            "finding.tracked-change",
            "“{field}”: the answer was changed with changes recorded (now “{written}”, before “{before}”). "
            "Look at the document and decide.",
        ),
    ),
    "words-changed": Kind(
        REVIEW,
        Message(
            "finding.words-changed",
            "“{field}”: the printed words of the question were changed (“{written}”). "
            "Look whether the answer is to the question of the form.",
        ),
    ),
    "answer-is-picture": Kind(
        REVIEW,
        Message(
            "finding.answer-is-picture",
            "“{field}”: a picture or a drawing stands in the place of the answer. Look at the document and key it in.",
        ),
    ),
    "unread-part": Kind(
        REVIEW,
        Message("finding.unread-part", "The document holds {what} that no program reads. Look at the document."),
    ),
    "drawn-differs": Kind(
        REVIEW,
        Message(
            "finding.drawn-differs",
            "“{field}”: the page shows “{drawn}”, the file stores “{written}”. Ask which is meant.",
        ),
    ),
    # --- pages of a PDF
    "scanned": Kind(
        ERROR,
        Message(
            "finding.scanned",
            "The pages are pictures without text (a scan or a photograph), which are not read. Key the answers in.",
        ),
    ),
    "page-missing": Kind(
        REVIEW,
        Message(
            "finding.page-missing",
            "Pages of the form are missing: {pages} (of {of}). What was written there is not known. Ask for them.",
        ),
    ),
    "page-doubled": Kind(
        REVIEW,
        Message(
            "finding.page-doubled",
            "Pages of the form are there more than once: {pages}. Compare them, and key in what differs.",
        ),
    ),
    "page-foreign": Kind(
        REVIEW,
        Message(
            "finding.page-foreign",
            "Pages of the file are not of this form or of another copy of it: {pages} (of {of}). "
            "They were not read. Look at them.",
        ),
    ),
    "page-order": Kind(
        INFO,
        Message(
            "finding.page-order",
            "The pages of the form are in another order: {pages}. They were read by what they are.",
        ),
    ),
    "page-unreadable": Kind(
        REVIEW,
        Message(
            "finding.page-unreadable",
            "Pages of the form could not be read by the places on them: {pages}. Key in what is written there.",
        ),
    ),
    "other-layout": Kind(
        REVIEW,
        Message(
            "finding.other-layout",
            "Pages are not laid out as in the PDF form, so nothing was read from them: {pages}. The Word or Excel form "
            "may have been saved as PDF. Ask for the Word or Excel file itself, or key in what is written there.",
        ),
    ),
    "place-moved": Kind(
        REVIEW,
        Message(
            "finding.place-moved",
            "“{field}”: its field stands elsewhere on the page than the form has it (“{written}”), so that it may "
            "answer another question. Look at the document.",
        ),
    ),
    "text-unreadable": Kind(
        REVIEW,
        Message(
            "finding.text-unreadable",
            "“{field}”: something is written there that cannot be read as text (“{written}”). "
            "Look at the document and key it in.",
        ),
    ),
    "cut-off": Kind(
        REVIEW,
        Message(
            "finding.cut-off",
            "“{field}”: the text may go on beyond its box, where it is not printed (“{written}”). "
            "Ask for the whole answer.",
        ),
    ),
    # --- forms that were never meant to be filled in
    "draft": Kind(
        REVIEW,
        Message(
            "finding.draft",
            "The form is a draft: not all of it was translated. Ask for the answers on a form that is none.",
        ),
    ),
    # --- copies of earlier versions
    "earlier-version": Kind(
        INFO,
        Message(
            "finding.earlier-version",
            "The document is of version {version}; its record was brought to the keys of version {today}.",
        ),
    ),
    "no-longer-asked": Kind(
        INFO,
        Message(
            "finding.no-longer-asked",
            "“{field}” (“{written}”) is no longer asked and is not in the record. It is kept as it was written.",
        ),
    ),
    "option-gone": Kind(
        REVIEW,
        Message(
            "finding.option-gone",
            "“{field}”: the option “{written}” is no longer there. Choose one of today's options.",
        ),
    ),
}

"""A localized form -> its blank Word document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from lxml import etree
from markupsafe import Markup

from formgen.document.stamp import bookmark_name, identifier
from formgen.errors import ExitCode, FormgenError
from formgen.generate import wording
from formgen.generate.arrange import arrange
from formgen.generate.docx.additions import complete
from formgen.generate.docx.controls import LONGEST_NAME, NOTE_PREFIX
from formgen.generate.docx.correcting import corrected
from formgen.generate.docx.draft import mark_draft
from formgen.generate.docx.logo import logo_run
from formgen.generate.docx.markup import run, table, w
from formgen.generate.docx.rows import rows_of_blocks
from formgen.generate.docx.template import default_template, render
from formgen.generate.package import write_parts
from formgen.message import Message
from formgen.model.catalog import LocalizedForm
from formgen.model.document import Stamp
from formgen.model.form import Note, Section
from formgen.model.slot import slots

_TABLE_STYLE = "FormTable"
_FURNITURE = re.compile(r"word/(?:footer|header)[0-9]*\.xml")


class IncompleteDocumentError(FormgenError):
    """A template leaves out a question of the form, or places one twice."""

    exit_code = ExitCode.AT_FAULT
    remedy = Message(
        "error.docx-incomplete.remedy",
        "Place every question exactly once in the template, or use section.questions, which places them all.",
    )

    def __init__(self, forgotten: Sequence[str], doubled: Sequence[str]) -> None:
        super().__init__(
            Message(
                "error.docx-incomplete",
                "The Word document would not hold every question once. Missing: {missing}. Placed twice: {doubled}.",
                {"missing": ", ".join(forgotten) or "–", "doubled": ", ".join(doubled) or "–"},
            )
        )


class UnusableKeyError(FormgenError):
    """Keys that a Word document cannot tell apart, or cannot hold."""

    exit_code = ExitCode.AT_FAULT
    remedy = Message("error.docx-keys.remedy", "Give the field, option or column another, shorter id.")

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__(
            Message(
                "error.docx-keys",
                "Word cannot use these keys, which are longer than {longest} characters or look alike to it: {keys}",
                {"longest": LONGEST_NAME, "keys": ", ".join(keys)},
            )
        )


def compile_blank(localized: LocalizedForm, template: bytes | None = None) -> bytes:
    """Make the blank document of a form, from a centre's Word template or from ours.

    Raises TemplateFaultError, IncompleteDocumentError or UnusableKeyError.
    """
    stamp = localized.stamp
    parts = dict(render(default_template() if template is None else template, _context(localized, stamp)))
    if localized.draft:
        mark_draft(parts, localized.text(wording.ACROSS))
    _check(parts["word/document.xml"], localized, is_stamped=_is_stamped(parts, stamp))
    if localized.correction is not None:
        parts = {**parts, "word/document.xml": corrected(parts["word/document.xml"], localized, localized.correction)}
    return write_parts(complete(parts, localized, stamp))


def _context(localized: LocalizedForm, stamp: Stamp) -> Mapping[str, object]:
    form = localized.form
    source = Message(wording.SOURCE.context, wording.SOURCE.text, {"source": form.source})
    return {
        "title": localized.text(form.title),
        "variant": wording.variant_line(localized) or "",
        "ministry": localized.text(wording.MINISTRY),
        "service": localized.text(wording.SERVICE),
        "approval": wording.approval_line(localized),
        "centre": wording.centre_lines(localized),
        "logo": Markup(logo_run(localized)),  # noqa: S704  (escaped by markup.py)
        "return_to": wording.return_line(localized),
        "required": localized.text(wording.REQUIRED),
        "source": localized.text(source),
        "version": localized.text(wording.version_line(form)),
        "identifier": identifier(stamp),
        "page": _page(localized),
        "sections": [_section(localized, section) for section in form.sections],
        "question": {
            item.id: _questions(localized, replace(section, items=(item,)))
            for section in form.sections
            for item in section.items
        },
    }


def _section(localized: LocalizedForm, section: Section) -> Mapping[str, object]:
    return {
        "dimension": wording.dimension_heading(localized, section) or "",
        "number": localized.form.numbers[f"section:{section.id}"],
        "title": localized.text(section.title),
        "intro": localized.text(section.intro) if section.intro else "",
        "skip": wording.skip_instruction(localized, section.visible_if) or "",
        "questions": _questions(localized, section),
    }


def _questions(localized: LocalizedForm, section: Section) -> Markup:
    rows = rows_of_blocks(localized, arrange(section))
    return Markup(table(rows, _TABLE_STYLE)) if rows else Markup()  # noqa: S704  (escaped by markup.py)


def _page(localized: LocalizedForm) -> Markup:
    """The words of the page number, with Word's fields for the two numbers."""
    page, pages = "\ue000", "\ue001"
    words = localized.text(Message(wording.PAGE.context, wording.PAGE.text, {"page": page, "pages": pages}))
    before, _, rest = words.partition(page)
    between, _, after = rest.partition(pages)
    return Markup(  # noqa: S704  (escaped by markup.py)
        "".join((_words(before), _counter("PAGE"), _words(between), _counter("NUMPAGES"), _words(after)))
    )


def _words(text: str) -> str:
    return run(text) if text else ""


def _counter(name: str) -> str:
    return f'<w:fldSimple w:instr=" {name} ">{run("1")}</w:fldSimple>'


def _is_stamped(parts: Mapping[str, bytes], stamp: Stamp) -> bool:
    """Whether the identifier is printed in the head or foot of pages, where it survives every program."""
    mark = identifier(stamp).encode("ascii")
    return any(mark in content for name, content in parts.items() if _FURNITURE.match(name))


def _check(document: bytes, localized: LocalizedForm, *, is_stamped: bool) -> None:
    """Refuse a document that does not hold every place for an answer exactly once, or not the identifier."""
    root = etree.fromstring(document)
    keys = [slot.key for slot in slots(localized.form)]
    notes = {
        bookmark_name(NOTE_PREFIX, key): key for key, item in localized.form.items.items() if isinstance(item, Note)
    }
    tags = Counter(tag.get(w("val")) for tag in root.iter(w("tag")))
    bookmarks = Counter(mark.get(w("name")) for mark in root.iter(w("bookmarkStart")))
    placed = {**{key: tags[key] for key in keys}, **{key: bookmarks[name] for name, key in notes.items()}}
    forgotten = [key for key, count in placed.items() if not count]
    if not is_stamped:
        forgotten.append("identifier")
    doubled = [key for key, count in placed.items() if count > 1]
    if forgotten or doubled:
        raise IncompleteDocumentError(forgotten, doubled)
    numbers = Counter(number.get(w("val")) for number in root.iterfind(f".//{w('sdtPr')}/{w('id')}"))
    alike = {number for number, count in numbers.items() if count > 1}
    marks = Counter(mark.get(w("id")) for mark in root.iter(w("bookmarkStart")))
    unusable = [key for key in keys if len(key) > LONGEST_NAME]
    unusable += [
        str(properties.findtext(w("tag")) or _tag(properties))
        for properties in root.iter(w("sdtPr"))
        if _identity(properties) in alike
    ]
    unusable += [str(name) for name, count in bookmarks.items() if count > 1]
    unusable += [str(mark) for mark, count in marks.items() if count > 1]
    if unusable:
        raise UnusableKeyError(unusable)


def _tag(properties: etree._Element) -> str:
    tag = properties.find(w("tag"))
    return "" if tag is None else tag.get(w("val"), "")


def _identity(properties: etree._Element) -> str | None:
    number = properties.find(w("id"))
    return None if number is None else number.get(w("val"))

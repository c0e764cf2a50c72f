"""What people wrote outside the places for answers -> answers where it clearly is one, else remarks for a person.

Everything a person sees and the form does not print is accounted for: in cells of labels, in other cells, between and
after the tables, in text boxes, comments, notes, heads and feet of pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from lxml import etree

from formgen.document import own_words
from formgen.document.opening import OfficePackage
from formgen.document.printed import Printed, squeezed, told_mark
from formgen.document.stamp import WRITTEN_BYTES
from formgen.extract.docx.body import Cell, Grid
from formgen.extract.docx.labels import Labels, around, is_like
from formgen.extract.docx.options import Marked, marked_options
from formgen.extract.docx.places import Layout
from formgen.extract.docx.reading import TICKS
from formgen.extract.docx.seen import seen_text, text_boxes, w
from formgen.message import Message
from formgen.model.document import Answer, ReadBy
from formgen.model.finding import Finding, finding
from formgen.model.form import FormDefinition
from formgen.model.slot import Slot, SlotKind, slots_by_key

_COMMENT = Message("place.word-comment", "in a comment")
_COMMENT_AT = Message("place.word-comment-at", "in a comment at question {number}")
_NOTE = Message("place.word-note", "in a footnote or endnote")
_BOX = Message("place.word-text-box", "in a text box")
_PAGE = Message("place.word-page", "at the head or foot of the pages")
_LOOSE = Message("place.word-loose", "outside the tables")
_CELL = Message("place.word-cell", "in a table, outside the places for answers")
_QUESTION = Message("place.word-question", "at question {number}")

_PARTS = (
    (re.compile(r"word/(?:footnotes|endnotes)[0-9]*\.xml"), _NOTE),
    (re.compile(r"word/(?:footer|header)[0-9]*\.xml"), _PAGE),
)
_COMMENTS, _CUSTOM = "word/comments.xml", "docProps/custom.xml"
_AROUND = " \t\u00a0:*-–—․.՝"
"""What divides a label from what is written behind it."""
_PARAGRAPH, _REFERENCE, _ID, _TC = w("p"), w("commentReference"), w("id"), w("tc")
_BOOKMARK, _NAME = w("bookmarkStart"), w("name")


class Remarks:
    """The words of a document that stand in no place for an answer.

    `given` are the answers found in their places; those found beside labels are in `answers` afterwards.
    """

    def __init__(
        self, package: OfficePackage, layout: Layout, labels: Labels, printed: Printed, form: FormDefinition
    ) -> None:
        self._package = package
        self._layout = layout
        self._labels = labels
        self._printed = printed
        self._form = form
        self._slots = slots_by_key(form)
        self.answers: dict[str, Answer] = {}

    def in_body(self, given: Mapping[str, Sequence[Answer]]) -> Iterator[Finding]:
        """Go through the paragraphs and cells in their order."""
        stray: list[str] = []
        for block in self._layout.body.order:
            if isinstance(block, Grid):
                yield from _joined(stray, _LOOSE)
                apart: list[str] = []
                for cell in (cell for row in block.rows for cell in row.cells):
                    if not (cell in self._layout.whole or (cell.plain and self._printed.are_printed(cell.words))):
                        yield from self._in_cell(cell, given, apart)
                # One remark for a table that was pasted, not one for each of its cells.
                yield from _joined(apart, _CELL)
            else:
                words = self._outside_controls(block)
                if words.strip() and not self._is_furniture(words) and not _is_told(block, words):
                    stray.append(words)
        yield from _joined(stray, _LOOSE)
        for text in text_boxes(self._layout.body.root) if self._layout.body.odd else ():
            yield from self._unless_printed(text.split("\n"), _BOX)

    def in_parts(self) -> Iterator[Finding]:
        """Go through the parts beside the document itself."""
        package = self._package
        for name in package.in_order:
            for pattern, place in _PARTS:
                if pattern.fullmatch(name):
                    content = package.part(name)
                    bare = WRITTEN_BYTES.sub(b"", content).decode("utf-8", "replace")
                    if not self._printed.is_known(bare):
                        told = list(self._in_part(package.xml(name), place))
                        if not told:
                            self._printed.know(bare)
                        yield from told
        if _COMMENTS in package.names:
            yield from self._comments(package.xml(_COMMENTS))

    def _in_part(self, root: etree._Element, place: Message) -> Iterator[Finding]:
        stray: list[str] = []
        for paragraph in root.iter(_PARAGRAPH):
            stray += [
                line for line in seen_text(paragraph).split("\n") if line.strip() and not self._is_furniture(line)
            ]
        for text in text_boxes(root):
            stray += [line for line in text.split("\n") if line.strip() and not self._is_furniture(line)]
        yield from _joined(list(dict.fromkeys(stray)), place)

    def _comments(self, root: etree._Element) -> Iterator[Finding]:
        for comment in root:
            text = seen_text(comment).strip()
            if text:
                name = self._commented.get(comment.get(_ID, ""))
                yield self._remark(text, name, _COMMENT_AT if name else _COMMENT)

    @cached_property
    def _commented(self) -> Mapping[str, str | None]:
        """The questions that comments are tied to."""
        cells = {cell.element: cell for cell in self._layout.body.cells}
        found: dict[str, str | None] = {}
        for mark in self._layout.body.root.iter(_REFERENCE):
            cell = next((cells[each] for each in mark.iterancestors(_TC) if each in cells), None)
            found[mark.get(_ID, "")] = None if cell is None else self.question_of(cell)
        return found

    def question_of(self, cell: Cell) -> str | None:
        """The question a cell belongs to: its answer's or its label's."""
        key = self._layout.taken.get(cell) or self._labels.name_of(cell)
        item = (key or "").partition(".")[0]
        return item if item in self._form.items else None

    @cached_property
    def _own_words(self) -> frozenset[str]:
        """What the template prints that the form does not: looked for only where there is such a line."""
        if _CUSTOM not in self._package.names:
            return frozenset()
        said = {
            each.get("name", ""): "".join(map(str, each.itertext()))
            for each in self._package.xml(_CUSTOM)
            if each.get("name", "").startswith(own_words.PROPERTY)
        }
        return frozenset(digest for name in sorted(said) for digest in own_words.parse(said[name]))

    # --- paragraphs

    def _outside_controls(self, paragraph: etree._Element) -> str:
        """The text of a paragraph without what stands in a control of ours, which is an answer."""
        controls = self._layout.controls(None)
        if any(control in paragraph.iterancestors() for control in controls):
            return ""
        return seen_text(paragraph, controls) if controls else seen_text(paragraph)

    def _is_furniture(self, text: str) -> bool:
        """Whether a line is put together of what is printed at the head and foot of pages."""
        return self._printed.is_furniture(text) or own_words.digest(text) in self._own_words

    def _unless_printed(self, lines: Sequence[str], place: Message, name: str | None = None) -> Iterator[Finding]:
        told = [line for line in lines if not self._printed.is_printed(line)]
        if told:
            yield self._remark("\n".join(told).strip(), name, place)

    def _remark(self, text: str, name: str | None, place: Message) -> Finding:
        item = (name or "").partition(".")[0]
        number = self._form.numbers.get(item)
        if number is not None:
            place = Message(place.context, place.text, {"number": number})
        return finding("remark", item if number is not None else None, text, place=place)

    # --- cells

    def _in_cell(self, cell: Cell, given: Mapping[str, Sequence[Answer]], apart: list[str]) -> Iterator[Finding]:
        """What is strange in a cell; the words of one that is no label's are put to those that stand apart."""
        controls = self._layout.controls(cell)
        lines = seen_text(cell.element, controls).split("\n") if controls else cell.lines
        strange = [line for line in lines if not self._printed.is_printed(line)]
        name = self._labels.name_of(cell)
        if name is None:
            apart += strange
            return
        rest: list[str] = []
        for line in strange:
            said = self._beside_label(line, name)
            if said is None:
                yield finding("words-changed", name, line.strip())
            elif isinstance(said, Marked):
                yield from self._mark(name, said, given)
            elif said:
                rest.append(said)
        text = "\n".join(rest).strip()
        if text:
            yield from self._text(name, text, given)

    def _beside_label(self, line: str, name: str) -> str | Marked | None:
        """What a person wrote in a line of a label; None where the printed words themselves were changed."""
        item = name if name in self._form.items else None
        found = [parts for words in self._labels.numbers_of(name) if (parts := around(line, words)) is not None]
        marks = (self._marked(after, item) for before, after in found if not before.strip())
        marked = next((each for each in marks if each is not None), None) or self._marked(line, item)
        if marked is not None:
            return marked
        if found:
            return " ".join(part.strip(_AROUND) for part in found[0] if part.strip(_AROUND))
        return None if any(is_like(line, words) for words in self._labels.numbers_of(name)) else line.strip()

    def _marked(self, line: str, item: str | None) -> Marked | None:
        return marked_options(line, self._printed.options.get(item or "", ()))

    def _mark(self, name: str, marked: Marked, given: Mapping[str, Sequence[Answer]]) -> Iterator[Finding]:
        """Options marked where they are printed for paper: an answer, or a second one."""
        if marked.changed:
            yield finding("words-changed", name, marked.written)
            return
        if name not in self._slots or not marked.codes:
            yield self._remark(marked.written, name, _QUESTION)
            return
        here = given.get(name, ())
        if len(marked.codes) > 1 or any(not self._says(answer, marked.codes[0], name) for answer in here):
            written = " / ".join(dict.fromkeys([*(answer.written for answer in here), marked.written]))
            self.answers[name] = Answer(name, written, ReadBy.LABEL, doubt="two-answers")
        elif not here:
            self.answers[name] = Answer(name, marked.written, ReadBy.LABEL, exact=marked.codes[0])
        if marked.rest:
            yield self._remark(marked.rest, name, _QUESTION)

    def _says(self, answer: Answer, code: str, name: str) -> bool:
        """Whether an answer is the option: by its code, or in words that are printed with or without its mark."""
        said = [squeezed(words[code]) for words in self._printed.options.get(name, ()) if code in words]
        written = squeezed(answer.written)
        return answer.doubt is None and (answer.exact == code or any(each.endswith(written) for each in said))

    def _text(self, name: str, text: str, given: Mapping[str, Sequence[Answer]]) -> Iterator[Finding]:
        """Words in the cell of a label: the answer, where its own place is empty and it can be one."""
        slot = self._slots.get(name)
        if slot is not None and not given.get(name) and name not in self.answers and _can_be(slot, text):
            self.answers[name] = Answer(name, text, ReadBy.LABEL)
        else:
            yield self._remark(text, name, _QUESTION)


def _can_be(slot: Slot, text: str) -> bool:
    if slot.kind is SlotKind.SIGNATURE:
        return False
    return slot.kind is not SlotKind.TICK or text.strip("()[] ") in TICKS


def _is_told(paragraph: etree._Element, words: str) -> bool:
    """Whether a paragraph is one that says what a copy was sent back for, and still says that alone."""
    return any(mark.get(_NAME) == told_mark(words) for mark in paragraph.iter(_BOOKMARK))


def _joined(stray: list[str], place: Message) -> Iterator[Finding]:
    if stray:
        yield finding("remark", None, "\n".join(stray).strip(), place=place)
        stray.clear()

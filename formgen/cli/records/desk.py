"""The questions of a form, put to a clerk at a terminal one by one -> what stands on the paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import click

from formgen.cli.extract import MARKS, harmless
from formgen.cli.records.key import FIRST_TIME, GOES_ON, SECOND_TIME
from formgen.cli.session import Session
from formgen.generate import wording
from formgen.message import Message
from formgen.model.document import Answer, Submission
from formgen.model.finding import Severity, status_of
from formgen.model.form import Field, FieldType, Note, Section, Table
from formgen.model.report import Report
from formgen.pipeline.keying.drafts import Draft
from formgen.pipeline.keying.typing import (
    Paper,
    Step,
    Typed,
    differences,
    judge,
    next_step,
    number_of,
    options,
    read,
    step_of,
)
from formgen.report.words import answered, describe, question

AGAIN = Message("cli.key.again", "Type it again, or press Enter to keep what stands on the paper.")
NOW = Message("cli.key.now", "now: {answer} (Enter keeps it, - removes it)")
PASSED = Message("cli.key.passed", "passed over: {question} ({reason})")
ROW = Message("cli.key.row", "row {row}; a full stop ends the table")
LONG = Message("cli.key.long", "several lines; a line with a full stop alone ends it")
SEVERAL = Message("cli.key.several", "several numbers with commas")
SIGNED = Message("cli.key.signed", "Is it signed? 1) yes 2) no")
EMPTY = Message("cli.key.empty", "(empty)")
WHOLE = Message("cli.key.whole", "This is what was typed:")
KEEP = Message("cli.key.keep", "y puts it into the store, a question's number (such as 2.3) changes it, q stops.")
NO_SUCH = Message("cli.key.no-such", "There is no question {number}.")
SAME = Message("cli.key.same", "Both say the same.")
DIFFER = Message("cli.key.differ", "Answers that differ: {count}. Which is right? 1 or 2, or 3 to type it again.")
BACK, END, REMOVE = "<", ".", "-"
_YES = {"y", "yes", "այո", "ա"}
_STOP = {"q", "quit"}
_INLINE = 60
"""Letters of options that stand on one line."""


class _BackError(Exception):
    """The clerk wants the question before."""


class _EndError(Exception):
    """The clerk says that the table ends."""


@dataclass
class Desk:
    """A clerk, a paper copy, and what was typed of it so far."""

    session: Session
    paper: Paper
    draft: Draft
    _section: Section | None = field(default=None, init=False)

    def key_in(self, *, second: bool) -> Typed | None:
        """Ask everything; give what is to be kept, or None where the clerk stops. click.Abort at the end of input."""
        if self.draft.is_begun:
            count = len(self.draft.passes[min(self.draft.done, 1)].taken)
            self.session.tell(Message(GOES_ON.context, GOES_ON.text, {"count": count}))
        title = self.paper.shown.text(self.paper.shown.form.title)
        if self.draft.done == 0:
            self.session.tell(Message(FIRST_TIME.context, FIRST_TIME.text, {"form": title}))
            self._go_through(self.draft.passes[0])
            self._finish(1)
        first = self.draft.passes[0]
        if second and self.draft.done == 1:
            self.session.tell(SECOND_TIME)
            self._section = None
            self._go_through(self.draft.passes[1])
            self._finish(2)
        if second:
            self._compare(first, self.draft.passes[1])
        return first if self._confirm(first) else None

    def _finish(self, done: int) -> None:
        self.draft.done = done
        self.draft.save()

    # --- question by question

    def _go_through(self, typed: Typed, only: Table | Field | None = None) -> None:
        """Ask from where it was left to the end; or one question alone."""
        last = step_of(self.paper, typed.taken[-1]) if typed.taken and only is None else None
        step, passed = next_step(self.paper, typed, last) if only is None else (step_of(self.paper, only.id), ())
        while step is not None and (only is None or step.item is only):
            self._tell_passed(passed)
            try:
                self._ask(typed, step)
            except _BackError:
                step, passed = self._before(typed, step), ()
                continue
            except _EndError:
                typed.ended.add(step.item.id)
                self._drop_rows(typed, step)
            typed.taken.append(step.key)
            self.draft.save()
            step, passed = next_step(self.paper, typed, step)
        if only is None:
            self._tell_passed(passed)

    def _before(self, typed: Typed, step: Step) -> Step:
        if not typed.taken:
            return step
        before = step_of(self.paper, typed.taken.pop())
        assert before is not None
        typed.ended.discard(before.item.id)
        self.draft.save()
        return before

    def _drop_rows(self, typed: Typed, step: Step) -> None:
        """A table that ends here has no rows from here on."""
        for key in list(typed.answers):
            name, _, rest = key.partition(".")
            if name == step.item.id and int(rest.partition(".")[0]) >= step.row:
                del typed.answers[key]

    def _tell_passed(self, passed: Sequence[Field | Table | Note]) -> None:
        shown = self.paper.shown
        for item in passed:
            if isinstance(item, Note):
                for paragraph in item.paragraphs:
                    click.echo(f"  {harmless(shown.text(paragraph))}", err=True)
                continue
            conditions = shown.form.conditions[item.id]
            reason = "; ".join(said for each in conditions if (said := wording.skip_instruction(shown, each)))
            values = {"question": question(item.id, shown), "reason": reason}
            self.session.tell(Message(PASSED.context, PASSED.text, values))

    def _ask(self, typed: Typed, step: Step) -> None:
        """Ask one thing until it is certain, or the clerk says that it stands so on the paper."""
        self._tell_step(step)
        standing = typed.of(step)
        if standing:
            values = {"answer": self._words(step, standing)}
            self.session.tell(Message(NOW.context, NOW.text, values))
        text = self._text(step)
        if not text and standing:
            return
        if standing and text == REMOVE:
            text = ""
        while text:
            answers, findings = read(self.paper, typed, step, text)
            for each in findings:
                mark = MARKS[each.severity]
                click.echo(f"  {mark} {harmless(describe(each, self.paper.shown))}", err=True)
            if not findings:
                typed.put(step, answers)
                return
            self.session.tell(AGAIN)
            again = self._text(step)
            if again:
                text = again
            elif answers:
                typed.put(step, answers)
                return
            else:
                break
        typed.put(step, ())

    def _tell_step(self, step: Step) -> None:
        shown, say = self.paper.shown, self.session.say
        section = shown.form.section_of[step.item.id]
        if section is not self._section:
            self._section = section
            number = shown.form.numbers[f"section:{section.id}"]
            click.echo(f"\n{number}. {harmless(shown.text(section.title))}", err=True)
        aside = []
        if step.opens_row:
            aside.append(say(Message(ROW.context, ROW.text, {"row": step.row})))
        hint = wording.hint(step.field)
        if hint is not None:
            aside.append(say(hint))
        if step.field.type is FieldType.MULTILINE:
            aside.append(say(LONG))
        if step.field.type is FieldType.MULTI_CHOICE:
            aside.append(say(SEVERAL))
        behind = f" ({'; '.join(aside)})" if aside else ""
        click.echo(f"\n{harmless(question(step.key, shown))}{behind}", err=True)
        if step.field.type is FieldType.SIGNATURE:
            self.session.tell(SIGNED)
        lines = [f"{number_of(step, each)}) {shown.text(each.label)}" for each in options(step)]
        joined = "  ".join(lines)
        for line in [joined] if len(joined) <= _INLINE else lines:
            if line:
                click.echo(f"  {harmless(line)}", err=True)

    def _text(self, step: Step) -> str:
        """What the clerk types at a step."""
        first = _prompt()
        if first.strip() == BACK:
            raise _BackError
        if step.opens_row and first.strip() == END:
            raise _EndError
        if step.field.type is not FieldType.MULTILINE or not first or first.strip() == END:
            return "" if first.strip() == END else first
        lines = [first]
        while (line := _prompt()).strip() != END:
            lines.append(line)
        return "\n".join(lines)

    def _words(self, step: Step, answers: Sequence[Answer]) -> str:
        """What stands at a step, in words."""
        shown = self.paper.shown
        if not answers:
            return self.session.say(EMPTY)
        if step.field.type is FieldType.SIGNATURE:
            return "✓"
        if step.field.type is FieldType.MULTI_CHOICE:
            codes = {each.key.rpartition(".")[2] for each in answers}
            return ", ".join(shown.text(each.label) for each in step.field.choices if each.code in codes)
        return harmless("; ".join(each.written for each in answers))

    # --- the whole

    def _compare(self, first: Typed, second: Typed) -> None:
        """Have the clerk decide where the two differ; both hold the right answer then."""
        found = differences(self.paper, first, second)
        if not found:
            self.session.tell(SAME)
            return
        self.session.tell(Message(DIFFER.context, DIFFER.text, {"count": len(found)}))
        for step in found:
            click.echo(f"\n{harmless(question(step.key, self.paper.shown))}", err=True)
            for number, typed in enumerate((first, second), start=1):
                click.echo(f"  {number}) {self._words(step, typed.of(step))}", err=True)
            choice = ""
            while choice not in {"1", "2", "3"}:
                choice = _prompt().strip()
            if choice == "3":
                first.put(step, ())
                self._ask_alone(first, step)
            elif choice == "2":
                first.put(step, second.of(step))
            second.put(step, first.of(step))
            self.draft.save()

    def _ask_alone(self, typed: Typed, step: Step) -> None:
        try:
            self._ask(typed, step)
        except (_BackError, _EndError):
            typed.put(step, ())

    def _confirm(self, typed: Typed) -> bool:
        """Show everything; True where the clerk says that it is right."""
        while True:
            self._show(typed)
            self.session.tell(KEEP)
            said = _prompt().strip().lower()
            if said in _YES:
                return True
            if said in _STOP:
                return False
            numbers = {number: name for name, number in self.paper.shown.form.numbers.items() if ":" not in name}
            item = self.paper.shown.form.items.get(numbers.get(said, ""))
            if isinstance(item, Field | Table):
                typed.ended.discard(item.id)
                self._go_through(typed, only=item)
            elif said:
                self.session.tell(Message(NO_SUCH.context, NO_SUCH.text, {"number": said}))

    def _show(self, typed: Typed) -> None:
        judgment, shown = judge(self.paper, typed.answers), self.paper.shown
        findings = judgment.findings
        report = Report(Submission(""), status_of(findings), findings, record=judgment.record)
        click.echo(f"\n{self.session.say(WHOLE)}", err=True)
        for asked, words in answered(report, shown):
            click.echo(f"  {harmless(asked)}: {harmless(words)}", err=True)
        for each in findings:
            if each.severity is not Severity.INFO:
                click.echo(f"  {MARKS[each.severity]} {harmless(describe(each, shown))}", err=True)


def _prompt() -> str:
    text: str = click.prompt("", prompt_suffix="> ", default="", show_default=False, err=True)
    return text.removeprefix("\ufeff").rstrip("\r")

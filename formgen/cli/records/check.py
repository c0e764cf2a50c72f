"""formgen records check: what is missing or contradicts between records."""

from __future__ import annotations

import json

import click

from formgen.cli.extract import harmless
from formgen.cli.language import Say
from formgen.cli.records.list import form_title
from formgen.cli.session import Session
from formgen.cli.store import opened, store_option
from formgen.errors import ExitCode
from formgen.message import Message

HELP = Message(
    "cli.records.check.help",
    "Find closures without the service evaluations the instructions ask for, references to nothing, scores that do not "
    "add up, conclusions that do not follow, and records that contradict one another.\n\n"
    "Exit code 1 means that there is at least one.\n\nExample: formgen records check",
)
JSON = Message("cli.records.check.json", "One JSON object a line.")
COUNT = Message("cli.records.check.count", "To be looked at: {count}.")
NOTHING = Message("cli.records.check.nothing", "Nothing is missing, and nothing contradicts.")


def build(say: Say) -> click.Command:
    """The command, with its help in the language of the messages."""

    @click.command(help=say(HELP))
    @store_option(say)
    @click.option("--json", "as_json", is_flag=True, help=say(JSON))
    @click.pass_obj
    def command(session: Session, db: str, as_json: bool) -> int:  # noqa: FBT001
        from formgen.pipeline.registry.cases import gaps

        count = 0
        with opened(db).read() as connection:
            for gap in gaps(connection, session.project):
                count += 1
                said = session.say(gap.text)
                if as_json:
                    row = {"number": str(gap.kept.incoming), "code": gap.code, "named": gap.named, "message": said}
                    click.echo(json.dumps(row, ensure_ascii=False))
                else:
                    title = f"{form_title(session, gap.kept.stamp.form)} {gap.kept.title or ''}"
                    click.echo(harmless(f"{gap.kept.incoming}  {title}: {said}"))
        if not as_json:
            session.tell(Message(COUNT.context, COUNT.text, {"count": count}) if count else NOTHING)
        return int(ExitCode.NEEDS_A_PERSON if count else ExitCode.OK)

    return command

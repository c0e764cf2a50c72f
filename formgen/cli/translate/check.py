"""formgen translate check: every fault of every translation."""

from __future__ import annotations

import json
from pathlib import Path

import click

from formgen.cli.language import Say
from formgen.cli.session import Session
from formgen.cli.translate.update import LOCALE
from formgen.errors import ExitCode
from formgen.message import Message

HELP = Message(
    "cli.translate.check.help",
    "Look for every fault of the translations and tell each: file, line, text, what is wrong, how to mend it. Named "
    "are forms, or PO files; with nothing named all catalogs of the project are checked.\n\n"
    "A warning that is meant so is answered in the PO file, in a comment of the translator: "
    "answered: glossary; why: the law says it so.\n\n"
    "Exit code 3 means that there is at least one error.\n\nExample: formgen translate check --locale hy",
)
JSON = Message("cli.translate.check.json", "One JSON object a fault, one a line.")
ERROR = Message("cli.translate.error", "error")
WARNING = Message("cli.translate.warning", "warning")
FOUND = Message("cli.translate.found", "errors {errors}, warnings {warnings}")
WORDS = {"error": ERROR, "warning": WARNING}


def build(say: Say) -> click.Command:
    """The command, with its help in the language of the messages."""

    @click.command(help=say(HELP))
    @click.argument("names", nargs=-1, metavar="[FORM|FILE]...")
    @click.option("--locale", "locales", multiple=True, help=say(LOCALE))
    @click.option("--json", "as_json", is_flag=True, help=say(JSON))
    @click.pass_obj
    def command(session: Session, names: tuple[str, ...], locales: tuple[str, ...], as_json: bool) -> int:  # noqa: FBT001
        from formgen.pipeline.translating.checks import check_catalogs, check_files

        files = [Path(name) for name in names if name.endswith((".po", ".pot"))]
        forms = tuple(name for name in names if not name.endswith((".po", ".pot")))
        counts = {"error": 0, "warning": 0}
        found = [*check_files(session.project, files)] if files else []
        if forms or not files:
            found += check_catalogs(session.project, forms, locales)
        for fault in found:
            counts[fault.severity] += 1
            if as_json:
                line = {
                    "code": fault.code,
                    "severity": str(fault.severity),
                    "file": fault.file,
                    "line": fault.line,
                    "locale": fault.locale,
                    "context": fault.context,
                    "message": fault.text,
                    "remedy": f"{say(fault.what)} {say(fault.remedy)}",
                }
                click.echo(json.dumps(line, ensure_ascii=False))
            else:
                click.echo(f"{fault.file}:{fault.line}: {say(WORDS[fault.severity])} {fault.code}")
                if fault.text:
                    click.echo(f"    {fault.context}: {_short(fault.text)}")
                click.echo(f"    {say(fault.what)} {say(fault.remedy)}")
        figures = {"errors": counts["error"], "warnings": counts["warning"]}
        session.tell(Message(FOUND.context, FOUND.text, figures))
        return int(ExitCode.AT_FAULT if counts["error"] else ExitCode.OK)

    return command


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 100 else f"{line[:99]}…"  # noqa: PLR2004

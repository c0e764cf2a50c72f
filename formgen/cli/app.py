"""The command line as a whole: the group, its options, and what becomes of an error."""

from __future__ import annotations

import errno
import importlib
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress

import click

from formgen.cli.language import LOCALES, OPTION, Say, environment, speaker, ui_locale
from formgen.cli.session import HERE, Session
from formgen.errors import ExitCode, FormgenError
from formgen.message import Message

COMMANDS = {
    "demo": Message("cli.demo.short", "Show the whole journey on sample cases"),
    "forms": Message("cli.forms.short", "List the forms, and how far each is translated"),
    "check": Message("cli.check.short", "Find every fault of definitions, catalogs and layouts"),
    "publish": Message("cli.publish.short", "Freeze a version of a form"),
    "generate": Message("cli.generate.short", "Make blank forms"),
    "fill": Message("cli.fill.short", "Make prefilled forms from data"),
    "extract": Message("cli.extract.short", "Read completed forms"),
    "ingest": Message("cli.ingest.short", "Take completed forms into the record store"),
    "records": Message("cli.records.short", "Look at the records in the store, correct and decide"),
    "fix": Message("cli.fix.short", "Send a record back with what is wrong in it"),
    "translate": Message("cli.translate.short", "Keep the words of every language"),
    "cache": Message("cli.cache.short", "Remove the compiled blanks that are kept"),
}

_HELP = Message(
    "cli.help",
    "Official forms as PDF, Word and Excel, in Armenian and English, and completed copies back into records.\n\n"
    "Example: formgen generate referral --locale hy --format pdf",
)
_UI_LOCALE = Message("cli.ui-locale", "The language of messages and help; by default that of the environment.")
_PROJECT = Message(
    "cli.project", "The folder with forms/ and locales/; by default the working directory, then what formgen carries."
)
_VERSION = Message("cli.version", "Show the version and stop.")
_HELP_OPTION = Message("cli.help-option", "Show this help and stop.")
_INTERRUPTED = Message("cli.interrupted", "Interrupted. What was done stays; to go on, run the command again.")
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}

_CLICK_WORDS = {
    "Usage:": Message("click.usage", "Usage:"),
    "Options": Message("click.options", "Options"),
    "Commands": Message("click.commands", "Commands"),
    "Arguments": Message("click.arguments", "Arguments"),
    "required": Message("click.required", "required"),
    "default: {default}": Message("click.default", "default: {default}"),
    "Error: {message}": Message("click.error", "Error: {message}"),
    "Try '{command} {option}' for help.": Message("click.try-help", "Try '{command} {option}' for help."),
    "No such command {name!r}.": Message("click.no-command", "There is no such command: {name}."),
    "No such option: {name}": Message("click.no-option", "There is no such option: {name}"),
    "No such option {name!r}.": Message("click.no-such-option", "There is no such option: {name}."),
    "Missing command.": Message("click.missing-command", "The command is missing."),
    "{name} {filename!r} does not exist.": Message("click.not-there", "{filename} is not there."),
    "{name} {filename!r} is a file.": Message("click.is-a-file", "{filename} is a file, not a folder."),
    "{name} {filename!r} is a directory.": Message("click.is-a-folder", "{filename} is a folder, not a file."),
    "{name} {filename!r} is not readable.": Message("click.not-readable", "{filename} may not be read."),
    "{value} is not in the range {range}.": Message("click.not-in-range", "{value} is not in the range {range}."),
    "Option {name!r} does not take a value.": Message("click.no-value", "The option {name} takes no value."),
    "Missing argument": Message("click.missing-argument", "Missing argument"),
    "Missing option": Message("click.missing-option", "Missing option"),
    "Invalid value: {message}": Message("click.invalid-value", "Invalid value: {message}"),
    "Invalid value for {param_hint}: {message}": Message(
        "click.invalid-value-for", "Invalid value for {param_hint}: {message}"
    ),
    "Got unexpected extra argument ({args})": Message("click.extra-argument", "Unexpected extra argument ({args})"),
}


class LazyGroup(click.Group):
    """A group that imports a command's module only when that command is called."""

    def __init__(
        self,
        say: Say,
        commands: Mapping[str, Message] = COMMANDS,
        package: str = "formgen.cli",
        **settings: object,
    ) -> None:
        super().__init__(**settings)  # type: ignore[arg-type]
        self.say, self.shorts, self.package = say, commands, package

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The commands in the order of the work."""
        return list(self.shorts)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of a name, built in the language of the messages."""
        if cmd_name not in self.shorts:
            return None
        command: click.Command = importlib.import_module(f"{self.package}.{cmd_name}").build(self.say)
        command.name = cmd_name
        translate_help_option(command, self.say)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without importing them."""
        with formatter.section(commands_heading(self.say)):
            formatter.write_dl([(name, self.say(short)) for name, short in self.shorts.items()])


def commands_heading(say: Say) -> str:
    """The heading over a list of commands."""
    return say(_CLICK_WORDS["Commands"])


def translate_help_option(command: click.Command, say: Say) -> None:
    """Put the line of --help in the language of the messages, in the commands of a group too."""
    option = command.get_help_option(click.Context(command))
    if option is not None:
        option.help = say(_HELP_OPTION)
    for each in command.commands.values() if isinstance(command, click.Group) else ():
        translate_help_option(each, say)


def build(say: Say, session: Session) -> click.Group:
    """The whole command line, with every text in the language of the messages."""
    group = LazyGroup(
        say,
        name="formgen",
        help=say(_HELP),
        context_settings={"help_option_names": ["-h", "--help"], "obj": session, "max_content_width": 100},
        params=[
            click.Option([OPTION], type=click.Choice(LOCALES), expose_value=False, help=say(_UI_LOCALE)),
            click.Option(
                ["--project"],
                type=click.Path(exists=True, file_okay=False),
                expose_value=False,
                callback=_set_project,
                help=say(_PROJECT),
            ),
            click.Option(
                ["--version"],
                is_flag=True,
                is_eager=True,
                expose_value=False,
                callback=_show_version,
                help=say(_VERSION),
            ),
        ],
    )
    translate_help_option(group, say)
    return group


def _set_project(context: click.Context, _option: click.Parameter, value: str | None) -> None:
    if value is not None:
        context.obj.folder = value


def _show_version(context: click.Context, _option: click.Parameter, wanted: bool) -> None:  # noqa: FBT001
    if wanted:
        from importlib.metadata import version

        click.echo(f"formgen {version('formgen')}")
        context.exit()


def run(arguments: Sequence[str]) -> int:
    """Run a command line and return the exit code (CONTRACT.md section 3)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    locale = ui_locale(arguments, environment())
    say = speaker(locale)
    _speak_of_click(say)
    try:
        return int(build(say, Session(HERE, locale, say)).main(list(arguments), "formgen", standalone_mode=False) or 0)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.Abort:
        click.echo(say(_INTERRUPTED), err=True)
        return int(ExitCode.NEEDS_A_PERSON)
    except click.ClickException as error:
        error.show()
        return int(ExitCode.USAGE)
    except FormgenError as error:
        _tell(error, say)
        return int(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        return int(ExitCode.OK)
    except Exception as error:  # noqa: BLE001  (the last line of defence: a fault of ours, told whole)
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            return _tell_no_room(error, say)
        import traceback

        traceback.print_exc()
        return int(ExitCode.OUR_FAULT)


def _tell_no_room(error: OSError, say: Say) -> int:
    """Say that what the command writes to, mostly a file the shell made, takes no more."""
    from formgen.pipeline.making import NotWritableError

    _tell(NotWritableError.of(error.filename or "stdout", error), say)
    with suppress(OSError):
        sys.stdout.close()
    return int(NotWritableError.exit_code)


def _tell(error: FormgenError, say: Say) -> None:
    for fault in getattr(error, "faults", ()):
        click.echo(f"{fault.file}:{fault.line}: {say(fault.what)}", err=True)
    for detail in error.details:
        click.echo(say(detail), err=True)
    click.echo(say(error.message), err=True)
    if error.remedy is not None:
        click.echo(say(error.remedy), err=True)


def _speak_of_click(say: Say) -> None:
    """Say click's own few words in the language of the messages; click asks gettext for them by name."""
    if say is str:
        return

    def words(text: str) -> str:
        return say(_CLICK_WORDS[text]) if text in _CLICK_WORDS else text

    for module in ("core", "formatting", "exceptions", "parser", "types"):
        part = importlib.import_module(f"click.{module}")
        if hasattr(part, "_"):
            part._ = words  # type: ignore[attr-defined]

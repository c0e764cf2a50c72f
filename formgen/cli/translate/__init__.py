"""formgen translate: the translator's side of the program."""

from __future__ import annotations

import importlib

import click

from formgen.cli.language import Say
from formgen.message import Message

COMMANDS = {
    "update": Message("cli.translate.update.short", "Bring template and catalogs up to date"),
}
HELP = Message(
    "cli.translate.help",
    "Keep the words of forms and program in every language.\n\nExample: formgen translate update",
)


class TranslateGroup(click.Group):
    """A group that imports a command's module only when that command is called."""

    def __init__(self, say: Say) -> None:
        super().__init__("translate", help=say(HELP))
        self.say = say

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The commands in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of a name, built in the language of the messages."""
        from formgen.cli.app import translate_help_option

        if cmd_name not in COMMANDS:
            return None
        module = {"import": "importing"}.get(cmd_name, cmd_name)
        command: click.Command = importlib.import_module(f"formgen.cli.translate.{module}").build(self.say)
        command.name = cmd_name
        translate_help_option(command, self.say)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without importing them."""
        from formgen.cli.app import commands_heading

        with formatter.section(commands_heading(self.say)):
            formatter.write_dl([(name, self.say(short)) for name, short in COMMANDS.items()])


def build(say: Say) -> click.Group:
    """The group, with its help in the language of the messages."""
    return TranslateGroup(say)

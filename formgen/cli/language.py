"""Which language the messages are in, and how they are said."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence

from formgen.message import Message

Say = Callable[[Message], str]
OPTION = "--ui-locale"
LOCALES = ("hy", "en")


def ui_locale(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language of --ui-locale, else of the environment, else English.

    It is looked up before the arguments are parsed, because the help is in that language too.
    """
    for place, argument in enumerate(arguments):
        value = argument.partition("=")[2] if argument.startswith(f"{OPTION}=") else ""
        if argument == OPTION and place + 1 < len(arguments):
            value = arguments[place + 1]
        if value in LOCALES:
            return value
    return _of_environment(environment)


def _of_environment(environment: Mapping[str, str]) -> str:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "")
        if value:
            return "hy" if value.lower().startswith(("hy", "armenian")) else "en"
    if sys.platform == "win32":
        import ctypes
        import locale

        code = ctypes.windll.kernel32.GetUserDefaultUILanguage()
        return "hy" if locale.windows_locale.get(code, "").startswith("hy") else "en"
    return "en"


def speaker(locale: str) -> Say:
    """How a message is said in a locale; English is the language the messages are written in."""
    if locale == "en":
        return str
    from pathlib import Path

    from formgen.pipeline.project import PROGRAM, Project

    return Project(Path()).catalog(locale, PROGRAM).text


def environment() -> Mapping[str, str]:
    """The environment variables of the process."""
    return os.environ

"""What stops the program, with the remedy and the exit code it ends with."""

from __future__ import annotations

from enum import IntEnum

from formgen.message import Message


class ExitCode(IntEnum):
    """CONTRACT.md section 3."""

    OK = 0
    NEEDS_A_PERSON = 1
    USAGE = 2
    AT_FAULT = 3
    MACHINE_LACKS = 4
    OUR_FAULT = 70


class FormgenError(Exception):
    """An error an operator can mend: `message` says what and where, `details` each case, `remedy` what to do now."""

    exit_code: ExitCode = ExitCode.USAGE
    remedy: Message | None = None
    details: tuple[Message, ...] = ()

    def __init__(self, message: Message, remedy: Message | None = None) -> None:
        super().__init__(str(message))
        self.message = message
        if remedy is not None:
            self.remedy = remedy

    def __reduce__(self) -> tuple[object, ...]:
        """Come whole through a pickle, whatever a subclass is made from."""
        return _again, (type(self), self.args, self.__dict__)


def _again(kind: type[FormgenError], args: tuple[object, ...], kept: dict[str, object]) -> FormgenError:
    error = kind.__new__(kind)
    error.args = args
    error.__dict__.update(kept)
    return error

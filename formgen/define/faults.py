"""The faults of a definition file, collected and raised together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from formgen.errors import ExitCode, FormgenError
from formgen.message import Message


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: the place (line from 1, 0 where the whole file is meant), what is wrong, what to do."""

    file: Path
    line: int
    what: Message


class FaultyDefinitionError(FormgenError):
    """One or more definition files are at fault; `faults` has every one, in file order."""

    exit_code = ExitCode.AT_FAULT
    remedy = Message("error.faulty-definition.remedy", "Mend the lines named above, then run the command again.")

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(
            Message(
                "error.faulty-definition", "Faults in the definitions or settings: {count}.", {"count": len(faults)}
            )
        )
        self.faults = tuple(sorted(faults, key=lambda fault: (str(fault.file), fault.line)))

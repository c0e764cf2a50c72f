"""What a foreign file makes of a parser -> the finding that it cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from formgen.errors import FormgenError
from formgen.model.finding import Finding, finding


class UnreadableError(Exception):
    """A received file cannot be read further; `finding` says why. Caught by the pipeline, never shown."""

    def __init__(self, why: Finding) -> None:
        super().__init__(why.code)
        self.finding = why


_OURS = (UnreadableError, FormgenError, MemoryError, NameError, ImportError, AssertionError)


@contextmanager
def foreign() -> Iterator[None]:
    """The border between damage in a file and a fault of the program.

    Whatever opens or walks a foreign document runs inside it. There any exception a parser or a walk over
    odd content may raise, a stray KeyError, TypeError or RecursionError like a library's own, means that the
    file is not as it should be: the finding `damaged`. What no content can cause (a name or a module that is
    missing, a broken assertion), and everything outside, such as judging what was read, is a fault of ours
    and is told with its traceback. Memory that ran out is left to whoever watches over it.
    """
    try:
        yield
    except _OURS:
        raise
    except Exception as error:
        raise UnreadableError(finding("damaged")) from error

"""PDF files -> their failures against PDF/UA-1, as veraPDF judges."""

from __future__ import annotations

from pathlib import Path

from tests.conversation import Conversation
from tests.programs import program, verapdf_classes

SOURCE = Path(__file__).with_name("Verapdf.java")


class Verapdf:
    """veraPDF in one Java process that judges any number of files."""

    def __init__(self, folder: Path) -> None:
        program("javac")  # the source is compiled as it is started
        command = [program("java"), "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", verapdf_classes(), str(SOURCE)]
        self._talk = Conversation(command, folder / "verapdf.log")

    def failures(self, path: Path) -> list[str]:
        """The rules a file breaks, how often, and where first; empty where it conforms."""
        return self._talk.ask(str(path.resolve()))

    def end(self) -> None:
        """End the process."""
        self._talk.end()

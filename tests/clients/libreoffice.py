"""LibreOffice: fill DOCX and XLSX documents as a person does, and print them as PDF."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from lxml import etree

from formgen.model.slot import SlotKind
from tests.clients.entry import CannotFillError, Entry
from tests.conversation import Conversation, SilentError
from tests.programs import python_with, soffice

SCRIPT = Path(__file__).with_name("office_desk.py")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_SECONDS = 150


class LibreOffice:
    """One office process with a profile of its own; it is started again where it went silent."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._command = [python_with("uno"), str(SCRIPT), soffice()]
        self._starts = self._copies = 0
        self._talk = self._start()

    def _start(self) -> Conversation:
        self._starts += 1
        profile = self._folder / f"profile{self._starts}"
        return Conversation([*self._command, str(profile)], self._folder / "office.log")

    def _ask(self, source: Path, out: Path, entries: Sequence[Mapping[str, Any]] | None = None) -> None:
        try:
            answer = self._talk.ask(self._request(source, out, entries), _SECONDS)
        except SilentError:
            self._talk.end()
            self._talk = self._start()
            answer = self._talk.ask(self._request(source, out, entries), _SECONDS)
        if error := json.loads(answer[0]).get("error"):
            raise CannotFillError(error)

    def _request(self, source: Path, out: Path, entries: Sequence[Mapping[str, Any]] | None) -> str:
        # Each time a new copy, for a file that an office died with stays locked.
        self._copies += 1
        copy = self._folder / f"copy{self._copies}{source.suffix}"
        shutil.copyfile(source, copy)
        return json.dumps({"source": str(copy), "out": str(out), "entries": entries})

    def fill_docx(self, blank: Path, out: Path, entries: Sequence[Entry]) -> None:
        """Put the entries into a copy of a Word document."""
        found = {each["key"]: each for each in controls(blank)}
        missing = [entry.key for entry in entries if entry.key not in found]
        if missing:
            raise CannotFillError(f"no content control for {missing}")
        puts = [_put(entry, found[entry.key]) for entry in entries]
        self._ask(blank, out, puts)

    def fill_xlsx(self, blank: Path, out: Path, entries: Sequence[Entry], words: Mapping[str, str]) -> None:
        """Put the entries into a copy of a workbook; `words` are those of its lists, by key."""
        puts = [
            {
                "name": f"fg_{entry.key}",
                "text": words.get(entry.key, entry.text),
                # A date it does not know is warned of; what begins like a formula is offered corrected.
                "warned": entry.text[:1] in {"+", "-"} or (entry.standard is not None and _day(entry.text) is None),
            }
            for entry in entries
        ]
        self._ask(blank, out, puts)

    def save(self, source: Path, out: Path) -> None:
        """Open a document and save it under another name, unchanged; to PDF it is printed."""
        self._ask(source, out)

    def end(self) -> None:
        """End the office."""
        self._talk.end()


def _put(entry: Entry, control: Mapping[str, Any]) -> dict[str, Any]:
    how = "tick" if entry.kind is SlotKind.TICK else "choice" if control["list"] else "text"
    put = {"key": entry.key, "place": control["place"], "text": entry.text, "how": how}
    if control["date"]:
        day = _day(entry.text)
        if day is not None:
            put |= {"how": "date", "iso": day.isoformat()}
    if control["list"]:
        put["text"] = chosen(entry, control["list"])
    return put


def _day(text: str) -> dt.date | None:
    """The day a person picks in the calendar rather than types; the control shows it in its own format."""
    try:
        return dt.datetime.strptime(text, "%d.%m.%Y").replace(tzinfo=dt.UTC).date() if len(text) == 10 else None
    except ValueError:
        return None


def chosen(entry: Entry, words: Sequence[str]) -> str:
    """The words of a list that a person takes for an option; CannotFillError where none or two fit."""
    exact = [each for each in words if each == entry.text]
    near = exact or [each for each in words if entry.text in each]
    if len(near) != 1:
        raise CannotFillError(f"{entry.key}: {entry.text!r} fits {near} of {list(words)}")
    return near[0]


def controls(path: Path) -> Iterator[dict[str, Any]]:
    """The content controls of a Word document: key, place (table, row, cell, from 0), and what kind they are."""
    with zipfile.ZipFile(path) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    body = root.find(f"{W}body")
    assert body is not None
    tables = [each for each in body.iter(f"{W}tbl") if next(each.iterancestors(f"{W}tbl"), None) is None]
    for number, table in enumerate(tables):
        for row_number, row in enumerate(table.iter(f"{W}tr")):
            for cell_number, cell in enumerate(row.iter(f"{W}tc")):
                for control in [*cell.iter(f"{W}sdt"), *_around(cell)]:
                    tag = control.find(f"{W}sdtPr/{W}tag")
                    if tag is not None:
                        items = control.findall(f"{W}sdtPr/{W}dropDownList/{W}listItem")
                        yield {
                            "key": tag.get(f"{W}val"),
                            "place": [number, row_number, cell_number],
                            "list": [item.get(f"{W}displayText") for item in items if item.get(f"{W}displayText")],
                            "date": control.find(f"{W}sdtPr/{W}date") is not None,
                        }


def _around(cell: etree._Element) -> list[etree._Element]:
    """A control that holds the whole cell."""
    content = cell.getparent()
    control = content.getparent() if content is not None and content.tag == f"{W}sdtContent" else None
    return [control] if control is not None and control.tag == f"{W}sdt" and len(content or ()) == 1 else []

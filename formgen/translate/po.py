"""The text of a PO file <-> its entries, with the line each stands at and everything a translator wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from formgen.errors import ExitCode, FormgenError
from formgen.message import Message

FUZZY = "fuzzy"
BRACES = "python-brace-format"
"""The flag by which PO editors know `{name}` for a placeholder."""


class CatalogError(FormgenError):
    """A PO file cannot be read; `line` is where, from 1, or 0 for the whole file."""

    exit_code = ExitCode.AT_FAULT
    remedy = Message("error.catalog.remedy", "Open the file in a PO editor, mend the place named, and save it again.")

    def __init__(self, file: object, line: int, reason: Message | str) -> None:
        place = f"{file}:{line}" if line else file
        super().__init__(
            Message("error.catalog", "{file} is not a readable PO file: {reason}", {"file": place, "reason": reason})
        )
        self.line = line
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Previous:
    """The English text a fuzzy translation was made for (the lines that begin with `#|`)."""

    context: str | None = None
    text: str | None = None
    plural: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One message and its translation; `strings` has one text, or one a plural form.

    `comments` are the translators' own (`# `), `notes` are for them (`#.`); `line` is where the msgid
    stands and `string_line` where the translation begins, from 1; 0 where the entry was never read.
    """

    text: str
    strings: tuple[str, ...] = ("",)
    context: str | None = None
    plural: str | None = None
    comments: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    previous: Previous | None = None
    obsolete: bool = False
    line: int = field(default=0, compare=False)
    string_line: int = field(default=0, compare=False)

    @property
    def key(self) -> tuple[str, str]:
        """What a translation is found by: msgctxt and msgid."""
        return self.context or "", self.text

    @property
    def said(self) -> str:
        """The translation, of a plural message its first form."""
        return self.strings[0] if self.strings else ""

    @property
    def fuzzy(self) -> bool:
        """Whether a person must look at the translation before it is used."""
        return FUZZY in self.flags

    @property
    def translated(self) -> bool:
        """Whether the translation is there in every form and may be used."""
        return bool(self.strings) and all(self.strings) and not self.fuzzy


@dataclass(frozen=True)
class PoFile:
    """A catalog as a file has it; the header is the entry without context and text."""

    header: Entry
    entries: tuple[Entry, ...]

    @cached_property
    def headers(self) -> dict[str, str]:
        """The lines of the header by name."""
        pairs = (line.partition(":") for line in self.header.said.split("\n"))
        return {name.strip(): value.strip() for name, colon, value in pairs if colon}

    @property
    def live(self) -> Iterator[Entry]:
        """The entries that are in use."""
        return (entry for entry in self.entries if not entry.obsolete)


_CHARSET = re.compile(rb"charset=([A-Za-z0-9_-]+)")
_ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]{1,2}|[0-7]{1,3}|.)", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_KEYWORD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[(\d+)\])?)\s*(?=")')
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"\s*')

NOT_TEXT = Message("catalog.not-text", "it is not a text in the encoding {encoding}")
UNKNOWN_LINE = Message("catalog.unknown-line", "this is neither a comment nor a text in straight quotation marks")
MISPLACED = Message("catalog.misplaced", "“{keyword}” does not belong here")


def read_po(content: bytes, file: object) -> PoFile:
    """Read a PO file in any line ends, in the encoding its header names; CatalogError with the line."""
    found = _CHARSET.search(content[:4000])
    encoding = found[1].decode("ascii") if found else "utf-8"
    try:
        text = content.decode("utf-8-sig" if encoding.lower() in {"charset", "utf-8", "utf8"} else encoding)
    except (UnicodeDecodeError, LookupError) as error:
        line = content[: error.start].count(b"\n") + 1 if isinstance(error, UnicodeDecodeError) else 0
        raise CatalogError(file, line, Message(NOT_TEXT.context, NOT_TEXT.text, {"encoding": encoding})) from error
    entries = list(_Reader(file).read(text.replace("\r\n", "\n").replace("\r", "\n")))
    header = next((entry for entry in entries if not entry.text and not entry.context and not entry.obsolete), None)
    return PoFile(header or Entry(""), tuple(entry for entry in entries if entry is not header))


@dataclass(slots=True)
class _Draft:
    """An entry while its lines are read."""

    comments: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    previous: dict[str, str] = field(default_factory=dict)
    obsolete: bool = False
    line: int = 0
    string_line: int = 0

    @property
    def complete(self) -> bool:
        return any(name.startswith("msgstr") for name in self.texts)

    def entry(self) -> Entry:
        strings = [text for name, text in self.texts.items() if name.startswith("msgstr")]
        previous = self.previous and Previous(
            self.previous.get("msgctxt"), self.previous.get("msgid"), self.previous.get("msgid_plural")
        )
        return Entry(
            self.texts["msgid"],
            tuple(strings),
            self.texts.get("msgctxt"),
            self.texts.get("msgid_plural"),
            tuple(self.comments),
            tuple(self.notes),
            tuple(self.references),
            tuple(self.flags),
            previous or None,
            self.obsolete,
            self.line,
            self.string_line,
        )


class _Reader:
    """Reads lines one after the other; each belongs to the entry at hand or begins the next."""

    def __init__(self, file: object) -> None:
        self.file = file
        self.draft = _Draft()
        self.open: tuple[dict[str, str], str] | None = None

    def read(self, text: str) -> Iterator[Entry]:
        for number, raw in enumerate(text.split("\n"), start=1):
            line = raw.strip()
            if not line:
                continue
            begins = (line.startswith("#") and not line.startswith("#~")) or "msgctxt" in line[:11]
            begins = begins or (line.lstrip("#~ ").startswith("msgid") and "msgid_plural" not in line[:16])
            if self.draft.complete and (begins or line.startswith("#~|")):
                yield self._finished(number)
            if line.startswith("#"):
                self._comment(line, number)
            else:
                self._text(line, number, self.draft.texts)
        if self.draft.texts:
            yield self._finished(0)

    def _finished(self, number: int) -> Entry:
        draft, self.draft, self.open = self.draft, _Draft(), None
        if "msgid" not in draft.texts or not draft.complete:
            keyword = "msgid" if "msgid" not in draft.texts else "msgstr"
            raise CatalogError(
                self.file, number or draft.line, Message(MISPLACED.context, MISPLACED.text, {"keyword": keyword})
            )
        return draft.entry()

    def _comment(self, line: str, number: int) -> None:
        draft, kind, rest = self.draft, line[:2], line[2:]
        if kind == "#~":
            if rest.startswith("|"):
                self._text(rest[1:].strip(), number, draft.previous)
            elif rest.strip():
                draft.obsolete = True
                self._text(rest.strip(), number, draft.texts)
            return
        if draft.texts:
            raise self._wrong(number, UNKNOWN_LINE)
        match kind:
            case "#.":
                draft.notes.append(rest.removeprefix(" "))
            case "#:":
                draft.references += rest.split()
            case "#,":
                draft.flags += [flag.strip() for flag in rest.split(",") if flag.strip()]
            case "#|":
                self._text(rest.strip(), number, draft.previous)
            case _:
                draft.comments.append(line[1:].removeprefix(" "))

    def _text(self, line: str, number: int, texts: dict[str, str]) -> None:
        keyword = _KEYWORD.match(line)
        if keyword:
            name = keyword[1]
            if name in texts or (name == "msgctxt" and "msgid" in texts):
                raise self._wrong(number, Message(MISPLACED.context, MISPLACED.text, {"keyword": name}))
            texts[name] = ""
            self.open = texts, name
            if texts is self.draft.texts:
                if name in {"msgid", "msgctxt"}:
                    self.draft.line = number
                elif name.startswith("msgstr") and not self.draft.string_line:
                    self.draft.string_line = number
            line = line[keyword.end() :]
        quoted = _QUOTED.fullmatch(line)
        if quoted is None or self.open is None or self.open[0] is not texts:
            raise self._wrong(number, UNKNOWN_LINE)
        texts[self.open[1]] += _unescaped(quoted[1])

    def _wrong(self, number: int, reason: Message) -> CatalogError:
        return CatalogError(self.file, number, reason)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(match: re.Match[str]) -> str:
    what = match[1]
    if what[0] == "x" and len(what) > 1:
        return chr(int(what[1:], 16))
    if what[0] in "01234567":
        return chr(int(what, 8))
    return _ESCAPED.get(what, what)


def write_po(file: PoFile) -> bytes:
    """Write a catalog in gettext's own form, one line of text a line; the same entries give the same bytes."""
    return write_entries((file.header, *file.entries))


def write_entries(entries: Iterable[Entry]) -> bytes:
    """Write entries, as a catalog or a part of one."""
    return "\n".join(map(_block, entries)).encode("utf-8")


def _block(entry: Entry) -> str:
    lines = [f"# {comment}".rstrip() for comment in entry.comments]
    lines += [f"#. {note}".rstrip() for note in entry.notes]
    lines += [f"#: {reference}" for reference in entry.references]
    if entry.flags:
        lines.append(f"#, {', '.join(sorted(entry.flags))}")
    old = "#~" if entry.obsolete else "#"
    if entry.previous is not None:
        pairs = (("msgctxt", entry.previous.context), ("msgid", entry.previous.text))
        for name, text in (*pairs, ("msgid_plural", entry.previous.plural)):
            if text is not None:
                lines += [f"{old}| {line}" for line in _quoted(name, text)]
    texts = [] if entry.context is None else _quoted("msgctxt", entry.context)
    texts += _quoted("msgid", entry.text)
    if entry.plural is None:
        texts += _quoted("msgstr", entry.said)
    else:
        texts += _quoted("msgid_plural", entry.plural)
        for number, string in enumerate(entry.strings):
            texts += _quoted(f"msgstr[{number}]", string)
    lines += [f"#~ {line}" for line in texts] if entry.obsolete else texts
    return "\n".join(lines) + "\n"


def _quoted(name: str, text: str) -> list[str]:
    parts = text.split("\n")
    if len(parts) == 1:
        return [f"{name} {_escaped(text)}"]
    lines = [f"{part}\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])
    return [f'{name} ""', *map(_escaped, lines)] if len(lines) > 1 else [f"{name} {_escaped(lines[0])}"]


_SIGNS = {ord("\\"): "\\\\", ord('"'): '\\"', ord("\n"): "\\n", ord("\t"): "\\t", ord("\r"): "\\r"}


def _escaped(text: str) -> str:
    return f'"{text.translate(_SIGNS)}"'

"""PO files are read with their lines and written again, with everything a translator put there."""

from __future__ import annotations

import io

import pytest
from babel.messages.pofile import read_po as babel_read

from formgen.translate.po import CatalogError, read_po, write_po

WHOLE = """\
# A translator's word.
msgid ""
msgstr ""
"Language: hy\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

# First comment
# state: approved; by: Someone; on: 2026-11-22; of: 00000000
#. a note
#: forms/a.yaml
#, fuzzy, python-brace-format
#| msgctxt "old.place"
#| msgid "Old {text}"
msgctxt "place"
msgid "New {text}\\twith \\"quotes\\" and \\\\"
msgstr ""
"Նոր\\n"
"{text}"

msgid "one"
msgid_plural "many"
msgstr[0] "մեկ"
msgstr[1] "շատ"

# kept
#~| msgid "older"
#~ msgctxt "gone"
#~ msgid "No longer"
#~ msgstr "Այլևս ոչ"
"""


def test_everything_comes_back() -> None:
    file = read_po(WHOLE.encode(), "x.po")
    assert write_po(file) == WHOLE.encode()
    first, plural, gone = file.entries
    assert (first.line, first.string_line) == (15, 16)
    assert first.said == "Նոր\n{text}"
    assert first.text == 'New {text}\twith "quotes" and \\'
    assert first.fuzzy
    assert first.previous is not None
    assert (first.previous.context, first.previous.text) == ("old.place", "Old {text}")
    assert plural.strings == ("մեկ", "շատ")
    assert gone.obsolete
    assert gone.comments == ("kept",)
    assert file.headers["Language"] == "hy"


def test_babel_reads_the_same() -> None:
    theirs = {(each.context, each.id): each.string for each in babel_read(io.BytesIO(WHOLE.encode())) if each.id}
    ours = {(each.context, each.text): each.said for each in read_po(WHOLE.encode(), "x").live if each.plural is None}
    assert {key: text for key, text in theirs.items() if isinstance(key[1], str)} == ours


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n"])
def test_line_ends_and_marks_of_other_systems(ends: str) -> None:
    content = b"\xef\xbb\xbf" + WHOLE.replace("\n", ends).encode()
    assert read_po(content, "x.po").entries == read_po(WHOLE.encode(), "x.po").entries


def test_other_encodings() -> None:
    content = WHOLE.replace("UTF-8", "KOI8-R").replace("Նոր", "новый").replace("մեկ", "один").replace("շատ", "много")
    content = content.replace("Այլևս ոչ", "нет")
    assert read_po(content.encode("koi8-r"), "x.po").entries[0].said.startswith("новый")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('msgid ""\nmsgstr ""\n\nmsgid "a\nmsgstr "b"\n', 4),
        ('msgid ""\nmsgstr ""\n\nmsgid "a"\nmsgid "b"\nmsgstr "c"\n', 5),
        ('msgid ""\nmsgstr ""\n\nmsgstr "c"\n', 4),
        ('msgid ""\nmsgstr ""\n\nhello\n', 4),
        ("hello", 1),
        ('msgid "a"\n', 1),
        ('msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=nothing\\n"\n', 0),
        ("<html>\n", 1),
    ],
)
def test_a_broken_file_is_told_with_its_line(text: str, line: int) -> None:
    with pytest.raises(CatalogError) as caught:
        read_po(text.encode(), "x.po")
    assert caught.value.line == line


def test_bytes_of_no_text_are_told_with_their_line() -> None:
    with pytest.raises(CatalogError) as caught:
        read_po(WHOLE.encode() + b'\nmsgid "\xff"\n', "x.po")
    assert caught.value.line == WHOLE.count("\n") + 2

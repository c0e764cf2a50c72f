"""Archives and mails give up their documents by content, under harmless names, in the order of their names."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from formgen.document.container import Opener
from formgen.document.leftovers import is_left_by_a_program
from formgen.document.mail import is_mail
from formgen.document.unreadable import UnreadableError, foreign
from formgen.model.limits import Limits
from formgen.model.listing import Listing
from tests.hostile.making import attached, mail, zipped

PDF = b"%PDF-1.7 x"
PNG = b"\x89PNG" + bytes(90)


def listed(tmp_path: Path, content: bytes, inside: tuple[int, ...] = (), limits: Limits | None = None) -> Listing:
    path = tmp_path / "given"
    path.write_bytes(content)
    found = Opener(limits or Limits()).open(path, inside)
    assert not isinstance(found, bytes)
    return found.listing()


def names(tmp_path: Path, content: bytes) -> list[str]:
    return [each.name for each in listed(tmp_path, content).members]


def reason(tmp_path: Path, content: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(UnreadableError) as caught:
        listed(tmp_path, content, limits=limits)
    return caught.value.finding.code


def raw_named(name: bytes) -> bytes:
    content = zipped({"x" * len(name): PDF})
    return content.replace(b"x" * len(name), name)


def test_members_are_in_the_order_of_their_names_folder_by_folder(tmp_path: Path) -> None:
    content = zipped({"b.pdf": PDF, "a/z.pdf": PDF, "a.pdf": PDF, "a/b/c.pdf": PDF, "a/": b""})
    assert names(tmp_path, content) == ["a/b/c.pdf", "a/z.pdf", "a.pdf", "b.pdf"]


def test_members_are_read_by_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "given"
    path.write_bytes(zipped({"b.pdf": PDF + b"b", "a.zip": zipped({"c.pdf": PDF + b"c"})}))
    opener = Opener(Limits())
    assert opener.open(path, (0,)) == PDF + b"b"
    inner = opener.open(path, (1,))
    assert not isinstance(inner, bytes)
    assert [each.name for each in inner.listing().members] == ["c.pdf"]
    assert opener.open(path, (1, 0)) == PDF + b"c"
    assert opener.open(path, (0,)) == PDF + b"b"
    opener.close()


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("ձև.pdf".encode(), "ձև.pdf"),
        ("Ответ.pdf".encode("cp866"), "Ответ.pdf"),
        ("Ответ.pdf".encode("cp1251"), "Ответ.pdf"),
        (b".\\a\\b.pdf", "a/b.pdf"),
    ],
)
def test_names_without_a_known_encoding_are_guessed(raw: bytes, name: str, tmp_path: Path) -> None:
    assert names(tmp_path, raw_named(raw)) == [name]


@pytest.mark.parametrize(
    "name",
    ["~$a.docx", "x/~$a.docx", ".~lock.a.docx#", "Thumbs.db", "x/desktop.ini", ".DS_Store", "__MACOSX/._a.pdf", "._a"],
)
def test_what_programs_leave_is_passed_over(name: str, tmp_path: Path) -> None:
    assert is_left_by_a_program(name)
    assert names(tmp_path, zipped({name: b"x", "a.pdf": PDF})) == ["a.pdf"]


@pytest.mark.parametrize("name", ["a~$.docx", "lock.docx", "thumbs.pdf", ".hidden.pdf", "MACOSX.pdf"])
def test_documents_are_not_passed_over(name: str) -> None:
    assert not is_left_by_a_program(name)


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ("../a.pdf", "unsafe-name"),
        ("a/../../b.pdf", "unsafe-name"),
        ("/a.pdf", "unsafe-name"),
        ("C:\\a.pdf", "unsafe-name"),
        ("..a.pdf", None),
    ],
)
def test_names_that_lead_out_are_told(entry: str, code: str | None, tmp_path: Path) -> None:
    (member,) = listed(tmp_path, zipped({entry: PDF})).members
    assert (member.fault.code if member.fault else None) == code


def test_two_entries_of_one_name_are_told_once(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        content = zipped([("a.pdf", PDF), ("a.pdf", PDF + b"2"), ("b.pdf", PDF)])
    found = {each.name: each.fault and each.fault.code for each in listed(tmp_path, content).members}
    assert found == {"a.pdf": "same-name", "b.pdf": None}


def test_limits_of_containers(tmp_path: Path) -> None:
    many = zipped({f"{number}": b"x" for number in range(6)})
    assert reason(tmp_path, many, Limits(container_documents=5)) == "too-large"
    noise = bytes(range(256)) * 8192
    path = tmp_path / "large.zip"
    path.write_bytes(zipped({"a.pdf": PDF + noise}, stored=True))
    with pytest.raises(UnreadableError) as caught:
        Opener(Limits(document_megabytes=1)).open(path, (0,))
    assert "the document has" in str(caught.value.finding.text)
    with pytest.raises(UnreadableError) as caught:
        Opener(Limits(archive_megabytes=1)).open(path)
    assert "the archive has" in str(caught.value.finding.text)


def test_an_archive_is_read_in_place(tmp_path: Path) -> None:
    """It may be larger than anything that is held in memory."""
    path = tmp_path / "large.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(8):
            archive.writestr(f"{number}.pdf", PDF + bytes(1 << 20))
    assert path.stat().st_size > 8 << 20
    found = Opener(Limits(document_megabytes=2, mail_megabytes=2)).open(path, (3,))
    assert isinstance(found, bytes)
    assert found.startswith(PDF)


@pytest.mark.parametrize(
    "head",
    [
        b"From: a\r\nTo: b\r\n\r\n",
        b"Received: from x\r\n by y\r\nSubject: z\r\n",
        b"From a@b Thu\nFrom: a\nDate: b\n\n",
        b"X-A: b\nMIME-Version: 1.0\nContent-Type: text/plain\n\n",
    ],
)
def test_mails_are_known_by_their_headers(head: bytes) -> None:
    assert is_mail(head)


@pytest.mark.parametrize("head", [b"", b"a,b\n1,2", b"Name: x\nAge: 7\n", b"To: you\n\nhello", b"%PDF-1.7", b"{\\rtf1"])
def test_other_texts_are_no_mails(head: bytes) -> None:
    assert not is_mail(head)


def test_attachments_have_names_of_their_own(tmp_path: Path) -> None:
    content = mail(
        b"Content-Type: text/plain\r\n\r\nMy number is 099 999999.",
        attached(b"a.pdf", PDF),
        attached(b"a.pdf", PDF),
        attached(b"=?windows-1251?B?zvLi5fIucGRm?=", PDF),
        attached(b"..\\..\\c.pdf", PDF),
        attached(b"", PDF, kind=b"application/pdf"),
        attached(b"smime.p7s", b"x", kind=b"application/pkcs7-signature"),
        attached(b"ATT00001.txt", b"x", kind=b"text/plain"),
    )
    assert names(tmp_path, content) == ["-..-c.pdf", "5.pdf", "a (2).pdf", "a.pdf", "Ответ.pdf"]


def test_pictures_in_the_text_are_logos_beside_a_document(tmp_path: Path) -> None:
    inline = b"Content-ID: <logo>\r\n"
    logo = attached(b"logo.png", PNG, kind=b"image/png", more=inline)
    photo = attached(b"photo.png", PNG * 1000, kind=b"image/png", more=inline)
    scan = attached(b"scan.png", PNG, kind=b"image/png")
    assert names(tmp_path, mail(logo, attached(b"a.pdf", PDF))) == ["a.pdf"]
    assert names(tmp_path, mail(logo, photo, attached(b"a.pdf", PDF))) == ["a.pdf", "photo.png"]
    assert names(tmp_path, mail(logo, scan)) == ["scan.png"]
    assert names(tmp_path, mail(logo)) == ["logo.png"]


def test_a_mail_in_a_mail_is_one(tmp_path: Path) -> None:
    content = mail(b"Content-Type: message/rfc822\r\n\r\n" + mail(attached(b"a.pdf", PDF)))
    assert names(tmp_path, content) == ["x.eml"]
    number = listed(tmp_path, content).members[0].number
    assert [each.name for each in listed(tmp_path, content, (number,)).members] == ["a.pdf"]
    found = Opener(Limits()).open(tmp_path / "given", (number, 0))
    assert found == PDF


def test_what_holds_no_document_is_told(tmp_path: Path) -> None:
    assert reason(tmp_path, zipped({})) == "empty-container"
    assert reason(tmp_path, mail(b"Content-Type: text/plain\r\n\r\nhello")) == "empty-container"
    assert reason(tmp_path, b"From a@b Thu\nFrom: a\nTo: b\n\nx\n\nFrom c@d Thu\nFrom: c\n\ny") == "container"


@pytest.mark.parametrize("error", [KeyError("x"), TypeError(), RecursionError(), zipfile.BadZipFile(), OSError()])
def test_what_foreign_content_causes_is_damage(error: Exception) -> None:
    with pytest.raises(UnreadableError) as caught, foreign():
        raise error
    assert caught.value.finding.code == "damaged"


@pytest.mark.parametrize("error", [NameError("x"), ImportError("x"), AssertionError(), MemoryError()])
def test_what_no_content_causes_is_ours(error: Exception) -> None:
    with pytest.raises(type(error)), foreign():
        raise error


def test_an_office_file_is_no_container(tmp_path: Path) -> None:
    path = tmp_path / "given"
    content = zipped({"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"})
    path.write_bytes(content)
    assert Opener(Limits()).open(path) == content
    assert zipfile.is_zipfile(io.BytesIO(content))

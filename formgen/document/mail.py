"""A mail -> the documents attached to it, each with its name and its bytes."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.header import decode_header
from email.message import Message as Part

from formgen.document.unreadable import UnreadableError
from formgen.model.finding import finding
from formgen.model.limits import Limits, passed
from formgen.model.listing import Listing, Member

_HEADER = re.compile(rb"(?:From [^\n]*\n)?(?:[!-9;-~]{1,100}:[^\n]*\n(?:[ \t][^\n]*\n)*)+", re.ASCII)
_KNOWN = re.compile(
    rb"^(?:received|return-path|delivered-to|mime-version|message-id|from|to|subject|date|content-type):",
    re.IGNORECASE | re.MULTILINE,
)
_ENOUGH = 2
_NEXT_MAIL = re.compile(rb"\n\r?\nFrom [^\n]+\r?\n[!-9;-~]+:")
_MADE_BY_PROGRAMS = frozenset(
    {
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "message/delivery-status",
        "message/disposition-notification",
        "text/calendar",
        "text/rfc822-headers",
        "text/vcard",
        "text/x-vcard",
    }
)
_EXCHANGE_TEXT = re.compile(r"ATT\d{5}\.(?:txt|html?)", re.IGNORECASE)
_LOGO = 64 << 10
"""Bytes up to which a picture shown in the text of a mail is taken for a logo or a signature."""
_UNSAFE = re.compile(r"[/\\]+")


def is_mail(head: bytes) -> bool:
    """Whether a file begins with the headers of a mail (RFC 5322); nothing else marks one."""
    if head[:1].isspace() or b":" not in head[:1000]:
        return False
    headers = _HEADER.match(head)
    return headers is not None and len({name.lower() for name in _KNOWN.findall(headers[0])}) >= _ENOUGH


class Mail:
    """A mail; what its text says beside the documents is for people and no answer."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        if content.startswith(b"From ") and _NEXT_MAIL.search(content):
            raise UnreadableError(finding("container", kind="MBOX"))
        self._limits = limits
        self._parts = _parts(message_from_bytes(content, policy=policy.compat32))

    def listing(self) -> Listing:
        """Its attachments and the mails attached to it, in the order of their names.

        Pictures in its text are left out as logos where they are small and a document is attached.
        """
        if len(self._parts) > self._limits.container_documents:
            raise UnreadableError(passed(self._limits, "container_documents", len(self._parts)))
        attached = [(number, part) for number, part in enumerate(self._parts) if _is_attached(part)]
        inline = {number for number, part in attached if _is_inline_picture(part)}
        if len(inline) < len(attached):
            attached = [(n, part) for n, part in attached if n not in inline or _size(part) > _LOGO]
        if not attached:
            raise UnreadableError(finding("empty-container"))
        members: list[Member] = []
        taken: set[str] = set()
        for number, part in attached:
            name = _free(_name(part, number), taken)
            taken.add(name)
            members.append(Member(name, number))
        return Listing(tuple(sorted(members, key=lambda each: each.name)))

    def read(self, number: int) -> bytes:
        """The bytes of one attachment; a mail attached to the mail is written out again as it was."""
        part = self._parts[number]
        if part.get_content_type() == "message/rfc822":
            return part.get_payload(0).as_bytes(policy=policy.compat32)  # type: ignore[union-attr]
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes):
            raise UnreadableError(finding("damaged"))
        return content


def _parts(message: Part) -> list[Part]:
    """The parts of a mail that hold something themselves; not those of the mails attached to it."""
    found: list[Part] = []
    waiting = [message]
    while waiting:
        part = waiting.pop()
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            waiting.extend(reversed(payload))  # type: ignore[arg-type]
        elif not isinstance(payload, list) or (payload and part.get_content_type() == "message/rfc822"):
            found.append(part)
    return found


def _is_attached(part: Part) -> bool:
    kind, name = part.get_content_type(), part.get_filename()
    if kind in _MADE_BY_PROGRAMS or (name and _EXCHANGE_TEXT.fullmatch(str(name))):
        return False
    if kind in {"text/plain", "text/html"}:
        return bool(name) or part.get_content_disposition() == "attachment"
    return kind == "message/rfc822" or _size(part) > 0


def _is_inline_picture(part: Part) -> bool:
    is_picture = part.get_content_maintype() == "image"
    return is_picture and ("content-id" in part or part.get_content_disposition() == "inline")


def _size(part: Part) -> int:
    """About how many bytes a part holds, without decoding it."""
    payload = part.get_payload()
    size = len(payload) if isinstance(payload, str) else 0
    return size * 3 // 4 if str(part.get("content-transfer-encoding", "")).strip().lower() == "base64" else size


def _name(part: Part, number: int) -> str:
    """The name of an attachment, without any folder; a mail within a mail goes by its subject."""
    said = part.get_filename()
    if not said and part.get_content_type() == "message/rfc822":
        said = f"{_decoded(str(part.get_payload(0).get('subject', '')))[:80] or number}.eml"  # type: ignore[union-attr]
    name = " ".join(_UNSAFE.sub("-", _decoded(str(said or ""))).split()).strip(". ")
    return name or f"{number}.{part.get_content_subtype()}"


def _decoded(text: str) -> str:
    """A header in words: encoded words (RFC 2047), which many programs use in file names too, resolved."""
    if "=?" not in text:
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    said = []
    for piece, charset in decode_header(text):
        if isinstance(piece, str):
            said.append(piece)
            continue
        try:
            said.append(piece.decode(charset or "utf-8", "replace"))
        except LookupError:
            said.append(piece.decode("utf-8", "replace"))
    return "".join(said)


def _free(name: str, taken: set[str]) -> str:
    """A name no other attachment has: people attach two files of one name."""
    stem, dot, ending = name.rpartition(".")
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{stem} ({number}){dot}{ending}" if dot else f"{name} ({number})"
    return free

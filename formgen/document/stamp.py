"""A stamp as it stands in documents: identifier, QR payload, copy id and file name."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from functools import lru_cache

from formgen.model.document import Stamp

SCHEME = "FG1"
ABSENT = "-"
DRAFT = "DRAFT"
"""Follows the locale in the stamp of a document with words that were missing."""
COPY_LENGTH = 12
FIELD_NAME = "_formgen"
"""The name of the read-only PDF field, and the stem of the office properties, that carry the stamp."""

_IDENTIFIER = re.compile(
    r"formgen:(?P<form>[a-z][a-z0-9_]*):(?P<version>[0-9]+(?:\.[0-9]+)*):(?P<locale>[a-z]{2,3}(?:_[A-Z]{2})?)"
    r"(?P<draft>_DRAFT)?:(?P<variant>[a-z][a-z0-9_]*|-):(?P<copy>[A-Z2-7]{12}|-)"
)

WRITTEN = re.compile(r"formgen:[a-z0-9_]+:[0-9.]+:[A-Za-z_]+:(?:[a-z0-9_]+|-):(?:[A-Z2-7]{12}|-)")
"""What looks like an identifier among other words; `parse_identifier` says whether it is one."""
WRITTEN_BYTES = re.compile(WRITTEN.pattern.encode("ascii"))
"""The same in the bytes of a part or a page: an identifier is plain ASCII, whatever stands around it."""


def identifier(stamp: Stamp) -> str:
    """Write a stamp as one string, `formgen:closure:1.0:hy:-:-`, for metadata and `_formgen`."""
    parts = (stamp.form, stamp.version, _tongue(stamp), stamp.variant, stamp.copy)
    return ":".join(("formgen", *(part or ABSENT for part in parts)))


def _tongue(stamp: Stamp) -> str:
    """The locale, and that a document is a draft, for what is missing in one is its words."""
    return f"{stamp.locale}_{DRAFT}" if stamp.draft else stamp.locale


def parse_identifier(text: str) -> Stamp | None:
    """Read what `identifier` wrote; None for anything else."""
    match = _IDENTIFIER.fullmatch(text.strip())
    if match is None:
        return None
    part = {name: None if value == ABSENT else value for name, value in match.groupdict().items()}
    names = str(part["form"]), str(part["version"]), str(part["locale"])
    return Stamp(*names, part["variant"], part["copy"], draft=match["draft"] is not None)


def qr_payload(stamp: Stamp, page: int, pages: int) -> str:
    """The text of a page's QR code (CONTRACT.md section 2); all of it is QR alphanumeric."""
    variant = stamp.variant or ABSENT
    parts = (SCHEME, stamp.form, stamp.version, _tongue(stamp), variant, f"{page}/{pages}")
    return ":".join((*parts, stamp.copy or ABSENT)).upper().replace("_", "-")


_QR = re.compile(
    rf"{SCHEME}:(?P<form>[A-Z][A-Z0-9-]*):(?P<version>[0-9]+(?:\.[0-9]+)*):(?P<locale>[A-Z]{{2,3}}(?:-[A-Z]{{2}})?)"
    r"(?P<draft>-DRAFT)?:(?P<variant>[A-Z][A-Z0-9-]*|-):(?P<page>[0-9]{1,3})/(?P<pages>[0-9]{1,3}):(?P<copy>[A-Z2-7]{12}|-)"
)


def parse_qr(text: str) -> tuple[Stamp, int] | None:
    """Read what `qr_payload` wrote: the stamp and the number of the page; None for anything else."""
    match = _QR.fullmatch(text.strip())
    if match is None:
        return None
    language, _, region = match["locale"].partition("-")
    locale = f"{language.lower()}_{region}" if region else language.lower()
    names = {name: match[name].lower().replace("-", "_") for name in ("form", "variant")}
    variant = None if match["variant"] == ABSENT else names["variant"]
    copy = None if match["copy"] == ABSENT else match["copy"]
    stamp = Stamp(names["form"], match["version"], locale, variant, copy, draft=match["draft"] is not None)
    return stamp, int(match["page"])


def copy_id(stamp: Stamp, data: Mapping[str, object]) -> str:
    """The id of a prefilled copy: 60 bits of a digest of form, version and data, in base 32."""
    canonical = json.dumps(
        [stamp.form, stamp.version, stamp.variant, data],
        ensure_ascii=False,
        sort_keys=True,
        default=str,
        separators=(",", ":"),
    )
    digest = hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).digest()
    return base64.b32encode(digest).decode("ascii")[:COPY_LENGTH]


def is_copy_id(text: str) -> bool:
    """Whether a text is of the shape of a copy id."""
    return re.fullmatch(f"[A-Z2-7]{{{COPY_LENGTH}}}", text) is not None


def file_name(stamp: Stamp, ending: str, number: str | None = None) -> str:
    """The name a document is saved under (CONTRACT.md section 3); `number` names a prefilled copy."""
    stem = stamp.form if stamp.variant is None else f"{stamp.form}-{stamp.variant}"
    parts = [f"{stem}-{stamp.version}-draft" if stamp.draft else f"{stem}-{stamp.version}"]
    if number:
        safe = "".join(c if c.isalpha() or c.isdigit() or c in ".-" else "-" for c in number)
        parts[0] += f"-{safe}"
    return ".".join((*parts, stamp.locale, ending))


@lru_cache(maxsize=8192)
def bookmark_name(prefix: str, key: str) -> str:
    """A bookmark for a key: prefix and a hash, for bookmarks hold 40 characters and no dots."""
    return f"{prefix}{hashlib.sha256(key.encode()).hexdigest()[:16]}"

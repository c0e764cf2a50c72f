"""The parts of an office document -> one ZIP package, with the same bytes on every run."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

CONTENT_TYPES = "[Content_Types].xml"

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_VERSION = 20
_UTF8 = 0x800
_DEFLATED = 8
_EPOCH_TIME, _EPOCH_DATE = 0, 0x21  # 1980-01-01 00:00, the earliest a ZIP file can say


@dataclass(frozen=True, slots=True)
class Packed:
    """A part as it lies in the package: compressed once, copied as often as needed."""

    name: str
    compressed: bytes
    crc: int
    size: int


def pack(name: str, content: bytes, level: int = 6) -> Packed:
    """Compress a part; `level` is zlib's, from 1 (fast) to 9 (small)."""
    packer = zlib.compressobj(level, zlib.DEFLATED, -15)
    return Packed(name, packer.compress(content) + packer.flush(), zlib.crc32(content), len(content))


def write_package(parts: Iterable[Packed]) -> bytes:
    """Write a ZIP file (PKWARE APPNOTE 6.3.9, sections 4.3.7, 4.3.12 and 4.3.16), without clock or chance.

    The parts keep their order; office programs want the content types first.
    """
    body: list[bytes] = []
    directory: list[bytes] = []
    count = offset = 0
    for part in parts:
        name = part.name.encode("utf-8")
        common = (_VERSION, _UTF8, _DEFLATED, _EPOCH_TIME, _EPOCH_DATE, part.crc, len(part.compressed), part.size)
        body += (_LOCAL.pack(b"PK\3\4", *common, len(name), 0), name, part.compressed)
        directory += (_CENTRAL.pack(b"PK\1\2", _VERSION, *common, len(name), 0, 0, 0, 0, 0, offset), name)
        offset += _LOCAL.size + len(name) + len(part.compressed)
        count += 1
    size = sum(map(len, directory))
    return b"".join((*body, *directory, _END.pack(b"PK\5\6", 0, 0, count, count, size, offset, 0)))


def read_parts(package: bytes) -> dict[str, bytes]:
    """The parts of a package of our own making, by name, in their order."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write_parts(parts: Mapping[str, bytes]) -> bytes:
    """Write parts as a package: the content types first, the others by name."""
    names = sorted(parts, key=lambda name: (name != CONTENT_TYPES, name))
    return write_package(pack(name, parts[name]) for name in names)

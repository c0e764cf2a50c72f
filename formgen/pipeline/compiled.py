"""A localized form -> its compiled blank, kept in a folder of the user from one run to the next."""

from __future__ import annotations

import hashlib
import importlib
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Protocol, cast

from formgen.generate.filling import Filled
from formgen.model.catalog import LocalizedForm
from formgen.model.document import Format

FOLDER = "FORMGEN_CACHE"
"""The environment variable that names another folder for what is kept."""

_PACKAGE = Path(__file__).resolve().parent.parent
_MAKES = ("generate", "templates", "fonts", "model", "document")
"""What of the program decides how a blank looks."""
_DIGEST = hashlib.sha256
_SIZE = _DIGEST().digest_size


class Blank(Protocol):
    """A compiled blank that answers are stamped into."""

    def fill(self, values: Mapping[str, Filled], copy: str | None) -> bytes:
        """Return the document with the values in it."""

    def overflowing(self, values: Mapping[str, Filled]) -> Iterator[str]:
        """Yield the keys whose text is kept whole, but is longer than the page can show."""


class Maker(Protocol):
    """What every package of `generate` offers."""

    def compile_blank(self, localized: LocalizedForm) -> bytes:
        """Lay a form out."""

    def Blank(self, content: bytes, localized: LocalizedForm) -> Blank:  # noqa: N802
        """Prepare a compiled blank for filling."""


def maker(format_: Format) -> Maker:
    """The package that makes a format, imported when it is first needed."""
    return cast(Maker, importlib.import_module(f"formgen.generate.{format_}"))


def compiled(localized: LocalizedForm, format_: Format, template: bytes | None = None) -> bytes:
    """The blank of a form, compiled now or kept from an earlier run; `template` is a centre's own for Word.

    Raises what compiling raises. What was kept is used only whole and for the very same inputs; any number of
    processes may ask at once.
    """
    path = cache_folder() / f"{_key(localized, format_, template)}.{format_}"
    kept = _read(path)
    if kept is None:
        kept = _compile(localized, format_, template)
        _keep(path, kept)
    return kept


def clear() -> int:
    """Remove every blank that is kept; return how many there were."""
    count = 0
    for path in _kept():
        with suppress(OSError):
            path.unlink()
            count += 1
    return count


def cache_folder() -> Path:
    """Where compiled blanks are kept: a folder of the user, or the one the environment names."""
    import platformdirs

    named = os.environ.get(FOLDER)
    return Path(named) if named else platformdirs.user_cache_path("formgen", appauthor=False)


def _kept() -> Iterator[Path]:
    for format_ in Format:
        yield from cache_folder().glob(f"{'[0-9a-f]' * (2 * _SIZE)}.{format_}")


def _compile(localized: LocalizedForm, format_: Format, template: bytes | None) -> bytes:
    if template is None or format_ is not Format.DOCX:
        return maker(format_).compile_blank(localized)
    from formgen.generate.docx import compile_blank

    return compile_blank(localized, template)


def _key(localized: LocalizedForm, format_: Format, template: bytes | None) -> str:
    """The digest of everything a blank is made from."""
    told = (
        format_.value,
        localized.variant,
        localized.form,
        localized.locale,
        sorted(localized.catalog.words.items()),
        sorted(localized.terms.items()),
        localized.settings,
        localized.draft,
    )
    digest = _DIGEST(_program())
    digest.update(repr(told).encode("utf-8", "surrogatepass"))
    digest.update(template or b"")
    return digest.hexdigest()


@cache
def _program() -> bytes:
    """The digest of the parts of the program that make blanks, and of the versions of what they stand on."""
    from importlib.metadata import version

    digest = _DIGEST()
    for library in ("typst", "pypdf", "openpyxl", "docxtpl", "segno"):
        digest.update(version(library).encode())
    for name in _MAKES:
        for path in sorted((_PACKAGE / name).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.relative_to(_PACKAGE).as_posix().encode())
                digest.update(_DIGEST(path.read_bytes()).digest())
    return digest.digest()


def _read(path: Path) -> bytes | None:
    """What was kept, if it is whole: it stands behind its own digest."""
    try:
        stored = path.read_bytes()
    except OSError:
        return None
    content = stored[_SIZE:]
    return content if _DIGEST(content).digest() == stored[:_SIZE] else None


def _keep(path: Path, content: bytes) -> None:
    """Keep a blank, whole or not at all; a machine that has no room for it goes without."""
    part = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(_DIGEST(content).digest() + content)
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)

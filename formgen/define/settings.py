"""formgen.toml -> Settings, or every fault of the file at once."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, create_model

from formgen.define.faults import Fault, FaultyDefinitionError
from formgen.define.picture import size_of
from formgen.message import Message
from formgen.model.limits import DEFAULT, Limits
from formgen.model.settings import Keeping, Logo, Settings, Words

FILE = "formgen.toml"
MAX_LOGO = 1 << 20
"""Bytes a logo may have: it stands in every document."""

_KINDS = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpg"}

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Said = Text | dict[str, Text]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Centre(_Strict):
    name: Said = {}
    address: Said = {}
    return_to: Said = {}
    processor: Said = {}
    logo: str | None = None
    number_prefix: Annotated[str, StringConstraints(pattern=r"^[^\W_][\w.-]{0,9}$")] | None = None


class _Forms(_Strict):
    approving_order: Said = {}


class _Fonts(_Strict):
    office: list[Text] = Field(default=[], max_length=4)


_Limits = create_model(
    "_Limits",
    __base__=_Strict,
    **{each.name: (Annotated[int, Field(ge=1)], getattr(DEFAULT, each.name)) for each in fields(Limits)},  # type: ignore[call-overload]
)


class _Records(_Strict):
    keep_years: Annotated[int, Field(ge=0, le=200)] = 0
    legal_hold: list[Text] = Field(default=[], max_length=10_000)


class _Source(_Strict):
    centre: _Centre = _Centre()
    forms: _Forms = _Forms()
    fonts: _Fonts = _Fonts()
    records: _Records = _Records()
    limits: _Limits = _Limits()  # type: ignore[valid-type]


def load_settings(folder: Path) -> Settings:
    """Read the settings of a project folder; none where it has no file. FaultyDefinitionError."""
    path = folder / FILE
    if not path.is_file():
        return Settings()
    try:
        text = path.read_text(encoding="utf-8-sig")
        source = _Source.model_validate(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        line = re.search(r"line (\d+)", str(error))
        what = Message("fault.unreadable-settings", "The settings are not readable: {reason}.", {"reason": error})
        raise FaultyDefinitionError([Fault(path, int(line[1]) if line else 0, what)]) from error
    except ValidationError as error:
        # A setting of several possible shapes is refused once by each of them; a person needs one reason.
        refused = {tuple(map(str, detail["loc"][:2])): detail["msg"] for detail in reversed(error.errors())}
        faults = [
            Fault(
                path,
                _line(text, where[-1]),
                Message(
                    "fault.wrong-setting",
                    "“{where}” is not a setting or has a wrong value: {reason}. Correct it.",
                    {"where": ".".join(where), "reason": reason},
                ),
            )
            for where, reason in refused.items()
        ]
        raise FaultyDefinitionError(faults) from error
    centre = source.centre
    return Settings(
        centre_name=_words(centre.name),
        centre_address=_words(centre.address),
        return_to=_words(centre.return_to),
        processor=_words(centre.processor),
        approving_order=_words(source.forms.approving_order),
        logo=_logo(path, text, centre.logo),
        office_fonts=tuple(source.fonts.office),
        number_prefix=centre.number_prefix,
        keeping=Keeping(source.records.keep_years, tuple(source.records.legal_hold)),
        limits=Limits(**source.limits.model_dump()),  # type: ignore[attr-defined]
    )


def _words(said: Said) -> Words:
    return {"*": said} if isinstance(said, str) else dict(said)


def _line(text: str, word: str) -> int:
    found = re.search(rf"(?m)^\s*\[?{re.escape(word)}\b", text)
    return text.count("\n", 0, found.end()) + 1 if found else 1


def _logo(path: Path, text: str, name: str | None) -> Logo | None:
    if name is None:
        return None
    try:
        content = (path.parent / name).read_bytes()
    except OSError as error:
        content, reason = b"", error.strerror or str(error)
    else:
        reason = f"{MAX_LOGO >> 20} MB; PNG, JPEG"
    kind = next((kind for mark, kind in _KINDS.items() if content.startswith(mark)), None)
    size = size_of(content, kind) if kind else None
    if kind is None or size is None or len(content) > MAX_LOGO:
        what = Message(
            "fault.logo",
            "The logo {name} cannot be used ({reason}). Give another file.",
            {"name": name, "reason": reason},
        )
        raise FaultyDefinitionError([Fault(path, _line(text, "logo"), what)])
    return Logo(content, kind, size)

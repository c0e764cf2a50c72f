"""The cell styles of an OpenDocument sheet -> those of a workbook, as far as they hide a text or strike it out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PERCENT, DATE, HIDDEN = 9, 14, 164
"""Numbers of formats: two that are built in, and the one that shows nothing; those of dates follow it."""
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_NUMBER = "{urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_COLOR = re.compile("#([0-9A-Fa-f]{6})")
_POINTS = re.compile(r"([0-9]+(?:\.[0-9]+)?)pt")
_DEEPEST = 16
"""Styles that may stand one on another."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a style says of a text: its colour and ground (six hexadecimal digits), its size in points."""

    color: str | None = None
    ground: str | None = None
    size: str | None = None
    struck: bool = False
    format: int = 0


class CellStyles:
    """The styles of a document by name; every look that is used gets a number in the workbook's styles."""

    def __init__(self, roots: Sequence[etree._Element]) -> None:
        self._styles: dict[tuple[str, str], etree._Element] = {}
        for root in roots:
            for style in root.iter(f"{_STYLE}style"):
                self._styles[style.get(f"{_STYLE}family", ""), style.get(f"{_STYLE}name", "")] = style
        dates = (each for root in roots for each in root.iter(f"{_NUMBER}date-style"))
        self._dates = {each.get(f"{_STYLE}name", ""): _date_code(each) for each in dates}
        self._codes: dict[str, int] = {}
        self._looks: dict[tuple[str, str], Mapping[str, str]] = {}
        self._numbers: dict[Look, int] = {Look(): 0}

    def number(self, name: str | None, number_format: int = 0) -> int:
        """The number of a cell style."""
        said = self._said("table-cell", name or "Default")
        look = Look(said.get("color"), said.get("ground"), said.get("size"), said.get("line") == "1", number_format)
        return self._numbers.setdefault(look, len(self._numbers))

    def date_format(self, name: str | None) -> int:
        """The number of the format in which a cell style shows a date."""
        code = self._dates.get(self._said("table-cell", name or "Default").get("date", ""))
        return DATE if code is None else self._codes.setdefault(code, HIDDEN + 1 + len(self._codes))

    def is_struck(self, name: str | None) -> bool:
        """Whether the words of a span are struck out."""
        return self._said("text", name or "").get("line") == "1"

    def attribute(self, family: str, name: str | None, attribute: str) -> str | None:
        """What a style itself says of something, such as whether a sheet is displayed."""
        style = self._styles.get((family, name or ""))
        if style is None:
            return None
        parts = (style, *style)
        return next((value for part in parts if (value := part.get(attribute)) is not None), None)

    def _said(self, family: str, name: str) -> Mapping[str, str]:
        if (family, name) not in self._looks:
            self._looks[family, name] = self._chain(family, name)
        return self._looks[family, name]

    def _chain(self, family: str, name: str | None) -> Mapping[str, str]:
        """What a style says, and where it is silent those it is based on."""
        found: dict[str, str] = {}
        for _ in range(_DEEPEST):
            style = self._styles.get((family, name or ""))
            if style is None:
                break
            if date := style.get(f"{_STYLE}data-style-name"):
                found.setdefault("date", date)
            for part in style:
                found = {**_of(part), **found}
            name = style.get(f"{_STYLE}parent-style-name")
        return found

    def part(self) -> etree._Element:
        """The workbook's styles, with all the looks that got a number."""
        root = etree.Element(f"{{{S}}}styleSheet")
        formats = etree.SubElement(root, f"{{{S}}}numFmts")
        etree.SubElement(formats, f"{{{S}}}numFmt", numFmtId=str(HIDDEN), formatCode=";;;")
        for code, number in self._codes.items():
            etree.SubElement(formats, f"{{{S}}}numFmt", numFmtId=str(number), formatCode=code)
        fonts, fills, cells = (etree.SubElement(root, f"{{{S}}}{name}") for name in ("fonts", "fills", "cellXfs"))
        for number, look in enumerate(self._numbers):
            font = etree.SubElement(fonts, f"{{{S}}}font")
            if look.struck:
                etree.SubElement(font, f"{{{S}}}strike")
            if look.size is not None:
                etree.SubElement(font, f"{{{S}}}sz", val=look.size)
            if look.color is not None:
                etree.SubElement(font, f"{{{S}}}color", rgb=f"FF{look.color}")
            fill = etree.SubElement(etree.SubElement(fills, f"{{{S}}}fill"), f"{{{S}}}patternFill")
            if look.ground is not None:
                fill.set("patternType", "solid")
                etree.SubElement(fill, f"{{{S}}}fgColor", rgb=f"FF{look.ground}")
            ids = {"numFmtId": str(look.format), "fontId": str(number), "fillId": str(number)}
            etree.SubElement(cells, f"{{{S}}}xf", ids)
        return root


def _date_code(style: etree._Element) -> str:
    """A format of dates as a workbook writes it."""
    return "".join(_code_of(part) for part in style)


def _code_of(part: etree._Element) -> str:
    is_long = part.get(f"{_NUMBER}style") == "long"
    match str(part.tag).removeprefix(_NUMBER):
        case "day":
            return "dd" if is_long else "d"
        case "month":
            return ("mm" if is_long else "m") + ("mm" if part.get(f"{_NUMBER}textual") == "true" else "")
        case "year":
            return "yyyy" if is_long else "yy"
        case "day-of-week":
            return "dddd" if is_long else "ddd"
        case "text":
            said = (part.text or "").replace('"', "")
            return f'"{said}"' if said else ""
        case _:
            return ""


def _of(part: etree._Element) -> dict[str, str]:
    """What the properties of a cell or of its text say."""
    found = {}
    if color := _COLOR.fullmatch(part.get(f"{_FO}color", "")):
        found["color"] = color[1].upper()
    if ground := _COLOR.fullmatch(part.get(f"{_FO}background-color", "")):
        found["ground"] = ground[1].upper()
    if size := _POINTS.fullmatch(part.get(f"{_FO}font-size", "")):
        found["size"] = size[1]
    line = part.get(f"{_STYLE}text-line-through-style") or part.get(f"{_STYLE}text-line-through-type")
    if line is not None:
        found["line"] = "0" if line == "none" else "1"
    return found

"""DOCX and XLSX files -> the faults that the Open XML SDK misses and office programs repair or trip over."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from pathlib import Path

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
CT = "{http://schemas.openxmlformats.org/package/2006/content-types}"

TAG_LENGTH = 64
"""Characters Word keeps of a content control's tag or title."""
BOOKMARK_LENGTH = 40
LIST_LITERAL = 255
"""Characters a validation list may have where it stands in the rule itself (ECMA-376 part 1 §18.3.1.32)."""
CELL_LENGTH = 32767
SHEET_NAME_LENGTH = 31

_BOOKMARK = re.compile(r"[^\W\d]\w*")
_DEFINED_NAME = re.compile(r"[A-Za-z_\\][A-Za-z0-9_.\\]{0,254}")
_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}[0-9]{1,7}|[Rr][0-9]*[Cc][0-9]*")
_AREA = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]+)(?::\$?([A-Z]{1,3})\$?([0-9]+))?")


def lint(path: Path) -> list[str]:
    """The faults of a DOCX or XLSX file, in words; empty where there are none."""
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
        faults = list(_package(package, names))
        if "word/document.xml" in names:
            for name in names:
                if re.fullmatch(r"word/(document|header\d*|footer\d*|glossary/document)\.xml", name):
                    faults += [f"{name}: {fault}" for fault in _word_part(etree.fromstring(package.read(name)))]
        if "xl/workbook.xml" in names:
            faults += list(_workbook(package))
    return faults


def _twice(what: str, values: Iterable[Hashable]) -> Iterator[str]:
    for value, times in Counter(values).items():
        if times > 1:
            yield f"{what} {value!r} stands {times} times"


def _package(package: zipfile.ZipFile, names: list[str]) -> Iterator[str]:
    yield from _twice("part", (name.lower() for name in names))
    types = etree.fromstring(package.read("[Content_Types].xml"))
    endings = {(each.get("Extension") or "").lower() for each in types.iter(f"{CT}Default")}
    parts = {each.get("PartName") for each in types.iter(f"{CT}Override")}
    for part in parts:
        if (part or "").lstrip("/") not in names:
            yield f"content type for the absent part {part}"
    for name in names:
        if name != "[Content_Types].xml" and not name.endswith("/"):
            if f"/{name}" not in parts and name.rpartition(".")[2].lower() not in endings:
                yield f"part {name} has no content type"
            if name.endswith((".xml", ".rels")) and not package.read(name):
                yield f"part {name} is empty"
    first = package.infolist()[0].filename
    if first != "[Content_Types].xml":
        yield f"the first part is {first}; mail filters and file(1) expect [Content_Types].xml"


def _word_part(root: etree._Element) -> Iterator[str]:
    controls = list(root.iter(f"{W}sdt"))
    yield from _twice("control id", _values(controls, "id"))
    yield from _twice("tag", _values(controls, "tag"))
    for kind in ("tag", "alias"):
        for value in _values(controls, kind):
            if len(value) > TAG_LENGTH:
                yield f"{kind} {value!r} is longer than {TAG_LENGTH} characters"
    for value in _values(controls, "id"):
        if not -(2**31) <= int(value) < 2**31:
            yield f"control id {value} does not fit 32 bits"
    for control in controls:
        yield from _control(control)
    yield from _bookmarks(root)
    for cell in root.iter(f"{W}tc"):
        yield from _cell(cell)
    for row in root.iter(f"{W}tr"):
        if next(row.iter(f"{W}tc"), None) is None:
            yield "row without a cell"


def _values(controls: Iterable[etree._Element], name: str) -> Iterator[str]:
    for control in controls:
        found = control.find(f"{W}sdtPr/{W}{name}")
        if found is not None:
            yield found.get(f"{W}val") or ""


def _control(control: etree._Element) -> Iterator[str]:
    tag = next(_values([control], "tag"), "?")
    content = control.find(f"{W}sdtContent")
    if content is None or len(content) == 0:
        yield f"control {tag} has no content"
    properties = control.find(f"{W}sdtPr")
    if properties is None:
        yield f"control {tag} has no properties"
        return
    for options in properties.iter(f"{W}dropDownList", f"{W}comboBox"):
        items = list(options.iter(f"{W}listItem"))
        yield from _twice(f"control {tag}: list value", (item.get(f"{W}value") for item in items))
        yield from _twice(f"control {tag}: list text", (item.get(f"{W}displayText") for item in items))
        if any(not item.get(f"{W}value") for item in items):
            yield f"control {tag}: list item without a value"
    if properties.find(f"{W}text") is not None and content is not None and len(list(content.iter(f"{W}p"))) > 1:
        yield f"control {tag} is plain text and holds several paragraphs"


def _bookmarks(root: etree._Element) -> Iterator[str]:
    starts = list(root.iter(f"{W}bookmarkStart"))
    names = [each.get(f"{W}name") or "" for each in starts]
    yield from _twice("bookmark", (name.lower() for name in names))
    yield from _twice("bookmark id", (each.get(f"{W}id") for each in starts))
    opened = {each.get(f"{W}id") for each in starts}
    closed = [each.get(f"{W}id") for each in root.iter(f"{W}bookmarkEnd")]
    yield from _twice("bookmark end", closed)
    for number in sorted(opened.symmetric_difference(closed), key=str):
        yield f"bookmark {number} has only one end"
    for name in names:
        if len(name) > BOOKMARK_LENGTH or not _BOOKMARK.fullmatch(name):
            yield f"bookmark name {name!r} is not one Word keeps"


def _cell(cell: etree._Element) -> Iterator[str]:
    children = [child for child in cell if child.tag not in {f"{W}tcPr", f"{W}bookmarkStart", f"{W}bookmarkEnd"}]
    if next(cell.iter(f"{W}p"), None) is None:
        yield "cell without a paragraph"
    elif children and children[-1].tag == f"{W}tbl":
        yield "cell ends with a table"


def _workbook(package: zipfile.ZipFile) -> Iterator[str]:
    book = etree.fromstring(package.read("xl/workbook.xml"))
    sheets = [each.get("name") or "" for each in book.iter(f"{S}sheet")]
    yield from _twice("sheet", (name.lower() for name in sheets))
    yield from _twice("sheet id", (each.get("sheetId") for each in book.iter(f"{S}sheet")))
    for name in sheets:
        if not 0 < len(name) <= SHEET_NAME_LENGTH or re.search(r"[\[\]:*?/\\]", name) or name[0] + name[-1] in "''":
            yield f"sheet name {name!r} is not one Excel takes"
    if not any(each.get("state", "visible") == "visible" for each in book.iter(f"{S}sheet")):
        yield "no visible sheet"
    yield from _defined_names(book, sheets)
    for name in package.namelist():
        if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name):
            yield from (f"{name}: {fault}" for fault in _sheet(etree.fromstring(package.read(name))))


def _defined_names(book: etree._Element, sheets: list[str]) -> Iterator[str]:
    names = list(book.iter(f"{S}definedName"))
    yield from _twice("defined name", ((each.get("localSheetId"), (each.get("name") or "").lower()) for each in names))
    for each in names:
        name, target = each.get("name") or "", each.text or ""
        if not name.startswith("_xlnm.") and (not _DEFINED_NAME.fullmatch(name) or _LIKE_A_CELL.fullmatch(name)):
            yield f"defined name {name!r} is not one Excel takes"
        if "#REF!" in target or not target:
            yield f"defined name {name} points nowhere"
        sheet = target.rpartition("!")[0].strip("'").replace("''", "'")
        if sheet and "," not in target and sheet not in sheets:
            yield f"defined name {name} points to the absent sheet {sheet!r}"
        if int(each.get("localSheetId") or 0) >= len(sheets):
            yield f"defined name {name} belongs to an absent sheet"


def _sheet(root: etree._Element) -> Iterator[str]:
    yield from _twice("cell", (cell.get("r") for cell in root.iter(f"{S}c")))
    yield from _overlaps("merged cells", (each.get("ref") or "" for each in root.iter(f"{S}mergeCell")))
    rules = list(root.iter(f"{S}dataValidation"))
    areas = [area for rule in rules for area in (rule.get("sqref") or "").split()]
    yield from _overlaps("validations", areas)
    for rule in rules:
        formula = rule.findtext(f"{S}formula1") or ""
        if formula.startswith('"') and len(formula) - 2 > LIST_LITERAL:
            yield f"the list of {rule.get('sqref')} is longer than {LIST_LITERAL} characters"
        if rule.get("type") == "list" and not formula:
            yield f"the list of {rule.get('sqref')} is empty"
        for kind, limit in (("promptTitle", 32), ("errorTitle", 32), ("prompt", 255), ("error", 255)):
            if len(rule.get(kind) or "") > limit:
                yield f"{kind} of {rule.get('sqref')} is longer than {limit} characters"
    for cell in root.iter(f"{S}c"):
        if len("".join(cell.itertext())) > CELL_LENGTH:
            yield f"cell {cell.get('r')} is longer than {CELL_LENGTH} characters"
    for kind in ("oddHeader", "oddFooter"):
        if len(root.findtext(f"{S}headerFooter/{S}{kind}") or "") > 255:
            yield f"{kind} is longer than 255 characters"


def _overlaps(what: str, areas: Iterable[str]) -> Iterator[str]:
    seen: list[tuple[str, tuple[int, int, int, int]]] = []
    for area in areas:
        match = _AREA.fullmatch(area)
        if match is None:
            yield f"{what}: {area!r} is no area"
            continue
        left, top = _column(match[1]), int(match[2])
        box = (left, top, _column(match[3]) if match[3] else left, int(match[4]) if match[4] else top)
        for other, (l2, t2, r2, b2) in seen:
            if box[0] <= r2 and l2 <= box[2] and box[1] <= b2 and t2 <= box[3]:
                yield f"{what} {area} and {other} overlap"
        seen.append((area, box))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number

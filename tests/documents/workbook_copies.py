"""Filled copies of the forms as workbooks, and what people and programs do to them, as rewrites of their parts."""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from lxml import etree

from formgen.document.workbook import KEY_PREFIX, is_key_cell
from formgen.extract.xlsx.book import letters_of, number_of
from formgen.generate.package import read_parts, write_parts
from formgen.model.document import Format
from formgen.model.form import FieldType
from formgen.model.slot import Slot, SlotKind, slots
from tests.clients import spreadsheet
from tests.loop import LOCALES, blank, localized, read
from tests.roundtrip.cases import Case, cases, entries, expected_record

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
BOOK, SHEET, LISTS, STYLES = "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/styles.xml"
CASES = {
    case.form: case for case in cases() if case.name.endswith("-armenian") or case.form.startswith("service_evaluation")
}
"""One complete case of every form and variant."""
BASES = [(form, locale) for form in sorted(CASES) for locale in LOCALES]
_REFERENCE = re.compile(r"(\$?)([A-Z]{1,3})(\$?)([0-9]+)")

Move = Callable[[int, int], tuple[int, int] | None]
"""Where the cell of a row and column goes, None where it is deleted."""


@cache
def filled(form: str, locale: str) -> bytes:
    """A blank filled by openpyxl, whose strings are shared as Excel's are."""
    with TemporaryDirectory() as name:
        source, out = Path(name) / "blank.xlsx", Path(name) / "filled.xlsx"
        source.write_bytes(blank(form, locale, Format.XLSX))
        spreadsheet.fill(source, out, entries(CASES[form], localized(form, locale)))
        return out.read_bytes()


class Copy:
    """A workbook in somebody's hands."""

    def __init__(self, form: str, locale: str, *, complete: bool = True) -> None:
        self.form, self.locale = form, locale
        self.case: Case = CASES[form]
        self.words = localized(form, locale)
        self.parts = read_parts(filled(form, locale) if complete else blank(form, locale, Format.XLSX))
        self.roots = {name: etree.fromstring(self.parts[name]) for name in (BOOK, SHEET, LISTS, STYLES)}

    # --- finding

    @property
    def sheet(self) -> etree._Element:
        return self.roots[SHEET]

    @property
    def title(self) -> str:
        return next(self.roots[BOOK].iter(f"{S}sheet")).get("name") or ""

    @property
    def names(self) -> dict[str, etree._Element]:
        """The defined names of keys."""
        found = self.roots[BOOK].iter(f"{S}definedName")
        return {(each.get("name") or "")[len(KEY_PREFIX) :]: each for each in found if _is_key(each)}

    def at(self, key: str) -> str:
        """The cell of a key."""
        return (self.names[key].text or "").rpartition("!")[2].replace("$", "")

    def rows(self) -> Iterator[etree._Element]:
        return self.sheet.iter(f"{S}row")

    def cell(self, reference: str) -> etree._Element:
        """A cell, made where it is not there."""
        column, number = _split(reference)
        row = next((each for each in self.rows() if each.get("r") == str(number)), None)
        if row is None:
            data = self.sheet.find(f"{S}sheetData")
            assert data is not None
            row = etree.Element(f"{S}row", r=str(number))
            later = [place for place, each in enumerate(data) if int(each.get("r", "0")) > number]
            data.insert(later[0] if later else len(data), row)
        for each in row:
            if each.get("r") == reference:
                return each
        made = etree.Element(f"{S}c", r=reference)
        later = [place for place, each in enumerate(row) if _split(each.get("r", "A1"))[0] > column]
        row.insert(later[0] if later else len(row), made)
        return made

    def text(self, reference: str) -> str:
        """The text that a cell shows."""
        cell = self.cell(reference)
        if cell.get("t") == "s":
            strings = etree.fromstring(self.parts["xl/sharedStrings.xml"])
            return "".join(map(str, strings[int(cell.findtext(f"{S}v") or 0)].itertext()))
        return "".join(map(str, cell.itertext()))

    def label(self, item_id: str) -> str:
        """The cell of a numbered label."""
        number = self.words.form.numbers[item_id]
        for row in self.rows():
            for cell in row:
                reference = cell.get("r") or ""
                if len(cell) and self.text(reference).startswith(f"{number} "):
                    return reference
        raise KeyError(item_id)

    def slots(self, *kinds: SlotKind, answered: bool = True, type_: FieldType | None = None) -> list[Slot]:
        """The places outside tables that the case answers, or leaves empty, of some kinds."""
        given = {entry.key for entry in entries(self.case, self.words)}
        return [
            slot
            for slot in slots(self.words.form)
            if slot.kind in kinds
            and slot.table is None
            and (slot.key in given) is answered
            and slot.key not in self.words.form.printed
            and type_ in {None, slot.field.type}
        ]

    def entry(self, key: str) -> str:
        """What was typed at a key."""
        return next(entry.text for entry in entries(self.case, self.words) if entry.key == key)

    # --- changing

    def type(self, reference: str, text: str, style: str | None = None) -> None:
        """Type a text into a cell, which keeps its style."""
        cell = self.cell(reference)
        for child in list(cell):
            cell.remove(child)
        cell.set("t", "inlineStr")
        said = etree.SubElement(etree.SubElement(cell, f"{S}is"), f"{S}t")
        said.text = text
        if style is not None:
            cell.set("s", style)

    def store(self, reference: str, value: str, kind: str = "n", formula: str | None = None) -> None:
        """Put a value of another type into a cell."""
        cell = self.cell(reference)
        for child in list(cell):
            cell.remove(child)
        cell.set("t", kind)
        if formula is not None:
            etree.SubElement(cell, f"{S}f").text = formula
        etree.SubElement(cell, f"{S}v").text = value

    def clear(self, reference: str) -> None:
        """Empty a cell."""
        cell = self.cell(reference)
        for child in list(cell):
            cell.remove(child)
        cell.attrib.pop("t", None)

    def cut(self, source: str, target: str) -> None:
        """Move what a cell holds to another one; names are moved by whoever calls."""
        before, after = self.cell(source), self.cell(target)
        after[:] = [copy.deepcopy(child) for child in before]
        for name in ("t", "s"):
            if before.get(name) is not None:
                after.set(name, before.get(name) or "")
        self.clear(source)

    def point(self, key: str, reference: str | None) -> None:
        """Let the name of a key point to another cell, or nowhere."""
        column, number = _split(reference or "A1")
        place = f"${letters_of(column)}${number}" if reference else "#REF!"
        self.names[key].text = f"'{self.title}'!{place}"

    def restyle(self, reference: str, *children: str, number_format: str | None = None) -> None:
        """Give a cell a style of its own: children of its font, or a number format."""
        styles = self.roots[STYLES]
        fonts, cells = styles.find(f"{S}fonts"), styles.find(f"{S}cellXfs")
        assert fonts is not None
        assert cells is not None
        cell = self.cell(reference)
        style = copy.deepcopy(cells[int(cell.get("s", "0"))])
        if children:
            font = copy.deepcopy(fonts[int(style.get("fontId", "0"))])
            for child in children:
                made = etree.fromstring(child.replace("<", "<x:", 1).replace("/>", f' xmlns:x="{S[1:-1]}"/>'))
                for old in font.findall(made.tag):
                    font.remove(old)
                font.append(made)
            fonts.append(font)
            style.set("fontId", str(len(fonts) - 1))
        if number_format is not None:
            formats = styles.find(f"{S}numFmts")
            assert formats is not None
            etree.SubElement(formats, f"{S}numFmt", numFmtId="499", formatCode=number_format)
            style.set("numFmtId", "499")
        cells.append(style)
        cell.set("s", str(len(cells) - 1))

    def move(self, where: Move, *, names: bool = True, merges: bool = True) -> None:
        """Move the cells of the sheet, and what points to them, as inserting and deleting rows and columns does."""
        self._move_cells(where)
        for merge in list(self.sheet.iter(f"{S}mergeCell")) if merges else ():
            moved = [_moved(each, where) for each in (merge.get("ref") or "").split(":")]
            if all(moved):
                merge.set("ref", ":".join(filter(None, moved)))
            else:
                merge.getparent().remove(merge)  # type: ignore[union-attr]
        for name in self.names.values() if names else ():
            sheet, _, place = (name.text or "").rpartition("!")
            name.text = f"{sheet}!{_moved(place, where) or '#REF!'}"

    def _move_cells(self, where: Move) -> None:
        data = self.sheet.find(f"{S}sheetData")
        assert data is not None
        rows: dict[int, list[tuple[int, etree._Element]]] = {}
        looks: dict[int, dict[str, str]] = {}
        for row in list(data):
            for cell in row:
                target = where(int(row.get("r", "0")), _split(cell.get("r", "A1"))[0])
                if target is not None:
                    rows.setdefault(target[0], []).append((target[1], cell))
                    looks.setdefault(target[0], {str(name): str(value) for name, value in row.attrib.items()})
            data.remove(row)
        for number in sorted(rows):
            row = etree.SubElement(data, f"{S}row", {**looks[number], "r": str(number)})
            for column, cell in sorted(rows[number], key=lambda each: each[0]):
                cell.set("r", f"{letters_of(column)}{number}")
                row.append(cell)

    def hide_row(self, number: int, **attributes: str) -> None:
        """Hide a row, or filter it out."""
        row = next(each for each in self.rows() if each.get("r") == str(number))
        row.attrib.update(attributes or {"hidden": "1"})

    def drop_names(self, *keys: str) -> None:
        """Delete defined names of keys: some, or all."""
        for key, name in self.names.items():
            if not keys or key in keys:
                name.getparent().remove(name)  # type: ignore[union-attr]

    def drop_keys(self, *keys: str) -> None:
        """Empty the key column, or take some keys out of it."""
        for row in self.rows():
            for cell in row:
                reference = cell.get("r") or ""
                text = self.text(reference) if len(cell) else ""
                if reference.startswith("A") and is_key_cell(text) and reference[1:].isdigit():
                    kept = [each for each in text.split() if keys and each.partition(":")[2] not in keys]
                    self.type(reference, " ".join(kept)) if kept else self.clear(reference)

    def drop_stamps(self) -> None:
        """Take every stamp out of the workbook."""
        self.parts = {name: re.sub(rb"formgen:[a-z_]+:[^<&]*", b"", part) for name, part in self.parts.items()}
        for root in self.roots.values():
            for each in root.iter():
                if each.text and "formgen:" in each.text:
                    each.text = re.sub(r"formgen:[a-z_]+:[^<&]*", "", each.text)

    def add_sheet(self, title: str, root: etree._Element, state: str = "visible", *, first: bool = False) -> None:
        """Put a sheet into the workbook."""
        number = 10 + len(self.roots)
        part = f"xl/worksheets/sheet{number}.xml"
        self.roots[part] = root
        sheets = self.roots[BOOK].find(f"{S}sheets")
        assert sheets is not None
        made = etree.Element(f"{S}sheet", name=title, sheetId=str(number), state=state)
        made.set(f"{R}id", f"rIdNew{number}")
        sheets.insert(0 if first else len(sheets), made)
        self.relate("xl/_rels/workbook.xml.rels", f"rIdNew{number}", f"/{part}")

    def relate(self, part: str, id_: str, target: str) -> None:
        """Say that a part belongs to another one."""
        empty = f'<Relationships xmlns="{RELS[1:-1]}"/>'.encode()
        root = etree.fromstring(self.parts.get(part, empty))
        etree.SubElement(root, f"{RELS}Relationship", Id=id_, Target=target)
        self.parts[part] = etree.tostring(root)

    def beside(self, name: str, content: str) -> None:
        """Put a part over the form's sheet: comments or a drawing."""
        self.parts[name] = content.encode()
        self.relate("xl/worksheets/_rels/sheet1.xml.rels", f"rIdNew{len(self.parts)}", f"/{name}")

    # --- sending back

    def content(self) -> bytes:
        changed = {name: bytes(etree.tostring(root)) for name, root in self.roots.items()}
        return write_parts({**self.parts, **changed})

    def read(self, folder: Path) -> dict[str, Any]:
        """What `extract --json` says of the copy."""
        path = folder / f"{self.form}.{self.locale}.xlsx"
        path.write_bytes(self.content())
        return read(path, self.case.received)

    @property
    def expected(self) -> dict[str, Any]:
        return expected_record(self.case, self.words.form)


def sheet_of(*rows: tuple[str, ...]) -> etree._Element:
    """A sheet somebody wrote."""
    root = etree.Element(f"{S}worksheet")
    data = etree.SubElement(root, f"{S}sheetData")
    for number, texts in enumerate(rows, start=1):
        row = etree.SubElement(data, f"{S}row", r=str(number))
        for column, text in enumerate(texts, start=1):
            cell = etree.SubElement(row, f"{S}c", r=f"{letters_of(column)}{number}", t="inlineStr")
            etree.SubElement(etree.SubElement(cell, f"{S}is"), f"{S}t").text = text
    return root


def codes(line: Mapping[str, Any]) -> Counter[tuple[str, str | None]]:
    """The findings of a line by code and field; what every copy in a mail lacks, ink, is left out."""
    return Counter((each["code"], each["field"]) for each in line["findings"] if each["code"] != "unsigned")


def unexplained(line: Mapping[str, Any], held: Copy) -> list[str]:
    """The fields whose value is not what was written, and of which no finding says anything: there must be none."""
    record = line["record"] or {}
    grave = [each for each in line["findings"] if each["severity"] != "info"]
    told = {(each["field"] or "").partition(".")[0] for each in grave}
    loose = " ".join(each["written"] or "" for each in grave)
    typed = {entry.key: entry.text for entry in entries(held.case, held.words)}
    return [
        name
        for name, value in held.expected.items()
        if record.get(name) != value and name not in told and typed.get(name, str(value)) not in loose
    ]


def _is_key(name: etree._Element) -> bool:
    said = name.get("name") or ""
    return said.startswith(KEY_PREFIX) and name.get("localSheetId") is None


def _split(reference: str) -> tuple[int, int]:
    match = _REFERENCE.fullmatch(reference)
    assert match is not None, reference
    return number_of(match[2]), int(match[4])


def _moved(place: str, where: Move) -> str | None:
    match = _REFERENCE.fullmatch(place)
    if match is None:
        return place
    target = where(int(match[4]), number_of(match[2]))
    return None if target is None else f"{match[1]}{letters_of(target[1])}{match[3]}{target[0]}"

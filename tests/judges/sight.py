"""Filled documents -> the answers a person cannot see on their pages, as PDFium and poppler render them."""

from __future__ import annotations

import ctypes
import re
import subprocess
import tempfile
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops

from tests.clients.entry import Entry
from tests.clients.widgets import Widget, places
from tests.programs import program

DPI = 100
_SLACK = 1.5
"""Points a word may stand out of its widget: italics and boxes of words are generous."""
_GAP = 4.5
"""Points between the words of two cells side by side; a space in a line is narrower."""
_WIDEST_SPACE = 3.9
"""Points of a space, at most."""
_ALIGNED = 1.0
"""Points by which the beginnings of the lines of one cell may differ."""
_LEVEL = 0.3
"""Points by which the signs of one line may differ in height."""
_NEXT_LINE = 40.0
"""Points at most between a line and the next one of a cell."""
_INK = 40
"""Grey levels, of 255, by which a pixel must differ to be ink."""
_WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')
_PAGE = re.compile(r'<page width="[\d.]+" height="([\d.]+)">')
_SPACE = re.compile(r"[\s\u200b\ufeff\x02]+")


def squeezed(text: str) -> str:
    """A text without white space, for lines are broken wherever the page ends them."""
    return _SPACE.sub("", text)


def unseen_in_pdf(blank: Path, filled: Path, entries: Sequence[Entry]) -> list[str]:
    """The answers whose text is not in their widget, or that leave no ink there, in words."""
    return list(_unseen(blank, filled, entries))


def _unseen(blank: Path, filled: Path, entries: Sequence[Entry]) -> Iterator[str]:
    found = places(blank, entries)
    readings = {"PDFium": _pdfium_text(filled, [widget for _, widget in found]), "poppler": poppler_words(filled)}
    pictures = {
        "PDFium": (pdfium_pages(blank), pdfium_pages(filled)),
        "poppler": (poppler_pages(blank), poppler_pages(filled)),
    }
    for entry, widget in found:
        if widget.kind != "/Btn":
            wanted = dict(widget.options).get(entry.code or "", entry.text)
            seen = readings["PDFium"][(widget.page, widget.box)]
            if squeezed(seen) != squeezed(wanted):
                yield f"{entry.key}: PDFium shows {seen!r}, not {wanted!r}"
            seen = "".join(_words_in(readings["poppler"][widget.page], widget))
            if squeezed(seen) != squeezed(wanted):
                yield f"{entry.key}: poppler shows {seen!r}, not {wanted!r}"
        for engine, (before, after) in pictures.items():
            if not _ink(before[widget.page], after[widget.page], widget):
                yield f"{entry.key}: {engine} draws nothing"


@dataclass(frozen=True, slots=True)
class Sign:
    """A character on a page: `left` and `right` edge, `middle` of its height and `base` line, in points."""

    left: float
    right: float
    middle: float
    base: float
    text: str


def _pdfium_text(path: Path, wanted: Sequence[Widget]) -> Mapping[tuple[int, tuple[float, ...]], str]:
    texts = {(widget.page, widget.box): "" for widget in wanted}
    for number, signs in enumerate(signs_of(path)):
        for widget in wanted:
            if widget.page == number:
                left, bottom, right, top = widget.box
                texts[(number, widget.box)] = "".join(
                    sign.text
                    for sign in signs
                    if left <= (sign.left + sign.right) / 2 <= right and bottom <= sign.middle <= top
                )
    return texts


def signs_of(path: Path) -> list[list[Sign]]:
    """The characters of each page as PDFium draws them, answers included, in the order they are drawn."""
    document = pypdfium2.PdfDocument(path)
    document.init_forms()
    pages = []
    for number in range(len(document)):
        if document.formenv:
            document[number].flatten()
        # A flattened page is loaded anew: the text of the old one does not have the answers.
        text = document[number].get_textpage()
        pages.append([_sign(text, place) for place in range(text.count_chars())])
        text.close()
    document.close()
    return pages


def _sign(text: pypdfium2.PdfTextPage, place: int) -> Sign:
    left, bottom, right, top = text.get_charbox(place, loose=True)
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text, place, x, y)
    code = pdfium.FPDFText_GetUnicode(text, place)
    # PDFium says U+0002 for a hyphen at which a line was broken.
    return Sign(left, right, (bottom + top) / 2, y.value, "-" if code == 2 else chr(code))


def poppler_words(path: Path) -> list[list[tuple[float, float, float, float, str]]]:
    """The words of each page with their boxes: left, bottom, right, top in points from the lower left corner."""
    run = subprocess.run([program("pdftotext"), "-bbox", str(path), "-"], capture_output=True, check=True, timeout=60)
    pages: list[list[tuple[float, float, float, float, str]]] = []
    height = 0.0
    for line in run.stdout.decode("utf-8").splitlines():
        if page := _PAGE.search(line):
            height = float(page[1])
            pages.append([])
        elif word := _WORD.search(line):
            left, top, right, bottom = (float(each) for each in word.groups()[:4])
            pages[-1].append((left, height - bottom, right, height - top, unescape(word[5])))
    return pages


def _words_in(words: Sequence[tuple[float, float, float, float, str]], widget: Widget) -> Iterator[str]:
    left, bottom, right, top = widget.box
    for w_left, w_bottom, w_right, w_top, text in words:
        inside_across = left - _SLACK <= w_left and w_right <= right + _SLACK
        if inside_across and bottom <= (w_bottom + w_top) / 2 <= top:
            yield text


@lru_cache(maxsize=12)
def pdfium_pages(path: Path, dpi: int = DPI) -> list[Image.Image]:
    """The pages as PDFium draws them, in grey."""
    document = pypdfium2.PdfDocument(path)
    document.init_forms()
    pages = [page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for page in document]
    document.close()
    return pages


@lru_cache(maxsize=12)
def poppler_pages(path: Path, dpi: int = DPI) -> list[Image.Image]:
    """The pages as poppler draws them, in grey."""
    with tempfile.TemporaryDirectory() as folder:
        command = [program("pdftoppm"), "-r", str(dpi), "-gray", str(path), f"{folder}/page"]
        subprocess.run(command, capture_output=True, check=True, timeout=120)
        return [Image.open(BytesIO(page.read_bytes())).convert("L") for page in sorted(Path(folder).iterdir())]


def _ink(before: Image.Image, after: Image.Image, widget: Widget) -> bool:
    left, bottom, right, top = (each * DPI / 72 for each in widget.box)
    area = (int(left) + 1, int(before.height - top) + 1, int(right), int(before.height - bottom))
    difference = ImageChops.difference(before.crop(area), after.crop(area))
    return difference.point(lambda grey: 255 * (grey > _INK)).getbbox() is not None


def text_of(path: Path) -> str:
    """The text of a printed document, cell by cell: the lines of one begin at the same distance from the edge.

    Office programs draw a line font by font, so the order of drawing does not tell the order of reading.
    """
    stacks: list[list[list[Sign]]] = []
    for signs in signs_of(path):
        on_page: list[list[list[Sign]]] = []
        pieces = list(_pieces([sign for sign in signs if squeezed(sign.text)]))
        edges = sorted(piece[0].left for piece in pieces)
        for piece in (part for each in pieces for part in _parts(each, edges)):
            above = [stack for stack in on_page if _continues(stack[-1], piece)]
            if above:
                max(above, key=lambda stack: -stack[-1][0].base).append(piece)
            else:
                on_page.append([piece])
        stacks += on_page
    return "\n".join("".join(sign.text for piece in stack for sign in piece) for stack in stacks)


def _parts(piece: Sequence[Sign], edges: Sequence[float]) -> Iterator[Sequence[Sign]]:
    """The parts of a line where words reach to the next cell, which is known by the beginnings of its other lines."""
    start = 0
    for place, (before, sign) in enumerate(pairwise(piece), start=1):
        if sign.left - before.right >= _WIDEST_SPACE:
            near = bisect_left(edges, sign.left - _ALIGNED)
            if near < len(edges) and edges[near] <= sign.left + _ALIGNED:
                yield piece[start:place]
                start = place
    yield piece[start:]


def _continues(above: Sequence[Sign], piece: Sequence[Sign]) -> bool:
    aligned = abs(above[0].left - piece[0].left) <= _ALIGNED
    return aligned and 0 < above[0].base - piece[0].base < _NEXT_LINE


def _pieces(signs: Sequence[Sign]) -> Iterator[list[Sign]]:
    """The parts of lines that no gap wider than a cell's margin divides, each from left to right."""
    lines: list[list[Sign]] = []
    for sign in sorted(signs, key=lambda each: -each.base):
        if not lines or lines[-1][0].base - sign.base > _LEVEL:
            lines.append([])
        lines[-1].append(sign)
    for line in lines:
        piece: list[Sign] = []
        for sign in sorted(line, key=lambda each: each.left):
            if piece and sign.left - piece[-1].right >= _GAP:
                yield piece
                piece = []
            piece.append(sign)
        yield piece


def unseen_in_print(blank: Path, filled: Path, shown: Sequence[tuple[str, ...]]) -> list[str]:
    """The answers a printed office document does not show as often as they were given more than its blank does.

    Each of `shown` is a line of an answer, in all the ways it may stand on the page.
    """
    before, after = squeezed(text_of(blank)), squeezed(text_of(filled))
    faults = []
    for ways, times in Counter(tuple(squeezed(way) for way in ways) for ways in shown).items():
        found = max(after.count(way) - before.count(way) for way in ways)
        if found < times:
            faults.append(f"{ways[0]!r} is shown {found} times, not {times}")
    if "###" in after:
        faults.append("a cell shows ### instead of its value")
    return faults


def shown_lines(entries: Sequence[Entry], words: Mapping[str, str]) -> list[tuple[str, ...]]:
    """What each answer looks like on paper, line by line: a list shows its `words`, by key, a tick its box."""
    return [
        (line, entry.standard) if entry.standard else (line,)
        for entry in entries
        for line in words.get(entry.key, entry.text).split("\n")
        if line.strip()
    ]

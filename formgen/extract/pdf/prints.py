"""A page -> what is printed on it: every sign with its place, and the ink a person sees."""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import pikepdf

from formgen.model.layout import Box

_SCALE = 2.0
"""Pixels a point has in a page's picture."""
_DARK = 150
"""Of 255 levels of grey: what is darker is ink."""
_MOST_SIGNS = 60_000
_MOST_POINTS = 3000.0
"""Points a page may be wide or high."""
_IMAGE_SHARE = 0.6
"""The share of a page that pictures cover where it was scanned."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A character on a page, in points from its lower left corner: edges, base line, and the size of its font."""

    text: str
    left: float
    right: float
    base: float
    size: float

    @property
    def middle(self) -> tuple[float, float]:
        """Its middle, about."""
        return (self.left + self.right) / 2, self.base + 0.3 * self.size


@dataclass(frozen=True)
class Print:
    """One page as it is printed, its fields and annotations left out; `number` from 1."""

    number: int
    width: float
    height: float
    signs: tuple[Sign, ...]
    is_picture: bool
    content: bytes

    @cached_property
    def _picture(self) -> Any:
        """The page in grey, or None where nobody can draw it."""
        import pypdfium2  # noqa: PLC0415  (wanted only for pages without fields)

        try:
            document = pypdfium2.PdfDocument(self.content)
        except pypdfium2.PdfiumError:
            return None
        try:
            page = document[self.number - 1]
            drawn = page.render(scale=_SCALE, grayscale=True, may_draw_forms=False, draw_annots=False)
            return drawn.to_pil().convert("L").point(lambda level: 255 * (level < _DARK))
        except (pypdfium2.PdfiumError, ValueError, MemoryError):
            return None
        finally:
            document.close()

    def ink(self, box: Box) -> float:
        """The share of an area that is dark, from 0 to 1; of no area, 0."""
        if self._picture is None:
            return 0.0
        left, bottom, right, top = box
        across, high = self._picture.width / self.width, self._picture.height / self.height
        area = (
            max(0, round(left * across)),
            max(0, round((self.height - top) * high)),
            min(self._picture.width, round(right * across)),
            min(self._picture.height, round((self.height - bottom) * high)),
        )
        if area[2] <= area[0] or area[3] <= area[1]:
            return 0.0
        dark = int(self._picture.crop(area).histogram()[255])
        share: float = dark / ((area[2] - area[0]) * (area[3] - area[1]))
        return share


def saved(pdf: pikepdf.Pdf) -> bytes | None:
    """A document as its objects were read, for other libraries to read the same; None where it cannot be written."""
    out = io.BytesIO()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what is amiss is told as a finding
            pdf.save(out)
    except (pikepdf.PdfError, ValueError, RuntimeError):
        return None
    return out.getvalue()


@lru_cache(maxsize=8)
def blank_pages(blank: bytes, pages: int) -> tuple[Print, ...]:
    """The pages of a blank, read once."""
    return tuple(prints_of(blank, range(1, pages + 1)))


def prints_of(content: bytes, numbers: Iterable[int]) -> Iterator[Print]:
    """The pages named, from 1, one after the other; one that cannot be read has no signs."""
    import pdfplumber  # noqa: PLC0415  (slow to import, wanted only for pages without fields)

    with contextlib.ExitStack() as stack:
        try:
            document = stack.enter_context(pdfplumber.open(io.BytesIO(content)))
            pages = document.pages
        except Exception:  # noqa: BLE001  (its parser has no one class of errors)
            return
        for number in numbers:
            if number <= len(pages):
                yield _print(pages[number - 1], number, content)
                pages[number - 1].close()


def _print(page: Any, number: int, content: bytes) -> Print:
    try:
        left, bottom, right, top = _seen(page)
        width, height = (right - left, top - bottom) if page.rotation % 180 == 0 else (top - bottom, right - left)
        if not (0 < width < _MOST_POINTS and 0 < height < _MOST_POINTS):
            return Print(number, 1.0, 1.0, (), is_picture=False, content=content)
        x, y = left - float(page.mediabox[0]), bottom - float(page.mediabox[1])
        signs = tuple(_signs(page.chars[:_MOST_SIGNS], x, y))
        covered = sum(_covered(image, width, height) for image in page.images[:100])
    except Exception:  # noqa: BLE001  (its parser has no one class of errors)
        return Print(number, 1.0, 1.0, (), is_picture=False, content=content)
    return Print(number, width, height, signs, covered >= _IMAGE_SHARE, content)


def _seen(page: Any) -> Box:
    """What of a page is shown, in the file's own coordinates."""
    media, crop = page.page_obj.mediabox, page.page_obj.cropbox or page.page_obj.mediabox
    low = max(float(media[0]), float(crop[0])), max(float(media[1]), float(crop[1]))
    high = min(float(media[2]), float(crop[2])), min(float(media[3]), float(crop[3]))
    return (*low, *high)


def _covered(image: dict[str, Any], width: float, height: float) -> float:
    across = min(width, float(image["x1"])) - max(0.0, float(image["x0"]))
    down = min(height, float(image["bottom"])) - max(0.0, float(image["top"]))
    return max(0.0, across) * max(0.0, down) / (width * height)


def _signs(chars: Iterable[dict[str, Any]], x: float, y: float) -> Iterator[Sign]:
    """The upright characters, in the order they are drawn; `x` and `y` are where the page begins."""
    for each in chars:
        if each["upright"] and each["text"]:
            left, base = float(each["matrix"][4]) - x, float(each["matrix"][5]) - y
            yield Sign(each["text"], left, left + float(each["x1"]) - float(each["x0"]), base, float(each["size"]))

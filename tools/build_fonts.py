"""Noto Sans, Noto Sans Armenian and a few signs of Noto Sans Math -> the two fonts formgen ships, one file a weight.

Run once by hand where the sources change; needs fontTools (an extra of the tests) and the folder of the Noto fonts:

    python tools/build_fonts.py /usr/share/fonts/truetype/noto formgen/fonts
"""

from __future__ import annotations

import sys
import tempfile
from copy import deepcopy
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

FAMILY = "Formgen Sans"
_DATE = 3_692_217_600  # seconds since 1904: 1 January 2021, so that two builds are the same bytes
_METRICS = {
    "hhea": ("ascent", "descent", "lineGap"),
    "OS/2": (
        "sTypoAscender",
        "sTypoDescender",
        "sTypoLineGap",
        "usWinAscent",
        "usWinDescent",
        "sxHeight",
        "sCapHeight",
    ),
}
ARMENIAN = [*range(0x531, 0x557), *range(0x559, 0x58B), 0x58D, 0x58E, 0x58F, *range(0xFB13, 0xFB18)]
LATIN = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *range(0x218, 0x21C),
    *range(0x2010, 0x2023),
    *range(0x2025, 0x2028),
    *range(0x2030, 0x203B),
    *range(0x20A0, 0x20C0),
    0x2044,
    0x2116,
    0x2122,
    0xFFFD,
]
SIGNS = [*range(0x2190, 0x2194), 0x2212, 0x2260, 0x2264, 0x2265]
CYRILLIC = [*range(0x400, 0x460), 0x490, 0x491]


def subset(source: Path, characters: list[int], target: Path) -> None:
    """Keep some characters of a face, unhinted."""
    options = Options()
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl"]
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.glyph_names = True
    options.hinting = False
    face = TTFont(source, recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(face)
    for table in ("DSIG", "STAT", "MATH"):
        if table in face:
            del face[table]
    face.save(target)


def add_characters(face: TTFont) -> None:
    """Add what no source has.

    U+2024 is what Armenian keyboards type for an abbreviation's dot: the full stop's shape. U+000A and U+000D get
    empty glyphs: poppler 22.12 embeds a fallback font of 1 MB for them otherwise.
    """
    for table in face["cmap"].tables:
        table.cmap[0x2024] = table.cmap[ord(".")]
    separate_glyphs(face)
    order = face.getGlyphOrder()
    for name, character in (("linefeed", 0x0A), ("carriagereturn", 0x0D)):
        order = [*order, name]
        face.setGlyphOrder(order)
        face["glyf"].glyphs[name] = Glyph()
        face["glyf"].glyphOrder = order
        face["hmtx"].metrics[name] = (0, 0)
        for table in face["cmap"].tables:
            table.cmap[character] = name
    face["maxp"].numGlyphs = len(order)


def separate_glyphs(face: TTFont) -> None:
    """Give every character a glyph of its own: viewers find a typed character by its glyph's one ToUnicode entry."""
    order, used = face.getGlyphOrder(), set()
    for character, name in sorted(face.getBestCmap().items()):
        if name not in used:
            used.add(name)
            continue
        copy = f"uni{character:04X}.alone"
        order = [*order, copy]
        face.setGlyphOrder(order)
        face["glyf"].glyphs[copy] = deepcopy(face["glyf"].glyphs[name])
        face["glyf"].glyphOrder = order
        face["hmtx"].metrics[copy] = face["hmtx"].metrics[name]
        for table in face["cmap"].tables:
            table.cmap[character] = copy
    face["maxp"].numGlyphs = len(order)


def keep_metrics(face: TTFont, latin: TTFont) -> None:
    """Keep the line height of Noto Sans; the merger takes the largest of all sources."""
    for table, names in _METRICS.items():
        for name in names:
            setattr(face[table], name, getattr(latin[table], name))


def build(noto: Path, weight: str, target: Path) -> None:
    """Merge one weight and give it our name: the Open Font License reserves the originals'."""
    with tempfile.TemporaryDirectory() as folder:
        latin, armenian, signs = (Path(folder, name) for name in ("latin.ttf", "armenian.ttf", "signs.ttf"))
        subset(noto / f"NotoSans-{weight}.ttf", LATIN + CYRILLIC, latin)
        subset(noto / f"NotoSansArmenian-{weight}.ttf", ARMENIAN, armenian)
        subset(noto / "NotoSansMath-Regular.ttf", SIGNS, signs)
        face = Merger().merge([str(latin), str(armenian), str(signs)])
        keep_metrics(face, TTFont(latin))
    names = {1: FAMILY, 16: FAMILY, 3: f"{FAMILY} {weight} 1.0", 4: f"{FAMILY} {weight}", 6: f"FormgenSans-{weight}"}
    for record in list(face["name"].names):
        if record.nameID in names:
            face["name"].setName(
                names[record.nameID], record.nameID, record.platformID, record.platEncID, record.langID
            )
    add_characters(face)
    face["head"].created = face["head"].modified = _DATE
    face.recalcTimestamp = False
    face.save(target / f"FormgenSans-{weight}.ttf")


if __name__ == "__main__":
    for each in ("Regular", "Bold"):
        build(Path(sys.argv[1]), each, Path(sys.argv[2]))

"""A Word document -> the same with a word across every page, which says that it is a draft (VML, ECMA-376 part 4)."""

from __future__ import annotations

import re
from html import escape

_HEADER = re.compile(r"word/header[0-9]*\.xml")
_END = b"</w:hdr>"
_MARK = """\
<w:p><w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">\
<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" \
path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>\
<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>\
<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>\
<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/></v:formulas>\
<v:path textpathok="t" o:connecttype="custom"/><v:textpath on="t" fitshape="t"/></v:shapetype>\
<v:shape id="FormgenDraft{number}" o:spid="_x0000_s{spid}" type="#_x0000_t136" alt="{word}" \
style="position:absolute;margin-left:0;margin-top:0;width:460pt;height:110pt;rotation:315;z-index:-251658752;\
mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;\
mso-position-vertical-relative:margin" fillcolor="#c89090" stroked="f"><v:fill opacity=".4"/>\
<v:textpath style="font-family:&quot;Arial&quot;;font-size:1pt" string="{word}"/></v:shape></w:pict></w:r></w:p>"""
_FIRST = 2050


def mark_draft(parts: dict[str, bytes], word: str) -> None:
    """Put the word across the pages that each header belongs to."""
    for number, name in enumerate(sorted(filter(_HEADER.fullmatch, parts)), start=1):
        mark = _MARK.format(number=number, spid=_FIRST + number, word=escape(word)).encode()
        before, end, after = parts[name].rpartition(_END)
        parts[name] = before + mark + end + after

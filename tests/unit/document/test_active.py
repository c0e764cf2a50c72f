"""What a PDF would run when it is opened is named."""

from __future__ import annotations

import pikepdf
import pytest

from formgen.document.active import active_content

N = pikepdf.Name


def opened(**root: pikepdf.Object) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    for name, value in root.items():
        pdf.Root[f"/{name}"] = value
    return pdf


@pytest.mark.parametrize(
    ("root", "named"),
    [
        ({}, ()),
        ({"OpenAction": pikepdf.Dictionary(S=N("/JavaScript"), JS="x")}, ("JavaScript",)),
        ({"OpenAction": pikepdf.Dictionary(S=N("/Launch"), F="x")}, ("Launch",)),
        ({"OpenAction": pikepdf.Dictionary(S=N("/GoTo"))}, ()),
        ({"OpenAction": pikepdf.Array([])}, ()),
        ({"Names": pikepdf.Dictionary(JavaScript=pikepdf.Dictionary())}, ("JavaScript",)),
        ({"Names": pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary())}, ("EmbeddedFiles",)),
        ({"Names": pikepdf.Dictionary(Dests=pikepdf.Dictionary())}, ()),
        ({"AA": pikepdf.Dictionary()}, ("AA",)),
    ],
)
def test_a_pdf_that_would_act(root: dict[str, pikepdf.Object], named: tuple[str, ...]) -> None:
    assert active_content(opened(**root)) == named

"""What is told of a Word document's way: who saved it, and which of our signs are left."""

from __future__ import annotations

import pytest

from formgen.document.opening import OfficePackage
from formgen.extract.docx.diagnosis import diagnose
from formgen.generate.docx import compile_blank
from formgen.generate.package import read_parts, write_parts
from formgen.model.document import Count, Sign
from formgen.model.slot import slots
from tests.workbooks import VISIT, localized

APP = '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">{}</Properties>'


def test_a_blank_has_every_sign() -> None:
    found = diagnose(OfficePackage(compile_blank(localized())), localized())
    assert found.saved_by == "formgen"
    assert all(count.found == count.of > 0 for count in found.signs.values())
    assert found.signs[Sign.KEYS] == Count(len(slots(VISIT)), len(slots(VISIT)))


@pytest.mark.parametrize(
    ("properties", "program"),
    [
        (
            "<Application>Microsoft Office Word</Application><AppVersion>16.0000</AppVersion>",
            "Microsoft Office Word 16",
        ),
        (
            "<Application>LibreOffice/7.4.7.2$Linux_X86_64</Application><AppVersion>15.0000</AppVersion>",
            "LibreOffice 7.4.7.2",
        ),
        ("", None),
    ],
)
def test_the_program_is_named_as_it_names_itself(properties: str, program: str | None) -> None:
    parts = read_parts(compile_blank(localized()))
    parts["docProps/app.xml"] = APP.format(properties).encode()
    assert diagnose(OfficePackage(write_parts(parts)), localized()).saved_by == program


def test_signs_that_are_gone_are_counted() -> None:
    parts = read_parts(compile_blank(localized()))
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:tag ", b"<w:gone ")
    del parts["docProps/custom.xml"]
    for name in [name for name in parts if "footer" in name]:
        del parts[name]
    signs = diagnose(OfficePackage(write_parts(parts)), localized()).signs
    assert signs[Sign.KEYS].found == 0
    assert signs[Sign.FOOTER] == Count(0, 1)
    assert signs[Sign.BOOKMARKS].found == signs[Sign.BOOKMARKS].of

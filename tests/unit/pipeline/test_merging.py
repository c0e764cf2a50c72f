from __future__ import annotations

import io
import subprocess
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest

from formgen.generate.filling import filling
from formgen.generate.wording import shown
from formgen.model.document import Format
from formgen.model.slot import SlotKind, slots
from formgen.pipeline.demo.journey import samples
from formgen.pipeline.merging import Merged
from formgen.validate import check_filling
from tests.loop import PROJECT, localized, stampable
from tests.programs import program

SHEETS = ("certification", "closure", "service_evaluation-client")
EACH = 3


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, set[str]]]:
    """A few copies of several forms, each with the words that were filled in."""
    folder = tmp_path_factory.mktemp("copies")
    made = []
    for sheet in SHEETS:
        words = localized(sheet, "hy")
        texts = [slot for slot in slots(words.form) if slot.kind in {SlotKind.TEXT, SlotKind.BLOCK}]
        record, _ = check_filling(samples(PROJECT, words.form.id)[0], words)
        values = dict(filling(words.form, record))
        free = next(slot.key for slot in texts if slot.kind is SlotKind.BLOCK)
        for number in range(EACH):
            values[free] = f"Օրինակ № {len(made) + 1}"
            path = folder / f"{sheet}-{number}.pdf"
            path.write_bytes(stampable(sheet, "hy", Format.PDF).fill(values, f"Q7ZABCDEF23{2 + number}"))
            combos = {slot.key for slot in texts if slot.field.combo}
            made.append((path, {shown(values[s.key], "hy") for s in texts if s.key in values and s.key not in combos}))
    return made


@pytest.fixture(scope="module")
def printed(copies: list[tuple[Path, set[str]]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    merged = Merged()
    for path, _ in copies:
        merged.add(path)
    target = tmp_path_factory.mktemp("print") / "all.pdf"
    merged.save(target)
    return target


def squeezed(text: str) -> str:
    return "".join(text.split())


def spans(copies: list[tuple[Path, set[str]]]) -> list[tuple[int, int]]:
    """The first page of each copy in the print, and the one after its last."""
    ends = np.cumsum([len(pypdfium2.PdfDocument(path)) for path, _ in copies]).tolist()
    return list(zip([0, *ends], ends, strict=False))


def test_all_pages_are_there_in_their_order(copies: list[tuple[Path, set[str]]], printed: Path) -> None:
    document = pypdfium2.PdfDocument(printed)
    assert len(document) == spans(copies)[-1][1]
    for (first, last), (path, _) in zip(spans(copies), copies, strict=True):
        one = pypdfium2.PdfDocument(path)
        one.init_forms()
        for place in range(first, last):
            # A viewer may tint fields on the screen; the printed page has no fields.
            alone = one[place - first].render(scale=1, grayscale=True).to_numpy().astype(int)
            merged = document[place].render(scale=1, grayscale=True).to_numpy().astype(int)
            assert (np.abs(alone - merged) > 64).sum() < 15, (path.name, place)


def test_pdfium_sees_every_answer(copies: list[tuple[Path, set[str]]], printed: Path) -> None:
    document = pypdfium2.PdfDocument(printed)
    for (first, last), (path, answers) in zip(spans(copies), copies, strict=True):
        text = squeezed("".join(document[place].get_textpage().get_text_range() for place in range(first, last)))
        assert [each for each in answers if squeezed(each) not in text] == [], path.name


def test_poppler_sees_every_answer(copies: list[tuple[Path, set[str]]], printed: Path) -> None:
    command = program("pdftotext")
    for (first, last), (path, answers) in zip(spans(copies), copies, strict=True):
        pages = ["-f", str(first + 1), "-l", str(last)]
        run = subprocess.run([command, *pages, "-enc", "UTF-8", str(printed), "-"], capture_output=True, check=True)
        text = squeezed(run.stdout.decode("utf-8"))
        assert [each for each in answers if squeezed(each) not in text] == [], path.name


def test_each_font_is_there_once(printed: Path) -> None:
    with pikepdf.open(printed) as pdf:
        streams = [each for each in pdf.objects if isinstance(each, pikepdf.Stream)]
        descriptors = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/FontFile2" in each]
        files = {each.FontFile2.objgen for each in descriptors}
        assert len(files) == len({each.FontFile2.read_bytes() for each in descriptors}) > 1
        large = [each.read_raw_bytes() for each in streams if len(each.read_raw_bytes()) > 1 << 13]
        assert len(large) == len(set(large)), "nothing large is there twice"
        assert "/AcroForm" not in pdf.Root
        assert all("/Annots" not in page for page in pdf.pages)


def test_the_print_is_much_smaller_than_its_copies(copies: list[tuple[Path, set[str]]], printed: Path) -> None:
    assert printed.stat().st_size * 3 < sum(path.stat().st_size for path, _ in copies)


def test_the_same_copies_give_the_same_bytes(
    copies: list[tuple[Path, set[str]]], printed: Path, tmp_path: Path
) -> None:
    again = Merged()
    for path, _ in copies:
        again.add(path)
    again.save(tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == printed.read_bytes()
    assert pikepdf.open(io.BytesIO(printed.read_bytes())).check_pdf_syntax() == []

"""The judge of the benchmarks tells what is lost, invented and invisible, and passes what is right."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from formgen.model.document import Format
from tests.benchmarks.judge import Letter, are_boxes, held, judged, judged_texts, unseen
from tests.benchmarks.sample import COPY, LOCALE, Sample, samples
from tests.loop import FORMATS, stampable

(SAMPLE,) = samples(("closure",))
NAME, REASON, TICK = "client_name", "closure_reason", "additional_reasons.concerns_resolved"


def _filled(folder: Path, format_: Format, changes: dict[str, object]) -> Path:
    values = {key: value for key, value in {**SAMPLE.values, **changes}.items() if value is not None}
    path = folder / f"filled.{format_}"
    path.write_bytes(stampable(SAMPLE.form, LOCALE, format_).fill(values, COPY))  # type: ignore[arg-type]
    return path


@pytest.mark.parametrize("format_", FORMATS)
def test_right(format_: Format, tmp_path: Path) -> None:
    """Nothing is told of a document with all answers."""
    verdict = judged(held(_filled(tmp_path, format_, {}), format_, SAMPLE), SAMPLE)
    assert (verdict.right, verdict.is_clean) == (len(SAMPLE.words), True)


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("key", [NAME, REASON, TICK])
def test_lost(key: str, format_: Format, tmp_path: Path) -> None:
    """An answer that is not in the document is lost, and only that one."""
    verdict = judged(held(_filled(tmp_path, format_, {key: None}), format_, SAMPLE), SAMPLE)
    assert (list(verdict.lost), list(verdict.invented)) == ([key], [])


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize(
    ("key", "value"),
    [(NAME, "Ուրիշյան"), (REASON, "death"), ("additional_reasons.death", True), ("goals.3.goal", "Ոչինչ")],
)
def test_invented(key: str, value: object, format_: Format, tmp_path: Path) -> None:
    """Another answer than was given is invented, and so is one where none was given."""
    verdict = judged(held(_filled(tmp_path, format_, {key: value}), format_, SAMPLE), SAMPLE)
    assert [each.partition(":")[0] for each in verdict.invented] == [key]
    assert verdict.right == len(SAMPLE.words) - (key in SAMPLE.words)


def test_texts_of_the_blank_are_no_answers() -> None:
    """Where a reader knows no keys, words that the blank prints do not stand for an answer."""
    words = list(SAMPLE.words.values())
    assert judged_texts(words, [], SAMPLE).is_clean
    assert NAME in judged_texts(words, [SAMPLE.words[NAME]], SAMPLE).lost


def test_invisible(tmp_path: Path) -> None:
    """An answer that is held and not drawn is invisible, and so is one of which another text is drawn."""
    filled = _filled(tmp_path, Format.PDF, {})
    assert unseen(filled, Format.PDF, SAMPLE, tmp_path) == []
    hidden = tmp_path / "hidden.pdf"
    with pikepdf.open(filled) as pdf:
        fields = {str(each.get("/T")): each for page in pdf.pages for each in page.Annots}
        fields[NAME].AP.N.write(b"/Tx BMC EMC")
        drawing = fields["case_number"].AP.N
        cut = drawing.read_bytes().split(b"<")
        drawing.write(cut[0] + b"<" + cut[1][4:])
        pdf.save(hidden)
    told = unseen(hidden, Format.PDF, SAMPLE, tmp_path)
    assert told is not None
    assert {each.partition(":")[0] for each in told} == {NAME, "case_number"}
    assert judged(held(hidden, Format.PDF, SAMPLE), SAMPLE).is_clean


def test_boxes_are_no_letters() -> None:
    """Letters whose ink is of one size, all of them, are the boxes of a font that lacks them."""
    assert are_boxes([Letter(each, 0, 0, (50, 70)) for each in "Նմուշ"])
    assert not are_boxes([Letter(each, 0, 0, (50 + place, 70)) for place, each in enumerate("Նմուշ")])


def test_sample_has_every_kind() -> None:
    """The record that is raced has texts, lists and ticks."""
    assert isinstance(SAMPLE, Sample)
    assert {NAME, REASON, TICK} <= SAMPLE.words.keys()
